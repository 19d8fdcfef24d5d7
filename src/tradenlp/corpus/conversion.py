"""Formats that a corpus can be read from and written to, by name: the package's own and those of annotation tools.

Formats of tools stand in ``exchange.FORMATS``; whatever is entered there is known here too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from ..errors import CorpusError
from .collection import Corpus, load, save
from .docbin import from_docbin, to_docbin
from .format import Release
from .hub import from_datasets, package, to_datasets
from .plain import from_plain, to_plain


class Format(Protocol):
    """What a format of a corpus has: its name, the suffix of its files (empty for a folder), a reader and a writer."""

    @property
    def name(self) -> str:
        """Key in the table of formats."""

    @property
    def suffix(self) -> str:
        """Of its files; empty for a folder."""

    @property
    def read(self) -> Callable[..., Iterable[Release]]:
        """From a path to releases."""

    @property
    def write(self) -> Callable[[Iterable[Release], str | Path], None]:
        """Releases to a path."""


@dataclass(frozen=True, slots=True)
class _Own:
    name: str
    suffix: str
    read: Callable[[str | Path], Iterable[Release]]
    write: Callable[[Iterable[Release], str | Path], None]


def formats() -> Mapping[str, Format]:
    """Every format by its name.

    Returns:
        Mapping: ``rel`` (a folder of annotated releases), ``docbin``, ``datasets`` (a folder of ``save_to_disk``),
        ``jsonl`` (``plain.to_plain``, one release a line), and those of ``exchange``.
    """
    own = (
        _Own("rel", "", load, save),
        _Own("docbin", ".spacy", from_docbin, lambda releases, path: to_docbin(releases).to_disk(path)),
        _Own("datasets", "", _read_datasets, lambda releases, path: to_datasets(releases).save_to_disk(str(path))),
        _Own("jsonl", ".jsonl", _read_jsonl, _write_jsonl),
    )
    return {**{form.name: form for form in own}, **_of_tools()}


def _of_tools() -> dict[str, Any]:
    name = f"{__package__}.exchange"
    return dict(import_module(name).FORMATS) if find_spec(name) else {}


def _read_datasets(path: str | Path) -> Iterable[Release]:
    return from_datasets(package().load_from_disk(str(path)))


def _read_jsonl(path: str | Path) -> Iterable[Release]:
    out = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                out.append(from_plain(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CorpusError(
                    "E201", path=str(path), line=number, found=f"{type(error).__name__} {error}", expected="a release"
                ) from error
    return out


def _write_jsonl(releases: Iterable[Release], path: str | Path) -> None:
    lines = [json.dumps(to_plain(release), ensure_ascii=False) + "\n" for release in releases]
    Path(path).write_text("".join(lines), encoding="utf-8", newline="\n")


def format_of(path: str | Path) -> str:
    """Name the format of a path by its suffix; the package's own formats come before those of tools.

    Args:
        path: to read or write.
    Returns:
        str: ``rel`` for folders, ``datasets`` for those that ``datasets`` wrote.
    Raises:
        CorpusError: E205 where no format, or more than one, has this suffix.
    """
    at = Path(path)
    if (at / "dataset_dict.json").exists():
        return "datasets"
    if at.is_dir() or at.suffix in ("", ".rel"):
        return "rel"
    tools = _of_tools()
    fitting = [name for name, form in formats().items() if form.suffix == at.suffix]
    fitting = [name for name in fitting if name not in tools] or fitting
    if len(fitting) != 1:
        found = " and ".join(fitting) + " have this suffix" if fitting else "no format has this suffix"
        raise CorpusError("E205", what=str(path), found=found, expected="a named format: " + ", ".join(formats()))
    return fitting[0]


def convert(
    source: str | Path,
    target: str | Path,
    form: str | None = None,
    source_form: str | None = None,
    split: str | None = None,
) -> Corpus:
    """Read a corpus in one format and write it in another. Files and releases with mistakes are left out.

    Args:
        source: what to read.
        target: where to write.
        form: the format to write; by the suffix of ``target`` where it is not given.
        source_form: the format to read; by ``source`` where it is not given.
        split: the only one to convert.
    Returns:
        Corpus: all that was read; what was left out is told by its ``faults``.
    Raises:
        CorpusError: E205 for an unknown format or where nothing is left to write; else what reader and writer raise.
        ReadError: if ``source`` cannot be read.
        OSError: if ``target`` cannot be written.
    """
    known = formats()
    names = (source_form or format_of(source), form or format_of(target))
    for name in names:
        if name not in known:
            raise CorpusError("E205", what="the format", found=repr(name), expected="one of " + ", ".join(known))
    if Path(source).resolve() == Path(target).resolve():
        raise CorpusError("E205", what="the target", found=f"{target}, the source", expected="another file or folder")
    found = known[names[0]].read(source)
    corpus = found if isinstance(found, Corpus) else Corpus(tuple(found))
    kept = [release for release in corpus.sound if split in (None, release.split)]
    if not kept:
        raise CorpusError("E205", what=str(source), found="no release to write", expected="one without mistakes")
    known[names[1]].write(kept, target)
    return corpus
