"""Indirect and mixed attributions of reporting verbs: complement clauses and infinitives, and which construction is tried first.

Rule identifiers follow the constructions they handle: `dat-clause`, `question-clause`, `infinitive`, `parenthetical`,
`colon`, `label`, `as-label`, `prepositional-object`.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.quotes.accusations import accusation
from pipeline.quotes.clauses import QUESTION_WORDS, RESUMING, clause_end, complementizer, verb_final
from pipeline.quotes.cues import Cue, is_finite, is_verb
from pipeline.quotes.found import Chars, Found, trimmed
from pipeline.quotes.labels import LEADING, as_label, label, prepositional_object
from pipeline.quotes.lexicon import nouns_by_form
from pipeline.quotes.making import entry, made, with_source
from pipeline.quotes.parentheticals import as_said, parenthetical
from pipeline.quotes.phrases import Phrase
from pipeline.quotes.subjects import needs_document, source_of
from pipeline.quotes.unreal import unreal
from pipeline.words import Word


def verb_attribution(cue: Cue) -> Found | None:
    """The attribution a reporting verb makes, by the first construction that fits; None where it reports nothing."""
    if unreal(cue):
        return None
    constructions: list[Callable[[Cue], Found | None]] = [
        accusation, as_said, _cleft, _following_clause, parenthetical, _question_clause, _infinitive, label, as_label, prepositional_object, _colon,
    ]  # fmt: skip
    for construction in constructions:
        found = construction(cue)
        if found is not None:
            return found
    return None


def _dat_clause(cue: Cue) -> Found | None:
    if not entry(cue).allows("d"):
        return None
    opener = complementizer(cue, frozenset({"dat"}))
    if opener is None or _so_much(cue) or _of_noun(cue, opener) or _of_infinitive(cue, opener):
        return None
    if _pronoun(cue, opener):
        return _judgement(cue, opener)
    first = _judged(cue, opener) or opener.i + 1
    return with_source(cue, first, clause_end(opener.i + 1, cue), "dat-clause", 0.9)


def _judgement(cue: Cue, dat: Word) -> Found | None:
    """'vindt *dat* niet zo gek': the pronoun with what is thought of it, where the parse has a conjunction of it."""
    end = clause_end(dat.i + 1, cue)
    judged = any(t.tag_.startswith(("ADJ|vrij", "WW|vd|vrij", "WW|od|vrij")) for t in dat.doc[dat.i + 1 : end])
    return with_source(cue, dat.i, end, "label", 0.7) if entry(cue).allows("n") and judged else None


def _pronoun(cue: Cue, dat: Word) -> bool:
    """'zei *dat* te weten omdat …', 'hoopt *dat* kunstje te herhalen', 'ontkent *dat* en vertrekt': no clause of its own."""
    rest = dat.doc[dat.i + 1 : cue.sent[1]]
    for token in rest:
        if is_finite(token) or token.lower_ == "om":
            return False
        if token.i == dat.i + 1 and token.lower_ in RESUMING:
            return True
        if token.tag_.startswith("WW|inf") and token.nbor(-1).lower_ == "te" and _ends(token, cue):
            return True
    return not any(is_verb(t) for t in rest)


def _ends(infinitive: Word, cue: Cue) -> bool:
    """Whether an infinitive ends its clause: a mark or a word that opens another one stands right behind it."""
    after = infinitive.nbor(1) if infinitive.i + 1 < cue.sent[1] else None
    return after is None or after.is_punct or after.tag_.startswith("VG")


def _cleft(cue: Cue) -> Found | None:
    """'Wat Bos wil zeggen, is dat …': the clause behind the copula is what the verb reports."""
    doc, (low, high) = cue.head.doc, cue.sent
    if doc[low].lower_ != "wat" or not entry(cue).allows("d"):
        return None
    end = max(cue.last, cue.finite.i if cue.finite is not None else 0) + 1
    end += end < high and doc[end].text == ","
    if end + 2 >= high or doc[end].lower_ not in ("is", "was") or doc[end + 1].lower_ != "dat":
        return None
    label_first = source.end if entry(cue).allows("n") and (source := source_of(cue)) is not None else cue.first
    judged = trimmed(doc, label_first, cue.first) if label_first < cue.first else None
    found = with_source(cue, end + 2, high, "dat-clause", 0.8)
    if found is not None and judged is not None:
        found.content.insert(0, judged)
    return found


def _of_noun(cue: Cue, opener: Word) -> bool:
    """A clause behind a noun that takes one: 'staat haaks op de *opvatting* dat …', 'verdedigt het *recht* dat …'."""
    noun = opener.nbor(-1)
    if noun.i <= cue.last:
        return False
    if needs_document(cue):
        return noun.lower_ in nouns_by_form()
    before = opener.doc[max(cue.last + 1, noun.i - 3) : noun.i]
    led = any(t.lower_ in LEADS_TO_NOUN for t in before)
    return noun.lower_ in FACTS or (led and noun.lower_ in nouns_by_form())


FACTS = frozenset({"nieuws", "recht", "moment", "idee", "kans", "mogelijkheid", "periode"})
LEADS_TO_NOUN = frozenset({"met", "voor", "naar", "of", "door", "tegen"})
"""Words before a noun with a clause of its own; 'in een verklaring' and 'via een bericht' tell where it was said."""


def _of_infinitive(cue: Cue, opener: Word) -> bool:
    """'zegt bang te zijn dat …': the clause belongs to the infinitive, which is what is said."""
    if not entry(cue).allows("t") or opener.i <= cue.last:
        return False
    between = [t for t in opener.doc[cue.last + 1 : opener.i - 1] if t.lower_ == "te" and is_verb(t.nbor(1))]
    perfect = cue.head.i + 1  # 'schijnt gezegd *te hebben* dat'
    return any(
        t.nbor(1) not in cue.tokens and not (t.i == perfect and t.nbor(1).lower_ in ("hebben", "zijn")) for t in between
    )


def _so_much(cue: Cue) -> bool:
    """'Er is zo veel gezegd dat …': the clause tells what comes of it."""
    doc = cue.head.doc
    near = doc[max(cue.sent[0], cue.first - 4) : cue.first]
    degree = (t for t in near if t.lower_ == "zo" and t.i + 1 < cue.first)
    return any(t.nbor(1).tag_.startswith(("ADJ", "VNW|onbep")) for t in degree) or any(
        t.lower_ == "zoveel" for t in near
    )


def _judged(cue: Cue, opener: Word) -> int | None:
    """'vindt *het* jammer dat …': the judgement is part of the content; None where the clause with dat is all of it."""
    if not entry(cue).allows("n") or opener.i <= cue.first:
        return None
    doc = cue.head.doc
    verb = cue.finite if cue.finite is not None and cue.finite.i < cue.head.i else cue.head
    het = next((t for t in doc[verb.i + 1 : opener.i] if t.lower_ == "het"), None)
    words = doc[het.i + 1 : opener.i] if het is not None and not het.tag_.startswith("LID") else ()
    return het.i if het is not None and any(t.tag_.startswith(("ADJ", "WW|vd")) for t in words) else None


def _following_clause(cue: Cue) -> Found | None:
    """A dat-clause, or in a sentence that begins with another clause a question: these come before a parenthetical."""
    found = _dat_clause(cue)
    if found is not None or cue.finite is None or cue.finite.i == cue.sent[0]:
        return found
    return _question_clause(cue) if cue.finite.nbor(-1).text == "," else None


def _question_clause(cue: Cue) -> Found | None:
    """Of- and question-word clauses; 'of' stays outside, the question word is part of the content."""
    if not entry(cue).allows("o"):
        return None
    opener = complementizer(cue, QUESTION_WORDS | {"of"})
    if opener is None or (opener.lower_ != "of" and opener.i > cue.last + 8) or _relative_where(opener, cue):
        return None
    if cue.head.tag_.startswith("WW|inf") and not cue.negated and opener.lower_ != "of" and entry(cue).sense != "ask":
        return None  # 'mensen die zeggen wat ze denken', 'laten we zeggen waar het op staat'
    first = opener.i + (opener.lower_ == "of")
    judged = _judged(cue, opener) if opener.lower_ == "hoe" else None  # 'vindt *het mooi* hoe zij het doen'
    return with_source(cue, judged or first, clause_end(first, cue), "question-clause", 0.8)


def _relative_where(opener: Word, cue: Cue) -> bool:
    """'gelooft in een ideaal, waartoe …', 'schreef een boek waarin …': behind a comma or noun the word goes back to it."""
    before, word = opener.nbor(-1), opener.lower_
    if before.tag_.startswith("VZ") and before.i - 1 > cue.last and before.nbor(-1).text == ",":
        return True  # 'vroeg zijn buurman, *met wie* hij …'
    if before.i - 1 == cue.last:
        return False  # 'dacht, wat nu?'
    if before.text in (",", ")") and (word == "wat" or (word.startswith("waar") and word not in ("waar", "waarom"))):
        return True
    behind_noun = before.pos_ in ("NOUN", "PROPN") and word.startswith("waar") and word != "waarom"
    return behind_noun and (before.dep_.partition(":")[0] in ("obj", "obl", "nmod") or _in_relative_clause(opener))


def _in_relative_clause(word: Word) -> bool:
    return any(t.dep_.startswith("acl") and t.head.i < word.i < t.i for t in word.ancestors)


def _infinitive(cue: Cue) -> Found | None:
    """'belooft te betalen', 'roept X op om te vertrekken'."""
    if not entry(cue).allows("t"):
        return None
    doc = cue.head.doc
    verb = _te_infinitive(cue)
    if verb is None or _of_phrase(verb, cue):
        return None
    first = _infinitive_start(cue, verb)
    if first is None:
        return None
    if doc[first - 1].lower_ == "om" and entry(cue).sense not in ASKING and not _is_object(doc[first - 1], verb, cue):
        return None
    found = with_source(cue, first, clause_end(verb.i, cue), "infinitive", 0.7)
    if found is not None and first == verb.i - 1:
        found.content[:0] = _before_cue(cue, found.source)
    asked = cue.passive and entry(cue).sense in ("ask", "direct", "advise")
    keep = found is None or found.source is not None or doc[first - 1].lower_ == "om" or asked
    return found if keep else None  # 'wie iets weet, wordt verzocht te bellen'


def _of_phrase(verb: Word, cue: Cue) -> bool:
    """'roept op tot een staking, in een *poging* te winnen', 'waarschuwt voor *filters* om …': what the noun has."""
    noun = _clause_head(verb).head
    own = _clause_head(verb).dep_ == "acl" and noun.i > cue.last and noun.lower_ not in INTENTIONS
    return own and any(c.dep_ == "case" for c in noun.children)


def _before_cue(cue: Cue, source: Phrase | None) -> list[Chars]:
    """'omdat de raad veel vragen *zei* te hebben': in a clause with its verb last the object stands before the cue."""
    verb = cue.finite or cue.head
    if source is None or verb.i != cue.head.i or source.end >= verb.i or not verb_final(verb, cue.sent[0]):
        return []
    first = next((t.i for t in verb.doc[source.end : verb.i] if t.lower_ not in LEADING), verb.i)
    before = trimmed(verb.doc, first, verb.i)
    return [before] if before is not None else []


def _te_infinitive(cue: Cue) -> Word | None:
    doc = cue.head.doc
    for token in doc[cue.first + 1 : cue.sent[1]]:
        if is_finite(token) and token not in cue.tokens and token != cue.finite:
            return None
        if (
            token.lower_ == "te"
            and token.i + 1 < cue.sent[1]
            and is_verb(doc[token.i + 1])
            and token.i + 1 != cue.head.i
        ):
            return doc[token.i + 1]
    return None


def _infinitive_start(cue: Cue, verb: Word) -> int | None:
    """First token of the infinitive clause: after om, after the cue's particle, else by the parse."""
    doc = cue.head.doc
    for i in range(cue.first + 1, verb.i):
        if doc[i].lower_ == "om" and (doc[i].tag_.startswith("VZ") or doc[i].dep_ == "mark"):
            return i + 1
    begin = max(t.i for t in cue.tokens if t.i < verb.i) + 1
    finite = cue.finite.i + 1 if cue.finite is not None and cue.finite.i < verb.i else 0
    begin = max(begin, finite)
    source = source_of(cue, content=range(verb.i - 1, verb.i + 1))
    if source is not None and begin <= source.start < verb.i:
        begin = max(begin, source.end)
    if begin > verb.i:
        return None
    edge = max(min(verb.left_edge.i, _clause_head(verb).left_edge.i), begin)
    while edge < verb.i - 1 and (doc[edge].lower_ in LEADING or (doc[edge].is_punct and not doc[edge].is_quote)):
        edge += 1
    edge = min(edge, verb.i - 1)
    told = doc[edge].lower_ in ADDRESSING and entry(cue).sense in TELLING
    addressee = doc[edge].head if told else doc[edge]
    return addressee.i + 1 if edge < addressee.i < verb.i - 1 else edge


