"""A whole run, from files to tables and the site, with a network that is out of reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
BLOCK = """
import os, sys
OUT_OF_REACH = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request",
                "http.client.connect", "ftplib.connect", "smtplib.connect"}
def hook(name, args):
    if name in OUT_OF_REACH and not (name == "socket.connect" and isinstance(args[1], (str, bytes))):  # a pipe between processes
        os.write(2, f"NETWORK {name} {args[1:]}\\n".encode())
        raise PermissionError("the network is out of reach")
sys.addaudithook(hook)
"""
TEXT = "De fanfare speelt zaterdag op het plein. Dat meldt voorzitter Wim Bos. Volgens Bos komen er 300 mensen."
PAGE = f'<html><head><title>Fanfare</title><link rel="canonical" href="https://x.example/a"></head><body><p>{TEXT}</p></body>'


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python processes, workers as well, cannot reach a network: `sitecustomize` runs in each."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(BLOCK)
    return {**os.environ, "PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{ROOT}"}


def run(offline: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, env=offline, capture_output=True, text=True, check=False, timeout=120)


def test_the_block_works(offline: dict[str, str]) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    done = subprocess.run([sys.executable, "-c", code], env=offline, capture_output=True, text=True, check=False)
    assert "NETWORK " in done.stderr
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], env=offline, capture_output=True, text=True, check=False)
    assert "NETWORK socket.getaddrinfo" in done.stderr


@pytest.mark.parametrize("model", ["nl_news", "nl_news_sm"])
def test_a_run_and_a_report_need_no_network(tmp_path: Path, offline: dict[str, str], model: str) -> None:
    news = tmp_path / "in"
    news.mkdir()
    (news / "a.txt").write_text(TEXT)
    (news / "b.html").write_text(PAGE)
    (news / "c.jsonl").write_text(json.dumps({"text": TEXT, "published": "3 mei 2024", "url": "https://x.example/"}))
    out = tmp_path / "out"
    done = run(offline, "extract", news, "--out", out, "--model", model, "--workers", 2)
    assert done.returncode == 0, done.stderr
    assert len(pd.read_parquet(out / "claims")) >= 6
    shown = run(offline, "report", "--out", out)
    assert shown.returncode == 0, shown.stderr
    assert "NETWORK" not in done.stderr + shown.stderr
