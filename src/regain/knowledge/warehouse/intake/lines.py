"""Physical lines of a text file as bytes, whatever its compression, encoding and line ends, with their offsets."""

import codecs
import gzip
import io
from typing import BinaryIO, cast

LONGEST = 1_000_000
HEAD = 1 << 16
SMALL = 32_000_000
WIDE = ("utf-16", "utf-32")


def open_lines(file: BinaryIO, encoding: str) -> tuple[BinaryIO, str]:
    """Give a text file as bytes whose lines end in a line feed, and the encoding those bytes are in."""
    file.seek(0)
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    stream = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file
    if is_wide(encoding):
        return cast("BinaryIO", io.BufferedReader(_Narrow(stream, encoding))), "utf-8"
    head = stream.read(HEAD)
    stream.seek(0)
    if b"\r" in head and b"\n" not in head:
        stream = cast("BinaryIO", io.BufferedReader(_Ends(stream)))
    elif packed:
        stream = cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", stream), 1 << 20))
    return stream, codecs.lookup(encoding).name


def unpacked(file: BinaryIO, most: int) -> int:
    """The size of a small gzipped file once unpacked, measured up to a little more than `most`; 0 for other files."""
    file.seek(0)
    if file.read(2) != b"\x1f\x8b" or file.seek(0, io.SEEK_END) > SMALL:
        return 0
    file.seek(0)
    stream, size = gzip.GzipFile(fileobj=file), 0
    while size <= most and (block := stream.read(1 << 20)):
        size += len(block)
    return size


def is_wide(encoding: str) -> bool:
    """Tell whether an encoding spends more than one byte on a line end."""
    return codecs.lookup(encoding).name.startswith(WIDE)


class _Piped(io.RawIOBase):
    """A stream made of pieces; seeking forward reads."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.rest = stream, b""

    def piece(self) -> bytes:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self.rest:
            self.rest = self.piece()
            if not self.rest:
                return 0
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


class _Narrow(_Piped):
    """UTF-16 or UTF-32 as UTF-8; what cannot be decoded becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__(stream)
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def piece(self) -> bytes:
        while True:
            block = self.stream.read(HEAD)
            text = self.decoder.decode(block, final=not block)
            if text or not block:
                return text.encode("utf-8")


class _Ends(_Piped):
    """Old Macintosh line ends, a lone carriage return, as line feeds."""

    def piece(self) -> bytes:
        return self.stream.read(HEAD).replace(b"\r", b"\n")


def skip(stream: BinaryIO, offset: int) -> None:
    """Go to an offset, reading when the stream cannot seek."""
    if stream.seekable():
        stream.seek(offset)
        return
    while offset > 0:
        offset -= len(stream.read(min(offset, HEAD))) or offset


def read_line(stream: BinaryIO) -> tuple[bytes, int, bool]:
    """Read one line: its bytes (cut after a million), how many bytes it took, and whether it was cut."""
    line = stream.readline(LONGEST)
    taken = len(line)
    cut = taken >= LONGEST and not line.endswith(b"\n")
    while cut:
        more = stream.readline(LONGEST)
        taken += len(more)
        if not more or more.endswith(b"\n"):
            break
    return line, taken, cut