TELLING = frozenset({"say", "announce", "report", "admit", "claim"})
ADDRESSING = frozenset({"tegen", "tegenover"})
"""'zei *tegen de krant* bang te zijn': to whom it was said is no part of it."""


ASKING = frozenset(
    "ask direct advise promise decide threat forbid_allow fear_hope accuse criticise judge label belief".split()
)
"""Classes of verbs that take a clause with om; with others it tells what something was said or done for."""


INTENTIONS = frozenset("plan plannen voornemen intentie bedoeling besluit wens bereidheid ambitie wil streven".split())


def _is_object(om: Word, verb: Word, cue: Cue) -> bool:
    """Whether the parse has the clause with om as the cue's object and the cue has no other."""
    head = _clause_head(verb)
    if head.dep_ == "acl" and head.head.lower_ in INTENTIONS:
        return True  # 'kondigde het plan aan om te sluiten'
    others = any(c.dep_ in ("obj", "ccomp") and c != head for c in cue.head.children)
    return head.dep_ in ("xcomp", "ccomp") and head.head == cue.head and not others and om.i > cue.first


def _clause_head(verb: Word) -> Word:
    """Of 'te zijn' and 'te hebben' the word that bears the clause: 'zegt *blij* te zijn', 'denkt te hebben *gewonnen*'."""
    bears = verb.dep_ in ("aux", "aux:pass", "cop") and verb.head.dep_ in (
        "xcomp",
        "ccomp",
        "obj",
        "conj",
        "advcl",
        "acl",
    )
    return verb.head if bears else verb


