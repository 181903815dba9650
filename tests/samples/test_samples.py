"""The sample batch: every format and house style is in it, it reads clean, and its gold is about the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.evaluate.gold import read_article
from pipeline.ingest import article, records
from pipeline.schema import Article, Rejected

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "articles"
GOLD = ROOT / "data" / "gold" / "samples"
SEED = ROOT.parent / "shared" / "seed" / "article.txt"
RUN = 8
"""Words in a row that two texts on one matter do not share by chance."""


@pytest.fixture(scope="module")
def read() -> list[Article | Rejected]:
    found = records([str(SAMPLES)])
    return [record if isinstance(record, Rejected) else article(record) for record in found]


@pytest.fixture(scope="module")
def articles(read: list[Article | Rejected]) -> dict[str, Article]:
    return {row.article_id: row for row in read if isinstance(row, Article)}


def test_all_are_read_but_the_english_one(read: list[Article | Rejected], articles: dict[str, Article]) -> None:
    assert len(articles) == 20
    assert [(r.article_id, r.reason) for r in read if isinstance(r, Rejected)] == [("ferry", "wrong_language")]


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "json", "jsonl", "csv", "parquet", "txt.gz", "jsonl.zst"])
def test_every_format_is_there(suffix: str) -> None:
    assert [path for path in SAMPLES.iterdir() if path.name.split(".", 1)[1] == suffix]


@pytest.mark.parametrize(
    "style",
    ['"[^"]+"', r"(?<!\w)'[^']+',", "‘[^’]+’", "“[^”]+”", "„[^”]+”", ",,[^']+''", "“[^”]*‘[^”]*”|„[^”]*‘[^”]*”"],
)
def test_every_house_style_is_there(articles: dict[str, Article], style: str) -> None:
    assert [name for name, row in articles.items() if re.search(style, row.text)]


def test_lengths_are_those_of_news(articles: dict[str, Article]) -> None:
    lengths = {name: len(row.text.split()) for name, row in articles.items()}
    assert lengths.pop("stroomstoring") < 40
    assert {name: n for name, n in lengths.items() if not 150 <= n <= 450} == {}


def test_dutch_is_recognised(articles: dict[str, Article]) -> None:
    assert {row.language for name, row in articles.items() if name != "stroomstoring"} == {"nl"}


def test_one_article_has_no_paragraphs(articles: dict[str, Article]) -> None:
    body = articles["fietsendief"].text.removeprefix(articles["fietsendief"].title or "").strip()
    assert "\n" not in body


def test_encoding_faults_are_repaired_and_recorded(articles: dict[str, Article]) -> None:
    assert [(r.before, r.after) for r in articles["kastanje"].repairs] == [("Belgiƫ", "België")]
    council = articles["raadsbesluit"]
    assert "“Ik heb geïnformeerd of er nog rek in zit”, zei hij." in council.text
    assert all(council.text.startswith(repair.after, repair.start) for repair in council.repairs)
    assert len(council.repairs) >= 10


def test_an_older_encoding_is_read(articles: dict[str, Article]) -> None:
    with pytest.raises(UnicodeDecodeError):
        (SAMPLES / "zuivelfabriek.txt").read_bytes().decode("utf-8")
    assert "€ 7,8 miljoen" in articles["zuivelfabriek"].text
    assert "„Dit is geen begrafenis, dit is een verkoop”" in articles["zuivelfabriek"].text
    assert articles["zuivelfabriek"].repairs == []


def test_the_page_is_stripped_of_what_is_not_article(articles: dict[str, Article]) -> None:
    page = articles["materniteit"]
    assert page.text.startswith("Ziekenhuis Oudenaarde sluit materniteit")
    assert "\n\nKwartier rijden\n\n" in page.text
    assert page.text.endswith("handtekeningen.")
    for junk in ("cookie", "Abonneren", "Advertentie", "Parking", "Deel op", "voorbehouden"):
        assert junk not in page.text
    assert (page.outlet, page.author) == ("De Kustgazet", "Lies Dhaene")


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.xml")), ids=lambda path: path.stem)
def test_gold_is_about_the_words_of_the_sample(articles: dict[str, Article], path: Path) -> None:
    assert read_article(path).text == articles[path.stem].text


def test_gold_dates_are_those_of_the_samples(articles: dict[str, Article]) -> None:
    for path in GOLD.glob("*.xml"):
        published = articles[path.stem].published
        assert published is not None
        assert published.date().isoformat() == read_article(path).published


def test_the_retelling_shares_no_wording_with_its_occasion(articles: dict[str, Article]) -> None:
    if not SEED.exists():
        pytest.skip("needs the folder shared beside the project")
    words = re.findall(r"\w+", SEED.read_text(encoding="utf-8").lower())
    runs = {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    for row in articles.values():
        mine = re.findall(r"\w+", row.text.lower())
        assert runs.isdisjoint(tuple(mine[i : i + RUN]) for i in range(len(mine) - RUN + 1))
