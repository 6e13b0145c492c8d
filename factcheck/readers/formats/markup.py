"""Markdown as lines of the file's own characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from factcheck.model import Document, FactcheckError
from factcheck.readers.decoding import decode
from factcheck.readers.formats.extracts import Extract, line_starts

if TYPE_CHECKING:
    from markdown_it.token import Token


_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(?:[^\n]*\n)*?\1[ \t]*(?:\r?\n|\Z)")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\n]{1,80}\]:", re.MULTILINE)
_CODE_BLOCK = re.compile(r"\s*<(?:script|style|!--|pre\b)", re.IGNORECASE)
_MOST_LINES = 200_000


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where its encoding cannot be told."""
    source, encoding = decode(data, path)
    starts = line_starts(source)
    if len(starts) > _MOST_LINES:
        raise FactcheckError(f"{path}: 文件超过 {_MOST_LINES} 行；请拆分后再查 (too many lines)")
    extract = Extract(source)
    _take_blocks(extract, [*starts, len(source)])
    return extract.document(path, encoding)


def _take_blocks(extract: Extract, starts: Sequence[int]) -> None:
    tokens, first = _blocks(extract.source)
    is_in_table = False
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            is_in_table = token.type == "table_open"
            if not is_in_table:
                extract.put("\n", extract.free, extract.free + 1)
        elif token.map is None:
            continue
        elif token.type == "tr_open":
            _take_row(extract, _line(extract.source, starts, first + token.map[0]))
        elif token.type == "inline" and not is_in_table:
            _take_lines(extract, _inline_lines(extract.source, starts, first, token))
        elif token.type == "html_block":
            _take_html(extract, [_line(extract.source, starts, first + n) for n in range(*token.map)])


def _take_html(extract: Extract, lines: list[tuple[int, int]]) -> None:
    """What stands between the tags of a block of HTML, and behind the comment that begins one."""
    source, start, end = extract.source, lines[0][0], lines[-1][1]
    if comment := _COMMENT.match(source, start, end):
        extract.remark(*comment.span())
        _take_lines(extract, [(comment.end(), end)] if source[comment.end() : end].strip() else ())
    elif not _CODE_BLOCK.match(source, start, end):
        _take_lines(extract, lines)


_COMMENT = re.compile(r"\s*(?:<!--(?s:.)*?-->\s*)+")


def _blocks(source: str) -> tuple[list[Token], int]:
    """The blocks behind the front matter, and the line that they count their lines from."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    matter = _FRONT_MATTER.match(source)
    body = source[matter.end() :] if matter else source
    # To CommonMark a note of one word is the target of a link; its mark is veiled in its own length
    body = _NOTE.sub(lambda mark: "\u00a0" * len(mark.group()), body)
    return parser.parse(body), len(line_starts(source[: matter.end()])) - 1 if matter else 0


def _line(source: str, starts: Sequence[int], number: int) -> tuple[int, int]:
    """Where a line begins and ends, without its break."""
    start, end = starts[number], starts[number + 1]
    return start, start + len(source[start:end].rstrip("\r\n"))


def _inline_lines(source: str, starts: Sequence[int], first: int, token: Token) -> Iterator[tuple[int, int]]:
    """The lines of a paragraph or heading without the marks of the lists and quotes that it stands in."""
    assert token.map
    for number, content in enumerate(token.content.split("\n"), first + token.map[0]):
        start, end = _line(source, starts, number)
        at = source.rfind(content.strip(), start, end) if content.strip() else -1
        if at >= 0:
            after = at + len(content.strip())
            yield at, after if source[after:end].strip() else end


_ROW_MARK = re.compile(r"\\.|\||`+")


def _take_row(extract: Extract, line: tuple[int, int]) -> None:
    """A table row: its cells between bars that no backslash escapes."""
    start, end = line
    text = extract.source[start:end].rstrip()
    start, end = start + len(text) - len(text.lstrip()), start + len(text)
    bars = [m.start() for m in _ROW_MARK.finditer(extract.source, start, end) if m.group() == "|"]
    if bars and bars[0] == start:
        start = bars.pop(0) + 1
    if bars and bars[-1] == end - 1:
        end = bars.pop()
    for bar in [*bars, end]:
        cell = extract.source[start:bar]
        begin = start + len(cell) - len(cell.lstrip())
        _take_text(extract, begin, max(begin, start + len(cell.rstrip())))
        extract.put("\t" if bar < end else "\n", bar, bar + 1)
        start = bar + 1


_ENDS = tuple("。！？；：!?;:…」』”")


def _take_lines(extract: Extract, lines: Iterable[tuple[int, int]]) -> None:
    """The lines of one block; a blank parts them, but two blanks, a backslash or a sentence's end keep the break."""
    last = -1
    for start, end in lines:
        text = extract.source[start:end]
        if last >= 0:
            extract.put(" ", last, start)
        last = start + len(text.rstrip()) - text.endswith("\\")
        _take_text(extract, start, last)
        if text.endswith(("  ", "\\")) or extract.source.endswith(_ENDS, start, last):
            extract.put("\n", last, last + 1)
            last = -1
    if last >= 0:
        extract.put("\n", last, last + 1)


# Alternatives in the order in which they bind. A star between digits is a product and no emphasis.
_MARK = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>(?<!`)(?P<ticks>`++)[^\n]{0,1000}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<left_out>!\[[^\[\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])"
    r"|\[\^[^\]\s]{1,50}\]:?|<!--.{0,2000}?-->|</?[a-zA-Z][^<>\n]{0,2000}>"
    r"|~~[^~\n]{1,1000}~~)"
    r"|(?P<url>https?://[!-;=-~]{1,2000})"
    r"|(?P<target>\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<label>\[)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<emphasis>\*{2,3}|(?<![\d*])\*|\*(?![\d*])|(?<![a-zA-Z0-9_])_{1,3}|_{1,3}(?![a-zA-Z0-9_]))"
)


def _take_text(extract: Extract, start: int, end: int) -> None:
    """The text of a line without its marks."""
    for mark_start, mark_end, put in _marks(extract.source, start, end):
        extract.take(start, mark_start)
        if extract.source.startswith("<!--", mark_start):
            extract.remark(mark_start, mark_end)
        extract.put(put, mark_start, mark_end)
        start = mark_end
    extract.take(start, end)


def _marks(source: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """What in a line is a mark, and what stands in its place, in order; brackets are only marks around links."""
    marks: list[tuple[int, int, str]] = []
    labels: list[int] = []
    while mark := _MARK.search(source, start, end):
        start = mark.end()
        match mark.lastgroup:
            case "escape":
                start += 1  # what is escaped is no mark
                marks.append((mark.start(), mark.end(), ""))
            case "label":
                labels.append(mark.start())
            case "target":
                if labels:
                    opening = labels.pop()
                    marks += [(opening, opening + 1, ""), (mark.start(), mark.end(), "")]
            case "entity":
                marks.append((mark.start(), mark.end(), unescape(mark.group())))
            case "code" | "url":
                marks.append((mark.start(), mark.end(), " "))
            case _:
                marks.append((mark.start(), mark.end(), ""))
    return sorted(marks)
