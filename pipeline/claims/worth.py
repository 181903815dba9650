"""Whether a proposition is worth a row: what says nothing, and what a broken parse put together, is left out.

A claim too few harms an analyst less than a false one. Clauses are left out that only compare ('dan het lijkt'), that stand for
a thing ('wat de mens doet, heeft gevolgen'), that say no more than the clause they embed ('de reden is dat …'), and those whose
words cannot be one clause: two finite verbs, a statement without a subject, a verb that nobody knows.
"""

from __future__ import annotations

from pipeline.claims import governors, tables
from pipeline.claims.clauses import Clause
from pipeline.claims.openings import order
from pipeline.claims.phrases import CLOSING, OPENING
from pipeline.claims.predicates import is_passive, predicate, to_be_done
from pipeline.claims.proposition import Proposition
from pipeline.claims.verbs import form, is_known, lemma
from pipeline.quotes.lexicon import verb_entries
from pipeline.words import Word

WITHOUT_OWN_VERB = frozenset({"infinitive", "participle", "elliptic"})
SEEMING = frozenset({"schijnen", "lijken", "blijken"})
OPEN = tables.words("open_words", "lemma")
BESIDE = frozenset({"nsubj", "expl", "case", "mark", "cc", "punct", "conj", "parataxis"})
SAYING = frozenset(e.lemma for e in verb_entries() if e.allows("q") and not e.partners) - {"staan", "geloven", "vrezen"}
"""Verbs that only say that somebody says what stands beside them."""
IMPERSONAL = frozenset({"gaan", "komen", "blijken", "lijken", "volgen", "staan", "vallen"})
"""Verbs that stand without a subject: 'Bij de brug ging het mis', 'Hieruit blijkt dat …'."""


def worth(found: Proposition) -> bool:
    """Whether there is a claim in a proposition."""
    return not (
        _compares(found.clause)
        or _denied_reason(found.clause)
        or _stands_for_a_thing(found.clause)
        or _broken(found)
        or _names_a_deed(found.clause)
        or _unknown(found)
    )


def only_reports(found: Proposition) -> bool:
    """'De chef dacht: dit kan niet', '”…”, zegt de chef even later': only that words follow or went before."""
    clause, words = found.clause, [t for t in found.clause.tokens if not t.is_punct and not t.is_space]
    if clause.kind != "main" or found.predicate not in SAYING or not words:
        return False
    doc, first, after = words[0].doc, words[0], words[-1].i + 1
    if doc[after : after + 1] and doc[after].text == ":":
        return found.object is None or any(t.text in OPENING for t in doc[after + 1 : after + 2])
    before = list(doc[max(first.sent.start, first.i - 2, 0) : first.i])
    closed = any(t.text in CLOSING and t.i > 0 and t.nbor(-1).end == t.idx for t in before)
    return found.object is None and first == clause.finite and closed


def _unknown(found: Proposition) -> bool:
    """A verb nobody knows needs a subject of its own (else the tagger took a noun for it)."""
    if found.clause.copula is not None or is_known(found.predicate):
        return False
    if not found.predicate.endswith("n"):
        return True  # an adjective or noun: no infinitive
    subject = found.subject.head if found.subject is not None else None
    return subject is None or subject not in found.clause.constituents or found.clause.mark("dan") is not None


def _compares(clause: Clause) -> bool:
    """'minder dan het lijkt', 'hoe meer aandacht ze krijgen': a measure of another clause."""
    words = [t for t in clause.tokens if not t.is_punct][:2]
    if not words or clause.finite is None:
        return False
    if words[0].lower_ == "dan":  # 'dan ze dachten', unlike 'dan dachten ze'
        own = [t for t in clause.tokens if not t.is_punct]
        at = own.index(clause.finite) if clause.finite in own else 0
        return (at > 1 and all(t in clause.members for t in own[at:])) or (
            clause.kind != "main" and words[-1].lower_ == "het"
        )
    return words[0].lower_ == "hoe" and len(words) > 1 and "|comp" in words[1].tag_ and clause.kind == "main"


def _names_a_deed(clause: Clause) -> bool:
    """'Mensen kwetsen is fout': an infinitive as subject, which the tagger took for a plural."""
    verb = clause.finite
    bare = clause.top.dep_ in {"csubj", "csubj:pass"} and not clause.marks and not governors.asks(clause)
    return bare and verb == clause.head and verb is not None and verb.lower_ == lemma(verb)


def _denied_reason(clause: Clause) -> bool:
    """'En niet omdat hij ziek is': nobody says that he is."""
    mark = clause.mark("omdat", "doordat", "zodat")
    return mark is not None and mark.i > 0 and mark.nbor(-1).lower_ == "niet"


