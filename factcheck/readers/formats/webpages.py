"""The article of a web page as lines of the page's own characters."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape

from factcheck.model import Document, FactcheckError
from factcheck.readers.decoding import decode
from factcheck.readers.formats.extracts import Extract
from factcheck.readers.formats.tags import Tag, find_tags
from factcheck.readers.formats.words import raised, words

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{2,20})", re.IGNORECASE)
_CODECS = {
    b"gb2312": "gb18030",
    b"gbk": "gb18030",
    b"gb18030": "gb18030",
    b"big5": "big5hkscs",
    b"big5-hkscs": "big5hkscs",
}


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where its encoding cannot be told."""
    source, encoding = _decoded(data, path)
    page = _Page(source, path)
    lines = _chosen(page.read())
    if not lines and _SOMETHING.search(source):
        page.gaps.append(f"{path}: 没有找到正文，可能要靠脚本载入；请在浏览器里另存全文再查 (page without text)")
    extract = _extract(source, lines)
    for comment in page.comments:
        extract.remark(*comment)
    return extract.document(path, encoding, gaps=tuple(page.gaps))


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    """The page's own word on its encoding counts where the bytes are no UTF-8 and agree with it."""
    declared = _CHARSET.search(data[:4096])
    codec = _CODECS.get(declared[1].lower()) if declared else None
    if codec and not _is_utf8(data):
        try:
            return data.decode(codec), codec
        except UnicodeDecodeError:
            pass
    return decode(data, path)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_BLOCKS = words(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody "
    "td tfoot th thead tr ul"
)
_VOID = words("area base br col embed hr img input link meta param source track wbr !")
_HEADINGS = frozenset(("h1", "h2", "h3"))
_ENDS_ITSELF = words("p li dt dd td th tr option")  # a second one ends the first
_LEFT_OUT = words(
    "head script style template noscript nav aside footer select button textarea iframe object svg canvas audio "
    "video map dialog rt rp del s strike noframes"
)
_LEFT_OUT_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"))
_LEFT_OUT_CLASSES = words(
    "nav navbar navigation breadcrumb breadcrumbs crumbs footer copyright sidebar menu pagination pager"
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_SPELLED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?|[ \t\r\n\f]+|\d+")
_SOMETHING = re.compile(r"<script|\d", re.IGNORECASE)
_MOST_COLUMNS, _MOST_ROWS = 64, 1000  # that one cell may take
_MOST_TAGS = 500_000  # a page for people has some thousands


@dataclass(slots=True)
class _Line:
    """A line to be: stretches of the source, or tabs to be put between them, and what the line stands in."""

    pieces: list[_Piece] = field(default_factory=list)
    end: int = 0
    is_heading: bool = False
    in_article: bool = False
    is_last_of_table: bool = False

    @property
    def size(self) -> int:
        return sum(piece.end - piece.start for piece in self.pieces)

    @property
    def is_navigation(self) -> bool:
        """A line that is nothing but links leads elsewhere."""
        return all(piece.is_link for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    is_link: bool = False
    is_raised: bool = False
    put: str = ""  # in place of what the source says


@dataclass(slots=True)
class _Cell:
    """A table cell: the tag that begins it, its column, and its lines."""

    tag: Tag
    column: int
    lines: list[_Line] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table that has begun: the cells of its row, and for each column how many rows a cell above still takes."""

    cells: list[_Cell] = field(default_factory=list)
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    in_row: bool = False
    is_layout: bool = False


class _Page:
    """Walks the tags of a page and keeps the lines between them."""

    def __init__(self, source: str, path: str) -> None:
        self.source, self.path = source, path
        self.lines: list[_Line] = []
        self.gaps: list[str] = []
        self.comments: list[tuple[int, int]] = []
        self._line = _Line()
        self._open: list[tuple[str, bool, int]] = []  # name, whether it is left out, where it begins
        self._counts: Counter[str] = Counter()
        self._left_out = self._articles = 0
        self._tables: list[_Table] = []

    def read(self) -> list[_Line]:
        position = 0
        for number, tag in enumerate(find_tags(self.source)):
            if number == _MOST_TAGS:
                raise FactcheckError(f"{self.path}: 网页的标签超过 {_MOST_TAGS} 个；请拆分后再查 (too much markup)")
            self._text(position, tag.start)
            self._tag(tag)
            position = tag.end
        self._text(position, len(self.source))
        while self._tables:
            self._end_table(len(self.source))
        self._end_line(len(self.source))
        if self._left_out and not self.gaps:
            self._gap(*next((name, start) for name, is_out, start in self._open if is_out))
        return self.lines

    def _text(self, start: int, end: int) -> None:
        if start < end and not self._left_out and not self.source[start:end].isspace():
            self._line.in_article = self._articles > 0
            self._line.pieces.append(_Piece(start, end, self._counts["a"] > 0, self._counts["sup"] > 0))

    def _tag(self, tag: Tag) -> None:
        if not tag.is_closed:
            self._gap(tag.name, tag.start)
        elif tag.name == "!" and self.source.startswith("<!--", tag.start):
            self.comments.append((tag.start, tag.end))
        if tag.name in _BLOCKS and not self._left_out:
            self._end_line(tag.start)
        if tag.is_end:
            self._close(tag)
        elif tag.name not in _VOID:
            self._begin(tag)

    def _begin(self, tag: Tag) -> None:
        if tag.name in _ENDS_ITSELF and self._open and self._open[-1][0] == tag.name:
            self._pop()
        is_out = self._is_left_out(tag)
        self._open.append((tag.name, is_out, tag.start))
        self._counts[tag.name] += 1
        self._left_out += is_out
        self._articles += tag.name in _ARTICLES
        if not self._left_out:
            self._line.is_heading = self._line.is_heading or tag.name in _HEADINGS
            self._begin_table(tag)

    def _begin_table(self, tag: Tag) -> None:
        table = self._tables[-1] if self._tables else None
        if tag.name == "table":
            if table and table.in_row:
                self._lay_out(table)
            self._tables.append(_Table())
        elif table and tag.name == "tr":
            self._end_row(table, tag.start)
            table.in_row = True
        elif table and tag.name in ("td", "th"):
            self._begin_cell(table, tag)

    def _begin_cell(self, table: _Table, tag: Tag) -> None:
        table.in_row = True
        while table.taken.get(table.column):
            table.column += 1
        table.cells.append(_Cell(tag, table.column))
        span, rows = _count(tag, "colspan", _MOST_COLUMNS), _count(tag, "rowspan", _MOST_ROWS)
        if rows > 1 and table.column < _MOST_COLUMNS:
            table.taken |= dict.fromkeys(range(table.column, table.column + span), rows)
        table.column += span

    def _close(self, tag: Tag) -> None:
        if not self._counts[tag.name]:
            return
        while self._pop() != tag.name:
            pass
        if self._left_out or not self._tables:
            return
        if tag.name == "tr":
            self._end_row(self._tables[-1], tag.start)
        elif tag.name == "table":
            self._end_table(tag.start)

    def _pop(self) -> str:
        name, is_out, _ = self._open.pop()
        self._counts[name] -= 1
        self._left_out -= is_out
        self._articles -= name in _ARTICLES
        return name

    def _is_left_out(self, tag: Tag) -> bool:
        if tag.name in _LEFT_OUT or (tag.name == "header" and not self._articles):
            return True
        said = tag.attributes
        return (
            bool(said)
            and tag.name not in _NEVER_LEFT_OUT
            and (
                "hidden" in said
                or said.get("aria-hidden") == "true"
                or said.get("role") in _LEFT_OUT_ROLES
                or _HIDDEN.search(said.get("style", "")) is not None
                or not _LEFT_OUT_CLASSES.isdisjoint(f"{said.get('class', '')} {said.get('id', '')}".lower().split())
            )
        )

    def _end_line(self, offset: int) -> None:
        """The line that stands here is whole; its break takes the place of the tag at `offset`."""
        line, self._line = self._line, _Line()
        if not line.pieces:
            self._line.is_heading = line.is_heading
            return
        last = line.pieces[-1]
        line.pieces[-1] = replace(last, end=last.start + len(self.source[last.start : last.end].rstrip(" \t\r\n\f")))
        line.end = offset
        table = self._tables[-1] if self._tables else None
        if table and table.in_row and table.cells and not table.is_layout:
            table.cells[-1].lines.append(line)
        else:
            self.lines.append(line)

    def _end_row(self, table: _Table, offset: int) -> None:
        if not table.in_row:
            return
        filled = [cell for cell in table.cells if cell.lines]
        if len(table.cells) == 1 or any(map(self._is_prose, filled)):
            self._lay_out(table)
        elif filled:
            self.lines.append(_row(filled, offset))
        table.cells, table.column, table.in_row, table.is_layout = [], 0, False, False
        table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 1}

    def _end_table(self, offset: int) -> None:
        self._end_row(self._tables.pop(), offset)
        if self.lines:
            self.lines[-1].is_last_of_table = True

    def _lay_out(self, table: _Table) -> None:
        """The cells of this row hold paragraphs and not data."""
        self.lines += [line for cell in table.cells for line in cell.lines]
        table.is_layout = True
        table.cells = []

    def _is_prose(self, cell: _Cell) -> bool:
        ends = (self.source[line.pieces[-1].end - 9 : line.pieces[-1].end].rstrip() for line in cell.lines)
        return len(cell.lines) > 1 and any(end.endswith(("。", "！", "？", "；")) for end in ends)

    def _gap(self, name: str, offset: int) -> None:
        line = self.source.count("\n", 0, offset) + 1
        kind = "注释或脚本" if name == "!" else f"<{name}>"
        self.gaps.append(
            f"{self.path}:{line}: 这里还有没结束的 {kind}，其中的文字没有读；请补全标签后再查 (unclosed markup)"
        )


_ARTICLES = frozenset(("article", "main"))
_NEVER_LEFT_OUT = _ARTICLES | {"html", "body"}  # their classes tell what else the page has


def _row(cells: list[_Cell], end: int) -> _Line:
    """The cells as one line: a tab for each column further right, spaces between the lines of a cell."""
    row, column = _Line([], end, False, cells[0].lines[0].in_article), 0
    for cell in cells:
        if cell.column > column:
            row.pieces.append(_Piece(cell.tag.start, cell.tag.end, put="\t" * (cell.column - column)))
            column = cell.column
        for line in cell.lines:
            row.pieces += line.pieces
            if line is not cell.lines[-1]:
                row.pieces.append(_Piece(line.end, line.end + 1, put=" "))
    return row


def _count(tag: Tag, name: str, most: int) -> int:
    said = tag.attributes.get(name, "1").strip()
    return min(max(int(said), 1), most) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _chosen(lines: list[_Line]) -> list[_Line]:
    """The lines of the article and its headline; all lines where most of the text stands outside an article."""
    text = [line for line in lines if not line.is_navigation or (line.is_heading and line.in_article)]
    inside = [line for line in text if line.in_article]
    if 2 * sum(line.size for line in inside) < sum(line.size for line in text):
        return text
    return [line for line in text if line.in_article or line.is_heading]


def _extract(source: str, lines: list[_Line]) -> Extract:
    extract = Extract(source)
    for line in lines:
        for piece in line.pieces:
            if piece.put:
                extract.put(piece.put, min(piece.start, max(extract.free, piece.end - len(piece.put))), piece.end)
            else:
                _take(extract, piece)
        extract.put("\n\n" if line.is_last_of_table else "\n", max(line.end, extract.free), line.end + 2)
    return extract


def _take(extract: Extract, piece: _Piece) -> None:
    """A stretch of text: entities decoded, white space as one blank, raised digits told from others."""
    source, position = extract.source, piece.start
    for spelled in _SPELLED.finditer(source, piece.start, piece.end):
        start, end = spelled.span()
        extract.take(position, start)
        position = end
        if source[start] == "&":
            extract.put(unescape(spelled.group()), start, end)
        elif not source[start].isdigit():
            extract.put("" if extract.last in " \t\n" else " ", start, end)
        elif piece.is_raised:
            extract.put(raised(spelled.group()), start, end)
        else:
            extract.take(start, end)
    extract.take(position, piece.end)
