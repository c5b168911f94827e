"""What must not be read by others: passwords in settings, log records and messages are shown as stars."""

import re
from urllib.parse import unquote

HIDDEN = "**********"

_SHORTEST = 4  # a shorter password stands in too many words by chance; it is hidden where it is called one
_IN_ADDRESS = re.compile(r"(://[^\s:/@]*:)([^\s/]+)(?=@)")
_IN_WORDS = re.compile(r"""(?i)(\b(?:password|passwd|pwd)\s*=\s*)('(?:[^'\\]|\\.)+'|"[^"]+"|[^\s'";,&)]+)""")

_known: set[str] = set()


def keep_secret(text: str) -> None:
    """From now on this text, and each password in it, is hidden wherever `hide` is asked."""
    passwords = [found[2].strip("'\"") for pattern in (_IN_ADDRESS, _IN_WORDS) for found in pattern.finditer(text)]
    for secret in (text, *passwords):
        _known.update(word for word in (secret, unquote(secret)) if len(word) >= _SHORTEST)


def hide(text: str) -> str:
    """The text with stars in place of secrets: those that are known, `user:password@` in addresses, `password=…`."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _IN_ADDRESS.sub(rf"\1{HIDDEN}", text)
    return _IN_WORDS.sub(rf"\1{HIDDEN}", text)
