"""The run room: plans what is new, runs the stages shard by shard, and tells what was done. It alone knows all rooms."""
