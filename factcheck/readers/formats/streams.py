"""The packed streams of a PDF file, which are small until they burst."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from factcheck.model import FactcheckError

LARGEST_STREAM = 256 * 2**20  # bytes: a picture of a page of A3 at 600 dots an inch has 209 million
LARGEST_TEXT = 512 * 2**20  # of all streams together that are no pictures: fonts of ten megabytes, pages of one
_MOST_TIMES = 1032  # what deflate can make of a byte
_CHUNK = 2**16
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s{0,9}/Image\b")
_PACKED_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s{0,9}/Fl(?:ateDecode)?\b")
_LONGEST_DICTIONARY = 2000


def refuse_bombs(data: bytes, path: str) -> None:
    """Raises FactcheckError where a stream, or all that are no pictures, would take more room than a document has.

    Only what could be so large is unpacked, and nothing of it is kept.
    """
    total = 0
    for dictionary, start, end in _streams(data):
        if _PACKED_TWICE.search(dictionary):
            raise _bomb(path)
        if (end - start) * _MOST_TIMES <= LARGEST_STREAM // 16:
            continue
        size = _unpacked_size(memoryview(data)[start:end])
        total += 0 if _IMAGE.search(dictionary) else size
        if size > LARGEST_STREAM or total > LARGEST_TEXT:
            raise _bomb(path)


def _bomb(path: str) -> FactcheckError:
    return FactcheckError(
        f"{path}: 解压后超过 {LARGEST_STREAM // 2**20} MB，可能是压缩炸弹；请另存一份或拆分后再查 (too large inside)"
    )


def _streams(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """What stands before each stream, and where it begins and ends."""
    position = 0
    while (opening := _STREAM.search(data, position)) is not None:
        start = opening.end()
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        before = data[max(position, opening.start() - _LONGEST_DICTIONARY) : opening.start()]
        yield before[max(0, before.rfind(b" obj")) :], start, end
        position = end


def _unpacked_size(packed: memoryview) -> int:
    """How many bytes a stream unpacks to, counted no further than the limit; none where it is not deflated."""
    unpacker, size, position = zlib.decompressobj(), 0, 0
    rest: bytes | memoryview = b""
    try:
        while size <= LARGEST_STREAM and not unpacker.eof and (rest or position < len(packed)):
            if not rest:
                rest, position = packed[position : position + _CHUNK], position + _CHUNK
            size += len(unpacker.decompress(rest, 16 * _CHUNK))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return size
    return size
