"""Attributions whose cue stands in or after what is said: 'De brug, meldt de raad, gaat open', '…, zoals Bos zei'."""

from __future__ import annotations

from pipeline.quotes.bearers import can_say
from pipeline.quotes.clauses import QUESTION_WORDS, main_clause_between, verb_final
from pipeline.quotes.cues import Cue, is_finite, is_verb
from pipeline.quotes.found import Found, trimmed
from pipeline.quotes.making import entry, made
from pipeline.quotes.phrases import Phrase, noun_phrase
from pipeline.quotes.subjects import document, impersonal_source, is_impersonal, needs_document, source_of
from pipeline.words import Word, Words

NEAR = 15
"""Tokens between zoals and its verb."""


def parenthetical(cue: Cue) -> Found | None:
    """The clause around a parenthetical cue: 'De brug, zo meldt de gemeente, gaat open'."""
    verb = cue.finite
    if verb is None or not entry(cue).allows("q", "d", "2", "o"):
        return None
    if cue.passive:
        return _passive(cue, verb)
    doc = cue.head.doc
    low, high = cue.sent
    at = verb.i - 1
    if at > low and doc[at].lower_ in ("zo", "aldus"):
        at -= 1
    if at <= low or not _separates(doc[at]) or _relative(doc, at) or (doc[at].is_quote and verb_final(verb, low)):
        return None
    source = _parenthetical_source(cue, verb)
    if source is None and not is_impersonal(entry(cue), verb):
        return None
    if source is not None and not can_say(source, sense=entry(cue).sense):
        return None
    end = max(source.end if source is not None else 0, cue.last + 1)
    if _has_object(cue, source, end):
        return None
    after = _rest(doc, end, high)
    clause = main_clause_between(doc, low, at) or (after is not None and main_clause_between(doc, after, high))
    if not clause and not (_elliptic(doc, low, at, end, high) or _refused(cue, low, at)):
        return None
    content = [trimmed(doc, _without_conjunction(cue, low, at), at + doc[at].is_quote)]
    after = after or _behind_colon(doc, end, high)
    if after is not None:
        content.append(trimmed(doc, after, high))
    return made(cue, content, "parenthetical", 0.85, source)


def _passive(cue: Cue, verb: Word) -> Found | None:
    """'De brug is rijp voor de sloop, *wordt gezegd*': nobody in particular says it, or whoever stands behind door."""
    doc, (low, high) = cue.head.doc, cue.sent
    if verb.i - 1 <= low or doc[verb.i - 1].text != "," or not main_clause_between(doc, low, verb.i - 1):
        return None
    source = source_of(cue)
    end = max(cue.last + 1, source.end if source is not None else 0)
    if cue.head.i - verb.i > PASSIVE_REACH or not (all(t.is_punct for t in doc[end:high]) or doc[end].lower_ in PLACES):
        return None
    return made(cue, [trimmed(doc, low, verb.i - 1)], "parenthetical", 0.7, source)


PASSIVE_REACH = 4
"""Words from 'wordt' to its participle."""
PLACES = frozenset({"in", "op", "bij"})


def _elliptic(doc: Words, low: int, at: int, end: int, high: int) -> bool:
    """'Geen spijt, zegt hij.': a phrase without a verb is all that is said, and the report all that follows."""
    words = doc[low:at]
    if len(words) < 2 or not all(t.is_punct for t in doc[end:high]):
        return False
    first = words[words[0].lower_ in ("en", "maar")]  # 'En *zorg* voor licht, zegt hij', which is taken for a noun
    if any(is_verb(t) for t in words if t != first):
        return False
    opens = first.tag_.startswith(("LID", "VNW|onbep", "VNW|bez", "ADJ", "N|")) or first.lower_ == "niet"
    return opens and not any(t.lower_ in MOMENTS or (t.text == "," and t.nbor(1).lower_ != "maar") for t in words)


MOMENTS = frozenset(
    "dag dagen week weken maand maanden jaar jaren uur minuten keer moment avond ochtend middag nacht later".split()
)
"""Words of phrases that tell when: 'een dag later, zegt hij'."""


def _refused(cue: Cue, low: int, at: int) -> bool:
    """'*Of hij komt*, kan Bos nog niet zeggen': the question opens the sentence."""
    doc = cue.head.doc
    asks = doc[low].lower_ in QUESTION_WORDS | {"of"} and any(is_finite(t) for t in doc[low:at])
    return asks and entry(cue).allows("o") and cue.negated and cue.head is not cue.finite


def _separates(token: Word) -> bool:
    """A comma, stop or dash before the report, or a closing mark alone: 'Het is "een feest" zegt Bos'."""
    closes = token.is_quote and any(m.end <= token.idx < m.close_end for m in token.doc._.marks)
    return closes or token.text in (",", "?", "!", "-", "–", "…")


def _relative(doc: Words, at: int) -> bool:
    """'de man, die zegt': no content before the comma of a relative clause."""
    return at + 1 < len(doc) and doc[at + 1].lower_ in ("die", "dat", "wie")


