"""The pages of a PDF file as paragraphs, with a landmark for each line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from factcheck.model import Document, FactcheckError
from factcheck.readers.formats.glyphs import SOFT_HYPHEN, Block, Glyph, Line, find_blocks, goes_on, pitch_of, turned
from factcheck.readers.formats.streams import refuse_bombs
from factcheck.readers.formats.transcripts import Transcript

_MOST_PAGES = 3000
_MOST_GLYPHS = 200_000  # of a page; a broadsheet has some fifteen thousand
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MOST_UNKNOWN = 0.1  # of the characters of a page; above, the numbers cannot be trusted either
_PAGE_NUMBER = re.compile(
    r"[\s\-—–―·•.]*(?:第\s*|[Pp]age\s*)?\d{1,4}\s*页?(?:\s*[/|,，共of]{1,3}\s*\d{1,4}\s*页?)?[\s\-—–―·•.]*"
)
_SENTENCE_END = ("。", "！", "？", "；", "：", "”", "…")


def read(data: bytes, path: str) -> Document:
    """The document in `data`; raises FactcheckError where it is locked or damaged, or no page has text."""
    pages = list(_pages(data, path))
    without = [page.number for page in pages if page.is_unread]
    if len(without) == len(pages):
        raise FactcheckError(f"{path}: 没有文字层，可能是扫描件；请先做文字识别（OCR）再查 (no text: scanned pages?)")
    transcript = Transcript(path)
    if without:
        listed = "、".join(map(str, without[:20])) + ("等" if len(without) > 20 else "")
        transcript.gaps.append(
            f"{path}: 第{listed}页没有可读的文字，可能是扫描件；请先做文字识别（OCR）再查 (pages without text)"
        )
    _Writer(transcript).write([page for page in pages if not page.is_unread])
    return transcript.document()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's blocks in reading order, and whether it holds something that cannot be read."""

    number: int
    blocks: list[Block]
    is_unread: bool


def _pages(data: bytes, path: str) -> Iterator[_Page]:
    import pypdfium2

    if not data:
        raise FactcheckError(f"{path}: 空文件；请重新取得文件 (empty file)")
    refuse_bombs(data, path)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _failure(data, path, str(error)) from None
    try:
        if len(document) > _MOST_PAGES:
            raise FactcheckError(
                f"{path}: 有 {len(document)} 页，超过上限 {_MOST_PAGES}；请拆分后再查 (too many pages)"
            )
        for number in range(len(document)):
            yield _page(document, number)
    finally:
        document.close()


def _failure(data: bytes, path: str, error: str) -> FactcheckError:
    if "password" in error.lower():
        return FactcheckError(f"{path}: 文件有密码；请另存一份不带密码的再查 (password-protected)")
    if b"%PDF-" not in data[:1024]:
        return FactcheckError(f"{path}: 内容与扩展名不符，不是 PDF 文件；请改正扩展名 (not a PDF)")
    return FactcheckError(f"{path}: PDF 不完整或已损坏，打不开；请重新取得文件 (truncated or damaged)")


def _page(document: Any, number: int) -> _Page:
    import pypdfium2

    try:
        page = document[number]
        glyphs, has_more = _glyphs(page)
    except pypdfium2.PdfiumError:
        return _Page(number + 1, [], True)
    ink = [glyph.char for glyph in glyphs if not glyph.char.isspace()]
    unknown = sum(_UNKNOWN.match(char) is not None for char in ink)
    is_unread = has_more if not ink else unknown > _MOST_UNKNOWN * len(ink)
    return _Page(number + 1, [] if is_unread else find_blocks(turned(glyphs)), is_unread)


def _glyphs(page: Any) -> tuple[list[Glyph], bool]:
    """The upright glyphs of a page, and whether there is anything on it, such as a picture."""
    import ctypes

    import pypdfium2.raw as raw

    text = page.get_textpage()
    try:
        has_more = raw.FPDFPage_CountObjects(page) > 0
        count = text.count_chars()
        if count > _MOST_GLYPHS:
            return [], True
        of, box, x, y = text.raw, raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        found: list[tuple[int, Glyph]] = []
        quarter, last_x, last_y = 0, 0.0, 0.0
        for index in range(count):
            char = _char(raw.FPDFText_GetUnicode(of, index))
            if not char or (char.isspace() and raw.FPDFText_IsGenerated(of, index)):
                continue
            raw.FPDFText_GetLooseCharBox(of, index, box)
            raw.FPDFText_GetCharOrigin(of, index, x, y)
            if quarter or y.value != last_y or x.value < last_x:  # a level line goes on level
                quarter = _quarter(raw.FPDFText_GetCharAngle(of, index))
            last_x, last_y = x.value, y.value
            found.append((quarter, _glyph(char, box, last_x, last_y, quarter)))
    finally:
        text.close()
        page.close()
    return _upright(found), has_more


