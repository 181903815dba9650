"""Nominal mentions: role nouns, groups, institutions and documents that can say something, and whom they refer to."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.entities.clusters import Cluster
from pipeline.entities.tables import SourceNoun, source_noun

DEFINITE = frozenset(["de", "het", "deze", "dit", "die", "dat", "zijn", "haar", "hun", "ons", "onze", "diens"])
DETERMINERS = DEFINITE | frozenset(["een", "enkele", "sommige", "veel", "meerdere", "andere", "twee", "drie", "geen"])
MEDIA_WORDS = (
    "krant",
    "post",
    "times",
    "nos",
    "nrc",
    "volkskrant",
    "telegraaf",
    "reuters",
    "anp",
    "guardian",
    "journal",
    "standaard",
    "parool",
    "trouw",
)
LABEL = {"person": "PERSON", "group": "PERSON", "organisation": "ORG", "medium": "ORG", "document": "WORK_OF_ART"}


@dataclass(slots=True)
class Nominal:
    """A noun phrase `start:end` (characters) with head token `head`; `cluster` numbers the named entity it refers to."""

    start: int
    end: int
    head: Token
    noun: SourceNoun
    definite: bool
    cluster: int | None = None
    group: int | None = None

    @property
    def label(self) -> str:
        """Label of a mention of this kind of noun."""
        return LABEL[self.noun.kind]

    def name(self) -> str:
        """The phrase without its article."""
        text = self.head.doc.text[self.start : self.end]
        first, _, rest = text.partition(" ")
        return rest if rest and first.lower() in ("de", "het", "een", "'t") else text


def find_nominals(doc: Doc, taken: list[tuple[int, int]], clusters: list[Cluster]) -> list[Nominal]:
    """Nominals outside names, in text order, each resolved to a named cluster or to an earlier nominal where it is definite."""
    found: list[Nominal] = []
    covered = _covered(doc, taken)
    for token in doc:
        noun = source_noun(token.lower_) if token.pos_ in ("NOUN", "PROPN", "ADJ") and token.i not in covered else None
        if noun is None or _before_name(token, covered) or (token.pos_ == "ADJ" and "nom" not in token.tag_):
            continue
        nominal = _nominal(doc, token, noun)
        _resolve(nominal, found, clusters)
        found.append(nominal)
    return found


def _covered(doc: Doc, taken: list[tuple[int, int]]) -> set[int]:
    covered: set[int] = set()
    for start, end in taken:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            covered.update(range(span.start, span.end))
    return covered


def _before_name(token: Token, covered: set[int]) -> bool:
    """A title right before a name is part of that name's phrase: 'premier Rutte', 'persbureau Reuters'."""
    return token.i + 1 in covered and token.nbor(1).text[0].isupper() and not token.tag_.endswith("mv|basis")


def _nominal(doc: Doc, token: Token, noun: SourceNoun) -> Nominal:
    start, end = token.i, token.i + 1
    while start > 0 and token.i - start < 6 and _premodifies(doc[start - 1], token):
        start -= 1
        if doc[start].lower_ in DETERMINERS:
            break
    end = _van_phrase(doc, end)
    definite = doc[start].lower_ in DEFINITE and start < token.i
    last = doc[end - 1]
    return Nominal(doc[start].idx, last.idx + len(last.text), token, noun, definite)


def _premodifies(token: Token, head: Token) -> bool:
    if token.is_punct or token.is_space:
        return False
    return (
        token.pos_ in ("DET", "ADJ", "NUM")
        or token.lower_ in DETERMINERS
        or (token.head == head and token.dep_ == "amod")
    )


def _van_phrase(doc: Doc, end: int) -> int:
    """'van Pelosi', 'van het ministerie van Binnenlandse Veiligheid', 'bij de gemeente'."""
    at = end
    while at + 1 < len(doc) and doc[at].lower_ in ("van", "bij", "namens") and at - end < 10:
        stop = at + 1
        while (
            stop < len(doc)
            and stop - at < 7
            and doc[stop].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "X")
            and not doc[stop].is_punct
        ):
            stop += 1
        if stop == at + 1:
            break
        at = stop
        while (
            at < len(doc)
            and doc[at].lower_ == "en"
            and at + 1 < len(doc)
            and doc[at + 1].pos_ == "PROPN"
            and doc[at - 1].pos_ == "PROPN"
        ):
            at += 2
    return at


def _resolve(nominal: Nominal, earlier: list[Nominal], clusters: list[Cluster]) -> None:
    """A definite nominal means the named entity it describes, a medium or organisation before it, or an earlier nominal."""
    word = nominal.head.lower_
    if not nominal.definite or "van" in nominal.head.doc.text[nominal.head.idx : nominal.end].split():
        return
    for number, cluster in reversed(list(enumerate(clusters))):
        if cluster.label == "PERSON" and any(word == n or (len(word) > 4 and n.endswith(word)) for n in cluster.nouns):
            nominal.cluster = number
            return
    same = next((n for n in reversed(earlier) if n.head.lower_ == word), None)
    if same is not None and nominal.noun.kind != "medium":
        nominal.group, nominal.cluster = earlier.index(same) if same.group is None else same.group, same.cluster
        return
    if nominal.noun.kind == "medium":
        nominal.cluster = _latest(clusters, nominal.start, media=True)
    elif word in (
        "bedrijf",
        "concern",
        "club",
        "partij",
        "organisatie",
        "bond",
        "vakbond",
        "onderneming",
        "maatschappij",
        "bank",
    ):
        nominal.cluster = _latest(clusters, nominal.start, media=False)


def _latest(clusters: list[Cluster], before: int, *, media: bool) -> int | None:
    places = [
        (name.start, number)
        for number, cluster in enumerate(clusters)
        if cluster.label == "ORG" and (not media or _is_medium(cluster))
        for name in cluster.names
        if name.start < before
    ]
    return max(places)[1] if places else None


def _is_medium(cluster: Cluster) -> bool:
    words = {w.lower() for form in cluster.forms for w in form.split()}
    return any(w in words for w in MEDIA_WORDS)