def _stands_for_a_thing(clause: Clause) -> bool:
    """'Wat de mens doet, heeft gevolgen': the clause is the subject of another."""
    first = next((t for t in clause.tokens if not t.is_punct), None)
    if first is None or first.lower_ != "wat" or clause.finite is None:
        return False
    if lemma(clause.verb) == "betreffen":
        return True  # 'wat de kosten betreft'
    doc, after = first.doc, max(t.i for t in clause.tokens if not t.is_punct) + 1
    after += after < len(doc) and doc[after].text == ","
    if after < len(doc) and doc[after].text == ":" and clause.kind == "main":
        return True  # 'Wat opvalt: …'
    follows = after < len(doc) and form(doc[after]) == "pv"
    named = follows and lemma(doc[after]) == "zijn" and after + 1 < len(doc) and doc[after + 1].lower_ == "dat"
    opens = first.i == first.sent.start and follows and (clause.parent is not None or named)
    return clause.top.dep_ in {"csubj", "csubj:pass"} or opens


def _broken(found: Proposition) -> bool:
    """Two finite verbs in one verb group, or a statement that lacks its subject."""
    clause = found.clause
    if (
        found.rule in {"finite", "copula", "adverbial"}
        and found.object is None
        and found.predicate in SEEMING | {"zijn"}
        and _bare(clause)
    ):
        return True
    thing = found.object.head if found.object is not None else None
    if (
        thing is not None
        and thing.tag_.startswith("WW|pv")
        and thing in clause.constituents
        and not any(c.dep_ == "mark" for c in thing.children)
    ):
        return True  # a clause that no word subordinates is no object
    if sum(m.tag_.startswith("WW|pv") for m in clause.members) > 1:
        return True
    if clause.kind in WITHOUT_OWN_VERB or found.subject is not None or is_passive(clause) or to_be_done(clause):
        return False
    return not (clause.finite is None or order(clause) or _without_subject(clause))


def _bare(clause: Clause) -> bool:
    """'naar het schijnt', 'is': no complement at all."""
    return all(t.dep_ in BESIDE or t.is_punct for t in clause.constituents)


def _without_subject(clause: Clause) -> bool:
    verb: Word = clause.verb
    return lemma(verb) in IMPERSONAL or any(t.lower_ in {"er", "het"} for t in clause.tokens)


def free(found: Proposition, *, question: bool, marked: bool) -> bool:
    """'doet wat hij kan', 'voor wie niet leest', 'hoe lastig dat ook is': a clause that neither states nor asks.

    `question` is how it would be read, `marked` whether a question mark says so.
    """
    clause = found.clause
    words = [t for t in clause.tokens if not t.is_punct and t.dep_ != "cc"][:2]
    opener = next((t for t in words if t.lower_ in governors.QUESTION_WORDS), None)
    if opener is None or marked or clause.finite is None or (opener != words[0] and words[0].dep_ != "case"):
        return False
    if _conceded(clause, opener):
        return True
    if opener.lower_ not in {"wat", "wie"}:
        return False
    if not question:
        return any(p is not None and p.head == opener for p in (found.subject, found.object))
    return opener.lower_ == "wat" and clause.parent is not None and not _answered(found, clause.parent)


def _conceded(clause: Clause, opener: Word) -> bool:
    """'hoe lastig dat ook is', 'wat zij ook zegt', not 'waar hij ook woont'."""
    words = [t for t in clause.tokens if not t.is_punct]
    late = clause.finite is not None and clause.finite.i > opener.i + 1 and words[-1] in clause.members
    return late and clause.kind != "relative" and any(t.lower_ == "ook" for t in words) and opener.lower_ != "waar"


def _answered(found: Proposition, around: Clause) -> bool:
    """Whether the clause around is about the answer: 'weet wat het kost', 'de vraag wat het kost'."""
    if found.clause.top.dep_ not in {"ccomp", "csubj", "csubj:pass"} or found.governor is not None:
        return True
    above = found.clause.top.head
    beside = {lemma(t) for t in around.constituents}  # 'maakt duidelijk wat …'
    return bool({predicate(around), lemma(around.head), lemma(above), *beside} & OPEN) or form(above) == ""


def completes(inner: Clause, found: Proposition) -> bool:
    """Whether a claim is only whole with a clause below it: 'Wij weten niet of …', 'Het is lastig om …'."""
    if inner.finite is None:
        open_ = found.object is None or found.clause.copula is not None  # 'is bang om te vallen'
        return open_ and inner.mark("te") is not None and inner.top.dep_ not in {"conj", "acl"}
    if inner.top.dep_ == "csubj":
        return inner.mark("dat", "of") is not None
    return found.object is None and inner.top.dep_ == "ccomp"
