"""Where a name begins and ends: articles, titles, marks and possessives out, particles of surnames in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.doc import text_of
from pipeline.entities.tables import demonyms, first_names, given_names, known_names, name_parts, source_noun
from pipeline.words import Word, Words, WordSpan

ARTICLES = frozenset("de het een 't ’t deze dit die dat".split())
MARKS = frozenset("\"'“”„‘’«»`,.;:!?()[]-–—/|") | {"''", ",,", "``"}
POSSESSIVES = ("'s", "’s", "'", "’")
LEADING_TITLES = frozenset(
    "sir lord lady dame mevrouw meneer heer dominee eerwaarde dr. drs. mr. ir. prof. dr prof".split()
)
ORGANISED = frozenset({"organisation", "medium"})
STEM = 4
"""Letters at least of what stays of a town in the word for a woman from there: Goudse."""
SURNAME_REACH = 5
"""Most tokens of a surname after the first name."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Tokens `start:end` of a doc that are a name; `cut` characters of the last token are no part of it."""

    doc: Words
    start: int
    end: int
    label: str
    cut: int = 0

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def start_char(self) -> int:
        return int(self.doc[self.start].idx)

    @property
    def end_char(self) -> int:
        last = self.doc[self.end - 1]
        return int(last.idx) + len(last.text) - self.cut

    @property
    def text(self) -> str:
        return text_of(self.doc)[self.start_char : self.end_char]


def is_capital(token: Word) -> bool:
    """Begins with a capital, an initial apostrophe not counted."""
    return token.text.lstrip("'’")[:1].isupper()


def mended(doc: Words, ent: WordSpan) -> list[Piece]:
    """The name or names in one entity of the model; none where nothing of a name stays."""
    pieces: list[Piece] = []
    start = ent.start
    for at in range(ent.start, ent.end + 1):  # a name does not go over a line end
        if at == ent.end or doc[at].is_space:
            pieces += _of_line(doc, start, at, ent.label_)
            start = at + 1
    return pieces


def _of_line(doc: Words, start: int, end: int, label: str) -> list[Piece]:
    start, end, label = _trimmed(doc, start, end, label)
    if start >= end:
        return []
    if label == "PERSON" and _after_dateline(doc, start, end):
        return [Piece(doc, start, start + 1, "GPE"), *_of_line(doc, start + 1, end, label)]
    if label == "PERSON":
        start = _with_first_name(doc, _with_particles_before(doc, start), end)
        cut = _person_end(doc, start, end)
        if cut < end:
            rest = _of_line(doc, cut + 1, end, "ORG")
            return [*_of_line(doc, start, cut, "PERSON"), *rest]
        if end < len(doc) and doc[end - 1].lower_ not in ARTICLES:
            end = max(end, full_person(doc, start)) if is_capital(doc[start]) else end
    if not any(is_capital(t) for t in doc[start:end]):
        return []
    return [Piece(doc, start, end, label, cut=_possessive(doc[end - 1]))]


def _after_dateline(doc: Words, start: int, end: int) -> bool:
    """'Parijs Karin Bos heeft …' at the head of a paragraph: a place that is no first name, before a full name."""
    opens = start == 0 or doc[start - 1].is_space
    known = known_names().get(doc[start].text.title())
    named = doc[start].text in given_names() or known is None or known.label != "GPE"
    return opens and not named and end - start > 2 and doc[start + 1].text in given_names()


def _trimmed(doc: Words, start: int, end: int, label: str) -> tuple[int, int, str]:
    while end > start and (_is_mark(doc, start, end) or doc[end - 1].lower_ in name_parts("particle")):
        end -= 1
    while start < end:
        token = doc[start]
        if (token.text in MARKS and not token.text.endswith("t")) or (
            token.lower_ in ARTICLES and not _article_is_name(doc, start, end, label)
        ):
            start += 1
        elif end - start > 1 and _is_title(doc, start, end, label):
            noun = source_noun(token.lower_)
            label = "PERSON" if noun is None or noun.kind not in ORGANISED else "ORG"
            start += 1
        elif label == "PERSON" and end - start > 1 and token.is_lower and token.lower_ not in name_parts("particle"):
            start += 1
        else:
            break
    return start, end, label


