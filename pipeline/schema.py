"""Tables and columns: the single source that documentation, validation, writers and readers derive from.

Each table is a dataclass whose fields are its columns, in order; `col` carries the sentence that explains the column.
A row of a linguistic table (sentences to claims) describes a stretch of one article, so `article_id` is added in front
when rows are written; everything else of the row is what the spaCy components leave on `doc._`.

Offsets are code points into `articles.text`, end exclusive: `text[start:end]` is the string, always.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

SCHEMA_VERSION = 1
"""Raised when a column changes its meaning; written into the metadata of every Parquet file."""

EntityLabel = Literal[
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW",
    "LANGUAGE", "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL",
]  # fmt: skip
"""The 18 labels of nl_core_news_sm (OntoNotes 5)."""

Section = Literal["headline", "intertitle", "lead", "body", "caption", "qa"]
MentionKind = Literal["name", "nominal", "pronoun"]
Gender = Literal["female", "male"]
QuoteKind = Literal["direct", "indirect", "mixed"]
CueKind = Literal["verb", "preposition", "noun", "punctuation", "none"]
Stance = Literal["neutral", "assertive", "doubtful", "denial"]
SourceKind = Literal[
    "named_person", "named_organisation", "unnamed_person", "group", "document", "medium", "author", "none"
]
Resolution = Literal["explicit", "pronoun", "nominal", "inherited", "none"]
Polarity = Literal["affirmative", "negative"]
Modality = Literal[
    "asserted", "reportative", "possible", "necessary", "intended", "conditional", "question", "imperative"
]
Certainty = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"]
Tense = Literal["past", "present", "future"]
Role = Literal["place", "time", "recipient", "manner", "cause", "condition", "agent", "other"]
TermRole = Literal["subject", "predicate", "object", "other"]
RejectReason = Literal[
    "unreadable", "unknown_format", "undecodable", "broken_record", "no_text", "empty_extraction", "wrong_language",
    "too_long", "unsplittable", "duplicate_id", "bad_id", "too_large", "failed",
    "crashed", "timeout",
]  # fmt: skip
RunStatus = Literal["running", "done", "failed"]


def col(doc: str, **default: Any) -> Any:
    """A column with its explanation; `default=…` or `default_factory=…` as in `dataclasses.field`."""
    return dataclasses.field(metadata={"doc": doc}, **default)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `articles.text`: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One mended encoding fault: `after` stands at `start` in the text as analysed, `before` stood in the input."""

    start: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A further participant of a proposition besides subject and object."""

    role: Role
    text: str
    start: int
    end: int
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of the chain of who passed a claim on."""

    speaker: str | None
    speaker_id: str | None
    cue_lemma: str | None
    quote_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount: `value` in `unit` (lower-case head noun, `euro`, `procent`), `text` as written."""

    value: float
    unit: str | None
    text: str
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A content word of a claim: its lemma, or where `named` the name of whom or what it refers to, in small letters."""

    role: TermRole
    lemma: str
    named: bool = False


@dataclass(slots=True, kw_only=True)
class Article:
    """One news article as analysed."""

    article_id: str = col("Identifier from the record, or the path relative to the input without its suffix.")
    source: str = col("File or URL the article came from, as given.")
    title: str | None = col("Title where the format has one, else the headline.", default=None)
    published: datetime | None = col("Time of publication, UTC.", default=None)
    outlet: str | None = col("Newspaper, site or broadcaster.", default=None)
    author: str | None = col("Byline.", default=None)
    url: str | None = col("Address of the article.", default=None)
    language: str | None = col("ISO 639-1 code as recognised, null where the text is too short to tell.", default=None)
    text: str = col("Text as analysed, encoding faults repaired; all offsets point into it.")
    repairs: list[Repair] = col("Encoding faults that were repaired.", default_factory=list)
    text_sha256: str = col("SHA-256 of `text` in UTF-8, hexadecimal.")
    record_sha256: str = col("SHA-256 of the input record; a rerun skips records it has seen.")
    n_tokens: int | None = col("Tokens, white space not counted; null until tokenized.", default=None)
    model: str | None = col("Language model, name and version; null until tokenized.", default=None)
    pipeline_version: str | None = col("Version of zegsman that wrote the row.", default=None)
    run_id: str | None = col("Run that wrote the row.", default=None)
    signature: list[int] = col(
        "MinHash of the text: of two articles about as many numbers are equal as they have wording in common.",
        default_factory=list,
    )
    duplicate_of: str | None = col(
        "article_id of the earliest article with the same or nearly the same text (wire copy with small edits), else null.",
        default=None,
    )


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One sentence, headline or intertitle."""

    sentence_id: str = col("Identifier, unique over all articles.")
    start: int = col("First character.")
    end: int = col("End, exclusive.")
    text: str = col("The sentence's characters.")
    paragraph: int = col("Number of the paragraph, from 0.")
    section: Section = col("Part of the article the sentence stands in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An entity that a pronoun may go back to; `cost` in lines of text, the lower the likelier."""

    entity_id: str
    cost: float


