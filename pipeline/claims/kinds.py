"""What kind of clause a clause is: main, complement, relative and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipeline.claims import tables
from pipeline.claims.verbs import form, lemma
from pipeline.words import Word

if TYPE_CHECKING:
    from pipeline.claims.clauses import Clause

Kind = Literal["main", "complement", "relative", "adverbial", "infinitive", "participle", "elliptic"]
SUBORDINATORS = tables.words("subordinators") | {"dat", "om"}
CONTENT_NOUNS = frozenset({row["lemma"] for row in tables.rows("governors") if row["class"] == "noun"}) | tables.words(
    "content_nouns"
)


def kind_of(clause: Clause) -> Kind:
    """What kind of clause it is, by its verb forms, what opens it and what it hangs on."""
    top, finite = clause.top, clause.finite
    if finite is None:
        if form(clause.head) == "inf" or any(form(m) == "inf" for m in clause.members):
            return "infinitive"
        return "participle" if top.dep_ in {"acl", "advcl"} else "elliptic"
    if relative_word(clause) is not None:
        return "relative"
    if top.dep_ in {"acl", "acl:relcl"}:
        return "complement" if clause.marks or _opened(clause) else "participle"
    if top.dep_ in {"ccomp", "csubj", "csubj:pass"}:
        return "complement"
    if clause.tokens and any(goes_on(c, clause) for c in clause.constituents if c.dep_ == "mark"):
        return "main"
    return "adverbial" if top.dep_ == "advcl" or clause.mark(*SUBORDINATORS) is not None else "main"


def goes_on(mark: Word, clause: Clause) -> bool:
    """'…, of we gaan naar huis': 'of' before a verb in first or second place joins main clauses and asks nothing."""
    if mark.lower_ != "of":
        return False
    verb = next((m for m in clause.members if form(m) == "pv"), None)
    words = [t for t in clause.tokens if not t.is_punct and t.i > mark.i]
    if verb is None or len(words) < 2 or verb not in words[:-1] or clause.head.i < verb.i:
        return False
    after = words[words.index(verb) + 1]
    if after.i in {m.i for m in clause.members} or any(
        c.dep_ == "case" and c.i <= after.i for c in (after, *after.children)
    ):
        return False
    before = words[: words.index(verb)]
    tops = [t for t in before if t.head not in before]
    return len(tops) <= 1 and after.dep_ != "case" and all(not t.dep_.startswith("csubj") for t in tops)


def relative_word(clause: Clause) -> Word | None:
    """The relative pronoun or adverb that opens the clause ('die', 'waar', 'waarmee', 'van wie')."""
    if clause.top.dep_ not in {"acl", "acl:relcl"}:
        opener = next((t for t in clause.tokens[:2] if not t.is_punct and t.dep_ != "cc"), None)
        if opener is None or not opener.tag_.startswith("VNW|betr") or opener.lower_ not in {"die", "dat"}:
            return None
        return opener if opener.i > 0 and not _heads_sentence(opener) else None
    for token in clause.tokens[:3]:
        word = token.lower_
        if word == "dat" and not token.tag_.startswith("VNW") and _conjunction(token, clause):
            return None
        if word == "wie" and not any(c.dep_ == "case" for c in token.children):
            return None  # 'geen idee wie …'
        if word == "wat" and clause.top.head.pos_ == "NOUN" and lemma(clause.top.head) in CONTENT_NOUNS:
            return None  # 'de vraag wat …'
        if token.tag_.startswith("VNW|betr") or word in {"die", "dat", "wat", "wie"}:
            return token
        if (
            word.startswith("waar")
            and word not in {"waarom", "waarschijnlijk"}
            and token.pos_ in {"ADV", "PRON", "SCONJ"}
        ):
            return token
    return None


def _heads_sentence(token: Word) -> bool:
    return token.i == token.sent.start or (token.nbor(-1).is_punct and token.nbor(-1).text != ",")


def _conjunction(token: Word, clause: Clause) -> bool:
    """Whether 'dat' after a noun is no relative pronoun: no neuter singular, or nobody is missing in the clause."""
    noun, others = clause.top.head, {c.dep_ for m in clause.members for c in m.children if c.i != token.i}
    if "|mv" in noun.tag_ or "|zijd" in noun.tag_ or {"nsubj", "obj"} <= others:
        return True
    return token.dep_ == "mark" and (lemma(noun) in CONTENT_NOUNS or "|onz" not in noun.tag_)


def _opened(clause: Clause) -> bool:
    """Whether a question word or 'dat' opens a clause."""
    return bool(clause.tokens) and clause.tokens[0].lower_ in {"wie", "wat", "waarom", "wanneer", "hoe", "dat", "of"}
