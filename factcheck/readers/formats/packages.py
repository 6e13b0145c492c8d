"""Office Open XML packages: zip files of XML parts, which may be damaged, locked, or made to burst their reader.

Only the parts asked for are inflated, up to a limit that is counted and not believed; nothing outside the file is
ever fetched, and a part that declares entities is refused.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, TypeVar

from factcheck.model import FactcheckError

if TYPE_CHECKING:
    from lxml.etree import _Element

T = TypeVar("T")

LARGEST_FILE = 128 * 2**20  # bytes; pictures make the size of a package, and they are not inflated
LARGEST_PART = 32 * 2**20  # bytes of XML: some three million characters of text with its markup
LARGEST_INSIDE = 3 * LARGEST_PART  # of all parts together
_MOST_PARTS = 20_000
_MACROS = ("vbaProject.bin", "xl/macrosheets/")
_WITH_MACROS = "文件带宏，不读；请另存为不带宏的 .docx 或 .xlsx 再查 (has macros: save it without them)"
_SIGNATURE, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"


def holds(data: bytes, folder: str) -> bool:
    """Whether the bytes are a zip file with a member in `folder`, as its directory at the end tells."""
    return data.startswith(_SIGNATURE) and folder.encode() in data[max(0, data.rfind(b"PK\x05\x06") - 2**20) :]


class Package:
    """An opened package; every failure is a FactcheckError that names the file and the remedy."""

    def __init__(self, data: bytes, path: str) -> None:
        import io
        import zipfile

        self.path = path
        self._size = 0
        if not data.startswith(_SIGNATURE):
            raise self.error(_EMPTY if not data else _NO_PACKAGE)
        if data.count(_ENTRY) > _MOST_PARTS:
            raise self.error(f"压缩包里有 {data.count(_ENTRY)} 个文件，不像正常的文稿；请另存一份再查 (too many parts)")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
            raise self.error(_DAMAGED) from error
        self.names = frozenset(self._archive.namelist())
        if any(macro in name for macro in _MACROS for name in self.names):
            raise self.error(_WITH_MACROS)

    def error(self, reason: str) -> FactcheckError:
        return FactcheckError(f"{self.path}: {reason}")

    def part(self, name: str) -> bytes:
        """The inflated bytes of a part; a missing part is damage."""
        with self._open(name) as file:
            data = self._inflated(file)
        self._size += len(data)
        if len(data) > LARGEST_PART or self._size > LARGEST_INSIDE:
            raise self.error(
                f"{name} 解压后超过 {LARGEST_PART // 2**20} MB，或各部分合计超过 {LARGEST_INSIDE // 2**20} MB，"
                "可能是压缩炸弹；"
                "请另存一份或拆分后再查 (too large inside)"
            )
        return data

    def xml(self, name: str) -> _Element:
        """The root of a part; nothing is expanded or fetched."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.part(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.broken(name, error) from None
        if root.getroottree().docinfo.doctype:
            raise self.doctype(name)
        return root

    def broken(self, name: str, error: Exception) -> FactcheckError:
        return self.error(f"{name} 不是完好的 XML：{error}；{_REMEDY} (damaged XML)")

    def doctype(self, name: str) -> FactcheckError:
        return self.error(f"{name} 声明了 DTD，可能藏有实体攻击；请用办公软件另存一份再查 (XML with a DTD)")

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id → kind of the relation, name of the part."""
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", file + ".rels")
        if listing not in self.names:
            return {}
        found = {}
        for relation in self.xml(listing).iterchildren("{*}Relationship"):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))
        return found

    def main_part(self, usual: str) -> str:
        """The part that the package is about."""
        named = (name for kind, name in self.related("").values() if kind == "officeDocument")
        return next((name for name in named if name in self.names), usual)

    def _open(self, name: str) -> IO[bytes]:
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            raise self.error(f"缺少 {name}；{_REMEDY} (part missing)") from None
        if info.flag_bits & 1:
            raise self.error("文件有密码；请在办公软件里取消密码后再查 (password-protected)")
        return self._guarded(lambda: self._archive.open(info))

    def _inflated(self, file: IO[bytes]) -> bytes:
        return self._guarded(lambda: file.read(LARGEST_PART + 1))

    def _guarded(self, act: Callable[[], T]) -> T:
        import zipfile
        import zlib

        try:
            return act()
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as e:
            raise self.error(_DAMAGED) from e


_REMEDY = "请重新取得文件，或用办公软件打开后另存一份"
_EMPTY = f"空文件；{_REMEDY} (empty file)"
_NO_PACKAGE = "内容与扩展名不符，不是 Office 文件；请改正扩展名，或用办公软件打开后另存一份 (not a zip package)"
_DAMAGED = f"文件不完整或已损坏，打不开；{_REMEDY} (truncated or damaged)"


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The attribute of this local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None
