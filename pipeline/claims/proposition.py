"""A proposition: a predicate with its participants, as the words give them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.claims.clauses import Clause
from pipeline.claims.governors import Governor
from pipeline.claims.phrases import Phrase
from pipeline.words import Word


@dataclass(slots=True)
class Proposition:
    """What a clause, or a part of one, states.

    `scope` are the words that may negate, date or measure it, `anchor` the token whose place tells the quotes it stands in.
    `bare` marks one without a verb of its own (an apposition): the clause around says nothing of its tense or modality.
    """

    clause: Clause
    predicate: str
    subject: Phrase | None
    object: Phrase | None
    rule: str
    anchor: Word
    governor: Governor | None = None
    scope: list[Word] = field(default_factory=list)
    bare: bool = False
