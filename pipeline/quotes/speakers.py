"""From a source's words to the speaker: the entity they mean, or where the sentence names none the one the context gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.doc import named_entities, paragraph_at, text_of
from pipeline.entities.lookup import entity_of, lookup
from pipeline.quotes.author import author, letters, narrates
from pipeline.quotes.choice import choose
from pipeline.quotes.conversation import conversations, take_turns
from pipeline.quotes.floating import echoed, headline_subject, interviewee, last_voice, most_quoted, spoke_last
from pipeline.quotes.found import Found
from pipeline.quotes.inflection import read_table
from pipeline.quotes.phrases import Phrase
from pipeline.quotes.relatives import goes_back_to
from pipeline.quotes.scene import Scene, main_voice
from pipeline.quotes.together import linked_names, linked_nouns, pair_before, with_others
from pipeline.quotes.voice import NOBODY, Speaker, of_entity
from pipeline.schema import Entity, Mention, Resolution, SourceKind
from pipeline.words import Word, Words

SINGULAR = frozenset(["ik", "ikzelf", "mij", "me", "mijn"])
THIRD = frozenset(["zijn", "haar", "hun"])
FIRST_PERSON = SINGULAR | {"wij", "we", "ons"}
_TELLING = re.compile(r"(?:,| [-–—]) (?:die|dat|wie|waar\w*|volgens)\b.*|\s+\(\d[^)]*\)$", re.DOTALL)
"""What tells more of a source without being part of its label: ', die morgen verschijnt', '(37 procent)'."""
UNSAID = frozenset({"een", "één", "eentje"})
"""Words for somebody of whom nothing is told."""
ARTICLES = ("de ", "het ", "een ", "'t ", "’t ")


def resolve(doc: Words, found: Sequence[Found], parents: Sequence[int | None]) -> list[Speaker]:
    """A speaker for each attribution, in the order of `found` (text order); `parents` index into `found`.

    Sources that are named come first, then conversations and quotations without a cue, then headlines, and last the 'ik'
    inside what somebody says.
    """
    writer, signed = _writer(doc), letters(doc)
    speakers = [
        from_phrase(doc, one.source, writer=_signer(doc, one.source, signed) or writer)
        if one.source is not None
        else NOBODY
        for one in found
    ]
    _without_source(doc, found, parents, speakers, writer)
    for number, one in enumerate(found):
        if _in_headline(doc, one) and not _is_person(speakers[number]):
            speakers[number] = _of_headline(doc, number, found, speakers)
        elif _role_in_headline(doc, one, speakers[number]):
            speakers[number] = _behind_role(doc, number, found, speakers)
    for number, one in enumerate(found):
        if one.source is not None and _is_first_person(one.source):
            above = parents[number] if parents[number] is not None else _around(one.source, found)
            if above is not None and above != number:
                speakers[number] = replace(speakers[above], resolution="pronoun")
    return speakers


def _writer(doc: Words) -> Speaker:
    return _as_author(doc, author(doc))


def _signer(doc: Words, source: Phrase, signed: Sequence[tuple[int, str]]) -> Speaker | None:
    """Whose letter a phrase stands in: the first who signs behind it."""
    name = next((name for end, name in signed if end > source.head.idx), None)
    return _as_author(doc, name) if name is not None else None


def _as_author(doc: Words, name: str | None) -> Speaker:
    return Speaker(name, next((e.entity_id for e in doc._.entities if e.name == name), None), "author", "pronoun")


def _without_source(
    doc: Words, found: Sequence[Found], parents: Sequence[int | None], speakers: list[Speaker], writer: Speaker
) -> None:
    """Fill in the speakers of conversations and floating quotations, in text order."""
    asked = interviewee(doc)
    narrator = writer if narrates(doc) else NOBODY
    scene = Scene(doc, found, parents, speakers)
    talks = {talk[0].number: talk for talk in conversations(doc, found, parents)}
    for number, one in enumerate(found):
        if number in talks:
            take_turns(doc, found, talks[number], speakers, [narrator, choose(scene, number) or NOBODY])
        if one.source is not None and one.source.head.tag_.startswith("VNW|bez") and one.source.head.lower_ in THIRD:
            speakers[number] = _owner(doc, one.source.head, last_voice(scene, number))
        if one.source is not None and _asks_interviewee(scene, one.source):
            speakers[number] = of_entity(scene.entities[str(main_voice(scene))], "pronoun")
        if speakers[number].name or one.source is not None:
            continue
        if one.told_by is not None:
            speakers[number] = from_phrase(doc, one.told_by, writer=writer).inherited()
        elif one.hint == "voice":
            speakers[number] = spoke_last(number, found, speakers)
        elif one.hint in ("before", "turn") or one.rule == "impersonal":
            speakers[number] = asked if asked.name and one.cue is None else last_voice(scene, number)
        if number in talks:
            take_turns(doc, found, talks[number], speakers, [narrator, choose(scene, number) or NOBODY])


def _asks_interviewee(scene: Scene, source: Phrase) -> bool:
    """'U zegt dat het beter kan.' between the answers of an interview."""
    asked = source.end - source.start == 1 and source.head.lower_ in ("u", "jij", "je")
    return asked and scene.interview and not scene.is_reported(source.head.idx) and main_voice(scene) is not None


def _owner(doc: Words, possessive: Word, last: Speaker) -> Speaker:
    """Of 'zijn voorstel om …' the one spoken of last, where the gender agrees; nobody where it does not."""
    gender = next((e.gender for e in doc._.entities if e.entity_id == last.entity_id), None)
    other = {"zijn": "female", "haar": "male"}.get(possessive.lower_)
    return NOBODY if gender is not None and gender == other else last


def _in_headline(doc: Words, one: Found) -> bool:
    """A quotation above the text whose speaker the text has to tell."""
    if one.hint == "article":
        return True
    paragraph = paragraph_at(doc, one.hull[0])
    return paragraph is not None and paragraph.section == "headline" and one.rule == "name-colon"


def _role_in_headline(doc: Words, one: Found, speaker: Speaker) -> bool:
    """'Demonstrante vond …' above the text: a person whose name the text tells and whom it calls nothing else."""
    if speaker.kind != "unnamed_person" or one.source is None or speaker.entity_id is None:
        return False
    entity = next(e for e in doc._.entities if e.entity_id == speaker.entity_id)
    return entity.mentions == 1 and any(
        p.section == "headline" and one.source.chars[1] <= p.end for p in doc._.paragraphs
    )


def _behind_role(doc: Words, number: int, found: Sequence[Found], speakers: Sequence[Speaker]) -> Speaker:
    """The named person who says the same or is quoted most, where the gender agrees; else the role itself."""
    here = speakers[number]
    gender = {e.entity_id: e.gender for e in doc._.entities}
    for one in (echoed(doc, number, found, speakers), most_quoted(found, speakers)):
        agrees = gender.get(one.entity_id) in (None, gender.get(here.entity_id)) or gender.get(here.entity_id) is None
        if one.kind == "named_person" and agrees:
            return one
    return here


def _is_person(speaker: Speaker) -> bool:
    return speaker.entity_id is not None and speaker.kind.endswith("person") and speaker.resolution != "inherited"


def _of_headline(doc: Words, number: int, found: Sequence[Found], speakers: list[Speaker]) -> Speaker:
    """Who says the same in the text, else the one the headline names, the interviewee, or who is quoted most."""
    here = speakers[number]
    candidates = [
        echoed(doc, number, found, speakers), interviewee(doc), headline_subject(doc, found[number]),
        most_quoted(found, speakers), here,
    ]  # fmt: skip
    if here.entity_id is not None and here.kind == "named_organisation" and here.resolution == "explicit":
        candidates.insert(1, here)
    return next((s for s in candidates if s.name), NOBODY)


def _is_first_person(source: Phrase) -> bool:
    return source.head.lower_ in FIRST_PERSON and source.end - source.start == 1


def _around(source: Phrase, found: Sequence[Found]) -> int | None:
    """The smallest attribution whose content the source stands in."""
    at = source.head.idx
    holding = [n for n, one in enumerate(found) if any(start <= at < end for start, end in one.content)]
    return min(holding, key=lambda n: found[n].size, default=None)


def from_phrase(doc: Words, source: Phrase, *, writer: Speaker = NOBODY) -> Speaker:
    """The speaker a source phrase names or refers to; `writer` is who says ik outside quotations."""
    word = source.head.lower_
    if word.endswith("zelf") and source.head.pos_ == "PRON":
        source = Phrase(source.head.i, source.head.i + 1, source.head)  # 'hemzelf op aanraden van …'
    if _is_first_person(source):
        return writer if word in SINGULAR else Speaker(word, None, "group", "pronoun")
    antecedent = goes_back_to(source)
    if antecedent is not None:
        return replace(from_phrase(doc, antecedent, writer=writer), resolution="pronoun")
    together = _together(doc, source, writer)
    if together is not None:
        return together
    start = _after_dateline(doc, source)
    mention = lookup(doc, start, source.chars[1])
    entity = entity_of(doc, mention) if mention is not None else None
    if (
        mention is None
        or entity is None
        or (mention.kind == "nominal" and " van " in text_of(doc)[mention.start : start])
    ):
        return _unresolved(doc, source)
    return Speaker(entity.name, entity.entity_id, _kind(source, mention, entity), _resolution(mention))


def _together(doc: Words, source: Phrase, writer: Speaker) -> Speaker | None:
    """'Bos en De Wit zeggen', 'vrienden en familie': several who speak as one; None for a single source."""
    parts = linked_names(doc, source) or linked_nouns(source) or with_others(source) or pair_before(doc, source)
    speakers = [from_phrase(doc, part, writer=writer) for part in parts]
    names = [s.name for s in speakers if s.name]
    if len(names) < 2 or len(names) < len(parts) or len({s.entity_id or s.name for s in speakers}) < len(parts):
        return None
    resolution = speakers[0].resolution if parts[0].start >= source.start else "pronoun"
    return Speaker(f"{', '.join(names[:-1])} en {names[-1]}", None, "group", resolution)


def _after_dateline(doc: Words, source: Phrase) -> int:
    """First character of a phrase without the 'BEVEREN (BELGA) -' before it."""
    dashes = [t for t in doc[source.start : source.head.i] if t.text in ("-", "–", "—")]
    return int(doc[dashes[-1].i + 1].idx) if dashes else source.chars[0]


def _unresolved(doc: Words, source: Phrase) -> Speaker:
    """No entity: the phrase itself is the speaker, unless it is a pronoun."""
    if source.head.pos_ == "PRON" and source.end - source.start == 1:
        indefinite = source.head.lower_ in ("men", "iemand", "iedereen", "velen", "sommigen", "anderen", "mensen")
        return (
            Speaker(source.head.text, None, "group", "explicit")
            if indefinite
            else Speaker(resolution="none", kind="unnamed_person")
        )
    text = without_article(_TELLING.sub("", text_of(doc)[_bare_start(source) : source.chars[1]]))
    if text.lower() in UNSAID:
        return Speaker(resolution="none", kind="unnamed_person")
    return Speaker(text, None, _noun_kind(source.head) or "unnamed_person", "explicit")


def _bare_start(source: Phrase) -> int:
    """First character behind a preposition or conjunction that the parse put into the phrase."""
    tokens = source.head.doc[source.start : source.head.i]
    words = tokens if len(tokens) and tokens[0].pos_ in ("ADP", "CCONJ", "SCONJ") else tokens[:0]
    at = next(
        (t.i for t in words if t.pos_ not in ("ADP", "CCONJ", "SCONJ")), source.head.i if len(words) else source.start
    )
    return int(source.head.doc[at].idx)


def without_article(text: str) -> str:
    """'een woordvoerder' → 'woordvoerder'."""
    lower = text.lower()
    if lower.startswith(("een van ", "één van ", "een op de ", "één op de ")):
        return text
    return next((text[len(a) :] for a in ARTICLES if lower.startswith(a)), text)


def _resolution(mention: Mention) -> Resolution:
    return {"name": "explicit", "nominal": "nominal", "pronoun": "pronoun"}[mention.kind]  # type: ignore[return-value]


@cache
def _source_nouns() -> dict[str, SourceKind]:
    return {row["noun"]: row["kind"] for row in read_table("source_nouns.tsv")}  # type: ignore[misc]  # checked in tests


def _noun_kind(head: Word) -> SourceKind | None:
    table = _source_nouns()
    word = head.lower_
    if word in table:
        return table[word]
    return next((kind for noun, kind in table.items() if len(noun) > 4 and word.endswith(noun)), None)


def _kind(source: Phrase, mention: Mention, entity: Entity) -> SourceKind:
    named = entity.entity_id in named_entities(source.head.doc)
    last = entity.name.lower().split()[-1] if entity.name else ""
    if entity.label == "PERSON":
        return "named_person" if named else (_noun_kind(source.head) or _number(source.head))
    if _source_nouns().get(last) == "medium" or _noun_kind(source.head) == "medium":
        return "medium"
    if not named:
        return _noun_kind(source.head) or ("unnamed_person" if mention.label == "PERSON" else "group")
    return "named_organisation"


def _number(head: Word) -> SourceKind:
    return "group" if "Plur" in head.morph.get("Number", []) or "|mv|" in head.tag_ else "unnamed_person"
