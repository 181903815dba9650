"""Attribution: who is given as the source of what, through which cue. Importing it registers `zegsman_quotes`."""

from pipeline.quotes.component import quotes

__all__ = ["quotes"]
