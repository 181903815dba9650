"""The help of the stages, as a reader sees it."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", ["extract", "ingest", "tokenize", "entities", "quotes", "claims"])
def test_help_shows_an_example_on_a_line_of_its_own(command):
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", command, "--help"], capture_output=True, text=True, check=True
    )
    lines = [line.strip() for line in done.stdout.splitlines()]

    example = lines[lines.index("Example:") + 1]

    assert example.startswith(f"zegsman {command} ")
    assert "\\b" not in done.stdout
    assert "\b" not in done.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom pipeline.cli import main\nsys.argv = ['zegsman', '--help']\ntry:\n    main()\n"
        "except SystemExit:\n    pass\nprint(sorted({'numpy', 'pandas', 'pyarrow', 'spacy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
