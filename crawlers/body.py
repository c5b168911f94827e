"""The body of an answer, unpacked here: neither what is sent nor what it unpacks to goes past a limit.

Unpacking step by step bounds both: a stream of empty blocks costs bytes of the wire, a bomb bytes of memory.
"""

import zlib
from collections.abc import Iterable

_PACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
# Never asked for. Whoever sends them all the same is asked for plain bytes.
_UNKNOWN = {"br", "zstd", "compress", "x-compress"}
_GZIP_MARK = b"\x1f"
# A file in thousands of members has been made to keep us busy.
_MEMBERS_MAX = 1000


class CompressionError(Exception):
    """The body is not compressed as its header says, or not to its end."""


def read_body(pieces: Iterable[bytes], content_encoding: str, max_bytes: int) -> tuple[bytes, bool]:
    """The unpacked body and whether it is whole; what is left out of a larger one was not read.

    `max_bytes` holds for what is sent and for what it unpacks to. Raises CompressionError.
    """
    unpacker = _unpacker(content_encoding)
    body = bytearray()
    sent = 0
    for piece in pieces:
        sent += len(piece)
        body += unpacker.unpack(piece, max_bytes + 1 - len(body)) if unpacker else piece
        if sent > max_bytes or len(body) > max_bytes:
            return bytes(body[:max_bytes]), False
    if unpacker and not unpacker.is_complete:
        raise CompressionError("the compressed body ends too early")
    return bytes(body), True


def _unpacker(content_encoding: str) -> "_Unpacker | None":
    names = [name.strip().lower() for name in content_encoding.split(",")]
    packed = [name for name in names if name in _PACKED]
    if len(packed) > 1 or _UNKNOWN.intersection(names):
        raise CompressionError(f"the body is compressed as {content_encoding}")
    return _Unpacker(_PACKED[packed[0]]) if packed else None  # `utf-8` and such are mistakes, and plain bytes


class _Unpacker:
    """gzip in one or several members, or deflate: the zlib format, or bare as some servers send it."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits)
        self._members = 1
        self._head: bytes | None = b"" if window_bits == zlib.MAX_WBITS else None  # not yet told from bare deflate
        self._has_begun = False
        self._is_over = False  # what follows the last member is padding or junk

    @property
    def is_complete(self) -> bool:
        """Whether the stream has come to its end; nothing at all is a complete empty body."""
        return not self._has_begun or self._stream.eof

    def unpack(self, data: bytes, room: int) -> bytes:
        """What the data unpack to, of which `room` bytes at most."""
        self._has_begun = self._has_begun or bool(data)
        unpacked = bytearray()
        data = self._without_doubt(data)
        try:
            while data and not self._is_over and len(unpacked) < room:
                if self._stream.eof:
                    self._next_member(data)
                else:
                    unpacked += self._stream.decompress(data, room - len(unpacked))
                    data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        except zlib.error as error:
            raise CompressionError(str(error)) from error
        return bytes(unpacked)

    def _without_doubt(self, data: bytes) -> bytes:
        """The data, held back until their first two bytes tell the zlib format from bare deflate (RFC 1950, 2.2)."""
        if self._head is None:
            return data
        data = self._head + data
        if len(data) < 2:
            self._head = data
            return b""
        self._head = None
        is_zlib = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
        if not is_zlib:
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        return data

    def _next_member(self, data: bytes) -> None:
        self._members += 1
        if self._members > _MEMBERS_MAX:
            raise CompressionError(f"the body is compressed in more than {_MEMBERS_MAX} pieces")
        if self._window_bits == zlib.MAX_WBITS or not data.startswith(_GZIP_MARK):
            self._is_over = True
        else:
            self._stream = zlib.decompressobj(self._window_bits)
