"""Names: the language model's entities with their edges mended, their types made consistent, and missed ones added."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.entities.tables import gazetteer

NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
LEADING = frozenset(["de", "het", "een", "'t", "’t", "den", "deze", "dit", "die", "dat"]) | frozenset(
    "\"'“”„‘’«»`,.-–("
)
TRAILING = frozenset("\"'“”„‘’«»`,.;:!?)(-–") | {"''", ",,"}
ACRONYM = re.compile(r"\((?P<acronym>[A-Z][A-Za-z&-]{1,9})\)")
WORD_EDGE = r"(?<![\w-])"
MIN_FORM = 3


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A stretch of text with its label."""

    start: int
    end: int
    text: str
    label: str


def find_names(doc: Doc) -> list[Name]:
    """All name and number mentions of a doc in text order, none overlapping."""
    names = [n for n in (_mended(doc, ent) for ent in doc.ents) if n is not None]
    names = _with_missed(doc, names)
    labels = _labels(names)
    return [Name(n.start, n.end, n.text, n.label if n.label in NUMERIC else labels.get(n.text, n.label)) for n in names]


def _mended(doc: Doc, ent: Span) -> Name | None:
    """The entity without articles, titles and marks at its edges; None where nothing of a name stays."""
    start, end = ent.start, ent.end
    if ent.label_ not in NUMERIC:
        while start < end and (
            (doc[start].lower_ in LEADING and not _article_is_name(doc, start, end)) or doc[start].is_space
        ):
            start += 1
        while (
            ent.label_ == "PERSON"
            and end - start > 1
            and doc[start].is_lower
            and doc[start].pos_ in ("NOUN", "ADJ", "DET")
        ):
            start += 1
    while end > start and (doc[end - 1].text in TRAILING or doc[end - 1].is_space):
        end -= 1
    if start >= end:
        return None
    span = doc[start:end]
    if ent.label_ in NAMED and not any(c.isupper() for c in span.text):
        return None
    return Name(span.start_char, span.end_char, span.text, ent.label_)


def _article_is_name(doc: Doc, start: int, end: int) -> bool:
    """'De Telegraaf', 'Het Parool', 'Den Haag': a capital article inside a sentence belongs to the name."""
    token = doc[start]
    if end - start < 2 or not token.text[0].isupper():
        return False
    if doc[start:end].text in gazetteer() or token.lower_ == "den":
        return True
    return not token.is_sent_start and doc[start:end].text[3:].strip() not in gazetteer()


def _labels(names: list[Name]) -> dict[str, str]:
    """One label a form: the gazetteer's, else the one most mentions have; a surname follows its full name."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        if name.label not in NUMERIC:
            votes[name.text][name.label] += 1
    known = gazetteer()
    labels = {form: known.get(form) or _winner(count) for form, count in votes.items()}
    persons = [form.split() for form, label in labels.items() if label == "PERSON" and " " in form]
    for form, label in labels.items():
        if label != "PERSON" and form not in known and any(_is_surname(form.split(), full) for full in persons):
            labels[form] = "PERSON"
    return labels


def _winner(count: Counter[str]) -> str:
    best = max(count.values())
    return min(label for label, n in count.items() if n == best)


def _is_surname(form: list[str], full: list[str]) -> bool:
    return 0 < len(form) < len(full) and [w.lower() for w in full[-len(form) :]] == [w.lower() for w in form]


def _with_missed(doc: Doc, names: list[Name]) -> list[Name]:
    """Add what the model missed: other places of a form it found, names of the gazetteer, acronyms in brackets."""
    forms = {n.text: n.label for n in names if n.label in NAMED and len(n.text) >= MIN_FORM and n.text[0].isupper()}
    text = doc.text  # spaCy joins the tokens anew at each call
    forms |= {f: label for f, label in gazetteer().items() if len(f) >= MIN_FORM and f in text}
    surnames = {n.text.split()[-1]: "PERSON" for n in names if n.label == "PERSON" and len(n.text.split()) > 1}
    forms = {f: label for f, label in surnames.items() if len(f) > MIN_FORM and f[0].isupper()} | forms
    taken = sorted((n.start, n.end) for n in names)
    found = list(names)
    if forms:
        pattern = re.compile(
            WORD_EDGE + "(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) + r")(?![\w-])"
        )
        for match in pattern.finditer(text):
            if not any(s < match.end() and match.start() < e for s, e in taken) and _is_name_here(doc, match):
                found.append(Name(match.start(), match.end(), match.group(), forms[match.group()]))
    return sorted(set(found))


def _is_name_here(doc: Doc, match: re.Match[str]) -> bool:
    """Not an ordinary word that opens a sentence: 'Trouw' the paper, 'Trouw is hij niet'."""
    token = doc.char_span(match.start(), match.start() + 1, alignment_mode="expand")
    if token is None:
        return False
    return not (token[0].is_sent_start and " " not in match.group() and token[0].pos_ not in ("PROPN", "NOUN", "X"))
