"""Who does what an infinitive says: 'belooft te komen', 'vraagt de raad te komen', 'ziet de raad komen'."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.claims import governors
from pipeline.claims.attribution import Quotes
from pipeline.claims.clauses import Clause
from pipeline.claims.governors import Governor
from pipeline.claims.participants import NOUNS
from pipeline.claims.phrases import Mentions, Phrase, subtree
from pipeline.claims.predicates import intransitive, is_passive, predicate
from pipeline.claims.roles import Roles
from pipeline.claims.verbs import form, lemma
from pipeline.entities.tables import source_noun
from pipeline.words import Word

REFLEXIVE = frozenset({"zich", "er", "het"})
MEANS = frozenset({"door", "zonder", "na", "alvorens", "met"})
PERCEIVING = frozenset({"zien", "horen", "voelen"})
ASIDE = frozenset({"precies", "eerlijk", "exact", "kort", "duidelijk", "concreet"})
"""'om precies te zijn': says how something is said."""
AMOUNTS = (
    "aantal",
    "meerderheid",
    "deel",
    "helft",
    "kwart",
    "procent",
    "miljoen",
    "groep",
    "tiental",
    "tallen",
    "honderden",
    "duizenden",
    "handvol",
)
FOLK = frozenset(
    {"mensen", "vrijwilligers", "deelnemers", "kinderen", "jongeren", "ouderen", "vrouwen", "mannen", "inwoners"}
)
PERSONAL = frozenset(
    {"ik", "we", "wij", "hij", "zij", "ze", "je", "jij", "u", "jullie", "men", "iedereen", "niemand", "wie", "die"}
)


class Control:
    """Finds the doers of one document's infinitives; `governor` and `inside` tell what embeds a clause and what it embeds."""

    def __init__(
        self,
        roles: Roles,
        quotes: Quotes,
        mentions: Mentions,
        governor: Callable[[Clause], Governor | None],
        inside: Callable[[Clause], list[Clause]],
    ) -> None:
        self._roles, self._quotes, self._mentions = roles, quotes, mentions
        self._governor, self._inside = governor, inside

    def controller(self, clause: Clause) -> Phrase | bool | None:
        """Who does what a te-infinitive says; None where it is left open, False where the infinitive states nothing."""
        governor, parent = self._governor(clause), clause.parent
        if governor is not None and governor.clause is not None:
            if governor.row["class"] == "verb" and not clause.marks and not _perceived(clause):
                return False  # 'eisten meer waarborgen', a noun
            if governor.row["controller"] == "subject":
                return None if governors.anothers(governor) else self.doer(governor.clause)
            return self._object_of(governor.clause) if governor.row["controller"] == "object" else None
        if parent is None:
            return None if self._quotes.around(clause.head.idx) and clause.mark("te") is not None else False
        if _perceived(clause):
            return self._object_of(parent)
        openers = {c.lower_ for c in clause.constituents if c.dep_ in {"mark", "case"}}
        if openers & MEANS:
            doer = self._roles.agent(parent) if is_passive(parent) else self.doer(parent)
            return None if doer is not None and doer.head.lower_ in {"dat", "dit", "het"} else doer
        if "om" in openers and clause.copula is not None and clause.head.lower_ in ASIDE:
            return False
        needed = any(t.lower_ == "nodig" for t in parent.tokens)
        empty = any(c.lower_ in {"het", "dat", "dit"} and c.dep_ in {"nsubj", "expl"} for c in parent.constituents)
        evaluated = parent.copula is not None and parent.head.lower_ != "nodig" and (parent.head.pos_ == "ADJ" or empty)
        if "om" in openers and not evaluated and (clause.top.dep_ in {"advcl", "obl", "xcomp"} or needed):
            doer = self.doer(parent)
            able = doer is not None and (self.acts(doer) or self._counted(doer))
            return doer if able and not is_passive(parent) else None
        judged = any(c.lower_ == "het" and not c.dep_.startswith("nsubj") for c in parent.constituents)
        if self._quotes.reported_by(parent.members) and not judged:  # not 'vindt het dom om te …'
            return self.doer(parent)
        return False

    def doer(self, clause: Clause) -> Phrase | None:
        """Who acts in a clause: its subject, of a passive the door-phrase; of an infinitive its controller."""
        if is_passive(clause):
            return self._roles.grammatical_subject(clause)
        if clause.kind == "infinitive":
            found = self.controller(clause)
            return found if isinstance(found, Phrase) else None
        found = self._roles.grammatical_subject(clause)
        empty = found is not None and found.head.lower_ == "het" and clause.copula is not None
        return None if empty else found  # 'het is een plicht om …'

    def _object_of(self, clause: Clause) -> Phrase | None:
        if is_passive(clause):
            return self._roles.grammatical_subject(clause)
        for token in clause.constituents:
            if token.dep_ == "iobj" and token.lower_ not in REFLEXIVE:
                return self._roles.phrase(token, clause)
        thing = self._roles.cast(clause).object
        if thing is not None:
            return self._roles.phrase(thing, clause)
        for inner in self._inside(clause):  # 'waarschuwde Gent de brug niet te sluiten', where the parse hangs it below
            asked = next((t for t in inner.constituents if t.dep_ == "iobj" and t.lower_ not in REFLEXIVE), None)
            if inner.kind == "infinitive" and asked is not None:
                return self._roles.phrase(asked, inner)
        argument = next((t for t in clause.constituents if t.dep_ == "obl:arg"), None)
        return self._roles.phrase(argument, clause) if argument is not None else None

    def acts(self, phrase: Phrase) -> bool:
        """Whether a phrase names someone who can act: an entity or a personal pronoun."""
        mention = self._mentions.at(phrase.head.idx)
        label = mention.label if mention is not None else ""
        return (
            label in {"PERSON", "ORG", "NORP", "GPE"}
            or phrase.head.lower_ in PERSONAL
            or source_noun(phrase.head.lower_) is not None
        )

    def _counted(self, phrase: Phrase) -> bool:
        """Whether people are counted: 'tientallen vrijwilligers', 'een kwart van de leden'."""
        people = [
            t for t in subtree(phrase.head, lambda c: c.dep_ not in {"nmod", "flat", "nummod"}) if t != phrase.head
        ]
        found = [phrase.head, *people] if _amount(phrase.head) else [phrase.head]
        return any(
            t.lower_ in FOLK or source_noun(t.lower_) is not None or self._mentions.label(t) in {"PERSON", "NORP"}
            for t in found
        )

    def by_sense(
        self, clause: Clause, subject: Phrase | None, thing: Phrase | None
    ) -> tuple[Phrase | None, Phrase | None]:
        """'De opbrengst belooft het bedrijf te delen': who promises can act; 'ziet de cijfers stijgen': one thing is seen to act."""
        governor = self._governor(clause)
        if thing is None or any(c.dep_ == "case" for c in thing.head.children):
            return subject, thing
        if subject is None and _perceived(clause):
            return (thing, None) if _seen(clause, thing) else (subject, thing)
        if subject is None and governor is not None and governor.row["controller"] == "object":
            return self._asked_to(clause, thing)
        if subject is None and governor is not None and self._promised_by(thing, governor):
            return thing, None
        if governor is not None and subject is not None and self.acts(thing) and not self.acts(subject):
            verb = governor.token  # 'De opbrengst *belooft* het bedrijf …'
            if verb is not None and governor.row["class"] == "verb" and governor.row["controller"] == "subject":
                between = subject.head.i < verb.i < thing.head.i < clause.head.i
                return (thing, subject) if between and form(verb) == "pv" else (subject, thing)
        return subject, thing

    def _promised_by(self, thing: Phrase, governor: Governor) -> bool:
        """'Volgend jaar belooft de bank te delen', where the parse takes who stands behind the verb for an object."""
        verb, matrix = governor.token, governor.clause
        if verb is None or matrix is None or governor.row["controller"] != "subject" or form(verb) != "pv":
            return False
        first = thing.head.doc.touching(thing.start, thing.start + 1)[0]
        if first.i != verb.i + 1 or not any(t.i < verb.i and t.dep_ != "cc" for t in matrix.constituents):
            return False  # 'en beloven de leden te betalen': another's subject
        alone = matrix.kind == "main" and self._roles.cast(matrix).subject is None
        return alone and governor.row["class"] == "verb" and self.acts(thing)

    def _asked_to(self, clause: Clause, thing: Phrase) -> tuple[Phrase | None, Phrase | None]:
        """'vroeg de wethouder de brief te lezen', where the parse hangs both on the infinitive: the first is who is asked."""
        bare = [
            t for t in clause.constituents
            if t.dep_ in {"nsubj", "obj", "iobj", "obl", "obl:arg"} and t.pos_ in NOUNS and t.i < clause.head.i
            and not self._roles.is_timed(t) and not any(c.dep_ == "case" for c in t.children)
        ]  # fmt: skip
        if len(bare) == 1 and intransitive(predicate(clause)) and bare[0] == thing.head and self.acts(thing):
            return thing, None
        if len(bare) != 2:
            return None, thing
        first, second = (self._roles.phrase(t, clause) for t in bare)
        return (first, second) if first is not None and self.acts(first) else (None, thing)

    def raised(self, clause: Clause) -> Phrase | None:
        """'probeert het geld terug te krijgen', where the parse gives the object to the governing verb."""
        governor = self._governor(clause)
        if (
            governor is None
            or governor.clause is None
            or governor.row["class"] != "verb"
            or governor.row["controller"] != "subject"
        ):
            return None
        token = self._roles.cast(governor.clause).object
        return self._roles.phrase(token, governor.clause) if token is not None and token.dep_ == "obj" else None


def _amount(head: Word) -> bool:
    """'Een aantal leden', 'een kwart van de leden', 'drie miljoen mensen': who acts is what is counted."""
    return head.pos_ == "NUM" or head.tag_.startswith("TW") or head.lower_.endswith(AMOUNTS)


def _perceived(clause: Clause) -> bool:
    """'hoort de jongens lachen', 'laat het huis slopen'."""
    return (
        clause.parent is not None
        and clause.top.dep_ in {"xcomp", "ccomp"}
        and not clause.marks
        and (lemma(clause.parent.head) in {"zien", "horen", "voelen", "laten", "doen", "helpen"})
    )


def _seen(clause: Clause, thing: Phrase) -> bool:
    """'zag de prijzen stijgen': a lone noun phrase before the infinitive is what is seen to do it, not 'hoorde zichzelf de man bedanken'."""
    matrix = clause.parent
    if matrix is None or lemma(matrix.head) not in PERCEIVING or thing.head.i > clause.head.i:
        return False
    return not any(t.lower_ == "zichzelf" for t in matrix.tokens)
