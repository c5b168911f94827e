"""On which share of pages each field is right, ours beside the other libraries', on the same pages.

python -m benchmarks.extract_accuracy
"""

import logging

from benchmarks._accuracy import shares
from benchmarks._pages import CORPUS, demo_pages, labelled
from benchmarks._readers import county_news, missing_peers, peers

_COLUMNS = {
    "title": "title",
    "published": "published",
    "authors": "authors",
    "source": "source",
    "editors": "editors",
    "reviewers": "reviewers",
    "no_swap": "no swap",
    "five_fields": "five",
    "body_start": "start",
    "body_end": "end",
    "body_kept": "kept",
    "body_clean": "clean",
}


def main() -> None:
    """Print a table for each set of pages."""
    logging.disable(logging.CRITICAL)
    for pages in [labelled(""), labelled("likeness")] if CORPUS.exists() else [demo_pages()]:
        print(f"accuracy: {len(pages.pages)} {pages.what}")
        print(" " * 14 + "".join(f"{head:>10s}" for head in _COLUMNS.values()))
        five = {}
        for name, reader in {"county-news": county_news, **peers()}.items():
            right = shares(reader, pages)
            five[name] = right["five_fields"]
            print(f"  {name:12s}" + "".join(f"{right[column]:10.3f}" for column in _COLUMNS if column in right))
        best = max((share for name, share in five.items() if name != "county-news"), default=0.0)
        print(f"  all five fields: ours {five['county-news']:.3f}, the best of the others {best:.3f}")
    if missing_peers():
        print(f"  not installed: {', '.join(missing_peers())} (make peers)")
    logging.disable(logging.NOTSET)


if __name__ == "__main__":
    main()
