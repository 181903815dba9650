"""Texts that are too long to be parsed at once: cut at paragraphs, one article all the same, every offset right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from batches import article, rejected
from hypothesis import given
from hypothesis import strategies as st
from troubled import extract

from pipeline.operate.verify import Verification
from pipeline.run.engine import Engine
from pipeline.run.pieces import PIECE, pieces
from pipeline.schema import Article

News = Callable[..., Path]
TEXT = "\n\n".join(str(article(number)["text"]) for number in range(30))


@given(st.text(alphabet="ab \n", max_size=80), st.integers(1, 20))
def test_the_pieces_are_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert "".join(found) == text
    assert all(len(piece) <= limit for piece in found)
    assert all(found[:-1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een.\n\nTwee.\nDrie vier", ["Een.\n\n", "Twee.\n", "Drie vier"]), ("een twee drie", ["een twee ", "drie"]),
        ("x" * 25, ["x" * 12, "x" * 12, "x"]),
    ],
)  # fmt: skip
def test_a_text_is_cut_between_paragraphs_lines_or_words(text: str, found: list[str]) -> None:
    assert pieces(text, 12) == found


def test_pieces_give_the_rows_of_the_whole() -> None:
    """Where pieces end with articles, the parse of a sentence does not depend on what comes before."""
    article_ = Article(article_id="x", source="", text=TEXT, text_sha256="", record_sha256="")
    begun: list[int] = []
    whole = Engine("nl_news_sm").parse(article_)
    joined = Engine("nl_news_sm", piece=2_000).parse(article_, begins=begun.append)
    assert joined.text == TEXT
    assert begun == list(range(len(begun)))
    assert len(begun) > 5
    assert joined._.paragraphs == whole._.paragraphs
    assert joined._.marks == whole._.marks
    same = set(map(repr, whole._.sentences)) & set(map(repr, joined._.sentences))
    assert len(same) > 0.98 * len(whole._.sentences)
    assert [e.text for e in joined.ents][:20] == [e.text for e in whole.ents][:20]
    assert [t.dep_ for t in joined[:60]] == [t.dep_ for t in whole[:60]]


def test_a_text_of_more_than_a_million_characters_is_one_article_and_every_offset_is_right(
    news: News, trouble: Path, tmp_path: Path
) -> None:
    """Each piece has as long as an article has: six pieces of three seconds do not break a deadline of fifteen."""
    long = "\n\n".join(str(article(number)["text"]) for number in range(3_100))
    assert len(long) > max(1_000_000, 5 * PIECE)
    source = news(article(0, id="lang", text=long), article(1))
    slow = {"ZEGSMAN_TROUBLE_SECONDS": "3"}
    ran = extract(source, tmp_path / "out", trouble, env=slow, deadline=15, workers=2)
    assert ran.returncode == 0, ran.stderr
    assert rejected(tmp_path / "out") == {}
    assert list(pd.read_parquet(tmp_path / "out" / "articles")["article_id"]) == ["a001", "lang"]
    assert list(Verification(tmp_path / "out").problems()) == []
    for table, column in (("sentences", "start"), ("quotes", "start"), ("claims", "start")):
        rows = pd.read_parquet(tmp_path / "out" / table)
        assert rows[rows["article_id"] == "lang"][column].max() > len(long) - 400
