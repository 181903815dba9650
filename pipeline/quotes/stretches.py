"""Quotation-mark stretches as token ranges, with what stands around them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from pipeline.doc import Marked, Paragraph, text_of
from pipeline.quotes.cues import is_finite
from pipeline.quotes.lexicon import verbs_by_form
from pipeline.words import Word, Words, WordSpan

TERMINAL = frozenset(".!?…")
SHORT = 3
HEADING = 3


@dataclass(slots=True)
class Stretch:
    """Words `first:last` (tokens) in quotation marks; `before` and `after` are the tokens outside the marks.

    `starts` and `ends` say whether it begins where a sentence begins and ends where one ends; `whole` whether it is a
    paragraph of its own.
    """

    mark: Marked
    first: int
    last: int
    before: int
    after: int
    paragraph: Paragraph
    starts: bool = False
    ends: bool = False

    @property
    def whole(self) -> bool:
        """Whether the paragraph is nothing but this stretch."""
        p = self.paragraph
        return self.mark.open_start <= p.start and self.mark.close_end >= p.end - 1

    @property
    def chars(self) -> tuple[int, int]:
        """The words between the marks; a comma before the closing mark belongs to the reporting sentence."""
        return self.mark.start, self.mark.end


def find_stretches(doc: Words) -> list[Stretch]:
    """All stretches of the doc in text order."""
    paragraphs: list[Paragraph] = doc._.paragraphs
    begins = [p.start for p in paragraphs]
    found = []
    for whole in doc._.marks:
        mark: Marked = whole
        span = doc.char_span(mark.start, mark.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        paragraph = paragraphs[max(0, bisect_right(begins, mark.open_start) - 1)]
        end = span.end if mark.closed else _report_start(span)
        if end < span.end:
            close = doc[end - 1].idx + len(doc[end - 1].text)
            mark = replace(mark, end=close, close_end=max(close, _other_mark(doc, end)), closed=True)
        found.append(_stretch(doc, mark, span.start, end, paragraph))
    return found


def _other_mark(doc: Words, end: int) -> int:
    """The end of a mark of another kind that closes what ends at token `end`, behind its comma; 0 without one."""
    mark = next((t for t in doc[end : end + 2] if t.is_quote), None)
    return mark.idx + len(mark.text) if mark is not None else 0


def _report_start(span: WordSpan) -> int:
    """Where a quotation ends whose closing mark is missing: before ', zegt Bos.' at the end of its sentence."""
    doc = span.doc
    for token in doc[span.start + SHORT : span.end - 1]:
        opener = doc[token.i + 1 + (doc[token.i + 1].is_quote and token.i + 2 < span.end)]  # closed by another mark
        if token.text[-1] in ",?!" and (opener.lower_ in ("aldus", "dixit") or _reports(opener)):
            rest = doc[opener.i + 1 : span.end]
            if not len(rest):
                continue
            if not any(is_finite(t) for t in rest) or any(t.lower_ in ("die", "toen", "nadat") for t in rest):
                return int(token.i) + (token.text != ",")
    return int(span.end)


def _reports(verb: Word) -> bool:
    """Whether a verb may introduce what was said and has its subject, not an object or a particle, behind it."""
    entries = verbs_by_form().get(verb.lower_, ())
    subject = verb.nbor(1)
    follows = subject.pos_ in ("PRON", "PROPN", "NOUN", "DET", "ADJ") or subject.lower_ == "te"  # 'staat te lezen in'
    return is_finite(verb) and follows and any(e.allows("q") for e in entries)


def _stretch(doc: Words, mark: Marked, first: int, last: int, paragraph: Paragraph) -> Stretch:
    before = first - 1
    while before >= 0 and (doc[before].idx >= mark.open_start or doc[before].is_space):
        before -= 1
    after = last
    while after < len(doc) and (doc[after].idx < mark.close_end or doc[after].is_space):
        after += 1
    stretch = Stretch(mark=mark, first=first, last=last, before=before, after=after, paragraph=paragraph)
    stretch.starts = _starts(doc, before, paragraph) or text_of(doc)[: mark.open_start][-1:] in TERMINAL
    stretch.ends = _ends(doc, stretch)
    return stretch


def _starts(doc: Words, before: int, paragraph: Paragraph) -> bool:
    """Whether a sentence ends at `before`; a short heading that runs on into the text counts as one: 'Regen "Het …"'."""
    start = before
    while start >= 0 and before - start < HEADING and doc[start].is_alpha and doc[start].idx >= paragraph.start:
        start -= 1
    words = doc[start + 1 : before + 1]
    heading = len(words) > 0 and words[0].text[0].isupper() and all(_of_heading(t) for t in words)
    at = start if heading else before
    return at < 0 or doc[at].idx < paragraph.start or doc[at].text[-1] in TERMINAL | {'"', "”", "'", "’"}


def _of_heading(token: Word) -> bool:
    return (token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV", "VERB", "X") or token.lower_ == "geen") and not is_finite(
        token
    )


def _ends(doc: Words, stretch: Stretch) -> bool:
    if stretch.after >= len(doc) or doc[stretch.after].idx >= stretch.paragraph.end:
        return True
    following = doc[stretch.after]
    inside = doc[stretch.last - 1].text[-1] in TERMINAL
    goes_on = following.text == "," or (following.text[0].islower() and _may_report(following))
    return following.text in (".", "…") or (inside and not goes_on)


def _may_report(token: Word) -> bool:
    return is_finite(token) or token.lower_ in ("aldus", "volgens", "zo", "dixit", "en", "maar", "dat")


def has_finite_verb(doc: Words, stretch: Stretch) -> bool:
    """Whether the stretch holds a finite verb or an imperative, as sentences do and names and fragments do not."""
    return any(is_finite(t) for t in doc[stretch.first : stretch.last])


def is_sentence(doc: Words, stretch: Stretch) -> bool:
    """Whether what stands in marks can be somebody's whole utterance."""
    if doc[stretch.last - 1].text[-1:] in ("!", "?"):
        return True
    return has_finite_verb(doc, stretch) or stretch.last - stretch.first > 2 * SHORT


def token_after(doc: Words, stretch: Stretch) -> Word | None:
    """The first word after the closing mark within its paragraph, commas and a full stop passed over."""
    at = stretch.after
    while at < len(doc) and doc[at].text in (",", "-", "–", "—") and doc[at].idx < stretch.paragraph.end:
        at += 1
    return doc[at] if at < len(doc) and doc[at].idx < stretch.paragraph.end else None