def _is_mark(doc: Words, start: int, end: int) -> bool:
    token = doc[end - 1]
    if token.text == "." and end - start > 1 and len(doc[end - 2].text) == 1:
        return False  # 'Ronald V.'
    return token.text in MARKS or token.text in POSSESSIVES


def _is_title(doc: Words, start: int, end: int, label: str) -> bool:
    """'Kamerlid' before a name, not the 'Brouwerij' that is part of one inside a sentence."""
    token = doc[start]
    if token.text in first_names() or doc.stretch(start, end).text in known_names():
        return False
    if token.lower_ in LEADING_TITLES:
        return True
    noun = source_noun(token.lower_)
    if noun is None or (not is_capital(doc[start + 1]) and doc[start + 1].lower_ not in name_parts("particle")):
        return False
    if noun.kind == "person":
        return label == "PERSON" or token.is_sent_start is True or token.is_lower
    return noun.kind in ORGANISED and (token.is_sent_start is True or token.is_lower or label == "PERSON")


def _article_is_name(doc: Words, start: int, end: int, label: str) -> bool:
    """'De Telegraaf', 'Het Parool', 'De Jonge': a capital article inside a sentence belongs to the name."""
    token = doc[start]
    if end - start < 2 or (not token.text.lstrip("'’")[:1].isupper() and token.text[:1] not in "'’"):
        return False
    whole, rest = doc.stretch(start, end).text, doc.stretch(start + 1, end).text
    if whole in known_names():
        return True
    if rest in known_names():
        return False
    if token.is_sent_start:
        return label == "PERSON" and end - start == 2 and doc[start + 1].pos_ == "PROPN" and _elsewhere(doc, start, end)
    return True


def _elsewhere(doc: Words, start: int, end: int) -> bool:
    """Whether the words stand together inside a sentence too, the first with its capital."""
    first, second = doc[start].text, doc[end - 1].text
    return any(
        doc[i].text == first and doc[i + 1].text == second and not doc[i].is_sent_start for i in range(len(doc) - 1)
    )  # fmt: skip


def _with_particles_before(doc: Words, start: int) -> int:
    """'De' of 'De Jonge', 'Van der' of 'Van der Plas'; 'Milan de' where the model found 'Ruijter' alone."""
    at = start
    while at > 0 and doc[at - 1].lower_ in name_parts("particle") and not doc[at - 1].is_sent_start:
        at -= 1
    if at == start:
        return start
    if is_capital(doc[at]):
        return at
    if at > 0 and doc[at - 1].text in first_names():
        return at - 1
    return start


def _with_first_name(doc: Words, start: int, end: int) -> int:
    """'Sietse' of 'Sietse Bos', of which the model found the surname alone."""
    before = doc[start - 1] if start and end - start == 1 else None
    known = before is not None and before.text in given_names() and before.pos_ == "PROPN" and before.ent_iob_ == "O"
    return start - 1 if known else start


def _person_end(doc: Words, start: int, end: int) -> int:
    """Index of a 'van' that ends the name: 'Sharon Lexmond van Vogelopvang …', 'Wiebes van Economische Zaken'; else `end`."""
    for at in range(start + 1, end - 1):
        if doc[at].lower_ not in ("van", "bij", "namens"):
            continue
        rest = doc.stretch(at + 1, end)
        bare = rest.part(1).text if rest[0].lower_ in ARTICLES else rest.text
        known = bare in known_names() or bare.startswith(name_parts("ministry") + name_parts("org_head"))
        complete = at - start > 1 and is_capital(doc[at + 1]) and doc[start].text in first_names()
        if (known and bare) or (complete and source_noun(rest[0].lower_)) or _full_before(doc, start, at):
            return at
    return end


def _full_before(doc: Words, start: int, at: int) -> bool:
    """'Jan Bos van Ons Huis', 'Jan Bos van de KNB': first name and surname stand before the van; 'Jan Willem van Dijk'."""
    words = doc[start:at]
    named = len(words) > 1 and words[0].text in given_names() and is_capital(words[-1])
    return named and words[-1].text not in given_names()


def full_person(doc: Words, start: int) -> int:
    """End of the person's name that begins at a token: capitals and the particles between them."""
    at = start + 1
    limit = min(len(doc), start + SURNAME_REACH + 1)
    while at < limit and not doc[at].is_space and not doc[at].is_sent_start:
        stop = at
        while stop < limit and doc[stop].lower_ in name_parts("particle") and stop - at < 3:
            stop += 1
        if stop >= limit or not _goes_on(doc, at, stop, start):
            break
        at = stop + 1
    return at


