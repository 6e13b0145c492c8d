"""Brackets behind a number: 266家（北京235家、天津31家）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.relations.series import are_places, is_mean, is_open, series, split, sum_of
from factcheck.rulebook import Rulebook

_TOTAL_INSIDE = expression(r"(?:合计|共计|总计|总共|共)[约有为]?$")
# Another time, where cases came from, how severe they are, how a number was reckoned: no split of the number
# before the bracket.
_OTHERWISE = expression(r"=\s?\d|[×÷]|累计|此前|最初|原|曾|上年|去年|同期|前年|同比|环比|年|届|转入|转自|重症|危重")
_PLUS = expression(r"\s{0,2}[+＋]\s{0,2}")
_FEWEST = 2  # numbers: one before a bracket and one inside
_LONGEST_BRACKET = 2000  # characters; what is longer is no list, and brackets may be nested without end
_FARTHEST_BRACKET = 14  # characters between a total's unit and the bracket that splits it: the noun counted


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and the brackets that split them; a single number in the bracket is a part."""
    for bracket in reading.outline.brackets if len(reading.claims) >= _FEWEST else ():
        claims = reading.between(bracket)
        if not claims or bracket.end - bracket.start > _LONGEST_BRACKET:
            continue
        inside = [c for c in claims if reading.outline.enclosing(c.span.start) == bracket]
        if len(inside) >= 2 and all(_PLUS.fullmatch(reading.text_between(a, b)) for a, b in pairwise(inside)):
            yield from _written_out(reading, bracket, inside, rulebook)
            continue
        whole = _owner(reading, bracket)
        if whole and inside:
            yield from _relations(reading, bracket, whole, inside, rulebook)


def _relations(
    reading: Reading, bracket: Span, whole: Claim, inside: Sequence[Claim], rulebook: Rulebook
) -> Iterator[Relation]:
    text = reading.document.text
    if whole.quantity.kind is not Kind.MEASURE and _OTHERWISE.search(text, bracket.start, bracket.end):
        return
    parts = series(reading, whole, inside, rulebook.lexicon)
    if len(parts) == 1 and parts[0].unit != whole.unit and whole.quantity.kind is Kind.MEASURE:
        ground = Ground("conversion", rulebook.doubt("conversion"))
        yield Relation("same", {"value": (whole,), "other": (parts[0],)}, ground)
        return
    head = text[bracket.start : parts[0].span.start] if parts else ""
    if (
        not parts
        or is_mean(whole)
        or is_mean(parts[0])
        or _TOTAL_INSIDE.search(head)
        or head.startswith("即")
        or _OTHERWISE.search(bracket.of(text))
    ):
        return
    opens = is_open(text, bracket.start, bracket.end, head, rulebook.lexicon)
    yield from split(reading, whole, parts, "bracket", rulebook, is_open=opens)
    if len(inside) == 1 and not opens and are_places(parts, rulebook.lexicon) and parts[0].span.end == bracket.end:
        yield sum_of(reading, whole, parts, Ground("one-place", rulebook.doubt("one-place")))


def _written_out(reading: Reading, bracket: Span, parts: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """49.10%（43.28%＋5.82%）: the sum itself."""
    before = reading.before(bracket.start - 1, 1)
    if before and before[0].span.end == bracket.start - 1 and parts[-1].span.end == bracket.end:
        yield sum_of(reading, before[0], parts, Ground("written-out", rulebook.doubt("written-out")))


def _owner(reading: Reading, bracket: Span) -> Claim | None:
    """The number that a bracket splits: the last one before it, with at most its noun between."""
    before = reading.before(bracket.start - 1, 1)
    if not before or before[-1].aspect not in (Aspect.LEVEL, Aspect.CHANGE):
        return None
    between = reading.document.text[before[-1].span.end : bracket.start - 1]
    return None if len(between) > _FARTHEST_BRACKET or re.search("[，。；：、）]", between) else before[-1]
