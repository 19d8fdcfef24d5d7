"""The nested columns of Parquet: the contract's document, amounts that hold amounts cut at the first level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..facts import Document


def record(document: Document) -> dict[str, Any]:
    """Return a document as plain lists, dicts and strings that fit ``schema``.

    Args:
        document: any document.
    Returns:
        dict: numbers as decimal strings.
    """
    return document.model_dump(mode="json")


def document(record: Mapping[str, Any]) -> Document:
    """Return the document of a row that was read back.

    Args:
        record: a row of ``schema`` as plain lists and dicts; columns that are not there or null count as empty.
    Returns:
        Document: equal to the one that the row was made of.
    Raises:
        ValueError: for what is no such row.
    """
    known = {name: record[name] for name in Document.model_fields if record.get(name) is not None}
    return Document.model_validate(_filled(known))


def _filled(value: Any) -> Any:
    """Leave out what is null: columns that several kinds of values share are keys that the others do not know."""
    if isinstance(value, Mapping):
        return {key: _filled(item) for key, item in value.items() if item is not None}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def schema(arrow: Any) -> Any:
    """Describe a document's columns.

    Args:
        arrow: the module ``pyarrow``, which only this format needs.
    Returns:
        pyarrow.Schema: ``id``, ``published``, ``entities``, ``facts``, ``checks``, ``warnings``,
            ``provenance``.
    """
    text, place = arrow.string(), arrow.int64()
    notice = _texts(arrow, "code message")
    check = [*_texts(arrow, "kind expected stated"), ("facts", arrow.list_(text)), ("holds", arrow.bool_())]
    mention = [("label", text), ("start", place), ("end", place)] + _texts(arrow, "text name id hs kind")
    value = _amount(arrow) + _texts(arrow, "edtf start end")
    return arrow.schema(
        [
            ("id", text),
            ("published", text),
            ("entities", _list(arrow, [*mention, ("value", arrow.struct(value))])),
            ("facts", _list(arrow, _fact(arrow))),
            ("checks", _list(arrow, check)),
            ("warnings", _list(arrow, notice)),
            ("provenance", arrow.struct(_texts(arrow, "text_sha256 version model"))),
        ]
    )


def _texts(arrow: Any, names: str) -> list[tuple[str, Any]]:
    return [(name, arrow.string()) for name in names.split()]


def _list(arrow: Any, fields: list[tuple[str, Any]]) -> Any:
    return arrow.list_(arrow.struct(fields))


def _amount(arrow: Any) -> list[tuple[str, Any]]:
    flat = _texts(arrow, "kind number currency unit modifier low high text")
    return [*flat, ("equivalents", _list(arrow, flat))]


def _fact(arrow: Any) -> list[tuple[str, Any]]:
    text, place = arrow.string(), arrow.int64()
    entity = arrow.struct(_texts(arrow, "text name id hs kind"))
    changes = _list(arrow, _texts(arrow, "kind number unit basis base_period modifier text"))
    share = arrow.struct([*_texts(arrow, "number of modifier text"), ("changes", changes)])
    return [
        ("id", text),
        ("indicator", text),
        *((slot, entity) for slot in ("reporter", "partner", "commodity", "segment", "route")),
        ("period", arrow.struct(_texts(arrow, "text edtf start end"))),
        ("amount", arrow.struct(_amount(arrow))),
        ("changes", changes),
        ("share", share),
        ("rank", arrow.struct([("position", place), ("scope", text), ("text", text)])),
        ("modality", text),
        ("qualifiers", arrow.list_(text)),
        ("confidence", arrow.float64()),
        ("evidence", _list(arrow, [("role", text), ("start", place), ("end", place)])),
    ]
