"""The words of a text, and as full-text search stores them and asks for them.

Words come from rjieba's dictionary in its search mode, which names the parts of a long word too. Its guesses at words
that the dictionary lacks are left out: they depend on what stands around, so that 红屋檐 in a text and 红屋檐 typed by
a reader could become different words. Signs that belong to no word are kept as pairs of neighbours instead, which are
the same everywhere: of 井湾村, 井湾 and 湾村.
"""

import re
from itertools import accumulate, pairwise

from extractors.normalise import fold

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Signs of Han, or a number or a word of another script: 3.5, 5g, wifi.
_RUN = re.compile(rf"([{_HAN}]+)|[^\W_{_HAN}]+(?:\.\d+)*")


def search_words(text: str) -> list[str]:
    """The words in their order, with repetitions: lower case, narrow, of two signs and more, and every number."""
    import rjieba  # its dictionary takes as long to load as DuckDB: only who searches pays

    words: list[str] = []
    for run in _RUN.finditer(fold(text).lower()):
        if run[1]:
            words += _words_and_pairs(rjieba.cut_for_search(run[1], hmm=False))
        elif len(run[0]) > 1 or run[0].isdecimal():
            words.append(run[0])
    return words


def word_ends(text: str) -> set[int]:
    """Where a word ends, and 0: of 合作社成立 0, 3 and 5."""
    import rjieba

    return {0, *accumulate(map(len, rjieba.cut(text, hmm=False)))}


def _words_and_pairs(parts: list[str]) -> list[str]:
    """What the dictionary knows, and the pairs of neighbours among the signs that it leaves alone."""
    words: list[str] = []
    alone = ""
    for part in parts:
        if len(part) == 1:
            alone += part
            continue
        words += _pairs(alone)
        alone = ""
        words.append(part)
    return words + _pairs(alone)


def _pairs(signs: str) -> list[str]:
    return [first + second for first, second in pairwise(signs)] if len(signs) > 1 else []
