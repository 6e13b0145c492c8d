"""Documents of each format, built by hand for the tests of the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_TYPES = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_NAMES = (
    f'{_W} xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:shapes" xmlns:m="urn:mathematics"'
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(**targets: str) -> str:
    """A part that lists relations: `header1="header1.xml"`; the digits of a key are left out of its kind."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{key.rstrip("0123456789")}" Target="{target}"/>'
        for key, target in targets.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_TYPES}">{listed}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file: `body` as WordprocessingML, and other parts by their kind, such as footnotes or header1."""
    members = {
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in parts}),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, content in parts.items():
        root = roots.get(name.rstrip("0123456789"), name)
        members[f"word/{name}.xml"] = f"<w:{root} {_NAMES}>{content}</w:{root}>"
    return zipped(members)


def p(*pieces: str, style: str = "") -> str:
    """A paragraph of runs; what is markup already stays as it is."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{''.join(map(r, pieces))}</w:p>"


def r(text: str, properties: str = "") -> str:
    if text.startswith("<"):
        return text
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{formatted}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: tuple[str, ...]) -> str:
    """A table; a cell is a text, or markup of its own that may begin with `<w:tcPr>`."""
    cells = ["".join(f"<w:tc>{cell if cell[:1] == '<' else p(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def xlsx(*sheets: tuple[str, str], strings: tuple[str, ...] = (), formats: tuple[str, ...] = (), **more: str) -> bytes:
    """A workbook: each sheet a name and the markup of its rows; `formats` are the number formats of styles 0, 1 …"""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="worksheet{n}"{more.get(f"sheet{n}", "")}/>'
        for n, (name, _) in enumerate(sheets, 1)
    )
    shared = "".join(f"<si>{text if text[:1] == '<' else f'<t>{text}</t>'}</si>" for text in strings)
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{_quoted(code)}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    targets = {f"worksheet{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="/xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook {_S} xmlns:r="{_OFFICE}"><workbookPr{more.get("properties", "")}/>'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(**targets, sharedStrings="sharedStrings.xml", styles="styles.xml"),
            "xl/sharedStrings.xml": f"<sst {_S}>{shared}</sst>",
            "xl/styles.xml": f"<styleSheet {_S}><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>",
            **{
                f"xl/worksheets/sheet{n}.xml": f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
                for n, (_, rows) in enumerate(sheets, 1)
            },
        }
    )


def _quoted(code: str) -> str:
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def row(number: int, *cells: str | int | float, start: str = "A") -> str:
    """A row of cells; a text is a string of its own, markup stays as it is."""
    written = ""
    for offset, cell in enumerate(cells):
        name = f"{chr(ord(start) + offset)}{number}"
        if isinstance(cell, str):
            written += cell if cell[:1] == "<" else f'<c r="{name}" t="inlineStr"><is><t>{cell}</t></is></c>'
        else:
            written += f'<c r="{name}"><v>{cell}</v></c>'
    return f'<row r="{number}">{written}</row>'
