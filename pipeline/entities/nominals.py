"""Nominal mentions: role nouns, groups, institutions and documents that can say something, and the names they stand with."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.entities.clusters import Cluster
from pipeline.entities.edges import demonym
from pipeline.entities.tables import FIELDS, SCHOLARS, SourceNoun, demonyms, source_noun
from pipeline.words import Word, Words

DEFINITE = frozenset("de het deze dit die dat 't ’t".split())
POSSESSIVE = frozenset("zijn haar hun mijn jouw uw ons onze jullie diens".split())
DETERMINERS = (
    DEFINITE
    | POSSESSIVE
    | frozenset("een één enkele sommige veel meerdere andere twee drie geen elke ieder iedere".split())
)
ARTICLES = ("de ", "het ", "een ", "'t ", "’t ", "één ", "die ")
LABEL = {"person": "PERSON", "group": "PERSON", "organisation": "ORG", "medium": "ORG", "document": "WORK_OF_ART"}
AGED = "jarige"
PHRASE = 10
"""Most tokens of a van-phrase."""
DESCRIBING = frozenset("uit in op onder over rond van".split())
"""Prepositions that describe a source further: 'boer uit Markelo', 'ambtenaar uit het zuiden van China'."""
INSIDE = ("DET", "ADJ", "NOUN", "PROPN", "NUM", "X")
FIELD = ("ADJ", "NOUN", "PROPN", "CCONJ")
DAYS = frozenset("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag eind begin medio half".split())
"""Nouns of time, which belong to the clause: 'schreef deze krant eind mei'."""
DISTINCT = frozenset("ander andere eerste tweede derde jongste oudste".split())
"""Adjectives that tell one of several from another: 'de andere agent'."""
NEEDS_VAN = frozenset({"hoofd", "lid", "hand", "bron"})
"""Nouns that mean a person or document only with a van-phrase behind them ('hoofd van de afdeling'), or are too common bare."""


@dataclass(slots=True, eq=False)
class Nominal:
    """A noun phrase: tokens `first:last`, head token `head`.

    `cluster` numbers the named entity it refers to, `same` is the earlier nominal it takes up; `title` is True for words
    that belong to the name right behind them and are no mention of their own.
    """

    first: int
    last: int
    head: Word
    noun: SourceNoun
    cluster: int | None = None
    same: Nominal | None = None
    title: bool = False

    @property
    def start(self) -> int:
        return int(self.head.doc[self.first].idx)

    @property
    def end(self) -> int:
        token = self.head.doc[self.last - 1]
        return int(token.idx) + len(token.text)

    @property
    def label(self) -> str:
        return LABEL[self.noun.kind]

    @property
    def word(self) -> str:
        """The head noun, lower case."""
        return str(self.head.lower_)

    @property
    def definite(self) -> bool:
        return self.first < self.head.i and self.head.doc[self.first].lower_ in DEFINITE

    @property
    def bare(self) -> bool:
        return self.head.doc[self.first].lower_ not in DETERMINERS

    @property
    def possessed(self) -> bool:
        return self.head.doc[self.first].lower_ in POSSESSIVE

    @property
    def complement(self) -> bool:
        """Whether a van-phrase or the field of a professor follows the head."""
        return self.last > self.head.i + 1

    @property
    def plural(self) -> bool:
        """More than one person or thing, by form or by meaning."""
        return self.noun.kind == "group" or self.several

    @property
    def several(self) -> bool:
        """Plural by its form."""
        return "Plur" in self.head.morph.get("Number", [])

    @property
    def distinction(self) -> frozenset[str]:
        """What tells it from others of its noun: 'Britse' of 'de Britse regering', 'jongste' of 'de jongste broer'."""
        before = self.head.doc[self.first : self.head.i]
        words = {t.text for t in before if not t.is_sent_start or t.text.endswith("se")}  # 'Britse', not 'Boze'
        return frozenset(w for w in words if w[0].isupper() or w in DISTINCT)

    def full_phrase(self) -> str:
        """The phrase with what else describes it: 'boer uit Markelo', 'berichten in lokale media'."""
        doc, end = self.head.doc, self.last
        while end + 1 < len(doc) and doc[end].lower_ in DESCRIBING and end - self.last < PHRASE:
            noun = doc[end].head
            inside = noun.dep_ == "nmod" and self.first <= noun.head.i < end <= noun.i
            if not inside:
                break
            end = noun.i + 1
            while end < len(doc) and doc[end].dep_ == "flat" and doc[end].head == noun:
                end += 1
        return self.phrase(end)

    def phrase(self, end: int | None = None) -> str:
        """The phrase without its article, to token `end` where it is given."""
        text = self.head.doc.stretch(self.first, end or self.last).text
        lower = text.lower()
        return next((text[len(a) :] for a in ARTICLES if lower.startswith(a)), text)


class Covered:
    """Which tokens stand in names: token → number of the cluster, and where a name begins and ends."""

    def __init__(self, doc: Words, clusters: list[Cluster]) -> None:
        self.cluster: dict[int, int] = {}
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.label = [c.label for c in clusters]
        token_at = {token.idx: token.i for token in doc}
        for number, cluster in enumerate(clusters):
            for name in cluster.names:
                first = at = token_at[name.start]
                while at < len(doc) and doc[at].idx < name.end:
                    self.cluster[at] = number
                    at += 1
                self.starts[first] = at
                self.ends[at] = first

    def person_starts(self, at: int) -> bool:
        return at in self.starts and self.label[self.cluster[at]] == "PERSON"


def find_nominals(doc: Words, clusters: list[Cluster]) -> list[Nominal]:
    """Nominals outside names, in text order; those in apposition to a name are linked to it and describe it."""
    covered = Covered(doc, clusters)
    found: list[Nominal] = []
    for token in doc:
        noun = _source(token) if token.i not in covered.cluster else None
        if noun is None or (found and token.i < found[-1].last and not _starts_own_phrase(token)):
            continue
        nominal = _nominal(doc, token, noun, covered)
        if noun.noun in NEEDS_VAN and not nominal.complement:
            continue
        _link(doc, nominal, covered)
        if nominal.cluster is not None:
            clusters[nominal.cluster].describe(nominal.phrase(), nominal.word, noun.gender)
        found.append(nominal)
    for cluster in clusters:
        cluster.settle_gender()
    return found


def _source(token: Word) -> SourceNoun | None:
    """The entry of a noun, of an adjective used as one ('de verdachte', 'de 34-jarige')."""
    if demonym(token):
        return SourceNoun("inwoner", "person", demonyms().get(token.text, "female"))
    if token.pos_ in ("NOUN", "PROPN"):
        return source_noun(token.lower_) if len(token.text) > 2 else None
    if token.pos_ not in ("ADJ", "VERB", "NUM") or token.tag_.startswith("WW|pv"):  # 'deskundigen stellen'
        return None
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if token.i == 0 or follower is None or follower.pos_ in ("NOUN", "ADJ", "PROPN", "NUM"):
        return None
    if token.nbor(-1).pos_ not in ("DET", "ADJ") or token.nbor(-1).lower_ == "het":
        return None
    if token.lower_.endswith(AGED):
        return SourceNoun(AGED, "person", "")
    return source_noun(token.lower_)


def _starts_own_phrase(token: Word) -> bool:
    """A noun inside the van-phrase before it is a mention too where a determiner opens it."""
    return token.i > 0 and token.nbor(-1).pos_ in ("DET", "ADJ")


def _nominal(doc: Words, token: Word, noun: SourceNoun, covered: Covered) -> Nominal:
    first = token.i
    while first > 0 and token.i - first < 6 and _premodifies(doc[first - 1], covered):
        first -= 1
        if doc[first].lower_ in DETERMINERS:
            break
    last = _phrase_end(doc, token.i + 1, covered)
    return Nominal(first, last, token, noun)


def _premodifies(token: Word, covered: Covered) -> bool:
    if token.is_punct or token.is_space or token.i in covered.cluster:
        return False
    if token.tag_.startswith("VG"):
        return token.lower_ == "en" and token.i > 0 and token.nbor(-1).pos_ == "ADJ" and token.nbor(1).pos_ == "ADJ"
    return (
        token.pos_ in ("DET", "ADJ", "NUM")
        or token.lower_ in DETERMINERS | {"emeritus"}
        or token.tag_.startswith("WW|vd|prenom")
    )


def _phrase_end(doc: Words, end: int, covered: Covered) -> int:
    """After 'van Pelosi', 'van het ministerie van Binnenlandse Zaken', 'bij de gemeente'; before a person's name of its own."""
    at = end
    if (
        at < len(doc)
        and (doc[at].pos_ == "NOUN" or doc[at].lower_.endswith(FIELDS))
        and doc[at].dep_ in ("nmod", "appos", "flat")
        and "Plur" not in doc[end - 1].morph.get("Number", [])  # not the verb of 'deskundigen stellen'
        and doc[at].lower_ not in DAYS
        and at not in covered.cluster
    ):
        at += 1  # 'hoogleraar slaapgeneeskunde'
    elif doc[end - 1].lower_.endswith(SCHOLARS):
        at = _field_end(doc, end, covered)
    while at + 1 < len(doc) and doc[at].lower_ in ("van", "bij", "namens", "voor") and at - end < PHRASE:
        if doc[at].lower_ == "voor" and doc[at].head.i >= at:
            verb = doc[at].head.head
            if verb.pos_ == "VERB":
                break
        stop = _noun_group(doc, at + 1, covered)
        if stop == at + 1 or at in covered.starts:  # 'Wethouder Van Dam': a name, no phrase with van
            break
        at = stop
    return at


