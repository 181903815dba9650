"""Groups of claims: sides, amounts, and pages that are there only when there is something to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from group_samples import write_groups
from output_samples import MARKUP

from pipeline.report.build import build
from pipeline.report.groups import Group, Groups
from pipeline.store.output import Output


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Groups:
    output = Output(write_groups(tmp_path_factory.mktemp("groups") / "out"))
    found = Groups(output)
    for rows in output.articles():
        found.add(rows)
    return found


def group(groups: Groups, key: str) -> Group:
    return groups.by_key[key]


def test_a_claim_that_nobody_repeats_is_no_group(groups: Groups) -> None:
    assert set(groups.by_key) == {"g1", "g2"}
    assert [len(found.voices) for found in groups] == [3, 2]  # the contradicted one first


def test_sides_are_what_is_affirmed_negated_and_left_open(groups: Groups) -> None:
    found = {side: [voice.claim.speaker for voice in voices] for side, voices in group(groups, "g1").sides()}
    assert found == {"affirmed": ["Anja Vos"], "negated": ["Piet Bos"], "open": ["Ria Mol"]}
    assert group(groups, "g1").contradicted
    assert [side for side, _ in group(groups, "g2").sides()] == ["affirmed"]
    assert not group(groups, "g2").contradicted


def test_amounts_that_differ_are_seen(groups: Groups) -> None:
    assert group(groups, "g2").amounts_differ
    assert not group(groups, "g1").amounts_differ


def test_a_group_has_the_words_of_the_first_and_the_outlets_of_all(groups: Groups) -> None:
    assert group(groups, "g1").text == "De sluis gaat op 1 mei open"
    assert group(groups, "g1").outlets == [MARKUP, "Bode", "Post"]
    assert group(groups, "g1").articles == 3


def test_a_claim_leads_to_its_group(groups: Groups) -> None:
    claim = group(groups, "g1").voices[0].claim
    assert groups.link(claim) == ("g1.html", 2)
    claim.claim_group = "g3"
    assert groups.link(claim) is None
    claim.claim_group = None
    assert groups.link(claim) is None


def test_pages_of_groups_are_part_of_the_site(tmp_path: Path) -> None:
    build(write_groups(tmp_path / "out"), tmp_path / "site")
    listed = (tmp_path / "site" / "groups.html").read_text(encoding="utf-8")
    assert listed.count('href="groups/') == 2
    assert "Same claim" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    page = (tmp_path / "site" / "groups" / "g1.html").read_text(encoding="utf-8")
    assert [page.count(title) for title in ("It is so", "It is not so", "Left open")] == [1, 1, 1]
    assert "<script>document" not in page
    article = (tmp_path / "site" / "articles" / "bode.html").read_text(encoding="utf-8")
    assert '<a class="tag" href="../groups/g1.html">in 2 other articles</a>' in article
    assert '<a class="tag" href="../groups/g2.html">in 1 other article</a>' in article


def test_without_groups_nothing_is_said_of_them(site: Path) -> None:
    assert not (site / "groups.html").exists()
    assert "Same claim" not in (site / "index.html").read_text(encoding="utf-8")
    assert list((site / "groups").iterdir()) == []
