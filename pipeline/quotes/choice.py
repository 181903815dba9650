"""Who says a quotation that no cue goes with: a choice among those who spoke or acted before, by the weights of tables/voices.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.doc import mentions_over, named_entities, paragraph_at, text_of
from pipeline.entities.pronouns import SUBORDINATE
from pipeline.entities.tables import source_noun
from pipeline.quotes.found import Found
from pipeline.quotes.inflection import read_table
from pipeline.quotes.scene import Scene, key_of, main_voice, word_before
from pipeline.quotes.voice import Speaker, of_entity
from pipeline.schema import Entity, Mention
from pipeline.words import Word, WordSpan, tokens_in

NEARBY = 700
"""Characters back in which a quotation's speaker is looked for."""
FAR = 6
"""Sentences that count as distance at most."""
OPENING = 300
"""Characters of a quotation that tell whose words they can be; a longer one may come to speak of anybody."""
OWN = 3
"""Letters of a part of a name by which somebody is called."""
SUBJECTS = ("nsubj", "nsubj:pass", "ROOT", "root")
ACCORDING = frozenset({"volgens", "aldus"})
I = re.compile(r"\b(?:ik|mij|mijn)\b", re.IGNORECASE)  # noqa: E741  # the word

WE = re.compile(r"\b(?:wij|we|ons|onze)\b", re.IGNORECASE)


@dataclass(slots=True)
class Candidate:
    """Somebody who may be the speaker, what speaks for and against it, and where its last trace is."""

    speaker: Speaker
    features: set[str] = field(default_factory=set)
    last: int = -1
    """Character of its last trace; -1 where it has none."""
    several: bool = False
    """Whether it is spoken of in the plural."""

    def score(self, distance: int) -> float:
        """The sum of the weights."""
        weights = _weights()
        return sum(weights[f] for f in self.features) + weights["sentence"] * min(distance, FAR)


def choose(scene: Scene, number: int) -> Speaker | None:
    """The likeliest speaker of attribution `number`; None where nobody is likely."""
    one = scene.found[number]
    start = one.hull[0]
    before = scene.sentence(word_before(scene.doc, start))
    candidates: dict[str, Candidate] = {}
    at = _voices(scene, number, before, candidates)
    _actors(scene, start, at, before, candidates)
    _told_behind(scene, one, candidates)
    main = main_voice(scene)
    asked = scene.asked(number) if main is not None and scene.interview else None
    if main is not None and asked is not None:
        _answers(scene, main, asked, candidates)
    paragraph = paragraph_at(scene.doc, start)
    top = paragraph.start if paragraph is not None else 0
    words = text_of(scene.doc)[start : min(one.hull[1], start + OPENING)]
    colon = text_of(scene.doc)[max(0, start - 4) : start].rstrip(" \"'“”„‘‚«»,").endswith(":")
    best: tuple[float, int, Speaker] | None = None
    for key, candidate in candidates.items():
        candidate.features |= _kind(scene, key, candidate, words) | ({"main-voice"} if key == main else set())
        candidate.features |= {"before-colon"} if colon and candidate.features & {"subject-here", "goes-on"} else set()
        candidate.features |= {"other-paragraph"} if candidate.last < top else set()
        score = candidate.score(scene.apart(candidate.last, before))
        if (
            candidate.last >= 0
            and score >= _weights()["least"]
            and (best is None or (score, candidate.last) > best[:2])
        ):
            best = (score, candidate.last, candidate.speaker)
    return best[2] if best is not None else None


def _answers(scene: Scene, main: str, asked: int, candidates: dict[str, Candidate]) -> None:
    """The one interviewed answers, not those whom the words of the interviewer, from character `asked` on, are about."""
    for key, candidate in candidates.items():
        if key != main and candidate.last >= asked:
            candidate.features.add("asked-about")
    candidates.setdefault(main, Candidate(of_entity(scene.entities[main]), last=0)).features.add("answers")


