"""The words that the rules of this room read: those of `pipeline.words`."""

from pipeline.words import Stretch, Word, Words, merged, place

__all__ = ["Stretch", "Word", "Words", "merged", "place"]
