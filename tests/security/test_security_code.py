"""The code itself: nothing that runs what it reads, nothing that talks to a network, limits that say why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))

RUNS_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "jsonpickle"}
NETWORK = {
    "urllib.request", "http.client", "http.server", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib",
    "socketserver", "xmlrpc", "urllib3", "websockets", "paramiko",
}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
METHODS = {
    "os.system",
    "os.popen",
    "yaml.load",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "tempfile.mktemp",
}
SOCKETS = {"socket", "socket.gethostname", "socket.socketpair"}
"""Names of `socket` that reach no network: the name of this machine, and a pair of ends within it."""


def name(node: ast.expr) -> str:
    """`a.b.c` of such an expression, '' of others."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := name(node.value)):
        return f"{before}.{node.attr}"
    return ""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def faults(code: str) -> list[str]:
    tree = ast.parse(code)
    names = set(imported(tree))
    wrong = (n for n in names if n.split(".")[0] in RUNS_CODE | NETWORK or n in NETWORK)
    found = [f"imports {n}" for n in wrong]
    for call in calls(tree):
        called = name(call.func)
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        if called in CALLS | METHODS:
            found.append(f"calls {called}")
        if called == "torch.load" and not is_true(keywords.get("weights_only")):
            found.append("torch.load without weights_only=True runs what it reads")
        if called.startswith("subprocess.") and "shell" in keywords:
            found.append("a shell")
        if is_true(keywords.get("allow_pickle")):
            found.append("allow_pickle")
        if called.endswith("Environment") and not is_true(keywords.get("autoescape")):
            found.append("templates that do not escape")
    used = names | {name(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found += [f"uses {n}" for n in used if n.startswith("socket.") and n not in SOCKETS]
    return found


def is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_runs_what_it_reads_or_talks_to_a_network(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle", "from pickle import loads", "import dill as d", "from urllib.request import urlopen", "import requests",
        "from urllib import request", "eval('1')", "exec(text)", "os.system(text)", "yaml.load(x)", "from socket import create_connection", "socket.socket(2, 1)",
        "socket.create_connection(x)", "torch.load(path)", "torch.load(path, weights_only=False)",
        "subprocess.run(text, shell=True)", "np.load(path, allow_pickle=True)", "jinja2.Environment()",
        "from http import client", "__import__(name)",
    ],
)  # fmt: skip
def test_the_test_finds_what_it_looks_for(code: str) -> None:
    assert faults(code)


def test_limits_stand_in_one_place_with_a_reason_each() -> None:
    body = ast.parse((ROOT / "pipeline" / "ingest" / "limits.py").read_text(encoding="utf-8")).body[2:]
    assert len(body) >= 20
    for limit, reason in zip(body[::2], body[1::2], strict=True):
        assert isinstance(limit, ast.Assign)
        assert isinstance(reason, ast.Expr)
        assert isinstance(reason.value, ast.Constant)
        assert len(str(reason.value.value)) > 20, ast.unparse(limit)


def test_every_limit_of_ingest_is_in_use_and_none_stands_elsewhere() -> None:
    modules = {path: path.read_text(encoding="utf-8") for path in (ROOT / "pipeline" / "ingest").glob("*.py")}
    limits = set(re.findall(r"^(\w+) =", modules.pop(ROOT / "pipeline" / "ingest" / "limits.py"), flags=re.MULTILINE))
    assert len(limits) > 10
    assert [limit for limit in limits if not any(limit in code for code in modules.values())] == []
    elsewhere = {
        limit for code in modules.values() for limit in re.findall(r"^MAX_\w+(?= =)", code, flags=re.MULTILINE)
    }
    assert elsewhere <= {"MAX_HEADLINE", "MAX_LAYOUTS", "MAX_WORD"}, "what is no limit of what an input may be"
