"""The reader of gold: spans, alternatives, optional mentions, and files that are wrong."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate.gold import GoldArticle, gold_as_jsonl, read_article, read_gold
from pipeline.schema import Span

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "data" / "gold"
TOOLS = ROOT.parent / "shared" / "tools"

SMALL = (Path(__file__).parent / "small.xml").read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> GoldArticle:
    (tmp_path / "klein.xml").write_text(SMALL, encoding="utf-8")
    return read_article(tmp_path / "klein.xml")


def test_text_is_without_tags_and_leading_blank_lines(small: GoldArticle) -> None:
    assert small.text == 'De dijk houdt het niet & dat is erg. Dat gaf Anja Vos aan.\n\nDe Raad: "Ja." Niets'
    assert (small.id, small.published) == ("klein", "2025-03-14")


def test_attribution_has_its_parts(small: GoldArticle) -> None:
    first = small.attributions[0]
    assert small.words(first.content) == "De dijk houdt het niet & dat is erg"
    assert small.words(first.cue) == "gaf … aan"
    assert small.words(first.source) == "Anja Vos"
    assert (small.words(first.alternative), first.alternative_kind) == ("Dat", "mixed")
    assert (first.kind, first.speaker) == ("indirect", "vos")


def test_one_tag_may_belong_to_two_attributions(small: GoldArticle) -> None:
    second = next(a for a in small.attributions if a.key == "2")
    assert (small.words(second.source), second.speaker, small.words(second.content)) == ("Anja Vos", "vos", "Niets")


def test_speaker_without_source(small: GoldArticle) -> None:
    third = next(a for a in small.attributions if a.key == "3")
    assert (third.speaker, third.source, third.cue) == ("bron", [], [])


def test_optional_mentions_are_apart(small: GoldArticle) -> None:
    assert [(small.words([m.span]), m.type) for m in small.mentions] == [("Anja Vos", "PER")]
    assert small.words(small.optional) == "Raad"


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("</text>", "", "mismatched tag"),
        ('id="vos"><ent id="vos">', 'id="vos"><ent id="wie">', "wie"),
        ('speaker="bron"', 'speaker="wie"', "names an unknown entity wie"),
        ('<content q="2" kind="indirect">Niets</content>', "Niets", "attribution 2 has no content"),
        ("<ent ", "<naam ", "mismatched tag"),
        ('<cue q="1">gaf</cue>', "<woord>gaf</woord>", "unknown tag <woord>"),
        ("<text>", "<tekst>", "mismatched tag"),
        ("content q=", "content p=", "'q'"),
    ],
)
def test_broken_gold_is_named(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    assert wrong in SMALL
    (tmp_path / "kapot.xml").write_text(SMALL.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(GoldError, match=r"kapot\.xml") as error:
        read_article(tmp_path / "kapot.xml")
    assert says in error.value.reason


def test_article_without_text(tmp_path: Path) -> None:
    (tmp_path / "leeg.xml").write_text('<article id="x"><entities/></article>', encoding="utf-8")
    with pytest.raises(GoldError, match="no <text>"):
        read_article(tmp_path / "leeg.xml")


def test_folder_without_gold(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold"):
        read_gold(tmp_path)


def test_one_name_twice(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.xml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(GoldError, match="two articles x"):
        read_gold(tmp_path)


def test_jsonl_is_the_bare_articles(small: GoldArticle, tmp_path: Path) -> None:
    gold_as_jsonl([small], tmp_path / "gold.jsonl")
    (line,) = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"id": "klein", "text": small.text, "published": "2025-03-14"}


@pytest.mark.parametrize("path", sorted(GOLD.rglob("*.xml")), ids=lambda path: path.stem)
def test_our_gold_keeps_its_own_rules(path: Path) -> None:
    article = read_article(path)
    assert article.published
    assert not article.text.startswith("\n")
    for attribution in article.attributions:
        spans = sorted(attribution.content)
        assert attribution.kind in ("direct", "indirect", "mixed"), attribution
        assert all(one.end <= other.start for one, other in itertools.pairwise(spans)), attribution
        assert not article.words(spans[:1]).startswith("of "), attribution
        marked = [article.text[s.start - 1] in "\"'‘“„," for s in spans]
        assert attribution.kind != "direct" or all(marked), article.words(spans)
        own_source = "eigen zeggen" in article.words(attribution.cue)  # there the source is the content's subject
        for inner in (*attribution.cue, *([] if own_source else attribution.source)):
            assert not any(s.start <= inner.start < s.end for s in spans), attribution
    everything = [s for a in article.attributions for s in (*a.content, *a.cue, *a.source, *a.alternative)]
    everything += [mention.span for mention in article.mentions]
    assert all(article.words([s]) == article.words([s]).strip() != "" for s in everything)


@pytest.mark.parametrize("which", ["own", "real"])
def test_agrees_with_the_reference_reader(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not TOOLS.exists():
        pytest.skip("needs the folder shared beside the project")
    monkeypatch.syspath_prepend(str(TOOLS))
    monkeypatch.delitem(sys.modules, "gold", raising=False)
    import gold as reference

    theirs = {article.id: article for article in reference.read_set(which)}
    ours = {article.id: article for article in read_gold(TOOLS.parent / "gold" / which)}
    assert ours.keys() == theirs.keys()
    for name, mine in ours.items():
        other = theirs[name]
        assert mine.text == other.text
        assert [(m.span.start, m.span.end, m.type) for m in mine.mentions] == other.mentions
        assert mine.optional == [Span(*span) for span in other.optional]
        assert {key: (e.type, list(e.names)) for key, e in mine.entities.items()} == other.entities
        for attribution in mine.attributions:
            reference_one = other.attributions[attribution.key]
            for part, spans in (("content", attribution.content), ("cue", attribution.cue), ("source", attribution.source),
                                ("alt", attribution.alternative)):  # fmt: skip
                assert [(s.start, s.end) for s in spans] == getattr(reference_one, part)
            assert (attribution.kind, attribution.speaker) == (reference_one.kind, reference_one.speaker)
