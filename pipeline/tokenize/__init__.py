"""The tokenize stage: paragraphs, sections, quotation marks and sentences; importing it registers the components."""

from pipeline.tokenize.components import lay_out, sentences, without_space

__all__ = ["lay_out", "sentences", "without_space"]
