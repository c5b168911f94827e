"""Who reads texts: this process, or several at once."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer import County
from warehouse.crew import Answered, crew_of
from warehouse.readers import Reader, Row, Text, readers

_TEXTS_WORTH_PROCESSES = 2_000  # to start two takes as long as to read some hundred texts


@dataclass(frozen=True)
class Answer:
    """What was read from texts: the rows of each table, and a sentence for each text that a reader failed at."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


# Texts, and the names of the readers that are to read them.
ReadingCrew = Callable[[Sequence[Text], Sequence[str]], Answered[Answer]]
_Task = tuple[Sequence[Text], Sequence[str]]


def processes_for(texts: int) -> int:
    """How many processes so many texts are worth."""
    return (os.cpu_count() or 1) if texts > _TEXTS_WORTH_PROCESSES else 1


@contextmanager
def reading_crew(processes: int, counties: Sequence[County], data_folder: Path) -> Iterator[ReadingCrew]:
    """A crew of so many processes; one is this process itself. Raises WarehouseError when one of them is killed."""
    with crew_of(processes, _reader_of_texts, (counties, data_folder), "reads texts") as crew:
        yield lambda texts, names: crew((texts, names))


def _reader_of_texts(counties: Sequence[County], data_folder: Path) -> Callable[[_Task], Answer]:
    known = readers(counties, data_folder)
    return lambda task: _read(known, *task)


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
