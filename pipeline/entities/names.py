"""Names: the language model's entities with their edges mended, missed ones added, and one type for each form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.doc import text_of
from pipeline.entities.edges import Piece, demonym, full_person, is_capital, mended, title_before
from pipeline.entities.labels import decide_labels
from pipeline.entities.tables import (
    FIELDS,
    SCHOLARS,
    first_names,
    given_names,
    known_by_first_word,
    known_names,
    name_parts,
    source_noun,
)
from pipeline.words import Word, Words, WordSpan

NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
WORD = re.compile(r"\w+")
MIN_FORM = 3
OPENING = frozenset("\"'“”„‘’«»`(:") | {"''", ",,", "``"}
MINISTRY = re.compile(
    r"\b(?:[Mm]inisterie|FOD|[Dd]epartement|[Mm]inisteries) (?:van |voor )?(?P<field>"
    + "|".join(name_parts("ministry"))
    + r"|[A-Z][\wë]+)(?:(?:, (?=[A-Z][\w ]+ en [A-Z])| en | & )[A-Z][\w-]+(?: (?=Zaken|Veiligheid|Relaties)[A-Z]\w+)?)*"
)
MINISTER_OF = re.compile(
    r"(?<=van )(?:" + "|".join(name_parts("ministry")) + r")(?: (?:en|&) [A-Z]\w+(?: [A-Z]\w+)?)?(?!\w)"
)
HEADED = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(name_parts("org_head"), key=len, reverse=True))
    + r")(?: (?:van|voor|der|de|het|en|&|Nederlandse?|[A-Z][\w&.-]*))* [A-Z][\w&.-]*\w"
)  # fmt: skip
AMPERSAND = re.compile(r"(?<![\w-])[A-Z][\w.-]+ & (?:(?:[Vv]an|[Dd]e[rn]?) )*[A-Z]\w+")
INSTITUTE_OF = re.compile(
    r"(?<![\w-])(?:Nederlandse |Vlaamse |Belgische |Koninklijke |Europese )?"
    r"(?:Vereniging|Federatie|Raad|Bond|Inspectie|Agentschap|Orde|Stichting|Unie|Kamer) (?:van|voor)(?: de| het)? [A-Z]\w+"
    r"|(?<![\w-])(?:Nederlandse|Vlaamse|Belgische|Koninklijke|Europese|Nationale|Federale|Internationale) "
    r"[A-Z]\w*(?:maatschappij|bond|bank|federatie|raad|vereniging|dienst|unie|agentschap|autoriteit|inspectie|politie)"
)
SERVICE = re.compile(
    r"(?<![\w-])(?:[Pp]olitie|[Bb]randweer|[Pp]arket|[Vv]eiligheidsregio|[Ww]aterschap|GGD|[Oo]mgevingsdienst) "
    r"(?:(?:Noord|Oost|Zuid|West|Midden)-)?[A-Z]\w+(?:-(?:[A-Z]\w+|en-\w+))*"
)
"""A public service with the place it is of: 'politie Drenthe', 'GGD Hollands-Noorden'."""
PATTERNS = (SERVICE, MINISTRY, MINISTER_OF, INSTITUTE_OF, AMPERSAND, HEADED)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A stretch of text with its label."""

    start: int
    end: int
    text: str
    label: str


def find_names(doc: Words) -> list[Name]:
    """All name and number mentions of a doc in text order, none overlapping."""
    text = text_of(doc)
    pieces = _without_genitive([piece for ent in doc.ents for piece in _from_entity(doc, ent)], text)
    pieces = _with(pieces, _persons(doc, pieces), win=_is_longer)
    pieces = _with(pieces, _patterned(doc, text), win=_is_longer)
    pieces = _with(pieces, _known(doc, text), win=_is_known)
    inside = {p.text for p in pieces if not opens(doc, p.start)}
    pieces = [p for p in pieces if _stands(doc, p, inside)]
    pieces = _with(pieces, _repeated(doc, text, pieces), win=_never)
    labels = decide_labels(doc, pieces)
    return sorted(
        Name(p.start_char, p.end_char, p.text, label) for p, label in zip(pieces, labels, strict=True)
    )  # fmt: skip


def _from_entity(doc: Words, ent: WordSpan) -> list[Piece]:
    if ent.label_ in NUMERIC:
        return [Piece(doc, ent.start, ent.end, ent.label_)]
    return mended(doc, ent)


def _without_genitive(pieces: list[Piece], text: str) -> list[Piece]:
    """'Erdogans partij' names Erdogan where the article has the name without the s."""
    return [
        Piece(p.doc, p.start, p.end, p.label, cut=1)
        if p.label in NAMED and not p.cut and p.text.endswith("s") and _is_genitive(p, text) else p
        for p in pieces
    ]  # fmt: skip


