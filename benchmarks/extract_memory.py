"""Whether memory stays flat over ten thousand pages.

python -m benchmarks.extract_memory
"""

import gc
import resource
from contextlib import suppress
from pathlib import Path

from benchmarks._pages import all_bytes
from extractors.extract import read_article
from extractors.outcome import NotAnArticle
from extractors.page import Page

_PAGES = 10_000
_WARM = 2_000


def main() -> None:
    """Print the resident memory after the last page as a multiple of that after the first two thousand."""
    pages = all_bytes()
    warm = 0
    for number in range(_PAGES):
        url, body = pages[number % len(pages)]
        with suppress(NotAnArticle):
            read_article(Page(url, body))
        if number == _WARM:
            warm = _resident()
    grown = _resident() / warm
    print(f"memory: after {_PAGES} pages {grown:.2f} times what it was after {_WARM} ({_resident() / 1e6:.0f} MB)")


def _resident() -> int:
    """Bytes that the process holds now; where the system does not tell, the most that it ever held."""
    gc.collect()
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text("ascii").split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
