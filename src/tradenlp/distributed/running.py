"""Facts of a Ray dataset. Ray is imported only here, when used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..bulk import Crew, Limits, Outcome, limits_of
from ..bulk.frames import Task
from ..documents import nested
from ..errors import ConfigError, TradeError
from ..facts import Document
from ..provenance import weights
from .rows import (
    ERROR,
    TOLD_OF_FACTS,
    Columns,
    fact_rows,
    facts_schema,
    need,
    refuse_taken,
    schema,
    table,
    with_columns,
)

if TYPE_CHECKING:
    from ray.data import Dataset

_BATCH = 256
_DIED = "E122"


def extract(
    dataset: Dataset,
    *,
    text: str = "text",
    id: str | None = None,
    published: str | None = None,
    keep: Sequence[str] = (),
    workers: int | None = None,
    batch_size: int = _BATCH,
    max_seconds: float | None = None,
    max_memory: float | None = None,
    **ray_options: Any,
) -> Dataset:
    """Read the trade facts of the texts of a Ray dataset, lazily, on all machines of its cluster.

    Each actor has one process beside it that loads the pipeline once and reads; a text that kills it is read once more
    and then fails alone. An actor or machine that is lost is replaced and its batch read again.

    Args:
        dataset: a row a text.
        text: column of the texts.
        id: column of identifiers, text or whole numbers; by default ``id``, where there is one.
        published: column of dates of publication, dates or ISO 8601; by default ``published``, where there is one.
        keep: columns that come out as they are, behind the others.
        workers: how many actors at most; by default as many as the cluster has room for beside reading and writing.
        batch_size: texts that one actor reads at a time, and has to read again if it is lost.
        max_seconds: time that one text may take; None for no limit.
        max_memory: megabytes that one text may take beyond the pipeline's own (Linux only); None for no limit.
        ray_options: further arguments of ``Dataset.map_batches`` for an actor, such as ``memory``; ``num_cpus`` is 1.
    Returns:
        ray.data.Dataset: a row a text in the columns of ``schema``. The facts are those of ``tradenlp.extract``; a text
        that cannot be read has its ``error`` and no facts. The order is that of the dataset only where Ray is told to
        preserve it; ``id`` tells texts apart.
    Raises:
        ConfigError: E204 if Ray is not installed, E301 for a wrong limit, number, or column.
    """
    data = need("ray.data")
    columns = Columns(text, id, published, tuple(keep))
    refuse_taken(columns.keep, schema())
    known = dataset.columns(fetch_if_missing=False)
    if known:  # else the actors will see
        columns.check(known)
    for name, number in (("workers", workers), ("batch_size", batch_size)):
        if number is not None and (type(number) is not int or number < 1):
            raise ConfigError("E301", name=name, found=number, expected="a whole number from 1")
    limits = limits_of(1, max_seconds, max_memory)
    return dataset.repartition(target_num_rows_per_block=batch_size).map_batches(
        Reader,
        batch_size=batch_size,
        batch_format="pyarrow",
        # From one on: a pool that had to be complete from the start could leave no core to who reads and writes.
        compute=data.ActorPoolStrategy(min_size=1, max_size=workers),
        fn_constructor_kwargs={"columns": columns, "limits": limits},
        **{"num_cpus": 1, **ray_options},
    )


def explode(dataset: Dataset, *, keep: Sequence[str] = ()) -> Dataset:
    """Lay the facts of a dataset out flat.

    Args:
        dataset: as ``extract`` gives it, or as ``ray.data.read_parquet`` reads what was written of it.
        keep: columns of it that are repeated for each fact.
    Returns:
        ray.data.Dataset: a row a fact in the columns of ``facts_schema``, then ``keep``.
    Raises:
        ConfigError: E204 if Ray is not installed, E301 for a column whose name is taken.
    """
    need("ray.data")
    refuse_taken(keep, facts_schema())
    wanted = dataset.select_columns(list(dict.fromkeys((*TOLD_OF_FACTS, *keep))))
    return wanted.map_batches(fact_rows, batch_size=None, batch_format="pyarrow", fn_kwargs={"keep": tuple(keep)})


def documents(dataset: Dataset) -> Iterator[Document]:
    """Fetch the documents of a dataset, to go on with on this machine.

    Args:
        dataset: as ``extract`` gives it, or as ``ray.data.read_parquet`` reads what was written of it.
    Yields:
        Document: one for each text that was read; those that failed are left out.
    """
    for row in dataset.iter_rows():
        if row.get(ERROR) is None:
            yield nested.document(row)


class Reader:
    """What an actor does: tables of texts to tables of documents.

    Args:
        columns: what is read of them.
        limits: what one text may take.
    Raises:
        ConfigError: E124 if no process that reads can be started.
    """

    def __init__(self, columns: Columns, limits: Limits) -> None:
        self._columns = columns
        self._model = weights()
        self._crew = Crew(limits)
        list(self._crew.outcomes([Task("", None, None)]))  # loads the pipeline now, while Ray waits for the actor

    def __call__(self, batch: Any) -> Any:
        """Read a batch.

        Args:
            batch: pyarrow.Table.
        Returns:
            pyarrow.Table: ``schema``, then the columns that are kept.
        Raises:
            ConfigError: E124, E301 if a column is missing.
        """
        tasks = self._columns.tasks(batch)
        rows = table(tasks, self._outcomes(tasks), self._model)
        return with_columns(rows, batch.select(list(self._columns.keep)))

    def close(self) -> None:
        """End the process that reads; an actor that ends takes it along anyway."""
        self._crew.close()

    def _outcomes(self, tasks: list[Task]) -> Iterator[Outcome]:
        """Read texts; one whose process died gets a second chance, as the machine may have been short of memory."""
        for task, found in zip(tasks, self._crew.outcomes(tasks), strict=True):
            died = isinstance(found, TradeError) and found.code == _DIED
            yield next(self._crew.outcomes([task])) if died else found


__all__ = ["documents", "explode", "extract"]
