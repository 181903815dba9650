"""Claims of a shard as arrays of numbers, from the columns of its file, without a Python object for each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline import groups
from pipeline.groups.same import NAMED, NO_DAY, SUBJECT, TERMS
from pipeline.signature import mixed
from pipeline.store import Store
from pipeline.tables import read_table

COLUMNS = ["claim_id", "article_id", "time_start", "time_end", "quantities", "terms"]
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """The claims of a shard that can be compared, as `pipeline.groups.Claims` has them; `rows` are their rows in its file."""

    size: int
    rows: Array
    ids: pa.Array
    article: Array
    first: Array
    last: Array
    figures: Array
    predicate: Array
    terms: Array
    flags: Array
    names: Array


def part(store: Store, shard: str, rank: Mapping[str, int]) -> Part:
    """The claims of a shard; `rank` is the number of each article."""
    data = store.table("claims", shard, COLUMNS).combine_chunks()
    owners = data["article_id"].to_pylist()
    article = np.array([rank[key] for key in owners], dtype=np.int64)
    owner, role, lemma, named = _terms(data["terms"])
    predicate = np.zeros(len(owners), dtype=np.uint32)
    predicate[owner[role == "predicate"]] = lemma[role == "predicate"]
    kept = role != "predicate"
    names = np.unique((article[owner[named]].astype(np.uint64) << np.uint64(32)) | lemma[named])
    terms, flags = _padded(owner[kept], lemma[kept], role[kept] == "subject", named[kept], len(owners))
    figures = _figures(data["quantities"], len(owners))
    many, has_name = (terms != 0).sum(axis=1), (flags & NAMED).any(axis=1)
    rows = np.flatnonzero((predicate != 0) & ((many > 1) | ((many == 1) & (has_name | (figures != 0)))))
    return Part(
        size=len(owners), rows=rows, ids=whole(data["claim_id"]).take(pa.array(rows)), article=article[rows],
        first=_days(data["time_start"])[rows], last=_days(data["time_end"])[rows], figures=figures[rows],
        predicate=predicate[rows], terms=terms[rows], flags=flags[rows], names=names,
    )  # fmt: skip


def _terms(column: pa.ChunkedArray) -> tuple[Array, Array, Array, Array]:
    """Of each term its row, role, lemma as a number and whether it is a name."""
    lists = whole(column)
    owner = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    role, lemma, named = lists.flatten().flatten()
    coded = lemma.dictionary_encode()
    numbers = np.array([_number(word) for word in coded.dictionary.to_pylist()], dtype=np.uint32)
    lemmas = numbers[coded.indices.to_numpy(zero_copy_only=False)] if len(numbers) else np.zeros(0, dtype=np.uint32)
    return owner, np.array(role.to_pylist(), dtype=object), lemmas, named.to_numpy(zero_copy_only=False).astype(bool)


def _padded(owner: Array, lemma: Array, subject: Array, named: Array, size: int) -> tuple[Array, Array]:
    """Terms and flags with a row for each claim."""
    terms, flags = np.zeros((size, TERMS), dtype=np.uint32), np.zeros((size, TERMS), dtype=np.uint8)
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    fits = place < TERMS
    terms[owner[fits], place[fits]] = lemma[fits]
    flags[owner[fits], place[fits]] = (SUBJECT * subject + NAMED * named)[fits]
    return terms, flags


def _figures(column: pa.ChunkedArray, size: int) -> Array:
    """The amounts of each row as one number, whatever their order."""
    lists = whole(column)
    owner = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    values = lists.flatten().field("value").to_numpy(zero_copy_only=False)
    found = np.zeros(size, dtype=np.uint64)
    np.add.at(found, owner, mixed(np.round(values, 6).astype(np.float64).view(np.uint64) + np.uint64(1)))
    return found


def _days(column: pa.ChunkedArray) -> Array:
    days = pc.fill_null(column.cast(pa.int32()), NO_DAY)
    found: Array = whole(days).to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


@cache
def _synonyms() -> dict[str, str]:
    rows = read_table(Path(groups.__file__).parent / "synonyms.tsv")
    return {word: row["word"] for row in rows for word in row["same"].split(";")}


def _number(lemma: str) -> int:
    """A lemma as a number, never 0."""
    return crc32(_synonyms().get(lemma, lemma).encode()) or 1
