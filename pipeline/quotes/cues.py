"""Cues in a text: every place where a reporting verb, preposition or noun may introduce what somebody said.

A cue found here is a candidate; whether it reports anything is decided by whether a content is found for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.lexicon import CueEntry, Prepositional, nouns_by_form, prepositionals, verbs_by_form
from pipeline.words import Word, Words, WordSpan

REACH = 25
"""Tokens to either side in which a separated particle or fixed partner is looked for."""
NEGATIONS = frozenset({"niet", "geen", "nooit", "nimmer", "niemand", "evenmin", "noch"})
FALSE_FRIENDS = frozenset({
    ("dat", "wil", "zeggen"), ("te", "wijten"), ("maar", "te", "zeggen"), ("zeg", "maar"), ("te", "zeggen", "heeft"), ("vragen", "stellen"),
    ("in", "staat", "stellen"), ("op", "prijs", "stellen"), ("laten", "we", "zeggen"), ("zo", "gezegd"), ("eerlijk", "gezegd"),
    ("voor", "het", "zeggen"), ("zoals", "gezegd"), ("eerder", "genoemde"), ("zogezegd",), ("zachtst", "gezegd"), ("minst", "gezegd"), ("kort", "gezegd"), ("anders", "gezegd"),
})  # fmt: skip


@dataclass(slots=True)
class Cue:
    """A reporting word with its fixed partners.

    `tokens` are the cue's words in text order, `head` the verb, noun or preposition that reports, `finite` the finite verb of
    its clause (the head itself or its auxiliary), `negated` whether that clause is negated.
    """

    entry: CueEntry | Prepositional
    head: Word
    tokens: list[Word]
    finite: Word | None = None
    negated: bool = False
    sent: tuple[int, int] = (0, 0)
    passive: bool = False

    @property
    def lemma(self) -> str:
        """Infinitive with its particle, the noun, or the fixed words."""
        return self.entry.lemma if isinstance(self.entry, CueEntry) else " ".join(self.entry.words)

    @property
    def first(self) -> int:
        """Index of the first cue token."""
        return self.tokens[0].i

    @property
    def last(self) -> int:
        """Index of the last cue token."""
        return self.tokens[-1].i


def is_finite(token: Word) -> bool:
    """Whether a token is a finite verb, by tag (`WW|pv`) or morphology."""
    return token.tag_.startswith("WW|pv") or ("Fin" in token.morph.get("VerbForm", []))


def is_verb(token: Word) -> bool:
    """Whether a token is a verb form that is not used as an adjective or noun."""
    return (token.tag_.startswith("WW") and "prenom" not in token.tag_ and "nom" not in token.tag_.split("|")) or (
        token.pos_ in ("VERB", "AUX")
    )


def verb_cues(sent: WordSpan) -> list[Cue]:
    """Reporting verbs of a sentence, in text order; of several readings the most specific one whose partners are there."""
    forms = verbs_by_form()
    found: list[Cue] = []
    used: set[int] = set()
    for token in sent:
        entries = forms.get(token.lower_)
        if entries is None or token.i in used or not _may_be_verb(token) or _compares(token, sent):
            continue
        if _false_friend(token, sent):
            continue
        for entry in entries:
            tokens = _match(entry, token, sent)
            cue = _cue(entry, token, tokens, sent) if tokens is not None else None
            if cue is not None and tokens is not None and not _only_active(cue):
                found.append(cue)
                used.update(t.i for t in tokens)
                break
    return found


def _only_active(cue: Cue) -> bool:
    """'werd bekend dat …', 'is bekend dat …': with worden and zijn such a participle is an adjective."""
    if not isinstance(cue.entry, CueEntry) or cue.finite is None or cue.finite is cue.head:
        return False
    return cue.entry.allows("!p") and cue.finite.lower_ in PASSIVE | COPULAS


def _compares(token: Word, sent: WordSpan) -> bool:
    """'slechter dan gevreesd', 'zoals beloofd': a participle alone behind dan, als or zoals."""
    if token.i == sent.start or not token.tag_.startswith("WW|vd"):
        return False
    return token.nbor(-1).lower_ in ("dan", "als", "zoals") and not any(
        is_finite(t) for t in sent.doc[token.i + 1 : token.i + 2]
    )


def _may_be_verb(token: Word) -> bool:
    if is_verb(token):
        return True
    # taggers take inverted one-word cues after a quotation for nouns: '…', meldt Belga
    return (
        token.pos_ in ("NOUN", "ADJ", "X", "PROPN")
        and not token.text[0].isupper()
        and token.i > 0
        and (token.nbor(-1).is_punct and token.lower_.endswith("t"))
    )


def _false_friend(token: Word, sent: WordSpan) -> bool:
    """'dat wil zeggen', 'vragen stellen': fixed phrases in which the verb reports nothing."""
    for phrase in FALSE_FRIENDS:
        if token.lower_ not in phrase:
            continue
        at = token.i - phrase.index(token.lower_)
        if at >= sent.start and tuple(t.lower_ for t in sent.doc[at : at + len(phrase)]) == phrase:
            return True
    return False


def _match(entry: CueEntry, token: Word, sent: WordSpan) -> list[Word] | None:
    """The cue's words when the particle and the partners of `entry` are there, else None."""
    words = [token]
    if entry.particle and not token.lower_.startswith(entry.particle):
        particle = _particle(entry.particle, token, sent)
        if particle is None:
            return None
        words.append(particle)
    if not entry.particle and not entry.partners and _takes_other_particle(entry, token):
        return None
    if entry.allows("!r") and _reflexive(token, sent):
        return None
    if entry.partners in FIXED and not _side_by_side(entry.partners, sent):
        return None
    for partner in reversed(entry.partners):  # the last word is the rarest
        word = _partner(partner, token, sent)
        if word is None:
            return None
        words.append(word)
    return sorted(words, key=lambda t: t.i)


