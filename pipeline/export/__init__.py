"""The export room: the tables in forms that other programs read, and corrected annotation back in as gold.

It only reads an output folder, shard by shard, so memory does not grow with it. `records` joins claims and quotes with their
article and speaker; each format is a module of its own with one `write` function; `formats` lists them, `write` calls them.
"""
