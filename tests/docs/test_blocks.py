"""What the pages show runs, and prints what they say; what they call limits are limits still."""

from __future__ import annotations

import shlex
from pathlib import Path

import blocks
import commands
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from tradenlp import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
# Run by tests of their own, which also look at what comes out.
ELSEWHERE = {
    "arithmetic.md": "test_readme.py",
    "bulk.md": "test_docs_bulk.py",
    "distributed.md": "distributed/test_docs.py",
    "panel.md": "panel/test_docs.py",
    "report.md": "report/test_docs.py",
    "limits.md": "docs/test_blocks.py",
}
RUN = [page for page in PAGES if blocks.blocks(page) and page.name not in ELSEWHERE]


def test_every_page_with_code_is_run_somewhere():
    assert {page.name for page in RUN} >= {"annotate.md", "evaluate.md", "extract.md", "train.md", *blocks.SHOWING}
    for page, test in ELSEWHERE.items():
        assert page in (ROOT / "tests" / test).read_text(encoding="utf-8")
        assert blocks.blocks(DOCS / page)


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_blocks_run_one_after_the_other_and_print_what_is_shown(page, folder):
    for shown, printed in blocks.run(page):
        assert shown is None or printed == shown, "look whether it is right, then run docs/site/blocks.py"


def test_pages_that_show_output_show_some():
    for name in blocks.SHOWING:
        shown = [found["shown"] for found in blocks.BLOCK.finditer((DOCS / name).read_text(encoding="utf-8"))]
        assert [text for text in shown if text]


def test_runs_are_told_apart_by_what_they_print(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n")
    assert blocks.run(page) == [("3\n", "2\n")]
    blocks.update(page)
    assert blocks.run(page) == [("2\n", "2\n")]


def test_many_errors_of_many_texts_are_told_as_the_page_says(folder):
    printed = blocks.run(DOCS / "extract.md")
    assert printed[0][1].startswith("tea 2024-05 120000000 USD")
    assert printed[1][1] == "2 documents; ['E101']\n"


SETUP, *LIMITS = blocks.blocks(DOCS / "limits.md")


def test_there_are_limits_and_what_they_share_runs():
    assert len(LIMITS) >= 6
    exec(compile(SETUP, "limits.md", "exec"), {})


@pytest.mark.parametrize("code", LIMITS, ids=lambda code: code.partition("read(")[2][1:50])
@pytest.mark.xfail(strict=True, raises=AssertionError, reason="a limit told in docs/limits.md")
def test_limit(code):
    names: dict[str, object] = {}
    exec(compile(SETUP, "limits.md", "exec"), names)
    exec(compile(code, "limits.md", "exec"), names)


def test_limits_fail_in_their_last_line_only():
    for code in LIMITS:
        *before, last = code.strip().splitlines()
        assert last.startswith("assert ") and not any(line.startswith("assert") for line in before)


WRITTEN = [*PAGES, ROOT / "README.md", ROOT / "annotations" / "README.md", ROOT / "annotations" / "GUIDELINES.md"]
LINES = [(page.name, line) for page in WRITTEN for line in blocks.commands(page) if "tradenlp" in line]


def called(line: str) -> list[str]:
    """The words of the first call of the package in a command line; none where it calls another program."""
    for part in line.split(" | "):
        words = shlex.split(part.split(" > ")[0])
        if words[0] == "tradenlp":
            return words[1:]
    return []


WALK = list(commands.walk())
EXAMPLES = [(" ".join(words), line) for words, command in WALK for line in commands.examples(command)]


def test_there_are_commands_to_check():
    assert len(LINES) > 40


@pytest.mark.parametrize(("words", "command"), WALK, ids=[" ".join(words) for words, _ in WALK])
def test_every_command_has_an_example_of_itself(words, command):
    lines = [called(line) for line in commands.examples(command)]
    assert any(line[: len(words) - 1] == list(words[1:]) for line in lines)


@pytest.mark.parametrize(("words", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_examples_have_options_that_are_there(words, line):
    if line.startswith("python -c"):
        compile(shlex.split(line)[2], line, "exec")
        return
    assert called(line)
    check(called(line))


@pytest.mark.parametrize(("page", "line"), LINES, ids=lambda one: one if "tradenlp" in one else "")
def test_commands_have_the_options_that_pages_give_them(page, line):
    words = called(line)
    if not words:
        assert line.split()[0] in ("pip", "python")
        return
    check(words)


def check(words: list[str]) -> None:
    """Hold words against the command that they call."""
    command = get_command(cli.app)
    while hasattr(command, "commands") and not words[0].startswith("-"):
        command, words = command.commands[words[0]], words[1:]
    known = {name: parameter for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    given = [word for word in words if word.startswith("-") and word != "-"]
    assert set(given) <= set(known), set(given) - set(known)
    for word, value in zip(words, [*words[1:], ""], strict=False):
        if word in known and commands.choices(known[word]):
            assert value in commands.choices(known[word])


@pytest.mark.parametrize("words", (["extract", "--no-such"], ["extract", "-f", "docx"], ["no-such-command"]))
def test_a_wrong_command_is_seen(words):
    with pytest.raises((AssertionError, KeyError)):
        check(words)


# What takes minutes, changes the machine, or needs what is not at hand.
DEAR = ("train", "review", "annotations", "completion", "my_model", "corpus diff a", "first-annotator")
CHEAP = [line for page, line in LINES if page not in ELSEWHERE and called(line) and not any(w in line for w in DEAR)]


def test_what_is_cheap_runs(folder):
    assert len(CHEAP) > 15
    for line in dict.fromkeys(CHEAP):
        stdin = (folder / "release.txt").read_text() if " - " in line else None
        result = CliRunner().invoke(cli.app, called(line), input=stdin)
        assert (result.exit_code, line) == (0, line), result.output
