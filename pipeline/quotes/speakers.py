"""From a source's words to the speaker: the entity they mean, or where the sentence names none the one the context gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.doc import text_of
from pipeline.entities.lookup import entity_of, lookup
from pipeline.quotes.found import Found
from pipeline.quotes.inflection import read_table
from pipeline.quotes.phrases import Phrase
from pipeline.schema import Entity, Mention, Resolution, SourceKind

FIRST_PERSON = frozenset(["ik", "ikzelf", "mij", "me", "wij", "we", "ons"])
RELATIVE = frozenset({"die", "wie", "dat"})
ARTICLES = ("de ", "het ", "een ", "'t ", "’t ")
NEARBY = 700
"""Characters back in which a floating quotation's speaker is looked for."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and how the words led there."""

    name: str | None = None
    entity_id: str | None = None
    kind: SourceKind = "none"
    resolution: Resolution = "none"


NOBODY = Speaker()


def resolve(doc: Doc, found: Sequence[Found], parents: Sequence[int | None]) -> list[Speaker]:
    """A speaker for each attribution, in the order of `found` (text order); `parents` index into `found`."""
    speakers: list[Speaker] = []
    late: list[int] = []
    for number, one in enumerate(found):
        parent = parents[number]
        above = speakers[parent] if parent is not None and parent < number else None
        speakers.append(_speaker(doc, one, found[:number], speakers, above))
        if one.hint == "article":
            late.append(number)
    for number in late:
        speakers[number] = _main_speaker(doc, found, speakers, number)
    return speakers


def _speaker(doc: Doc, one: Found, earlier: Sequence[Found], speakers: list[Speaker], above: Speaker | None) -> Speaker:
    if one.source is not None:
        return from_phrase(doc, one.source, above)
    if one.hint == "before":
        return _before(doc, one, earlier, speakers)
    if one.hint == "turn":
        return _turn(earlier, speakers)
    return NOBODY


def from_phrase(doc: Doc, source: Phrase, above: Speaker | None = None) -> Speaker:
    """The speaker a source phrase names or refers to; `above` is the speaker of the quotation it stands in."""
    word = source.head.lower_
    if word in FIRST_PERSON and source.end - source.start == 1:
        if above is not None and above.name:
            return Speaker(above.name, above.entity_id, above.kind, "pronoun")
        return Speaker(_author(doc), None, "author", "pronoun")
    if word in RELATIVE and source.end - source.start == 1:
        antecedent = _antecedent(source.head)
        if antecedent is not None:
            found = from_phrase(doc, antecedent, above)
            return Speaker(found.name, found.entity_id, found.kind, "pronoun")
    start, end = source.chars
    mention = lookup(doc, start, end)
    entity = entity_of(doc, mention) if mention is not None else None
    if mention is None or entity is None:
        return _unresolved(doc, source)
    return Speaker(entity.name, entity.entity_id, _kind(source, mention, entity), _resolution(mention))


def _author(doc: Doc) -> str | None:
    return doc._.article.author if doc._.article is not None else None


