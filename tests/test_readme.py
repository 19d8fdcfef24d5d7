"""What the front page shows runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from .pages import blocks_of

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(README)


def test_there_is_something_to_run():
    assert BLOCKS


@pytest.mark.parametrize("code", BLOCKS)
def test_block_runs_and_prints(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert "exports 2023-01/2023-06 9520000000" in capsys.readouterr().out


def test_blocks_on_arithmetic_run_one_after_the_other(capsys):
    page = (Path(__file__).parents[1] / "docs" / "arithmetic.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in blocks_of(page):
        exec(compile(code, "arithmetic.md", "exec"), names)
    shown = capsys.readouterr().out
    assert (
        "balance ('F1', 'F2', 'F3') 1500000000 1900000000 False\npart ('F1', 'F4') 8000000000 4000000000 True\nW201 "
        in shown
    )
    assert "base_level 2023-05 3200000000 USD" in shown
