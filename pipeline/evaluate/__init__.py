"""Measure an output folder against gold: attributions, names, claims, and the floors they must not fall below."""

from pipeline.evaluate.gold import GoldArticle, gold_as_jsonl, read_gold
from pipeline.evaluate.score import score

__all__ = ["GoldArticle", "gold_as_jsonl", "read_gold", "score"]
