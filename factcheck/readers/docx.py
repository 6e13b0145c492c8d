"""Word documents: what would be printed if every tracked change were accepted.

Body, tables, text boxes, notes, headers and footers, each found again by its landmark. Left out: deletions,
hidden text, the codes of fields, page numbers, the table of contents (it repeats the headings), comments, and
formulas set with the equation editor. A file with macros is refused.
"""

from __future__ import annotations

from factcheck.model import Document
from factcheck.readers.formats import packages

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
LARGEST_FILE = packages.LARGEST_FILE


def recognises(data: bytes) -> bool:
    """Whether the bytes are a package with a Word document in it."""
    return packages.holds(data, "word/")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; a paragraph is a line, a table row a line with tabs."""
    from factcheck.readers.formats import wordprocessing

    return wordprocessing.read(data, path)