def _field_end(doc: Words, at: int, covered: Covered) -> int:
    """End of what somebody is professor of: 'Europese bossen', 'ecologie en natuurbeheer'."""
    end = at
    while end < len(doc) and end - at < PHRASE // 2 and end not in covered.cluster and doc[end].pos_ in FIELD:
        end += 1
    while end > at and doc[end - 1].pos_ not in ("NOUN", "PROPN"):
        end -= 1
    return end


def _noun_group(doc: Words, start: int, covered: Covered) -> int:
    """End of the nouns that begin at a token, a name and its coordination taken whole."""
    at = start
    while at < len(doc) and at - start < PHRASE and not doc[at].is_punct and not doc[at].is_space:
        if covered.person_starts(at) and at > start and not _opens_person(doc[at - 1]):
            break
        if at > start and (doc[at].lower_ in DAYS or _new_amount(doc[at])):
            break  # 'de koepel van de kerk dinsdag bekend', 'de peiling van Ipsos 15 procent'
        if at in covered.starts:
            at = covered.starts[at]
        elif doc[at].pos_ in INSIDE or doc[at].tag_.startswith("WW|vd|prenom") or _determines(doc[at], start):
            if doc[at].pos_ == "DET" and at > start and doc[at - 1].pos_ not in ("DET", "ADJ", "ADP"):
                break  # a new phrase
            at += 1
        else:
            break
    while at > start and at not in covered.ends and (doc[at - 1].pos_ == "DET" or _determines(doc[at - 1], at - 1)):
        at -= 1  # 'een brief van een (ontslagen) docent'
    return at


