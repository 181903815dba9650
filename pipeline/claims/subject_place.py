"""The subject of a clause whose words are put in order: what goes with it, what holds its place, what it cannot be."""

from __future__ import annotations

from pipeline.claims.clauses import Clause
from pipeline.claims.phrases import Phrase
from pipeline.claims.verbs import form, lemma
from pipeline.words import Word

SUBORDINATE = frozenset({"complement", "adverbial", "relative"})
DEFINITE = frozenset({"de", "het", "dit", "dat", "deze", "die"})
FOCUS = frozenset({"ook", "zelfs", "alleen", "vooral", "juist", "slechts", "bijna", "zeker", "ongeveer", "minstens"})
"""What stands before the subject and says something of it."""
IRREGULAR = frozenset({"zijn", "kunnen", "zullen", "mogen", "willen"})
"""Verbs whose third person is a bare stem: 'wil', 'zal'."""


def goes_with(word: Word, words: list[Word], after: Word) -> bool:
    """Whether a word before the subject stays before it."""
    if word.lower_ == "al":
        return after.lower_ in DEFINITE or after.tag_.startswith("VNW|bez")
    return word.lower_ == "niet" or (word.lower_ in FOCUS and word == words[0])


def several(word: Word) -> bool | None:
    """Whether a noun is plural; None where that does not show."""
    if any(c.dep_ == "conj" for c in word.children):
        return None if word.text.endswith("-") or any(c.text.endswith("-") for c in word.children) else True
    tags = word.tag_.split("|")
    measured = any(c.dep_ == "nmod" for c in word.children)  # 'een aantal boeren'
    known = tags[:2] == ["N", "soort"] or (tags[0] == "N" and "mv" in tags)
    return "mv" in tags if known and not measured else None


def stem(finite: Word, subject: Phrase) -> bool:
    """Whether a verb is a bare stem, as in an order, and its supposed subject a thing or person spoken of."""
    stem = finite.tag_.startswith("WW|pv|tgw|ev") and not finite.lower_.endswith("t") and lemma(finite) not in IRREGULAR
    return stem and subject.head.lower_ != "ik" and not subject.head.tag_.startswith("VNW|pers|pron|nomin|red|2")


def is_clause(phrase: Phrase) -> bool:
    """Whether a subject is a clause: 'dat het lukt'."""
    return bool(form(phrase.head)) or any(c.dep_ == "mark" for c in phrase.head.children)


def placeholder(words: list[Word], finite: Word, subject: Phrase) -> Word | None:
    """The 'er' or 'het' right behind the verb that holds the place of a subject further on: 'is er sprake van'."""
    after = words[1] if words[:1] == [finite] and len(words) > 1 else None
    if after is None or after.idx >= subject.start:
        return None
    if after.lower_ == "het":
        return after if is_clause(subject) and after.dep_ in {"expl", "nsubj"} else None
    return after if after.lower_ == "er" and holds(after, subject) else None


def holds(er: Word, subject: Phrase) -> bool:
    """Whether 'er' holds the place of a subject: one that is not known yet."""
    determiners = {c.lower_ for c in subject.head.children if c.dep_ in {"det", "nmod:poss"}}
    open_ = subject.head.tag_.startswith(("N|soort", "VNW|onbep")) and not determiners & DEFINITE
    return er.dep_ == "expl" or open_


def late(words: list[Word], inside: list[Word], finite: Word, main: Clause) -> bool:
    """'… en de partij haar meerderheid kwijt is': the verb stands last though nothing subordinates the clause."""
    between = [w for w in words if inside[-1].i < w.i < finite.i and w not in main.members]
    parent = main.parent
    within = main.top.dep_ == "conj" and parent is not None and parent.kind in SUBORDINATE and parent.kind != "relative"
    if within and between and between[0].i == inside[-1].i + 1 and words[0] == inside[0]:
        return finite.tag_.startswith("WW|pv") and not any(w.lower_ == "te" or form(w) == "inf" for w in between)
    after = [w for w in words if w.i > finite.i and not w.is_punct and w not in main.members]
    if not between or after or words[0] != inside[0] or between[0].i != inside[-1].i + 1 or form(finite) != "pv":
        return False
    first = between[0]  # 'de weg naar Gent is dicht', 'huizen en schuren branden': the phrase goes on
    goes_on = first.pos_ in {"ADP", "CCONJ"} or first.text[0].isupper() or words[0].lower_ == "dat"
    infinite = any(
        w.lower_ == "te" or form(w) == "inf" for w in between
    )  # 'boeren die hopen het land te houden, klagen'
    return not goes_on and finite.tag_.startswith("WW|pv") and not infinite and not any(w.is_punct for w in between)


def cut(inside: list[Word], words: list[Word]) -> bool:
    """Whether the subject goes on behind what the parse takes for it ('niet de raad, maar het bestuur'), or is in pieces."""
    if any(w.i + 1 == inside[0].i and w.lower_ in {"dat", "of"} and w.dep_ == "mark" for w in words):
        return True  # 'is het de vraag of het lukt'
    after = [w for w in words if w.i > inside[-1].i and not w.is_punct][:1]
    if after and (after[0].lower_ in {"maar", "en", "noch"} or after[0].dep_ == "cc"):
        return True
    own = {w.i for w in words}
    return any(i in own for i in range(inside[0].i, inside[-1].i) if i not in {w.i for w in inside})
