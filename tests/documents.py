"""Documents of each format, built by hand for the tests of the readers."""

from __future__ import annotations

import io
import re
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


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
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


def pdf(*pages: str) -> bytes:
    """A PDF file: each page its content, made with `at` or by hand. Its font draws every character as a black box."""
    chars = sorted({char for page in pages for said in _SAID.findall(page) for char in _char_list(said)})
    codes = {char: f"{code:02x}" for code, char in enumerate(chars)}
    assert len(codes) < 256, "a simple font has no more characters"
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(len(pages)))
    widths = [500 if char < "\u0100" else 1000 for char in chars]
    names = [f"/{'n' if width == 500 else 'w'}{code}" for code, width in enumerate(widths)]
    procedures = "".join(f"{name} {5 if name[1] == 'n' else 4} 0 R" for name in names)
    meanings = "".join(f"<{code}><{char.encode('utf-16-be').hex()}>\n" for char, code in codes.items())
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0"
        f"/LastChar {len(chars) - 1}/Widths[{' '.join(map(str, widths))}]/CharProcs<<{procedures}>>"
        f"/Encoding<</Type/Encoding/Differences[0{''.join(names)}]>>/Resources<<>>/ToUnicode 6 0 R>>",
        _stream("1000 0 50 -100 950 850 d1 50 -100 900 950 re f"),
        _stream("500 0 50 -100 450 850 d1 50 -100 400 950 re f"),
        _stream(
            f"begincmap 1 begincodespacerange <00><ff> endcodespacerange {len(codes)} beginbfchar\n"
            f"{meanings}endbfchar endcmap"
        ),
    ]
    for n, content in enumerate(pages):
        coded = _SAID.sub(lambda said: f"<{''.join(codes[char] for char in _char_list(said[1]))}> Tj", content)
        page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        objects += [f"{page}/Contents {8 + 2 * n} 0 R>>", _stream(coded)]
    return _numbered(objects)


_SAID = re.compile(r"<([0-9a-f]*)> Tj")


def _char_list(said: str) -> str:
    return bytes.fromhex(said).decode("utf-16-be")


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def _numbered(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out + end.encode()


def at(x: float, y: float, text: str, size: float = 10, matrix: str = "1 0 0 1") -> str:
    """Text whose baseline begins at a point of the page."""
    return f"BT /F {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def column(x: float, y: float, text: str, ems: int, size: float = 10, step: float = 15) -> str:
    """A text set in lines of so many ems, as a compositor breaks it; paragraphs are parted by line breaks."""
    lines = [line for paragraph in text.split("\n") for line in lines_of(paragraph, ems)]
    return "".join(at(x, y - n * step, line, size) for n, line in enumerate(lines))


def lines_of(paragraph: str, ems: int) -> list[str]:
    lines, width = [""], 0.0
    for char in paragraph:
        advance = 0.5 if char < "\u0100" else 1.0
        if width + advance > ems:
            lines.append("")
            width = 0.0
        lines[-1] += char
        width += advance
    return lines
