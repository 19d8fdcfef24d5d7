"""Files to texts, and facts to files.

``read`` takes text, Markdown, HTML, PDF, Word, JSON Lines and Parquet; the writers give JSON Lines, CSV and Parquet.
"""

from .reader import read
from .source import Source
from .writers import confident, write, write_csv, write_jsonl, write_parquet

__all__ = ["Source", "confident", "read", "write", "write_csv", "write_jsonl", "write_parquet"]
