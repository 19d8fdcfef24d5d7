"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any


def walk() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with the words that call it."""
    from typer.main import get_command

    from tradenlp.cli import app

    stack: list[tuple[tuple[str, ...], Any]] = [(("tradenlp",), get_command(app))]
    while stack:
        words, command = stack.pop()
        if hasattr(command, "commands"):
            stack += [((*words, name), child) for name, child in reversed(command.commands.items())]
        else:
            yield words, command


def examples(command: Any) -> list[str]:
    """Return the lines of a command's examples."""
    return [line.strip() for line in (command.epilog or "").replace("\b", "").splitlines() if line.startswith("  ")]


def reference(_: str = "") -> str:
    """Return a section for each command: what it does, arguments and options, examples."""
    return "\n\n".join(_section(words, command) for words, command in walk())


def _section(words: tuple[str, ...], command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join([*words, "[OPTIONS]" * (len(arguments) < len(command.params)), *(_name(p) for p in arguments)])
    parts = [f"### {' '.join(words)}", command.help.strip(), f"```text\n{' '.join(usage.split())}\n```"]
    rows = [_row(p) for p in command.params if p.name != "help"]
    if rows:
        parts.append("\n".join(["| | | default |", "|---|---|---|", *rows]))
    if examples(command):
        parts.append("```text\n" + "\n".join(examples(command)) + "\n```")
    return "\n\n".join(parts)


def choices(parameter: Any) -> list[str]:
    """Return the values that a parameter may have; none where it is free."""
    known = getattr(getattr(parameter, "type", None), "choices", None)  # of click; newer typer keeps the annotation
    known = known or getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if isinstance(known, type(Enum)):
        return [str(one.value) for one in known]
    return [str(getattr(one, "value", one)) for one in known] if isinstance(known, (list, tuple)) else []


def _name(parameter: Any) -> str:
    name = parameter.name.upper() + ("..." if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _row(parameter: Any) -> str:
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    if parameter.param_type_name == "argument":
        names = f"`{_name(parameter)}`"
    told = parameter.help or ""
    if choices(parameter):
        told += " One of " + ", ".join(f"`{choice}`" for choice in choices(parameter)) + "."
    default = parameter.default
    default = getattr(default, "value", default)
    plain = default is None or default is False or callable(default) or parameter.required
    return f"| {names} | {told.replace('|', '&#124;')} | {'' if plain else f'`{default}`'} |"
