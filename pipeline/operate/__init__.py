"""The operate room: what those need who run batches every night. It reads an output folder, and knows no linguistics."""
