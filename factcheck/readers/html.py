"""Web pages: the text of the article, each character with its offset in the page.

Left out: scripts, styles, forms, what is hidden, navigation (by its tag, its role, or because a line is nothing but
links), and all that stands outside `<article>` or `<main>` where a page has one. A block is a line, a table row a line
with tabs.
"""

from __future__ import annotations

from factcheck.model import Document

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")


def recognises(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    start = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    return start.startswith((b"<html", b"<!doctype html"))


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where its encoding cannot be told."""
    from factcheck.readers.formats import webpages

    return webpages.read(data, path)