FIXED = frozenset({("van", "mening"), ("van", "oordeel"), ("de", "mening", "toegedaan")})
"""Partners that stand side by side: 'van mening', not 'de mening van'."""


def _side_by_side(words: tuple[str, ...], sent: WordSpan) -> bool:
    texts = [t.lower_ for t in sent]
    return any(tuple(texts[at : at + len(words)]) == words for at in range(len(texts)))


REFLEXIVES = {"me": ("ik",), "mij": ("ik",), "ons": ("we", "wij"), "je": ("je", "jij")}
"""Object forms that go back to a subject of the same person."""


def _reflexive(verb: Word, sent: WordSpan) -> bool:
    """Whether the verb has zich, or me with ik, with it."""
    words = {t.lower_ for t in sent if t.head in (verb, verb.head)}
    own = (t for t in sent if t.head == verb and t.dep_ in ("obj", "iobj", "expl:pv", "expl"))
    return any(t.lower_ == "zich" or words & set(REFLEXIVES.get(t.lower_, ())) for t in own)


def _particle(particle: str, token: Word, sent: WordSpan) -> Word | None:
    """The separated particle: after a finite verb to the end of its clause, or directly before (`aan te geven`)."""
    doc = sent.doc
    if token.i >= sent.start + 2 and doc[token.i - 1].lower_ == "te" and doc[token.i - 2].lower_ == particle:
        return doc[token.i - 2]
    if token.i > sent.start and doc[token.i - 1].lower_ == particle and token.tag_.startswith(("WW|inf", "WW|vd")):
        return doc[token.i - 1]
    if not is_finite(token):
        return None
    best = None
    for other in doc[token.i + 1 : min(sent.end, token.i + REACH)]:
        if other.lower_ == particle and _stands_free(other, token):
            best = other
            break
        if is_finite(other) and other.i > token.i + 1:
            break
    return best


