"""The generated parts of docs/reference; `make docs` writes them, a test checks that they are current and complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import readme_parts

from pipeline import errors
from pipeline.report.words import ROWS as WORDS
from pipeline.rules import ROWS as RULES
from pipeline.run.settings import Settings
from pipeline.schema import ROWS, SCHEMA_VERSION, columns

EXIT = {
    errors.ExitStatus.DONE: "Done. Inputs that were rejected are in the table `rejected`; they fail nothing.",
    errors.ExitStatus.FAILED: "Failed; standard error says what, where, and what to do next.",
    errors.ExitStatus.USAGE: "Wrong usage: an argument, option or setting that cannot be.",
    errors.ExitStatus.REJECTED: "Done, but inputs were rejected, and `--strict` was given.",
    errors.ExitStatus.LOCKED: "Another run holds the output folder: try again later.",
}


def commands() -> str:
    """Every command with its arguments, options and examples."""
    return "\n\n".join(_command(name, command) for name, command in readme_parts.all_commands())


def _command(name: str, command: Any) -> str:
    first, *others = [paragraph for paragraph in command.help.split("\n\n") if "\b" not in paragraph]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(["zegsman", name, *(_metavar(p) for p in arguments), "[OPTIONS]"])
    parts = [f"## {name}", *(" ".join(text.split()) for text in (first, *others)), f"```text\n{usage}\n```"]
    rows = [(f"`{_metavar(p)}`", p.help or "") for p in arguments] + list(_options(command))
    parts.append(_table(("argument or option", "meaning"), rows))
    examples = _examples(command.help)
    if examples:
        parts.append("\n".join(["```text", *examples, "```"]))
    return "\n\n".join(parts)


def _options(command: Any) -> Iterator[tuple[str, str]]:
    for option in command.params:
        if option.param_type_name == "option" and option.name != "help":
            required = " Required." if option.required else ""
            yield f"`{readme_parts.flag(option)}`", f"{option.help}{required}"


def _metavar(parameter: Any) -> str:
    name: str = parameter.metavar or parameter.name.upper()
    return name if parameter.required else f"[{name}]"


def _examples(text: str) -> list[str]:
    _, _, after = text.partition("Example:")
    return [line.strip() for line in after.splitlines() if line.strip()]


def common_options() -> str:
    """What is given before the command."""
    options = [option for option in readme_parts.top().params if option.name not in ("help", "install_completion")]
    return _table(("option", "meaning"), [(f"`{option.opts[0]}`", option.help) for option in options])


def tables() -> str:
    """Every table with its columns."""
    return "\n\n".join(f"## {name}\n\n{readme_parts.summary(name)}\n\n{_columns(name)}" for name in ROWS)


def _columns(table: str) -> str:
    rows = [(f"`{c.name}`", readme_parts.type_of(c), readme_parts.meaning(c)) for c in columns(table)]
    return _table(("column", "type", "meaning"), rows)


def schema_version() -> str:
    """The version that every file carries."""
    return f"This is `schema_version` {SCHEMA_VERSION}."


def settings() -> str:
    """Every setting with its environment variable."""
    rows = [
        (f"`{name}`", f"`ZEGSMAN_{name.upper()}`", f"`{field.default}`", field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return _table(("zegsman.toml", "environment", "default", "meaning"), rows)


def exit_statuses() -> str:
    """Every exit status."""
    return _table(("status", "meaning"), [(str(int(status)), EXIT[status]) for status in errors.ExitStatus])


def error_codes() -> str:
    """Every error that reaches a user."""
    found = sorted(_errors(errors.ZegsmanError), key=lambda error: error.code)
    rows = [(f"`{e.code}`", (e.__doc__ or "").split("\n")[0], str(int(e.exit_status))) for e in found]
    fault = ("`Z000`", "Anything else: a fault of zegsman. Please report it, with what `zegsman --debug …` shows.", "1")
    return _table(("code", "meaning", "exit status"), [fault, *rows])


def _errors(base: type[errors.ZegsmanError]) -> Iterator[type[errors.ZegsmanError]]:
    for error in base.__subclasses__():
        yield error
        yield from _errors(error)


def rules(table: str) -> str:
    """Every rule with its example."""
    rows = [(f"`{r['rule']}`", r["finds"], _example(r["example"])) for r in RULES if r["table"] == table]
    return _table(("rule", "finds", "example"), rows)


def _example(text: str) -> str:
    return f"*{text.replace('*', '')}*" if text else ""


def values() -> str:
    """What the values of a column mean, for the columns whose values need words."""
    names = dict.fromkeys(row["column"] for row in WORDS)
    return "\n\n".join(
        f"### {name}\n\n" + _table(("value", "meaning"), [(f"`{r['value']}`", r["meaning"]) for r in WORDS if r["column"] == name])
        for name in names
    )  # fmt: skip


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))
