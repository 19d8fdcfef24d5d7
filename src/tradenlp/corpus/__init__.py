"""Annotated releases: their format, and gold facts as claims."""

from .claims import claims, gold
from .format import GoldFact, Mark, Release, Slot, parse, read

__all__ = ["GoldFact", "Mark", "Release", "Slot", "claims", "gold", "parse", "read"]
