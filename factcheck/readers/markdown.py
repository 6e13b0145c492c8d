"""Markdown: what a reader of the page sees, each character with its offset in the file.

Left out: front matter, code, images, the targets of links, tags, and the marks of emphasis, so that 12**34** reads
1234. A block is a line, a table row a line with tabs. A line break inside a paragraph parts no sentence.
"""

from __future__ import annotations

from factcheck.model import Document

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where its encoding cannot be told."""
    from factcheck.readers.formats import markup

    return markup.read(data, path)