@dataclass(slots=True, kw_only=True)
class Mention:
    """One place where an entity is mentioned."""

    mention_id: str = col("Identifier, unique over all articles.")
    start: int = col("First character.")
    end: int = col("End, exclusive.")
    text: str = col("The mention's characters.")
    label: EntityLabel = col("Type of entity (OntoNotes).")
    kind: MentionKind = col("How it is mentioned: by name, by a noun ('de premier'), by a pronoun.")
    entity_id: str | None = col("Entity it refers to; null where nothing was found.", default=None)
    alternatives: list[Alternative] = col(
        "Of a pronoun: entities it may go back to with what speaks against each, the chosen one first, three at most.",
        default_factory=list,
    )


@dataclass(slots=True, kw_only=True)
class Entity:
    """Someone or something an article mentions, by name or by role."""

    entity_id: str = col("Identifier, unique over all articles.")
    name: str = col("Canonical name: the fullest the article gives, else the role as it stands.")
    label: EntityLabel = col("Type of entity (OntoNotes).")
    aliases: list[str] = col("Other names the article uses.", default_factory=list)
    description: str | None = col("Function or role as the article gives it.", default=None)
    gender: Gender | None = col("Gender, where the article shows it.", default=None)
    mentions: int = col("Number of mentions.", default=0)
    global_id: str | None = col("The same for the same entity across articles.", default=None)
    wikidata_id: str | None = col("Wikidata item, null where not linked.", default=None)


@dataclass(slots=True, kw_only=True)
class Quote:
    """One attribution: a source, through a cue, is given as the origin of a content."""

    quote_id: str = col("Identifier, unique over all articles.")
    kind: QuoteKind = col("direct: wholly in quotation marks; indirect: no marks; mixed: reported, partly in marks.")
    content: str = col("What was said; the parts of a split quote joined by a space.")
    spans: list[Span] = col("The content's stretches, without marks and without a leading dat, of or om.")
    start: int = col("First character of the content.")
    end: int = col("End of the content, exclusive.")
    verbatim: list[Span] = col("The parts in quotation marks.", default_factory=list)
    cue: str | None = col("The words that report, joined by a space ('geeft aan').", default=None)
    cue_spans: list[Span] = col("The cue's stretches.", default_factory=list)
    cue_start: int | None = col("First character of the first cue span.", default=None)
    cue_end: int | None = col("End of the first cue span.", default=None)
    cue_lemma: str | None = col("Lemma with particle: `aangeven`, `laten weten`.", default=None)
    cue_kind: CueKind = col("Word class of the cue.", default="none")
    stance: Stance = col("How the cue presents the content.", default="neutral")
    cue_negated: bool = col("Whether the reporting itself is negated ('zei niet dat').", default=False)
    source: str | None = col("The source's words.", default=None)
    source_start: int | None = col("First character of the source.", default=None)
    source_end: int | None = col("End of the source, exclusive.", default=None)
    source_kind: SourceKind = col("What kind of source it is.", default="none")
    speaker: str | None = col("Canonical name, or role, of the source.", default=None)
    speaker_id: str | None = col("entity_id of the speaker.", default=None)
    resolution: Resolution = col("How the source's words led to the speaker.", default="none")
    addressee: str | None = col("Whom it was said to.", default=None)
    medium: str | None = col("Where it was said or published.", default=None)
    said_at: date | None = col("Day it was said, where the article tells.", default=None)
    parent_id: str | None = col("quote_id of the attribution this one is nested in.", default=None)
    confidence: float = col(
        "From 0 to 1: how often attributions like it, content and speaker, were right.", default=1.0
    )
    rule: str = col("Rule or model that decided.")


