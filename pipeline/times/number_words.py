"""The value of a Dutch number in figures ('2.300', '3,4') or in one word ('drieëntwintig', 'tweeënhalf').

text2num reads whole numbers in words without a fault between 0 and 9,999; halves are added here. Numbers of several
words ('2,5 miljoen', 'twee en een half') are put together by the callers, who know the words around them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from text_to_num import text2num

_MAX_WORD = 60
"""Longest word tried: the longest below a million ('negenhonderdnegenennegentigduizend…') has 61 letters."""
_MAX_FIGURE = 15
_PART = re.compile(
    r"(?:nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|der|veer|twin|tach|tig|en|ën|honderd|duizend)+"
)
_HALF = re.compile(r"(?P<whole>\w+?)[eë]nhal(?:f|ve)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_ONE_AND_A_HALF = frozenset({"anderhalf", "anderhalve"})


@lru_cache(maxsize=4096)
def word_value(word: str) -> float | None:
    """The value of a number written as one word, None for any other word. 'een' is 1: articles are the caller's."""
    word = word.lower().replace("é", "e")  # 'één', at the start of a sentence 'Eén'
    if word in _ONE_AND_A_HALF:
        return 1.5
    half = _HALF.fullmatch(word) if len(word) <= _MAX_WORD else None
    if half and (whole := word_value(half["whole"])) is not None:
        return whole + 0.5
    if len(word) > _MAX_WORD or not _PART.fullmatch(word):
        return None
    try:
        return float(text2num(word, "nl"))
    except ValueError:  # pieces of number words that make no number: 'eneen', 'tigtien'
        return None


def figure_value(figure: str) -> float | None:
    """The value of a number in figures, Dutch ('1.250,50') or with a decimal point ('2.5'); None where it is neither."""
    if len(figure) > _MAX_FIGURE:
        return None
    if _THOUSANDS.fullmatch(figure):
        return float(figure.replace(".", "").replace(",", "."))
    if _DECIMAL.fullmatch(figure):
        return float(figure.replace(",", "."))
    return None
