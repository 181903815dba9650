"""The run room: plans what is new, runs the stages shard by shard, tells what was done. It knows all rooms."""
