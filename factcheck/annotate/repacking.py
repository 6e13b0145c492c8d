"""A zip file with some of its members written anew and the others copied as they are packed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from itertools import pairwise

from factcheck.model import FactcheckError

# The records of a zip file: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT , 4.3.7, 4.3.12 and 4.3.16.
_LOCAL, _ENTRY, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _IN_UTF8, _DEFLATED = 20, 0x800, 8
_MIDNIGHT, _FIRST_DAY = 0, 0x21  # 1980-01-01: the same findings give the same bytes
_FAR = 0xFFFFFFFF  # where an offset stands elsewhere, in files of over four gigabytes


def repacked(data: bytes, changed: Mapping[str, bytes], path: str) -> bytes:
    """The archive `data` with the members of `changed` in place of those of their names, or behind the others."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names, directory = [info.filename for info in archive.infolist()], archive.start_dir
    entries = list(_entries(data, directory, len(names)))
    if len(entries) != len(names) or any(offset == _FAR for offset, _ in entries):
        raise FactcheckError(f"{path}: 压缩包的写法少见，写不了批注；请用 Word 打开后另存一份再试 (unusual zip file)")
    bounds = sorted([*(offset for offset, _ in entries), directory])
    ends = dict(pairwise(bounds))
    out = _Archive()
    for name, (offset, entry) in zip(names, entries, strict=True):
        if name in changed:
            out.write(name, changed[name])
        else:
            out.copy(data[offset : ends[offset]], entry)
    for name in (name for name in changed if name not in names):
        out.write(name, changed[name])
    return out.closed()


def _entries(data: bytes, at: int, count: int) -> list[tuple[int, bytes]]:
    """Of each entry of the directory where its member begins, and its bytes."""
    entries = []
    for _ in range(count):
        if data[at : at + 4] != b"PK\x01\x02" or at + _ENTRY.size > len(data):
            break
        fields = _ENTRY.unpack_from(data, at)
        size = _ENTRY.size + sum(fields[10:13])
        entries.append((fields[16], data[at : at + size]))
        at += size
    return entries


class _Archive:
    """A zip file that is being written."""

    def __init__(self) -> None:
        self._members = bytearray()
        self._directory = bytearray()
        self._count = 0

    def copy(self, member: bytes, entry: bytes) -> None:
        """A member with its header as it was packed, and its entry in the directory."""
        self._enter(entry[:42] + struct.pack("<L", len(self._members)) + entry[_ENTRY.size :])
        self._members += member

    def write(self, name: str, content: bytes) -> None:
        """A member that is packed here."""
        named = name.encode()
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
        common = (_IN_UTF8, _DEFLATED, _MIDNIGHT, _FIRST_DAY, zlib.crc32(content), len(packed), len(content))
        entry = _ENTRY.pack(b"PK\x01\x02", _VERSION, _VERSION, *common, len(named), 0, 0, 0, 0, 0, len(self._members))
        self._enter(entry + named)
        self._members += _LOCAL.pack(b"PK\x03\x04", _VERSION, *common, len(named), 0) + named + packed

    def closed(self) -> bytes:
        sizes = (self._count, self._count, len(self._directory), len(self._members))
        return bytes(self._members + self._directory) + _END.pack(b"PK\x05\x06", 0, 0, *sizes, 0)

    def _enter(self, entry: bytes) -> None:
        self._directory += entry
        self._count += 1
