"""The part of a Word package that holds its comments, and the parts that must know of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from factcheck.readers.formats.packages import Package, attribute

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHOR, _INITIALS = "factcheck", "fc"
_SIZE = "20"  # half points, as Word sets comments; the style of the body may be that of a headline
_TYPES = "[Content_Types].xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MARKS = ("comment", "commentReference", "commentRangeStart", "commentRangeEnd")


class Comments:
    """The comments of a package: those that it has stay, others are added behind them."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._folder, self._file = posixpath.split(main)
        related = package.related(main).values()
        self._known = next((name for kind, name in related if kind == "comments" and name in package.names), None)
        self._name = self._known or self._free_name()
        self._notes: list[tuple[int, Sequence[str]]] = []
        self._tree = package.xml(self._known) if self._known else None
        self._numbers = count(self._first_number(package.xml(main)))

    def add(self, paragraphs: Sequence[str]) -> int:
        """The number of a new comment."""
        number = next(self._numbers)
        self._notes.append((number, paragraphs))
        return number

    def parts(self, root: _Element) -> Mapping[str, bytes]:
        """The parts that change, with the main part as its tree now is."""
        parts = {self._main: _printed(root), self._name: _printed(self._written(root))}
        if self._known is None:
            parts |= self._announced(str(root.tag).startswith(f"{{{_STRICT}}}"))
        return parts

    def _free_name(self) -> str:
        names = (posixpath.join(self._folder, f"comments{number or ''}.xml") for number in count())
        return next(name for name in names if name not in self._package.names)

    def _first_number(self, root: _Element) -> int:
        """A number above those of all comments, and of marks whose comments were lost."""
        marks = [
            mark
            for tree in (root, self._tree)
            if tree is not None
            for mark in tree.iter(*(f"{{*}}{name}" for name in _MARKS))
        ]
        numbers = (attribute(mark, "id") or "" for mark in marks)
        return max((int(n) + 1 for n in numbers if n.isascii() and n.isdigit() and len(n) < 10), default=0)

    def _written(self, root: _Element) -> _Element:
        from lxml import etree

        namespace = str(root.tag).rpartition("}")[0][1:]
        tree = self._tree
        if tree is None:
            tree = etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace})
        tree.extend(_comment(f"{{{namespace}}}", number, paragraphs) for number, paragraphs in self._notes)
        return tree

    def _announced(self, is_strict: bool) -> dict[str, bytes]:
        """The listings in which a new part must stand: what it is, and that the main part refers to it."""
        listing = posixpath.join(self._folder, "_rels", f"{self._file}.rels")
        relations = self._listing(listing, f"{{{_RELATIONS}}}Relationships")
        namespace = str(relations.tag).rpartition("}")[0][1:]
        ids = {relation.get("Id") for relation in relations}
        free = next(f"rId{number}" for number in count(1) if f"rId{number}" not in ids)
        kind = f"{_STRICT_OFFICE if is_strict else _OFFICE}/comments"
        target = posixpath.basename(self._name)
        _add(relations, f"{{{namespace}}}Relationship", Id=free, Type=kind, Target=target)
        changed = {listing: _printed(relations)}
        if _TYPES in self._package.names:
            types = self._package.xml(_TYPES)
            namespace = str(types.tag).rpartition("}")[0][1:]
            _add(types, f"{{{namespace}}}Override", PartName=f"/{self._name}", ContentType=_CONTENT_TYPE)
            changed[_TYPES] = _printed(types)
        return changed

    def _listing(self, name: str, tag: str) -> Any:
        from lxml import etree

        if name in self._package.names:
            return self._package.xml(name)
        return etree.Element(tag, nsmap={None: tag[1:].partition("}")[0]})


def _comment(w: str, number: int, paragraphs: Iterable[str]) -> _Element:
    """A comment; without a date, so that the same findings give the same bytes."""
    from lxml import etree

    comment = etree.Element(f"{w}comment")
    for key, value in (("id", str(number)), ("author", _AUTHOR), ("initials", _INITIALS)):
        comment.set(w + key, value)
    for index, text in enumerate(paragraphs):
        paragraph = etree.SubElement(comment, f"{w}p")
        if index == 0:
            etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}annotationRef")
        run = etree.SubElement(paragraph, f"{w}r")
        etree.SubElement(etree.SubElement(run, f"{w}rPr"), f"{w}sz").set(f"{w}val", _SIZE)
        said = etree.SubElement(run, f"{w}t")
        said.text = text
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return comment


def _add(parent: Any, tag: str, **attributes: str) -> None:
    from lxml import etree

    etree.SubElement(parent, tag, attributes)


def _printed(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))
