"""Every snippet of README and documentation is executed, in the order of its page, in the folder of a new user."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from newcomer import ROOT, Reader

from pipeline.run.settings import Settings

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SNIPPET = re.compile(r"^```(\w+)\n(.*?)^```", flags=re.DOTALL | re.MULTILINE)
ELSEWHERE = {"diff": "test_contributing.py", "text": "a picture of a command, generated from its help"}
"""Languages of snippets that are not executed here, and why."""


OWN = {"operations.md": "test_operations.py", "cluster.md": "test_cluster.py"}
"""Pages whose snippets need a setting of their own, and the test that executes them."""


def snippets(language: str) -> Iterator[tuple[Path, str]]:
    for page in (page for page in PAGES if page.name not in OWN):
        for found, text in SNIPPET.findall(page.read_text(encoding="utf-8")):
            if found == language:
                yield page, text


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_every_snippet_says_its_language_and_is_executed() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        languages = {language for language, _ in SNIPPET.findall(text)}
        assert languages <= {"sh", "python", "toml", "crontab", *ELSEWHERE}, page
        assert text.count("```") == 2 * len(SNIPPET.findall(text)), f"{page}: a snippet without a language"


def test_pages_with_a_test_of_their_own_have_it() -> None:
    there = {page.name for page in PAGES} & set(OWN)
    assert [
        OWN[name] for name in there if name not in (Path(__file__).parent / OWN[name]).read_text(encoding="utf-8")
    ] == []


@pytest.mark.parametrize("page", sorted({page for page, _ in snippets("python")}), ids=named)
def test_python(page: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Snippets of a page run one after the other; each ends in something to look at that is not empty."""
    reader.run("zegsman extract inbox --out archive --quiet")
    monkeypatch.chdir(reader.folder)
    scope: dict[str, object] = {}
    for snippet in (text for of, text in snippets("python") if of == page):
        *body, last = ast.parse(snippet).body
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(body, []), str(page), "exec"), scope)  # noqa: S102  the page's own code
        result = eval(compile(ast.Expression(last.value), str(page), "eval"), scope)  # noqa: S307
        assert isinstance(result, pd.DataFrame | list)
        assert len(result) > 0, snippet


def lines(text: str) -> list[str]:
    return [line.partition("    #")[0].strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("page", sorted({page for page, _ in snippets("sh")}), ids=named)
def test_shell(page: Path, reader: Reader) -> None:
    """Lines with zegsman run; of make the target is looked up, since it would install."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in [line for of, text in snippets("sh") if of == page for line in lines(text)]:
        if line.startswith("make "):
            assert f"\n{line.split()[1]}: " in makefile, line
            continue
        assert "zegsman " in line, line
        if "project.json" in line:
            reader.annotate()
        reader.run(line.replace(".venv/bin/zegsman", "zegsman"))


def test_crontab(reader: Reader) -> None:
    found = [line for _, text in snippets("crontab") for line in lines(text)]
    assert found
    for line in found:
        command = re.sub(r"^(\S+\s+){5}", "", line)
        assert command.startswith("cd /srv/news && ")
        reader.run(command.removeprefix("cd /srv/news && "))


def test_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [text for _, text in snippets("toml")]
    assert found
    for text in found:
        (tmp_path / "zegsman.toml").write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        settings = Settings().model_dump()
        assert {name: settings[name] for name in tomllib.loads(text)} == tomllib.loads(text)


def test_make_targets_and_variables_in_the_text_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert [t for t in re.findall(r"`make ([a-z]+)", text) if f"\n{t}: " not in makefile] == [], page
        assert [v for v in re.findall(r"make [a-z]+ ([A-Z]+)=", text) if f"\n{v} ?= " not in makefile] == [], page


def test_commands_in_the_text_are_there() -> None:
    import readme_parts

    known = {name.split()[0] for name, _ in readme_parts.all_commands()}
    for page in PAGES:
        used = re.findall(r"`(?:\.venv/bin/)?zegsman ([a-z][a-z-]*)", page.read_text(encoding="utf-8"))
        assert set(used) <= known, page
