"""The words of a claim in the order of a main clause: 'dat de brug morgen dicht gaat' as 'de brug gaat morgen dicht'.

Where a clause has a form that no rule here turns about, its words stay in their order: a clause as the article has it is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile

from pipeline.claims import governors, tables
from pipeline.claims.clauses import PLACEHOLDERS, Clause
from pipeline.claims.kinds import relative_word
from pipeline.claims.line import Bit, plain
from pipeline.claims.openings import order
from pipeline.claims.phrases import Phrase
from pipeline.claims.restrictive import a_kind, an_example, tells_which
from pipeline.claims.roles import Roles
from pipeline.claims.separable import split
from pipeline.claims.stand_ins import Names
from pipeline.claims.subject_place import (
    SUBORDINATE,
    cut,
    goes_with,
    holds,
    is_clause,
    late,
    placeholder,
    several,
    stem,
)
from pipeline.claims.verbs import PARTICLES, STRESSED, form
from pipeline.claims.wholeness import Wholeness
from pipeline.entities.tables import source_noun
from pipeline.words import Word, merged

KEPT = frozenset({"voordat", "alvorens", "totdat", "tot", "zoals", "naarmate", "voorzover"})
DROPPED = {"dat", *(row["word"] for row in tables.rows("subordinators") if not row["modality"])} - KEPT
"""Subordinators that a clause says the same without; the others ('als', 'of', 'voordat') stay, with the order they ask for."""
JOINING = frozenset({"en", "maar", "want", "dus", "doch"})
"""Words that join sentences and that the parse may take for subordinators."""
PASSED = frozenset({"totdat"})
"""What a clause in the past says the same without: it came about."""
CONSEQUENCES = frozenset({"waardoor", "waarna", "waarmee", "waarbij"})
TIMES = frozenset(
    {
        "moment",
        "ogenblik",
        "tijd",
        "dag",
        "keer",
        "periode",
        "week",
        "maand",
        "jaar",
        "avond",
        "nacht",
        "ochtend",
        "uur",
    }
)
"""What 'dat' takes up without being the object: 'op het moment dat hij viel'."""
REFLEXIVE = frozenset({"zich", "me", "mij", "je", "ons"})
NAMELY = frozenset({"namelijk", "bijvoorbeeld", "onder", "meer", "en"})
UNFIT = frozenset({"niet", "geen", "al", "nooit", "zo", "even", "zich", "me", "hem", "haar", "ons"})
"""Words that do not open a main clause as they open the middle of a subordinate one."""
WITHIN = frozenset({"det", "amod", "nummod", "nmod:poss", "case", "nmod"})
"""What belongs to the complement of a copula and to nothing else."""
YOU = frozenset({"je", "jij"})


class WordOrder:
    """Puts the words of one document's claims in order."""

    def __init__(self, roles: Roles, names: Names, wholeness: Wholeness) -> None:
        self._roles, self._names, self._wholeness = roles, names, wholeness

    def bits(self, words: list[Word], main: Clause, *, asks: bool, certain: bool) -> list[Bit]:
        """The words in the order of a main clause, where there is a finite verb to put in the second place."""
        relative = relative_word(main) if main.kind == "relative" else _consequence(main)
        finite = main.finite
        where = relative is not None and relative.lower_.startswith("waar")
        if relative is not None and not where and tells_which(main) and not self._done_by_someone(main, relative):
            return self._described(words, main, certain=certain)
        about = self._about_someone(words, main, relative) if relative is not None and relative.lower_ == "wie" else []
        if about:
            return about
        turned = relative is None or where or relative.lower_ in {"die", "dat"}
        supposed = (
            asks and main.kind == "adverbial" and any(w.lower_ in {"als", "indien", "wanneer", "mits"} for w in words)
        )
        supposed = supposed or without(words)
        if finite is None or not turned or governors.asks(main) or supposed or _stays(main, finite):
            return self._as_it_stands(words, main, asks=asks)
        subject = self._roles.own_subject(main) if where else self._roles.grammatical_subject(main)
        subject = self._agreeing(main, subject, relative)
        words = _from_mark(words, main)
        own = [w for w in words if (w not in main.marks or w.lower_ == "te") and w != relative]
        own = own[1:] if own and main.kind == "complement" and own[0].lower_ == "dat" and own[0].dep_ == "mark" else own
        turned_about = self._turned(words, own, main, subject, relative, asks=asks) if subject is not None else []
        if not turned_about and (subject is None or is_clause(subject)):
            opened = where or words[:1] == main.marks[:1]
            turned_about = self._verb_second(own, main, relative) if opened else []
        return turned_about or self._as_it_stands(words, main, asks=asks)

    def _done_by_someone(self, main: Clause, relative: Word) -> bool:
        """'De huizen die Vos verhuurt': somebody does it to definite things."""
        subject, antecedent = self._roles.grammatical_subject(main), self._roles.antecedent(main)
        if subject is None or antecedent is None or self._roles.cast(main).object != relative:
            return False
        if an_example(antecedent.head):
            return True
        definite = any(c.lower_ == "de" for c in antecedent.head.children)
        return definite and relative.lower_ in {"die", "dat"} and subject.head.pos_ in {"PRON", "PROPN"}

    def _agreeing(self, main: Clause, subject: Phrase | None, relative: Word | None) -> Phrase | None:
        """The subject of a clause; of a relative one what it is about, where only that has the number of the verb."""
        antecedent = (
            self._roles.antecedent(main) if relative is not None and relative.lower_ in {"die", "dat"} else None
        )
        if antecedent is None or subject is None or antecedent.head == subject.head:
            return subject
        many = several(subject.head)
        other = many is not None and main.finite is not None and main.finite.tag_.startswith("WW|pv")
        wrong = other and main.finite is not None and main.finite.tag_.endswith("|mv") != many
        return antecedent if wrong and several(antecedent.head) is not many else subject

    def _turned(
        self, whole: list[Word], words: list[Word], main: Clause, subject: Phrase, relative: Word | None, *, asks: bool
    ) -> list[Bit]:
        """The words as a main clause; none where they are better left as they stand."""
        finite = main.finite
        assert finite is not None
        inside = [w for w in words if subject.start <= w.idx < subject.end]
        if inside and main.kind in SUBORDINATE:  # 'dat niet alle leden komen', 'dat hier al die mensen wonen'
            inside = [w for w in words if w.i + 1 == inside[0].i and goes_with(w, words, inside[0])] + inside
        last = main.kind in SUBORDINATE or (relative is not None and main.kind != "relative")
        verb_last = bool(inside) and inside[-1].i < finite.i and (last or late(words, inside, finite, main))
        granted = words[:1] == [finite] and finite.i > 0 and finite.nbor(-1).lower_ == "al"  # 'al kost het geld'
        opened = main.kind in {"complement", "adverbial"} and not {*main.marks} & {*words} and _goes_before(finite)
        main_like = main.kind == "main" or granted or opened  # 'Volgens Vos komt de boot'
        verb_first = main_like and not asks and words[:1] == [finite]
        if (inside and not verb_last and not verb_first) or finite not in (*words, *main.inherited):
            return []
        ordered = order(main) and not inside and main.top.dep_ != "conj"
        together = finite.lower_ in {"laten", "laat"} and subject.text.lower() in {"we", "wij", "ons"}
        if verb_first and (
            ordered or together or stem(finite, subject) or (not granted and self._wholeness.front(finite))
        ):
            return self._as_it_stands(whole, main)  # 'Vergis je niet', 'Kijk dit gras', 'Laten we hopen dat …'
        if verb_first and (held := placeholder(words, finite, subject)) is not None:
            return self._main_order(words, main, subject, [held], None)
        if cut(inside, words) if inside else subject.text.lower() in {w.lower_ for w in words[:2]}:
            return self._as_it_stands(whole, main)
        if main.kind == "main" and not inside and words and words[0].idx < subject.start and words[0] != finite:
            return self._in_order(merged(words, _with_opener(subject)), main)  # 'Het probleem is dat …'
        if subject.text.lower() in YOU and not verb_last and not finite.text.endswith("t"):
            return self._as_it_stands(whole, main)  # 'dan probeer je'
        er = [w for w in words if inside and w.i + 1 == inside[0].i and w.lower_ == "er" and holds(w, subject)]
        front = words[:1] if inside and words[0].lower_ == "er" else er or inside
        return self._main_order(words, main, subject, front, relative)

    def _as_it_stands(self, words: list[Word], main: Clause, *, asks: bool = False) -> list[Bit]:
        """The words in their order, with what stands before a verb that would else open a question."""
        opens = bool(words) and words[0] == main.finite and words[0].tag_.startswith("WW|pv")
        front = self._wholeness.front(words[0]) if opens else []
        if asks and front and front[0].lower_.translate(STRESSED) not in governors.QUESTION_WORDS:
            front = []
        return self._in_order(merged(front, words), main)

    def _about_someone(self, words: list[Word], main: Clause, relative: Word) -> list[Bit]:
        """'de buren met wie Vos praat': 'Met de buren praat Vos'."""
        antecedent, finite = self._roles.antecedent(main), main.finite
        if antecedent is None or finite not in words[3:] or words[1] != relative or words[0].pos_ != "ADP":
            return []
        if source_noun(antecedent.head.lower_) is None and not self._roles.mentions.label(antecedent.head):
            return []
        base, particle = split(finite, main)
        first = [Bit(words[0].text, words[0]), Bit(_inner(antecedent)), Bit(base, finite)]
        return [*first, *self._after(words, main, words[:2], particle)]

    def _verb_second(self, words: list[Word], main: Clause, relative: Word | None) -> list[Bit]:
        """'dat er met hen te praten valt', 'omdat duidelijk werd dat …': what stands first there does so here."""
        finite = main.finite
        if finite is None or finite not in words:
            return []
        if relative is not None:  # 'waarbij over en weer wordt geschoten'
            base, particle = split(finite, main)
            return [Bit(f"daar{relative.text[4:]}"), Bit(base, finite), *self._after(words, main, [], particle)]
        if main.kind not in {"complement", "adverbial"}:
            return []
        er = [w for w in words if w.lower_ == "er" and w.i < finite.i][:1]
        front = er or _first_part(words, main)
        if not front or front[-1].i >= finite.i or finite in front or front[-1].lower_ in UNFIT:
            return []
        base, particle = split(finite, main)
        return [*self._in_order(front, main), Bit(base, finite), *self._after(words, main, front, particle)]

    def _described(self, words: list[Word], main: Clause, *, certain: bool) -> list[Bit]:
        """'Buren die klagen': not all neighbours do, so the clause stays with its noun."""
        antecedent, relative = self._roles.antecedent(main), relative_word(main)
        rest = self._in_order(merged(words, [relative] if relative is not None else []), main)
        if antecedent is None:
            return rest
        told = _inner(antecedent).removeprefix("de ")
        first = next(w for w in main.head.doc.touching(antecedent.start, antecedent.end) if w.lower_ != "de")
        example = re.search(r"\b[Ee]en .*", plain(antecedent)) if certain and an_example(antecedent.head) else None
        if example is not None:
            return [Bit("Er"), Bit("is"), Bit("e" + example.group()[1:]), *rest]
        if not certain or not a_kind(antecedent.head) or not first.tag_.startswith(("N|", "ADJ", "WW|od", "WW|vd")):
            return [Bit(plain(antecedent)), *rest]
        return [Bit("Er"), Bit("zijn"), Bit(told), *rest]

    def _main_order(
        self, words: list[Word], main: Clause, subject: Phrase, front: list[Word], relative: Word | None
    ) -> list[Bit]:
        """What stands first (the subject or 'er'), the finite verb, the rest as it stood."""
        finite = main.finite
        assert finite is not None
        first = self._in_order(front, main) if front else [self._put_in(subject, main)]
        base, particle = split(finite, main)
        verb, after = Bit(base, finite), [*self._after(words, main, front, particle)]
        if relative is None:
            return [*first, verb, *after]
        if relative.lower_.startswith("waar"):  # 'waarin Vos woont': 'Daarin woont Vos'
            there = Bit(f"daar{relative.text[4:]}")
            return [*first, verb, there, *after] if subject.text.lower() in YOU else [there, verb, *first, *after]
        antecedent = self._roles.antecedent(main) if self._roles.cast(main).object == relative else None
        then = antecedent is not None and relative.lower_ == "dat" and antecedent.head.lower_ in TIMES
        if antecedent is not None and (then or antecedent.head == subject.head):
            antecedent = None
        if after and antecedent is not None and after[0].text.lower() in REFLEXIVE:  # 'hij kan zich die dag heugen'
            return [*first, verb, after[0], Bit(_inner(antecedent)), *after[1:]]
        return [*first, verb, *([Bit(_inner(antecedent))] if antecedent is not None else []), *after]

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
        alone = subject.text == word.text
        return Bit((self._names.instead(word, several=_plural(main)) if alone else None) or plain(subject))

    def _in_order(self, words: Iterable[Word], main: Clause) -> list[Bit]:
        bits: list[Bit] = []
        told: set[str] = set()
        for word in words:
            entity = self._names.entity(word)
            known = entity in told
            name = None if known else self._names.instead(word, several=_plural(main))
            bits.append(Bit(name or word.text, word))
            told |= {entity} if entity is not None else set()
        return bits


