"""Who and what of a clause as phrases: subject, object or complement, in the active."""

from __future__ import annotations

import re

from pipeline.claims import tables
from pipeline.claims.agreement import agrees
from pipeline.claims.antecedents import antecedent, governs
from pipeline.claims.appositions import apposed
from pipeline.claims.clauses import Clause
from pipeline.claims.kinds import relative_word
from pipeline.claims.openings import headless_end, is_subject
from pipeline.claims.participants import NOT_OBJECT, NOUNS, Cast, cast
from pipeline.claims.phrases import INSIDE_COMPLEMENT, Mentions, Phrase, as_phrase, block, subtree
from pipeline.claims.predicates import FIXED, intransitive, is_copular, is_passive, predicate, received, to_be_done
from pipeline.claims.spells import says_when
from pipeline.claims.verbs import form, lemma
from pipeline.words import Word, Words

DEGREE = frozenset({
    "heel", "zeer", "erg", "te", "zo", "bijna", "iets", "meer", "minder", "helemaal", "nogal", "veel", "even", "best",
    "uiterst", "tamelijk", "onder", "pas", "slechts", "maar",
})  # fmt: skip
MEASURE = tables.words("measure_verbs", "lemma")
LIGHT = frozenset({
    "zijn", "gaan", "komen", "staan", "zitten", "liggen", "hebben", "doen", "brengen", "stellen", "nemen", "houden", "zetten", "leggen",
})  # fmt: skip
RESULT = frozenset({
    "vinden", "maken", "houden", "noemen", "achten", "stellen", "krijgen", "zetten", "laten", "verklaren", "vallen", "zien", "horen",
    "liggen", "staan", "zitten", "doen", "ogen", "klinken", "smaken", "ruiken", "wanen", "tonen", "opstellen",
})  # fmt: skip
"""Verbs with an adjective that says what something is or becomes; with others it says how."""
LINKED = frozenset({"in", "op", "bij", "tegen", "voor", "van", "uit", "achter", "onder", "tussen"})
DATELINE = re.compile(r"^[A-ZÀ-Ý][A-ZÀ-Ý' /-]+$")


