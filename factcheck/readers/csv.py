"""Comma- and tab-separated values: a record is a line with tabs, each cell with its name (C7) and its offset."""

from __future__ import annotations

from factcheck.model import Document

SUFFIXES = (".csv", ".tsv", ".tab")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where its encoding cannot be told."""
    from factcheck.readers.formats import records

    return records.read(data, path)