def _plural(main: Clause) -> bool:
    """Whether the finite verb is plural."""
    return main.finite is not None and main.finite.tag_.endswith("|mv")


def _stays(main: Clause, finite: Word) -> bool:
    """Whether a subordinator without which the clause says something else keeps its order."""
    dropped = DROPPED | JOINING
    dropped = dropped | {"te"} if form(finite) == "pv" else dropped  # 'dreigt te vallen'
    dropped = dropped | PASSED if "verl" in finite.tag_ else dropped
    return any(m.lower_ not in dropped for m in main.marks)


def without(words: list[Word]) -> bool:
    """Whether what a clause says is not so: 'zonder dat iemand het wist'."""
    return any(one.lower_ in {"zonder", "behalve"} and other.lower_ == "dat" for one, other in pairwise(words[:3]))


def _from_mark(words: list[Word], main: Clause) -> list[Word]:
    """The words from 'dat' on: 'schrijft voor dat …', where the parse takes the particle for a word of the clause."""
    mark = main.mark("dat")
    at = words.index(mark) if mark is not None and mark in words else 0
    early = main.kind in {"complement", "adverbial"} and main.finite not in words[:at]
    loose = all(w.lower_ in {*PARTICLES, *NAMELY} or w.lower_.startswith(PLACEHOLDERS) for w in words[:at])
    return words[at:] if early and loose else words


