"""A claim as a short Dutch sentence that can be read by itself, put together from the article's own words only.

What a subordinate clause says is told as a main clause ('dat de brug morgen dicht gaat': 'De brug gaat morgen dicht'), a subject
it shares with another clause is put in, a pronoun gives way to the name the entities found for it. A word that embeds the
clause and changes what it says ('weigert te …', 'ontkent dat …') stays, with its own subject. Where a clause has a form that
no rule here turns about, its words stay in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.claims import governors, tables
from pipeline.claims.attribution import Quotes
from pipeline.claims.clauses import Clause, relative_word
from pipeline.claims.governors import Governor
from pipeline.claims.phrases import MARKS, Phrase, trim
from pipeline.claims.predicates import predicate
from pipeline.claims.proposition import Proposition
from pipeline.claims.roles import Roles
from pipeline.claims.verbs import PARTICLES, attested, form, is_listed
from pipeline.claims.words import Word, Words
from pipeline.schema import Entity, Mention, Modality

KEPT = frozenset({"voordat", "alvorens", "totdat", "tot", "zoals", "naarmate", "voorzover"})
DROPPED = {"dat", *(row["word"] for row in tables.rows("subordinators") if not row["modality"])} - KEPT
"""Subordinators that a clause says the same without; the others ('als', 'of', 'voordat') stay, with the order they ask for."""
OPENERS = frozenset({"en", "maar", "want", "dus", "doch", "al"})
SUBORDINATE = frozenset({"complement", "adverbial", "relative"})
INSEPARABLE = frozenset({"over", "onder", "voor", "door", "om", "weer", "mis"})
ALWAYS_APART = frozenset({
    "af", "bij", "binnen", "in", "langs", "los", "mee", "na", "neer", "op", "rond", "samen", "tegen", "terug", "toe", "uit", "vast", "weg",
})  # fmt: skip
"""Particles that are as often a prefix which stays with its verb ('voorkomt', 'overlegt')."""
QUOTATION = MARKS - set("()[]")
LIKELY, UNLIKELY, AHEAD = 1.0, -1.0, 1.0
"""A name stands for a pronoun where it costs no more than the first (see `entities.pronouns`), a nominal where it costs no more
than the second; either must be so much likelier than what comes next."""
DEEPEST = 4
"""Clauses that are told with the one they embed: 'zegt te weigeren om te …'."""


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of the sentence; `word` is the one that stood in the article where this bit came from."""

    text: str
    word: Word | None = None


class Names:
    """What stands for the pronouns of a document: the name of their entity, or the words it was first mentioned by."""

    def __init__(self, words: Words, mentions: list[Mention], entities: list[Entity], quotes: Quotes) -> None:
        self._quotes = quotes
        self._at = {m.start: m for m in mentions}
        self._entities = {e.entity_id: e for e in entities}
        self._named = {m.entity_id for m in mentions if m.kind == "name"}
        self._first: dict[str, str] = {}
        self._several: set[str] = set()
        for mention in mentions:
            if mention.kind == "nominal" and mention.entity_id is not None:
                self._first.setdefault(mention.entity_id, mention.text)
                if any(w.tag_.startswith("N|") and "|mv" in w.tag_ for w in words.inside(mention.start, mention.end)):
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
        named = mention.entity_id in self._named
        plural = mention.entity_id in self._several and not named
        if word.lower_ in {"ze", "zij"} and (several != plural or not (several or self._female(mention.entity_id))):
            return None
        if word.lower_ == "haar" and not self._female(mention.entity_id):
            return None
        if not _sure(mention, named=named) or self._speaks(word, mention.entity_id):
            return None
        return self._entities[mention.entity_id].name if named else self._first.get(mention.entity_id)

    def _speaks(self, word: Word, entity_id: str) -> bool:
        """Whether somebody's own direct words have the pronoun: nobody calls himself 'hij'."""
        return any(q.kind == "direct" and q.speaker_id == entity_id for q in self._quotes.around(word.idx))

    def _female(self, entity_id: str) -> bool:
        """A woman, or an organisation: what 'ze' with a singular verb may be about."""
        entity = self._entities[entity_id]
        return entity.gender == "female" or entity.label != "PERSON"


