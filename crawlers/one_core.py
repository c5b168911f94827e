"""The threads of a crawl share one core.

Only one of them runs Python at a time, whatever the machine. On two cores each of the dozen system calls of a page
hands the interpreter over to a thread on the other one, which costs more than the page's own work: measured by
`benchmarks/crawl_speed.py`, 2.2 ms a page against 1.5. Pauses and waiting for servers cost no core at all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def one_core() -> Iterator[None]:
    """Keep the calling thread on this process's core while the `with` statement lasts, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    with suppress(OSError):  # a container may forbid it
        os.sched_setaffinity(0, {sorted(cores)[os.getpid() % len(cores)]})
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, cores)
