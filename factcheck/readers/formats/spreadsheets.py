"""The sheets of a workbook as rows, with a landmark for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factcheck.model import Document
from factcheck.readers.formats.numberformats import BUILT_IN, print_number
from factcheck.readers.formats.packages import Package, attribute, local
from factcheck.readers.formats.rows import MOST_CELLS, column_name
from factcheck.readers.formats.transcripts import Transcript

if TYPE_CHECKING:
    from lxml.etree import _Element


_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MOST_COLUMNS = 16_384


def read(data: bytes, path: str) -> Document:
    """The document in `data`; a row is a line with tabs, an empty row an empty line."""
    package = Package(data, path)
    transcript = Transcript(path)
    workbook = _Workbook.of(package)
    room = MOST_CELLS
    for name, part in workbook.sheets:
        room -= _write_sheet(package, workbook, name, part, transcript, room)
    return transcript.document()


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What the sheets share."""

    sheets: tuple[tuple[str, str], ...]
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool

    @classmethod
    def of(cls, package: Package) -> _Workbook:
        main = package.main_part("xl/workbook.xml")
        related = package.related(main)
        parts = {kind: part for kind, part in related.values() if part in package.names}
        root = package.xml(main)
        properties = root.find("{*}workbookPr")
        sheets = tuple(
            (sheet.get("name", ""), related[attribute(sheet, "id") or ""][1])
            for sheet in root.iterfind("{*}sheets/{*}sheet")
            if sheet.get("state", "visible") == "visible" and _is_sheet(related.get(attribute(sheet, "id") or ""))
        )
        return cls(
            sheets,
            tuple(map(_text, package.xml(parts["sharedStrings"]))) if "sharedStrings" in parts else (),
            _formats(package.xml(parts["styles"])) if "styles" in parts else (),
            properties is not None and properties.get("date1904") in ("1", "true"),
        )

    def format(self, style: str | None) -> str:
        index = int(style) if style and style.isascii() and style.isdigit() and len(style) < 9 else 0
        return self.formats[index] if index < len(self.formats) else "General"

    def string(self, index: str) -> str:
        is_known = index.isascii() and index.isdigit() and len(index) < 9 and int(index) < len(self.strings)
        return self.strings[int(index)] if is_known else ""


def _is_sheet(relation: tuple[str, str] | None) -> bool:
    return relation is not None and relation[0] == "worksheet"


def _formats(styles: _Element) -> tuple[str, ...]:
    """The number format of each cell style."""
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iterfind("{*}numFmts/{*}numFmt")}
    builtin = {str(number): code for number, code in BUILT_IN.items()}
    ids = (xf.get("numFmtId", "0") for xf in styles.iterfind("{*}cellXfs/{*}xf"))
    return tuple(codes.get(number) or builtin.get(number, "General") for number in ids)


def _text(parent: _Element) -> str:
    """The runs of a string without its phonetic guide."""
    runs = (
        t for child in parent for t in ([child] if local(child) == "t" else child.iterfind("{*}t")) if _is_run(child)
    )
    return "".join(t.text or "" for t in runs)


def _is_run(child: _Element) -> bool:
    return local(child) in ("t", "r")


def _write_sheet(package: Package, workbook: _Workbook, name: str, part: str, transcript: Transcript, room: int) -> int:
    """Writes a sheet of no more cells than there is room for; returns how many it has."""
    unknown: list[str] = []
    at = last = written = 0
    for row in _rows(package, part):
        given = row.get("r", "")
        at = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else at + 1
        cells = list(_cells(workbook, row, at, unknown))
        written += len(cells)
        if written > room:
            raise package.error(f"到工作表 {name} 为止，单元格超过 {MOST_CELLS} 个；请拆分后再查 (too many cells)")
        if cells:
            transcript.write("\n" if last and at > last + 1 else "")
            _write_row(transcript, name, at, cells)
            last = at
    transcript.write("\n")
    if unknown:
        transcript.gaps.append(
            package.error(
                f"工作表 {name} 有 {len(unknown)} 个公式没有存下结果（如 {unknown[0]}），没有读；"
                "请用 Excel 打开、保存后再查 (formulas without saved results)"
            ).args[0]
        )
    return written


def _write_row(transcript: Transcript, sheet: str, number: int, cells: list[tuple[int, str]]) -> None:
    """The filled cells of a row; a lone one is a title or a note and may have lines."""
    column = cells[0][0] if len(cells) == 1 else 0
    for at, text in cells:
        transcript.write("\t" * (at - column))
        name = f"{sheet}!{column_name(at)}{number}"
        transcript.mark(name, name)
        transcript.write(text if len(cells) == 1 else " ".join(text.split("\n")))
        column = at
    if cells:
        transcript.write("\n")


def _rows(package: Package, part: str) -> Iterator[_Element]:
    """The rows of a sheet one by one; those that were seen are let go."""
    import io

    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(package.part(part)),
        tag="{*}row",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, row in events:
            if row.getroottree().docinfo.doctype:
                raise package.doctype(part)
            yield row
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise package.broken(part, error) from None


def _cells(workbook: _Workbook, row: _Element, number: int, unknown: list[str]) -> Iterator[tuple[int, str]]:
    """Column and text of each filled cell, from left to right."""
    column = -1
    for cell in row.iterchildren("{*}c"):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        given = _column(reference[1]) if reference else column + 1
        if given <= column or given >= _MOST_COLUMNS:
            continue
        column = given
        text = _shown(workbook, cell).replace("\t", " ").replace("\r", "").strip()
        if text:
            yield column, text
        elif cell.find("{*}f") is not None and cell.get("t") != "str":
            unknown.append(f"{column_name(column)}{number}")


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _shown(workbook: _Workbook, cell: _Element) -> str:
    """What a cell shows."""
    value = cell.findtext("{*}v") or ""
    match cell.get("t", "n"):
        case "s":
            return workbook.string(value)
        case "inlineStr":
            inline = cell.find("{*}is")
            return _text(inline) if inline is not None else ""
        case "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        case "n" if value:
            return print_number(value, workbook.format(cell.get("s")), since_1904=workbook.since_1904)
    return value
