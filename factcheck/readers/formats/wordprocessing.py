"""The parts of a Word package as lines, with a landmark for each paragraph and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factcheck.model import Document
from factcheck.readers.formats.packages import Package, attribute, local
from factcheck.readers.formats.rows import Cell, print_table
from factcheck.readers.formats.strands import Line, Mooring, Strand, lines_of, said, stripped
from factcheck.readers.formats.transcripts import Transcript
from factcheck.readers.formats.words import raised

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(data: bytes, path: str) -> Document:
    """The document in `data`; a paragraph is a line, a table row a line with tabs."""
    return read_moored(data, path).document


@dataclass(frozen=True, slots=True)
class Moored:
    """A document, its package and the tree of its main part, and where every stretch of its source is said, in order;
    what headers, notes and the like say is moored in trees of their own."""

    document: Document
    package: Package
    main: str
    root: _Element
    moorings: Sequence[Mooring]


def read_moored(data: bytes, path: str) -> Moored:
    """As `read`, with the way back from each character of the source into the file."""
    package, transcript = Package(data, path), Transcript(path)
    main = package.main_part("word/document.xml")
    root = package.xml(main)
    document = _Writer(package, transcript).document(main, root)
    return Moored(document, package, main, root, transcript.moorings)


@dataclass(slots=True)
class _Text:
    """What a paragraph says: lines, for it may break its own, and the text boxes that are moored to it."""

    lines: list[Line]
    boxes: list[_Element]
    runs_on: bool = False  # its end was deleted, so the next paragraph goes on where it stops


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code, and whether what follows is its result."""

    code: str = ""
    in_result: bool = False

    @property
    def is_left_out(self) -> bool:
        return not self.in_result or _is_left_out(self.code)


def _is_left_out(code: str) -> bool:
    """Whether the result of a field is no copy: page numbers, and the headings repeated as a table of contents."""
    words = code.split(maxsplit=1)
    return bool(words and words[0].upper() in _LEFT_OUT_FIELDS)


_LEFT_OUT_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "TOC"})
TRANSPARENT = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo"}
)


@dataclass(slots=True)
class _Writer:
    """Writes the parts of a package one after the other."""

    package: Package
    transcript: Transcript
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    _fields: list[_Field] = field(default_factory=list)

    def document(self, main: str, root: _Element) -> Document:
        related = list(self.package.related(main).values())
        body = root.find("{*}body")
        if body is None:
            raise self.package.error("没有正文，不是 Word 文档；请重新取得文件 (no document body)")
        self._blocks(body)
        if any(of.is_left_out for of in self._fields):
            self._gap(_OPEN_FIELD)
        for kind, name in (("footnotes", "脚注"), ("endnotes", "尾注")):
            for part in _parts(related, kind):
                self._notes(self.package.xml(part), name, kind[:-1])
        for kind, name in (("header", "页眉"), ("footer", "页脚")):
            self._margins([self.package.xml(part) for part in _parts(related, kind)], name, kind)
        if any(kind == "aFChunk" for kind, _ in related):
            self._gap(_CHUNKS)
        document = self.transcript.document()
        if not document.text.strip() and any(kind == "image" for kind, _ in related):
            raise self.package.error(_PICTURES)
        return document

    def _gap(self, reason: str) -> None:
        self.transcript.gaps.append(self.package.error(reason).args[0])

    def _blocks(self, parent: _Element, place: tuple[str, str] | None = None) -> None:
        """Paragraphs and tables in order; `place` names them where they do not stand in the body."""
        before: Line = ()
        for block in _blocks_in(parent):
            if local(block) == "tbl":
                self._table(block, place)
                continue
            text = self._paragraph(block)
            text.lines[0] = (*before, *text.lines[0])
            before = text.lines.pop() if text.runs_on else ()
            self._write(text, place)
        if before:
            self._write(_Text([before], []), place)

    def _write(self, text: _Text, place: tuple[str, str] | None) -> None:
        lines = [line for line in text.lines if said(line).strip()]
        if lines and not place:
            self.paragraphs += 1
        if lines:
            self.transcript.mark(*(place or (f"第{self.paragraphs}段", f"paragraph {self.paragraphs}")))
        for line in lines:
            self.transcript.write_line((*line, Strand("\n")))
        for box in text.boxes:
            self.boxes += 1
            self._blocks(box, (f"文本框{self.boxes}", f"text box {self.boxes}"))

    def _table(self, table: _Element, place: tuple[str, str] | None) -> None:
        self.tables += 1
        name, name_en = f"表{self.tables}", f"table {self.tables}"
        print_table(self.transcript, self._rows(table), (name, name_en), self._blocks, place)

    def _rows(self, table: _Element) -> Iterator[list[Cell]]:
        for row in _inside(table, "tr"):
            if row.find("{*}trPr/{*}del") is None:
                yield self._cells(row)

    def _cells(self, row: _Element) -> list[Cell]:
        before = [Cell([], 1, None)] * _number(row.find("{*}trPr/{*}gridBefore"), 0)
        return before + [self._cell(cell) for cell in _inside(row, "tc")]

    def _cell(self, cell: _Element) -> Cell:
        span, merged = _number(cell.find("{*}tcPr/{*}gridSpan"), 1), cell.find("{*}tcPr/{*}vMerge")
        goes_on = merged is not None and attribute(merged, "val") in (None, "continue")
        if goes_on or cell.find("{*}tcPr/{*}cellDel") is not None:
            return Cell([], span, None)
        blocks = list(_blocks_in(cell))
        is_layout = any(local(block) == "tbl" for block in blocks)
        paragraphs = [self._paragraph(block) for block in blocks if local(block) == "p"] if not is_layout else []
        is_layout = is_layout or any(text.boxes for text in paragraphs)
        lines = [line for text in paragraphs for line in map(stripped, text.lines) if line]
        return Cell(lines, span, cell if is_layout else None)

    def _paragraph(self, paragraph: _Element) -> _Text:
        style = paragraph.find("{*}pPr/{*}pStyle")
        is_contents = style is not None and (attribute(style, "val") or "").upper().startswith("TOC")
        boxes: list[_Element] = []
        found = lines_of(self._inline(paragraph, boxes))
        lines = [] if is_contents else [stripped(line, " \t") for line in found]
        return _Text(lines or [()], boxes, paragraph.find("{*}pPr/{*}rPr/{*}del") is not None)

    def _inline(self, parent: _Element, boxes: list[_Element]) -> Iterator[Strand]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child, boxes)
            elif name in TRANSPARENT and not _is_left_out(attribute(child, "instr") or ""):
                yield from self._inline(child, boxes)
            elif name == "AlternateContent" and (chosen := _chosen(child)) is not None:
                yield from self._inline(chosen, boxes)
            elif name in ("oMath", "oMathPara"):
                yield Strand(" ", child)

    def _run(self, run: _Element, boxes: list[_Element]) -> Iterator[Strand]:
        properties = run.find("{*}rPr")
        if _is_on(properties, "vanish") or _is_on(properties, "webHidden"):
            return
        is_raised = properties is not None and _value(properties, "vertAlign") == "superscript"
        for child in run:
            text = self._piece(child, boxes)
            if text and not (self._fields and any(f.is_left_out for f in self._fields)):
                yield Strand(raised(text) if is_raised else text, child)

    def _piece(self, child: _Element, boxes: list[_Element]) -> str:
        match local(child):
            case "t":
                return (child.text or "").translate(_SPACES)
            case "tab" | "ptab":
                return "\t"
            case "br" | "cr":
                return "\n"
            case "noBreakHyphen":
                return "-"
            case "sym":
                return " "
            case "fldChar" | "instrText":
                self._field(child)
            case "ruby":
                return "".join(t.text or "" for t in child.iterfind("{*}rubyBase//{*}t")).translate(_SPACES)
            case "AlternateContent" | "drawing" | "pict" | "object":
                boxes += _boxes_in(child)
        return ""

    def _field(self, mark: _Element) -> None:
        if local(mark) == "instrText":
            if self._fields:
                self._fields[-1].code += mark.text or ""
            return
        match attribute(mark, "fldCharType"):
            case "begin":
                self._fields.append(_Field())
            case "separate" if self._fields:
                self._fields[-1].in_result = True
            case "end" if self._fields:
                self._fields.pop()

    def _notes(self, root: _Element, name: str, name_en: str) -> None:
        """Footnotes or endnotes; those with a type are the lines that part them from the text."""
        notes = [note for note in root if local(note) == name_en and attribute(note, "type") is None]
        for number, note in enumerate(notes, 1):
            self._fields.clear()
            self._blocks(note, (f"{name}{number}", f"{name_en} {number}"))

    def _margins(self, roots: list[_Element], name: str, name_en: str) -> None:
        """Headers or footers; first, odd and even pages often say the same."""
        seen: set[str] = set()
        for root in roots:
            text = "".join(root.itertext())
            if text.strip() and text not in seen:
                seen.add(text)
                self._fields.clear()
                self._blocks(root, (name, name_en))


