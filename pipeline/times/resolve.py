"""From a time expression to the days it means, by the `resolver` its rule names in rules.tsv.

A resolver takes what was found and the circumstances and returns an interval, or None where these do not settle it. It may
raise ValueError or OverflowError for days that do not exist ('30 februari', 'over 9000 jaar'): `resolve` turns both into None.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.times.calendar import Interval
from pipeline.times.context import Context, Open
from pipeline.times.dates import DATES
from pipeline.times.relative import RELATIVE
from pipeline.times.rules import Found

_WEAK_TRUST = 305
"""`Context.trust` where the tense comes from a word nearby, not from the caller."""
NO_TIME = "nothing"
"""The resolver of set phrases and habits ('elke maandag'): they take their words, but are no time expression."""
_UNCERTAIN = frozenset({NO_TIME, "nothing_certain"})


def resolve(found: Found, context: Context) -> Interval | None:
    """The days an expression means, None where nothing settles them."""
    if found.hint() == "after":  # 'na de zomer' is not in the summer
        return None
    if found.told and "weekday" in found.values:
        context = replace(context, future=False)
    elif context.future is None or found.hint() == "past":
        trust = context.trust if found.hint() else _WEAK_TRUST
        context = replace(context, future=_direction(found), trust=trust)
    if found.rule.resolver in _UNCERTAIN:
        return None
    try:
        return _RESOLVERS[found.rule.resolver](found, context)
    except (Open, ValueError, OverflowError):
        return None


def _direction(found: Found) -> bool | None:
    """Past or future by the words: 'sinds' first, then the clause's verb, then prepositions such as 'vanaf', 'uiterlijk'."""
    if found.hint() == "past":
        return False
    if found.tense is not None:
        return found.tense
    return True if found.hint() == "future" else None


_RESOLVERS = DATES | RELATIVE
