"""Where a reported clause begins and ends within its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.doc import marks_over
from pipeline.quotes.cues import Cue, is_finite, is_verb
from pipeline.quotes.lexicon import verbs_by_form
from pipeline.words import Word, Words

QUESTION_WORDS = frozenset(
    "wie wat waar wanneer waarom hoe hoeveel welk welke waarmee waarvan waaraan waarin waarover waardoor waarop "
    "waarheen waarnaar waartoe hoelang".split()
)
REACH = 6
"""Tokens back in which a relative word has its noun."""
RESUMING = frozenset({"en", "maar", "doch", "want"})
FRONTED = frozenset(
    "als toen hoewel omdat nadat terwijl wanneer zodra ofschoon aangezien doordat zolang sinds voordat".split()
)


def complementizer(cue: Cue, words: frozenset[str]) -> Word | None:
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


def opens_clause(token: Word, cue: Cue) -> bool:
    """Whether dat, of or a question word opens a clause here and is not a relative pronoun, determiner or 'or'."""
    word = token.lower_
    before = token.nbor(-1) if token.i else token
    if word == "dat":
        if relative_dat(token) or _takes_up(token) or _object(token, cue) or before.lower_ in COORDINATED:
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
    return _has_verb_after(token, cue.sent[1]) and not _indefinite(token)


def _takes_up(dat: Word) -> bool:
    """'Dat *is* te laat' behind a mark: a pronoun with its verb, no conjunction."""
    return dat.i + 1 < len(dat.doc) and dat.tag_.startswith("VNW|aanw") and is_finite(dat.nbor(1))


COORDINATED = frozenset({"en", "maar", "dan", "noch"})
"""Words before a dat that goes on with an earlier one: 'vertelde dat hij haar mooi vond, maar *dat* zij …'."""


def _object(dat: Word, cue: Cue) -> bool:
    """'spreekt *dat* tegen': a pronoun between the verb and its particle."""
    return dat.tag_.startswith("VNW|aanw") and dat.i < cue.last


def _indefinite(word: Word) -> bool:
    """'Ze vragen wat, …', 'iedereen vindt wat van …': something, no question."""
    following = word.nbor(1) if word.i + 1 < len(word.doc) else None
    return word.lower_ == "wat" and (following is None or following.is_punct or following.lower_ in ("van", "over"))


def relative_dat(token: Word) -> bool:
    """Whether 'dat' goes back to a noun before it, which must be neuter: 'het plan dat', not 'de bewering van de raad dat'."""
    if not token.tag_.startswith("VNW|betr"):
        return False
    nouns = [t for t in token.doc[max(0, token.i - REACH) : token.i] if t.tag_.startswith("N|soort")]
    return not nouns or not any(part in nouns[-1].tag_ for part in ("|zijd", "|mv"))


def _has_verb_after(token: Word, high: int) -> bool:
    return any(is_finite(t) for t in token.doc[token.i + 1 : high])


def _inside_source(token: Word, cue: Cue) -> bool:
    """A finite verb of a relative clause in the source does not end the search: 'zegt Bos, die vertrekt, dat …'."""
    verb = next((a for a in (token, *token.ancestors) if a.dep_ in ("acl:relcl", "acl") and a.i >= cue.first), None)
    if verb is None:
        return False
    path = [verb.head, *verb.head.ancestors]
    return any(t.dep_ in ("nsubj", "nsubj:pass", "iobj") for t in path) or not any(
        t.dep_ in ("obj", "obl") for t in path
    )


def clause_end(first: int, cue: Cue) -> int:
    """Token after the last one of the clause that begins at `first`: the sentence's end, or where the telling goes on."""
    doc = cue.head.doc
    high = cue.sent[1]
    fronted = _in_fronted_clause(cue)
    for i in _points(doc, first, high):
        token = doc[i]
        if token.text in (";", ":"):
            return i
        if token.lower_ in RESUMING and (_resumes(cue, i, high) or _main_clause(doc, first, i, high)):
            return i - (doc[i - 1].text == ",")
        if is_finite(token) and cue.head.pos_ == "NOUN" and _after_infinitive(token, cue):
            return i
        if token.text == "," and _another_clause(doc, first, i, high, cue):
            return i
        if token.text == "," and (_leaves(doc, i, high, fronted=fronted, cue=cue) or _of_cue(doc, first, i, cue)):
            return i
    return high


