"""The word that embeds a clause and what it does to it (governors.tsv): 'weigert te …', 'de kans dat …', 'mogelijk dat …'."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.claims import tables
from pipeline.claims.clauses import Clause
from pipeline.claims.predicates import predicate
from pipeline.claims.verbs import form, lemma
from pipeline.schema import Quote
from pipeline.words import Word

TABLE = {(row["lemma"], row["class"], row["frame"]): row for row in tables.rows("governors")}
CUES = {row["lemma"] for row in tables.rows("governors")}
NOUN_ENDINGS = tuple(
    sorted({k[0] for k in TABLE if k[1] == "noun" and len(k[0]) > 3} - {"staat"}, key=len, reverse=True)
)
ANYBODY = frozenset({"je", "men", "u"})
THINKING = frozenset({"denken", "zeggen", "geloven", "verwachten"})
UNBELIEVED = {
    "lemma": "",
    "class": "verb",
    "modality": "possible",
    "certainty": "U",
    "effect": "",
    "controller": "none",
}
BROUGHT = {**UNBELIEVED, "modality": "intended", "certainty": "CT"}
"""Rows of words that colour a clause by what stands around them: 'je zou denken dat …', 'moet ervoor zorgen dat …'."""
MEANS = frozenset({"door", "zonder", "na", "alvorens"})
STATING = frozenset({row["word"] for row in tables.rows("subordinators") if not row["modality"]}) - {"want", "al"}
LIGHT = frozenset({
    "hebben", "krijgen", "geven", "nemen", "maken", "doen", "zien", "bieden", "zijn", "houden", "koesteren", "uiten", "wekken", "lopen",
    "uitspreken",
})  # fmt: skip
EXISTING = frozenset({
    "bestaan", "gaan", "heersen", "leven", "ontstaan", "groeien", "klinken", "rijzen", "luiden", "rondgaan", "toenemen", "blijven",
})  # fmt: skip
"""Verbs that say no more than that there is a plan, fear or rumour: 'de kans bestaat dat …'."""
EMBEDDED = frozenset({
    "ccomp", "xcomp", "csubj", "csubj:pass", "acl", "acl:relcl", "advcl", "obl", "obl:arg", "obj", "parataxis",
})  # fmt: skip
BESIDE = frozenset({"nsubj", "nsubj:pass", "obl"})
"""Nouns whose infinitive is not the verb's: 'de middelen om te helpen werden verboden'."""
ADDING = frozenset({"zijn", "luiden"})
WEIGHTY = frozenset({"belangrijk", "essentieel", "cruciaal"})
ENDING = frozenset({"stoppen", "ophouden"})
DETERMINERS = frozenset({"de", "het", "mijn", "zijn", "haar", "onze", "hun", "ieders"})
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
    if len(words) > 1 and words[0].tag_.startswith("VZ") and clause.kind == "complement":
        return words[1].lower_ in QUESTION_WORDS  # 'over hoe het ging'
    return (bool(words) and words[0].lower_ in QUESTION_WORDS) or (
        len(words) > 1 and words[1].lower_ in {"welke", "wie", "hoeveel"}
    )


def states(clause: Clause) -> bool:
    """Whether a subordinator opens a clause that says of itself what is so: 'nu …', 'omdat …', 'aangezien …'."""
    return any(m.lower_ in STATING for m in clause.marks)


def unbelieved(clause: Clause) -> bool:
    """Whether nobody believes what somebody is said to think."""
    return lemma(clause.head) in THINKING and (_anybody(clause) or _unthinkable(clause))


def _anybody(clause: Clause) -> bool:
    """'Je zou denken dat …': what a stranger might think, and nobody does."""
    would = any(lemma(t) == "zullen" and "verl" in t.tag_ for t in clause.members)
    return would and any(c.dep_ == "nsubj" and c.lower_ in ANYBODY for c in clause.constituents)


