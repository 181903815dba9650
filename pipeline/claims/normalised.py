"""A claim as a short Dutch sentence that can be read by itself, put together from the article's own words only.

What a subordinate clause says is told as a main clause ('dat de brug morgen dicht gaat': 'De brug gaat morgen dicht'), a subject
it shares with another clause is put in, a pronoun gives way to the name the entities found for it. A word that embeds the
clause and changes what it says ('weigert te …', 'ontkent dat …') stays, with its own subject. Where a clause has a form that
no rule here turns about, its words stay in their order: a clause as the article has it is always true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.claims import governors, tables
from pipeline.claims.clauses import Clause, relative_word
from pipeline.claims.governors import Governor
from pipeline.claims.line import Bit, capital, told
from pipeline.claims.phrases import Phrase, trim
from pipeline.claims.predicates import predicate
from pipeline.claims.proposition import Proposition
from pipeline.claims.restrictive import tells_which
from pipeline.claims.roles import Roles
from pipeline.claims.stand_ins import Names
from pipeline.claims.verbs import PARTICLES, attested, form, is_listed
from pipeline.claims.wholeness import Wholeness
from pipeline.claims.words import Word
from pipeline.schema import Modality

KEPT = frozenset({"voordat", "alvorens", "totdat", "tot", "zoals", "naarmate", "voorzover"})
DROPPED = {"dat", *(row["word"] for row in tables.rows("subordinators") if not row["modality"])} - KEPT
"""Subordinators that a clause says the same without; the others ('als', 'of', 'voordat') stay, with the order they ask for."""
OPENERS = frozenset({"en", "maar", "want", "dus", "doch", "al"})
FIRST = frozenset({"dus", "al"})
"""Those that take the first place in the sentence: 'Dus besloot de raad …'."""
SUBORDINATE = frozenset({"complement", "adverbial", "relative"})
PASSED = frozenset({"totdat"})
"""What a clause in the past says the same without: it came about."""
CONSEQUENCES = frozenset({"waardoor", "waarna", "waarmee", "waarbij"})
INSEPARABLE = frozenset({"over", "onder", "voor", "door", "om", "weer", "mis"})
"""Particles that are as often a prefix which stays with its verb ('voorkomt', 'overlegt')."""
ALWAYS_APART = frozenset({
    "af", "bij", "binnen", "in", "langs", "los", "mee", "na", "neer", "op", "rond", "samen", "tegen", "terug", "toe", "uit", "vast", "weg",
})  # fmt: skip
"""Particles that never are, whatever verb they stand before."""
DEEPEST = 4
"""Clauses that are told with the one they embed: 'zegt te weigeren om te …'."""


class Normaliser:
    """Makes the sentences of one document."""

    def __init__(self, roles: Roles, names: Names) -> None:
        self._roles = roles
        self._names = names
        self._wholeness = Wholeness(roles.top_of.values(), names.quotes)

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
            return capital(_equation(found.subject, found.object))
        clause = found.clause
        bare = found.rule in {"label", "contrast"}
        words = clause.tokens if bare else merged(tokens, clause.marks)
        words = trim(words, words=OPENERS)
        words, outer = _with_embedding(clause, words, governor, asked=self._asked(clause))
        ahead: list[list[Word]] = []
        for more in further:
            if outer is not clause or not self._told_first(more, words, found):  # 'om te voorkomen dat …, kocht hij …'
                words = merged(words, more)
            elif not more[0].tag_.startswith("WW|pv"):  # 'Werd hij werkloos, dan …' cannot follow
                ahead.append(more)
        words = words if found.rule == "contrast" else self._wholeness.whole(words, outer)
        open_ = outer is clause and modality in {"question", "imperative", "conditional"}
        bits = self._bits(words, outer, asks=open_ and not self._opened(words, outer, ahead))
        for more in (a for a in ahead if not {*a} & {*words}):
            bits += [Bit(_small(more[0]), more[0]), *(Bit(w.text, w) for w in more[1:])]
        return told(bits)

    def _asked(self, clause: Clause) -> bool:
        """Whether a clause is a question that another one embeds: 'laat zien hoe …' says nothing by itself."""
        parent, quotes = clause.parent, self._names.quotes
        if parent is None or clause.kind != "complement" or clause.top.dep_ not in {"ccomp", "csubj"}:
            return False
        same = quotes.around(parent.verb.idx) == quotes.around(clause.verb.idx)
        return same and governors.asks(clause) and parent.kind == "main" and not quotes.reported_by(parent.members)

    @staticmethod
    def _told_first(more: list[Word], words: list[Word], found: Proposition) -> bool:
        """Whether a clause stands before the one it completes: it is told after it, but for one that is the subject."""
        subject = found.subject
        own = subject is not None and any(subject.start <= w.idx < subject.end for w in more)
        return bool(words) and more[0].i < words[0].i and not own

    @staticmethod
    def _opened(words: list[Word], clause: Clause, ahead: list[list[Word]]) -> bool:
        """Whether something stood before the verb that now opens the sentence: it is no question."""
        if not words or words[0].sent.text.rstrip("'\"’” ").endswith("?"):
            return False
        before = words[0].nbor(-1) if words[0].i > words[0].sent.start else None
        return bool(ahead) or (before is not None and before in clause.tokens and before.lower_ in FIRST)

    def _bits(self, words: list[Word], main: Clause, *, asks: bool) -> list[Bit]:
        """The words in the order of a main clause, where there is a subject and a finite verb to turn them about."""
        relative = relative_word(main) if main.kind == "relative" else _consequence(main)
        finite, subject = main.finite, self._roles.grammatical_subject(main)
        kept = DROPPED | {"te"} if finite is not None and form(finite) == "pv" else DROPPED  # 'dreigt te vallen'
        if finite is not None and "verl" in finite.tag_:
            kept = kept | PASSED
        stays = governors.asks(main) or any(m.lower_ not in kept for m in main.marks)
        where = relative is not None and relative.lower_.startswith("waar")
        turned = relative is None or where or relative.lower_ in {"die", "dat"}
        if relative is not None and not where and tells_which(main):
            return self._described(words, main)
        if finite is None or subject is None or stays or not turned:
            return self._as_it_stands(words, main)
        whole = words
        words = [w for w in words if (w not in main.marks or w.lower_ == "te") and w != relative]
        inside = [w for w in words if subject.start <= w.idx < subject.end]
        if inside and main.kind in SUBORDINATE:  # 'dat niet alle leden komen'
            inside = [w for w in words if w.i + 1 == inside[0].i and w.lower_ == "niet"] + inside
        last = main.kind in SUBORDINATE or (relative is not None and main.kind != "relative")
        verb_last = bool(inside) and inside[-1].i < finite.i and (last or _late(words, inside, finite, main))
        verb_first = main.kind == "main" and not asks and words[:1] == [finite]
        if (inside and not verb_last and not verb_first) or finite not in (*words, *main.inherited):
            return self._as_it_stands(words, main)
        if _cut(inside, words) if inside else subject.text.lower() in {w.lower_ for w in words[:2]}:
            return self._as_it_stands(whole, main)
        if main.kind == "main" and not inside and words and words[0].idx < subject.start and words[0] != finite:
            return self._in_order(merged(words, _with_opener(subject)), main)  # 'Het probleem is dat …'
        if subject.text.lower() in {"je", "jij"} and not verb_last and not finite.text.endswith("t"):
            return self._as_it_stands(whole, main)  # 'dan probeer je'
        return self._main_order(words, main, subject, inside, relative)

    def _as_it_stands(self, words: list[Word], main: Clause) -> list[Bit]:
        """The words in their order, with what stands before a verb that would else open a question."""
        opens = bool(words) and words[0] == main.finite and words[0].tag_.startswith("WW|pv")
        return self._in_order([*(self._wholeness.front(words[0]) if opens else []), *words], main)

    def _described(self, words: list[Word], main: Clause) -> list[Bit]:
        """'Buren die klagen': not all neighbours do, so the clause stays with its noun."""
        antecedent, relative = self._roles.antecedent(main), relative_word(main)
        words = merged(words, [relative] if relative is not None else [])
        return [*([Bit(antecedent.text)] if antecedent is not None else []), *self._in_order(words, main)]

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


def _equation(one: Phrase, other: Phrase) -> str:
    """An apposition as a clause: 'X is Y'."""
    several = "|mv" in one.head.tag_ or any(c.dep_ == "conj" for c in one.head.children if c.idx < one.end)
    plural = "|mv" in other.head.tag_  # 'schrijver en zanger' may be one man
    if several != plural or other.text.lower().startswith(("onder", "waaronder", "zoals", "toen", "destijds")):
        return f"{one.text}, {other.text}"
    return f"{one.text} {'zijn' if plural else 'is'} {other.text}"


def _consequence(clause: Clause) -> Word | None:
    """'Waardoor' and its kind, where they open a clause that hangs on no noun."""
    first = next((t for t in clause.tokens if not t.is_punct), None)
    return (
        first if first is not None and first.lower_ in CONSEQUENCES and clause.kind in {"main", "adverbial"} else None
    )


def _with_opener(phrase: Phrase) -> list[Word]:
    """The words of a phrase, with the 'dat' or 'of' of one that is a clause."""
    words = phrase.head.doc.inside(phrase.start, phrase.end)
    before = words[0].nbor(-1) if words and words[0].i > 0 else None
    return [before, *words] if before is not None and before.lower_ in {"dat", "of"} else words


def _cut(inside: list[Word], words: list[Word]) -> bool:
    """Whether the subject goes on behind what the parse takes for it ('niet de raad, maar het bestuur'), or is in pieces."""
    if any(w.i + 1 == inside[0].i and w.lower_ in {"dat", "of"} and w.dep_ == "mark" for w in words):
        return True  # 'is het de vraag of het lukt'
    after = [w for w in words if w.i > inside[-1].i and not w.is_punct][:1]
    if after and (after[0].lower_ in {"maar", "en", "noch"} or after[0].dep_ == "cc"):
        return True
    own = {w.i for w in words}
    return any(i in own for i in range(inside[0].i, inside[-1].i) if i not in {w.i for w in inside})


def _with_embedding(
    clause: Clause, words: list[Word], governor: Governor | None, *, asked: bool = False
) -> tuple[list[Word], Clause]:
    """The words with those of the clauses that embed them and change or complete what they say, and the outermost of these."""
    outer = clause
    coloured = asked or (governor is not None and (governor.turns or bool(governor.row["modality"])))
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


def _split(finite: Word, clause: Clause) -> tuple[str, str]:
    """'aankomt' as 'komt' and 'aan', where the verb is known to be separable."""
    name = predicate(clause)
    for particle in PARTICLES if finite == clause.verb else ():
        joined = finite.lower_.startswith(particle) and name.startswith(particle) and particle not in INSEPARABLE
        base = name.removeprefix(particle)
        apart = particle in ALWAYS_APART and form(finite) == "pv" and is_listed(base) and not is_listed(name)
        if joined and (attested(particle, base) or (apart and not name.endswith("eren"))):
            return finite.text[len(particle) :], finite.text[: len(particle)]
    return finite.lower_ if finite.i == finite.sent.start else finite.text, ""
