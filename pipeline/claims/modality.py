"""How a proposition is presented, how certain its source is of it, and its tense.

The order of the checks is the order of strength: what turns a statement into a question, condition or order comes before the
verbs, adverbs and cues that only weaken it.
"""

from __future__ import annotations

from typing import cast

from pipeline.claims import governors, tables
from pipeline.claims.clauses import Clause, link
from pipeline.claims.polarity import is_negative
from pipeline.claims.predicates import is_passive, predicate, to_be_done
from pipeline.claims.questions import mark_modality
from pipeline.claims.reading import Context, Reading, is_perfect
from pipeline.claims.unreal import unreal
from pipeline.claims.verbs import form, lemma
from pipeline.claims.zou import read_zou
from pipeline.schema import Certainty, Modality, Polarity, Tense
from pipeline.words import Word

HEDGES = tuple((tuple(row["word"].split()), row) for row in tables.rows("hedges"))
FIRST_OF_HEDGES = {sequence[0] for sequence, _ in HEDGES}
STATIVE = frozenset(
    {"zijn", "hebben", "blijven", "worden", "krijgen", "kosten", "duren", "lopen", "staan", "liggen", "komen"}
)
UNMEANT = frozenset({
    "vergeten", "missen", "merken", "voelen", "ervaren", "zien", "horen", "weten", "verliezen", "winnen", "sterven", "lijden", "begrijpen",
    "schrikken", "ontdekken",
})  # fmt: skip
"""What happens to somebody: 'zal hij nooit vergeten' is no plan."""
AGENT_PRONOUNS = frozenset({"ik", "we", "wij", "hij", "zij", "ze", "je", "jij", "u", "men"})
TERMS = frozenset({"uiterlijk", "voor", "vóór", "binnen", "eerst", "tegen", "eind", "dan", "minstens", "minimaal"})
CAUSING = frozenset({"zorgen", "bewerkstelligen", "regelen", "bereiken", "veroorzaken"})
ACHIEVING = frozenset({"slagen", "vergeten", "nalaten", "verzuimen", "wagen", "mislukken"})
RESULTS = frozenset({"mogelijk", "verplicht"})
OWED = frozenset({"danken", "wijten"})
"""'is te danken aan' says why something is so."""
IMPLYING = frozenset({"slagen", "wagen", "bijdragen", "helpen", "laten", "doen", "zien", "horen", "voelen"})
"""Verbs whose infinitive is as true as they are."""


def read(clause: Clause, context: Context) -> Reading:
    """The modality of a clause in its context."""
    for check in (unreal, brought_about, read_zou, _verbs, _hedge, _governed, _lexical, _future, _heard):
        found = check(clause, context)
        if found is not None:
            return found
    if not context.negated_cue:
        return Reading("asserted", "CT")
    open_still = context.governor is not None and context.governor.row.get("lemma") == "uitsluiten"
    return Reading("possible", "PS") if open_still else Reading("asserted", "U")  # 'sluit niet uit dat …': it may be


def certainty(reading: Reading, polarity: Polarity) -> Certainty:
    """FactBank's value: degree and polarity; Uu where the source does not commit itself."""
    if reading.degree == "U":
        return "Uu"
    return cast("Certainty", reading.degree + ("-" if polarity == "negative" else "+"))


def tense(clause: Clause) -> Tense | None:
    """Tense of the finite verb; a perfect is past, zullen and gaan with an infinitive future."""
    verb = clause.finite
    if verb is None:
        return None
    if "verl" in verb.tag_:
        return "past"
    if lemma(verb) in {"zullen", "gaan"} and verb.i != clause.verb.i:
        return "future"
    perfect = form(clause.head) == "vd" and lemma(verb) in {"hebben", "zijn"} and verb.dep_ != "cop"
    return "past" if perfect or (lemma(verb) in {"hebben", "zijn"} and is_perfect(clause)) else "present"


# --- the checks, strongest first ---------------------------------------------------------------------------------


def brought_about(clause: Clause, context: Context | None = None) -> Reading | None:  # noqa: ARG001
    """'Het moet ervoor zorgen dat …': what somebody brings about is meant as the bringing about is."""
    matrix = clause.parent
    if matrix is None or clause.kind != "complement" or clause.mark("dat") is None:
        return None
    if predicate(matrix) not in CAUSING or clause.top.head not in matrix.members:
        return None
    return _around(clause)


