"""Who says a quotation that no cue goes with: a choice among those who spoke or acted before, by the weights of tables/voices.tsv."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Span, Token

from pipeline.doc import Shelf, inside_marks, mentions_over, named_entities, text_of, tokens_in
from pipeline.entities.pronouns import SUBORDINATE
from pipeline.entities.tables import source_noun
from pipeline.quotes.found import Found
from pipeline.quotes.inflection import read_table
from pipeline.quotes.voice import Speaker, of_entity
from pipeline.schema import Entity, Mention

NEARBY = 700
"""Characters back in which a quotation's speaker is looked for."""
FAR = 6
"""Sentences that count as distance at most."""
MAIN = 3
"""Attributions at least that make somebody an article's main voice."""
SUBJECTS = ("nsubj", "nsubj:pass", "ROOT", "root")
I = re.compile(r"\b(?:ik|mij|mijn)\b", re.IGNORECASE)  # noqa: E741  # the word


@dataclass(slots=True)
class Scene:
    """What the choice looks at, laid out once for an article."""

    doc: Doc
    found: Sequence[Found]
    parents: Sequence[int | None]
    speakers: Sequence[Speaker]
    entities: dict[str, Entity] = field(init=False)
    reported: Shelf[int] = field(init=False)
    starts: list[int] = field(init=False)
    """First character of each sentence."""
    told: list[int] = field(init=False)
    """How many of the sentences up to each stand outside quotation marks."""
    questions: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        sentences = list(self.doc.sents)
        self.entities = {e.entity_id: e for e in self.doc._.entities}
        self.reported = Shelf((s, e, n) for n, one in enumerate(self.found) for s, e in one.content)
        self.starts = [s.start_char for s in sentences]
        self.questions = [s.text.rstrip().endswith("?") for s in sentences]
        self.told, total = [], 0
        for sentence in sentences:
            total += not inside_marks(self.doc, _first_word(sentence))
            self.told.append(total)

    def sentence(self, at: int) -> int:
        """Number of the sentence that a character stands in."""
        return max(0, bisect_right(self.starts, at) - 1)

    def apart(self, at: int, last: int) -> int:
        """Sentences outside quotation marks from the one a character stands in to number `last`."""
        return self.told[last] - self.told[min(self.sentence(at), last)]

    def is_reported(self, at: int) -> bool:
        """Whether a character stands in what somebody says."""
        return inside_marks(self.doc, at) or bool(self.reported.over(at, at + 1))


@dataclass(slots=True)
class Candidate:
    """Somebody who may be the speaker, what speaks for and against it, and where its last trace is."""

    speaker: Speaker
    features: set[str] = field(default_factory=set)
    last: int = 0

    def score(self, distance: int) -> float:
        """The sum of the weights."""
        weights = _weights()
        return sum(weights[f] for f in self.features) + weights["sentence"] * min(distance, FAR)


def choose(scene: Scene, number: int) -> Speaker | None:
    """The likeliest speaker of attribution `number`; None where nobody is likely."""
    one = scene.found[number]
    start = one.hull[0]
    before = scene.sentence(_word_before(scene.doc, start))
    candidates: dict[str, Candidate] = {}
    at = _voices(scene, number, before, candidates)
    _actors(scene, start, at, before, candidates)
    _told_behind(scene, one, candidates)
    main = _main_voice(scene, number)
    words = text_of(scene.doc)[start : one.hull[1]]
    best: tuple[float, int, Speaker] | None = None
    for key, candidate in candidates.items():
        candidate.features |= _kind(scene, key, candidate.speaker, words) | ({"main-voice"} if key == main else set())
        score = candidate.score(scene.apart(candidate.last, before))
        if candidate.last and score >= _weights()["least"] and (best is None or (score, candidate.last) > best[:2]):
            best = (score, candidate.last, candidate.speaker)
    return best[2] if best is not None else None


def _first_word(sentence: Span) -> int:
    return next((int(t.idx) for t in sentence if t.is_alpha), sentence.start_char)


def _word_before(doc: Doc, start: int) -> int:
    """The last letter or figure before a character."""
    text = text_of(doc)
    at = start - 1
    while at > 0 and not text[at].isalnum():
        at -= 1
    return max(0, at)


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
        candidate = candidates.setdefault(_key(speaker), Candidate(speaker.inherited()))
        candidate.last = max(candidate.last, end)
        if rank == 0:
            candidate.features |= {"spoke-last"} | ({"spoke-here"} if scene.sentence(end) >= before else set())
        elif "spoke-last" not in candidate.features:
            candidate.features.add("spoke-before")
    return max(ends)[0] if ends else 0


