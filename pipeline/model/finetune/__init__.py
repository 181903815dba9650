"""Fine-tuning of the pretrained encoder in PyTorch, and its export. Needs the extra `zegsman[train]`; users need none of it."""
