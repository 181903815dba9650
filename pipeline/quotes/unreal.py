"""Cues with which nobody says anything yet: 'als zij belooft te komen', 'zeg dat het regent'."""

from __future__ import annotations

from pipeline.quotes.clauses import clause_start, main_verb, verb_final
from pipeline.quotes.cues import NEGATIONS, Cue, is_finite
from pipeline.quotes.inflection import stem_of
from pipeline.quotes.lexicon import CueEntry
from pipeline.quotes.subjects import SUBJECTS
from pipeline.words import Word

CONDITIONS = frozenset({"als", "indien", "alsof", "tenzij"})
WOULD = frozenset({"zou", "zouden"})
ADDRESSED = frozenset({"ik", "'k", "ikzelf", "je", "jij"})
"""Subjects of a bare stem, which without one is an order."""


def unreal(cue: Cue) -> bool:
    """Whether the clause of a verb is a condition or an order, so that it reports nothing."""
    verb = cue.finite
    between = cue.head.doc[cue.first : cue.last]
    unwilling = cue.lemma == "willen weten" and any(t.lower_ in NEGATIONS for t in between)
    return verb is not None and (unwilling or _ordered(cue, verb) or _on_condition(cue, verb))


def _ordered(cue: Cue, verb: Word) -> bool:
    """'maak hun duidelijk wat …': the stem of the verb, and no 'ik' or 'je' that it could go with."""
    assert isinstance(cue.entry, CueEntry)
    head = cue.entry.head
    stem = head[:-2] if head.endswith("aan") else stem_of(head)
    if verb is not cue.head or verb.lower_ != stem or stem.endswith("t") or head == "willen":
        return False
    near = verb.doc[cue.sent[0] : min(cue.sent[1], verb.i + 3)]
    return not any(t.lower_ in ADDRESSED for t in near)


def _on_condition(cue: Cue, verb: Word) -> bool:
    """'*Als* zij belooft te komen, …': a present or 'zou' behind als, with no main clause before it."""
    doc, low = verb.doc, cue.sent[0]
    if not verb_final(verb, low) or not is_finite(verb) or _inverted(verb):
        return False
    opener = doc[max(low, clause_start(verb, low) - 1)]
    real = "tgw" not in verb.tag_.split("|") and verb.lower_ not in WOULD and opener.lower_ != "alsof"
    colon = next((t.i + 1 for t in reversed(doc[low : opener.i]) if t.text == ":"), low)
    ahead = opener.lower_ == "alsof" or main_verb(doc, colon, opener.i) is None
    return opener.lower_ in CONDITIONS and not real and ahead


def _inverted(verb: Word) -> bool:
    """'Als reactie *kan ik* melden dat …': a main clause behind a phrase with als."""
    following = verb.doc[verb.i + 1 : verb.i + 2]
    main = verb.head if verb.dep_.startswith("aux") else verb
    subject = any(c.dep_ in SUBJECTS and c.i > verb.i for c in main.children)
    return subject or any(t.tag_.startswith("VNW|pers") for t in following)
