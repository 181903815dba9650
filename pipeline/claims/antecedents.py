"""What a relative clause is about: 'de man met de hond van de buren die …'.

The parse hangs the clause on one of the nouns; gender and number tell which ones its pronoun can take up: 'die' takes up no
neuter singular, 'dat' nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.claims.agreement import agrees
from pipeline.claims.clauses import Clause
from pipeline.claims.kinds import relative_word
from pipeline.claims.participants import NOUNS
from pipeline.claims.verbs import form
from pipeline.words import Word

if TYPE_CHECKING:
    from pipeline.claims.roles import Roles

UP = 4
"""Nouns that a relative clause may be about: 'de man met de hond van de buren die …'."""
ARTICLES = (frozenset({"het", "dit", "dat"}), frozenset({"de", "deze", "die"}))
"""Articles of neuter singulars and of other nouns."""
PLACES = frozenset({"GPE", "LOC"})


def antecedent(clause: Clause, roles: Roles) -> Word | None:
    """The noun a relative clause hangs on, where the parse errs the one before it; None where none fits its pronoun."""
    noun, word = clause.top.head, relative_word(clause)
    alone = noun.pos_ == "PROPN" and not any(c.dep_ in {"det", "amod"} for c in noun.children)
    person = alone and roles.mentions.label(noun) == "PERSON"
    if word is not None and word.lower_ == "dat" and person and word.nbor(-1).pos_ == "PROPN":
        return None  # 'zei Vos dat …', which is no relative clause
    verb = roles.member_of.get(noun.i)
    named = _name_before(clause, roles)
    if named is not None:
        return named
    if clause.top.dep_ in {"acl", "acl:relcl"} and not (verb is not None and verb.copula is None and form(noun)):
        cleft = roles.member_of.get(noun.head.i)
        if noun.lower_ in {"het", "dit", "dat"} and cleft is not None and cleft.copula is not None:
            noun = cleft.head  # 'het is de enige club die …'
        if roles.mentions.label(noun) in PLACES and noun.dep_ == "nmod" and noun.head.pos_ == "NOUN":
            noun = noun.head  # 'de man uit Tilburg die …'
        return _fitting(noun, clause)
    before = _noun_before(clause)
    if before is None and verb is not None and verb is not clause:
        outer = roles.cast(verb)  # 'dingen beweerde die niet klopten'
        before = outer.object or outer.subject
    return before if before is not None and takes_up(clause, before) is not False else None


def _name_before(clause: Clause, roles: Roles) -> Word | None:
    """'… en winst voor Oranje, dat tweede werd': the name of a club or country right before the comma."""
    word = relative_word(clause)
    if word is None or word.lower_ != "dat" or word.i < 2 or word.nbor(-1).text != ",":
        return None
    before = word.nbor(-2)
    return (
        before
        if before.pos_ == "PROPN" and roles.mentions.label(before) in {"ORG", "GPE"} and before.dep_ != "flat"
        else None
    )


def _fitting(noun: Word, clause: Clause) -> Word | None:
    """The noun itself, else one above it or right before the clause, that the pronoun can take up."""
    fits = takes_up(clause, noun)
    if not _numbered(clause, noun):
        fits = False
    if fits:
        return noun
    before = _noun_before(clause)
    others = [*_upwards(noun)[1:], *([before] if before is not None else [])]
    if fits is None and before is not None and _nobody_missing(clause):
        return None  # 'het is een mijlpaal dat een vrouw de lijst aanvoert'
    better = next((n for n in others if takes_up(clause, n) and _numbered(clause, n)), None)
    return better or (noun if fits is None else None)


def _nobody_missing(clause: Clause) -> bool:
    """Whether 'dat' opens a clause that has a subject and an object of its own."""
    word = relative_word(clause)
    deps = {c.dep_ for c in clause.constituents if c != word}
    return word is not None and word.lower_ == "dat" and {"nsubj", "obj"} <= deps


def _numbered(clause: Clause, noun: Word) -> bool:
    """'de boeren in het dorp die klagen': a pronoun that is the subject agrees with the verb by its noun."""
    word = relative_word(clause)
    if word is None or not word.dep_.startswith("nsubj"):
        return True
    several = clause.finite is not None and clause.finite.tag_.endswith("|mv")
    joined = any(c.dep_ == "conj" for c in noun.children)
    single = noun.pos_ == "PROPN" and "|mv" not in noun.tag_ and not joined and noun.head.tag_.startswith("N|soort|mv")
    single = single and not noun.text.endswith(("en", "s"))  # 'de namen van de Grieken die …'
    return agrees(noun, clause) and not (several and single and noun.dep_ == "nmod")


def _noun_before(clause: Clause) -> Word | None:
    """The head of the noun phrase that ends right before the clause."""
    start = clause.tokens[0].i
    last = next((t for t in reversed(list(clause.head.doc[max(0, start - 2) : start])) if not t.is_punct), None)
    if last is None or last.pos_ not in {"NOUN", "PROPN"}:
        return None
    top = last
    while top.dep_ in {"nmod", "flat", "appos", "amod", "nummod"} and top.head.i < start and top.head.i != top.i:
        top = top.head
    return top if top.pos_ in {"NOUN", "PROPN", "PRON"} else last


def takes_up(clause: Clause, noun: Word) -> bool | None:
    """Whether a relative clause can be about a noun by gender and number; None where only the tag, no article, says it cannot."""
    word, tags = relative_word(clause), noun.tag_.split("|")
    joined = any(
        c.dep_ == "conj" or (c.dep_ == "nummod" and word is not None and word.lower_ == "die") for c in noun.children
    )
    if word is None or word.lower_ not in {"die", "dat"} or tags[:2] != ["N", "soort"] or joined:
        return True
    neuter = "onz" in tags and "ev" in tags
    articles = {c.lower_ for c in noun.children if c.dep_ == "det"}
    if neuter == (word.lower_ == "dat") or ("ev" in tags and not {"onz", "zijd"} & {*tags}):
        return True
    return False if articles & ARTICLES[not neuter] else None


def _upwards(noun: Word) -> list[Word]:
    """A noun and those it hangs on, the nearest first."""
    found = [noun]
    while found[-1].dep_ in {"nmod", "conj", "appos"} and found[-1].head.pos_ in NOUNS and len(found) < UP:
        found.append(found[-1].head)
    return found


def governs(outer: Clause, inner: Clause) -> bool:
    """Whether `inner` is `outer` or stands below it."""
    step: Clause | None = inner
    for _ in range(50):
        if step is None:
            return False
        if step is outer:
            return True
        step = step.parent
    return False