def _stands_free(particle: Word, verb: Word) -> bool:
    """A particle ends its clause or belongs to the verb; a preposition is followed by its object."""
    behind = particle.doc[particle.i + 1 : particle.i + 3]
    if len(behind) > 1 and behind[0].lower_ == "te" and particle.lower_ + behind[1].lower_ in verbs_by_form():
        return False  # 'zegt niets toe te voegen'
    if any(c.dep_ == "xcomp" and (_with_te(c, particle) or _needs(verb, particle, c)) for c in verb.children):
        return True  # 'roept de raad *op* de brug te sluiten'
    if particle.dep_ == "compound:prt" or particle.tag_.startswith("VZ|fin"):
        return True
    if particle.i + 1 >= len(particle.doc):
        return True
    following = particle.nbor(1)
    return (
        following.is_punct
        or following.lower_ in ("dat", "of", "om", "en", "te")
        or (particle.head == verb and particle.dep_ in ("compound:prt", "advmod", "mark"))
    )


def _with_te(verb: Word, particle: Word) -> bool:
    """Whether an infinitive clause begins right behind a particle."""
    first = verb.left_edge
    begins = first.i in (particle.i, particle.i + 1) or (first.tag_.startswith("VNW|p") and first.i == particle.i - 1)
    return begins and any(c.lower_ == "te" and c.i > particle.i for c in verb.children)


def _needs(verb: Word, particle: Word, infinitive: Word) -> bool:
    """'riep dorpen *op* bomen te planten': a verb that has an infinitive only with its particle, whatever the parse."""
    bare = any(e.allows("t") and not e.particle and not e.partners for e in verbs_by_form().get(verb.lower_, ()))
    te = [c.i for c in infinitive.children if c.lower_ == "te"]
    return not bare and bool(te) and particle.i < te[0] and infinitive.is_ancestor(particle)


def _takes_other_particle(entry: CueEntry, token: Word) -> bool:
    """`stelt … voor` is not `stellen`: the parse knows of a particle that the entry lacks."""
    children = [c for c in token.children if c.dep_ == "compound:prt" and not _points(c) and not _by_doing(c)]
    lemma = token.lemma_.replace("_", "")
    joined = lemma.endswith(entry.head) and lemma != entry.head and lemma.removesuffix(entry.head) in PARTICLES
    return bool(children) or (joined and any(t.lower_ == lemma.removesuffix(entry.head) for t in _after(token)))


def _points(word: Word) -> bool:
    """'wijst *erop* dat …': erop and daarvoor point to the clause, whatever the parse has them for."""
    return word.tag_.startswith("BW") and word.lower_.startswith(("er", "daar", "hier"))


def _by_doing(word: Word) -> bool:
    """'*door* te zeggen dat …': a preposition before an infinitive, that no reporting verb has for its particle."""
    return word.lower_ == "door" and word.nbor(1).lower_ == "te"


PARTICLES = frozenset(
    "aan achter af bij binnen door goed in klaar los mee mede na neer om omver onder op over rond samen tegen terug "
    "toe uit vast verder vol voor voorbij weer weg kwijt vrij gerust bekend open plaats deel dicht heen stil thuis".split()
)


def _after(token: Word) -> list[Word]:
    doc = token.doc
    return doc[token.i + 1 : min(len(doc), token.i + REACH)]


def _partner(partner: str, token: Word, sent: WordSpan) -> Word | None:
    """A fixed partner nearby: the word itself, a form of it for verbs; `zich` also as me, je, ons."""
    doc = sent.doc
    low, high = max(sent.start, token.i - REACH), min(sent.end, token.i + REACH)
    forms = {"zich": ("zich", "me", "mij", "ons", "je"), "ervan": ("ervan", "er", "daarvan"), "erbij": ("erbij",)}.get(
        partner, (partner,)
    )
    near = [t for t in doc[low:high] if t.lower_ in forms]
    return min(near, key=lambda t: abs(t.i - token.i), default=None)


def _cue(entry: CueEntry, head: Word, tokens: list[Word], sent: WordSpan) -> Cue:
    taken_for_noun = not is_verb(head)  # '…, meldt Belga': what the tagger takes for a noun is the finite verb
    finite = head if is_finite(head) or taken_for_noun else _auxiliary(head, sent)
    cue = Cue(entry=entry, head=head, tokens=tokens, finite=finite, sent=(sent.start, sent.end))
    cue.negated = _negated(cue, sent)
    if finite is not None and finite is not head and "vd" in head.tag_.split("|"):
        to_whom = entry.sense in DIRECTING and finite.lower_ in COPULAS  # 'zijn opgeroepen te komen'
        cue.passive = finite.lower_ in PASSIVE or to_whom
    return cue