def _is_genitive(piece: Piece, text: str) -> bool:
    form = piece.text
    known = known_names().get(form[:-1])
    if form in known_names() or (piece.label == "PERSON" and known is not None and known.label != "ORG"):
        return False  # 'wethouder Mols' does not name the town of Mol
    return known is not None or _has_word(text, form[:-1])


def _has_word(text: str, form: str) -> bool:
    """Whether the form stands in the text by itself; a pattern would take ten times as long to look through it."""
    at = text.find(form)
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(form) : at + len(form) + 1]
        if not any(c.isalnum() or c == "_" for c in around):
            return True
        at = text.find(form, at + 1)
    return False


def _never(_new: Piece, _old: list[Piece]) -> bool:
    return False


def _is_longer(new: Piece, old: list[Piece]) -> bool:
    """A pattern that covers what the model found, or runs on from it, is the fuller name."""
    return all(new.start <= o.start and o.end <= new.end and len(o) < len(new) for o in old if o.label not in NUMERIC)


def _is_known(new: Piece, old: list[Piece]) -> bool:
    """A known name beats a shorter or broken piece, not the longer name it is part of ('Club Brugge', 'Jan van Gent')."""
    return all(o.label not in NUMERIC and new.start <= o.start and o.end <= new.end for o in old)


def _with(pieces: list[Piece], more: list[Piece], *, win: object) -> list[Piece]:
    """Add new pieces; where one overlaps old ones `win(new, old)` says which stay."""
    assert callable(win)
    owner = {i: p for p in pieces for i in range(p.start, p.end)}
    kept = set(map(id, pieces))
    result = list(pieces)
    for new in more:
        old = list({id(o): o for i in range(new.start, new.end) if (o := owner.get(i)) and id(o) in kept}.values())
        if old and not win(new, old):
            continue
        kept.difference_update(map(id, old))
        kept.add(id(new))
        result.append(new)
        owner.update(dict.fromkeys(range(new.start, new.end), new))
    return sorted((p for p in result if id(p) in kept), key=lambda p: p.start)


def _persons(doc: Words, pieces: list[Piece]) -> list[Piece]:
    """What the model missed or broke: a known first name with a surname, a title with a name after it."""
    inside = {i for p in pieces if p.label != "PERSON" for i in range(p.start + 1, p.end)}
    known = first_names()
    found: list[Piece] = []
    done = -1
    for token in doc:
        if token.i <= done or not is_capital(token) or token.i in inside:
            continue
        first = token.text in known or (token.is_upper and token.text.title() in known and len(token.text) > MIN_FORM)
        titled = not first and token.i > 0 and title_before(doc, token.i) and _name_like(token)
        end = full_person(doc, token.i)
        if (first and end - token.i > 1) or titled:
            found.append(Piece(doc, token.i, end, "PERSON"))
            done = end - 1
    return found


def _name_like(token: Word) -> bool:
    return token.pos_ in ("PROPN", "X") and source_noun(token.lower_) is None and token.text not in known_names()


def _patterned(doc: Words, text: str) -> list[Piece]:
    found = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            span = doc.char_span(match.start(), match.end(), alignment_mode="contract")
            if span is not None and span.end_char == match.end() and span.start_char == match.start():
                found.append(Piece(doc, *_of_one_sentence(doc, span), "ORG"))
    return found


def _of_one_sentence(doc: Words, span: WordSpan) -> tuple[int, int]:
    """The pattern's tokens up to a sentence end, without its full stop."""
    end = next((token.i for token in doc[span.start + 1 : span.end] if token.is_sent_start), span.end)
    while end > span.start + 1 and doc[end - 1].text in (".", "!", "?"):
        end -= 1
    return span.start, end


def _known(doc: Words, text: str) -> list[Piece]:
    """Names of the gazetteer as they stand in the text, longest first."""
    table, known = known_by_first_word(), known_names()
    found: list[Piece] = []
    done = 0
    for match in WORD.finditer(text):
        if match.start() < done:
            continue
        if match.group() not in table:
            found += _dateline(doc, match)
            continue
        for form in table[match.group()]:
            start = match.start() - (len(form) - len(form.lstrip("'")))
            end = start + len(form)
            if text.startswith(form, start) and not text[end : end + 1].isalnum() and text[end : end + 1] != "-":
                piece = _piece_at(doc, start, end, known[form].label)
                if piece is not None and (start == 0 or text[start - 1] not in "-'’.@/"):
                    found.append(piece)
                    done = end
                break
    return [p for p in found if p.text not in known or not known[p.text].weak or _is_no_word(doc, p)]


def _is_no_word(doc: Words, piece: Piece) -> bool:
    """Of a weak name: the model sees one that is no person's, or an institution has its capital inside a sentence."""
    token = doc[piece.start]
    if token.ent_type_ not in ("", "PERSON"):
        return True
    return (
        piece.label == "ORG"
        and token.ent_type_ == ""
        and not opens(doc, token.i)
        and doc[token.i - 1].lower_ in ("de", "het")
    )


