"""The names that users and configs rely on: a golden list that may only grow."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tradenlp.errors import MESSAGES, WARNINGS, ReadError, warning

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FACTORIES = {
    "trade_measures": "tradenlp.pipes.measures:make_measures",
    "trade_entities": "tradenlp.pipes.entities:make_entities",
    "trade_units": "tradenlp.pipes.units:make_units",
    "trade_linker": "tradenlp.pipes.linker:make_linker",
    "trade_relations": "tradenlp.pipes.relations:make_relations",
    "trade_facts": "tradenlp.pipes.facts:make_facts",
    "trade_checks": "tradenlp.pipes.checks:make_checks",
}
AUGMENTERS = {"tradenlp.augment.v1": "tradenlp.corpus.augment.examples:make_augmenter"}
READ_CODES = {f"E1{number:02}" for number in range(1, 17)}


def test_factories_keep_their_names():
    assert PROJECT["entry-points"]["spacy_factories"].items() >= FACTORIES.items()
    assert PROJECT["entry-points"]["spacy_augmenters"].items() >= AUGMENTERS.items()


TARGETS = [target for group in PROJECT["entry-points"].values() for target in group.values()]


@pytest.mark.parametrize("target", [*TARGETS, *PROJECT["scripts"].values()])
def test_entry_points_lead_somewhere(target):
    module, _, name = target.partition(":")
    assert callable(getattr(import_module(module), name))


def test_codes_keep_their_meaning():
    assert set(MESSAGES) >= READ_CODES | {"E201", "E211", "E301", "E302", "E401"}
    assert set(WARNINGS) >= {"W101", "W102", "W103"}


def test_messages_are_one_line_and_end_with_a_stop():
    for text in [*MESSAGES.values(), *WARNINGS.values()]:
        assert "\n" not in text and text.endswith((".", "}"))


def test_errors_carry_code_and_data():
    error = ReadError("E101", path="x")
    assert (error.code, error.data, str(error)) == (
        "E101",
        {"path": "x"},
        "[E101] x: no such file or folder. Check the path.",
    )
    assert warning("W101").startswith("No trade figure")