@dataclass(slots=True, kw_only=True)
class Claim:
    """One proposition, attributed or stated by the article itself."""

    claim_id: str = col("Identifier, unique over all articles.")
    sentence_id: str | None = col("Sentence it stands in.")
    quote_id: str | None = col("Innermost attribution it is part of; null: the article states it.", default=None)
    start: int = col("First character of the clause.")
    end: int = col("End of the clause, exclusive.")
    text: str = col("The clause's characters.")
    normalised: str | None = col(
        "The claim as a sentence that stands by itself, made of the article's words.", default=None
    )
    subject: str | None = col("Who or what acts, as it stands; of a passive the door-phrase.", default=None)
    subject_id: str | None = col("entity_id of the subject.", default=None)
    predicate: str = col("Lemma of the main verb, particle joined.")
    object: str | None = col("Object, or complement of a copula; of a passive the grammatical subject.", default=None)
    object_id: str | None = col("entity_id of the object.", default=None)
    arguments: list[Argument] = col("Further participants.", default_factory=list)
    polarity: Polarity = col("Whether the proposition is negated.", default="affirmative")
    modality: Modality = col("How the proposition is presented.", default="asserted")
    certainty: Certainty = col("FactBank value for the nearest source.", default="CT+")
    tense: Tense | None = col("Tense of the finite verb.", default=None)
    speaker: str | None = col("Who states it; null: the article itself.", default=None)
    speaker_id: str | None = col("entity_id of the speaker.", default=None)
    attribution: list[Attribution] = col("Who passed it on, outermost first.", default_factory=list)
    time_text: str | None = col("The time expression.", default=None)
    time_start: date | None = col("First day of the event.", default=None)
    time_end: date | None = col("Last day of the event, inclusive.", default=None)
    quantities: list[Quantity] = col("Amounts in the clause.", default_factory=list)
    terms: list[Term] = col("Its content words, by which claim_group finds the same claim.", default_factory=list)
    claim_group: str | None = col(
        "The same for the same claim in several articles, affirmed or negated: claim_id of the earliest, else null.",
        default=None,
    )
    confidence: float = col("From 0 to 1.", default=1.0)
    rule: str = col("Rule that found the proposition.")


@dataclass(slots=True, kw_only=True)
class Rejected:
    """An input that did not become an article, and why."""

    source: str = col("File or URL as given.")
    line: int | None = col("Line, row or record in the file, from 1.", default=None)
    article_id: str | None = col("Identifier where known.", default=None)
    reason: RejectReason = col("Kind of failure.")
    detail: str = col("What was wrong, in words.")
    record_sha256: str | None = col("SHA-256 of the record; a rerun skips records it has seen.", default=None)
    run_id: str | None = col("Run that rejected it.", default=None)


@dataclass(slots=True, kw_only=True)
class Run:
    """One run that changed something."""

    run_id: str = col("Identifier: start time and a random part.")
    started: datetime = col("Start, UTC.")
    finished: datetime | None = col("End, UTC.", default=None)
    status: RunStatus = col("How it ended.", default="running")
    command: str = col("Command line.")
    model: str | None = col("Language model, name and version.", default=None)
    pipeline_version: str = col("Version of zegsman.")
    articles_in: int = col("Articles in the input.", default=0)
    articles_new: int = col("Articles not seen before.", default=0)
    articles_changed: int = col("Articles whose text or settings changed.", default=0)
    articles_unchanged: int = col("Articles skipped.", default=0)
    articles_rejected: int = col("Inputs rejected.", default=0)
    articles_removed: int = col("Articles taken out by --prune.", default=0)
    quotes: int = col("Quotes written.", default=0)
    claims: int = col("Claims written.", default=0)
    words: int = col("Tokens analysed.", default=0)
    seconds: float = col("Duration.", default=0.0)
    seconds_ingest: float = col("Seconds in ingest; like those below summed over the workers.", default=0.0)
    seconds_tokenize: float = col("Seconds in tokenize (the language model).", default=0.0)
    seconds_entities: float = col("Seconds in entities.", default=0.0)
    seconds_quotes: float = col("Seconds in quotes.", default=0.0)
    seconds_claims: float = col("Seconds in claims.", default=0.0)
    seconds_store: float = col("Seconds writing.", default=0.0)


Row = Article | Sentence | Mention | Entity | Quote | Claim | Rejected | Run
ROWS: dict[str, type[Row]] = {
    "articles": Article, "sentences": Sentence, "mentions": Mention, "entities": Entity,
    "quotes": Quote, "claims": Claim, "rejected": Rejected, "runs": Run,
}  # fmt: skip
PER_ARTICLE = ("sentences", "mentions", "entities", "quotes", "claims")
"""Tables whose rows belong to one article: `article_id` is their first column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, Python type, explanation and, for enumerations, its values."""

    name: str
    type: Any
    doc: str
    values: tuple[str, ...] = ()
    nullable: bool = False


def columns(table: str) -> list[Column]:
    """The columns of `table`, in the order they are written. KeyError for an unknown table."""
    row = ROWS[table]
    hints = typing.get_type_hints(row)
    found = [_column(f.name, hints[f.name], f.metadata["doc"]) for f in dataclasses.fields(row)]
    if table in PER_ARTICLE:
        found.insert(0, Column("article_id", str, "Article the row belongs to."))
    return found


def _column(name: str, hint: Any, doc: str) -> Column:
    """`X | None` becomes a nullable X, a Literal a string with values."""
    nullable = False
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = [h for h in typing.get_args(hint) if h is not type(None)]
        nullable = True
    if typing.get_origin(hint) is Literal:
        return Column(name, str, doc, typing.get_args(hint), nullable)
    return Column(name, hint, doc, (), nullable)