class Roles:
    """Finds the participants of the clauses of one document."""

    def __init__(self, clauses: list[Clause], mentions: Mentions, *, named: set[int], timed: set[int]) -> None:
        self.mentions = mentions
        self.top_of = {c.top.i: c for c in clauses}
        self.member_of = {m.i: c for c in clauses for m in c.members}
        self._named = named
        self._timed = timed
        self._casts: dict[int, Cast] = {}
        self._subjects: dict[int, Phrase | None] = {}

    def cast(self, clause: Clause) -> Cast:
        """Subject and object tokens of a clause."""
        found = self._casts.get(id(clause))
        if found is None:
            found = self._casts[id(clause)] = cast(clause, self._named, self._timed)
        return found

    def is_timed(self, token: Word) -> bool:
        """Whether a token is part of a time expression."""
        return token.i in self._timed

    def stray_names(self, doc: Words) -> list[Word]:
        """Names of persons and organisations that the parse hangs on a time expression."""
        tops = (doc[i] for i in sorted(self._named) if doc[i].head.i not in self._named)
        return [
            t for t in tops
            if t.head.i in self._timed and t.i not in self._timed and t.dep_ in {"nmod", "flat", "appos"}
            and not any(c.dep_ == "case" for c in t.children) and self.mentions.label(t) in {"PERSON", "ORG"}
        ]  # fmt: skip

    # --- phrases -------------------------------------------------------------------------------------------------

    def phrase(self, head: Word, within: Clause, *, case: bool = False, adverbs: bool = True) -> Phrase | None:
        """The noun phrase of `head` without its preposition; clauses after a comma are left out.

        Without `adverbs`, those before it are left out that are not of degree, and negators: they belong to the clause.
        """

        def skip(child: Word) -> bool:
            if not adverbs and child.head == head and child.i < head.i and child.lower_ not in DEGREE:
                return child.tag_.startswith("BW") or child.lower_ == "niet"
            if child.dep_ == "case" and child.head.i == head.i and not case:
                return child.i < head.i
            if child.head.i == head.i and child.dep_ in {"cop", "aux", "aux:pass", "mark", "compound:prt"}:
                return True
            if child.dep_ == "parataxis":
                return True
            if child.dep_ == "appos" and child.head == head and apposed(child, self, self.mentions):
                return True  # a claim of its own
            return self.apart(child, within) or contrast(child)

        return as_phrase(head, _one_of(block(head, subtree(head, skip))), self.mentions)

    def apart(self, child: Word, within: Clause) -> bool:
        """A clause that states something of its own, or the very clause whose role is asked for."""
        clause = self.top_of.get(child.i) or self.member_of.get(child.i)
        if clause is None:
            return False
        if governs(clause, within):
            return True
        edge = child.left_edge
        return clause.kind != "relative" or (edge.i > 0 and edge.nbor(-1).is_punct)

    def complement_phrase(self, clause: Clause, within: Clause | None = None) -> Phrase | None:
        """The complement of a copula: the head with what belongs to it alone, without the clause `within` that asks for it."""
        head, subject = clause.head, self.cast(clause).subject

        def skip(child: Word) -> bool:
            if child.head.i == head.i:
                if _grades(child, head):
                    return False
                if child == subject or child.dep_ not in INSIDE_COMPLEMENT or (_negates(child) and child.dep_ != "det"):
                    return True
                if child.dep_ in {"obl", "obl:arg", "acl", "nmod"} and child.i < head.i:
                    return True
                if child.tag_.startswith("BW") and child.i < head.i and child.lower_ not in DEGREE:
                    return True
            return self.apart(child, within or clause) or contrast(child)

        run = block(head, subtree(head, skip))
        stop = {m.i for m in clause.members if m.i != head.i} | ({subject.i} if subject is not None else set())
        run = [t for t in run if not any(min(t.i, head.i) <= s <= max(t.i, head.i) for s in stop)]
        return as_phrase(head, _one_of(run), self.mentions)

    def antecedent(self, clause: Clause) -> Phrase | None:
        """What a relative clause is about; None where no noun near it fits its pronoun."""
        noun = antecedent(clause, self)
        if noun is None:
            return None
        owner = self.member_of.get(noun.i)
        return (
            self.complement_phrase(owner, clause)
            if owner is not None and owner.copula is not None
            else self.phrase(noun, clause)
        )

    def _as_role(self, token: Word, clause: Clause) -> Phrase | None:
        if token == relative_word(clause):
            return self.antecedent(clause)
        return self.phrase(token, clause)

    # --- subject -------------------------------------------------------------------------------------------------

    def grammatical_subject(self, clause: Clause) -> Phrase | None:
        """The subject of the verb group as it stands, filled from the conjunct, antecedent or clause it shares it with."""
        found = self.own_subject(clause)
        if found is not None or clause.parent is None:
            return found
        if not self.cast(clause).shared and not clause.inherited:
            return None
        step: Clause | None = clause.parent
        for _ in range(5):
            if step is None:
                break
            token = self.cast(step).subject
            if token is not None and agrees(step.top.head if token == relative_word(step) else token, clause):
                return self.grammatical_subject(step)
            step = step.parent
        return self.grammatical_subject(clause.parent)

    def own_subject(self, clause: Clause) -> Phrase | None:
        """The subject inside the clause, looked for once until `forget`."""
        key = id(clause)
        if key not in self._subjects:
            self._subjects[key] = self._own_subject(clause)
        return self._subjects[key]

    def forget(self) -> None:
        """Work out anew what is worked out once while the clauses stay as they are."""
        self._subjects = {}

    def _own_subject(self, clause: Clause) -> Phrase | None:
        verb = clause.finite
        span = headless_end(verb) if verb is not None and verb in clause.members else None
        if span is not None:
            doc = clause.head.doc
            return as_phrase(doc[span[0]], list(doc[span[0] : span[1] + 1]), self.mentions)
        token = self.cast(clause).subject
        if token is not None:
            return self._past_dateline(token, clause) or self._as_role(token, clause)
        constituents = clause.constituents
        for token in constituents:
            inner = self.top_of.get(token.i)
            if inner is not None and inner.finite is not None and (token.dep_.startswith("csubj") or is_subject(inner)):
                return as_phrase(token, list(token.subtree), self.mentions)
        outer = next((t for t in constituents if t.dep_ == "expl" and t.lower_ == "het"), None)
        return self.phrase(outer, clause) if outer is not None else None

    def _past_dateline(self, token: Word, clause: Clause) -> Phrase | None:
        """'ROTTERDAM (ANP) - Het OM …': the subject is what follows the dash."""
        if not DATELINE.match(token.text) or token.i - token.sent.start > 1:
            return None
        for child in token.children:
            dash = child.left_edge.i - 1
            if child.dep_ in {"conj", "appos", "parataxis", "nmod"} and token.doc[dash].text in {"-", "–", "—"}:
                return self.phrase(child, clause)
        return None

    # --- object --------------------------------------------------------------------------------------------------

    def object(self, clause: Clause) -> Phrase | None:
        """Object or complement of an active clause."""
        if clause.copula is not None:
            return self.complement_phrase(clause)
        if is_copular(clause):
            found = self._complement(clause)
            if found is not None:
                return found
        right = next((t for t in clause.constituents if t.lower_ in {"gelijk", "ongelijk"}), None)
        if right is not None and predicate(clause) in {"hebben", "krijgen", "geven"}:
            return self.phrase(right, clause)
        token = self.cast(clause).object
        if token is not None and not (is_copular(clause) and token.dep_ != "obj"):
            return self._as_role(token, clause)
        return self._measure(clause) or self._complement(clause) or self._prepositional(clause)

    def _complement(self, clause: Clause) -> Phrase | None:
        """A nominal or adjectival xcomp; a bare adjective the parse calls a particle ('vol'); 'ter plaatse' with zijn."""
        name = lemma(clause.head)
        for token in clause.constituents:
            if token.i in self.top_of or form(token) == "inf" or token == self.cast(clause).subject:
                continue
            prepositional = any(c.dep_ == "case" for c in token.children)
            if token.i in self._timed:
                continue
            if (
                token.dep_ == "xcomp"
                and token.pos_ == "ADJ"
                and not form(token)
                and not is_copular(clause)
                and name not in RESULT
            ):
                continue  # 'werken hard', 'helpen enthousiast mee' say how
            if token.dep_ == "xcomp" and not (prepositional and name not in {"zijn", "blijven", "raken"}):
                return self.phrase(token, clause, case=True, adverbs=False)
            if token.dep_ == "compound:prt" and token.pos_ == "ADJ" and not predicate(clause).startswith(token.lower_):
                return self.phrase(token, clause)
        return self._whereabouts(clause) if name == "zijn" else None

    def _whereabouts(self, clause: Clause) -> Phrase | None:
        """'is ter plaatse', 'was in Gent', 'is tegen het plan': zijn takes the place or side as complement."""
        if any(t.lower_ == "er" for t in clause.tokens):
            return None
        found = [
            t
            for t in clause.constituents
            if t.dep_ in {"obl", "obl:arg"} and not says_when(t) and t.i > clause.head.i and t.lower_ not in NOT_OBJECT
        ]
        found = [
            t for t in found if t.lower_ == "ter" or any(c.dep_ == "case" and c.lower_ in LINKED for c in t.children)
        ]
        return self.phrase(found[-1], clause, case=True) if found else None

    def _measure(self, clause: Clause) -> Phrase | None:
        if predicate(clause) not in MEASURE:
            return None
        for token in clause.constituents:
            inside = {c.dep_ for c in token.children}
            if token.dep_ in {"obl", "advmod", "obl:arg"} and "nummod" in inside and "case" not in inside:
                return self.phrase(token, clause)
        return None

    def _prepositional(self, clause: Clause) -> Phrase | None:
        """The noun phrase of a fixed preposition: 'werken aan een noodplan'."""
        name = predicate(clause)
        fixed = FIXED.get(name, frozenset())
        for token in clause.constituents:
            if token.dep_ not in {"obl", "obl:arg"} or token.pos_ not in NOUNS or token.lower_ in NOT_OBJECT:
                continue
            if token.i in self.member_of or token.i in self._timed:
                continue
            cases = {c.lower_ for c in token.children if c.dep_ == "case"}
            if cases & fixed or (token.dep_ == "obl:arg" and name not in LIGHT and cases):
                return self.phrase(token, clause)
        return None

    # --- both ----------------------------------------------------------------------------------------------------

    def active(self, clause: Clause) -> tuple[Phrase | None, Phrase | None]:
        """Subject and object in the active: of a passive the door-phrase and the grammatical subject."""
        subject = self.grammatical_subject(clause)
        if is_passive(clause):
            thing = None if received(clause) else subject
            return self.agent(clause), thing or self.object(clause)
        if to_be_done(clause):
            return None, subject
        if clause.copula is not None and (subject is None or subject.head.lower_ == "er") and self._exists(clause):
            return self.complement_phrase(clause), None  # 'er is geen conflict': what there is, is the subject
        thing = self.object(clause)
        if (
            subject is None
            and thing is not None
            and clause.finite in clause.members
            and intransitive(predicate(clause))
        ):
            return thing, None
        return subject, thing

    @staticmethod
    def _exists(clause: Clause) -> bool:
        """'er is geen conflict', 'van achterhouden was geen sprake': what there is stands as the complement."""
        bare = not any(c.dep_ == "case" for c in clause.head.children)
        return clause.head.pos_ in NOUNS and (bare or any(t.lower_ == "er" for t in clause.tokens))

    def agent(self, clause: Clause) -> Phrase | None:
        """The door-phrase of a passive."""
        for token in clause.constituents:
            if (
                token.dep_ in {"obl:agent", "obl"}
                and not says_when(token)
                and any(c.dep_ == "case" and c.lower_ == "door" for c in token.children)
            ):
                return self.phrase(token, clause)
        return None


