"""Corpora as ``datasets`` of the Hugging Face hub, and back. The package ``datasets`` is imported only here, when used.

from tradenlp.corpus import load, to_datasets
to_datasets(load("annotations")).push_to_hub("name/of-the-dataset")
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import CorpusError, TradeError
from ..labels import ENTITY_LABELS
from .collection import Corpus
from .format import Release
from .plain import from_plain, to_plain

if TYPE_CHECKING:
    from datasets import DatasetDict, Features

_UNSPLIT = "all"


def package() -> Any:
    """The package ``datasets``, imported when first asked for.

    Returns:
        The module.
    Raises:
        TradeError: E204 if it is not installed.
    """
    try:
        import datasets
    except ImportError as error:
        if error.name not in (None, "datasets"):
            raise  # it is there, but broken
        raise TradeError("E204", what="to_datasets", package="datasets", extra="datasets") from error
    return datasets


def features() -> Features:
    """The columns of the data set.

    Returns:
        Features: those of ``plain.to_plain``; labels of entities are a ``ClassLabel``.
    Raises:
        TradeError: E204 if ``datasets`` is not installed.
    """
    module = package()
    text, number = module.Value("string"), module.Value("int32")
    slots = [{"key": text, "marks": [text], "values": [text]}]
    label = module.ClassLabel(names=list(ENTITY_LABELS))
    found: Features = module.Features(
        {
            **{key: text for key in ("id", "body", "split", "published", "text")},
            "head": [{"key": text, "value": text}],
            "entities": [{"id": text, "label": label, "start": number, "end": number, "text": text}],
            "facts": [
                {
                    "indicator": [text],
                    "marks": [text],
                    "slots": slots,
                    "given": slots,
                    "line": number,
                    "remarks": [text],
                }
            ],
            "remarks": [text],
        }
    )
    return found


def to_datasets(releases: Iterable[Release]) -> DatasetDict:
    """Turn releases into a ``DatasetDict`` by split, ready for ``push_to_hub``.

    Args:
        releases: a corpus, or any of them; those without a split go to ``all``.
    Returns:
        DatasetDict: one row for each release, columns as ``features`` says, in the order given.
    Raises:
        TradeError: E204 if ``datasets`` is not installed.
        CorpusError: E205 for a release with problems.
    """
    module, columns = package(), features()
    rows: dict[str, list[dict[str, Any]]] = {}
    for release in releases:
        if release.problems:
            raise CorpusError("E205", what=release.path, found=f"{len(release.problems)} problems", expected="none")
        rows.setdefault(release.split or _UNSPLIT, []).append(to_plain(release))
    found: DatasetDict = module.DatasetDict(
        {split: module.Dataset.from_list(some, features=columns) for split, some in rows.items()}
    )
    return found


def from_datasets(found: DatasetDict) -> Corpus:
    """Turn a ``DatasetDict`` back into a corpus.

    Args:
        found: as ``to_datasets`` makes it, or as ``datasets.load_dataset`` gives it back.
    Returns:
        Corpus: equal to the one it was made of, but for ``source`` and ``path``, which are canonical.
    Raises:
        TradeError: E204 if ``datasets`` is not installed.
        CorpusError: E205 if a column is missing.
    """
    columns = features()
    releases = []
    for split, rows in found.items():
        missing = [name for name in columns if name not in rows.column_names]
        if missing:
            raise CorpusError(
                "E205", what=f"the split {split}", found="no column " + ", ".join(missing), expected=", ".join(columns)
            )
        releases += [from_plain(_labelled(row)) for row in rows]
    return Corpus(tuple(releases))


def _labelled(row: dict[str, Any]) -> dict[str, Any]:
    """Class numbers back to labels; what is a label already stays."""
    entities = [
        {**e, "label": ENTITY_LABELS[e["label"]] if isinstance(e["label"], int) else e["label"]}
        for e in row["entities"]
    ]
    return {**row, "entities": entities}
