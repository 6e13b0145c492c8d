"""Headlines and section headings: short lines that announce what the text below them tells in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from factcheck.model import Span
from factcheck.outline import Outline

_SHORTEST = 4
_LONGEST = 48  # characters; a line of newspaper headline has some twenty, and headings of reports run to two lines
_LONGEST_WITH_MORE = 3 * _LONGEST
_NUMBERED = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d))"
)
_RUNS_ON = re.compile(r"[。！？；，：:;|][”’」』）)】]*\s*\Z")
_BRACKETED = re.compile(r"[^\n【】]{0,30}【(?P<title>[^【】\n]{4,60})】")
_FEWEST_BELOW = 1  # a section says more than its heading, and a brief hardly more
# What stands with a headline and is none of it: 来源：某报, and what a quotation of the exchange puts in brackets.
_BESIDE = re.compile(r"\s{2,}(?:来源|作者|记者|编辑|责编|文|图)[：:/][^\n]{0,40}\Z|[（(][^（）()\n]{0,60}[）)]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the text that it stands over, to the next heading."""

    span: Span
    section: Span


@lru_cache(maxsize=8)  # asked for by several ways of tying numbers, of one document after another
def headings(outline: Outline) -> tuple[Heading, ...]:
    """The headings of a text with the sections below them; the first one stands over the whole text."""
    return tuple(_headings(outline))


def _headings(outline: Outline) -> Iterator[Heading]:
    titles = [*_lines(outline), *_bracketed(outline)]
    titles.sort()
    for index, title in enumerate(titles):
        end = titles[index + 1].start if index + 1 < len(titles) else len(outline.text)
        if index == 0:
            end = len(outline.text)
        if end - title.end >= _FEWEST_BELOW * len(_bare(title.of(outline.text))):
            yield Heading(title, Span(title.end, end))


def may_be_in_headings(outline: Outline, positions: Iterable[int]) -> bool:
    """Whether one of some positions, in order of the text, stands in a line as short as a heading, or in brackets."""
    text, end = outline.text, 0
    for position in positions:
        if position < end:
            continue  # each line is looked at once
        following = text.find("\n", position)
        start, end = text.rfind("\n", 0, position) + 1, following if following >= 0 else len(text)
        if end - start <= _LONGEST_WITH_MORE or text.find("【", start, end) >= 0:
            return True
    return False


def _lines(outline: Outline) -> Iterator[Span]:
    for line in outline.paragraphs:
        if line.end - line.start <= _LONGEST_WITH_MORE and _is_title(line.of(outline.text).strip()):
            yield line


def _bare(text: str) -> str:
    return _BESIDE.sub("", text) if "（" in text or "  " in text or "(" in text else text


def _is_title(text: str) -> bool:
    bare = _bare(text)
    if len(text) < _SHORTEST or len(bare) > _LONGEST:
        return False
    body = bare.rstrip("。")
    if "。" in body or "；" in body or "|" in body:
        return False
    return bool(_NUMBERED.match(text)) or not _RUNS_ON.search(bare)


def _bracketed(outline: Outline) -> Iterator[Span]:
    """【某市新增5例】 at the head of a paragraph."""
    for paragraph in outline.paragraphs if "【" in outline.text else ():
        if paragraph.end - paragraph.start > _LONGEST and (
            found := _BRACKETED.match(outline.text, paragraph.start, paragraph.end)
        ):
            yield Span(*found.span("title"))