def contrast(token: Word) -> bool:
    """A conjunct that is set against the first: 'geen straf, maar nodig', 'een spoorbedrijf, geen bank'."""
    if token.dep_ not in {"conj", "parataxis", "appos"}:
        return False
    if any(c.dep_ == "cc" and c.lower_ == "maar" for c in token.children):
        return True
    return token.pos_ in {"NOUN", "PROPN", "ADJ"} and any(_negates(c) and c.i < token.i for c in token.children)


def _grades(token: Word, head: Word) -> bool:
    """'de *enige* club', 'belabberd slecht': an adjective or pronoun right before the noun or adjective it belongs to."""
    if token.i >= head.i or token.right_edge.i + 1 != head.i or any(c.dep_ == "case" for c in token.children):
        return False
    if token.dep_ in {"advcl", "xcomp"}:
        return token.tag_.startswith("ADJ")
    return token.dep_ == "nmod" and "prenom" in token.tag_


def _negates(token: Word) -> bool:
    return token.lower_ in {"niet", "geen"}


def _one_of(tokens: list[Word]) -> list[Word]:
    """'een van de meest gebruikte middelen': the number goes on with its van-phrase, wherever the parse hangs that."""
    if not tokens:
        return tokens  # the head is its own subject: a parse with nothing left for the complement
    last, doc = tokens[-1], tokens[-1].doc
    numeral = last.lower_ in {"een", "één"} or last.pos_ == "NUM"
    if not numeral or last.i + 2 >= len(doc) or doc[last.i + 1].lower_ != "van":
        return tokens
    noun = doc[last.i + 1].head
    return [*tokens, *doc[last.i + 1 : noun.i + 1]] if noun.pos_ in NOUNS and 0 < noun.i - last.i < 8 else tokens
