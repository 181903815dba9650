"""For notebooks: `pipeline.extract` on texts in hand, `pipeline.load` for what a batch has written, and a look at both.

    import pipeline
    output = pipeline.extract("De brug gaat in mei open, zegt wethouder Anja Vos.")
    output = pipeline.load("output")
    output.claims_wide            # one row a claim, with its article and its speaker
    output.article("a01")         # the text, its quotes coloured by speaker

`extract` runs the batch itself in a temporary folder, so its rows are those of `zegsman extract`, always.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.export.records import ARTICLE_COLUMNS, QUOTE_COLUMNS, SPEAKER_COLUMNS
from pipeline.report.article import view
from pipeline.report.charts import bars
from pipeline.report.inline import article_html, bars_html, summary_html
from pipeline.schema import ROWS, Run
from pipeline.store.arrow import from_arrow
from pipeline.store.output import ArticleRows, Output

Record = Mapping[str, object]
"""An article as a record of the input: `text` (or `html`), and `id, title, published, url, outlet, author` if known."""


@dataclass(kw_only=True)
class Tables:
    """The tables of one state of an output folder, each a data frame; `claims_wide` and `quotes_wide` are joined."""

    arrow: dict[str, pa.Table] = field(repr=False)

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row an article."""
        return self._frame("articles")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """One row a sentence."""
        return self._frame("sentences")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a mention of an entity."""
        return self._frame("mentions")

    @cached_property
    def entities(self) -> pd.DataFrame:
        """One row an entity of an article."""
        return self._frame("entities")

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """One row an attribution."""
        return self._frame("quotes")

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row a proposition."""
        return self._frame("claims")

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """One row an input that did not become an article."""
        return self._frame("rejected")

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run."""
        return self._frame("runs")

    @cached_property
    def claims_wide(self) -> pd.DataFrame:
        """Claims, each with title, date, outlet and address of its article, speaker's entity, sentence, cue and day of saying."""
        sentences = self.sentences[["sentence_id", "text"]].rename(columns={"text": "sentence"})
        cues = self.quotes[["quote_id", *QUOTE_COLUMNS]]
        wide = self._with_speaker(self._with_article(self.claims))
        return wide.merge(sentences, how="left", on="sentence_id").merge(cues, how="left", on="quote_id")

    @cached_property
    def quotes_wide(self) -> pd.DataFrame:
        """Quotes, each with title, date, outlet and address of its article, and with its speaker's entity."""
        return self._with_speaker(self._with_article(self.quotes))

    def article(self, article_id: str) -> Reading:
        """One article to look at; KeyError where there is none of that name."""
        return Reading(rows=self._article_rows(article_id))

    def _frame(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = self.arrow[name].to_pandas()
        return frame

    def _with_article(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame.merge(self.articles[["article_id", *ARTICLE_COLUMNS]], how="left", on="article_id")

    def _with_speaker(self, frame: pd.DataFrame) -> pd.DataFrame:
        names = {"entity_id": "speaker_id", **{name: f"speaker_{name}" for name in SPEAKER_COLUMNS}}
        speakers = self.entities[["entity_id", *SPEAKER_COLUMNS]].rename(columns=names)
        return frame.merge(speakers, how="left", on="speaker_id")

    def _article_rows(self, article_id: str) -> ArticleRows:
        found = {}
        for name in ArticleRows.__slots__:
            table = self.arrow["articles" if name == "article" else name]
            own = table.filter(pc.equal(table["article_id"], article_id))
            found[name] = from_arrow("articles" if name == "article" else name, own)
        if not found["article"]:
            raise KeyError(article_id)
        return ArticleRows(**{**found, "article": found["article"][0]})  # type: ignore[arg-type]

    def _repr_html_(self) -> str:
        """What a notebook shows: how many rows there are, and some of what was said."""
        return summary_html({name: self.arrow[name].num_rows for name in ROWS}, self.quotes_wide)


@dataclass(kw_only=True)
class Reading:
    """One article; a notebook shows its text with the quotes coloured by speaker, cue dotted, source underlined."""

    rows: ArticleRows = field(repr=False)

    def _repr_html_(self) -> str:
        return article_html(view(self.rows))


@dataclass(kw_only=True)
class Plot:
    """Bars to look at; a notebook shows them without a script or a network, in a saved file as well."""

    title: str
    counts: dict[str, int] = field(repr=False)

    def _repr_html_(self) -> str:
        return bars_html(self.title, bars(self.counts))


def plot(counts: pd.Series, title: str, *, most: int = 20) -> Plot:
    """Counts such as `frame["outlet"].value_counts()` as bars, at most `most` of them, in their order."""
    return Plot(title=title, counts={str(key): int(count) for key, count in counts.head(most).items()})


def load(folder: str | Path) -> Tables:
    """The tables that `zegsman extract --out FOLDER` has written, as one state: a run going on meanwhile is not mixed in.

    StageMissingError where the folder holds none, StoreDamagedError, LockedError where it is written without a pause.
    """
    return Tables(arrow=Output(Path(folder)).tables())


def extract(
    articles: str | Record | Path | pd.DataFrame | Iterable[str | Record], *, model: str | None = None
) -> Tables:
    """All stages on articles in hand: a text, a record, several of these, a data frame of records, or a path to read.

    A text without a record gets the id `doc`, several get `doc1`, `doc2` …; what cannot be used is in `rejected`.
    """
    from pipeline.run import batch, settings  # noqa: PLC0415  loading tables needs none of it

    with tempfile.TemporaryDirectory(prefix="zegsman-") as folder:
        source = Path(folder, "articles.jsonl")
        if not isinstance(articles, Path):
            source.write_text(
                "".join(json.dumps(r, default=_plain) + "\n" for r in _records(articles)), encoding="utf-8"
            )
        given = settings.load(model=model, quiet=True)
        inputs = [str(articles if isinstance(articles, Path) else source)]
        batch.run(
            "extract",
            inputs,
            out=Path(folder, "out"),
            settings=given,
            command="pipeline.extract",
            watch=_nobody,
            alone=True,
        )
        arrow = load(Path(folder, "out")).arrow
        named = {name: _unnamed(arrow[name], str(source)) for name in ("articles", "rejected")}
        return Tables(arrow=arrow | named)


def _unnamed(table: pa.Table, source: str) -> pa.Table:
    """The table with `-` for the temporary file as its source, as for records on standard input."""
    place = table.column_names.index("source")
    named = pc.if_else(pc.equal(table["source"], source), "-", table["source"])
    return table.set_column(place, table.schema.field(place), named)


def _records(articles: str | Record | pd.DataFrame | Iterable[str | Record]) -> list[dict[str, object]]:
    """Whatever was given as records with an id."""
    if isinstance(articles, pd.DataFrame):
        known = [
            {str(key): value for key, value in row.items() if _is_there(value)} for row in articles.to_dict("records")
        ]
        return _records(known)
    if isinstance(articles, str | Mapping):
        return [{"id": "doc", **_record(articles)}]
    return [{"id": f"doc{number}", **_record(item)} for number, item in enumerate(articles, 1)]


def _record(article: str | Record) -> dict[str, object]:
    return {"text": article} if isinstance(article, str) else dict(article)


def _is_there(value: object) -> bool:
    """False for what pandas puts into an empty cell."""
    return value is not None and value is not pd.NaT and value == value  # noqa: PLR0124  only NaN differs from itself


def _plain(value: object) -> str:
    """Dates of a record as JSON; TypeError for anything else that JSON does not know."""
    if isinstance(value, date):  # a datetime and a pandas Timestamp are dates too
        return value.isoformat()
    message = f"a record cannot hold {value!r}"
    raise TypeError(message)


def _nobody(_run: Run) -> None:
    """Nobody watches."""