def _dateline(doc: Words, match: re.Match[str]) -> list[Piece]:
    """'TILBURG' at the head of a paragraph."""
    word = match.group()
    known = known_names().get(word.title()) if len(word) > MIN_FORM and word.isupper() else None
    piece = (
        _piece_at(doc, match.start(), match.end(), known.label) if known is not None and known.label != "ORG" else None
    )
    return [piece] if piece is not None and opens(doc, piece.start) else []


def _piece_at(doc: Words, start: int, end: int, label: str) -> Piece | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.start_char != start or span.end_char - end > len("'s"):
        return None
    if span.end_char != end and span.text[end - start :] not in ("'s", "’s", "'", "’", "."):
        return None
    return Piece(doc, span.start, span.end, label, cut=span.end_char - end)


def _of_a_title(doc: Words, piece: Piece) -> bool:
    """'Tweede' of 'Tweede Kamerlid', 'Bestuurskunde' of 'hoogleraar Bestuurskunde': part of what somebody is called, no name."""
    if piece.end - piece.start != 1:
        return False
    after = doc[piece.end].lower_ if piece.end < len(doc) else ""
    before = doc[piece.start - 1].lower_ if piece.start else ""
    if piece.text.rpartition("-")[2] in ("Tweede", "Eerste") and after.startswith("kamer"):
        return True
    named = piece.end < len(doc) and doc[piece.end].text in given_names()
    return before.endswith(SCHOLARS) and (piece.text.lower().endswith(FIELDS) or named)


def _stands(doc: Words, piece: Piece, inside: set[str]) -> bool:
    """Not an ordinary word with the capital of a sentence start: 'Sorry', 'Korpsen', 'Explosie in …'.

    `inside` are the pieces that stand inside sentences somewhere.
    """
    if _of_a_title(doc, piece):
        return False
    if piece.label in NUMERIC or (piece.text in known_names() and not known_names()[piece.text].weak):
        return True
    if doc[piece.start].is_upper and piece.text.title() in known_names():
        return True
    if piece.text in name_parts("not_name"):
        return False
    token = doc[piece.start]
    if piece.end - piece.start == 1 and demonym(token):
        return False
    if (
        piece.end - piece.start == 1
        and token.pos_ == "NOUN"
        and opens(doc, token.i)
        and source_noun(token.lower_) is not None
    ):
        return False  # 'Congreslid', 'Demonstrante'
    if piece.end - piece.start > 1 or token.pos_ in ("PROPN", "X") or not opens(doc, token.i):
        return True
    if piece.text in first_names():
        return True
    return piece.text in inside or (token.is_upper and len(token.text) <= len("ABCDEF"))


def opens(doc: Words, at: int) -> bool:
    """Whether the token stands where any word has a capital: at a sentence start, after an opening mark, a colon or a line end."""
    return at == 0 or doc[at].is_sent_start is True or doc[at - 1].text in OPENING or doc[at - 1].is_space


def _repeated(doc: Words, text: str, pieces: list[Piece]) -> list[Piece]:
    """Other places of a form that was found, and of the surname of a full name."""
    forms: dict[str, str] = {}
    for piece in pieces:
        if piece.label not in NAMED:
            continue
        words = piece.text.split()
        if piece.label == "PERSON" and len(words) > 1:
            surname = words[-1]
            if (len(surname) > MIN_FORM or surname.endswith(".")) and surname[0].isupper():
                forms.setdefault(surname, "PERSON")
            if words[0] in first_names():
                forms.setdefault(words[0], "PERSON")
        if len(piece.text) >= MIN_FORM and piece.text[0].isupper():
            forms[piece.text] = piece.label
    found = []
    for start, form in _places(text, forms):
        again = _piece_at(doc, start, start + len(form), forms[form])
        if again is not None and _is_name_here(doc, again):
            found.append(again)
    return found


def _places(text: str, forms: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where forms stand by themselves, in text order, the longest of those that begin at a place, none over another.

    One pattern of them all would have to be compiled anew for each article, which takes longer than to look for each.
    """
    places: list[tuple[int, int, str]] = []
    for form in forms:
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            if not _joins(text[max(0, at - 1) : at]) and not _joins(text[end : end + 1]):
                places.append((at, -end, form))
            at = text.find(form, at + 1)
    done = 0
    for start, end, form in sorted(places):
        if start >= done:
            yield start, form
            done = -end


def _joins(character: str) -> bool:
    """Whether a word goes on with it."""
    return character in {"-", "_"} or character.isalnum()


def _is_name_here(doc: Words, piece: Piece) -> bool:
    """Not an ordinary word that opens a sentence: 'Trouw' the paper, 'Trouw is hij niet'."""
    token = doc[piece.start]
    return piece.end - piece.start > 1 or not opens(doc, piece.start) or token.pos_ in ("PROPN", "NOUN", "X")