def _new_amount(token: Word) -> bool:
    """'de peiling van Ipsos *15 procent*', not 'de bewoner van nummer 58'."""
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return token.pos_ == "NUM" and token.nbor(-1).pos_ in ("NOUN", "PROPN") and follower.pos_ == "NOUN"


def _determines(token: Word, start: int) -> bool:
    return token.lower_ in DETERMINERS and token.i == start


def _opens_person(token: Word) -> bool:
    """Whether the word before a person's name is a title or a determiner of it."""
    noun = source_noun(token.lower_)
    return token.pos_ in ("DET", "ADJ") or (noun is not None and noun.kind == "person")


def _link(doc: Words, nominal: Nominal, covered: Covered) -> None:
    """Titles before a name and appositions on either side of one."""
    person = nominal.noun.kind == "person"
    group = nominal.noun.kind == "group"
    at = _before_title(doc, nominal.last, covered)
    if at in covered.starts and doc[at - 1].whitespace_ and not doc[at].is_sent_start:
        fits = (covered.label[covered.cluster[at]] == "PERSON") == (person or group)
        if fits and not (group and nominal.several):
            nominal.cluster, nominal.title = covered.cluster[at], True
            return
    if (
        at + 1 < len(doc)
        and doc[at].text == ","
        and at + 1 in covered.starts
        and not nominal.possessed | nominal.bare | nominal.plural
    ):
        after = covered.starts[at + 1]
        if _agrees(nominal, covered.label[covered.cluster[at + 1]]) and _closes(doc, after):
            nominal.cluster = covered.cluster[at + 1]
            return
    before = nominal.first - 1
    if before > 0 and doc[before].text == "," and not nominal.plural:
        name_end = _name_end(doc, before, covered)
        if name_end is not None and _agrees(nominal, covered.label[covered.cluster[name_end - 1]]) and _closes(doc, at):
            nominal.cluster = covered.cluster[name_end - 1]


def _before_title(doc: Words, at: int, covered: Covered) -> int:
    """Over 'en oppositiekandidaat' or an article to the name: 'oud-premier en kandidaat Ali', 'de krant de New York Post'."""
    if at + 1 < len(doc) and doc[at].lower_ in ("de", "het") and at + 1 in covered.starts:
        return at + 1
    if at + 2 < len(doc) and doc[at].lower_ == "en":
        stop = at + 1
        while (
            stop < len(doc) - 1 and stop - at < 3 and doc[stop].pos_ in ("ADJ", "NOUN") and stop not in covered.starts
        ):
            stop += 1
        if stop in covered.starts and stop > at + 1 and source_noun(doc[stop - 1].lower_) is not None:
            return stop
    return at


def _agrees(nominal: Nominal, label: str) -> bool:
    kind = nominal.noun.kind
    return (label == "PERSON" and kind == "person") or (label == "ORG" and kind in ("organisation", "medium"))


def _closes(doc: Words, at: int) -> bool:
    """An apposition ends in a comma, a full stop, a bracket, a dash, or goes on in a relative clause or a place."""
    return (
        at >= len(doc) or doc[at].text in (",", ".", ")", ";", "–", "-", ":") or doc[at].pos_ in ("ADP", "VERB", "AUX")
    )


def _name_end(doc: Words, comma: int, covered: Covered) -> int | None:
    """End of the name before a comma, a bracketed age or party skipped."""
    at = comma
    if at > 3 and doc[at - 1].text == ")":
        at -= 2
        while at > 0 and doc[at].text != "(" and comma - at < 6:
            at -= 1
    return at if at in covered.ends else None