PASSIVE = frozenset(["wordt", "worden", "werd", "werden", "word"])
DIRECTING = frozenset({"ask", "direct", "advise"})
COPULAS = frozenset(["is", "zijn", "was", "waren"])
AUXILIARIES = frozenset(
    "heeft hebben had hadden heb is zijn was waren wordt worden werd werden wil willen wilde wilden zal zullen zou "
    "zouden kan kunnen kon konden moet moeten moest moesten mag mogen mocht laat laten liet lieten bleef blijft "
    "blijven ging gaat gaan durft durfde hoeft hoefde komt kwam".split()
)


def _auxiliary(head: Word, sent: WordSpan) -> Word | None:
    """The finite verb that goes with a participle or infinitive: by the parse, else the nearest auxiliary in the clause."""
    for child in head.children:
        if child.dep_ in ("aux", "aux:pass", "cop") and is_finite(child):
            return child
    if head.dep_ in ("xcomp", "ccomp", "conj") and is_finite(head.head) and head.head.lower_ in AUXILIARIES:
        return head.head
    for other in reversed(sent.doc[max(sent.start, head.i - REACH) : head.i]):
        if is_finite(other):
            return other if other.lower_ in AUXILIARIES else None
        if other.tag_.startswith("VNW|betr"):
            break  # 'er zijn mensen die dat vinden'
    following = sent.doc[head.i + 1 : min(sent.end, head.i + 3)]
    return next((t for t in following if is_finite(t) and t.lower_ in AUXILIARIES), None)


def _negated(cue: Cue, sent: WordSpan) -> bool:
    """A negation that belongs to the reporting verb: its child, or between it and its finite verb."""
    if any(c.lower_ in NEGATIONS for c in cue.head.children):
        return any(c.lower_ in NEGATIONS and _before_content(c, cue, sent) for c in cue.head.children)
    following = sent.doc[cue.last + 1 : min(sent.end, cue.last + 2)]
    return any(t.lower_ in NEGATIONS for t in following)


def _before_content(negation: Word, cue: Cue, sent: WordSpan) -> bool:
    between = sent.doc[min(negation.i, cue.first) : max(negation.i, cue.first)]
    return not any(t.lower_ in ("dat", "of") or t.is_punct for t in between)


def noun_cues(sent: WordSpan) -> list[Cue]:
    """Nouns that may report; compounds by their last part are left out, since most are no speech acts."""
    forms = nouns_by_form()
    return [
        Cue(entry=forms[t.lower_], head=t, tokens=[t], sent=(sent.start, sent.end))
        for t in sent
        if t.lower_ in forms and (t.pos_ == "NOUN" or t.tag_.startswith("N|"))
    ]


def prepositional_cues(sent: WordSpan) -> list[Cue]:
    """`volgens`, `aldus` and fixed phrases, unless their object makes them something else ('volgens plan')."""
    table = prepositionals()
    found: list[Cue] = []
    doc: Words = sent.doc
    for token in sent:
        for cue in table.get(token.lower_, ()):
            if len(cue.words) > 1 and (token.i + 1 >= sent.end or doc[token.i + 1].lower_ != cue.words[1]):
                continue
            tokens = list(doc[token.i : token.i + len(cue.words)])
            if tuple(t.lower_ for t in tokens) != cue.words or tokens[-1].i >= sent.end:
                continue
            if not _excepted(cue, tokens[-1], sent):
                found.append(Cue(entry=cue, head=token, tokens=tokens, sent=(sent.start, sent.end)))
            break
    return found


def _excepted(cue: Prepositional, last: Word, sent: WordSpan) -> bool:
    """Whether the first noun of the object is one of the cue's exceptions."""
    for token in sent.doc[last.i + 1 : min(sent.end, last.i + 5)]:
        if token.pos_ in ("NOUN", "PROPN") or token.tag_.startswith("N|"):
            return token.lower_ in cue.exceptions
    return False
