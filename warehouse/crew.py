"""Who does work that needs no database: this process, or several at once."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from warehouse.errors import WarehouseError

Task = TypeVar("Task")
Result = TypeVar("Result")
_ResultOut = TypeVar("_ResultOut", covariant=True)


class Answered(Protocol[_ResultOut]):
    """What will come of a task."""

    def result(self) -> _ResultOut:
        """Wait for it."""


Crew = Callable[[Task], Answered[Result]]


@contextmanager
def crew_of(
    processes: int, make: Callable[..., Callable[[Task], Result]], arguments: tuple[Any, ...], what: str
) -> Iterator[Crew[Task, Result]]:
    """A crew of so many processes, each with what `make(*arguments)` makes once; one is this process itself.

    Raises WarehouseError when one of them is killed; `what` says what it does, such as "reads texts".
    """
    if processes == 1:
        do = make(*arguments)
        yield lambda task: _done(do(task))
        return
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(make, arguments)
    )
    try:
        yield lambda task: pool.submit(_do, task)
    except BrokenProcessPool as error:
        # One that was just being started is not ended by the pool, which would wait for it for ever.
        for process in multiprocessing.active_children():
            process.kill()
        raise WarehouseError(
            f"A process that {what} was killed, most likely for want of memory; what was read by then is kept, "
            "run it again."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(crew: Crew[Task, Result], tasks: Iterable[Task], ahead: int) -> Iterator[tuple[Task, Result]]:
    """The tasks with what came of them, in their order; so many are asked for ahead of the one that is waited for."""
    asked: deque[tuple[Task, Answered[Result]]] = deque()
    for task in tasks:
        asked.append((task, crew(task)))
        if len(asked) > ahead:
            first, answered = asked.popleft()
            yield first, answered.result()
    while asked:
        first, answered = asked.popleft()
        yield first, answered.result()


_worker: list[Callable[[Any], Any]] = []  # of a process of a pool: made once, not for each of its tasks


def _begin(make: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes, and the first one ends the others
    _worker.append(make(*arguments))


def _do(task: Any) -> Any:  # noqa: ANN401 (what a task is, `make` knows)
    return _worker[0](task)


def _done(result: Result) -> Future[Result]:
    future: Future[Result] = Future()
    future.set_result(result)
    return future