def _voices(scene: Scene, number: int, before: int, candidates: dict[str, Candidate]) -> int:
    """Take in those who spoke before; the end of what the last of them said."""
    start = scene.found[number].hull[0]
    ends: list[tuple[int, int]] = []
    for other in range(number - 1, -1, -1):
        one = scene.found[other]
        if start - one.hull[0] > 4 * NEARBY:
            break
        end = max([one.hull[1], *(t.idx for t in one.cue_tokens)])
        outer = scene.parents[other] is None
        if outer and end <= start and start - end <= NEARBY and _is_voice(scene.speakers[other]):
            ends.append((end, other))
    for rank, (end, other) in enumerate(sorted(ends, reverse=True)):
        speaker = scene.speakers[other]
        candidate = candidates.setdefault(key_of(speaker), Candidate(speaker.inherited()))
        candidate.last = max(candidate.last, end)
        if rank == 0:
            candidate.features |= {"spoke-last"} | ({"spoke-here"} if scene.sentence(end) >= before else set())
            candidate.features |= {"evidence"} if _shows(scene.found[other]) else set()
        elif "spoke-last" not in candidate.features:
            candidate.features.add("spoke-before")
    return max(ends)[0] if ends else 0


def _is_voice(speaker: Speaker) -> bool:
    """Not the writer's 'wij'."""
    pair = " en " in str(speaker.name)
    return bool(speaker.name) and (pair or speaker.entity_id is not None or speaker.resolution != "pronoun")


def _shows(one: Found) -> bool:
    """'Uit onderzoek blijkt': what tells something by being there, and goes on to say nothing."""
    return one.cue is not None and one.cue.lemma in ("blijken", "uitwijzen", "aantonen", "laten")


def _actors(scene: Scene, start: int, spoken: int, before: int, candidates: dict[str, Candidate]) -> None:
    """Take in the people and organisations that a clause nobody reports is about; `spoken` ends what was said last."""
    beside: dict[str, int] = {}
    named = named_entities(scene.doc)
    for mention, span in _mentions(scene, max(0, start - NEARBY), start):
        root = _outer(span.root)
        number = scene.sentence(mention.start)
        entity = scene.entities[str(mention.entity_id)]
        if not _acts(span, root):
            beside.update({entity.entity_id: mention.start} if number >= before else {})
            continue
        candidate = candidates.setdefault(entity.entity_id, Candidate(of_entity(entity)))
        candidate.last = max(candidate.last, mention.start)
        place = "subject-here" if number >= before else "subject-near" if mention.start >= spoken else "subject-far"
        undergoes = root.dep_ == "nsubj:pass" and entity.entity_id not in named
        _add_place(candidate.features, place, main=root.head.dep_ not in SUBORDINATE and not undergoes)
        candidate.several |= "Plur" in span.root.morph.get("Number", [])
        if not candidate.features & {"spoke-last", "spoke-before"}:
            candidate.features |= _new(span) | ({"asked-about"} if scene.questions[number] else set())
    _beside(scene, beside, candidates)


def _acts(span: WordSpan, root: Word) -> bool:
    """The subject of a clause, or whoever 'volgens' names."""
    before = span[0].nbor(-1).lower_ if span[0].i else ""
    return root.dep_ in SUBJECTS or before in ACCORDING


def _add_place(features: set[str], place: str, *, main: bool) -> None:
    """The nearest place as a subject counts, and whether it is the subject of a main clause anywhere."""
    if "spoke-last" in features:
        place = {"subject-here": "goes-on"}.get(place, "")
    ranks = ("", "subject-far", "subject-near", "subject-here", "goes-on")
    known = max((p for p in ranks if p in features), key=ranks.index, default="")
    if ranks.index(place) > ranks.index(known):
        features.discard(known)
        features.add(place)
    if main:
        features.discard("subordinate")
        features.add("_main")
    elif "_main" not in features:
        features.add("subordinate")


def _beside(scene: Scene, beside: dict[str, int], candidates: dict[str, Candidate]) -> None:
    """'Bij Bos zorgde het voor …': the only person of the sentence right before, where none is its subject."""
    if any({"subject-here", "goes-on"} & c.features for c in candidates.values() if "group" not in c.features):
        return
    named = named_entities(scene.doc)
    persons = [i for i in beside if scene.entities[i].label == "PERSON" and i in named]
    if len(persons) == 1:
        candidate = candidates.setdefault(persons[0], Candidate(of_entity(scene.entities[persons[0]])))
        candidate.last = max(candidate.last, beside[persons[0]])
        spoke = candidate.features & {"spoke-last", "spoke-before"}
        asked = scene.questions[scene.sentence(beside[persons[0]])] and not spoke
        candidate.features |= {"alone-here"} | ({"asked-about"} if asked else set())