def _first_part(words: list[Word], main: Clause) -> list[Word]:
    """The first words that are one part of a clause."""
    tops = [_top(w, main) for w in words]
    return [w for w, _ in takewhile(lambda pair: pair[1] == tops[0], zip(words, tops, strict=True))] if words else []


def _top(word: Word, main: Clause) -> int:
    """The part of a clause that a word belongs to, by the place of its head."""
    group = {m.i for m in main.members}
    step = word
    while step.i not in group and step.head.i not in group and step.head.i != step.i:
        step = step.head
    complement = main.copula is not None and step.head == main.head and step.dep_ in WITHIN
    return main.head.i if complement else step.i


def _goes_before(finite: Word) -> bool:
    """Whether another part of its sentence stands right before a verb: 'Volgens Vos komt …', 'Maar nadat Vos kwam, ging …'."""
    before = finite.nbor(-1) if finite.i > finite.sent.start else None
    return before is not None and before.dep_ != "cc" and (not before.is_punct or before.text == ",")


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


def _inner(phrase: Phrase) -> str:
    """A phrase's words for a place inside the sentence: 'Het' of the article's first word loses its capital."""
    word = phrase.head.doc.touching(phrase.start, phrase.start + 1)[0]
    small = word.i == word.sent.start and word.pos_ in {"DET", "PRON", "ADP", "NUM", "ADJ", "NOUN", "ADV"}
    small = small and (word.pos_ in {"DET", "PRON"} or not word.lemma_[:1].isupper())
    text = plain(phrase)
    return text[0].lower() + text[1:] if small else text
