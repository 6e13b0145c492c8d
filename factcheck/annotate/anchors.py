"""Comments moored in the text of a Word document: runs are parted where a number begins and ends.

Word takes comments in the body and its tables only. What a header, a note, a text box or a formula says is commented
where it hangs in the body: at the mark of the note, at the run that holds the box, at the first paragraph.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factcheck.readers.formats.packages import attribute, local
from factcheck.readers.formats.strands import Mooring
from factcheck.readers.formats.wordprocessing import TRANSPARENT, Moored

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OPEN = TRANSPARENT | {"document", "body", "tbl", "tr", "tc", "p"}  # through these a comment's marks may stand
_REFERENCES = {"footnotes": ("footnote", "footnoteReference"), "endnotes": ("endnote", "endnoteReference")}
_RUN_PROPERTIES = "rPr"
_MARK_SIZE = "16"  # half points: what Word gives its own marks


def anchor(moored: Moored, spans: Iterable[tuple[int, int, int]]) -> None:
    """Marks `source[start:end]` as the range of comment `number`, for each (number, start, end)."""
    margin = _Margin(moored)
    for number, start, end in spans:
        margin.note(number, start, end)
    margin.write()


@dataclass(slots=True)
class _Boundary:
    """The comments that end and that begin between two characters."""

    ends: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)


class _Margin:
    """Collects where comments begin and end, then parts the runs from the last to the first."""

    def __init__(self, moored: Moored) -> None:
        self._root = moored.root
        self._moorings = moored.moorings
        self._starts = [mooring.start for mooring in moored.moorings]
        self._boundaries: defaultdict[tuple[int, int], _Boundary] = defaultdict(_Boundary)
        self._moved: list[tuple[int, Any]] = []
        self._references: dict[str, dict[str | None, Any]] = {}
        self._namespace = str(moored.root.tag).rpartition("}")[0][1:]

    def note(self, number: int, start: int, end: int) -> None:
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        if not (self._takes_comments(first) and self._takes_comments(last)):
            self._moved.append((number, self._moorings[max(first, 0)].element if self._moorings else None))
            return
        self._boundaries[first, _begin(self._moorings[first], start)].begins.append(number)
        self._boundaries[last, _end(self._moorings[last], end)].ends.append(number)

    def write(self) -> None:
        for index, offset in sorted(self._boundaries, reverse=True):
            boundary = self._boundaries[index, offset]
            marks = [mark for number in boundary.ends for mark in self._ends(number)]
            marks += map(self._begins, boundary.begins)
            _parted(self._moorings[index].element, offset)(marks)
        for number, element in self._moved:
            first, last = _stand_in(self._root, self._hanging(element))
            first.addprevious(self._begins(number))
            for mark in reversed(self._ends(number)):
                last.addnext(mark)

    def _takes_comments(self, index: int) -> bool:
        """Whether a mooring stands in a run of the body, with nothing around it that is drawn apart."""
        element = self._moorings[index].element if index >= 0 else None
        run = element.getparent() if element is not None else None
        if run is None or local(run) != "r":
            return False
        around = [*run.iterancestors()]
        return around[-1] is self._root and all(local(parent) in _OPEN for parent in around)

    def _hanging(self, element: Any) -> Any:
        """For what a note says its mark in the text, for all else the element itself."""
        if element is None:
            return None
        kind, reference = _REFERENCES.get(local(element.getroottree().getroot()), ("", ""))
        note = next((node for node in element.iterancestors() if kind and local(node) == kind), None)
        return element if note is None else self._notes(reference).get(attribute(note, "id"))

    def _notes(self, reference: str) -> dict[str | None, Any]:
        """The marks of all notes of a kind by their numbers."""
        if reference not in self._references:
            marks = list(self._root.iter(f"{{*}}{reference}"))
            self._references[reference] = {attribute(mark, "id"): mark for mark in reversed(marks)}
        return self._references[reference]

    def _begins(self, number: int) -> _Element:
        return self._made("commentRangeStart", id=str(number))

    def _ends(self, number: int) -> list[_Element]:
        run = self._made("r")
        properties = self._made(_RUN_PROPERTIES)
        properties.append(self._made("sz", val=_MARK_SIZE))
        run.extend((properties, self._made("commentReference", id=str(number))))
        return [self._made("commentRangeEnd", id=str(number)), run]

    def _made(self, name: str, **attributes: str) -> _Element:
        from lxml import etree

        made = etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._root.nsmap)
        for key, value in attributes.items():
            made.set(f"{{{self._namespace}}}{key}", value)
        return made


def _begin(mooring: Mooring, start: int) -> int:
    """How much of what the element says stands before `start`; what is no plain text is not parted."""
    return mooring.at + start - mooring.start if local(mooring.element) == "t" else 0


def _end(mooring: Mooring, end: int) -> int:
    return mooring.at + min(end, mooring.end) - mooring.start if local(mooring.element) == "t" else 1


def _parted(element: _Element, offset: int) -> Callable[[Sequence[_Element]], None]:
    """How to put marks between the runs, once its run has been parted where `element` has said `offset` characters."""
    run: Any = element.getparent()
    following = _rest(element, offset)
    if following is None:
        return lambda marks: _put_behind(run, marks)
    kept = [child for child in following.itersiblings(preceding=True) if local(child) != _RUN_PROPERTIES]
    right = _new_run(run, following) if kept else run
    return lambda marks: _put_before(right, marks)


def _put_before(node: _Element, marks: Sequence[_Element]) -> None:
    for mark in marks:
        node.addprevious(mark)


def _put_behind(node: _Element, marks: Sequence[_Element]) -> None:
    for mark in reversed(marks):
        node.addnext(mark)


def _rest(element: _Element, offset: int) -> Any:
    """What of the run comes behind the first characters of one of its elements, which is parted for it."""
    text = element.text or ""
    if offset == 0:
        return element
    if local(element) != "t" or offset >= len(text):
        return element.getnext()
    rest = deepcopy(element)
    element.text, rest.text = text[:offset], text[offset:]
    for part in (element, rest):
        part.set(_SPACE, "preserve")
    element.addnext(rest)
    return rest


def _new_run(run: _Element, first: _Element) -> _Element:
    """A run that looks like another and takes over what it says from one element on."""
    new = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    properties = run.find(f"{{*}}{_RUN_PROPERTIES}")
    moving = [first, *first.itersiblings()]
    if properties is not None:
        new.append(deepcopy(properties))
    new.extend(moving)
    run.addnext(new)
    return new


def _stand_in(root: _Element, hanging: Any) -> tuple[_Element, _Element]:
    """The first and last of what is commented in the body for an element that takes no comments."""
    around = [hanging, *hanging.iterancestors()] if hanging is not None else []
    if root not in around:
        return _whole(_first_paragraph(root))
    index = max(i for i, node in enumerate(around) if local(node) == "p")
    return (around[index - 1],) * 2 if index else _whole(around[0])


def _first_paragraph(root: _Element) -> _Element:
    body: Any = root.find("{*}body")
    found = next(body.iter("{*}p"), None)
    if found is None:
        found = body.makeelement(f"{body.tag.rpartition('}')[0]}}}p", nsmap=body.nsmap)
        body.insert(0, found)
    return found


def _whole(paragraph: _Element) -> tuple[_Element, _Element]:
    """The first and last of what a paragraph holds; an empty one is given an empty run."""
    inside = [child for child in paragraph if local(child) not in ("", "pPr")]
    if not inside:
        inside = [paragraph.makeelement(f"{str(paragraph.tag)[:-1]}r", nsmap=paragraph.nsmap)]
        paragraph.append(inside[0])
    return inside[0], inside[-1]
