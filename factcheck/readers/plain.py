"""Plain text and Markdown read as text."""

from __future__ import annotations

from factcheck.model import Document, FactcheckError
from factcheck.readers.cleaning import clean
from factcheck.readers.decoding import decode

SUFFIXES = (".txt", ".text", ".md", ".markdown")

LONGEST_LINE = 1_000_000  # characters; no draft has such a paragraph, and a person could not find a finding in it


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError with file and line where it cannot be read."""
    text, encoding = decode(data, path)
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise FactcheckError(
                f"{path}:{number}: 一行有 {len(line)} 个字符，超过上限 {LONGEST_LINE}；请分段后再查 (line too long)"
            )
    return clean(text, path, encoding)
