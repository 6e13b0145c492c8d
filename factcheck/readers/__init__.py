"""Readers: one file a format. A reader module has `SUFFIXES` and `read(data, path) -> Document`.

The folder is the registry: adding a format is adding a file. A reader imports its heavy parts inside `read`.
"""

from __future__ import annotations

import pkgutil
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
    modules = (import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return {suffix: cast(Reader, m) for m in modules for suffix in getattr(m, "SUFFIXES", ())}


def read_file(path: Path, shown: str | None = None) -> Document:
    """The document at `path`; an unknown suffix is read as plain text.

    Raises FactcheckError where the file is missing, too large or unreadable.
    """
    shown = shown or str(path)
    try:
        if path == STDIN:
            return read_bytes(sys.stdin.buffer.read(LARGEST_FILE + 1)[:LARGEST_FILE], shown)
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise FactcheckError(
                f"{shown}: 文件有 {size / 2**20:.0f} MB，超过上限 {LARGEST_FILE // 2**20} MB；"
                "请拆分后再查 (file too large)"
            )
        return read_bytes(path.read_bytes(), shown)
    except FileNotFoundError:
        raise FactcheckError(f"{shown}: 没有这个文件，请检查路径 (no such file)") from None
    except OSError as error:
        raise FactcheckError(f"{shown}: 无法读取：{error.strerror} (unreadable)") from None


def read_bytes(data: bytes, path: str) -> Document:
    """The document in `data`, read by the suffix of `path`."""
    reader = readers().get(Path(path).suffix.lower()) or readers()[".txt"]
    return reader.read(data, path)