def _goes_on(doc: Words, at: int, stop: int, start: int) -> bool:
    """Whether a capital at `stop`, after the particles `at:stop`, still belongs to the name that begins at `start`."""
    token = doc[stop]
    if (
        not is_capital(token)
        or (token.pos_ == "NOUN" and source_noun(token.lower_) is not None)  # 'Farage Brexit-minister'
        or token.is_space
        or token.is_sent_start
        or token.pos_ not in ("PROPN", "X", "NOUN", "ADJ")
    ):
        return False
    single = stop == at
    if single:
        upper = doc[start].is_upper and len(doc[start].text) > 1
        return (
            doc[stop - 1].whitespace_ != ""
            and (token.is_upper == upper or len(token.text) < 3)
            and not _ends(doc, start, stop)
        )
    full = at - start > 1 and doc[at - 1].text not in given_names()
    if doc[at].lower_ in ("in", "op", "y", "te") and doc[at].is_lower and (full or stop - at == 1):
        return False  # 'Jan in Brussel', 'Michael Bos in het Parlement', not 'Sofie in 't Veld'
    if token.text in name_parts("org_head") or token.text in name_parts("ministry"):
        return False  # 'Paul Bos van de Universiteit'
    if doc[at].lower_ == "van" and at - start > 1 and (stop - at == 1 or doc[at - 1].text not in given_names()):
        return False  # a full name already: what follows is where one comes from, or whom one speaks for
    first = doc[start].text
    surname = at == start + 1 and token.pos_ == "PROPN" and token.text not in known_names()  # not 'Erdogan van Turkije'
    likely = first in first_names() or (first in given_names() and surname)
    return likely and doc.stretch(start, stop).text.count(" ") < SURNAME_REACH


def _ends(doc: Words, start: int, stop: int) -> bool:
    """Full name and then a known place or organisation without a mark between: 'Heine van Leeuwen Groningen'."""
    return stop - start > 1 and doc[stop].text in known_names()


def _possessive(token: Word) -> int:
    """Length of a possessive ending inside the last token."""
    if token.text in known_names():
        return 0
    for ending in POSSESSIVES:
        if token.text.endswith(ending) and len(token.text) > len(ending) + 1:
            return len(ending)
    return 0


def title_before(doc: Words, at: int) -> bool:
    """Whether a noun for a person, not at the end of a phrase of its own, stands right before a token."""
    token = doc[at - 1]
    noun = source_noun(token.lower_)
    return noun is not None and noun.kind == "person" and token.pos_ in ("NOUN", "PROPN") and "|mv|" not in token.tag_


@cache
def _town_stems() -> frozenset[str]:
    """Names of towns, and those without their last vowels: Breda, Goud(a), Zwol(le)."""
    towns = [name for name, known in known_names().items() if known.kind == "town"]
    return frozenset(name[: len(name) - cut] for name in towns for cut in range(3) if len(name) - cut >= STEM)


def _from_a_town(token: Word) -> bool:
    """'de Goudse', a woman of Gouda; not the 'Goudse' of 'de Goudse en Tielse bakkers'."""
    if not token.text.endswith("se") or token.text[:-2] not in _town_stems():
        return False
    behind = [t.text for t in token.doc[token.i + 1 : token.i + 3]]
    lists = behind[:1] in (["en"], ["of"]) or (behind[:1] == [","] and behind[-1].endswith("se"))
    return not lists


def demonym(token: Word) -> bool:
    """'de Fransman', 'een Goudse': a word for where somebody is from, alone behind its article and maybe an adjective."""
    if token.i == 0 or "|mv" in token.tag_ or not (token.text in demonyms() or _from_a_town(token)):
        return False
    before = token.nbor(-1)
    opened = (
        before.lower_ == "de"
        or (before.lower_ == "een" and token.text not in demonyms())
        or (before.pos_ == "ADJ" and before.i > 0 and before.nbor(-1).lower_ == "de")
    )
    alone = token.i + 1 >= len(token.doc) or token.nbor(1).pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
    return opened and alone