def _has_object(cue: Cue, source: Phrase | None, end: int) -> bool:
    """A verb with an object of its own reports nothing before the comma: ', merkte hij de vlammen op'."""
    doc = cue.head.doc
    lemma = entry(cue).lemma
    if lemma == "heten" and source is not None and not is_impersonal(entry(cue), cue.finite or cue.head):
        return True  # 'Als je Jan heet'
    if lemma == "weten" and (source is None or source.head.pos_ == "PRON"):
        return True  # 'weet je'
    if cue.finite is not None and any(t.lower_ in SOMETHING for t in doc[cue.finite.i : cue.last]):
        return True  # ', kan die niks zeggen over …'
    if end >= cue.sent[1] or (source is not None and source.end != end):
        return False
    following = doc[end]
    return following.lower_ in ("over", "het", "dat", "of", "om") or (
        following.lower_ == "te" or (following.tag_.startswith("LID") and following.head.dep_ in ("obj", "xcomp"))
    )


SOMETHING = frozenset({"niks", "niets", "iets", "zoiets"})


def _without_conjunction(cue: Cue, low: int, at: int) -> int:
    """A leading complementizer stays outside: 'Dat het regent, zegt hij', not '*Dat* hij kwam, is te danken aan Bos, zegt hij'."""
    doc = cue.head.doc
    while low < at and (doc[low].is_space or doc[low].is_quote):
        low += 1
    opens = doc[low].lower_ in ("dat", "of") and doc[low].tag_.startswith("VG")
    return low + (opens and (cue.negated or not main_clause_between(doc, low, at)))


def _parenthetical_source(cue: Cue, verb: Word) -> Phrase | None:
    doc = cue.head.doc
    if needs_document(cue):
        return document(cue, range(cue.sent[0], verb.i))
    stop = {t.i for t in cue.tokens}
    if is_impersonal(entry(cue), verb):
        return impersonal_source(verb, high=cue.sent[1])
    return noun_phrase(doc, verb.i + 1, high=cue.sent[1], stop=stop)


def _rest(doc: Words, end: int, high: int) -> int | None:
    """First token after the parenthetical where the content goes on: only behind a comma, and only if it is a clause."""
    if end < high and doc[end].text == "," and any(t.is_alpha for t in doc[end + 1 : high]):
        following = doc[end + 1]
        if (
            following.lower_ in ("die", "dat", "wie", "aldus", "toen", "nadat", "terwijl", "waarna")
            or (following.lower_ == "maar" and not _corrects(doc, end, high))
            or following.is_quote
        ):
            return None
        return end + 1
    return _resumed(doc, end, high)


def _corrects(doc: Words, end: int, high: int) -> bool:
    """'Dit is geen straf, vindt Bos, *maar een kans*': what is said goes on behind maar without a clause of its own."""
    negated = any(t.lower_ in ("geen", "niet") for t in doc[doc[end].sent.start : end])
    return negated and not main_clause_between(doc, end + 2, high)


def _resumed(doc: Words, end: int, high: int) -> int | None:
    """'… en dus, melden de diensten met klem, *bestaat* er geen gat': behind an adverbial the clause goes on with its verb."""
    comma = next((i for i in range(end, min(end + ADVERBIAL, high)) if doc[i].text == ","), high)
    goes_on = comma + 2 < high and is_finite(doc[comma + 1]) and not any(is_verb(t) for t in doc[end:comma])
    return comma + 1 if goes_on else None


def _behind_colon(doc: Words, end: int, high: int) -> int | None:
    """'Daar zit de winst, meent Bos: *korte wachtlijsten*': what is said is spelled out."""
    colon = end + 1 < high and doc[end].text == ":" and not doc[end + 1].is_quote
    return end + 1 if colon and not any(t.is_quote for t in doc[end:high]) else None


ADVERBIAL = 6
"""Words of an adverbial behind a source, its comma with them."""


def as_said(cue: Cue) -> Found | None:
    """'Het is te laat, zoals de raad al zei': the main clause around the zoals-clause."""
    if not entry(cue).allows("d") or entry(cue).allows("n") or cue.passive:
        return None
    doc = cue.head.doc
    low, high = cue.sent
    word = next((t for t in reversed(doc[max(low, cue.first - NEAR) : cue.first]) if t.lower_ == "zoals"), None)
    if word is not None and word.i == low:
        return _as_said_first(cue, word)
    if word is None or word.i - 1 <= low or doc[word.i - 1].text not in (",", "-", "–", "(", '"'):
        return None
    if any(t.text == "," for t in doc[word.i : cue.first]) or not main_clause_between(doc, low, word.i):
        return None
    source = noun_phrase(doc, word.i + 1, high=cue.first, skip=0)
    if source is None or not can_say(source, sense=entry(cue).sense):
        return None
    end = max(cue.last, cue.finite.i if cue.finite is not None else 0) + 1
    after = next((i + 1 for i in range(end, high) if doc[i].text in (",", "-", "–", ")")), high)
    rest = trimmed(doc, after, high) if after < high and doc[after].lower_ not in ("maar", "en", "die") else None
    return made(cue, [trimmed(doc, low, word.i), rest], "as-said", 0.7, source)


def _as_said_first(cue: Cue, word: Word) -> Found | None:
    """'Zoals de raad al zei, is het te laat': the main clause behind the zoals-clause."""
    doc, (_, high) = cue.head.doc, cue.sent
    end = max(cue.last, cue.finite.i if cue.finite is not None else 0) + 1
    comma = next((i for i in range(end, min(end + NEAR, high)) if doc[i].text == ","), None)
    if comma is None or comma + 1 >= high or not is_finite(doc[comma + 1]):
        return None
    source = noun_phrase(doc, word.i + 1, high=cue.first, skip=0)
    if source is None or not can_say(source, sense=entry(cue).sense) or any(is_finite(t) for t in doc[end:comma]):
        return None
    return made(cue, [trimmed(doc, comma + 1, high)], "as-said", 0.7, source)
