"""The locks hold all that pyproject.toml declares, in versions that it allows, for every Python that it names."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = {"dev": ("docx", "parquet", "dev"), "ray": ("ray",)}
PYTHONS = ("3.10", "3.11", "3.12", "3.13")
ENTRY = re.compile(r"^(\S+==\S[^\\\n]*?) \\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def entries(name: str) -> list[Requirement]:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    rest = re.sub(r"^#.*\n", "", ENTRY.sub("", text), flags=re.MULTILINE)
    assert rest == "", f"{rest[:80]!r} has no hash"
    return [Requirement(found[1]) for found in ENTRY.finditer(text)]


def versions(name: str, python: str) -> dict[str, str]:
    """What a lock installs on Linux."""
    environment = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    environment |= {"platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix"}
    return {
        canonicalize_name(one.name): next(iter(one.specifier)).version
        for one in entries(name)
        if one.marker is None or one.marker.evaluate(environment)
    }


@pytest.mark.parametrize("name", EXTRAS)
def test_the_lock_names_no_place_to_fetch_from(name):
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index|--find-links| @ ", text)
    assert len(entries(name)) > 40


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", EXTRAS)
def test_what_is_declared_is_locked_in_a_version_that_is_allowed(name, python):
    project = DECLARED["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in EXTRAS[name] for one in project["optional-dependencies"][extra]),
    ]
    wanted += DECLARED["build-system"]["requires"] if name == "dev" else []
    held = versions(name, python)
    for one in map(Requirement, wanted):
        version = held.get(canonicalize_name(one.name))
        assert version and one.specifier.contains(version), f"{one} is not locked for {python}: make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_locks_go_together(python):
    dev, ray = versions("dev", python), versions("ray", python)
    assert {name: ray[name] for name in dev.keys() & ray.keys()} == {
        name: dev[name] for name in dev.keys() & ray.keys()
    }
