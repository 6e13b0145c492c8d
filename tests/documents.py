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