def _sure(mention: Mention, *, named: bool) -> bool:
    """Whether a pronoun hardly goes back to anything else; a wrong name is worse than none."""
    costs = [other.cost for other in mention.alternatives]
    if not costs:
        return True
    return costs[0] <= (LIKELY if named else UNLIKELY) and (len(costs) == 1 or costs[1] - costs[0] >= AHEAD)


class Normaliser:
    """Makes the sentences of one document."""

    def __init__(self, roles: Roles, names: Names) -> None:
        self._roles = roles
        self._names = names

    def sentence(
        self,
        found: Proposition,
        tokens: list[Word],
        governor: Governor | None,
        modality: Modality,
        further: list[list[Word]],
    ) -> str | None:
        """The sentence of a proposition whose words are `tokens`, and after it the clauses `further` that complete it.

        None where the words are no more than marks.
        """
        if found.rule == "apposition" and found.subject is not None and found.object is not None:
            return _capital(f"{found.subject.text}, {found.object.text}")
        clause = found.clause
        words = clause.tokens if found.rule in {"label", "contrast"} else merged(tokens, clause.marks)
        words, outer = _with_embedding(clause, trim(words, words=OPENERS), governor)
        if outer is not clause:  # 'om te voorkomen dat …, kocht hij …'
            words = merged(words, (w for clause_words in further for w in clause_words))
        open_ = outer is clause and modality in {"question", "imperative", "conditional"}
        bits = self._bits(words, outer, asks=open_)
        subject = found.subject  # a clause that is the subject has been told
        for clause_words in further:
            told = subject is not None and subject.start <= clause_words[0].idx < subject.end
            told |= clause_words[0].tag_.startswith("WW|pv")  # 'Werd hij werkloos, dan …' cannot follow
            if not told and not {*clause_words} & {*words}:
                bits += [Bit(_small(clause_words[0]), clause_words[0]), *(Bit(w.text, w) for w in clause_words[1:])]
        return _told(bits)

    def _bits(self, words: list[Word], main: Clause, *, asks: bool) -> list[Bit]:
        """The words in the order of a main clause, where there is a subject and a finite verb to turn them about."""
        relative = relative_word(main) if main.kind == "relative" else None
        finite, subject = main.finite, self._roles.grammatical_subject(main)
        kept = DROPPED | {"te"} if finite is not None and form(finite) == "pv" else DROPPED  # 'dreigt te vallen'
        stays = governors.asks(main) or any(m.lower_ not in kept for m in main.marks)
        where = relative is not None and relative.lower_.startswith("waar")
        turned = relative is None or where or relative.lower_ in {"die", "dat"}
        if finite is None or subject is None or stays or not turned:
            return self._in_order(words, main)
        words = [w for w in words if (w not in main.marks or w.lower_ == "te") and w != relative]
        inside = [w for w in words if subject.start <= w.idx < subject.end]
        if inside and main.kind in SUBORDINATE:  # 'dat niet alle leden komen'
            inside = [w for w in words if w.i + 1 == inside[0].i and w.lower_ == "niet"] + inside
        verb_last = bool(inside) and inside[-1].i < finite.i and (main.kind in SUBORDINATE or _late(words, inside, finite, main))
        verb_first = main.kind == "main" and not asks and words[:1] == [finite]
        if (inside and not verb_last and not verb_first) or finite not in (*words, *main.inherited):
            return self._in_order(words, main)
        if main.kind == "main" and words and subject.start > words[-1].idx:  # 'Het probleem is dat …'
            return [*self._in_order(words, main), self._put_in(subject, main)]
        return self._main_order(words, main, subject, inside, relative)

    def _main_order(
        self, words: list[Word], main: Clause, subject: Phrase, inside: list[Word], relative: Word | None
    ) -> list[Bit]:
        """Subject, finite verb, the rest as it stood; 'er' keeps the first place."""
        finite = main.finite
        assert finite is not None
        front = words[:1] if inside and words[0].lower_ == "er" else inside
        first = self._in_order(front, main) if front else [self._put_in(subject, main)]
        base, particle = _split(finite, main)
        if relative is not None and relative.lower_.startswith("waar") and subject.text.lower() in {"je", "jij"}:
            return [
                *first,
                Bit(base, finite),
                Bit(f"daar{relative.text[4:]}"),
                *self._after(words, main, front, particle),
            ]
        if relative is not None and relative.lower_.startswith("waar"):  # 'waarin Vos woont': 'Daarin woont Vos'
            return [
                Bit(f"daar{relative.text[4:]}"),
                Bit(base, finite),
                *first,
                *self._after(words, main, front, particle),
            ]
        rest: list[Bit] = []
        if relative is not None and self._roles.cast(main).object == relative:
            antecedent = self._roles.antecedent(main)
            rest += [Bit(_inner(antecedent))] if antecedent is not None else []
        return [*first, Bit(base, finite), *rest, *self._after(words, main, front, particle)]

    def _after(self, words: list[Word], main: Clause, front: list[Word], particle: str) -> Iterator[Bit]:
        """What follows subject and finite verb, as it stood; the particle where the verb was."""
        shared = [w for w in main.inherited if w != main.finite and w not in words]
        for word in words:
            if word == main.head:
                yield from self._in_order(shared, main)
            if word == main.finite:
                yield from [Bit(particle)] if particle else []
            elif word not in front:
                yield from self._in_order([word], main)

    def _put_in(self, subject: Phrase, main: Clause) -> Bit:
        """A subject from outside the clause."""
        word = subject.head
        several = main.finite is not None and main.finite.tag_.endswith("|mv")
        alone = subject.text == word.text
        return Bit((self._names.instead(word, several=several) if alone else None) or subject.text)

    def _in_order(self, words: Iterable[Word], main: Clause) -> list[Bit]:
        several = main.finite is not None and main.finite.tag_.endswith("|mv")
        bits: list[Bit] = []
        told: set[str] = set()
        for word in words:
            entity = self._names.entity(word)
            known = entity in told
            name = None if known else self._names.instead(word, several=several)
            bits.append(Bit(name or word.text, word))
            told |= {entity} if entity is not None else set()
        return bits