def _unthinkable(clause: Clause) -> bool:
    """'Je moet er niet aan denken dat …': what one hopes will never be."""
    words = {t.lower_ for t in clause.tokens}
    return (
        lemma(clause.head) == "denken" and {"er", "niet", "aan"} <= words and "moeten" in {*map(lemma, clause.members)}
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
    added = _added(clause)
    if added is not None:
        return added
    if clause.parent is None or clause.kind == "relative" or _by_itself(clause) or states(clause):
        return None
    if clause.top.dep_ == "conj" and frame(clause) == frame(clause.parent):
        return of_clause(clause.parent)
    return _embedding(clause, clause.parent, frame(clause))


def _embedding(clause: Clause, parent: Clause, how: str) -> Governor | None:
    """The governor of a clause in the clause around it."""
    if clause.top.dep_ not in EMBEDDED or _occurs(parent) or (how == "te" and _opens_with_aim(clause, parent)):
        return None
    if how == "te" and any(c.lower_ in MEANS and c.dep_ in {"mark", "case"} for c in clause.constituents):
        return None  # 'bestrijden de brand door te blussen': how, not what they fight
    if clause.kind == "adverbial" and clause.mark("dat", "of") is None and clause.top.dep_ == "advcl":
        return None
    if how == "dat" and clause.mark("dat") is not None and clause.top.head == parent.head and unbelieved(parent):
        return Governor(UNBELIEVED, parent, parent.head)
    for token, kind in _candidates(clause, parent, how):
        row = look_up(lemma(token) if kind != "verb" else predicate(parent), kind, how)
        if row is not None and not _purpose(clause, parent, token) and not _other_case(clause, row, token):
            return Governor(row, parent, token)
    return None


def _added(clause: Clause) -> Governor | None:
    """'Dan komt alles goed, is mijn verwachting', '…, zo luidt de prognose': said of a main clause after it."""
    words = [t for t in clause.tokens if not t.is_punct]
    if clause.kind != "main" or not words:
        return None
    doc, at = clause.head.doc, words[-1].i + 1
    after = [t for t in doc[at : at + 5] if t.lower_ != "zo"]
    if len(after) < 4 or after[0].text != "," or lemma(after[1]) not in ADDING or after[2].lower_ not in DETERMINERS:
        return None
    row = look_up(lemma(after[3]), "noun", "dat")
    return Governor(row, None, after[3]) if row is not None and row["modality"] == "possible" else None


def _opens_with_aim(clause: Clause, parent: Clause) -> bool:
    """'Om dat te weerleggen vroeg hij …': an aim, not what he asked for."""
    first = clause.tokens[0]
    before = parent.finite is not None and max(t.i for t in clause.tokens) < parent.finite.i
    return first.lower_ == "om" and first.i == first.sent.start and before and parent.copula is None


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
    """'De sluiting is nodig om …', 'heeft tijd nodig om …' give an aim; 'het is nodig om …' says what is needed."""
    if clause.mark("om") is None:
        return False
    if lemma(token) in ENDING:
        return True  # 'stopt geld in plannen om …'
    impersonal = any(c.lower_ in {"het", "dat"} and c.dep_ in {"nsubj", "expl"} for c in parent.constituents)
    needed = token not in parent.members and any(t.lower_ == "nodig" for t in parent.tokens)
    return needed or (token.lower_ == "nodig" and not impersonal)


def _other_case(clause: Clause, row: dict[str, str], token: Word) -> bool:
    """'In het geval dat …' is a condition, 'het is het geval dat …' and 'in het ergste geval … dat …' are none."""
    if row["lemma"] in WEIGHTY:  # 'dat ze won, is belangrijk' tells a fact, 'het belangrijkste is dat …' too
        return token.lower_ != row["lemma"] or clause.tokens[0].i < token.i
    bare = token.i + 1 == clause.tokens[0].i and any(c.dep_ == "case" for c in token.children)
    return row["lemma"] == "geval" and not bare


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
