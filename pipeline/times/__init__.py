"""Time expressions of Dutch news text and the days they mean.

`find_times` works on any stretch of text: an article, a sentence, a clause. Relative expressions are resolved from the
article's day; the tense of the clause, where the caller knows it, says whether 'dinsdag' or 'in mei' lies before or after.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.times.calendar import Interval
from pipeline.times.context import Context
from pipeline.times.lexicon import Token
from pipeline.times.resolve import NO_TIME, resolve
from pipeline.times.rules import Found, scan

_RANGE = frozenset({"tot", "tot en met", "t/m", "-", "–", "—", "op", "naar", "tot in", "tot aan", "tot op"})
_DASHES = frozenset({"-", "–", "—"})
_LIST = frozenset({"en", "of"})
_BETWEEN = frozenset({"tussen"})
_FILLERS = frozenset({"in", "de", "het", "op", "tot", "van"})
_NEAR = 400
"""Characters within which 'dat jaar' or 'een dag later' still refers to the expression before."""
_LONGEST_JOINT = 3
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression: `text[start:end]` is `text`, preposition included ('tot eind maart').

    `first` and `last` are the days it means, both inclusive; both None where they cannot be told: without an anchor, without
    the interval it refers back to, or because the expression is open ('al weken') or gives only an hour.
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    rule: str


def find_times(
    text: str,
    *,
    anchor: date | None,
    future: bool | None = None,
    previous: tuple[date, date] | None = None,
) -> list[TimeExpression]:
    """The time expressions of `text`, in order, without overlap. Never raises, whatever the text.

    `anchor` is the day the article was published. `future` is the tense of the text, where known: True for present and
    future, False for past and perfect; None lets auxiliaries and prepositions near the expression decide, and without
    these the last such weekday or the nearest such month or date is meant. `previous` is the interval named last before
    this text: what 'dat jaar', 'een dag later' and a bare hour refer back to; within the text it moves along.
    """
    tokens, found = scan(text)
    found = [f for f in found if f.rule.resolver != NO_TIME]
    context = Context(anchor, future, Interval(*previous) if previous else None)
    expressions: list[TimeExpression] = []
    at = 0
    while at < len(found):
        if expressions and tokens[found[at].start].start - expressions[-1].end > _NEAR:
            context = replace(context, previous=None)
        days = resolve(found[at], context)
        joined = _joined(text, tokens, found[at : at + 2], context)
        until = at + 1 if joined else at
        days = joined or days
        start, end = tokens[found[at].lead].start, tokens[found[until].end - 1].end
        rule = f"time.{found[at].rule.id}{'+' if joined else ''}"
        first, last = days or (None, None)
        expressions.append(TimeExpression(start, end, text[start:end], first, last, rule))
        if days and not found[at].rule.id.startswith("clock"):
            context = replace(context, previous=days)
        at = until + 1
    return expressions


def _joined(text: str, tokens: list[Token], pair: list[Found], context: Context) -> Interval | None:
    """The interval of 'tussen A en B', 'van A tot B', 'A en B' where B follows A; None where the two stay apart."""
    if len(pair) < 2:
        return None
    one, two = pair[0], replace(pair[1], lead_words=())  # the words before the second belong to the joint
    words = [text[t.start : t.end].lower() for t in tokens[one.end : two.start]]
    if not words or len(words) > _LONGEST_JOINT or not {*words[1:]} <= _FILLERS or words[0] not in _RANGE | _LIST:
        return None
    first, last = _both(one, two, context)
    if first is None or last is None or last.last < first.first:
        return None
    opening = {text[t.start : t.end].lower() for t in one.lead_words}
    follows = first.last + timedelta(days=1) == last.first
    alike = one.rule.id.partition(".")[0] == two.rule.id.partition(".")[0]
    return Interval(first.first, last.last) if _joins(words, opening, follows=follows, alike=alike) else None


def _joins(words: list[str], opening: set[str], *, follows: bool, alike: bool) -> bool:
    """Whether the words between two expressions make one of them; `follows`: the second begins the day after the first ends."""
    if words[0] == "op":
        return follows
    if words[0] in _DASHES:
        return alike and len(words) == 1
    return words[0] in _RANGE or bool(opening & _BETWEEN) or (follows and alike)


def _both(one: Found, two: Found, context: Context) -> tuple[Interval | None, Interval | None]:
    """Resolve two ends together: the one with a year of its own settles the other."""
    alone = Context(None, context.future, None)
    last = resolve(two, alone)
    if last is not None:
        first = resolve(one, alone) or resolve(one, Context(last.first, future=False, previous=context.previous))
        return first, last
    first = resolve(one, context)
    if first is None:
        return None, None
    last = resolve(two, Context(first.first, future=True, previous=context.previous))
    past = (two.tense if context.future is None else context.future) is False
    weekdays = "weekday" in one.values and "weekday" in two.values
    if weekdays and past and last and context.anchor and last.last > context.anchor and first.last == context.anchor:
        return Interval(first.first - _WEEK, first.last - _WEEK), Interval(last.first - _WEEK, last.last - _WEEK)
    return first, last