def _late(words: list[Word], inside: list[Word], finite: Word, main: Clause) -> bool:
    """'… en de partij haar meerderheid kwijt is': the verb stands last though nothing subordinates the clause."""
    between = [w for w in words if inside[-1].i < w.i < finite.i and w not in main.members]
    after = [w for w in words if w.i > finite.i and not w.is_punct and w not in main.members]
    if not between or after or words[0] != inside[0] or between[0].i != inside[-1].i + 1 or form(finite) != "pv":
        return False
    first = between[0]  # 'de weg naar Gent is dicht', 'huizen en schuren branden': the phrase goes on
    goes_on = first.pos_ in {"ADP", "CCONJ"} or first.text[0].isupper() or words[0].lower_ == "dat"
    return not goes_on and finite.tag_.startswith("WW|pv") and not any(w.is_punct or form(w) == "inf" for w in between)


def _with_embedding(clause: Clause, words: list[Word], governor: Governor | None) -> tuple[list[Word], Clause]:
    """The words with those of the clauses that embed them and change or complete what they say, and the outermost of these."""
    outer, coloured = clause, governor is not None and (governor.turns or bool(governor.row["modality"]))
    for _ in range(DEEPEST):
        parent = outer.parent
        if parent is None or not (outer.kind == "infinitive" or (outer is clause and coloured)):
            break
        before = outer.tokens[0].doc[max(0, outer.tokens[0].i - 1) : outer.tokens[0].i] if outer.tokens else []
        words = merged(words, (w for w in before if w.lower_ in {"dat", "of", "om"}))
        outer = parent
        words = merged(words, trim(outer.tokens, words=OPENERS))
    return words, outer


