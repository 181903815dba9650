"""What the choice of a speaker looks at, laid out once for an article: its sentences, who is spoken of, who says most."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.doc import Shelf, inside_marks, text_of
from pipeline.quotes.found import Found
from pipeline.quotes.voice import Speaker
from pipeline.schema import Entity
from pipeline.words import Words, WordSpan

MAIN = 3
"""Attributions at least that make somebody an article's main voice."""
ASKING = 3
"""Sentences before an answer in which the question may stand."""
ANSWERS = frozenset({"floating", "turn"})


@dataclass(slots=True)
class Scene:
    """What the choice looks at, laid out once for an article."""

    doc: Words
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
    """Which of them ask somebody, or tell him what he said: 'U noemt het een ramp.'"""

    interview: bool = field(init=False)
    """Whether the article puts questions to somebody and gives his answers."""

    def __post_init__(self) -> None:
        sentences = self.doc.sents
        self.entities = {e.entity_id: e for e in self.doc._.entities}
        self.reported = Shelf((s, e, n) for n, one in enumerate(self.found) for s, e in one.content)
        self.starts = [s.start_char for s in sentences]
        self.questions = [_asks(s) for s in sentences]
        self.told, total = [], 0
        for sentence in sentences:
            total += not inside_marks(self.doc, _first_word(sentence))
            self.told.append(total)
        answers = [n for n, one in enumerate(self.found) if one.cue is None and one.rule in ANSWERS and self.answers(n)]
        self.interview = len(answers) >= MAIN

    def sentence(self, at: int) -> int:
        """Number of the sentence that a character stands in."""
        return max(0, bisect_right(self.starts, at) - 1)

    def apart(self, at: int, last: int) -> int:
        """Sentences outside quotation marks from the one a character stands in to number `last`."""
        return self.told[last] - self.told[min(self.sentence(at), last)]

    def answers(self, number: int) -> bool:
        """Whether the sentence before a quotation asks something."""
        return self.questions[self.sentence(word_before(self.doc, self.found[number].hull[0]))]

    def asked(self, number: int) -> int | None:
        """Where the words of the interviewer begin that a quotation answers, as 'U was tegen' and what follows it."""
        last = self.sentence(word_before(self.doc, self.found[number].hull[0]))
        for sentence in range(last, max(-1, last - ASKING), -1):
            if self.questions[sentence]:
                return self.starts[sentence]
            if sentence and self.told[sentence] == self.told[sentence - 1]:
                break  # it stands in marks
        return None

    def is_reported(self, at: int) -> bool:
        """Whether a character stands in what somebody says."""
        return inside_marks(self.doc, at) or bool(self.reported.over(at, at + 1))


def main_voice(scene: Scene) -> str | None:
    """Who says half or more of what the article attributes by name; of an interview the person who says most."""
    said = Counter(
        key_of(s) for s in scene.speakers if s.entity_id is not None and s.resolution in ("explicit", "pronoun")
    )
    if scene.interview:
        said = Counter({key: n for key, n in said.items() if scene.entities[key].label == "PERSON"})
    key, most = said.most_common(1)[0] if said else ("", 0)
    return key if said and (scene.interview or (most >= MAIN and 2 * most >= said.total())) else None


def _asks(sentence: WordSpan) -> bool:
    told = sentence.text.rstrip().endswith("?") or any(t.lower_ in ("u", "uw") for t in sentence)
    return told and not inside_marks(sentence.doc, _first_word(sentence))


def _first_word(sentence: WordSpan) -> int:
    return next((t.idx for t in sentence if t.is_alpha), sentence.start_char)


def word_before(doc: Words, start: int) -> int:
    """The last letter or figure before a character."""
    text = text_of(doc)
    at = start - 1
    while at > 0 and not text[at].isalnum():
        at -= 1
    return max(0, at)


def key_of(speaker: Speaker) -> str:
    """What tells a speaker from others: the entity, else the name."""
    return speaker.entity_id or str(speaker.name)
