"""A finding as a card of the HTML report: what is wrong, the arithmetic, the repairs, and each source beside the
others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from factcheck.model import Claim, Document, Finding, Span
from factcheck.reporters.manuscript import Mark, excerpt, find_marks, paragraph_around
from factcheck.reporters.markup import Markup, joined, tag
from factcheck.reporters.phrases import phrases
from factcheck.reporters.wording import changes, landmark_of, message, sums

_AROUND = 28  # characters on either side of a number: the clause that it stands in, at most times
_MOST_EXCERPTS = 6


def card(number: int, finding: Finding, indices: Mapping[int, int], lang: str) -> Markup:
    """The card of finding `number`; `indices` are the documents' numbers in the page."""
    spoken, severity = phrases(lang), finding.severity.value
    head = tag(
        "header",
        tag("span", spoken.severities[severity], class_="badge"),
        tag("span", finding.rule.id, class_="law"),
        tag("span", spoken.confidence.format(spoken.confidences[finding.confidence.value]), class_="sure"),
    )
    return tag(
        "article",
        head,
        tag("h3", message(finding, lang)),
        *(tag("p", line, class_="sum") for line in sums(finding, lang)),
        _repairs(finding, lang),
        tag("div", *_sides(number, finding, indices, lang), class_=_layout(finding)),
        tag("details", tag("summary", spoken.about_rule), tag("p", finding.rule.explain or finding.rule.id)),
        class_=f"card {severity}",
        id=f"f{number}",
        tabindex=-1,
        data_f=number,
        data_severity=severity,
        data_rule=finding.rule.id,
    )


def _repairs(finding: Finding, lang: str) -> Markup:
    told = changes(finding, lang)
    if not told:
        return Markup()
    if len(told) == 1:
        return tag("p", phrases(lang).repair.format(told[0]), class_="repair")
    return tag("div", tag("p", told[0]), tag("ul", *(tag("li", change) for change in told[1:])), class_="repair")


def _layout(finding: Finding) -> str:
    return "sides several" if len(finding.documents) > 1 else "sides"


def _sides(number: int, finding: Finding, indices: Mapping[int, int], lang: str) -> Iterator[Markup]:
    """For each document what it says around the numbers, the accused first."""
    for document in finding.documents:
        marks = find_marks(document, [(number, finding)])
        windows = _windows(document, _claims(document, finding))
        shown = (_excerpt(document, indices[id(document)], window, marks, lang) for window in windows[:_MOST_EXCERPTS])
        more = len(windows) - _MOST_EXCERPTS
        left_out = tag("p", phrases(lang).more_places.format(more), class_="at") if more > 0 else None
        yield tag("section", tag("h4", document.path), *shown, left_out)


def _claims(document: Document, finding: Finding) -> list[Claim]:
    return sorted((c for c in (finding.accused, *finding.others) if c.document is document), key=lambda c: c.span)


def _windows(document: Document, claims: Sequence[Claim]) -> list[Span]:
    """The stretches to show: some words around each number, one stretch where they meet."""
    windows: list[Span] = []
    for claim in claims:
        paragraph = paragraph_around(document, claim.span)
        start, end = max(paragraph.start, claim.span.start - _AROUND), min(paragraph.end, claim.span.end + _AROUND)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(end, windows[-1].end))
        else:
            windows.append(Span(start, end))
    return windows


def _excerpt(document: Document, index: int, window: Span, marks: Sequence[Mark], lang: str) -> Markup:
    paragraph = paragraph_around(document, window)
    before, after = ("…" if window.start > paragraph.start else ""), ("…" if window.end < paragraph.end else "")
    body = joined(before, excerpt(document, index, window, marks), after)
    return tag("blockquote", tag("span", _where(document, window, marks, lang), class_="at"), body)


def _where(document: Document, window: Span, marks: Sequence[Mark], lang: str) -> str:
    """The landmark or the line of the first number in a stretch."""
    first = next(mark.span for mark in marks if mark.span.overlaps(window))
    place = document.locate(first)
    return landmark_of(place, lang) or phrases(lang).here.format(line=place.line)