def merged(some: Iterable[Word], others: Iterable[Word]) -> list[Word]:
    """All the words in text order."""
    found = {w.i: w for w in (*some, *others)}
    return [found[i] for i in sorted(found)]


def _inner(phrase: Phrase) -> str:
    """A phrase's words for a place inside the sentence: 'Het' of the article's first word loses its capital."""
    word = phrase.head.doc.touching(phrase.start, phrase.start + 1)[0]
    small = word.i == word.sent.start and word.pos_ in {"DET", "PRON", "ADP", "NUM", "ADJ"}
    return phrase.text[0].lower() + phrase.text[1:] if small else phrase.text


def _small(word: Word) -> str:
    """A word that opened its sentence and does so no more: 'Als …' goes behind the main clause."""
    return word.text.lower() if word.pos_ in {"SCONJ", "ADP", "ADV"} else word.text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _split(finite: Word, clause: Clause) -> tuple[str, str]:
    """'aankomt' as 'komt' and 'aan', where the verb is known to be separable."""
    name = predicate(clause)
    for particle in PARTICLES if finite == clause.verb else ():
        joined = finite.lower_.startswith(particle) and name.startswith(particle) and particle not in INSEPARABLE
        base = name.removeprefix(particle)
        apart = particle in ALWAYS_APART and form(finite) == "pv" and is_listed(base) and not is_listed(name)
        if joined and (attested(particle, base) or (apart and not name.endswith("eren"))):
            return finite.text[len(particle) :], finite.text[: len(particle)]
    return finite.text, ""


def _told(bits: list[Bit]) -> str | None:
    """The bits as one line: spaced as in the article where they stood together there, no mark where something was left out."""
    bits = [b for b in _once(bits) if b.word is None or not (b.word.is_space or b.text in QUOTATION)]
    around = zip([None, *bits], bits, [*bits[1:], None], strict=False)
    kept = [b for before, b, after in around if not _is_mark(b) or _holds(before, b, after)]
    line = ""
    for before, bit in zip([None, *kept], kept, strict=False):
        line += (" " if before is not None and not _touches(before, bit) else "") + bit.text
    if line.count("(") != line.count(")"):
        line = line.replace("(", "").replace(")", "")
    return _capital(line) or None


def _once(bits: list[Bit]) -> Iterator[Bit]:
    """A name stands for a pronoun once in a sentence: 'Vos zei dat ze komt'."""
    told: set[str] = set()
    for bit in bits:
        again = (
            bit.word is not None and bit.word.tag_.startswith("VNW") and bit.text != bit.word.text and bit.text in told
        )
        yield Bit(bit.word.text, bit.word) if again and bit.word is not None else bit
        told.add(bit.text)


def _is_mark(bit: Bit) -> bool:
    return bit.word is not None and bit.word.is_punct


def _holds(before: Bit | None, mark: Bit, after: Bit | None) -> bool:
    """Whether a mark still stands between what it stood between; a bracket by what it encloses."""
    return (mark.text == "(" or _follows(before, mark)) and (mark.text == ")" or _follows(mark, after))


def _follows(before: Bit | None, after: Bit | None) -> bool:
    """Whether two bits stood next to one another in the article."""
    words = (before.word if before is not None else None), (after.word if after is not None else None)
    return words[0] is not None and words[1] is not None and words[0].i + 1 == words[1].i


def _touches(before: Bit, after: Bit) -> bool:
    """Whether they stood there without a space between them."""
    return (
        _follows(before, after)
        and before.word is not None
        and after.word is not None
        and before.word.end == after.word.idx
    )
