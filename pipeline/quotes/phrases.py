"""Noun phrases: the words of a source around its head, by the parse where it is sound and by word classes where not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.entities.tables import source_noun
from pipeline.quotes.cues import is_finite, is_verb
from pipeline.words import Word, Words

PRENOMINAL = frozenset(
    {"det", "amod", "nummod", "compound", "nmod:poss", "advmod", "case", "obl", "mark", "punct", "fixed"}
)
PHRASE_STARTS = frozenset({"DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM", "X", "SYM"})
NOT_OF_SOURCE = frozenset(
    "tegen tegenover tijdens na via sinds volgens desgevraagd nadat toen omdat hoewel terwijl maar want dat of waarin "
    "waarop naar aan dinsdag woensdag donderdag vrijdag zaterdag zondag maandag gisteren vandaag vanochtend vanmiddag "
    "vanavond".split()
)
"""Words that begin an adverbial rather than a modifier of the source before them."""
SKIPPED = frozenset(
    "zich dan ook nog toch weer wel er het daar hier toen eerder later al nu gisteren vandaag vervolgens daarop "
    "echter dinsdag woensdag donderdag vrijdag zaterdag zondag maandag vrijdagavond donderdagavond nogmaals inmiddels "
    "ronduit gisteravond bijvoorbeeld althans tevens onder meer eens daarom verder zelfs trots lachend".split()
)
"""Adverbs and pronouns that stand between an inverted verb and its subject."""
FOCUS = frozenset("ook zelfs alleen juist vooral volgens maar en dan met name".split())
"""Words before a source that are no part of it: 'Ook Bos zegt'."""
OBJECT_PRONOUNS = frozenset(["me", "mij", "hem", "haar", "hen", "hun", "ons", "zich"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `start:end` of the doc with their head."""

    start: int
    end: int
    head: Word

    @property
    def chars(self) -> tuple[int, int]:
        """Characters, end exclusive."""
        doc: Words = self.head.doc
        last = doc[self.end - 1]
        return doc[self.start].idx, last.idx + len(last.text)


def phrase_around(head: Word, *, low: int, high: int, stop: Collection[int] = ()) -> Phrase:
    """The phrase of `head` within tokens `low:high`, not crossing a token in `stop`."""
    doc = head.doc
    start, end = head.i, head.i + 1
    left, right = max(low, head.left_edge.i), min(high, head.right_edge.i + 1)
    while start > left and start - 1 not in stop and _belongs_left(doc[start - 1], head):
        start -= 1
    while end < right and end not in stop and not _ends_before(doc[end], head):
        end += 1
    end = _name_end(doc, _with_name(doc, head, end, high), high, stop)
    return _trimmed(doc, start, end, head)


def _with_name(doc: Words, head: Word, end: int, high: int) -> int:
    """Over the name behind a title where the parse has two phrases of them: 'Schepen Lode Aerts'."""
    noun = source_noun(head.lower_)
    if end != head.i + 1 or end >= high or noun is None or noun.kind != "person":
        return end
    name = next(
        (m for m in doc._.mentions if m.start == doc[end].idx and m.kind == "name" and m.label == "PERSON"), None
    )
    while name is not None and end < high and doc[end].idx < name.end:
        end += 1
    return end


def _belongs_left(token: Word, head: Word) -> bool:
    if token.is_space or is_finite(token):
        return False
    if token.is_punct and token.text in ",;:":
        return head.is_ancestor(token) and not any(is_finite(t) for t in token.doc[token.i : head.i])
    return head.is_ancestor(token) or token.dep_ in ("det", "amod")


def _ends_before(token: Word, head: Word) -> bool:
    """Whether an adverbial or a new clause begins at `token`."""
    if token.is_space:
        return True
    if token.lower_ == "dat" and token.tag_.startswith("VG"):
        return True
    if is_finite(token) and token.i > head.i and not _relative_between(head, token):
        return True  # the clause's own verb, whatever the parse says
    if token.lower_ in NOT_OF_SOURCE and token.i > head.i:
        return not (_inside_relative(token, head) or _addressed(token, head))
    if opens_phrase(token) and not _inside_relative(token, head):
        return True
    return token.text in (":", ";", "–", '"', "“", "„", "‘")


