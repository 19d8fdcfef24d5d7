"""Outcomes as rows of Arrow tables, and rows as documents and facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from ..bulk.failures import plain
from ..bulk.frames import Task
from ..documents import flat, nested
from ..errors import ConfigError, TradeError
from ..facts import Document, Provenance
from ..provenance import VERSION, text_hash

ERROR = "error"
TOLD_OF_FACTS = ("id", "published", "facts", "provenance")
"""Columns that flat rows are made of."""
_TOLD = ("code", "message", "data")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a dataset are read.

    Attributes:
        text: the texts.
        id: identifiers, as text or whole numbers; None for the column ``id``, which may miss.
        published: dates of publication, as dates or ISO 8601; None for the column ``published``, which may miss.
        keep: columns that go along as they are.
    """

    text: str = "text"
    id: str | None = None
    published: str | None = None
    keep: tuple[str, ...] = ()

    def check(self, there: Sequence[str]) -> None:
        """Make sure that all columns that were named are there.

        Args:
            there: names of the dataset's columns.
        Raises:
            ConfigError: E301.
        """
        named = [("text", self.text), ("id", self.id), ("published", self.published)]
        for what, name in [*named, *(("keep", one) for one in self.keep)]:
            if name is not None and name not in there:
                expected = "a column of the dataset: " + (", ".join(there) or "there is none")
                raise ConfigError("E301", name=what, found=name, expected=expected)

    def tasks(self, table: Any) -> list[Task]:
        """Return the texts of a table.

        Args:
            table: pyarrow.Table.
        Raises:
            ConfigError: E301 if a column is missing.
        """
        there = table.column_names
        self.check(there)
        names = (self.text, self.published or "published", self.id or "id")
        cells = [table[name].to_pylist() if name in there else [None] * len(table) for name in names]
        return [Task(text, _day(day), _name(id)) for text, day, id in zip(*cells, strict=True)]


def schema() -> Any:
    """Describe the columns that ``extract`` gives, whatever the texts are.

    Returns:
        pyarrow.Schema: a row a text: ``id``, ``published``, ``entities``, ``facts``, ``checks``, ``warnings`` and
        ``provenance`` as in Parquet of ``tradenlp extract``, exact decimals as text; ``error`` with ``code``,
        ``message`` and ``data`` (JSON), null where there is a document.
    Raises:
        ConfigError: E204 if pyarrow is not installed.
    """
    arrow = need("pyarrow")
    told = arrow.struct([(name, arrow.string()) for name in _TOLD])
    return nested.schema(arrow).append(arrow.field(ERROR, told))


def facts_schema() -> Any:
    """Describe the columns that ``explode`` gives, those of CSV of ``tradenlp extract``.

    Returns:
        pyarrow.Schema: a row a fact; exact decimals as text, ranks and offsets as integers, confidence as a float.
    Raises:
        ConfigError: E204 if pyarrow is not installed.
    """
    return flat.schema(need("pyarrow"))


def table(tasks: Sequence[Task], outcomes: Iterable[Document | TradeError], model: str) -> Any:
    """Lay outcomes out in ``schema``.

    Args:
        tasks: the texts.
        outcomes: of each.
        model: name of the weights, for texts without a document.
    Returns:
        pyarrow.Table: a row a text, in their order.
    """
    rows = [
        nested.record(found) if isinstance(found, Document) else _failed(task, found, model)
        for task, found in zip(tasks, outcomes, strict=True)
    ]
    found: Any = need("pyarrow").Table.from_pylist(rows, schema())
    return found


def fact_rows(rows: Any, keep: Sequence[str] = ()) -> Any:
    """Lay the facts of rows out flat.

    Args:
        rows: pyarrow.Table with the columns of ``schema`` that tell of facts.
        keep: further columns of it, repeated for each fact.
    Returns:
        pyarrow.Table: ``facts_schema``, then ``keep``; facts in their order, none of a text that failed.
    """
    arrow = need("pyarrow")
    out: list[dict[str, flat.Cell]] = []
    places: list[int] = []
    for place, record in enumerate(rows.select(list(TOLD_OF_FACTS)).to_pylist()):
        found = nested.document(record)
        out += [flat.row(found, fact) for fact in found.facts]
        places += [place] * len(found.facts)
    facts = arrow.Table.from_pylist(out, facts_schema())
    return with_columns(facts, rows.select(list(keep)).take(arrow.array(places, arrow.int64())))


def with_columns(rows: Any, others: Any) -> Any:
    """Put the columns of a table behind those of another.

    Args:
        rows: pyarrow.Table.
        others: pyarrow.Table of as many rows.
    Returns:
        pyarrow.Table: ``rows`` with the columns of ``others``.
    """
    for field in others.schema:
        rows = rows.append_column(field, others[field.name])
    return rows


def need(module: str) -> Any:
    """Return a module that the extra for clusters brings.

    Args:
        module: ``pyarrow``, or one of ray's.
    Raises:
        ConfigError: E204 if it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        if error.name is not None and error.name.partition(".")[0] != package:
            raise  # it is there, but broken
        raise ConfigError("E204", what="tradenlp.distributed", package=package, extra="ray") from error


def refuse_taken(keep: Sequence[str], output: Any) -> None:
    """Make sure that columns to be kept do not meet others of their names.

    Args:
        keep: names of columns.
        output: pyarrow.Schema of the columns that they are to stand behind.
    Raises:
        ConfigError: E301.
    """
    for name in keep:
        if name in output.names:
            raise ConfigError("E301", name="keep", found=name, expected="a name that no column of the output has")


def _failed(task: Task, error: TradeError, model: str) -> dict[str, Any]:
    """A row without a document; its hash finds the text again where it has no id."""
    told = {"code": error.code, "message": str(error), "data": json.dumps(plain(error.data), ensure_ascii=False)}
    row: dict[str, Any] = {"id": None if task.id is None else str(task.id), ERROR: told}
    row["published"] = None if task.published is None else str(task.published)
    if isinstance(task.text, str):
        origin = Provenance(text_sha256=text_hash(task.text), version=VERSION, model=model)
        row["provenance"] = origin.model_dump()
    return row


def _name(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _day(value: Any) -> Any:
    """Dates as text, so that a worker needs nothing but Python's own types."""
    return value.isoformat()[:10] if isinstance(value, date) else value