def _verbs(clause: Clause, context: Context) -> Reading | None:
    """Modal verbs and those of chain_verbs.tsv, the outermost first."""
    if to_be_done(clause):
        return Reading("asserted" if predicate(clause) in OWED else "possible", "CT")
    to = clause.mark("te") is not None
    for verb in clause.auxiliaries:
        row = link(lemma(verb), to=to) or link(lemma(verb), to=not to)
        if (
            row is None
            or not row["modality"]
            or (row["class"] not in {"modal", "raising"} and verb not in clause.chain)
        ):
            continue
        if _inferred(clause, verb) and not context.future:
            return Reading("possible", "PR")
        degree = row["certainty"]
        weak = lemma(verb) == "kunnen" and (_stative(clause) or _hedge(clause, context)) and "verl" not in verb.tag_
        return Reading(cast("Modality", row["modality"]), "PS" if weak else degree)
    return None


def _inferred(clause: Clause, verb: Word) -> bool:
    """'moet duur zijn geweest', 'moet het hebben gezien': a guess at the past, unless it names a term ('uiterlijk', 'vóór')."""
    if lemma(verb) != "moeten" or form(verb) != "pv" or not {lemma(t) for t in clause.auxiliaries} & {"hebben", "zijn"}:
        return False
    past = (form(clause.head) == "vd" and is_perfect(clause) and not is_passive(clause)) or any(
        t.lower_ == "geweest" for t in clause.members
    )
    return past and not {t.lower_ for t in clause.tokens} & TERMS


def _hedge(clause: Clause, context: Context) -> Reading | None:  # noqa: ARG001 -- one signature for all checks
    """Adverbs such as 'mogelijk'; attributive ones ('een mogelijke …') have another form or hang on a noun."""
    words = [t.lower_ for t in clause.tokens]
    if FIRST_OF_HEDGES.isdisjoint(words):
        return None
    for sequence, row in HEDGES:
        if sequence[0] not in words:
            continue
        for i, word in enumerate(words):
            if (
                word == sequence[0]
                and tuple(words[i : i + len(sequence)]) == sequence
                and _free(clause.tokens[i], clause)
            ):
                return Reading(cast("Modality", row["modality"]), row["certainty"])
    return None


def _free(token: Word, clause: Clause) -> bool:
    """Not attributive, not 'zo veilig mogelijk'."""
    degree = any(t.lower_ in {"zo", "zoveel"} for t in token.doc[max(0, token.i - 2) : token.i])
    if token.lower_ in RESULTS and token != clause.tokens[0] and predicate(clause) == "maken":
        return False  # 'om de bouw mogelijk te maken'
    return token.i != clause.head.i and token.dep_ != "amod" and "prenom" not in token.tag_ and not degree


def _governed(clause: Clause, context: Context) -> Reading | None:
    """What the governor makes of the clause; of 'kunnen ervoor kiezen te …' what its modal verb makes of both."""
    if context.governor is None:
        if _as_told_around(clause):
            return _around(clause)
        if _enough(clause):
            return Reading("possible", "U")
        return Reading("possible", "PS") if _may_be(clause) else None
    row, outer = context.governor.row, context.governor.clause
    if row["effect"] == "exclude" and (context.negated_cue or (outer is not None and is_negative(outer, outer.tokens))):
        return Reading("possible", "PS")  # 'sluit niet uit dat …'
    if not row["modality"] or (row["modality"] == "intended" and clause.kind == "infinitive" and is_perfect(clause)):
        return _around(clause) if clause.kind == "infinitive" and row["lemma"] in IMPLYING else None
    if clause.kind == "infinitive" and outer is not None and row["modality"] == "intended":
        modal = _verbs(outer, context)
        if modal is not None and modal.modality == "possible":
            return modal
    return Reading(cast("Modality", row["modality"]), row["certainty"])


def _as_told_around(clause: Clause) -> bool:
    """'wil helpen *door te geven*', 'moet de stad *doen herleven*': as true as what the infinitive belongs to."""
    if clause.kind != "infinitive" or clause.parent is None:
        return False
    means = any(c.lower_ == "door" and c.dep_ in {"mark", "case"} for c in clause.constituents)
    seen = not clause.marks and clause.top.dep_ in {"xcomp", "ccomp"} and predicate(clause.parent) in IMPLYING
    return means or seen


