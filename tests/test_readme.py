"""What the front page shows runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_there_is_something_to_run():
    assert BLOCKS


@pytest.mark.parametrize("code", BLOCKS)
def test_block_runs_and_prints(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert "exports 2023-01/2023-06 9520000000" in capsys.readouterr().out