_CHUNKS = "含有以 altChunk 嵌入的外部文档，其中的文字没有读；请用 Word 打开后另存一份再查 (embedded document not read)"
_OPEN_FIELD = "有一个域没有结束，其后的正文没有读；请用 Word 打开、更新域后另存一份再查 (unclosed field)"
_PICTURES = "只有图片，没有文字，可能是扫描件；请先做文字识别（OCR）再查 (pictures without text)"
_SPACES = str.maketrans("\t\n\r\x0b\x0c", "     ")


def _parts(related: Iterable[tuple[str, str]], kind: str) -> list[str]:
    return sorted({name for of, name in related if of == kind})


def _blocks_in(parent: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a part."""
    return _inside(parent, "p", "tbl")


def _inside(parent: _Element, *names: str) -> Iterator[_Element]:
    """The children of these names, also those in content controls and tracked moves."""
    for child in parent:
        name = local(child)
        if name in names:
            yield child
        elif name in TRANSPARENT:
            yield from _inside(child, *names)


def _chosen(alternatives: _Element) -> Any:
    """Of what is told twice, for new and for old programs, the first."""
    return next((child for child in alternatives if local(child) in ("Choice", "Fallback")), None)


def _boxes_in(drawing: _Element) -> list[_Element]:
    """The contents of text boxes."""
    if local(drawing) == "AlternateContent":
        chosen = _chosen(drawing)
        return _boxes_in(chosen) if chosen is not None else []
    boxes: list[_Element] = []
    for child in drawing:
        boxes += [child] if local(child) == "txbxContent" else _boxes_in(child)
    return boxes


def _is_on(properties: Any, name: str) -> bool:
    """Whether a toggle is set: an element without a value, or with one that is not off."""
    found = properties.find(f"{{*}}{name}") if properties is not None else None
    return found is not None and attribute(found, "val") not in ("0", "false", "off")


def _value(properties: Any, name: str) -> str | None:
    found = properties.find(f"{{*}}{name}")
    return attribute(found, "val") if found is not None else None


def _number(element: Any, otherwise: int) -> int:
    """The whole number that an element holds, within what a table can have."""
    value = attribute(element, "val") if element is not None else None
    return min(int(value), 63) if value and value.isascii() and value.isdigit() else otherwise
