"""One type for each form of a name in an article, by vote of the model, the gazetteer and the words around it."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.entities.edges import Piece, title_before
from pipeline.entities.tables import Known, first_names, given_names, known_names, name_parts, source_noun
from pipeline.words import Word, Words

NAMED = ("PERSON", "ORG", "GPE", "LOC", "FAC")
PLACES = frozenset({"GPE", "LOC", "FAC"})
SUBJECTS = ("nsubj", "nsubj:pass")
SAYING = frozenset(
    "zeggen vinden stellen melden schrijven vertellen aldus laten weten denken willen reageren noemen".split()
)
ACRONYM = 6
"""Longest word in capitals alone that counts as an acronym."""
SHORTEST_PLACE = 4
INTO = frozenset(["in", "naar", "uit", "rond", "vanuit", "voor", "bij", "op"])
PEOPLES = ("ezen", "anen", "iërs")
KNOWN, NAMESAKE, STRONG, CLEAR, FAINT = 6.0, 5.0, 3.0, 2.0, 0.6
"""NAMESAKE: what is called after a person, such as a street, is more than a first name says, and less than age and first name."""


def decide_labels(doc: Words, pieces: list[Piece]) -> list[str]:
    """A label for each piece, in order; only names of persons, organisations and places are voted on."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for piece in pieces:
        if piece.label in NAMED:
            votes[piece.text].update(_evidence(doc, piece))
    winners = {form: _winner(count) for form, count in votes.items()}
    _by_full_name(winners, votes)
    return [_label(doc, piece, winners) for piece in pieces]


def _evidence(doc: Words, piece: Piece) -> dict[str, float]:
    """What one mention says about the type of its form."""
    token = doc[piece.start]
    score: dict[str, float] = defaultdict(float)
    # a subject of a verb is seldom a place the gazetteer does not know
    score[piece.label] += FAINT if piece.label in PLACES and _acts(token) else 1.0
    known = known_names().get(piece.text) or _in_capitals(piece.text)
    if known is not None and not known.weak:
        score[known.label] += KNOWN
    _by_form(piece, score)
    if piece.start:
        _by_word_before(doc, piece, score)
    _by_words_after(doc, piece, score)
    return score


def _in_capitals(text: str) -> Known | None:
    """The place that 'GENT' in a dateline or headline is; short ones are more often acronyms."""
    known = known_names().get(text.title()) if text.isupper() and len(text) >= SHORTEST_PLACE else None
    return known if known is not None and known.label in PLACES else None


def _acts(token: Word) -> bool:
    return token.dep_ in SUBJECTS and token.head.pos_ == "VERB"


def _by_form(piece: Piece, score: dict[str, float]) -> None:
    text = piece.text
    words = text.split()
    last = words[-1].lower()
    if words[0] in first_names():
        score["PERSON"] += STRONG if len(words) > 1 and piece.label != "ORG" else 1.0
    if last.endswith(name_parts("org_suffix")) and len(last) > ACRONYM:
        score["ORG"] += CLEAR
    if len(words) == 1 and text.isupper() and 1 < len(text) <= ACRONYM and text.isalpha():
        score["ORG"] += 1.0
    if (
        len(words) == 1
        and any(c.isupper() for c in text[1:])
        and not text.isupper()
        and "-" not in text
        and text[:2] not in ("Mc", "IJ")
    ):
        score["ORG"] += 1.0  # TreinTramBus
    if "&" in text or (words[0] in name_parts("org_head") and len(words) > 1):
        score["ORG"] += STRONG
    if len(words) > 1 and words[-1] in name_parts("org_tail"):
        score["ORG"] += NAMESAKE
    if any(last.endswith(end) and len(last) > len(end) + 2 for end in name_parts("street")):
        score["FAC"] += NAMESAKE
    if len(words) == 1 and last.endswith(name_parts("place_suffix")):
        score["GPE"] += FAINT
    if len(words) > 1 and words[-1] in name_parts("place_head"):
        score["LOC"] += STRONG


