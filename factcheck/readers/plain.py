"""Plain text."""

from __future__ import annotations

from factcheck.model import Document
from factcheck.readers.cleaning import clean
from factcheck.readers.decoding import decode
from factcheck.readers.formats.extracts import refuse_long_lines

SUFFIXES = (".txt", ".text")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError with file and line where it cannot be read."""
    text, encoding = decode(data, path)
    refuse_long_lines(text, path)
    return clean(text, path, encoding)
