"""Where a reported clause begins and ends within its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline.quotes.cues import Cue, is_finite, is_verb

QUESTION_WORDS = frozenset(
    "wie wat waar wanneer waarom hoe hoeveel welk welke waarmee waarvan waaraan waarin waarover waardoor waarop "
    "waarheen waarnaar waartoe hoelang".split()
)
RESUMING = frozenset({"en", "maar", "doch"})
FRONTED = frozenset(
    "als toen hoewel omdat nadat terwijl wanneer zodra ofschoon aangezien doordat zolang sinds voordat".split()
)


def complementizer(cue: Cue, words: frozenset[str]) -> Token | None:
    """The first of `words` (dat, of, a question word) after the cue that opens its complement clause."""
    doc = cue.head.doc
    begin = (cue.finite.i if cue.finite is not None and cue.finite.i < cue.head.i else cue.first) + 1
    own = {t.i for t in cue.tokens} | ({cue.finite.i} if cue.finite is not None else set())
    for token in doc[begin : cue.sent[1]]:
        if token.lower_ in words and token.i > cue.first and opens_clause(token, cue):
            return token
        if is_finite(token) and token.i not in own and not _inside_source(token, cue):
            return None
    return None


def opens_clause(token: Token, cue: Cue) -> bool:
    """Whether dat, of or a question word opens a clause here and is not a relative pronoun, determiner or 'or'."""
    word = token.lower_
    before = token.nbor(-1) if token.i else token
    if word == "dat":
        if before.pos_ in ("NOUN", "PROPN") and token.tag_.startswith("VNW|betr"):
            return False
        return (
            token.tag_.startswith("VG") or token.dep_ == "mark" or before.is_punct or before.i in (cue.last, cue.head.i)
        )
    if word == "of":
        return (
            token.tag_.startswith("VG|onder")
            or token.dep_ == "mark"
            or before.i in (cue.last, cue.head.i)
            or (before.text == "," and not is_finite(token))
        )
    if word in ("om", "te"):
        return True
    return _has_verb_after(token, cue.sent[1])


def _has_verb_after(token: Token, high: int) -> bool:
    return any(is_finite(t) for t in token.doc[token.i + 1 : high])


def _inside_source(token: Token, cue: Cue) -> bool:
    """A finite verb of a relative clause in the source does not end the search: 'zegt Bos, die vertrekt, dat …'."""
    return any(a.dep_ in ("acl:relcl", "acl") for a in (token, *token.ancestors) if a.i >= cue.first)


def clause_end(first: int, cue: Cue) -> int:
    """Token after the last one of the clause that begins at `first`: the sentence's end, or where the telling goes on."""
    doc = cue.head.doc
    high = cue.sent[1]
    fronted = _in_fronted_clause(cue)
    for i in _points(doc, first, high):
        token = doc[i]
        if token.text == ";":
            return i
        if token.lower_ in RESUMING and _resumes(doc, i, high):
            return i
        if token.text == "," and _leaves(doc, i, high, fronted=fronted, cue=cue):
            return i
    return high


def _points(doc: Doc, first: int, high: int) -> Iterator[int]:
    """Tokens at which the clause may end: never inside brackets or quotation marks."""
    marked = [m for m in doc._.marks if m.closed]
    for i in range(first + 1, high):
        at = doc[i].idx
        if not any(m.start <= at < m.end and not m.start <= doc[first].idx < m.end for m in marked):
            yield i


def _resumes(doc: Doc, at: int, high: int) -> bool:
    """'… en vraagt zich af': a finite verb right after the conjunction takes up the main clause again."""
    after = at + 1
    while after < high and doc[after].lower_ in ("ook", "daarom", "dus", "toen"):
        after += 1
    if after >= high or not is_finite(doc[after]):
        return False
    # in a verb-final clause the conjoined verb ends it ('dat hij kwam en ging'); a main clause goes on
    return after + 1 < high and not doc[after + 1].is_punct and not is_verb(doc[after + 1])


def _leaves(doc: Doc, at: int, high: int, *, fronted: bool, cue: Cue) -> bool:
    """Whether a comma ends the reported clause: a cue at the sentence's end, or the main clause after a fronted one."""
    if at + 1 >= high:
        return False
    following = doc[at + 1]
    if following.lower_ in ("aldus", "dixit") or (
        following.lower_ == "zo" and at + 2 < high and is_finite(doc[at + 2])
    ):
        return True
    if following.lower_ == "volgens":
        return high - at < 12 and not any(is_finite(t) for t in doc[at + 1 : high])
    return fronted and is_finite(following) and following.i > cue.head.i


def _in_fronted_clause(cue: Cue) -> bool:
    """'Toen hij zei dat …, ging zij': the cue stands in a clause that opens the sentence and is not its main clause."""
    first = next((t for t in cue.head.doc[cue.sent[0] : cue.sent[1]] if not t.is_punct and not t.is_space), None)
    return first is not None and first.lower_ in FRONTED and first.i < cue.first
