"""Reads an output folder, article by article or as whole tables, and never a state between two commits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import InputNotFoundError, LockedError, StageMissingError, StoreDamagedError
from pipeline.schema import ROWS, Article, Claim, Entity, Mention, Quote, Rejected, Row, Run, Sentence
from pipeline.store import Store
from pipeline.store.steady import steady

Found = TypeVar("Found")


@dataclass(slots=True, kw_only=True)
class ArticleRows:
    """An article and all rows about it."""

    article: Article
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


class Output:
    """An output folder to read from; StageMissingError where it holds no articles table. It takes no lock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._store = Store(root, died=None)
        if not (root / "articles").is_dir():
            raise StageMissingError(
                f"{root} holds no table articles.", f"Run `zegsman extract INPUT --out {root}` first."
            )

    def articles(self) -> Iterator[ArticleRows]:
        """Every article with its rows, shard by shard. StoreDamagedError, StoreVersionError, LockedError."""
        for shard in self.shards():
            yield from self.shard(shard)

    def shards(self) -> list[str]:
        """Names of the shards, in order."""
        return self._store.shards()

    def shard(self, shard: str) -> list[ArticleRows]:
        """The articles of one shard. StoreDamagedError, StoreVersionError, LockedError."""
        return steady(self.root, f"*/{shard}.parquet", lambda: self._shard(shard))

    def parsed(self, shard: str) -> tuple[list[ArticleRows], bytes | None]:
        """The same with the parse of these articles, a DocBin; None where none is stored."""
        return steady(self.root, f"*/{shard}.parquet", lambda: (self._shard(shard), self._store.docs(shard)))

    def article(self, article_id: str) -> ArticleRows:
        """One article with its rows. InputNotFoundError where there is none of that name."""
        for shard in self.shards():
            if any(key == article_id for (key,) in self._store.columns("articles", shard, ["article_id"])):
                return next(row for row in self.shard(shard) if row.article.article_id == article_id)
        raise InputNotFoundError(
            f"{self.root} holds no article {article_id}.",
            "The column article_id of its table articles lists what there is.",
        )

    def rejected(self) -> list[Rejected]:
        """All inputs that did not become articles."""
        return [row for shard in self._store.shards() for row in cast("list[Rejected]", self._rows("rejected", shard))]

    def columns(self, table: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
        """Some columns of a table that has a file for each shard, row by row."""
        for shard in self._store.shards():
            yield from self._store.columns(table, shard, names)

    def runs(self) -> list[Run]:
        """The runs, first one first."""
        shards = sorted(path.stem for path in (self.root / "runs").glob("*.parquet"))
        runs = [row for shard in shards for row in cast("list[Run]", self._rows("runs", shard))]
        return sorted(runs, key=lambda run: run.started)

    def tables(self) -> dict[str, pa.Table]:
        """All tables by name, as one state of the folder: no run commits between the first and the last."""
        return steady(self.root, "*/*.parquet", lambda: {name: self._table(name) for name in ROWS})

    def _shard(self, shard: str) -> list[ArticleRows]:
        if not self._store.path("articles", shard).exists():
            raise LockedError(f"{self.root} was compacted while it was read.", "Run the same command again.")
        articles = cast("list[Article]", self._store.rows("articles", shard))
        layers = {table: self._store.rows_by_article(table, shard) for table in ArticleRows.__slots__[1:]}
        found = []
        for article in articles:
            rows: dict[str, Any] = {table: by_id.get(article.article_id, []) for table, by_id in layers.items()}
            found.append(ArticleRows(article=article, **rows))
        return found

    def _rows(self, table: str, shard: str) -> list[Row]:
        return self._store.rows(table, shard)

    def _table(self, name: str) -> pa.Table:
        """A table over all shards; StoreDamagedError where Parquet cannot read it."""
        paths = sorted((self.root / name).glob("*.parquet"))
        try:
            tables = [pq.read_table(path).replace_schema_metadata() for path in paths]
        except (pa.ArrowException, OSError) as error:
            raise StoreDamagedError(
                f"{self.root / name} cannot be read: {error}.", "Delete the file and run again: its rows are made anew."
            ) from error
        return pa.concat_tables(tables, promote_options="permissive") if tables else _empty(name)


def _empty(name: str) -> pa.Table:
    from pipeline.store.arrow import schema  # noqa: PLC0415  only for a folder without a single file of the table

    return schema(name).empty_table()
