"""Who and what of a clause: subject, object or complement, further arguments."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.claims import tables
from pipeline.claims.clauses import Clause, governs, relative_word
from pipeline.claims.phrases import INSIDE_COMPLEMENT, Mentions, Phrase, as_phrase, block, subtree
from pipeline.claims.predicates import is_copular, is_passive, predicate, to_be_done
from pipeline.claims.verbs import form, lemma

SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
MEASURE = tables.words("measure_verbs", "lemma")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM", "ADJ", "DET"})
QUESTION_WORDS = frozenset({"wat", "wie", "welke", "welk", "hoeveel"})
REFLEXIVE = frozenset({"zich", "zichzelf"})
LEFT = frozenset({"det", "amod", "nummod", "nmod:poss"})


class Roles:
    """Finds the participants of the clauses of one document."""

    def __init__(self, clauses: list[Clause], mentions: Mentions) -> None:
        self.mentions = mentions
        self.top_of = {c.top.i: c for c in clauses}
        self.member_of = {m.i: c for c in clauses for m in c.members}

    # --- phrases -------------------------------------------------------------------------------------------------

    def phrase(self, head: Token, within: Clause, *, case: bool = False) -> Phrase | None:
        """The noun phrase of `head` without its preposition; clauses after a comma are left out."""
        def skip(child: Token) -> bool:
            if child.dep_ == "case" and child.head.i == head.i and not case:
                return child.i < head.i
            if child.dep_ in {"cop", "aux", "aux:pass", "mark", "parataxis", "compound:prt"}:
                return True
            return self._apart(child, within) or contrast(child)
        return as_phrase(head, block(head, subtree(head, skip)), self.mentions)

    def _apart(self, child: Token, within: Clause) -> bool:
        """A clause that states something of its own, or the very clause whose role is asked for."""
        clause = self.top_of.get(child.i) or self.member_of.get(child.i)
        if clause is None:
            return False
        if governs(clause, within):
            return True
        edge = child.left_edge
        return clause.kind != "relative" or (edge.i > 0 and edge.nbor(-1).is_punct)

    def complement_phrase(self, clause: Clause) -> Phrase | None:
        """The complement of a copula: the head with what belongs to it alone."""
        head = clause.head
        def skip(child: Token) -> bool:
            if child.head.i == head.i and (child.dep_ not in INSIDE_COMPLEMENT or _negates(child)):
                return not (child.dep_ == "det" and _negates(child))
            if child.head.i == head.i and child.dep_ in {"obl", "obl:arg", "acl"} and child.i < head.i:
                return True
            return self._apart(child, clause) or contrast(child)
        run = block(head, subtree(head, skip))
        stop = {m.i for m in clause.members if m.i != head.i}
        run = [t for t in run if not any(min(t.i, head.i) <= s <= max(t.i, head.i) for s in stop)]
        return as_phrase(head, run, self.mentions)

    # --- subject -------------------------------------------------------------------------------------------------

    def grammatical_subject(self, clause: Clause) -> Phrase | None:
        """The subject of the verb group as it stands, filled from the conjunct, antecedent or clause it shares it with."""
        own = self.own_subject(clause)
        if own is not None:
            return own
        if clause.kind in {"infinitive", "participle"} and not clause.inherited:
            return None
        parent = clause.parent
        if parent is not None and clause.top.dep_ in {"conj", "parataxis"} and not self._has_slot(clause):
            return self.grammatical_subject(parent)
        return self._beside_verb(clause)

    def own_subject(self, clause: Clause) -> Phrase | None:
        """The subject inside the clause."""
        relative = relative_word(clause)
        found = [t for t in clause.constituents() if t.dep_ in SUBJECT]
        if len(found) > 1:  # 'wat het alternatief kost', where the parse calls both subject
            found = [t for t in found if t.lower_ not in QUESTION_WORDS and t != relative] or found
        for token in found:
            if token == relative:
                return self.antecedent(clause)
            if token.pos_ == "SCONJ" and token.lower_ == "dat":
                continue
            return self._subject_phrase(token, clause)
        outer = next((t for t in clause.constituents() if t.dep_ == "expl" and t.lower_ == "het"), None)
        if outer is not None:
            return self.phrase(outer, clause)
        return self._free_relative(clause)

    def _subject_phrase(self, token: Token, clause: Clause) -> Phrase | None:
        inner = self.top_of.get(token.i)
        if inner is None or inner is clause:
            return self.phrase(token, clause)
        return as_phrase(token, list(token.subtree), self.mentions) if inner.finite is not None else None

    def _free_relative(self, clause: Clause) -> Phrase | None:
        """'Wie een ticket heeft, krijgt …': the clause before the verb is the subject."""
        verb = clause.finite
        if verb is None:
            return None
        for inner in self.top_of.values():
            if inner.parent is clause and inner.tokens and inner.tokens[-1].i < verb.i:
                words = [t for t in inner.tokens if not t.is_punct]
                if words and words[0].lower_ == "wie" and verb.i - words[-1].i <= 2:  # noqa: PLR2004 -- a comma between
                    return as_phrase(inner.head, list(clause.head.doc[words[0].i : words[-1].i + 1]), self.mentions)
        return None

    def antecedent(self, clause: Clause) -> Phrase | None:
        """What a relative clause is about."""
        noun = clause.top.head
        if noun.i in self.member_of and self.member_of[noun.i].copula is None and form(noun):
            return None
        return self.phrase(noun, clause)

    def _has_slot(self, clause: Clause) -> bool:
        """Whether something nominal without preposition stands before the verb in second place, a subject the parse missed."""
        verb = clause.finite
        if verb is None or verb not in clause.members:
            return False
        before = [t for t in clause.tokens if t.i < verb.i and t.dep_ not in {"cc", "punct", "mark"}]
        return any(t.pos_ in {"NOUN", "PROPN", "PRON"} and t.dep_ == "obj" for t in before) and not _after(clause, verb)

    def _beside_verb(self, clause: Clause) -> Phrase | None:
        """The bare noun phrase right before or after the finite verb, where the parse gives no subject."""
        verb = clause.finite
        if verb is None or verb not in clause.members or _is_order(clause):
            return None
        doc = verb.doc
        for position in (verb.i - 1, verb.i + 1):
            if not 0 <= position < len(doc):
                continue
            top = _phrase_top(doc[position], verb)
            if top is not None and top.sent == verb.sent and not self._taken(top, clause):
                return self.phrase(top, clause)
        return None

    def _taken(self, token: Token, clause: Clause) -> bool:
        """Whether a token already is something else: a prepositional phrase, another clause's subject, a verb."""
        if token.i in self.member_of or any(c.dep_ == "case" for c in token.children):
            return True
        if token.pos_ not in {"NOUN", "PROPN", "PRON", "NUM"} or token.lower_ in REFLEXIVE:
            return True
        return token.dep_ in SUBJECT and self.member_of.get(token.head.i) is not clause

    # --- object --------------------------------------------------------------------------------------------------

    def object(self, clause: Clause) -> Phrase | None:
        """Object or complement of an active clause."""
        if is_copular(clause):
            found = self._complement(clause)
            if found is not None or clause.copula is not None:
                return found
        direct = self._direct(clause)
        if direct is not None:
            return direct
        return self._of_label(clause, "xcomp") or self._prepositional(clause)

    def _complement(self, clause: Clause) -> Phrase | None:
        if clause.copula is not None:
            return self.complement_phrase(clause)
        return self._of_label(clause, "xcomp")

    def _of_label(self, clause: Clause, label: str) -> Phrase | None:
        """A nominal or adjectival constituent with a dependency label."""
        for token in clause.constituents():
            if token.dep_ == label and token.i not in self.top_of and form(token) != "inf":
                return self.phrase(token, clause, case=True)
        return None

    def _direct(self, clause: Clause) -> Phrase | None:
        relative = relative_word(clause)
        for token in clause.constituents():
            if token.dep_ != "obj" or token.lower_ in REFLEXIVE or token.i in self.top_of:
                continue
            if token == relative:
                return self.antecedent(clause)
            if token.pos_ == "SCONJ" or any(c.dep_ == "case" and c.i < token.i for c in token.children):
                continue
            return self.phrase(token, clause)
        return self._measure(clause) or self._asked(clause)

    def _asked(self, clause: Clause) -> Phrase | None:
        """'wat het alternatief kost', where the parse calls the question word subject as well."""
        found = [t for t in clause.constituents() if t.dep_ in SUBJECT]
        if len(found) > 1:
            for token in found:
                if token == relative_word(clause):
                    return self.antecedent(clause)
                if token.lower_ in QUESTION_WORDS:
                    return self.phrase(token, clause)
        return None

    def _measure(self, clause: Clause) -> Phrase | None:
        if predicate(clause) not in MEASURE:
            return None
        for token in clause.constituents():
            if token.dep_ in {"obl", "advmod", "obl:arg"} and any(c.dep_ == "nummod" for c in token.children):
                if not any(c.dep_ == "case" for c in token.children):
                    return self.phrase(token, clause)
        return None

    def _prepositional(self, clause: Clause) -> Phrase | None:
        """The noun phrase of a fixed preposition: 'werken aan een noodplan'."""
        for token in clause.constituents():
            if token.dep_ == "obl:arg" and token.pos_ in NOMINAL and token.i not in self.member_of:
                return self.phrase(token, clause)
        return None

    # --- both ----------------------------------------------------------------------------------------------------

    def active(self, clause: Clause) -> tuple[Phrase | None, Phrase | None]:
        """Subject and object in the active: of a passive the door-phrase and the grammatical subject."""
        subject = self.grammatical_subject(clause)
        if is_passive(clause):
            return self.agent(clause), subject or self._direct(clause) or self._prepositional(clause)
        if to_be_done(clause):
            return None, subject
        if clause.copula is not None and subject is None and clause.head.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
            return self.complement_phrase(clause), None  # 'er is geen conflict': what there is, is the subject
        return subject, self.object(clause)

    def agent(self, clause: Clause) -> Phrase | None:
        """The door-phrase of a passive."""
        for token in clause.constituents():
            if token.dep_ == "obl:agent" and any(c.dep_ == "case" and c.lower_ == "door" for c in token.children):
                return self.phrase(token, clause)
        return None


