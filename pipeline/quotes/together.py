"""Several who speak together: names and role nouns that en joins, and the two that 'ze' takes up."""

from __future__ import annotations

import re

from pipeline.doc import inside_marks, mentions_over, text_of
from pipeline.entities.pronouns import is_plural
from pipeline.quotes.phrases import Phrase
from pipeline.quotes.subjects import SUBJECTS
from pipeline.schema import Mention
from pipeline.words import Word, Words, tokens_in

NEAR = 350
"""Characters back in which 'ze' may take up two people."""
PRONOUNS = frozenset({"ze", "zij"})
COUPLES = re.compile(r"(?:het|dit) (?:stel|echtpaar|koppel|duo|tweetal)|de twee|beiden|allebei", re.IGNORECASE)
"""Words that take up two people just named."""
FAR = 1500
"""Characters back in which they may."""
LINK = re.compile(r"(?: \([^)]*\))?(?P<word>,| en|, en)(?: [a-zà-ÿ-]+){0,2} $")
"""Between two names of those who speak together: ' en ', ', ', ' (D66) en minister '."""


def linked_names(doc: Words, source: Phrase) -> list[Phrase]:
    """The names at the head of the phrase that nothing but commas, en and titles stand between, the last behind en."""
    start, end = source.chars
    near = mentions_over(doc, start, end)
    names = [m for m in near if m.kind == "name" and m.label in ("PERSON", "ORG") and start <= m.start]
    text = text_of(doc)
    linked, word = names[:1], ""
    for name in names[1:]:
        match = LINK.fullmatch(text, linked[-1].end, name.start)
        if match is None:
            break
        linked.append(name)
        word = match["word"]
    spans = [tokens_in(doc, m.start, m.end) for m in linked]
    headed = bool(spans) and (spans[0].start <= source.head.i < spans[0].end or source.head.i < spans[0].start)
    return [Phrase(s.start, s.end, s.root) for s in spans] if word.endswith("en") and headed else []


def linked_nouns(source: Phrase) -> list[Phrase]:
    """The role nouns that en joins, without a comma between: 'politie en justitie'."""
    doc = source.head.doc
    others = [t for t in source.head.conjuncts if source.head.i < t.i < source.end]
    linked = any(c.lower_ == "en" for t in others for c in t.children if c.dep_ == "cc")
    heads = [source.head, *others]
    comma = any(t.text == "," for t in doc[source.head.i : heads[-1].i])
    if not linked or comma or any(_mention_kind(t) != "nominal" for t in heads):
        return []
    return [Phrase(t.i, t.i + 1, t) for t in heads]


def with_others(source: Phrase) -> list[Phrase]:
    """'Vera Bos en haar advocaten', 'het Parlement en enkele lidstaten': somebody named and others without a name."""
    doc = source.head.doc
    others = [t for t in source.head.conjuncts if source.head.i < t.i < source.end]
    if len(others) != 1 or _mention_kind(others[0]) != "nominal":
        return []
    link = next((t.i for t in reversed(doc[source.head.i : others[0].i]) if t.lower_ == "en"), 0)
    if not link or any(t.is_punct or t.pos_ in ("NOUN", "VERB", "AUX", "ADP") for t in doc[link + 1 : others[0].i]):
        return []
    named = any(_mention_kind(t) == "name" for t in doc[source.start : link])
    if not named or any(t.text == "," for t in doc[source.start : link]):
        return []  # 'Vera Bos, moeder en raadslid'
    return [Phrase(source.start, link, source.head), Phrase(link + 1, source.end, others[0])]


def _mention_kind(token: Word) -> str:
    """Kind of the mention of a person or organisation that a word stands in; empty where it stands in none."""
    around = mentions_over(token.doc, token.idx, token.idx + 1)
    return next((m.kind for m in around if m.label in ("PERSON", "ORG")), "")


def pair_before(doc: Words, source: Phrase) -> list[Phrase]:
    """'Vera Bos en Luc Maes doen hun verhaal. Ze vertellen …': the last two named together before 'ze'.

    Several that are the subject of a clause behind them go before.
    """
    word = source.head
    couple = COUPLES.fullmatch(doc.stretch(source.start, source.end).text) is not None
    pronoun = source.end - source.start == 1 and word.lower_ in PRONOUNS and is_plural(word)
    if not couple and not pronoun:
        return []
    reach = FAR if couple else NEAR
    near = [m for m in mentions_over(doc, max(0, word.idx - reach), word.idx) if m.end <= word.idx]
    told = [m for m in near if inside_marks(doc, word.idx) == inside_marks(doc, m.start)]
    names = [m for m in told if m.kind == "name" and m.label == "PERSON"]
    pair = _last_pair(text_of(doc), names)
    if not pair or (couple and len(pair) > 2):
        return []
    if pronoun and any(m.start >= pair[-1].end and _several_act(doc, m) for m in told):
        return []
    spans = [tokens_in(doc, m.start, m.end) for m in pair]
    return [Phrase(s.start, s.end, s.root) for s in spans]


def _last_pair(text: str, names: list[Mention]) -> list[Mention]:
    """The last names that en joins, with those that commas join to them."""
    for last in range(len(names) - 1, 0, -1):
        match = LINK.fullmatch(text, names[last - 1].end, names[last].start)
        if match is not None and match["word"].endswith("en"):
            first = last - 1
            while first and LINK.fullmatch(text, names[first - 1].end, names[first].start):
                first -= 1
            return names[first : last + 1]
    return []


def _several_act(doc: Words, mention: Mention) -> bool:
    """Whether it is the subject of a verb in the plural."""
    words = tokens_in(doc, mention.start, mention.end)
    if words[0].tag_.startswith("VNW|bez"):
        return False  # 'hun kinderen'
    root = words.root
    verbs = [t for t in (root.head, *root.head.children) if t.tag_.startswith("WW|pv")]
    return root.dep_ in SUBJECTS and any(t.tag_.endswith("|mv") or "Plur" in t.morph.get("Number", []) for t in verbs)
