"""A document as its readers know it, in HTML: paragraphs and tables, with the numbers of findings marked in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from factcheck.model import Document, Finding, Severity, Span
from factcheck.reporters.markup import Markup, joined, tag

_SPACES = " \u00a0\u2009\u202f\u3000"  # of what cleaning left out, a reader knows these alone
_LONGEST_TITLE = 40
_LONGEST_UNBROKEN = 20  # characters: what a phone shows on one line
_CLAUSE_ENDS = "。！？；，、：!?;"


class Mark(Struct, frozen=True):
    """A stretch of clean text that findings (by their number, from 1) speak of; `accused_by` those that accuse it."""

    span: Span
    findings: tuple[int, ...]
    accused_by: tuple[int, ...]
    severity: Severity | None  # the weightiest of the findings that accuse it

    @property
    def classes(self) -> str:
        """What the style sheet and the script know it by; a long one may break over lines."""
        length = " long" if self.span.end - self.span.start > _LONGEST_UNBROKEN else ""
        return (f"m accused {self.severity.value}" if self.severity else "m") + length


def find_marks(document: Document, findings: Iterable[tuple[int, Finding]]) -> tuple[Mark, ...]:
    """The marks of a document, in order, and none over another: where numbers overlap, the stretch that they share is a
    mark of its own."""
    told = [told for number, finding in findings for told in _told(document, number, finding)]
    cuts = sorted({cut for span, *_ in told for cut in (span.start, span.end)})
    over: dict[int, list[tuple[Span, int, Finding, bool]]] = {}
    for one in told:
        for cut in cuts[bisect_left(cuts, one[0].start) : bisect_left(cuts, one[0].end)]:
            over.setdefault(cut, []).append(one)
    return tuple(_mark(Span(start, end), over[start]) for start, end in pairwise(cuts) if start in over)


def _told(document: Document, number: int, finding: Finding) -> Iterator[tuple[Span, int, Finding, bool]]:
    for claim in (finding.accused, *finding.others):
        if claim.document is document:
            yield claim.span, number, finding, claim is finding.accused


def _mark(span: Span, told: Sequence[tuple[Span, int, Finding, bool]]) -> Mark:
    accusing = [(number, finding) for _, number, finding, is_accused in told if is_accused]
    severity = max((f.severity for _, f in accusing), key=lambda s: s.weight, default=None)
    accused_by = tuple(dict.fromkeys(number for number, _ in accusing))
    numbers = dict.fromkeys((*accused_by, *(number for _, number, _, _ in told)))
    return Mark(span, tuple(numbers), accused_by, severity)


def manuscript(document: Document, index: int, marks: Sequence[Mark], lang: str) -> Markup:
    """The whole text; `index` is the document's number in the page, which the anchors of its marks carry."""
    lines = [line for line in _lines(document.text) if line.of(document.text).strip()]
    labels = _labels(document, lines, lang)
    set_ = list(zip(lines, labels, (_is_row(document, line) for line in lines), strict=True))
    parts: list[Markup] = []
    for is_table, group in groupby(set_, key=lambda item: item[2]):
        block = [(line, label) for line, label, _ in group]
        if is_table:
            rows = [_row(document, index, line, label, marks) for line, label in block]
            parts.append(tag("div", tag("table", *rows), class_="table"))
        else:
            parts += [_paragraph(document, index, line, label, marks, line is lines[0]) for line, label in block]
    return joined(*parts)


def excerpt(document: Document, index: int, span: Span, marks: Sequence[Mark]) -> Markup:
    """A stretch of one paragraph with its marks, as links to where they stand in the text."""
    return joined(*_stretches(document, index, span, marks, is_text=False))


def paragraph_around(document: Document, span: Span) -> Span:
    """The paragraph that a number stands in."""
    end = document.text.find("\n", span.end)
    return Span(document.text.rfind("\n", 0, span.start) + 1, len(document.text) if end < 0 else end)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _is_row(document: Document, line: Span) -> bool:
    return "\t" in line.of(document.text).strip()


def _labels(document: Document, lines: Sequence[Span], lang: str) -> list[str]:
    """What stands beside each line: its number in the file, or its landmark where another begins."""
    if not document.is_extracted:
        return [str(bisect_right(document.line_starts, document.origins[_first(document, line)])) for line in lines]
    places = [document.landmark(document.origins[_first(document, line)]) for line in lines]
    names = [place.named(lang) if place else "" for place in places]
    return [name if name != before else "" for before, name in pairwise(["", *names])]


def _first(document: Document, line: Span) -> int:
    text = line.of(document.text)
    return line.start + len(text) - len(text.lstrip())


def _paragraph(document: Document, index: int, line: Span, label: str, marks: Sequence[Mark], is_first: bool) -> Markup:
    text = line.of(document.text).strip()
    kind = "at" if document.is_extracted else "at line"
    is_title = is_first and len(text) <= _LONGEST_TITLE and text[-1] not in _CLAUSE_ENDS
    body = _stretches(document, index, line, marks)
    return tag(
        "p",
        tag("span", label, class_=kind),
        *body,
        class_="headline" if is_title else None,
    )


def _row(document: Document, index: int, line: Span, label: str, marks: Sequence[Mark]) -> Markup:
    cells, start = [], line.start
    for cell in line.of(document.text).split("\t"):
        body = _stretches(document, index, Span(start, start + len(cell)), marks)
        cells.append(tag("td", *body))
        start += len(cell) + 1
    return tag("tr", tag("th", label, class_="at", scope="row"), *cells)


def _stretches(
    document: Document, index: int, span: Span, marks: Sequence[Mark], *, is_text: bool = True
) -> Iterator[Markup]:
    """What is marked, and what lies between."""
    shown, position = _characters(document, span), span.start
    first = bisect_right(marks, span.start, key=lambda mark: mark.span.end)
    for mark in marks[first : bisect_left(marks, span.end, key=lambda mark: mark.span.start)]:
        start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
        text = "".join(shown[start - span.start : end - span.start])
        number = text.lstrip(_SPACES)
        yield joined("".join(shown[position - span.start : start - span.start]) + text[: len(text) - len(number)])
        yield _link(mark, index, number, is_text=is_text)
        position = end
    yield joined("".join(shown[position - span.start :]))


def _link(mark: Mark, index: int, text: str, *, is_text: bool) -> Markup:
    """In the text a number leads to its finding, in a finding to its place in the text."""
    name = f"n{index}-{mark.span.start}"
    if not is_text:
        return tag("a", text, class_=mark.classes, href=f"#{name}")
    listed = " ".join(map(str, mark.findings))
    return tag("a", text, class_=mark.classes, id=name, href=f"#f{mark.findings[0]}", data_f=listed)


def _characters(document: Document, span: Span) -> list[str]:
    """What a reader sees for each character of clean text: what its source prints, led by the spaces that cleaning
    took out; breaks are those of the clean text, where the tags and marks of a format are gone."""
    shown, behind = [], None
    offsets = document.origins[span.start : span.end]
    for char, offset, following in zip(span.of(document.text), offsets, [*offsets[1:], None], strict=False):
        end, spelled = document.spellings.get(offset, (offset + 1, ""))
        printed = _BREAKS.get(char) or spelled or document.source[offset]
        if (
            char == " " and not spelled and following not in (end, None)
        ):  # a space that stands for something longer: a tag, a run of code
            printed = char
        between = "" if behind is None else document.source[behind:offset]
        shown.append((between if not between.strip(_SPACES) else "") + printed)
        behind = end
    return shown


_BREAKS = {"\n": " ", "\t": " │ "}  # only an excerpt of a row has a tab in it