def contrast(token: Token) -> bool:
    """A conjunct that is set against the first: 'geen straf, maar nodig', 'een spoorbedrijf, geen bank'."""
    return token.dep_ == "conj" and any(
        (c.dep_ == "cc" and c.lower_ == "maar") or (_negates(c) and c.i < token.i) for c in token.children
    )


def _negates(token: Token) -> bool:
    return token.lower_ in {"niet", "geen"}


def _phrase_top(token: Token, verb: Token) -> Token | None:
    """The head of the noun phrase that `token` is the edge of, None where the phrase reaches over the verb."""
    top = token
    while top.head.i != top.i and top.head.i != verb.i and (top.i < verb.i) == (top.head.i < verb.i):
        if top.dep_ not in {*LEFT, "flat", "fixed", "appos", "nmod", "case"}:
            break
        top = top.head
    return top


def _after(clause: Clause, verb: Token) -> bool:
    """Whether a bare nominal follows the verb at once."""
    rest = [t for t in clause.tokens if t.i > verb.i]
    return bool(rest) and rest[0].pos_ in {"PRON", "PROPN"} and rest[0].lower_ not in REFLEXIVE


def _is_order(clause: Clause) -> bool:
    """A verb in first place without subject: 'Hou ramen gesloten'."""
    words = [t for t in clause.tokens if not t.is_punct]
    return bool(words) and words[0] == clause.finite and lemma(words[0]) != "" and words[0].tag_.startswith("WW|pv|tgw|ev")
