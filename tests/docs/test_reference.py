"""Every command, option, table, column, setting, rule and error code is documented, and the documentation builds, strictly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import readme_parts

from pipeline.rules import RULES
from pipeline.run.settings import Settings
from pipeline.schema import ROWS, columns

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GENERATED = [ROOT / "README.md", *sorted((DOCS / "reference").glob("*.md"))]
COMMANDS, TABLES, SETTINGS, RULES_PAGE = (
    (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("commands", "tables", "settings", "rules")
)


@pytest.mark.parametrize("page", GENERATED, ids=lambda page: page.name)
def test_generated_parts_are_current(page: Path) -> None:
    command = [sys.executable, "-m", "cogapp", "--check", str(page.relative_to(ROOT))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `make docs`\n{done.stdout}{done.stderr}"


def part(page: str, heading: str) -> str:
    """The text under a heading, up to the next of its level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, flags=re.DOTALL | re.MULTILINE)
    assert found, f"nothing about {heading}"
    return found[1]


@pytest.mark.parametrize(
    ("name", "command"), readme_parts.all_commands(), ids=[n for n, _ in readme_parts.all_commands()]
)
def test_every_option_of_every_command(name: str, command) -> None:
    text = part(COMMANDS, name)
    for option in command.params:
        if option.param_type_name == "option" and option.name != "help":
            assert re.search(rf"`{re.escape(option.opts[0])}[ `]", text), option.opts
    assert f"zegsman {name}" in text


@pytest.mark.parametrize("table", ROWS)
def test_every_column_of_every_table(table: str) -> None:
    text = part(TABLES, table)
    for column in columns(table):
        assert f"| `{column.name}` |" in text
        assert all(value in text for value in column.values)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting(name: str) -> None:
    assert f"| `{name}` | `ZEGSMAN_{name.upper()}` |" in SETTINGS
    assert Settings.model_fields[name].description


def test_every_error_code_and_exit_status_that_the_code_has() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    codes = set(re.findall(r"\bZ\d{3}\b", source))
    assert len(codes) > 10
    assert [code for code in codes if f"| `{code}` |" not in SETTINGS] == []
    statuses = re.findall(r"^    [A-Z]+ = (\d+)$", (ROOT / "pipeline" / "errors.py").read_text(), flags=re.MULTILINE)
    assert len(statuses) >= 5
    assert [status for status in statuses if f"| {status} |" not in SETTINGS] == []


def test_every_rule() -> None:
    assert [rule for _, rule in RULES if f"| `{rule}` |" not in RULES_PAGE] == []


def test_every_export_format_is_in_the_how_to() -> None:
    from pipeline.export.formats import Format

    text = (DOCS / "howto.md").read_text(encoding="utf-8")
    assert [str(format_) for format_ in Format if f"| `{format_}` |" not in text] == []


def test_the_documentation_builds_strictly(tmp_path: Path) -> None:
    # Not --quiet: mkdocs counts only the warnings it prints.
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "fonts.googleapis.com" not in page


def test_the_parts_are_told_apart_by_the_tests() -> None:
    """A column that is nowhere would be seen."""
    with pytest.raises(AssertionError, match="nothing about"):
        part(TABLES, "opinions")
