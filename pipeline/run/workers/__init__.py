"""Processes that work on shards: the supervisor and its children, here and on a cluster."""
