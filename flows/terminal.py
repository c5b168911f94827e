"""Text of strangers for a terminal: nothing in it may act on the terminal or change the order of what is read."""

import json
import unicodedata

# Control and format characters (ESC, CR, bidi marks), halves of characters, line and paragraph separators.
_ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def harmless(text: str) -> str:
    """The text with such characters written as `\\x1b`; line breaks and tabs stay."""
    text = text.replace("\r\n", "\n")
    return text.translate({ord(character): _shown(character) for character in set(text) if acts(character)})


def harmless_line(text: str) -> str:
    """The same for one line: breaks are written out as well."""
    return harmless(text).replace("\n", "\\n")


def harmless_json(text: str) -> str:
    """JSON in which such characters, and what breaks a line for some reader, are escaped: it says what it said."""
    return text.translate({ord(character): json.dumps(character)[1:-1] for character in set(text) if acts(character)})


def acts(character: str) -> bool:
    """Whether a character does something to a terminal or to the order of what is read; breaks and tabs do not."""
    return character not in "\n\t" and unicodedata.category(character) in _ACTING


def _shown(character: str) -> str:
    return ascii(character)[1:-1]
