"""Texts of a Ray dataset to facts, on one machine or many; a text that cannot be read costs its own row alone."""

from .rows import facts_schema, schema
from .running import documents, explode, extract

__all__ = ["documents", "explode", "extract", "facts_schema", "schema"]
