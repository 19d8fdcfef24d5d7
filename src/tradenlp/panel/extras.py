"""Packages that only some outputs of a panel need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import PanelError


def need(name: str, package: str, what: str) -> Any:
    """Return a module of an optional package.

    Args:
        name: of the module.
        package: that it comes with.
        what: needs it, for the message.
    Raises:
        PanelError: E501 if it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise PanelError("E501", what=what, package=package, extra="panel") from error
