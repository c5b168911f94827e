"""A spam mirror: the portal's pages under the same paths, in traditional characters with their readings in brackets.

It belongs to no county file; nothing links to it. Tests read it to see that extraction finds the original again.
"""

import re
from collections.abc import Iterable

from demo_county.article import TruthArticle
from demo_county.markup_ankang import article

_MIRRORED = 10
_SHARE = 5  # one in so many characters that have a traditional form of their own carries its reading


def mirrored(articles: Iterable[TruthArticle]) -> dict[str, str]:
    """Some pages of the portal by path, as the mirror shows them."""
    # Only the demo needs both, and only to draw these pages.
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    convert = OpenCC("s2t").convert

    def gloss(text: str) -> str:
        """Each of a fixed set of characters is followed by its reading, as such mirrors do it: by a table."""
        drawn = []
        for simplified, traditional in zip(text, convert(text), strict=True):
            drawn.append(traditional)
            if simplified != traditional and ord(traditional) % _SHARE == 0:
                drawn.append(f"({pinyin(traditional, style=Style.TONE)[0][0]})")
        return "".join(drawn)

    def spoiled(html: str) -> str:
        pieces = re.split(r"(<script.*?</script>|<style.*?</style>|<[^>]+>)", html, flags=re.DOTALL)
        return "".join(piece if piece.startswith("<") else gloss(piece) for piece in pieces)

    chosen = [one for one in articles if "glued_byline" in one.traits and "newer" not in one.traits][-_MIRRORED:]
    return {one.path: spoiled(article(one)) for one in chosen}