def _around(clause: Clause) -> Reading | None:
    """The reading of the clause around one, where that is more than a plain statement."""
    if clause.parent is None:
        return None
    found = read(clause.parent, Context(governor=governors.of_clause(clause.parent)))
    return found if found.modality not in {"asserted", "reportative"} else None


def _enough(clause: Clause) -> bool:
    """'niet snel genoeg om …', 'te duur om …': what may come of a measure is no aim."""
    measured, before = clause.top.head, clause.tokens[0].i
    if clause.kind != "infinitive" or clause.mark("om") is None or measured.i > before:
        return False
    words = measured.doc[max(measured.sent.start, measured.i - 3) : before]
    around = clause.parent.tokens if clause.parent is not None else []
    if any(t.lower_ in {"genoeg", "voldoende"} and before - 8 < t.i < before for t in around):
        return True  # 'die genoeg geld heeft om …'
    return any(t.lower_ in {"genoeg", "voldoende"} for t in words) or any(
        t.lower_ == "te" and t.i + 1 < len(t.doc) and t.nbor(1).tag_.startswith("ADJ") for t in words
    )


def _may_be(clause: Clause) -> bool:
    """'Het kan zijn dat …', 'het zou kunnen dat …': the clause may be so."""
    matrix = clause.parent
    if matrix is None or clause.mark("dat") is None or clause.top.dep_ not in {"ccomp", "csubj"}:
        return False
    if any(t.lower_ in {"hoe", "zo", "waarom"} for t in matrix.tokens):
        return False  # 'hoe kan het dat …': it is so
    verbs = {lemma(t) for t in matrix.members if t.lower_ != "best"}  # 'het kan best zijn dat …'
    return (
        (matrix.copula is None or matrix.head.lower_ == "best")
        and "kunnen" in verbs
        and verbs <= {"kunnen", "zijn", "zullen"}
    )


def _lexical(clause: Clause, context: Context) -> Reading | None:
    """Modality in the predicate itself: 'wil zekerheid', 'heeft … nodig', 'is nodig', 'om … te'."""
    name = predicate(clause)
    bare = lemma(clause.head) if name != "aankunnen" else name
    if bare == "willen":
        return Reading("intended", "CT")
    if bare in {"kunnen", "mogen"}:
        return Reading("possible", "CT")
    if bare in {"moeten", "hoeven", "vereisen"} or _needs(clause, name):
        return Reading("necessary", "CT")
    first = clause.parent if clause.top.dep_ == "conj" and clause.parent is not None else clause  # 'om … te … en … te'
    aim = context.governor is None or context.governor.row.get("lemma") not in ACHIEVING  # not 'slaagde erin om te …'
    if (aim and first.mark("om") is not None and clause.kind == first.kind == "infinitive") or mark_modality(
        clause
    ) == "intended":
        return Reading("intended", "CT")
    return None


def _needs(clause: Clause, name: str) -> bool:
    """'heeft … nodig', 'is nodig', 'is verplicht'."""
    if clause.copula is not None:
        return clause.head.lower_ in {"nodig", "noodzakelijk", "verplicht", "vereist"}
    return name == "hebben" and any(t.lower_ == "nodig" and t.dep_ != "amod" for t in clause.tokens)


def _future(clause: Clause, context: Context) -> Reading | None:
    """'zal': what someone means to do; without one who acts it is told as a fact."""
    verb = clause.finite
    if verb is None or lemma(verb) != "zullen" or verb.i == clause.verb.i:
        return None
    return Reading("intended" if context.agentive else "asserted", "CT")


def _heard(clause: Clause, context: Context) -> Reading | None:  # noqa: ARG001
    """Content without a source: rumour."""
    return Reading("reportative", "PR") if context.hearsay else None


# --- helpers -----------------------------------------------------------------------------------------------------


def _stative(clause: Clause) -> bool:
    """'kan … zijn', 'kan … hebben gezien': a guess rather than an ability."""
    return clause.copula is not None or (form(clause.head) == "vd" and is_perfect(clause))


def acts(clause: Clause, head: Word | None, *, entity: bool) -> bool:
    """Whether the subject does something on purpose: an entity or personal pronoun with a verb of action."""
    if head is None or clause.copula is not None or predicate(clause) in STATIVE | UNMEANT:
        return False
    return entity or head.lower_ in AGENT_PRONOUNS
