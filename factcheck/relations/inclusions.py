"""Lists behind 包括: 共有机构63个，包括总部、3个分部和59个网点. What is named without a number counts one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.outline import separation
from factcheck.reading import is_level
from factcheck.relations.listed import one
from factcheck.relations.series import (
    STRONGEST_LIST_MARK,
    adds_up,
    is_item,
    is_mean,
    is_open,
    is_slip_away,
    label_of,
    sum_of,
    within,
)
from factcheck.rulebook import Rulebook

_INCLUDES = expression("包[括含](?<![是为]..)(?:了|有)?[：:]?(?!但不限|[^。；\n]{0,30}在内)")
_BEFORE = expression("[\u4e00-\u9fff]{0,14}[，（(]?(?:其中|具体|分别)?")
_PARTED = expression("、|，|以及|[和及与]")
_PARTS_AT_END = expression("(?:、|，|以及|[和及与])\\Z")
_NAME = expression("(?:(?!的)[\u4e00-\u9fffA-Za-z“”]){2,14}")
_INCLUDED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_MOST_NAMES = 4
_LONGEST_HEAD = 60
_FEWEST, _MANY = 2, 4
_IN_ALL = expression("总|合计|[共一]共|共计|共有?\\Z")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and the lists right behind them that say what they include."""
    text = reading.document.text
    if _INCLUDED.isdisjoint(reading.kinds):
        return
    for mark in _INCLUDES.finditer(text):
        before = reading.before(mark.start(), 1)
        if not before or not is_level(before[0]) or before[0].quantity.kind not in _INCLUDED:
            continue
        whole = before[0]
        if _BEFORE.fullmatch(text, whole.span.end, mark.start()):
            yield from _relations(reading, whole, mark, rulebook)


def _relations(reading: Reading, whole: Claim, mark: re.Match[str], rulebook: Rulebook) -> Iterator[Relation]:
    items = _items(reading, whole, mark.end(), rulebook.lexicon)
    if not items or is_mean(whole):
        return
    text, end = reading.document.text, items[-1].span.end
    yield within(whole, items, "included-within", rulebook)
    names = _names(reading, mark.end(), items[0].span.start)
    opens = is_open(text, mark.start(), end + _LONGEST_HEAD, text[mark.start() : items[0].span.start], rulebook.lexicon)
    parts = [*names, *items]
    if opens or len(parts) < _FEWEST or not whole.amount.is_exact:
        return
    if adds_up(whole, parts, rulebook.lexicon) or is_slip_away(whole, parts, rulebook.lexicon):
        is_all = _IN_ALL.search(label_of(whole)) or (names and len(parts) >= _MANY)
        ground = "included-all" if is_all else "included"
        yield sum_of(reading, whole, parts, Ground(ground, rulebook.doubt(ground)))


def _items(reading: Reading, whole: Claim, start: int, lexicon: Lexicon) -> list[Claim]:
    """The numbers of the list, to the end of its sentence or bracket, at one depth."""
    text = reading.document.text
    bracket = reading.outline.enclosing(start)
    end = bracket.end if bracket else reading.outline.sentences[reading.outline.sentence(start)].end
    among = text.find("其中", start, end)
    end = among if among > 0 else end
    found = [c for c in reading.between(Span(start, end)) if reading.outline.enclosing(c.span.start) == bracket]
    items = [c for c in found if is_item(c, whole, lexicon)]
    kept = (c for c in items if separation(text, items[0].span.end, c.span.start) < STRONGEST_LIST_MARK)
    return list(kept)


def _names(reading: Reading, start: int, end: int) -> Sequence[Claim]:
    """What is named before the first number, and is not its label: a mark parts the last name from the number."""
    text = reading.document.text
    if end - start > _LONGEST_HEAD or not _PARTS_AT_END.search(text, start, end):
        return ()
    cuts = [(found.start(), found.end()) for found in _PARTED.finditer(text, start, end)]
    starts = (start, *(b for _, b in cuts[:-1]))
    spans = [Span(a, b) for a, (b, _) in zip(starts, cuts, strict=True)]
    are_names = len(spans) <= _MOST_NAMES and all(_NAME.fullmatch(span.of(text)) for span in spans)
    return tuple(one(reading, span) for span in spans) if are_names else ()