def _another_clause(doc: Words, first: int, at: int, high: int, cue: Cue) -> bool:
    """'vindt het te duur, een derde twijfelt': a clause beside that of the cue by the parse, subject and verb first."""
    verb = _second_verb(doc, at + 1, high)
    if cue.head.i > at or verb is None or not at + 1 < verb <= at + SUBJECT or doc[at + 1].dep_ in ("cc", "mark"):
        return False
    main = doc[verb].head if doc[verb].dep_ in ("aux", "aux:pass", "cop") else doc[verb]
    beside = main.dep_ in ("parataxis", "conj", "ROOT") and (main.head in (cue.head, cue.finite, main))
    subject = any(c.dep_ in ("nsubj", "nsubj:pass") and at < c.i < verb for c in main.children)
    return beside and subject and not doc[first].tag_.startswith("VG")


SUBJECT = 8
"""Words of a subject before its verb."""


def _after_infinitive(verb: Word, cue: Cue) -> bool:
    """'De belofte om te bouwen *wordt* …': the main verb comes right behind the infinitive a noun has."""
    return verb.nbor(-1).tag_.startswith("WW|inf") and main_verb(verb.doc, cue.sent[0], verb.i) is None


def _points(doc: Words, first: int, high: int) -> Iterator[int]:
    """Tokens at which the clause may end: never inside brackets or quotation marks."""
    for i in range(first + 1, high):
        at = doc[i].idx
        if not any(m.closed and not m.start <= doc[first].idx < m.end for m in marks_over(doc, at, at + 1)):
            yield i


def _resumes(cue: Cue, at: int, high: int) -> bool:
    """'… en vraagt zich af': a finite verb right after the conjunction takes up the main clause again."""
    doc = cue.head.doc
    after = at + 1
    while after < high and doc[after].lower_ in ("ook", "daarom", "dus", "toen"):
        after += 1
    if after >= high or not is_finite(doc[after]):
        return False
    # in a verb-final clause the conjoined verb ends it ('dat hij kwam en ging'); a main clause goes on
    return after + 1 < high and not doc[after + 1].is_punct and not is_verb(doc[after + 1])


def _main_clause(doc: Words, first: int, at: int, high: int) -> bool:
    """'… en hij verweet X', '… maar nu blijkt Y': a conjunction opens a clause with its finite verb in second place.

    What follows dat or of has its verb last, so such a clause belongs to the writer again.
    """
    verb = _second_verb(doc, at + 1, high)
    if verb is None or verb == at + 1 or verb + 1 >= high:
        return False
    if doc[at - 1].text != "," and not any(is_verb(t) for t in doc[first:at]):
        return False
    following = doc[verb + 1]
    if following.is_punct or is_verb(following) or following.tag_.startswith("VG"):
        return False
    alone = verb == at + 2 and doc[at + 1].tag_.startswith("VNW|pers")
    return alone or not following.tag_.startswith("VZ")


def _second_verb(doc: Words, start: int, high: int) -> int | None:
    """The first finite verb from `start` on, None where a mark or a subordinating word comes first."""
    for i in range(start, high):
        token = doc[i]
        if is_finite(token):
            return i
        if token.is_punct or token.is_quote or subordinates(token):
            return None
    return None


def subordinates(token: Word) -> bool:
    """Whether a word opens a clause with its verb last: dat, als, die, waarin, hoe before anything but the verb."""
    if token.tag_.startswith(("VNW|betr", "VG|onder")):
        return token.lower_ not in ("dan", "als") or token.dep_ == "mark"
    if token.lower_ in QUESTION_WORDS or token.lower_ in ("waarna", "waarbij", "waaronder"):
        return token.i + 1 < len(token.doc) and not is_finite(token.nbor(1))
    return False


def main_verb(doc: Words, low: int, high: int) -> int | None:
    """Index of the first finite verb in `low:high` that no subordinating word before it waits for; None without one."""
    waiting = 0
    for token in doc[low:high]:
        if is_finite(token):
            if not waiting:
                return int(token.i)
            waiting -= 1
        elif subordinates(token):
            waiting += 1
    return None


def main_clause_between(doc: Words, low: int, high: int) -> bool:
    """Whether tokens `low:high` hold a main clause."""
    return main_verb(doc, low, high) is not None


def verb_final(verb: Word, low: int) -> bool:
    """Whether a finite verb ends a subordinate clause: a word before it, from token `low` on, waits for it."""
    waiting = 0
    for token in verb.doc[low : verb.i]:
        if is_finite(token):
            waiting = max(0, waiting - 1)
        elif subordinates(token):
            waiting += 1
    return waiting > 0


