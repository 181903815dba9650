from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "models" / "nl_news_sm"

FALTERING = """

_soundly = _reported


def _reported(doc, direct):
    import os
    if os.environ.get("FALTERING") and "struikelt" in doc.text:
        raise RuntimeError("struikelblok\\tin \\x1b[31mde tekst")
    return _soundly(doc, direct)
"""
"""Put at the end of the quotes stage: it raises for some texts while FALTERING is set."""

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def zegsman(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the command line in a process of its own, in the test's folder, with the small model."""

    def run(*arguments: object, program: Path = ROOT, **environment: str) -> Ran:
        names = {"PYTHONPATH": str(program), "ZEGSMAN_MODEL": str(SMALL), **environment}
        command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
        return subprocess.run(
            command, env=os.environ | names, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200
        )

    return run


@pytest.fixture(scope="session")
def faltering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose quotes stage raises for some texts while FALTERING is set."""
    program = tmp_path_factory.mktemp("faltering")
    shutil.copytree(ROOT / "pipeline", program / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    component = program / "pipeline" / "quotes" / "component.py"
    component.write_text(component.read_text() + FALTERING)
    return program
