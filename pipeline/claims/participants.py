"""Which words of a clause are its subject and its object.

The parse proposes; where it gives none, two, or one that does not agree with the verb, the order of a Dutch clause decides:
the bare noun phrase before the verb in second place, else the first one after it; after a complementizer the first one.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.claims import tables
from pipeline.claims.agreement import agrees, same_number
from pipeline.claims.clauses import Clause
from pipeline.claims.kinds import relative_word
from pipeline.claims.openings import order
from pipeline.claims.predicates import intransitive, predicate
from pipeline.claims.spells import determined, how_often, says_when, throughout
from pipeline.claims.verbs import form, lemma
from pipeline.words import Word, place

SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer")
CLAUSAL_SUBJECT = ("csubj", "csubj:pass")
LOOSE = frozenset({"obl", "advmod", "xcomp", "advcl", "appos", "compound:prt", "iobj", "amod", "nmod", "obl:arg"})
"""Labels under which a parser hides subjects and objects; taken only for bare noun phrases."""
OBLIQUE = frozenset({"mij", "me", "hem", "hen", "ons", "jou"})
NOMINATIVE = frozenset({"ik", "we", "wij", "hij", "jij", "men"})
NEVER_BEFORE_SUBJECT = frozenset({"met", "in", "bij", "door", "aan", "volgens", "na", "uit", "naar", "namens", "per"})
REFLEXIVE = {"ik": {"me", "mij"}, "we": {"ons"}, "wij": {"ons"}, "je": {"je"}, "jij": {"je"}}
WEAK_NOMINATIVE = frozenset({"ze", "zij", "je", "u", "jullie", "niemand", "iedereen"})
WHOM = frozenset({"ze", "hem", "haar", "hen", "hun", "ons", "me", "mij", "je", "jullie"})
POINTING = frozenset({"dit", "dat", "zoiets", "het", "die"})
QUESTION_WORDS = frozenset({"wat", "welke", "welk", "hoeveel"})
NOT_OBJECT = frozenset({"zich", "zichzelf", "er", "hier", "daar"})
INSIDE_PHRASE = frozenset({"det", "amod", "nummod", "nmod:poss", "flat", "fixed", "appos", "nmod", "case"})
TRANSITIVE = frozenset(
    {"hebben", "krijgen", "nemen", "maken", "geven", "vragen", "zoeken", "doen", "bieden", "vinden", "voelen"}
)
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
PARTICLE_NOUNS = tables.words("particles")


@dataclass(frozen=True, slots=True)
class Cast:
    """Subject and object of a verb group as tokens; `shared` where the subject is that of the first conjunct."""

    subject: Word | None = None
    object: Word | None = None
    shared: bool = False


def cast(clause: Clause, named: set[int], timed: set[int]) -> Cast:
    """The participants of a clause.

    `named` are the tokens inside names, which are nouns whatever the tagger says, `timed` those of time expressions.
    """
    members = {m.i for m in clause.members}
    words = [c for c in clause.constituents if c.i not in members]
    subjects = [c for c in words if c.dep_ in SUBJECT and _nominal(c, named) and not _complementizer(c, clause)]
    timely = {c.i for c in words if c.i in timed and not any(k.dep_ == "det" for k in c.children)}
    words = [c for c in words if not _across_colon(c, clause)]
    subjects = [c for c in subjects if c in words and not _prepositional(c) and c.lower_ not in OBLIQUE]
    objects = [
        c
        for c in words
        if c.dep_ == "obj"
        and c.i not in timely
        and not throughout(c)
        and not how_often(c)
        and _object(c, named)
        and not _complementizer(c, clause)
    ]
    relative = relative_word(clause)
    if relative is not None and relative.lower_.startswith("waar"):
        relative = None
    announced = any(c.dep_ in {"ccomp", *CLAUSAL_SUBJECT} for c in words)
    when = timely if announced else set()  # 'Eind mei bleek dat …'
    subjects = [c for c in subjects if c.i not in when]
    if clause.top.dep_ == "conj" and len(subjects) == 1 and says_when(subjects[0]):
        subjects = []  # 'en heeft de hele nacht niet geslapen'
    subject = _choose(subjects, clause, relative)
    if subject is not None and _called(subject, clause):
        subject, subjects = None, []
    loose = [
        c
        for c in words
        if (_loose(c, named) and c.i not in timed)
        or (c.dep_ in SUBJECT and c != subject and c not in subjects and _bare(c))
    ]
    pronoun = _hidden_pronoun(clause, subject, [*objects, *loose])
    if pronoun is not None:
        subjects, subject = [*subjects, pronoun], pronoun
    if subject is None or not agrees(subject, clause):
        before = _preverbal(clause, named)
        subject = before if before is not None and before.i not in when else subject
    had = subject if subject is not None and not objects and _had(subject, clause) else None
    if had is not None:  # 'dat het duurt en invloed heeft op de sfeer'
        subject, objects, subjects = None, [had], [c for c in subjects if c != had]
    shared = subject is None and _shares(clause)
    if subject is None and not shared and _needs_subject(clause):
        subject = _missing_subject(clause, relative, [*objects, *loose])
    rest = [
        *[c for c in objects if c != subject],
        *[c for c in subjects if c != subject],
        *[c for c in loose if c != subject],
    ]
    rest = [c for c in rest if not (says_when(c) and c.dep_ != "obj") and c.lower_ not in NOT_OBJECT | {"'s", "’s"}]
    if subject is not None:
        reflexive = REFLEXIVE.get(subject.lower_, set())
        rest = [c for c in rest if c.lower_ not in reflexive and not (c.lower_ == "beetje" and len(c.children) == 1)]
    if intransitive(predicate(clause)):
        rest = [c for c in rest if c.dep_ == "obj"]
    rest.sort(key=lambda c: c.i in timed and c.dep_ == "obj")
    return Cast(subject, _object_of(_things(rest), relative, subject), shared)


def _things(rest: list[Word]) -> list[Word]:
    """'gaf *ze* weinig inzicht': of two objects a pronoun before a noun phrase says to whom."""
    objects = [c for c in rest if c.dep_ == "obj"]
    given = len(objects) == 2 and objects[0].lower_ in WHOM and objects[1].pos_ == "NOUN" and determined(objects[1])
    return [c for c in rest if c != objects[0]] if given else rest


def _continues(clause: Clause) -> bool:
    """Whether a clause goes on from a subordinate one without a word of its own that says so."""
    parent = clause.parent
    subordinate = parent is not None and parent.kind in {"complement", "relative", "adverbial"}
    return subordinate and clause.top.dep_ == "conj" and not clause.marks


def _had(subject: Word, clause: Clause) -> bool:
    """Whether a bare noun before the last verb of a second subordinate clause is what is had, made or taken."""
    verb = clause.finite
    if verb is None or not _continues(clause):
        return False
    inside = {c.lower_ for c in subject.children if c.head == subject and not c.is_punct and c.i < subject.i}
    bare = subject.tag_.startswith("N|soort|ev") and inside <= {"geen"} and subject.i + 1 == verb.i
    taken = lemma(clause.head) in TRANSITIVE or (not agrees(subject, clause) and form(clause.head) == "pv")
    return bare and taken and clause.copula is None


def _missing_subject(clause: Clause, relative: Word | None, others: list[Word]) -> Word | None:
    """The subject the parse does not give: 'het huis dat de stad kocht' has two objects, and the second is it."""
    if relative is None:
        return _by_place(clause, others)
    bare = [t for t in others if t != relative and t.dep_ == "obj" and _bare(t) and agrees(t, clause)]
    return bare[0] if relative.dep_ == "obj" and bare else relative


def _object_of(rest: list[Word], relative: Word | None, subject: Word | None) -> Word | None:
    """The object among what is left; a relative pronoun that is not the subject."""
    if (
        relative is not None
        and subject is not None
        and relative != subject
        and not any(c.dep_ == "obj" and c != relative for c in rest)
    ):
        return relative
    for token in rest:
        if token.dep_ == "compound:prt" and token.pos_ != "NOUN":
            continue
        if token.dep_ in {"xcomp", "advmod", "parataxis", "amod", "nmod", "appos"} and token.pos_ not in {
            "NOUN",
            "PROPN",
        }:
            continue
        return token
    return None


def _choose(found: list[Word], clause: Clause, relative: Word | None) -> Word | None:
    """Of several subjects the one that can be it."""
    for drop in (
        lambda t: t == relative, lambda t: t.lower_ in QUESTION_WORDS, says_when, _addressed, lambda t: not agrees(t, clause)
    ):  # fmt: skip
        if len(found) > 1:
            found = [t for t in found if not drop(t)] or found
    return next(
        (t for t in found if t.lower_ in NOMINATIVE),
        next((t for t in found if t.lower_ in WEAK_NOMINATIVE), found[0] if found else None),
    )


def _hidden_pronoun(clause: Clause, subject: Word | None, others: list[Word]) -> Word | None:
    """'Dit houdt niemand vol', 'Zoiets wil je …': the pronoun after the verb is the subject."""
    verb = clause.finite
    if verb is None or (subject is not None and subject.lower_ in NOMINATIVE | WEAK_NOMINATIVE):
        return None
    for token in others:
        if token.lower_ in NOMINATIVE:
            return token
        pointing = subject is None or subject.lower_ in POINTING
        if token.lower_ in WEAK_NOMINATIVE and token.i == verb.i + 1 and pointing:
            return token
    return None


def _preverbal(clause: Clause, named: set[int]) -> Word | None:
    """'… en provincies moeten beslissen': a bare noun phrase between conjunction or stop and the verb in second place."""
    verb = clause.finite
    if verb is None or clause.kind != "main" or verb not in clause.members or verb.i == verb.sent.start:
        return None
    top = verb.nbor(-1)
    for _ in range(8):
        if top.head.i >= verb.i or top.head.i == top.i or top.dep_ not in INSIDE_PHRASE:
            break
        top = top.head
    first = top.left_edge
    if top.i >= verb.i or top.right_edge.i >= verb.i or top in clause.members or form(top) in {"pv", "inf"}:
        return None
    opener = next((c for c in top.children if c.dep_ == "cc" and c.i == first.i), None)
    before = opener or (first.nbor(-1) if first.i > verb.sent.start else None)
    apart = before is None or before.pos_ == "CCONJ" or before.is_punct
    if top.dep_ == "conj" and top.head.pos_ in NOUNS and top.head.i < top.i and form(top.head) == "":
        return None
    if top.dep_ == "obj" and _continues(clause) and top.head in clause.members:
        return None  # 'dat het duurt en invloed heeft'
    fits = (top.pos_ in NOUNS or top.i in named) and _bare(top) and not says_when(top) and agrees(top, clause)
    return top if apart and fits and top.lower_ not in NOT_OBJECT else None


def _needs_subject(clause: Clause) -> bool:
    return (
        clause.finite is not None
        and clause.finite in clause.members
        and not any(c.dep_ in CLAUSAL_SUBJECT for c in clause.constituents)
    )


def _shares(clause: Clause) -> bool:
    """Whether a conjunct takes its subject from the first one: 'belde en bleef', 'dat hij geld stal en kleren kocht'."""
    parent, verb = clause.parent, clause.finite
    if parent is None or clause.top.dep_ not in {"conj", "parataxis"}:
        return False
    if clause.inherited or verb is None:
        return True
    if verb not in clause.members:
        return True
    if parent.kind == "main" and not same_number(parent.finite, verb):
        return False  # 'kunnen ze scoren en verdwijnt de stress'
    given = next((t for t in parent.constituents if t.dep_ in SUBJECT), None)
    if given is not None and parent.kind != "relative" and not agrees(given, clause):
        return False
    before = [
        t for t in clause.tokens if t.i < verb.i and t.dep_ not in {"cc", "punct", "mark", "advmod"} and not t.is_punct
    ]
    if parent.kind in {"relative", "complement", "adverbial"} and clause.mark("dat", "of", "omdat", "als") is None:
        return clause.top.dep_ == "conj"
    starts_bare = (
        bool(before) and not any(c.dep_ == "case" for t in before for c in t.children) and before[-1].pos_ in NOUNS
    )
    return not starts_bare and not (verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ in NOMINATIVE | WEAK_NOMINATIVE)


def _by_place(clause: Clause, found: list[Word]) -> Word | None:
    """The bare noun phrase before the finite verb, else the first after it that agrees with it."""
    verb = clause.finite
    options = [t for t in found if _bare(t) and not says_when(t) and t.lower_ not in NOT_OBJECT and agrees(t, clause)]
    if verb is None or not options or order(clause):
        return None
    before = [t for t in options if t.i < verb.i]
    if before and clause.kind == "main":
        return before[-1]
    return min(options, key=lambda t: t.i)


def _nominal(token: Word, named: set[int]) -> bool:
    noun = token.pos_ in NOUNS | {"ADJ", "DET"} or token.tag_.startswith("N|")  # the two kinds of tag may disagree
    return noun or token.i in named or form(token) in {"vd", "od", "inf"}


def _object(token: Word, named: set[int]) -> bool:
    if token.lower_ in NOT_OBJECT or any(c.dep_ == "case" and c.i < token.i for c in token.children):
        return False
    return _nominal(token, named) or token.lower_ == "dat"


def _loose(token: Word, named: set[int]) -> bool:
    if token.dep_ not in LOOSE or not (token.pos_ in NOUNS or token.i in named):
        return False
    if token.dep_ == "compound:prt" and (token.lower_ in PARTICLE_NOUNS or token.pos_ != "NOUN"):
        return False
    return _bare(token) and not says_when(token) and not any(c.dep_ == "cc" for c in token.children)


def _bare(token: Word) -> bool:
    """Without a preposition, and not a clause."""
    return not any(c.dep_ in {"case", "mark", "cop", "aux"} for c in token.children) and token.lower_ not in {
        "ter",
        "tot",
        "ten",
    }


def _prepositional(token: Word) -> bool:
    """'met de buren': no subject, unlike 'tot honderd mensen'."""
    return any(c.dep_ == "case" and c.lower_ in NEVER_BEFORE_SUBJECT and c.i < token.i for c in token.children)


def _addressed(token: Word) -> bool:
    """'Papa, gaat …': followed by a comma, without dependents."""
    doc = token.doc
    return token.i + 1 < len(doc) and doc[token.i + 1].text == "," and all(c.is_punct for c in token.children)


def _across_colon(token: Word, clause: Clause) -> bool:
    """What comes after a colon explains, it is no part of the clause before it; nor is what stands before one of that after it."""
    doc, (first, last) = token.doc, sorted((clause.verb, token), key=place)
    return ":" in doc.text[first.idx : last.idx] and any(t.text == ":" for t in doc[first.i : last.i])


def _called(subject: Word, clause: Clause) -> bool:
    """'Sluit hem op, dat is goedkoper': an order whose 'subject' is part of what follows."""
    verb = clause.finite
    return (
        verb is not None
        and subject.i > verb.i + 1
        and order(clause)
        and any(t.text == "," for t in subject.doc[verb.i : subject.i])
    )


def _complementizer(token: Word, clause: Clause) -> bool:
    """'dat' as a conjunction that the parse gives a role: it opens the clause."""
    if token.lower_ != "dat" or token.tag_.startswith("VNW"):
        return False
    verb = clause.finite
    return verb is None or (token.i < verb.i and token != relative_word(clause))
