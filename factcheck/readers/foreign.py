"""Files that no reader reads: each is refused with what it is and how to turn it into what can be read."""

from __future__ import annotations

from pathlib import Path

from factcheck.model import Document, FactcheckError
from factcheck.readers.formats.packages import LARGEST_FILE, holds

__all__ = ["LARGEST_FILE", "SUFFIXES", "read", "recognises"]

_WORD = "请用 Word 或 WPS 打开，另存为 .docx 再查 (legacy Word format: save as .docx)"
_SHEET = "请用 Excel 或 WPS 打开，另存为 .xlsx 再查 (legacy spreadsheet: save as .xlsx)"
_SLIDES = "请导出为 PDF 再查 (presentation: export it as PDF)"
_REMEDIES = {
    ".doc": f"旧版 Word 文档；{_WORD}",
    ".dot": f"旧版 Word 模板；{_WORD}",
    ".wps": f"WPS 文字文档；{_WORD}",
    ".wpt": f"WPS 文字模板；{_WORD}",
    ".rtf": f"RTF 文档；{_WORD}",
    ".odt": f"OpenDocument 文档；{_WORD}",
    ".xls": f"旧版 Excel 表格；{_SHEET}",
    ".et": f"WPS 表格；{_SHEET}",
    ".ods": f"OpenDocument 表格；{_SHEET}",
    ".ppt": f"旧版演示文稿；{_SLIDES}",
    ".pptx": f"演示文稿；{_SLIDES}",
    ".dps": f"WPS 演示文稿；{_SLIDES}",
    ".odp": f"OpenDocument 演示文稿；{_SLIDES}",
    ".ofd": "OFD 版式文件；请转换为 PDF 再查 (OFD: convert it to PDF)",
}
SUFFIXES = tuple(_REMEDIES)

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "PowerPoint Document": ".ppt"}
_ARCHIVES = {
    b"Rar!\x1a\x07": "RAR 压缩包",
    b"7z\xbc\xaf\x27\x1c": "7z 压缩包",
    b"\x1f\x8b\x08": "gzip 压缩包",
    b"\x89PNG\r\n\x1a\n": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
}


def recognises(data: bytes) -> bool:
    """Whether the first bytes are those of a format known to be unreadable."""
    is_read = holds(data, "word/") or holds(data, "xl/")
    return not is_read and data.startswith((_COMPOUND, rb"{\rtf", *_ZIP, *_ARCHIVES))


def read(data: bytes, path: str) -> Document:
    """Always raises FactcheckError with the remedy."""
    raise FactcheckError(f"{path}: {_reason(data, Path(path).suffix.lower())}")


def _reason(data: bytes, suffix: str) -> str:
    if data.startswith(_COMPOUND):
        return _compound(data, suffix)
    if data.startswith(_ZIP):
        return _zip(data, suffix)
    if data.startswith(rb"{\rtf"):
        return f"这是{_REMEDIES['.rtf']}"
    for signature, kind in _ARCHIVES.items():
        if data.startswith(signature):
            remedy = "请解压后再查" if kind.endswith("包") else "请先识别文字，另存为文本再查"
            return f"内容是{kind}，不是文稿；{remedy} (not a document)"
    return f"这是{_REMEDIES[suffix]}"


def _compound(data: bytes, suffix: str) -> str:
    """Old binary formats, and new ones behind a password, share one container."""
    if _LOCKED in data:
        return "文件有密码；请在办公软件里取消密码后再查 (password-protected)"
    inside = (old for stream, old in _STREAMS.items() if stream.encode("utf-16-le") in data)
    return f"这是{_REMEDIES.get(suffix) or _REMEDIES[next(inside, '.doc')]}"


def _zip(data: bytes, suffix: str) -> str:
    if b"PK\x05\x06" not in data[-65_557:]:
        return "文件不完整，结尾的目录丢失；请重新取得文件 (truncated zip, such as a .docx cut short)"
    inside = {
        "ppt/": ".pptx",
        "OFD.xml": ".ofd",
        "opendocument.text": ".odt",
        "opendocument.spreadsheet": ".ods",
        "opendocument.presentation": ".odp",
    }
    found = next((kind for member, kind in inside.items() if member.encode() in data), suffix)
    if found in _REMEDIES:
        return f"这是{_REMEDIES[found]}"
    return "内容是 zip 压缩包，不是文稿；请解压后再查 (a zip archive, not a document)"
