"""A corpus: the annotated releases of a folder, by split, body, tag and phenomenon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import CorpusError, ReadError
from .findings import Finding
from .format import Release, read
from .writing import render

SUFFIX = ".rel"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Annotated releases in the order of their files.

    Attributes:
        releases: those that could be read, mistakes included (see ``Release.problems``).
        findings: one for each file that could not; empty in a part of a corpus.
    """

    releases: tuple[Release, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Release]:
        return iter(self.releases)

    def __len__(self) -> int:
        return len(self.releases)

    def __getitem__(self, id: str) -> Release:
        """Return the release of this id.

        Raises:
            KeyError: if there is none.
        """
        for release in self.releases:
            if release.id == id:
                return release
        raise KeyError(id)

    @property
    def sound(self) -> tuple[Release, ...]:
        """The releases without problems."""
        return tuple(release for release in self.releases if not release.problems)

    @property
    def faults(self) -> tuple[Finding | CorpusError, ...]:
        """Everything that is wrong: the findings, then the problems of each release."""
        return (*self.findings, *(problem for release in self.releases for problem in release.problems))

    @property
    def splits(self) -> dict[str, Corpus]:
        """Its parts by split, in the order in which they come; the empty name holds what has none."""
        names = dict.fromkeys(release.split for release in self.releases)
        return {name: self.filter(split=name) for name in names}

    @property
    def bodies(self) -> tuple[str, ...]:
        """The issuing bodies, in the order in which they come."""
        return tuple(dict.fromkeys(release.body for release in self.releases))

    def filter(
        self,
        split: str | None = None,
        body: str | None = None,
        tag: str | None = None,
        phenomenon: str | None = None,
    ) -> Corpus:
        """Choose releases; what is not given does not restrict.

        Args:
            split: ``train``, ``dev`` or ``test``.
            body: an issuing body, as the head names it.
            tag: a tag of the whole document, such as ``no-facts``.
            phenomenon: a tag that at least one of its facts carries, such as ``respectively``.
        Returns:
            Corpus: of the releases to which all of it applies, without findings.
        """
        return Corpus(
            tuple(
                release
                for release in self.releases
                if (split is None or release.split == split)
                and (body is None or release.body == body)
                and (tag is None or tag in release.tags)
                and (phenomenon is None or phenomenon in release.phenomena)
            )
        )


def load(path: str | Path) -> Corpus:
    """Read the annotated releases of a folder, or of one file. A file that cannot be read does not lose the others.

    Args:
        path: a folder, searched with all folders in it for ``*.rel``, or a file.
    Returns:
        Corpus: in the order of paths; ``findings`` tells of the files left out (kind ``unreadable``).
    Raises:
        ReadError: E101 if there is no such path, E116 if the folder holds no annotated release.
    """
    root = Path(path)
    if not root.exists():
        raise ReadError("E101", path=str(path))
    paths = sorted(root.rglob(f"*{SUFFIX}")) if root.is_dir() else [root]
    if not paths:
        raise ReadError("E116", path=str(path), known=SUFFIX)
    releases, findings = [], []
    for one in paths:
        found = _read(one)
        if isinstance(found, Release):
            releases.append(found)
        else:
            findings.append(found)
    return Corpus(tuple(releases), tuple(findings))


def _read(path: Path) -> Release | Finding:
    try:
        return read(path)
    except CorpusError as error:
        data = error.data
        return Finding(str(path), data["line"], "unreadable", "error", data["found"], data["expected"])
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return Finding(str(path), line, "unreadable", "error", f"byte {error.start} is no UTF-8", "UTF-8 throughout")
    except OSError as error:
        return Finding(str(path), 1, "unreadable", "error", error.strerror or str(error), "a file that can be read")


def save(releases: Iterable[Release], folder: str | Path) -> None:
    """Write releases in canonical form, as ``folder/split/body/id.rel``.

    Args:
        releases: any; those without a split stand right in ``folder``.
        folder: made where it is missing; files of the same names are replaced.
    Raises:
        CorpusError: E202 where a release cannot be written, or its id or body is no file name.
        OSError: if the folder cannot be written.
    """
    for release in releases:
        for name in (release.id, release.body):
            if not name or name in (".", "..") or set(name) & set('/\\:*?"<>|'):
                raise CorpusError(
                    "E202", id=release.id, found=f"the name {name!r}", expected="an id and body that can name files"
                )
        target = Path(folder, release.split, release.body, release.id + SUFFIX)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(release).encode("utf-8"))
