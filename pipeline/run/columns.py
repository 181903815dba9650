"""Claims of a shard as arrays of numbers, from the columns of its file, without a Python object for each row."""

from __future__ import annotations

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

COLUMNS = ["claim_id", "article_id", "time_start", "time_end", "quantities", "terms", "claim_group"]
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """The claims of a shard: those that can be compared, and its names.

    `article` in `rows` is the number of the article in `ids`, and so it is in `names`: times 2^32, and the term.
    """

    rows: Array
    names: Array
    size: int
    groups: pa.Array
    """`claim_group` as it is stored."""


def part(store: Store, shard: str, ids: list[str]) -> Part:
    """The claims of a shard whose articles are `ids`."""
    data = store.table("claims", shard, COLUMNS).combine_chunks()
    size = data.num_rows
    article = pc.index_in(whole(data["article_id"]), value_set=pa.array(ids, pa.string())).to_numpy(
        zero_copy_only=False
    )
    owner, role, lemma, named = _terms(data["terms"])
    predicate = np.zeros(size, dtype=np.uint32)
    predicate[owner[role == "predicate"]] = lemma[role == "predicate"]
    kept = role != "predicate"
    names = np.unique((article[owner[named]].astype(np.uint64) << np.uint64(32)) | lemma[named])
    terms, flags = _padded(owner[kept], lemma[kept], role[kept] == "subject", named[kept], size)
    figures = _figures(data["quantities"], size)
    many, has_name = (terms != 0).sum(axis=1), (flags & NAMED).any(axis=1)
    rows = np.flatnonzero((predicate != 0) & ((many > 1) | ((many == 1) & (has_name | (figures != 0)))))
    found = np.zeros(len(rows), dtype=groups.CLAIM)
    found["row"], found["number"] = rows, _numbers(data, rows)
    columns = {"article": article, "figures": figures, "predicate": predicate, "terms": terms, "flags": flags}
    columns |= {"first": _days(data["time_start"]), "last": _days(data["time_end"])}
    for name, values in columns.items():
        found[name] = values[rows]
    order = np.argsort(found["article"], kind="stable")
    return Part(found[order], names, size, whole(data["claim_group"].cast(pa.string())))


def _numbers(data: pa.Table, rows: Array) -> Array:
    """The numbers that the identifiers of claims end in: `a01:c3` is the third of article a01; 0 for one of another form."""
    taken = data.select(["claim_id", "article_id"]).take(pa.array(rows))
    pairs = zip(taken["claim_id"].to_pylist(), taken["article_id"].to_pylist(), strict=True)
    tails = [claim.removeprefix(f"{article}:c") for claim, article in pairs]
    return np.array([int(t) if t.isdecimal() and t == str(int(t)) else 0 for t in tails], dtype=np.int32)


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
