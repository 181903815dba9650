"""Label Studio and back: what nobody changes is the output again, what an editor changes becomes gold."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from output_samples import article, quote, write

from pipeline.errors import GoldError
from pipeline.evaluate.gold import NAMED, GoldArticle, read_article, read_gold
from pipeline.evaluate.gold_write import write_article
from pipeline.evaluate.score import score
from pipeline.export.corrections import gold, import_file
from pipeline.export.formats import Format
from pipeline.export.label_studio import CONFIG, task
from pipeline.export.write import export
from pipeline.schema import Mention, Span
from pipeline.store.output import Output

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]


@pytest.fixture(scope="module")
def tasks(out: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Json]:
    config, path = export(Format.LABEL_STUDIO, out, tmp_path_factory.mktemp("tasks"))
    assert config.read_text() == CONFIG
    found: list[Json] = json.loads(path.read_text(encoding="utf-8"))
    return found


def corrected(one: Json) -> Json:
    """The task as Label Studio exports it when an editor has agreed with all that was predicted."""
    return {"id": 1, "data": one["data"], "annotations": [{"result": copy.deepcopy(one["predictions"][0]["result"])}]}


def take(tmp_path: Path, *found: Json) -> list[GoldArticle]:
    """Those tasks through a file, and what is read again from the gold it becomes."""
    (tmp_path / "project.json").write_text(json.dumps(found), encoding="utf-8")
    import_file(tmp_path / "project.json", tmp_path / "gold")
    return read_gold(tmp_path / "gold")


def region(one: Json, key: str, kind: str = "labels") -> Json:
    (found,) = [item for item in one["annotations"][0]["result"] if item.get("id") == key and item["type"] == kind]
    return found


def test_every_label_and_field_is_one_of_the_interface(tasks: list[Json]) -> None:
    interface = ET.fromstring(CONFIG)  # noqa: S314  our own
    labels = {node.get("value") for node in interface.iter("Label")}
    relations = {node.get("value") for node in interface.iter("Relation")}
    names = {node.get("name") for node in interface.iter()} - {None}
    seen = 0
    for one in tasks:
        for item in one["predictions"][0]["result"]:
            if item["type"] == "relation":
                assert set(item["labels"]) <= relations
            else:
                assert {item["from_name"], item["to_name"]} <= names
                assert set(item["value"].get("labels", [])) <= labels
            seen += 1
    assert seen > 40


def test_regions_give_their_words(tasks: list[Json]) -> None:
    for one in tasks:
        for item in one["predictions"][0]["result"]:
            if item["type"] == "labels":
                value = item["value"]
                assert one["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_agreed_annotation_is_the_output_again(tasks: list[Json], out: Path, tmp_path: Path) -> None:
    found = {article.id: article for article in take(tmp_path, *map(corrected, tasks))}
    assert len(found) == len(tasks)
    for rows in Output(out).articles():
        annotated = found[rows.article.article_id]
        assert annotated.text == rows.article.text
        quotes = sorted(rows.quotes, key=lambda quote: quote.spans)
        assert [one.content for one in annotated.attributions] == [quote.spans for quote in quotes]
        assert [one.kind for one in annotated.attributions] == [quote.kind for quote in quotes]
        assert [one.cue for one in annotated.attributions] == [quote.cue_spans for quote in quotes]
        names = [annotated.entities[one.speaker].names[0] if one.speaker else None for one in annotated.attributions]
        assert names == [" ".join(quote.speaker.split()) if quote.speaker else None for quote in quotes]


def test_figures_of_agreed_annotation_are_perfect(tasks: list[Json], out: Path, tmp_path: Path) -> None:
    figures = score(take(tmp_path, *map(corrected, tasks)), out)
    assert (figures["attr_f"], figures["strict_f"], figures["speaker_f"]) == (1.0, 1.0, 1.0)


def test_an_editors_correction_shows_as_an_error(tasks: list[Json], out: Path, tmp_path: Path) -> None:
    brug = corrected(tasks[0])
    region(brug, "brug:q1", "textarea")["value"]["text"] = ["Piet Bos"]
    (annotated,) = take(tmp_path, brug)
    assert annotated.entities[annotated.attributions[0].speaker or ""].names == ("Piet Bos",)
    figures = score([annotated], out)
    assert figures["attr_f"] == 1.0
    assert figures["speaker_acc"] == 0.75


def test_what_the_editor_removes_is_no_attribution(tasks: list[Json], tmp_path: Path) -> None:
    brug = corrected(tasks[0])
    result = brug["annotations"][0]["result"]
    brug["annotations"][0]["result"] = [item for item in result if item.get("id") != "brug:q4"]
    (annotated,) = take(tmp_path, brug)
    assert len(annotated.attributions) == 3


def test_names_become_mentions_of_one_entity(tmp_path: Path) -> None:
    text = "Anja Vos en Jan Vos praten. Vos zwijgt over Breda."
    places = [
        ("PER", "Anja Vos", "Anja Vos|Vos"),
        ("PER", "Jan Vos", "Jan Vos|Vos"),
        ("PER", "Vos zwijgt", None),
        ("LOC", "Breda", None),
    ]
    result = []
    for number, (label, words, who) in enumerate(places):
        start = text.index(words)
        end = start + len(words.removesuffix(" zwijgt"))
        result.append({"id": f"r{number}", "type": "labels", "value": {"start": start, "end": end, "labels": [label]}})
        if who:
            result.append({"id": f"r{number}", "type": "textarea", "value": {"text": [who]}})
    found = gold({"article_id": "a", "text": text}, result)
    assert [found.entities[m.entity].names[0] for m in found.mentions] == ["Anja Vos", "Jan Vos", "Anja Vos", "Breda"]
    assert {entity.type for entity in found.entities.values()} == {"PER", "LOC"}
    write_article(found, tmp_path / "a.xml")
    assert read_article(tmp_path / "a.xml") == found


@pytest.mark.parametrize("unit", [1, 2])
def test_positions_may_be_code_points_or_utf_16_units(unit: int) -> None:
    text = "😀😀 De brug 😀 is dicht"
    start, end = text.index("De brug"), text.index(" is")
    before, inside = text[:start], text[start:end]
    wide = [sum(unit if char == "😀" else 1 for char in part) for part in (before, inside)]
    value = {"start": wide[0], "end": sum(wide), "text": "De brug 😀", "labels": ["direct"]}
    found = gold({"article_id": "a", "text": text}, [{"id": "r", "type": "labels", "value": value}])
    assert found.attributions[0].content == [Span(start, end)]


def test_white_space_around_a_stretch_is_left_out() -> None:
    text = "Zij zei: \n Ja. Nee"
    value = {"start": 8, "end": 15, "text": " \\n Ja. ", "labels": ["direct"]}
    found = gold({"article_id": "a", "text": text}, [{"id": "r", "type": "labels", "value": value}])
    assert found.words(found.attributions[0].content) == "Ja."


def test_the_newest_annotation_counts_and_cancelled_ones_do_not(tasks: list[Json], tmp_path: Path) -> None:
    brug = corrected(tasks[0])
    agreed = brug["annotations"][0] | {"updated_at": "2025-03-02T00:00:00Z"}
    brug["annotations"] = [
        agreed,
        {"result": [], "updated_at": "2025-03-01T00:00:00Z"},
        {"result": [], "updated_at": "2025-03-03T00:00:00Z", "was_cancelled": True},
    ]
    assert len(take(tmp_path, brug)[0].attributions) == 4


def test_tasks_that_nobody_has_corrected_are_counted(tasks: list[Json], tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps([corrected(tasks[0]), tasks[1]]), encoding="utf-8")
    taken = import_file(tmp_path / "p.json", tmp_path / "gold")
    assert (len(taken.articles), taken.untouched) == (1, 1)


def wrong_label(one: Json) -> None:
    region(one, "brug:q1")["value"]["labels"] = ["said"]


def wrong_place(one: Json) -> None:
    region(one, "brug:q1")["value"]["start"] += 3


def two_speakers(one: Json) -> None:
    result = one["annotations"][0]["result"]
    result.append({"type": "relation", "from_id": "brug:q2", "to_id": "brug:q4", "labels": ["more"]})


def crossing_names(one: Json) -> None:
    for key, start, end in (("n1", 0, 10), ("n2", 5, 15)):
        value = {"start": start, "end": end, "labels": ["PER"]}
        one["annotations"][0]["result"].append({"id": key, "type": "labels", "value": value})


def control_character(one: Json) -> None:
    one["data"]["text"] += "\x0b"


def no_id(one: Json) -> None:
    del one["data"]["article_id"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (wrong_label, "'said' is no label"),
        (wrong_place, "does not stand at 22"),
        (two_speakers, "two speakers, Anja Vos and Piet Bos"),
        (crossing_names, "two names that cross"),
        (control_character, r"U\+000B"),
        (no_id, "task 2 lacks 'article_id'"),
    ],
)
def test_a_task_that_contradicts_itself_writes_nothing(tasks: list[Json], tmp_path: Path, spoil, says: str) -> None:
    good, bad = corrected(tasks[2]), corrected(tasks[0])
    spoil(bad)
    (tmp_path / "p.json").write_text(json.dumps([good, bad]), encoding="utf-8")
    with pytest.raises(GoldError, match=says):
        import_file(tmp_path / "p.json", tmp_path / "gold")
    assert not (tmp_path / "gold").exists()


@pytest.mark.parametrize("text", ["{}", "no json", '[{"text": "min"}]', "[1]"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match="no JSON export of Label Studio"):
        import_file(tmp_path / "p.json", tmp_path / "gold")


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "gold").rglob("*.xml")), ids=lambda path: path.stem)
def test_gold_is_written_as_it_was_read(path: Path, tmp_path: Path) -> None:
    before = read_article(path)
    write_article(before, tmp_path / "again.xml")
    after = read_article(tmp_path / "again.xml")
    for found in (before, after):
        found.attributions.sort(key=lambda one: one.key)
        found.mentions.sort(key=lambda one: one.span)
        found.optional.sort()
    assert after == before


words = st.text("ab é😀\n&<>\"'\r", min_size=1, max_size=40).filter(lambda text: text.strip("\n") == text)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_stretches_come_back_whatever_they_cross(tmp_path: Path, data: st.DataObject) -> None:
    text = data.draw(words)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda p: Span(*sorted(p)))
    contents = data.draw(st.lists(spans.filter(lambda span: text[span.start : span.end].strip()), max_size=5))
    rows = {
        "articles": [article("x", text)],
        "quotes": [quote(text, "x", n, [" "], spans=[s]) for n, s in enumerate(contents) if " " in text],
    }
    out = write(tmp_path / "out" / str(hash((text, *contents))), rows)
    (found,) = Output(out).articles()
    (tmp_path / "p.json").write_text(json.dumps([corrected(task(found))]), encoding="utf-8")
    import_file(tmp_path / "p.json", tmp_path / "gold")
    annotated = read_article(tmp_path / "gold" / "x.xml")
    assert annotated.text == text
    expected = sorted(stripped(text, quote.spans[0]) for quote in found.quotes)
    assert sorted(one.content[0] for one in annotated.attributions) == expected
    assert all(len(one.content) == 1 for one in annotated.attributions)


def stripped(text: str, span: Span) -> Span:
    inside = text[span.start : span.end]
    start = span.end - len(inside.lstrip())
    return Span(start, start + len(inside.strip()))


def test_only_names_of_three_types_are_tasks() -> None:
    labels = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "DATE": None, "NORP": None}
    for label, expected in labels.items():
        rows = next(iter_rows(label))
        found = [item["value"]["labels"] for item in task(rows)["predictions"][0]["result"]]
        assert found == ([[expected]] if expected else [])
        assert expected in (None, *NAMED)


def iter_rows(label: str):
    from pipeline.store.output import ArticleRows

    mention = Mention(mention_id="a:m1", start=0, end=1, text="X", label=label, kind="name")
    yield ArticleRows(article=article("a", "X"), mentions=[mention])
