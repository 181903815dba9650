"""What somebody is said to claim without a word that says so: 'zou' right behind what is reported of him.

'Volgens de politie is de man alleen. Hij zou het wapen hebben gekocht': the second sentence is the police's too. Where nobody
was reported before it, 'zou' is no attribution; where it tells a wish, a condition or a plan it never is.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.doc import inside_marks, mentions_over
from pipeline.quotes.clauses import main_verb
from pipeline.quotes.cues import is_finite
from pipeline.quotes.found import Found, trimmed
from pipeline.quotes.phrases import Phrase, phrase_around
from pipeline.quotes.subjects import SUBJECTS
from pipeline.words import Word, Words, WordSpan

FORMS = frozenset({"zou", "zouden"})
OTHER_MODALS = frozenset("moeten kunnen willen mogen hoeven".split())
UNREAL = frozenset("als indien mits tenzij anders liever graag idealiter eigenlijk anderen".split())
"""Words with which zou tells of what is not: a condition, a wish."""
COMPLAINTS = frozenset(
    "klacht klachten aanklacht aangifte beschuldiging beschuldigingen verwijt verwijten verdenking".split()
)
"""Nouns in the sentence before that announce what somebody is accused of."""
NEAR = 60
"""Tokens before the sentence in which a report is the last one."""
FIRST_AND_SECOND = frozenset("ik we wij je jij jullie u".split())


def hearsay(doc: Words, sent: WordSpan, previous: WordSpan | None, found: Sequence[Found]) -> Found | None:
    """The attribution that a sentence with zou makes, to whoever the sentence before reports; None where it makes none."""
    at = main_verb(doc, sent.start, sent.end)
    if previous is None or at is None or doc[at].lower_ not in FORMS or sent[-1].text == "?":
        return None
    if (
        sent[0].lower_ == "dan"
        or any(t.lower_ in UNREAL | FIRST_AND_SECOND for t in sent)
        or inside_marks(doc, doc[at].idx)
    ):
        return None
    end = next((t.i for t in sent if t.text == ";" and t.i > at), sent.end)
    clause = doc[sent.start : end]
    if any(t.lower_ in OTHER_MODALS for t in clause) or _thwarted(clause, at):
        return None
    if any(_overlaps(one, sent) or _about_its_source(one, sent) for one in found):
        return None
    perfect = _is_perfect(doc[at + 1 : end])
    reported = any(_reports(one, previous) and (perfect or not one.in_marks) for one in found)
    accuser = None if reported else _accuser(previous)
    if accuser is not None and _same_person(doc, accuser.head, sent):
        return None
    content = trimmed(doc, sent.start, end)
    if content is None or not (reported or accuser):
        return None
    return Found(content=[content], rule="hearsay", hint="voice", told_by=accuser, confidence=0.5)


def _is_perfect(rest: list[Word]) -> bool:
    """'zou … hebben gekocht': what only hearsay has."""
    return any(t.lower_ in ("hebben", "zijn", "worden") for t in rest) and any(t.tag_.startswith("WW|vd") for t in rest)


def _accuser(previous: WordSpan) -> Phrase | None:
    """'De advocaten dienden een klacht in': the subject of a sentence with an accusation in it."""
    if not any(t.lower_ in COMPLAINTS for t in previous):
        return None
    head = next((t for t in previous if t.dep_ == "nsubj" and t.head.dep_ in ("ROOT", "root")), None)
    return phrase_around(head, low=previous.start, high=previous.end) if head is not None else None


def _about_its_source(one: Found, sent: WordSpan) -> bool:
    """'De bank meldt verlies. De bank zou …': nobody tells hearsay of himself."""
    return one.source is not None and _near(one, sent) and _same_person(sent.doc, one.source.head, sent)


def _same_person(doc: Words, head: Word, sent: WordSpan) -> bool:
    """Whether a subject of the sentence is the entity that a word before it means."""
    mine = {m.entity_id for m in mentions_over(doc, head.idx, head.idx + 1) if m.entity_id}
    subjects = [t.idx for t in sent if t.dep_ in SUBJECTS]
    return any(m.entity_id in mine for at in subjects for m in mentions_over(doc, at, at + 1))


def _near(one: Found, sent: WordSpan) -> bool:
    return any(0 <= sent.start - t.i < NEAR for t in one.cue_tokens)


def _thwarted(clause: list[Word], at: int) -> bool:
    """'De wedstrijd zou zaterdag worden gespeeld, maar werd afgelast': a plan."""
    after = [t for t in clause if t.i > at]
    but = next((t.i for t in after if t.lower_ == "maar"), None)
    return but is not None and any(is_finite(t) for t in after if t.i > but)


def _overlaps(one: Found, sent: WordSpan) -> bool:
    inside = any(sent.start_char <= t.idx < sent.end_char for t in one.cue_tokens)
    return inside or any(start < sent.end_char and sent.start_char < end for start, end in one.content)


def _reports(one: Found, previous: WordSpan) -> bool:
    """Whether an attribution stands in the sentence before: its cue, or its content where it has none."""
    if one.cue is not None and one.cue.negated:
        return False
    anchors = [t.idx for t in one.cue_tokens] or [one.hull[0]]
    return any(previous.start_char <= at < previous.end_char for at in anchors)