def _addressed(token: Word, head: Word) -> bool:
    """'een brief *aan* de leden': a document keeps to whom it goes."""
    noun = source_noun(head.lower_)
    return token.lower_ in ("aan", "over") and token.i == head.i + 1 and noun is not None and noun.kind == "document"


def opens_phrase(token: Word) -> bool:
    """An article or 'geen' right behind a noun or name begins another phrase: 'volgens Bos *de* Kamer', 'de raad *een* fout'."""
    opener = token.tag_.startswith("LID") or token.lower_ == "geen"
    if token.i == 0 or not opener or token.lower_ in ("der", "des") or not token.is_lower:
        return False
    before = token.nbor(-1)
    return before.pos_ in ("NOUN", "PROPN", "PRON") and not (before.pos_ == "PROPN" and before.is_lower)


def _relative_between(head: Word, verb: Word) -> bool:
    """Whether a relative pronoun or comma opens a clause between the phrase's head and a finite verb."""
    return any(
        t.text == "," or t.tag_.startswith("VNW|betr") or t.lower_ in ("die", "dat", "wie")
        for t in head.doc[head.i : verb.i]
    )


def _inside_relative(token: Word, head: Word) -> bool:
    """Adverbials inside the source's own relative clause stay: 'Bos, die dinsdag aftrad'."""
    return any(a.dep_ in ("acl:relcl", "acl") and a.head.i <= head.i + 6 for a in token.ancestors if a.i > head.i)


def _name_end(doc: Words, end: int, high: int, stop: Collection[int]) -> int:
    """A party, age or place in brackets directly after a name belongs to it: 'Kuiken (PvdA)'."""
    if end < high and doc[end].text == "(" and end not in stop:
        for i in range(end + 1, min(high, end + 8)):
            if doc[i].text == ")":
                return i + 1
    return end


def _trimmed(doc: Words, start: int, end: int, head: Word) -> Phrase:
    while end - 1 > head.i and (doc[end - 1].is_space or (doc[end - 1].is_punct and doc[end - 1].text != ")")):
        end -= 1
    while start < head.i and (doc[start].is_space or doc[start].is_punct or doc[start].lower_ in FOCUS):
        start += 1
    return Phrase(start, end, head)


def noun_phrase(doc: Words, first: int, *, high: int, stop: Collection[int] = (), skip: int = 4) -> Phrase | None:
    """The noun phrase that begins at token `first`, or after at most `skip` adverbs; None where a verb or mark comes first."""
    at = first
    while at < high and at - first < skip and _skipped(doc, at, high):
        at += 1
    if at >= high or at in stop:
        return None
    token = doc[at]
    if (
        (token.lower_ in OBJECT_PRONOUNS and "bez" not in token.tag_)
        or token.pos_ not in PHRASE_STARTS
        or is_finite(token)
    ):
        return None
    head = _head_of(token, high)
    found = phrase_around(head, low=at, high=high, stop=stop)
    return found if found.start <= at else Phrase(at, found.end, head)


def _skipped(doc: Words, at: int, high: int) -> bool:
    """Adverbs and object pronouns before the phrase; 'het' only where it is no article."""
    token = doc[at]
    if token.lower_ == "het" and at + 1 < high and doc[at + 1].pos_ in ("NOUN", "PROPN", "ADJ", "X"):
        return False
    return token.is_space or token.lower_ in SKIPPED or token.pos_ == "ADV"


def _head_of(token: Word, high: int) -> Word:
    """Climb from the phrase's first word to its noun; where the parse is broken, walk over determiners and adjectives."""
    head = token
    while head.head is not head and head.dep_ in PRENOMINAL and head.i < head.head.i < min(high, token.i + 12):
        if is_verb(head.head) and head.head.pos_ == "VERB":
            break
        if head.dep_ == "obl" and any(c.dep_ == "cop" for c in head.head.children):
            break  # 'is volgens de school een fout'
        head = head.head
    if head.pos_ in ("NOUN", "PROPN", "PRON", "X"):
        return head
    for other in token.doc[token.i : min(high, token.i + 6)]:
        if other.pos_ in ("NOUN", "PROPN"):
            return other
        if other.pos_ not in ("DET", "ADJ", "NUM", "ADV"):
            break
    return head
