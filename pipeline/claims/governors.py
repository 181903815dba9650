"""The word that embeds a clause and what it does to it (governors.tsv): 'weigert te …', 'de kans dat …', 'mogelijk dat …'."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.claims import tables
from pipeline.claims.clauses import Clause
from pipeline.claims.predicates import predicate
from pipeline.claims.verbs import form, lemma
from pipeline.claims.words import Word
from pipeline.schema import Quote

TABLE = {(row["lemma"], row["class"], row["frame"]): row for row in tables.rows("governors")}
CUES = {row["lemma"] for row in tables.rows("governors")}
NOUN_ENDINGS = tuple(
    sorted({k[0] for k in TABLE if k[1] == "noun" and len(k[0]) > 3} - {"staat"}, key=len, reverse=True)
)
LIGHT = frozenset({"hebben", "krijgen", "geven", "nemen", "maken", "doen", "zien", "bieden", "zijn"})
EXISTING = frozenset({
    "bestaan", "gaan", "heersen", "leven", "ontstaan", "groeien", "klinken", "rijzen", "luiden", "rondgaan", "toenemen", "blijven",
})  # fmt: skip
"""Verbs that say no more than that there is a plan, fear or rumour: 'de kans bestaat dat …'."""
BESIDE = frozenset({"nsubj", "nsubj:pass", "obl"})
"""Nouns whose infinitive is not the verb's: 'de middelen om te helpen werden verboden'."""
JUDGING = frozenset({"achten", "vinden", "noemen", "lijken", "houden", "maken"})
QUESTION_WORDS = frozenset({
    "wie", "wat", "waar", "wanneer", "waarom", "hoe", "hoeveel", "hoezeer", "welke", "welk", "waarmee", "waarvoor", "waarover", "hoelang",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Governor:
    """A row of the table at work; `clause` is the clause it stands in, `token` the word itself (None for a quote's cue)."""

    row: dict[str, str]
    clause: Clause | None = None
    token: Word | None = None

    @property
    def denied(self) -> bool:
        """'geen bewijs dat …': nobody commits himself to the clause."""
        noun = self.row["class"] == "noun" and self.token is not None
        return noun and any(c.lower_ == "geen" for c in (self.token.children if self.token is not None else ()))

    @property
    def turns(self) -> bool:
        """Whether it turns the polarity of what it embeds."""
        return self.row["effect"] in {"negate", "exclude"}


def frame(clause: Clause) -> str:
    """How a clause is embedded: te, of (also question words) or dat."""
    if clause.finite is None and clause.kind == "infinitive":
        return "te"
    if clause.mark("of") is not None or asks(clause):
        return "of"
    return "dat"


def asks(clause: Clause) -> bool:
    """Whether a question word opens a clause that is not relative."""
    if clause.kind == "relative":
        return False
    words = [t for t in clause.tokens if not t.is_punct][:2]
    return (bool(words) and words[0].lower_ in QUESTION_WORDS) or (
        len(words) > 1 and words[1].lower_ in {"welke", "wie", "hoeveel"}
    )


def look_up(name: str, kind: str, how: str) -> dict[str, str] | None:
    """The row for a word in a frame."""
    found = TABLE.get((name, kind, how)) or TABLE.get((name, kind, "any"))
    if found is None and kind == "noun":  # compounds: 'noodplan', 'streefdoel'
        ending = next((n for n in NOUN_ENDINGS if name.endswith(n) and len(name) > len(n) + 1), None)
        return look_up(ending, kind, how) if ending is not None else None
    return found


def of_clause(clause: Clause) -> Governor | None:
    """The governor of a clause by the parse; a conjunct ('dat … en dat …') has that of the first one."""
    if clause.parent is None or clause.kind == "relative" or _by_itself(clause):
        return None
    if clause.top.dep_ == "conj" and frame(clause) == frame(clause.parent):
        return of_clause(clause.parent)
    how, parent = frame(clause), clause.parent
    if clause.top.dep_ not in {
        "ccomp",
        "xcomp",
        "csubj",
        "csubj:pass",
        "acl",
        "acl:relcl",
        "advcl",
        "obl",
        "obl:arg",
        "obj",
        "parataxis",
    }:
        return None
    if clause.kind == "adverbial" and clause.mark("dat", "of") is None and clause.top.dep_ == "advcl":
        return None
    if _occurs(parent):
        return None
    for token, kind in _candidates(clause, parent, how):
        row = look_up(lemma(token) if kind != "verb" else predicate(parent), kind, how)
        if row is not None and not _purpose(clause, parent, token):
            return Governor(row, parent, token)
    return None


def anothers(governor: Governor) -> bool:
    """'Het besluit te stoppen viel', 'steunt haar plan te stoppen': the subject of the clause is not who stops."""
    token, clause = governor.token, governor.clause
    if token is None or clause is None or governor.row["class"] != "noun" or token in clause.members:
        return False
    owned = any(c.dep_ == "nmod:poss" or (c.dep_ == "det" and "bez" in c.tag_) for c in token.children)
    return token.dep_.startswith("nsubj") or (owned and predicate(clause) not in LIGHT)


def _by_itself(clause: Clause) -> bool:
    """'Ze willen het niet, ze kunnen het niet': a main clause beside another, with the verb right after its own subject."""
    verb = clause.finite
    if clause.kind != "main" or clause.top.dep_ not in {"conj", "parataxis"} or verb is None or clause.inherited:
        return False
    words = [t for t in clause.tokens if not t.is_punct and t.dep_ != "cc"]
    before = [t for t in words if t.i < verb.i]
    goes_on = [t for t in words if t.i > verb.i and t.i not in {m.i for m in clause.members}]
    return (
        bool(goes_on)
        and bool(before)
        and verb.nbor(-1).right_edge.i < verb.i
        and _one(before, verb)
        and goes_on[0].dep_ != "case"
    )


def _one(words: list[Word], verb: Word) -> bool:
    """Whether the words before a verb are one constituent, its subject."""
    tops = [t for t in words if t.head.i >= verb.i or t.head.i < words[0].i]
    return len(tops) == 1 and tops[0].dep_.startswith("nsubj")


def _occurs(parent: Clause) -> bool:
    """'Het komt voor dat …', 'het is voorgekomen dat …': that it happens, not that somebody prevents it."""
    if predicate(parent) != "voorkomen":
        return False
    it = any(c.lower_ == "het" and c.dep_ in {"nsubj", "expl"} for c in parent.constituents)
    return it or not parent.head.lower_.startswith("voork")


def _purpose(clause: Clause, parent: Clause, token: Word) -> bool:
    """'De sluiting is nodig om …' gives an aim; 'het is nodig om …' says what is needed."""
    impersonal = any(c.lower_ in {"het", "dat"} and c.dep_ in {"nsubj", "expl"} for c in parent.constituents)
    return token.lower_ == "nodig" and clause.mark("om") is not None and not impersonal


def _candidates(clause: Clause, parent: Clause, how: str) -> list[tuple[Word, str]]:
    """Words that may embed the clause, the likeliest first."""
    above = clause.top.head
    found: list[tuple[Word, str]] = []
    if above.i not in {m.i for m in parent.members}:
        found += [(above, "noun"), (above, "adj")]
    if parent.copula is not None:
        found += [(parent.head, "adj"), (parent.head, "noun")]
        found += [(c, "noun") for c in parent.head.children if c.dep_ == "fixed"]  # 'in staat te …'
    elif form(parent.head) and not (clause.top.dep_ == "acl" and clause.mark("om") and above.dep_ in BESIDE):
        found.append((parent.head, "verb"))
    if how == "te" or clause.top.dep_ in {"ccomp", "csubj"}:
        name = predicate(parent)
        light = name in LIGHT
        for token in parent.constituents:
            if token.dep_ in {"nsubj", "expl"} and name in EXISTING:
                found.append((token, "noun"))
            if token.dep_ == "advmod" and name in JUDGING:
                found.append((token, "adj"))
            if token.dep_ == "compound:prt":  # 'is van plan', which parsers take for a particle
                found += [(c, "noun") for c in token.children]
            if token.dep_ in {"obj", "nsubj", "xcomp", "nsubj:pass"} and (light or token.dep_ == "xcomp"):
                found += [(token, "noun"), (token, "adj")]
    return found


def of_cue(quote: Quote, how: str) -> Governor | None:
    """The governor a quote's cue is for the clauses of its content."""
    name = (quote.cue_lemma or "").lower()
    if not name:
        return None
    kinds = ("noun", "verb") if quote.cue_kind == "noun" else ("verb", "noun")
    for key in dict.fromkeys((name, name.replace(" ", ""), name.removeprefix("zich "), name.rsplit(" ", 1)[-1])):
        for kind in kinds:
            row = look_up(key, kind, how)
            if row is not None:
                return Governor(row)
    if quote.stance == "denial" and quote.kind != "direct" and name not in CUES:
        return Governor(
            {"class": "verb", "modality": "", "certainty": "CT", "effect": "negate", "controller": "subject"}
        )
    return None
