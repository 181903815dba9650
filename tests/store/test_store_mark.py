from __future__ import annotations

import pytest

from pipeline.errors import StoreVersionError
from pipeline.store import Mark


def as_stored(mark: Mark) -> dict[bytes, bytes]:
    return {key.encode(): value.encode() for key, value in mark.metadata("claims").items()}


def test_a_mark_comes_back_from_the_metadata_of_a_file() -> None:
    mark = Mark("abc", frozenset({"één", 'met "aanhaling"'}))
    assert Mark.of(as_stored(mark), file="x") == mark


def test_what_a_stage_has_to_do() -> None:
    mark = Mark("now", frozenset({"b", "gone"}))
    assert mark.todo("now", {"a", "b"}) == {"b"}
    assert mark.todo("later", {"a", "b"}) == {"a", "b"}
    assert Mark().todo("now", {"a"}) == {"a"}


@pytest.mark.parametrize("found", [{}, {b"zegsman.schema_version": b"99"}])
def test_another_schema_version_is_refused_with_a_way_out(found: dict[bytes, bytes]) -> None:
    with pytest.raises(StoreVersionError, match=r"^Z302 x\.parquet has schema version .* Choose another --out"):
        Mark.of(found, file="x.parquet")