def clause_start(verb: Word, low: int) -> int:
    """First token of the subordinate clause that `verb` ends (its relative or question word, or what follows dat), else `low`."""
    waiting = 1
    for i in range(verb.i - 1, low - 1, -1):
        token = verb.doc[i]
        if is_finite(token):
            waiting += 1
        elif subordinates(token):
            waiting -= 1
            if not waiting:
                return i + token.tag_.startswith("VG")
    return low


def _leaves(doc: Words, at: int, high: int, *, fronted: bool, cue: Cue) -> bool:
    """Whether a comma ends the reported clause: a cue at the sentence's end, or the main clause after a fronted one."""
    if at + 1 >= high:
        return False
    following = doc[at + 1]
    if (
        at + 3 < high
        and following.lower_ in (SUBJECT_PRONOUNS | CONNECTIVES)
        and is_finite(doc[at + 2])
        and cue.head.i < at
    ):
        return not is_verb(doc[at + 3])  # 'zegt dat hij komt, hij heeft tijd'
    if following.lower_ in ("aldus", "dixit") or (
        following.lower_ == "zo" and at + 2 < high and is_finite(doc[at + 2])
    ):
        return True
    if following.lower_ == "al" and at + 3 < high and is_finite(doc[at + 2]) and _reports(doc[at + 2]):
        return True  # ', al geeft ze toe dat'
    if following.lower_ == "volgens":
        return high - at < 24 and not any(is_finite(t) and not _in_relative(t, at) for t in doc[at + 1 : high])
    if is_finite(following) and following.lower_ in verbs_by_form() and cue.head.i < at:
        return at + 2 < high and not doc[at + 2].is_punct and not is_verb(doc[at + 2])
    if fronted and following.lower_ == "dan" and at + 2 < high:
        following = doc[at + 2]  # 'Als hij belooft te komen, dan …'
    return (fronted or in_phrase(cue)) and is_finite(following) and following.i > cue.head.i


def _reports(verb: Word) -> bool:
    """Whether a form may be that of a reporting verb without fixed partners."""
    return any(not e.partners and e.allows("d", "o") for e in verbs_by_form().get(verb.lower_, ()))


def in_phrase(cue: Cue) -> bool:
    """Whether the cue stands in the phrase that opens the sentence, the main verb still to come: 'Wie zegt dat …, liegt'."""
    verb = cue.finite or cue.head
    noun = cue.head.pos_ == "NOUN"
    return (noun or verb_final(verb, cue.sent[0])) and main_verb(cue.head.doc, cue.sent[0], cue.first) is None


def _in_relative(verb: Word, at: int) -> bool:
    return any(subordinates(t) for t in verb.doc[at + 1 : verb.i])


SUBJECT_PRONOUNS = frozenset("ik je jij u hij ze zij we wij jullie het".split())
CONNECTIVES = frozenset({"ook", "toch", "daarom", "dus"})
"""Adverbs that open a main clause with its verb behind them: 'zegt dat hij komt, *toch* blijft de zaal leeg'."""
OWN_TIME = frozenset("nadat terwijl hoewel ofschoon alhoewel toen waarbij waarna waarop waarmee wat".split())
"""Words after a comma whose clause may belong to the telling: when it was said, what the writer holds against it."""


def _of_cue(doc: Words, first: int, at: int, cue: Cue) -> bool:
    """Whether the clause after a comma depends on the cue by the parse, not on what is reported."""
    if at + 1 >= cue.sent[1] or doc[at + 1].lower_ not in OWN_TIME or not any(is_verb(t) for t in doc[first:at]):
        return False
    verb = doc[at + 1].head
    while verb.dep_ in ("nsubj", "obj", "obl", "advmod", "mark") and verb.head is not verb:
        verb = verb.head
    return verb.dep_ in ("advcl", "acl:relcl", "acl", "parataxis") and verb.head in (cue.head, cue.finite)


def _in_fronted_clause(cue: Cue) -> bool:
    """'Toen hij zei dat …, ging zij': the cue stands in a clause that opens the sentence and is not its main clause."""
    first = next((t for t in cue.head.doc[cue.sent[0] : cue.sent[1]] if not t.is_punct and not t.is_space), None)
    return first is not None and first.lower_ in FRONTED and first.i < cue.first
