"""Markdown and its front matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from ingest_samples import BODY, HEADLINE, TEXT, found, only, write

from pipeline.ingest.markdown import draft, front_matter

PLAIN = [
    ("# Kop\n\nTekst.", "Kop\n\nTekst."),
    ("Kop\n===\n\nTekst.", "Kop\n\nTekst."),
    ("### Kop ###\nTekst.", "Kop\n\nTekst."),
    ("Hij is *echt* **heel** __boos__ en ~~niet~~ moe.", "Hij is echt heel boos en niet moe."),
    ("Zie [de brief](https://x.example/b) en ![foto van de brug](b.jpg).", "Zie de brief en ."),
    ("Een regel\nloopt door.", "Een regel loopt door."),
    ("Een regel  \neindigt.\\\nEcht.", "Een regel\neindigt.\nEcht."),
    ("> Een citaat\n> loopt door.\n\nTekst.", "Een citaat loopt door.\n\nTekst."),
    ("- een\n- twee\n\nTekst.", "een\n\ntwee\n\nTekst."),
    ("1. een\n2. twee", "1. een\n\n2. twee"),
    ("2019. Dat was een goed jaar.", "2019. Dat was een goed jaar."),
    ("`code` en 5 \\* 3 = 15", "code en 5 * 3 = 15"),
    ("Fish &amp; chips", "Fish & chips"),
    ("<figure><img src=x></figure>\n\nTekst met <b>vet</b>.", "Tekst met vet."),
    ("Een<br>twee", "Een\ntwee"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a\n\nb\n\n1\n\n2"),
    ("Tekst.\n\n---\n\nMeer.", "Tekst.\n\nMeer."),
    ("    ingesprongen", "ingesprongen"),
    ("„Ja”, zei ze. 'Nee'. ,,Toch''", "„Ja”, zei ze. 'Nee'. ,,Toch''"),
]


@pytest.mark.parametrize(("marked", "plain"), PLAIN)
def test_marks_are_taken_off(marked, plain):
    assert draft(marked.encode()).text == plain


FRONT = [
    ("title: Een kop", {"title": "Een kop"}),
    ('title: "Een \\"kop\\""', {"title": 'Een "kop"'}),
    ("title: 'Een ''kop'''", {"title": "Een 'kop'"}),
    ("Title: Kop: met dubbele punt", {"title": "Kop: met dubbele punt"}),
    ("author: [Anna, 'Bert']", {"author": "Anna, Bert"}),
    ("author:\n  - Anna\n  - Bert\ndate: 2024-01-02", {"author": "Anna, Bert", "date": "2024-01-02"}),
    ("url: https://x.example/a", {"url": "https://x.example/a"}),
    ("title:", {"title": ""}),
    ("gewoon tekst", {}),
]


@pytest.mark.parametrize(("lines", "fields"), FRONT)
def test_front_matter(lines, fields):
    assert front_matter(f"---\n{lines}\n---\nTekst") == fields


@pytest.mark.parametrize("text", ["Tekst\n---\ntitle: x\n---\n", "--- title: x", "---\ntitle: x", ""])
def test_what_is_no_front_matter(text):
    assert front_matter(text) == {}


def test_fields_of_an_article(tmp_path):
    data = (
        f"---\ntitle: {HEADLINE}\ndate: 12 maart 2024\noutlet: De Oostbode\nauthor: Anna de Boer\n"
        f"url: https://oostbode.example/kaas\nid: oost/2024/17\n---\n{BODY}\n"
    )
    article = only(write(tmp_path / "a.md", data.replace("\n", "\r\n")))
    assert article.article_id == "oost/2024/17"
    assert article.title == HEADLINE
    assert article.text == TEXT
    assert article.published == datetime(2024, 3, 12, tzinfo=UTC)
    assert (article.outlet, article.author, article.url) == (
        "De Oostbode",
        "Anna de Boer",
        "https://oostbode.example/kaas",
    )


def test_the_id_is_known_before_the_text_is_read(tmp_path):
    (record,) = found(write(tmp_path / "a.md", b"\xef\xbb\xbf---\nid: x-1\n---\n" + b"\xff" * 20))
    assert record.article_id == "x-1"


def test_a_title_that_the_text_repeats_stands_once(tmp_path):
    for name, body in (("a", f"# {HEADLINE}\n\n{BODY}"), ("b", f"## {HEADLINE.upper()}\n\n{BODY}")):
        article = only(write(tmp_path / f"{name}.md", f"---\ntitle: {HEADLINE}\n---\n{body}"))
        assert article.text.casefold() == TEXT.casefold()


def test_a_heading_is_the_title_where_there_is_no_front_matter(tmp_path):
    assert only(write(tmp_path / "a.md", f"# {HEADLINE}\n\n{BODY}")).title == HEADLINE