def _antecedent(pronoun: Token) -> Phrase | None:
    """The noun a relative pronoun goes back to: by the parse, else the noun before it."""
    verb = pronoun.head
    while verb.dep_ in ("aux", "xcomp", "cop") and verb.head is not verb:
        verb = verb.head
    noun = verb.head if verb.dep_ in ("acl:relcl", "acl") and verb.head.i < pronoun.i else None
    if noun is None:
        before = pronoun.doc[max(0, pronoun.i - 3) : pronoun.i]
        noun = next((t for t in reversed(before) if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
    if noun is None:
        return None
    start = max(noun.left_edge.i, pronoun.i - 12)
    return Phrase(min(start, noun.i), max(noun.i + 1, min(pronoun.i, noun.right_edge.i + 1)), noun)


def _unresolved(doc: Doc, source: Phrase) -> Speaker:
    """No entity: the phrase itself is the speaker, unless it is a pronoun."""
    if source.head.pos_ == "PRON" and source.end - source.start == 1:
        indefinite = source.head.lower_ in ("men", "iemand", "iedereen", "velen", "sommigen", "anderen", "mensen")
        return (
            Speaker(source.head.text, None, "group", "explicit")
            if indefinite
            else Speaker(resolution="none", kind="unnamed_person")
        )
    text = without_article(text_of(doc)[source.chars[0] : source.chars[1]])
    return Speaker(text, None, _noun_kind(source.head) or "unnamed_person", "explicit")


def without_article(text: str) -> str:
    """'een woordvoerder' → 'woordvoerder'."""
    lower = text.lower()
    return next((text[len(a) :] for a in ARTICLES if lower.startswith(a)), text)


def _resolution(mention: Mention) -> Resolution:
    return {"name": "explicit", "nominal": "nominal", "pronoun": "pronoun"}[mention.kind]  # type: ignore[return-value]


@cache
def _source_nouns() -> dict[str, SourceKind]:
    return {row["noun"]: row["kind"] for row in read_table("source_nouns.tsv")}  # type: ignore[misc]  # checked in tests


def _noun_kind(head: Token) -> SourceKind | None:
    table = _source_nouns()
    word = head.lower_
    if word in table:
        return table[word]
    return next((kind for noun, kind in table.items() if len(noun) > 4 and word.endswith(noun)), None)


def _kind(source: Phrase, mention: Mention, entity: Entity) -> SourceKind:
    named = any(m.kind == "name" and m.entity_id == entity.entity_id for m in source.head.doc._.mentions)
    last = entity.name.lower().split()[-1] if entity.name else ""
    if entity.label == "PERSON":
        return "named_person" if named else (_noun_kind(source.head) or _number(source.head))
    if _source_nouns().get(last) == "medium" or _noun_kind(source.head) == "medium":
        return "medium"
    if not named:
        return _noun_kind(source.head) or ("unnamed_person" if mention.label == "PERSON" else "group")
    return "named_organisation"


def _number(head: Token) -> SourceKind:
    return "group" if "Plur" in head.morph.get("Number", []) or "|mv|" in head.tag_ else "unnamed_person"


def _before(doc: Doc, one: Found, earlier: Sequence[Found], speakers: list[Speaker]) -> Speaker:
    """A quotation without a cue: the last speaker or the subject of the sentence before, whichever stands nearer."""
    start = one.hull[0]
    subject = _last_subject(doc, start)
    for number in range(len(earlier) - 1, -1, -1):
        said = earlier[number]
        if speakers[number].name is None or said.hull[0] > start or start - said.hull[1] > NEARBY:
            continue
        at = said.source.head.idx if said.source is not None else said.hull[0]
        if subject is not None and subject[0] > max(at, said.hull[0]):
            break
        return Speaker(speakers[number].name, speakers[number].entity_id, speakers[number].kind, "inherited")
    return subject[1] if subject is not None else NOBODY


def _last_subject(doc: Doc, before: int) -> tuple[int, Speaker] | None:
    """The person or organisation that is the subject of the sentence before character `before`, with its place."""
    named = {e.entity_id: e for e in doc._.entities}
    candidates = [
        m for m in doc._.mentions
        if m.end <= before and before - m.start < NEARBY // 2 and m.label in ("PERSON", "ORG") and m.entity_id in named
    ]  # fmt: skip
    marks = doc._.marks
    outside = [m for m in candidates if not any(k.start <= m.start < k.end for k in marks)]
    for mention in sorted(outside, key=lambda m: -m.start):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or not _is_subject(span.root):
            continue
        entity = named[mention.entity_id]
        kind: SourceKind = "named_person" if entity.label == "PERSON" else "named_organisation"
        return mention.start, Speaker(entity.name, entity.entity_id, kind, "inherited")
    return None


def _is_subject(token: Token) -> bool:
    while token.dep_ in ("appos", "flat", "conj") and token.head is not token:
        token = token.head
    return token.dep_ in ("nsubj", "nsubj:pass", "ROOT", "root")


def _turn(earlier: Sequence[Found], speakers: list[Speaker]) -> Speaker:
    """Conversation: the speaker before last."""
    turns = [
        s
        for f, s in zip(earlier, speakers, strict=False)
        if s.name and f.rule not in ("dat-clause", "label", "question-clause")
    ]
    if len(turns) >= 2 and turns[-2].name != turns[-1].name:
        return Speaker(turns[-2].name, turns[-2].entity_id, turns[-2].kind, "inherited")
    return NOBODY


def _main_speaker(doc: Doc, found: Sequence[Found], speakers: list[Speaker], number: int) -> Speaker:
    """Of a quotation in a headline: whose quotation shares most words with it, else the first who speaks in marks."""
    words = _words(doc, found[number])
    best: tuple[int, int] | None = None
    for other, one in enumerate(found):
        if other != number and speakers[other].name and one.hint != "article":
            score = len(words & _words(doc, one)) * 2 + (one.rule in ("inversion", "tail", "intro"))
            if best is None or score > best[0]:
                best = (score, other)
    if best is None:
        return NOBODY
    chosen = speakers[best[1]]
    return Speaker(chosen.name, chosen.entity_id, chosen.kind, "inherited")


def _words(doc: Doc, one: Found) -> set[str]:
    return {w.lower().strip(".,!?'\"") for s, e in one.content for w in text_of(doc)[s:e].split() if len(w) > 3}
