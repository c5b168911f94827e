"""Who reads texts: this process, or several at once."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer import County
from warehouse.errors import WarehouseError
from warehouse.readers import Reader, Row, Text, readers

_TEXTS_WORTH_PROCESSES = 2_000  # to start two takes as long as to read some hundred texts


@dataclass(frozen=True)
class Answer:
    """What was read from texts: the rows of each table, and a sentence for each text that a reader failed at."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


# Texts, and the names of the readers that are to read them.
Crew = Callable[[Sequence[Text], Sequence[str]], Future[Answer]]


def processes_for(texts: int) -> int:
    """How many processes so many texts are worth."""
    return (os.cpu_count() or 1) if texts > _TEXTS_WORTH_PROCESSES else 1


@contextmanager
def crew_of(processes: int, counties: Sequence[County], data_folder: Path) -> Iterator[Crew]:
    """A crew of so many processes; one is this process itself. Raises WarehouseError when one of them is killed."""
    if processes == 1:
        known = readers(counties, data_folder)
        yield lambda texts, names: _done(_read(known, texts, names))
        return
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(counties, data_folder)
    )
    try:
        yield lambda texts, names: pool.submit(_read_in_worker, texts, names)
    except BrokenProcessPool as error:
        raise WarehouseError(
            "A process that reads texts was killed, most likely for want of memory; what was read by then is kept, "
            "run it again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


_worker_readers: list[Reader] = []  # of a process of a pool: made once, not for each of its tasks


def _begin(counties: Sequence[County], data_folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes, and the first one ends the others
    _worker_readers.extend(readers(counties, data_folder))


def _read_in_worker(texts: Sequence[Text], names: Sequence[str]) -> Answer:
    return _read(_worker_readers, texts, names)


def _read(known: Sequence[Reader], texts: Sequence[Text], names: Sequence[str]) -> Answer:
    answer = Answer()
    for reader in known:
        if reader.name not in names:
            continue
        rows = answer.rows.setdefault(reader.table, [])
        for text in texts:
            identity = {"article_id": text.article_id, "version": text.version}
            try:
                rows += [identity | row for row in reader.rows(text)]
            except Exception as error:  # noqa: BLE001 (a fault of ours on one text must not lose the others)
                answer.faults.append(f"{reader.name} could not be read in article {text.article_id}: {error!r}")
    return answer


def _done(answer: Answer) -> Future[Answer]:
    future: Future[Answer] = Future()
    future.set_result(answer)
    return future