def _colon(cue: Cue) -> Found | None:
    """'De minister concludeert: het plan is van de baan.' without marks."""
    if (
        not entry(cue).allows("q", "d")
        or entry(cue).sense in ("add", "advise", "fear_hope")
        or entry(cue).head == "weten"
    ):
        return None
    doc = cue.head.doc
    colon = next((t for t in doc[cue.last + 1 : cue.sent[1]] if t.text == ":"), None)
    if colon is None or colon.i + 1 >= cue.sent[1] or colon.nbor(1).is_quote:
        return None
    content = range(colon.i + 1, cue.sent[1])
    source = source_of(cue, content=content)
    if source is None or not any(is_finite(t) for t in doc[content.start : content.stop]):
        return None
    if _says_it_already(cue, source, colon):
        return None
    return made(cue, [trimmed(doc, content.start, content.stop)], "colon", 0.7, source)


def _says_it_already(cue: Cue, source: Phrase, colon: Word) -> bool:
    """'maakte heffingen bekend: whisky werd duurder': the verb has its object, or another clause comes before the colon."""
    verb = cue.finite or cue.head
    rest = [t for t in cue.head.doc[cue.first + 1 : colon.i] if not source.start <= t.i < source.end]
    others = any(is_finite(t) and t != verb and t not in cue.tokens for t in rest)
    low = cue.sent[0] if verb.i == cue.sent[0] or verb.nbor(-1).text != "," else verb.i
    around = [
        t for t in cue.head.doc[low : colon.i] if t.head == cue.head and t.dep_ in ("obj", "obl:arg", "xcomp", "ccomp")
    ]
    own = [t for t in around if t.pos_ in ("NOUN", "PROPN", "VERB", "AUX") and not source.start <= t.i < source.end]
    return others or any(t not in cue.tokens and t.lower_ not in INTENTIONS for t in own)
