"""A new user: what the documentation shows is typed in their folder."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BRIDGE = "De brug gaat in mei open, zegt wethouder Anja Vos. Er is volgens haar geen haast."


class Reader:
    """Somebody who has run `make extract` and types what the documentation says, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin" / "zegsman").write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n', encoding="utf-8"
        )
        (folder / "bin" / "zegsman").chmod(0o755)
        record = json.dumps({"id": "n1", "body": BRIDGE})
        (folder / "today.jsonl.gz").write_bytes(gzip.compress(record.encode()))
        (folder / "inbox").mkdir()
        (folder / "inbox" / "brug.txt").write_text(BRIDGE, encoding="utf-8")
        shutil.copytree(ROOT / "data" / "articles", folder / "data" / "articles")
        self.run("zegsman extract data/articles --out data/output --quiet")

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """A line of shell, which has to succeed."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(["sh", "-c", line], cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done

    def annotate(self) -> None:
        """Agree with every task in `annotation`, as an editor does in Label Studio, and export `project.json`."""
        tasks = json.loads((self.folder / "annotation" / "tasks.json").read_text(encoding="utf-8"))
        for task in tasks:
            task["annotations"] = [{"result": task.pop("predictions")[0]["result"]}]
        (self.folder / "project.json").write_text(json.dumps(tasks), encoding="utf-8")
