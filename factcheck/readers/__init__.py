"""Readers: one file a format. A reader module has `SUFFIXES` and `read(data, path) -> Document`.

The folder is the registry: adding a format is adding a file; modules without `SUFFIXES` help the others, and what only
some formats need stands in `formats`. A reader imports its heavy parts inside `read`. It may have
`recognises(data)`, which tells its format by the bytes alone, for files whose suffix says something else, and a
`LARGEST_FILE` of its own.

What every reader gives: a paragraph a line, a table row a line with its cells parted by tabs. Whatever is wrong with
a file, a reader raises FactcheckError, naming file, cause and remedy.
"""

from __future__ import annotations

import os
import pkgutil
import stat
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from factcheck.model import Document, FactcheckError

STDIN = Path("-")
LARGEST_FILE = 16 * 2**20  # bytes; the longest bulletins are well under one megabyte


class Reader(Protocol):
    """What a reader module offers."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, path: str) -> Document: ...


@cache
def readers() -> dict[str, Reader]:
    """Each known suffix and the module that reads it."""
    names = (info.name for info in pkgutil.iter_modules(__path__) if not info.ispkg)
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return {suffix: cast(Reader, m) for m in modules for suffix in getattr(m, "SUFFIXES", ())}


def read_file(path: Path, shown: str | None = None) -> Document:
    """The document at `path`; an unknown suffix is read as plain text.

    Raises FactcheckError where the file is missing, too large or unreadable.
    """
    shown = shown or str(path)
    return read_bytes(bytes_of(path, shown), shown)


def bytes_of(path: Path, shown: str) -> bytes:
    """The bytes at `path`, no more than its format may have; raises FactcheckError as `read_file` does.

    What is no regular file (a pipe, a device) is refused: nobody knows whether it ever ends.
    """
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(max(map(_largest, readers().values())) + 1)
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FactcheckError(f"{shown}: 不是普通文件；管道请用 - 从标准输入读 (not a regular file)")
            _refuse_large(status.st_size, _by_suffix(shown), shown)
            return file.read()
    except FileNotFoundError:
        raise FactcheckError(f"{shown}: 没有这个文件，请检查路径 (no such file)") from None
    except OSError as error:
        raise FactcheckError(f"{shown}: 无法读取：{error.strerror} (unreadable)") from None


def _without_waiting(path: str, flags: int) -> int:
    """Opens a pipe that nobody writes to, which would wait for somebody, at once."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_bytes(data: bytes, path: str) -> Document:
    """The document in `data`, read as what its first bytes say it is, else by the suffix of `path`."""
    recognised = (r for r in dict.fromkeys(readers().values()) if hasattr(r, "recognises") and r.recognises(data))
    reader = next(recognised, None) or _by_suffix(path)
    _refuse_large(len(data), reader, path)
    return reader.read(data, path)


def _by_suffix(path: str) -> Reader:
    return readers().get(Path(path).suffix.lower()) or readers()[".txt"]


def _largest(reader: Reader) -> int:
    return getattr(reader, "LARGEST_FILE", LARGEST_FILE)


def _refuse_large(size: int, reader: Reader, shown: str) -> None:
    largest = _largest(reader)
    if size > largest:
        raise FactcheckError(
            f"{shown}: 文件有 {size / 2**20:.0f} MB，超过上限 {largest // 2**20} MB；请拆分后再查 (file too large)"
        )