_QUARTER = 1.5707963267948966
_SLANTED = -1


def _char(code: int) -> str:
    """The character of a code, soft for hyphens that only a line end brought about; empty for halves of pairs."""
    if code in (0xAD, 0x02, 0xFFFE):
        return SOFT_HYPHEN
    return "" if code == 0xFFFF or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _quarter(angle: float) -> int:
    """How many quarters a glyph is turned by, or that it is slanted."""
    turn = round(angle / _QUARTER, 1)
    return int(turn) % 4 if turn == int(turn) else _SLANTED


def _glyph(char: str, box: Any, x: float, y: float, quarter: int) -> Glyph:
    """A glyph in the coordinates in which its own line is level."""
    left, right, bottom, top = box.left, box.right, box.bottom, box.top
    if quarter == 0:
        return Glyph(char, left, right, y, max(top - bottom, 0.01))
    match quarter:
        case 3:  # the line runs upwards; pdfium counts clockwise
            left, right, bottom, top, base = bottom, top, -right, -left, -x
        case 2:
            left, right, base = -right, -left, -y
        case 1:  # the line runs downwards
            left, right, bottom, top, base = -top, -bottom, left, right, x
        case _:
            base = y
    return Glyph(char, left, right, base, max(top - bottom, 0.01))


def _upright(found: list[tuple[int, Glyph]]) -> list[Glyph]:
    """The glyphs that stand as most do."""
    usual = Counter(quarter for quarter, _ in found if quarter != _SLANTED).most_common(1)
    return [glyph for quarter, glyph in found if usual and quarter == usual[0][0]]


class _Writer:
    """Writes pages one after the other; a paragraph goes on over the end of a column or page."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self._said = ""  # the paragraph that is being written, and whether the next line may go on with it
        self._last: tuple[Block, Line] | None = None

    def write(self, pages: list[_Page]) -> None:
        heads = _running_heads(pages)
        for page in pages:
            for block in page.blocks:
                self._write_block(page.number, _without(block, heads, page.blocks))
        self._end()

    def _write_block(self, number: int, block: Block) -> None:
        pitch, before = pitch_of(block), None
        for line in block.lines:
            is_same = goes_on(block, before, line, pitch) if before else self._runs_over(block, line)
            if not is_same:
                self._end()
            self._write_line(number, line)
            before, self._last = line, (block, line)

    def _runs_over(self, block: Block, line: Line) -> bool:
        """Whether the first line of a block goes on with the last paragraph of the block before."""
        if self._last is None or line.is_row or len(block.lines) < 2:
            return False
        last_block, last = self._last
        is_open = last_block.is_full(last, line.text) and not last.text.endswith(_SENTENCE_END)
        is_same_type = abs(last.size - line.size) <= 0.05 * last.size
        return is_open and len(last_block.lines) > 1 and is_same_type and not block.is_indented(line)

    def _write_line(self, number: int, line: Line) -> None:
        text = line.text
        if self._said[-1:].isascii() and self._said[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha():
            self.transcript.write(" ")
        box = (line.left, line.base - 0.2 * line.size, line.right, line.base + 0.8 * line.size)
        self.transcript.mark(f"第{number}页", f"page {number}", tuple(round(side, 1) for side in box))  # type: ignore[arg-type]
        self.transcript.write(text)
        self._said = text

    def _end(self) -> None:
        if self._said:
            self.transcript.write("\n")
        self._said = ""


def _running_heads(pages: list[_Page]) -> frozenset[str]:
    """What stands at the head or foot of most pages, but for its numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_pattern(line) for line in _edges(page.blocks)})
    return frozenset(said for said, count in counts.items() if count >= 3 and 2 * count > len(pages))


def _edges(blocks: list[Block]) -> list[Line]:
    """The highest and the lowest line of a page."""
    lines = sorted((line for block in blocks for line in block.lines), key=lambda line: line.base)
    return [lines[0], lines[-1]] if len(lines) > 2 else []


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _without(block: Block, heads: frozenset[str], blocks: list[Block]) -> Block:
    """A block without running heads and page numbers."""
    edges = {id(line) for line in _edges(blocks)}
    lines = tuple(
        line
        for line in block.lines
        if id(line) not in edges or not (_PAGE_NUMBER.fullmatch(line.text) or _pattern(line) in heads)
    )
    return Block(lines, block.left, block.right, block.is_text)