def _is_voice(speaker: Speaker) -> bool:
    """Not the writer's 'wij'."""
    return bool(speaker.name) and not (speaker.entity_id is None and speaker.resolution == "pronoun")


def _key(speaker: Speaker) -> str:
    return speaker.entity_id or str(speaker.name)


def _actors(scene: Scene, start: int, spoken: int, before: int, candidates: dict[str, Candidate]) -> None:
    """Take in the people and organisations that a clause nobody reports is about; `spoken` ends what was said last."""
    for mention, span in _mentions(scene, max(0, start - NEARBY), start):
        root = _outer(span.root)
        here = scene.sentence(mention.start) >= before
        subject = root.dep_ in SUBJECTS
        if not subject and not here:
            continue
        entity = scene.entities[str(mention.entity_id)]
        candidate = candidates.setdefault(entity.entity_id, Candidate(of_entity(entity)))
        candidate.last = max(candidate.last, mention.start)
        asked = scene.questions[scene.sentence(mention.start)] and not candidate.features & {"spoke-last"}
        if not subject:
            candidate.features.add("mentioned-here")
        else:
            place = "subject-here" if here else "subject-near" if mention.start >= spoken else "subject-far"
            _add_place(candidate.features, place, root)
        candidate.features |= ({"asked-about"} if asked else set()) | _new(span)


def _add_place(features: set[str], place: str, root: Token) -> None:
    """The nearest place as a subject counts, and whether it is the subject of a main clause anywhere."""
    main = root.head.dep_ not in SUBORDINATE
    if place == "subject-near":
        features.discard("subject-far")
    if place == "subject-here":
        features -= {"subject-far", "subject-near"}
    known = features & {"subject-here", "subject-near"}
    features |= {place} if not known else set()
    if main:
        features.discard("subordinate")
        features.add("_main")
    elif "_main" not in features:
        features.add("subordinate")


def _mentions(scene: Scene, low: int, high: int) -> Iterator[tuple[Mention, Span]]:
    """Mentions of what can speak, outside what is reported, in text order."""
    for mention in sorted(mentions_over(scene.doc, low, high), key=lambda m: m.start):
        entity = scene.entities.get(str(mention.entity_id))
        inside = low <= mention.start and mention.end <= high
        if inside and entity is not None and entity.label in ("PERSON", "ORG") and not scene.is_reported(mention.start):
            span = tokens_in(scene.doc, mention.start, mention.end)
            if len(span):
                yield mention, span


def _outer(token: Token) -> Token:
    while token.dep_ in ("appos", "flat", "conj") and token.head is not token:
        token = token.head
    return token


def _new(span: Span) -> set[str]:
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


def _main_voice(scene: Scene, number: int) -> str | None:
    """Who says half or more of what the article attributes to somebody named before or with a cue."""
    said = Counter(_key(s) for s in scene.speakers if s.entity_id is not None and s.resolution != "inherited")
    key, most = said.most_common(1)[0] if said else ("", 0)
    return key if most >= MAIN and 2 * most >= said.total() else None


def _kind(scene: Scene, key: str, speaker: Speaker, words: str) -> set[str]:
    """What the candidate is, and whether the quotation can be its own words."""
    entity = scene.entities.get(key)
    many = not speaker.kind.endswith("person")
    features = {"many-as-one"} if many and I.search(words) else set()
    if entity is not None and entity.entity_id in named_entities(scene.doc):
        own = entity.name.split()[-1] if entity.label == "PERSON" else entity.name
        features |= {"own-name"} if re.search(rf"\b{re.escape(own)}\b", words) else set()
    return features | {_class(scene, entity, speaker)}


def _class(scene: Scene, entity: Entity | None, speaker: Speaker) -> str:
    if speaker.kind in ("document", "medium"):
        return "paper"
    if entity is None:
        return "group" if speaker.kind == "group" else "person"
    if entity.entity_id in named_entities(scene.doc):
        return "named-person" if entity.label == "PERSON" else "organisation"
    nouns = [n for n in map(source_noun, entity.name.lower().split()) if n is not None]
    if nouns and nouns[0].kind in ("document", "medium"):
        return "paper"
    return "group" if entity.label != "PERSON" or (nouns and nouns[0].kind == "group") else "person"


@cache
def _weights() -> dict[str, float]:
    weights = {row["feature"]: float(row["weight"]) for row in read_table("voices.tsv")}
    return {**weights, "_main": 0.0}
