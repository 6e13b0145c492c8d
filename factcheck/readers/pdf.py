"""PDF files: the text of each page in the order in which it is read, lines joined to paragraphs again.

A page that has no text, such as a scan, is reported as unread and never passed. Page numbers and running heads are
left out, and what is printed slantwise, such as a watermark. Not read: forms, comments, attachments.
"""

from __future__ import annotations

from factcheck.model import Document

SUFFIXES = (".pdf",)
LARGEST_FILE = 128 * 2**20  # bytes; pictures make the size of a PDF


def recognises(data: bytes) -> bool:
    """Whether the bytes begin as a PDF file does."""
    return data.startswith(b"%PDF-")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where it is locked or damaged, or no page has text."""
    from factcheck.readers.formats import pagelayout

    return pagelayout.read(data, path)
