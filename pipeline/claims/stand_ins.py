"""What stands for a pronoun in a claim's sentence: the name of its entity, where nobody else can be meant.

A wrong name makes a false claim and a pronoun only an incomplete one. So a name is put only where the sentence and the one before
it have one candidate of the pronoun's gender and number, and that is the one the entities found for it.
"""

from __future__ import annotations

from bisect import bisect_right

from pipeline.claims.attribution import Quotes
from pipeline.entities.tables import source_noun
from pipeline.schema import Entity, Mention
from pipeline.words import Word, Words

GENDERS = {"hij": "male", "hem": "male", "zij": "female", "ze": "female", "haar": "female"}
"""The pronouns that a name is put for; 'die', 'deze', 'dat' and 'het' are as often about a thing nobody mentions by name."""
ARTICLES = ("De ", "Het ", "Deze ", "Dit ", "Die ", "Dat ")
OWNED = ("een ", "mijn ", "zijn ", "haar ", "onze ", "ons ", "hun ")
"""What a nominal begins with that says who is meant only where it stands."""
LIKELY, UNLIKELY, AHEAD = 1.0, -1.0, 1.0
"""A name stands for a pronoun where it costs no more than the first (see `entities.pronouns`), a nominal where it costs no more
than the second; either must be so much likelier than what comes next."""


class Names:
    """What stands for the pronouns of a document: the name of their entity, or the words it was first mentioned by."""

    def __init__(self, words: Words, mentions: list[Mention], entities: list[Entity], quotes: Quotes) -> None:
        self.quotes = quotes
        self._words = words
        self._at = {m.start: m for m in mentions}
        self._told = sorted((m for m in mentions if m.kind != "pronoun"), key=lambda m: m.start)
        self._starts = [m.start for m in self._told]
        self._entities = {e.entity_id: e for e in entities}
        self._named = {m.entity_id for m in mentions if m.kind == "name"}
        self._first: dict[str, str] = {}
        self._several: set[str] = set()
        for mention in mentions:
            if mention.kind == "nominal" and mention.entity_id is not None:
                self._first.setdefault(mention.entity_id, mention.text)
                if any(_plural(w) for w in words.inside(mention.start, mention.end)):
                    self._several.add(mention.entity_id)

    def entity(self, word: Word) -> str | None:
        """Whom the mention that begins at a word is about."""
        mention = self._at.get(word.idx)
        return mention.entity_id if mention is not None else None

    def instead(self, word: Word, *, several: bool) -> str | None:
        """What to put for a pronoun; None for other words, and for 'ze' where the verb's number is not that of the entity."""
        mention = self._at.get(word.idx)
        if mention is None or mention.kind != "pronoun" or mention.end != word.end or mention.entity_id is None:
            return None
        if word.lower_ not in GENDERS or word.tag_.startswith("VNW|bez") or _also(word):
            return None
        named = mention.entity_id in self._named
        plural = mention.entity_id in self._several and not named
        if plural != (several and word.lower_ in {"ze", "zij"}) or self._speaks(word, mention.entity_id):
            return None
        if not _sure(mention, named=named) or not self._alone(word, mention.entity_id, plural=plural):
            return None
        name = self._entities[mention.entity_id].name if named else self._first.get(mention.entity_id, "")
        if not named and name.startswith(ARTICLES):
            name = name[0].lower() + name[1:]
        unclear = name.lower().startswith(OWNED) or (not named and " " not in name and not plural)  # 'geliefde'
        return name if name and not unclear else None

    def _speaks(self, word: Word, entity_id: str) -> bool:
        """Whether somebody's own direct words have the pronoun: nobody calls himself 'hij'."""
        return any(q.kind == "direct" and q.speaker_id == entity_id for q in self.quotes.around(word.idx))

    def _alone(self, word: Word, entity_id: str, *, plural: bool) -> bool:
        """Whether the sentence and the one before it mention the entity and nobody else the pronoun could be about."""
        stretch = self._stretch(word)
        told = self._told[bisect_right(self._starts, stretch[0].idx - 1) : bisect_right(self._starts, stretch[-1].idx)]
        if plural:
            others = [m for m in told if m.entity_id != entity_id and m.label in {"PERSON", "ORG", "NORP"}]
            own = {w.i for m in told if m.entity_id == entity_id for w in self._words.inside(m.start, m.end)}
            return bool(own) and not others and not any(_plural(w) and w.i not in own for w in stretch)
        gender = GENDERS[word.lower_]
        meant = [m for m in told if self._may_be(m, gender)]
        return {m.entity_id for m in meant} == {entity_id} and not self._unnamed(stretch, meant, gender)

    def _may_be(self, mention: Mention, gender: str) -> bool:
        """Whether a mention is one of a person of that gender, or of one whose gender the article does not tell."""
        entity = self._entities.get(mention.entity_id or "")
        if mention.entity_id in self._several:
            return False
        if mention.label == "ORG":
            return gender == "female"  # 'de bank … ze'
        return mention.label == "PERSON" and (entity is None or entity.gender in {gender, None})

    def _unnamed(self, stretch: list[Word], meant: list[Mention], gender: str) -> bool:
        """Whether a noun is about another person: 'wees ook zijn buurman aan'; not a noun beside the name, 'minister Vos'."""
        inside = {w.i for m in meant for w in self._words.inside(m.start, m.end)}
        for word in stretch:
            single = word.tag_.startswith("N|soort") and not _plural(word)
            noun = source_noun(word.lower_) if single and word.i not in inside else None
            if noun is None or noun.kind != "person" or noun.gender not in {gender, ""}:
                continue
            beside = word.i + 1 in inside or word.head.i in inside or any(c.i in inside for c in word.children)
            if not beside:
                return True
        return False

    def _stretch(self, word: Word) -> list[Word]:
        """The words of the sentence before and of this one; where the pronoun opens it, nobody behind can be meant."""
        first = self._words[max(0, word.sent.start - 1)].sent
        return list(self._words[first.start : word.i if word.i == word.sent.start else word.sent.end])


def _plural(word: Word) -> bool:
    return word.tag_.startswith("N|") and "|mv" in word.tag_


def _also(word: Word) -> bool:
    """'Ook hij': somebody beside the one who was mentioned."""
    return word.i > 0 and word.nbor(-1).lower_ in {"ook", "zelfs"}


def _sure(mention: Mention, *, named: bool) -> bool:
    """Whether a pronoun hardly goes back to anything else; a wrong name is worse than none."""
    costs = [other.cost for other in mention.alternatives]
    if not costs:
        return True
    return costs[0] <= (LIKELY if named else UNLIKELY) and (len(costs) == 1 or costs[1] - costs[0] >= AHEAD)
