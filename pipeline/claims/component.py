"""The spaCy component `zegsman_claims`: rows of the claims table from the parse, the mentions and the quotes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.claims import governors, modality, polarity, questions
from pipeline.claims.arguments import arguments
from pipeline.claims.attribution import Quotes, covers, frames
from pipeline.claims.clauses import Clause
from pipeline.claims.figures import Figures
from pipeline.claims.normalised import Normaliser
from pipeline.claims.phrases import Mentions, trim
from pipeline.claims.proposition import Proposition
from pipeline.claims.propositions import Propositions
from pipeline.claims.questions import is_question
from pipeline.claims.reading import Context, Reading
from pipeline.claims.restrictive import narrowing, unspecific
from pipeline.claims.stand_ins import Names
from pipeline.claims.terms import Terms
from pipeline.claims.worth import completes, free
from pipeline.doc import published, row_id
from pipeline.schema import Claim, Quote, Tense
from pipeline.words import Word, merged, place, words_of

OPENERS = frozenset({"en", "maar", "want", "of", "dus", "dat", "doch", "noch", "omdat", "doordat", "om"})
PLANNED = frozenset({"plannen", "inplannen", "aankondigen", "uitstellen", "verplaatsen", "verzetten", "beleggen"})
"""Verbs whose date lies ahead also in the past: 'heeft het feest gepland op 9 juni'."""
ASKING = frozenset({"vragen", "afvragen", "informeren", "wil weten"})
CONFIDENCE = {
    "finite": 0.9, "complement": 0.9, "copula": 0.9, "passive": 0.85, "adverbial": 0.85, "relative": 0.8, "label": 0.8,
    "infinitive": 0.75, "contrast": 0.7, "participle": 0.7, "apposition": 0.7, "elliptic": 0.6,
}  # fmt: skip
"""Confidence by rule, before that of the attribution."""


@Language.component(
    "zegsman_claims", requires=["doc._.sentences", "doc._.mentions", "doc._.quotes"], assigns=["doc._.claims"]
)
def claims(doc: Doc) -> Doc:
    """Fill `doc._.claims`: one row a proposition, two where two sources state or deny it."""
    doc._.claims = Claims(doc).rows()
    return doc


class Claims:
    """Makes the rows of one document."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._document = words = words_of(doc, last=True)
        self._quotes = Quotes(doc._.quotes)
        self._figures = Figures(words, published(doc))
        self._found = Propositions(words, Mentions(doc._.mentions), self._quotes, self._figures)
        names = Names(words, doc._.mentions, doc._.entities, self._quotes)
        found = self._found
        self._normaliser = Normaliser(found.roles, names, found.governor, found.inside, found.headings)
        self._terms = Terms(words, doc._.mentions, doc._.entities, self._figures.timed())
        self._sentences = doc._.sentences
        self._starts = [s.start for s in self._sentences]
        self._conditions = self._conditional_sentences()

    def rows(self) -> list[Claim]:
        """The claims in text order."""
        made = [claim for found in self._found.all() for claim in self._claims(found)]
        made.sort(key=lambda c: (c.start, c.end))
        for number, claim in enumerate(made, 1):
            claim.claim_id = row_id(self._doc, "c", number)
        return made

    def _claims(self, found: Proposition) -> Iterator[Claim]:
        nearest = self._quotes.nearest(found.anchor.idx)
        reports = self._quotes.reported_by(found.clause.members) if found.rule not in {"label", "apposition"} else []
        if reports and not [q for q in nearest if q not in reports]:
            return  # the reporting clause of the article itself
        candidates: list[Quote | None] = [*nearest] or [None]
        for quote in candidates:
            claim = self._claim(found, quote)
            if claim is not None:
                yield claim

    def _claim(self, found: Proposition, quote: Quote | None) -> Claim | None:
        tokens = self._words(found, quote)
        own = trim(tokens, words=OPENERS)
        if not own:
            return None
        further = self._completions(found, quote)
        said = sorted({*own, *(t for words in further for t in words)}, key=place)
        kept = self._kept(found, quote)
        text = sorted({*said, *kept}, key=place)
        tense = None if found.bare else modality.tense(found.clause)
        time = self._figures.time(tokens, "future" if _lies_ahead(found, tense) else tense)
        context = self._context(found, quote, future=self._figures.ahead(time))
        reading = Reading("asserted", "CT") if found.bare else modality.read(found.clause, context)
        if free(found, question=reading.modality == "question", marked=is_question(found.clause)) and (
            reading.modality not in {"conditional", "imperative"}
        ):
            return None
        if reading.degree == "CT" and unspecific(found.clause, certain=lambda: self._certain(found.clause.parent)):
            reading = Reading(reading.modality, "U")
        pole = polarity.flip("affirmative", turn=self._negative(found, tokens, context))
        start, end = text[0].idx, text[-1].end
        outer = context.governor
        if outer is None and modality.brought_about(found.clause) is not None:
            outer = governors.Governor(governors.BROUGHT)
        return Claim(
            claim_id="", sentence_id=self._sentence(start), quote_id=quote.quote_id if quote else None, start=start, end=end,
            text=self._document.between(text[0], text[-1]), predicate=found.predicate,
            normalised=self._normaliser.sentence(found, merged(own, kept), outer, reading, further),
            subject=found.subject.text if found.subject else None,
            subject_id=found.subject.entity_id if found.subject else None,
            object=found.object.text if found.object else None,
            object_id=found.object.entity_id if found.object else None,
            arguments=arguments(found, self._found.roles, self._figures, self._quotes, tense),
            polarity=pole, modality=reading.modality, certainty=modality.certainty(reading, pole), tense=tense,
            speaker=quote.speaker if quote else None, speaker_id=quote.speaker_id if quote else None,
            attribution=self._quotes.chain(quote) if quote else [],
            time_text=time.text if time else None, time_start=time.first if time else None, time_end=time.last if time else None,
            quantities=[m.quantity for m in self._figures.amounts(tokens)], terms=self._terms.of(found, said),
            confidence=round(CONFIDENCE[found.rule] * (quote.confidence if quote else 1.0), 3), rule=found.rule,
        )  # fmt: skip

    def _completions(self, found: Proposition, quote: Quote | None) -> list[list[Word]]:
        """Words of the clauses without which a claim would say more or less than its text: its condition, its complement."""
        clause, inner = found.clause, self._found.inside(found.clause)
        if not inner or found.bare or found.rule in {"label", "contrast"}:
            return []
        conditions = self._conditions.get(clause.head.sent.start, [])
        told = [c for c in inner if c in conditions or completes(c, found)]
        if clause in conditions or not told:
            return []
        own = {*clause.tokens}  # 'komt er als …': the parse may hang a word of the clause on the one below it
        wanted = [trim(sorted((t for t in c.top.subtree if t not in own), key=place)) for c in told]
        return [words for words in wanted if words and all(quote is None or covers(quote, t.idx) for t in words)]

    def _kept(self, found: Proposition, quote: Quote | None) -> list[Word]:
        """Words of the clauses that say which things are meant, where the quote has them too."""
        if found.rule in {"label", "contrast", "apposition"}:
            return []
        return [t for t in narrowing(found.clause, self._found.inside) if quote is None or covers(quote, t.idx)]

    def _certain(self, clause: Clause | None) -> bool:
        """Whether a clause around a relative one is stated as a fact."""
        if clause is None:
            return True
        return modality.read(clause, Context(governor=self._found.governor(clause))).degree == "CT"

    def _words(self, found: Proposition, quote: Quote | None) -> list[Word]:
        """The proposition's own words: inside the content, without cue and source; outside it, without other contents."""
        if quote is not None:
            around = [*self._quotes.above(quote), quote]
            kept = [t for t in found.scope if covers(quote, t.idx)]
            return [t for t in kept or found.scope if not any(frames(q, t.idx) for q in around)]
        return [
            t for t in found.scope if not any(True for q in self._quotes.around(t.idx) if q.kind == "direct")
        ] or found.scope

    def _sentence(self, char: int) -> str | None:
        at = bisect_right(self._starts, char) - 1
        return self._sentences[at].sentence_id if at >= 0 else None

    # --- context -------------------------------------------------------------------------------------------------

    def _conditional_sentences(self) -> dict[int, list[Clause]]:
        """The conditional clauses by the start of their sentence."""
        found: dict[int, list[Clause]] = {}
        for clause in self._found.clauses:
            states = clause.kind in {"adverbial", "complement"} or questions.verb_first(clause)
            if states and modality.read(clause, Context()).modality == "conditional":
                found.setdefault(clause.head.sent.start, []).append(clause)
        return found

    def _context(self, found: Proposition, quote: Quote | None, *, future: bool) -> Context:
        clause = found.clause
        top = quote is not None and self._is_top(clause, quote)
        governor = found.governor
        if quote is not None and top and self._same_sentence(clause, quote):
            cue = governors.of_cue(quote, governors.frame(clause))
            embedded = clause.kind in {"complement", "infinitive"}
            if quote.kind == "direct" and not embedded and cue is not None and cue.row["modality"] != "possible":
                cue = None  # words in marks say themselves whether they ask, order or deny
            if clause.kind == "adverbial" and governors.states(clause):
                cue = None  # 'eist een onderzoek, omdat …': the reason is no demand
            if clause.kind == "main" and cue is not None and cue.row["modality"] in {"imperative", "intended"}:
                cue = None  # and so does a main clause
            governor = cue or (None if self._is_cue(governor) else governor)
        beside = [
            c for c in self._conditions.get(clause.head.sent.start, []) if c is not clause and self._beside(c, clause)
        ]
        subject = found.subject
        return Context(
            asked=self._asked(clause, quote), pointing=subject is not None and subject.text.lower() in {"dat", "dit", "het"},
            governor=governor, attributed=quote is not None, direct=quote is not None and quote.kind == "direct",
            past_cue=quote is not None and self._past_cue(quote), negated_cue=quote is not None and top and quote.cue_negated,
            hearsay=_hearsay(quote), conditional_beside=bool(beside),
            only_then=any(_only(c) for c in beside),
            unreal_beside=any(c.finite is not None and "verl" in c.finite.tag_ for c in beside), future=future,
            agentive=modality.acts(
                clause, subject.head if subject else None, entity=subject is not None and self._found.control.acts(subject)
            ),
        )  # fmt: skip

    def _asked(self, clause: Clause, quote: Quote | None) -> bool:
        """'Wilt u ophouden,' vraagt …: words that the cue calls a question."""
        if quote is None or quote.kind != "direct" or clause.kind != "main":
            return False
        return (quote.cue_lemma or "").removeprefix("zich ") in ASKING and self._same_sentence(clause, quote)

    def _is_cue(self, governor: governors.Governor | None) -> bool:
        return governor is not None and governor.token is not None and self._quotes.is_cue(governor.token)

    def _is_top(self, clause: Clause, quote: Quote) -> bool:
        """Whether a clause is what the quote states, and not embedded in that."""
        if clause.kind in {"relative", "participle"}:
            return False
        parent = clause.parent
        if parent is None or not covers(quote, parent.verb.idx):
            return True
        return clause.top.dep_ in {"conj", "parataxis"} and self._is_top(parent, quote)

    def _same_sentence(self, clause: Clause, quote: Quote) -> bool:
        """A cue colours the direct words of its own sentence only; indirect content as a whole."""
        if quote.cue_start is None or quote.kind != "direct":
            return True
        return self._sentence(clause.verb.idx) == self._sentence(quote.cue_start)

    @staticmethod
    def _beside(condition: Clause, clause: Clause) -> bool:
        """Whether a conditional clause is the condition of a clause."""
        return condition.parent is clause or condition.parent is clause.parent or clause.parent is condition

    def _past_cue(self, quote: Quote) -> bool:
        if quote.kind == "direct":
            return False
        return any("verl" in w.tag_ for s in quote.cue_spans for w in self._document.touching(s.start, s.end))

    def _negative(self, found: Proposition, tokens: list[Word], context: Context) -> bool:
        """Own negators, a governor that turns the polarity, and for te-infinitives the negation of the governing clause."""
        negative = polarity.is_negative(found.clause, tokens, found.anchor) or polarity.shared(found.clause)
        if found.bare:
            return negative
        governor = context.governor
        if governor is None:
            return negative
        if governor.turns and not (governor.clause is None and context.negated_cue):
            negative = not negative
        outer = governor.clause
        if outer is not None and (governor.turns or self._carries(found.clause, governor)):
            negative ^= polarity.is_negative(outer, [t for t in outer.tokens if t not in tokens])
        return negative

    @staticmethod
    def _carries(clause: Clause, governor: governors.Governor) -> bool:
        """Whether negating the governor negates what it embeds: 'is niet van plan te …', 'het is niet mogelijk dat …'."""
        if governors.frame(clause) == "te":
            return governor.row["controller"] == "subject" or governor.row["class"] == "adj"
        return governor.row["class"] == "adj" and governor.row["certainty"] != "U"


def _lies_ahead(found: Proposition, tense: Tense | None) -> bool:
    """What was planned in the past, and what somebody decided, promised or was asked to do."""
    if found.clause.kind == "infinitive" and found.governor is not None:
        return found.governor.row["modality"] in {"intended", "imperative"}
    return tense == "past" and found.predicate in PLANNED


def _only(condition: Clause) -> bool:
    """'gaat alleen door als …', 'enkel wanneer …': else not."""
    first = next(iter(condition.marks), condition.tokens[0])
    before = first.doc[max(first.sent.start, first.i - 2) : first.i]  # a particle may stand between
    return any(word.lower_ in {"alleen", "enkel", "slechts"} for word in before)


def _hearsay(quote: Quote | None) -> bool:
    """Content that nobody answers for: 'er wordt beweerd', geruchten."""
    if quote is None or quote.kind == "direct":
        return False
    nobody = quote.source_kind == "none" and quote.speaker is None
    return nobody and (quote.stance == "doubtful" or lemma_is_rumour(quote.cue_lemma))


def lemma_is_rumour(cue: str | None) -> bool:
    """'gerucht', 'naar verluidt'."""
    return cue is not None and (cue.startswith("gerucht") or "verluid" in cue)
