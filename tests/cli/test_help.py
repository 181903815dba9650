"""The command line as a reader sees it: help, completion, and what a pipe gets."""

import os
import shlex
import subprocess
import sys

import pytest
import typer

from pipeline import cli

cli._mount()
TOP = typer.main.get_command(cli.app)


def _all(command, name=()):
    """Every command that does something, by its words."""
    below = getattr(command, "commands", {})
    return [pair for sub, c in below.items() for pair in _all(c, (*name, sub))] if below else [(name, command)]


COMMANDS = dict(_all(TOP))


def zegsman(*words, **env):
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_help_shows_examples_on_lines_of_their_own(name):
    done = zegsman(*name, "--help")
    lines = [line.strip() for line in done.stdout.splitlines()]

    example = lines[lines.index("Example:") + 1]

    assert example.startswith(f"zegsman {' '.join(name)} ")
    assert "\\b" not in done.stdout
    assert "\b" not in done.stdout


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_option_is_explained_and_names_its_value(name):
    for option in COMMANDS[name].params:
        assert option.help, option.name
        assert option.param_type_name == "argument" or option.is_flag or option.metavar, option.name


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_the_options_of_an_example_are_there(name):
    known = {word for option in COMMANDS[name].params for word in option.opts}
    _, _, examples = COMMANDS[name].help.partition("Example:")
    for line in examples.splitlines():
        words = shlex.split(line)
        if words[:1] == ["zegsman"] and tuple(words[1 : 1 + len(name)]) == name:
            assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_offered_commands_and_options(shell):
    done = zegsman("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert "_ZEGSMAN_COMPLETE" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("line", "offered"), [("zegsman ex", {"extract", "export", "explain"}), ("zegsman export --t", {"--to"})]
)
def test_completion_knows_what_may_follow(line, offered):
    env = {"_ZEGSMAN_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    code = "import sys\nfrom pipeline.cli import main\nsys.argv = ['zegsman']\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert set(done.stdout.split()) == offered, done.stderr


def test_a_run_on_a_pipe_is_one_line_on_standard_output_and_no_colour(tmp_path):
    (tmp_path / "a.txt").write_text("De brug gaat open, zegt wethouder Anja Vos.", encoding="utf-8")
    done = zegsman("extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"))
    assert done.stdout.count("\n") == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr
    quiet = zegsman("extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "two"), "--quiet")
    assert quiet.stderr == ""


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom pipeline.cli import main\nsys.argv = ['zegsman', '--help']\ntry:\n    main()\n"
        "except SystemExit:\n    pass\nprint(sorted({'numpy', 'pandas', 'pyarrow', 'spacy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
