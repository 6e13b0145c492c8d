"""Spreadsheets: each visible sheet as rows of cells, numbers as their formats show them.

Every cell has its landmark (汇总!C7). A formula counts with the result that was saved with it; where none was, the
cell is reported as unread. Hidden sheets are left out; hidden rows and columns are kept, for totals count them. Not
read: charts, comments, text boxes, headers and footers of the printed page.
"""

from __future__ import annotations

from factcheck.model import Document
from factcheck.readers.formats import packages

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
LARGEST_FILE = packages.LARGEST_FILE


def recognises(data: bytes) -> bool:
    """Whether the bytes are a package with a workbook in it."""
    return packages.holds(data, "xl/")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; a row is a line with tabs, an empty row an empty line."""
    from factcheck.readers.formats import spreadsheets

    return spreadsheets.read(data, path)
