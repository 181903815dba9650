"""INPUT arguments: which files, in which order, under which ids."""

from __future__ import annotations

import io
import os
import socket

import pytest
from ingest_samples import BODY, TEXT, found, listed, refused, write

from pipeline.errors import InputNotFoundError
from pipeline.schema import Rejected


def ids(rows):
    return [row.article_id for row in rows]


def test_a_file_is_named_without_its_suffix(tmp_path):
    path = write(tmp_path / "nieuws" / "kaasfabriek.txt", TEXT)
    (record,) = found(path)
    assert record.article_id == "kaasfabriek"
    assert record.source == str(path)
    assert record.line is None


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst", "a.TXT", "a.html", "a.htm", "a.md", "a.md.gz"])
def test_compression_is_no_part_of_the_id(tmp_path, name):
    assert ids(found(write(tmp_path / name, TEXT))) == ["a"]


def test_a_folder_is_read_to_its_bottom_in_sorted_order(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b/c.d.txt", "c.md"):
        write(tmp_path / name, TEXT)
    assert ids(found(tmp_path)) == ["a/b/c.d", "a/z", "b", "c"]
    assert ids(found(f"{tmp_path}{os.sep}")) == ["a/b/c.d", "a/z", "b", "c"]


def test_the_current_folder(tmp_path, monkeypatch):
    write(tmp_path / "a" / "b.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    assert ids(found(".")) == ["a/b"]
    assert ids(found("a/b.txt")) == ["b"]


def test_hidden_files_and_folders_are_left_out(tmp_path):
    for name in ("a.txt", ".b.txt", ".git/c.txt"):
        write(tmp_path / name, TEXT)
    assert ids(listed(tmp_path)) == ["a"]


def test_other_files_of_a_folder_are_listed_as_rejected(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "foto.jpg", b"\xff\xd8\xff")
    write(tmp_path / "LEESMIJ", "uitleg")
    rows = listed(tmp_path)
    assert [row.reason for row in rows if isinstance(row, Rejected)] == ["unknown_format", "unknown_format"]
    assert "'.jpg'" in rows[-1].detail


def test_a_pattern_names_files_relative_to_its_fixed_part(tmp_path):
    for name in ("2024/a.txt", "2025/a.txt", "2025/b.md"):
        write(tmp_path / name, TEXT)
    assert ids(found(tmp_path / "*" / "a.txt")) == ["2024/a", "2025/a"]
    assert ids(found(tmp_path / "**" / "*.txt")) == ["2024/a", "2025/a"]
    assert ids(found(tmp_path / "2025" / "?.*")) == ["a", "b"]


def test_a_pattern_may_name_folders(tmp_path):
    write(tmp_path / "jaar24" / "a.txt", TEXT)
    write(tmp_path / "jaar25" / "b.txt", TEXT)
    assert ids(found(tmp_path / "jaar*")) == ["jaar24/a", "jaar25/b"]


def test_a_name_that_looks_like_a_pattern_is_taken_as_it_is(tmp_path):
    path = write(tmp_path / "stuk[1].txt", TEXT)
    assert ids(found(path)) == ["stuk[1]"]


@pytest.mark.parametrize("name", ["nergens.txt", "*.txt", "map/**/x.md"])
def test_nothing_found_is_an_error_at_the_call(tmp_path, name):
    from pipeline.ingest import records

    with pytest.raises(InputNotFoundError) as caught:
        records([str(tmp_path / name)])
    assert name in caught.value.reason
    assert caught.value.exit_status == 2


def test_a_folder_without_files_is_an_error(tmp_path):
    (tmp_path / "leeg").mkdir()
    with pytest.raises(InputNotFoundError, match="no files"):
        listed(tmp_path)


def test_standard_input_is_json_lines():
    stream = io.BytesIO(b'{"id": "x", "text": "Een."}\n{"text": "Twee."}\n')
    rows = found("-", stdin=stream)
    assert ids(rows) == ["x", "stdin#2"]
    assert {row.source for row in rows} == {"-"}


def test_empty_standard_input_is_an_empty_batch():
    assert listed("-", stdin=io.BytesIO()) == []


def test_the_output_folder_is_passed_over(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "output" / "claims" / "x.txt", TEXT)
    assert ids(found(tmp_path, exclude=[str(tmp_path / "output")])) == ["a"]


def test_links_inside_the_folder_are_followed_and_links_out_of_it_rejected(tmp_path):
    write(tmp_path / "in" / "echt" / "a.txt", TEXT)
    write(tmp_path / "buiten" / "geheim.txt", TEXT)
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "in" / "echt" / "a.txt")
    (tmp_path / "in" / "kring").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "lek").symlink_to(tmp_path / "buiten")
    (tmp_path / "in" / "lek.txt").symlink_to(tmp_path / "buiten" / "geheim.txt")
    rows = listed(tmp_path / "in")
    assert [row.article_id for row in rows if not isinstance(row, Rejected)] == ["b", "echt/a"]
    assert [(row.reason, "out of the folder" in row.detail) for row in rows if isinstance(row, Rejected)] == [
        ("unreadable", True)
    ] * 2


def test_a_linked_folder_as_argument_is_followed(tmp_path):
    write(tmp_path / "echt" / "a.txt", TEXT)
    (tmp_path / "link").symlink_to(tmp_path / "echt")
    assert ids(found(tmp_path / "link")) == ["a"]


def test_broken_links_and_other_things_are_rejected(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    (tmp_path / "dood.txt").symlink_to(tmp_path / "weg.txt")
    os.mkfifo(tmp_path / "pijp.txt")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(tmp_path / "s.txt"))
        rows = listed(tmp_path)
    assert [row.source.rpartition("/")[2] for row in rows if isinstance(row, Rejected)] == [
        "dood.txt",
        "pijp.txt",
        "s.txt",
    ]
    assert {row.reason for row in rows if isinstance(row, Rejected)} == {"unreadable"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_without_permission_are_rejected(tmp_path):
    write(tmp_path / "a.txt", TEXT).chmod(0)
    assert refused(tmp_path).reason == "unreadable"


def test_names_that_are_no_text_are_told_in_escapes(tmp_path):
    raw = os.fsencode(tmp_path) + b"/gem\xe9ente.txt"
    with open(raw, "wb") as file:  # noqa: PTH123  a name that is not UTF-8 cannot be a Path literal
        file.write(TEXT.encode())
    row = refused(tmp_path)
    assert row.reason == "bad_id"
    assert "gem\\udce9ente" in row.source
    row.detail.encode("utf-8")


def test_a_name_with_a_line_end_is_a_bad_id(tmp_path):
    assert refused(write(tmp_path / "kop\nregel.txt", TEXT)).reason == "bad_id"


def test_the_same_id_twice_keeps_the_first(tmp_path):
    write(tmp_path / "a.html", "<p>x</p>")
    write(tmp_path / "a.txt", TEXT)
    first, second = listed(tmp_path)
    assert first.source.endswith("a.html")
    assert (second.reason, second.article_id, second.record_sha256) == ("duplicate_id", "a", None)


def test_several_arguments_in_the_order_given(tmp_path):
    one, other = write(tmp_path / "b.txt", TEXT), write(tmp_path / "x" / "a.txt", BODY)
    assert ids(found(one, other)) == ["b", "a"]