def _mentions(scene: Scene, low: int, high: int) -> Iterator[tuple[Mention, WordSpan]]:
    """Mentions of what can speak, outside what is reported, in text order."""
    for mention in sorted(mentions_over(scene.doc, low, high), key=lambda m: m.start):
        entity = scene.entities.get(str(mention.entity_id))
        owner = text_of(scene.doc)[mention.end : mention.end + 2] in ("' ", "’ ")  # "Bos' woordvoerder"
        inside = low <= mention.start and mention.end <= high and not owner
        if inside and entity is not None and entity.label in ("PERSON", "ORG") and not scene.is_reported(mention.start):
            span = tokens_in(scene.doc, mention.start, mention.end)
            if len(span):
                yield mention, span


def _outer(token: Word) -> Word:
    while token.dep_ in ("appos", "flat", "conj") and token.head is not token:
        token = token.head
    return token


def _new(span: WordSpan) -> set[str]:
    """'… meldde zich een teamchef': somebody new behind the verb, whom the text goes on to tell about."""
    new = span[0].lower_ in ("een", "één") and span.root.head.i < span.root.i and span.root.dep_ == "nsubj"
    return {"brought-in"} if new else set()


def _told_behind(scene: Scene, one: Found, candidates: dict[str, Candidate]) -> None:
    """Mark the candidate that the sentence right behind the quotation has as its subject."""
    end = one.hull[1]
    word = next((m.start() for m in re.compile(r"\w").finditer(text_of(scene.doc), end)), None)
    if word is None or scene.is_reported(word):
        return
    number = scene.sentence(word)
    stop = scene.starts[number + 1] if number + 1 < len(scene.starts) else len(text_of(scene.doc))
    for mention, span in _mentions(scene, word, min(stop, word + NEARBY)):
        root = _outer(span.root)
        if str(mention.entity_id) in candidates and root.dep_ in SUBJECTS and root.head.dep_ not in SUBORDINATE:
            candidates[str(mention.entity_id)].features.add("behind")
            return


def _kind(scene: Scene, key: str, candidate: Candidate, words: str) -> set[str]:
    """What the candidate is, and whether the quotation can be its own words."""
    entity = scene.entities.get(key)
    kind = _class(scene, entity, candidate)
    many = kind in ("group", "organisation", "paper")
    features = {"many-as-one"} if many and I.search(words) else {"many-as-we"} if many and WE.search(words) else set()
    if entity is not None:
        features |= {"own-name"} if _called(entity, kind, words) else set()
    return features | {kind}


def _called(entity: Entity, kind: str, words: str) -> bool:
    """Whether a quotation calls somebody by name or, who has none, by the noun he goes by."""
    if kind == "named-person":
        own = {w for w in entity.name.split() if w[0].isupper() and len(w) >= OWN}
    elif kind == "person":
        own = {w for w in entity.name.lower().split() if source_noun(w) is not None}
    else:
        return kind == "organisation" and entity.name in words
    return bool(own & set(re.findall(r"[\w'’-]+", words)))


def _class(scene: Scene, entity: Entity | None, candidate: Candidate) -> str:
    kind = candidate.speaker.kind
    if kind in ("document", "medium"):
        return "paper"
    if entity is None and kind == "group" and " en " in str(candidate.speaker.name):
        return "named-person"  # two who speak together
    if entity is not None and entity.entity_id in named_entities(scene.doc):
        return "named-person" if entity.label == "PERSON" else "organisation"
    words = entity.name.lower().split() if entity is not None else []
    noun = next((n for n in map(source_noun, words) if n is not None), None)
    if noun is not None and noun.kind in ("document", "medium"):
        return "paper"
    several = candidate.several or kind == "group" or (noun is not None and noun.kind == "group")
    return "group" if several or (entity is not None and entity.label != "PERSON") else "person"


@cache
def _weights() -> dict[str, float]:
    weights = {row["feature"]: float(row["weight"]) for row in read_table("voices.tsv")}
    return {**weights, "_main": 0.0, "": 0.0}
