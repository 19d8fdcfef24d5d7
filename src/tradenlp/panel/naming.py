"""One name for what many releases name: by id where known, else by HS code and name, else by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..facts import Entity, TradeFact
from ..labels import TOTALS
from .model import Named

SLOTS = ("reporter", "partner", "commodity", "segment", "route")

# Economies and ports are the same whatever slot they fill.
_SHELVES = {"reporter": "place", "partner": "place", "route": "place", "commodity": "commodity", "segment": "segment"}
_Key = tuple[str, str]  # the code, if any, and the folded name where the code alone does not tell


def folded(name: str) -> str:
    """Return a name as it is compared: on one line, without case."""
    return " ".join(name.split()).casefold()


class Names:
    """The names of a panel.

    Args:
        facts: all of its facts, in any order.
    """

    def __init__(self, facts: Iterable[TradeFact]) -> None:
        told = [(slot, entity) for fact in facts for slot in SLOTS if (entity := getattr(fact, slot)) is not None]
        codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for slot, entity in told:
            if code := _code(slot, entity):
                codes[_SHELVES[slot], folded(entity.name)].add(code)
        # A name that stands without its code somewhere has it all the same, unless two things bear that name.
        self._codes = {named: found.pop() for named, found in codes.items() if len(found) == 1}
        counts: dict[tuple[str, _Key], Counter[str]] = defaultdict(Counter)
        for slot, entity in told:
            key = self._key(slot, entity)
            counts[_SHELVES[slot], key][" ".join(entity.name.split())] += 1
        self._names = {
            place: min(names, key=lambda name, names=names: (-names[name], name))  # type: ignore[misc]
            for place, names in counts.items()
        }

    def named(self, slot: str, entity: Entity | None) -> tuple[_Key | None, Named | None]:
        """Return what tells an entity from others, and how it is shown.

        Args:
            slot: one of ``SLOTS``.
            entity: what fills it in a fact.
        Returns:
            tuple: a key and a name; None and None for an empty slot and for the total of goods.
        """
        if entity is None or slot == "commodity" and folded(entity.name) in TOTALS:
            return None, None
        key = self._key(slot, entity)
        name = self._names[_SHELVES[slot], key]
        code = key[0] or None
        return key, Named(name, hs=code) if slot == "commodity" else Named(name, id=code)

    def _key(self, slot: str, entity: Entity) -> _Key:
        name = folded(entity.name)
        code = _code(slot, entity) or self._codes.get((_SHELVES[slot], name), "")
        # One HS chapter holds many goods, so that its code alone does not make them one.
        return (code, name) if slot == "commodity" or not code else (code, "")


def _code(slot: str, entity: Entity) -> str:
    return (entity.hs if slot == "commodity" else entity.id) or ""