def _by_word_before(doc: Words, piece: Piece, score: dict[str, float]) -> None:
    before = doc[piece.start - 1]
    if before.lower_ in name_parts("place_prep") and before.is_lower:
        score["GPE"] += CLEAR if before.lower_ in ("in", "te") else 1.0
        return
    noun = source_noun(before.lower_) if before.pos_ in ("NOUN", "PROPN", "ADJ") else None
    if noun is not None and noun.kind in ("organisation", "medium") and before.pos_ == "NOUN":
        score["ORG"] += CLEAR
    elif title_before(doc, piece.start):
        score["PERSON"] += CLEAR
    elif before.lower_ == "aldus":
        score["PERSON"] += FAINT


def _by_words_after(doc: Words, piece: Piece, score: dict[str, float]) -> None:
    after = doc[piece.end : piece.end + 3]
    if len(after) == 3 and after[0].text == "(":
        if after[1].text.isdigit() and after[2].text == ")":
            score["PERSON"] += STRONG  # age
        elif known_names().get(after[1].text) is not None and known_names()[after[1].text].kind == "party":
            score["PERSON"] += CLEAR
    token = doc[piece.start]
    if token.dep_ in SUBJECTS and token.head.lemma_ in SAYING:
        score["PERSON"] += FAINT


def _winner(count: Counter[str]) -> str:
    """Places are counted together; of equals the first in the order of NAMED."""
    place = sum(count[label] for label in PLACES)
    best = max(("PERSON", "ORG", "GPE"), key=lambda label: place if label == "GPE" else count[label])
    return max(("GPE", "LOC", "FAC"), key=lambda label: count[label]) if best == "GPE" else best


def _by_full_name(winners: dict[str, str], votes: dict[str, Counter[str]]) -> None:
    """A surname or first name has the type of the full name it belongs to; the gazetteer and a clear place stand."""
    full = [form.split() for form, label in winners.items() if label == "PERSON" and " " in form]
    parts = {" ".join(w[n:]).lower() for w in full for n in range(1, len(w))} | {
        w[0].lower() for w in full if w[0] in first_names()
    }
    for form, count in votes.items():
        known = known_names().get(form)
        if (
            form.lower() in parts
            and winners[form] != "PERSON"
            and (known is None or known.weak)
            and count["GPE"] < KNOWN
        ):
            winners[form] = "PERSON"
    named = {w: "ORG" for form, label in winners.items() if label == "ORG" for w in [form.split()[-1]] if " " in form}
    for form in votes:
        if form in named and winners[form] != "ORG" and form not in known_names():
            winners[form] = "ORG"  # 'Brouwerij Frontaal', then 'Frontaal'


def _label(doc: Words, piece: Piece, winners: dict[str, str]) -> str:
    if piece.label not in NAMED:
        return piece.label
    label = winners[piece.text]
    known = known_names().get(piece.text)
    before = doc[piece.start - 1].lower_ if piece.start else ""
    if known is not None and known.kind == "capital" and _stands_for_government(doc, piece):
        return "ORG"
    if known is not None and known.kind == "seat" and before in ("het", "de") and doc[piece.start - 2].lower_ in INTO:
        return "FAC"
    if before in name_parts("event_head"):
        return "EVENT"
    if piece.end - piece.start == 1 and label == "PERSON" and piece.text.endswith(PEOPLES):
        return "NORP"
    return label


def _stands_for_government(doc: Words, piece: Piece) -> bool:
    """A capital that acts: 'Peking eist', 'tussen Moskou en Kiev', 'volgens Berlijn'."""
    token = doc[piece.start]
    before = doc[piece.start - 1].lower_ if piece.start else ""
    if before in ("volgens", "aldus", "tussen"):
        return True
    head = token.head if token.dep_ == "conj" else token
    if any(c.dep_ == "case" for c in head.children):
        return head is not token and any(c.lower_ == "tussen" for c in head.children)
    if piece.end < len(doc) and doc[piece.end].text in given_names():
        return False  # a dateline, then who acts: 'Parijs Karin Bos heeft …'
    return head.dep_ == "nsubj" and head.head.pos_ in ("VERB", "AUX", "ADJ")
