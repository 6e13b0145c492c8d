"""Separated values as rows of the file's own characters, with a landmark for each cell."""

from __future__ import annotations

import re

from factcheck.model import Document, FactcheckError, Landmark
from factcheck.readers.decoding import decode
from factcheck.readers.formats.extracts import Extract
from factcheck.readers.formats.rows import MOST_CELLS, column_name

_DELIMITERS = ",\t;|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")  # how Excel is told
_SPELLED = re.compile(r'""|[\t\r\n]+')


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where its encoding cannot be told."""
    source, encoding = decode(data, path)
    told = _SEPARATOR_LINE.match(source)
    position, delimiter = (told.end(), told[1]) if told else (0, _guessed(source, path))
    return _Table(source, path, delimiter).read(position).document(encoding)


def _guessed(source: str, path: str) -> str:
    """A tab where the suffix says so, else the mark that stands most often in the first line."""
    if not path.lower().endswith(".csv"):
        return "\t"
    line = source[: source.find("\n") + 1 or len(source)]
    return max(_DELIMITERS, key=line.count)


class _Table:
    """Walks the fields of a file, of which each is looked at once."""

    def __init__(self, source: str, path: str, delimiter: str) -> None:
        mark = re.escape(delimiter)
        self._field = re.compile(rf'"((?:[^"]++|"")*+)("?)[^{mark}\r\n]*|([^{mark}\r\n]*)')
        self._end = re.compile(rf"{mark}|\r\n|[\r\n]|\Z")
        self.source, self.path, self.delimiter = source, path, delimiter
        self.extract = Extract(source)
        self.landmarks: list[Landmark] = []
        self.gaps: list[str] = []

    def read(self, position: int) -> _Table:
        row, column = 1, 0
        while position < len(self.source):
            position = self._read_field(position, f"{column_name(column)}{row}")
            end = self._end.match(self.source, position)
            assert end  # a field reaches up to one
            is_tab = end.group() == self.delimiter
            self.extract.put("\t" if is_tab else "\n", *end.span())
            row, column = (row, column + 1) if is_tab else (row + 1, 0)
            position = end.end()
        return self

    def document(self, encoding: str) -> Document:
        return self.extract.document(self.path, encoding, landmarks=self.landmarks, gaps=tuple(self.gaps))

    def _read_field(self, position: int, name: str) -> int:
        field = self._field.match(self.source, position)
        assert field  # every field may be empty
        is_quoted = field[1] is not None
        start, end = field.span(1 if is_quoted else 3)
        if is_quoted and not field[2]:
            line = self.source.count("\n", 0, start) + 1
            self.gaps.append(
                f"{self.path}:{line}: {name} 的引号没有结束，其后没有分列；请补上引号后再查 (unclosed quote)"
            )
        if start < end:
            self._take(start, end, name)
        return field.end()

    def _take(self, start: int, end: int, name: str) -> None:
        self.landmarks.append(Landmark(start, name, name))
        if len(self.landmarks) > MOST_CELLS:
            raise FactcheckError(f"{self.path}: 单元格超过 {MOST_CELLS} 个；请拆分后再查 (too many cells)")
        for spelled in _SPELLED.finditer(self.source, start, end):
            self.extract.take(start, spelled.start())
            start = spelled.end()
            self.extract.put('"' if spelled.group() == '""' else " ", *spelled.span())
        self.extract.take(start, end)
