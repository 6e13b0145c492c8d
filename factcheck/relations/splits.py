"""One total split several ways: 零售总额803亿元。按地域分，城镇747亿元；乡村56亿元. 从行业看，…

The total may stand far before, over several paragraphs: of the candidates, the one that the parts make up is meant,
else the total of the split before, else the nearest that one keystroke keeps from agreeing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.reading import is_level
from factcheck.relations.series import (
    LONGEST_LIST,
    adds_up,
    held_together,
    is_item,
    is_slip_away,
    label_of,
    sum_of,
)
from factcheck.rulebook import Rulebook

_SPLIT = expression(
    r"[按分从](?<![^。；，：\s].)(?!主要|重点|部分|其[他中])[^，。；：\d\n]{1,12}(?:分|看|来看|上看|划分|计)[，：](?:[^，。；：\n\d]{0,30}，){0,2}?"
    r"(?:[^。；：\n]{0,60}：)?"
)
_KINDS = expression(r"分为(?P<names>[^，。；：（）\d\n]{3,40}?)[两二三四五]?(?:个)?(?:大类|类别?|部分|种|块)")
_NESTED = expression(r"(?:其中|包括|，含)[^；。]*$")
_FEWEST_OF_KINDS, _FEWEST_SPLIT = 2, 3  # amounts: a total and what it is made of
_FARTHEST_WHOLE = 60  # claims back to the total; the figures of one chapter of a bulletin
_MOST_WHOLES = 6  # candidates tried: each is one more chance of coincidence
_LOST_DIGIT = 10
_ACROSS_SENTENCES = 4
_FARTHEST_CHANGE = 60  # characters from a level to how much it changed


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and the parts that 按…分, 分…看 and 从…看 split them into."""
    text, lexicon = reading.document.text, rulebook.lexicon
    last: Claim | None = None
    if len(reading.levels) >= _FEWEST_OF_KINDS and "分为" in text:
        yield from _of_kinds(reading, rulebook)
    marks = _SPLIT.finditer(text) if len(reading.levels) >= _FEWEST_SPLIT else ()
    for mark, following in pairwise((*marks, None)):
        assert mark
        end = following.start() if following else len(text)
        runs = _runs(reading, mark.end(), end, lexicon)
        wholes = _candidates(reading, mark.start(), runs[0], last, lexicon) if runs else []
        found = whole_of(wholes, runs, lexicon)
        if found:
            last, parts, tries = found
            doubt = min(Fraction(1), rulebook.doubt("split") * tries)
            yield sum_of(reading, last, parts, Ground("split", doubt))
            yield from changes_of(reading, last, parts, rulebook)


def _of_kinds(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """分为公路和水路两大类。公路货运620万吨；水路货运380万吨: named with the first characters of the kinds."""
    text, lexicon = reading.document.text, rulebook.lexicon
    for mark in _KINDS.finditer(text):
        names = re.split("[、和及与]", mark["names"])
        end = min(reading.outline.paragraph(mark.end()).end, mark.end() + LONGEST_LIST)
        levels = [c for c in reading.between(Span(mark.end(), end)) if is_level(c) and not c.direction]
        parts = [next((c for c in levels if _is_of_kind(c, name)), None) for name in names]
        known = [part for part in parts if part is not None]
        are_all = len(known) == len(names) and all(lexicon.comparable(known[0].unit, c.unit) for c in known)
        wholes = _candidates(reading, mark.start(), known, None, lexicon) if are_all else []
        if found := whole_of(wholes, [known], lexicon):
            whole, _, tries = found
            doubt = min(Fraction(1), rulebook.doubt("split") * tries)
            yield sum_of(reading, whole, known, Ground("split", doubt))
            yield from changes_of(reading, whole, known, rulebook)


def _is_of_kind(claim: Claim, name: str) -> bool:
    label = label_of(claim)
    return label.startswith(name) or (label[:1] == name[:1] and name[-1:] in label)


def whole_of(
    wholes: Sequence[Claim], runs: Sequence[Sequence[Claim]], lexicon: Lexicon
) -> tuple[Claim, Sequence[Claim], int] | None:
    """The total and the parts that agree, or that one keystroke keeps from it; and how many totals were tried."""
    for agree in (adds_up, is_slip_away):
        for tries, whole in enumerate(wholes, 1):
            for parts in runs:
                if agree(whole, parts, lexicon):
                    return whole, parts, tries
    return None


def _runs(reading: Reading, start: int, end: int, lexicon: Lexicon) -> list[list[Claim]]:
    """The items behind the mark, held together by one kind of mark, or over sentences to the paragraph's end; the
    next mark, at `end`, splits anew."""
    end = min(reading.outline.paragraph(start).end, start + LONGEST_LIST, end)
    text = reading.document.text
    levels = [
        c for c in reading.between(Span(start, end)) if is_level(c) and not reading.outline.enclosing(c.span.start)
    ]
    first = next((c for c in levels if c.quantity.kind is not Kind.PERCENTAGE_POINT), None)
    if first is None:
        return []
    items = [
        c
        for c in levels
        if is_item(c, first, lexicon) and not _NESTED.search(text, max(start, c.span.start - 80), c.span.start)
    ]
    runs = (
        held_together(reading, items, strictly=True),
        held_together(reading, items, strictly=False),
        held_together(reading, items, strictly=False, strongest=_ACROSS_SENTENCES),
    )
    return [run for i, run in enumerate(runs) if len(run) >= 2 and run not in runs[:i]]


def _candidates(
    reading: Reading, position: int, parts: Sequence[Claim], last: Claim | None, lexicon: Lexicon
) -> list[Claim]:
    """Totals before, nearest first, more than one part at least unless a digit was lost; the total of the split before
    comes first."""
    least = min(lexicon.value(part) for part in parts)
    found = [
        c
        for c in reversed(reading.before(position, _FARTHEST_WHOLE))
        if is_level(c)
        and lexicon.comparable(c.unit, parts[0].unit)
        and lexicon.value(c) * _LOST_DIGIT > least
        and not reading.outline.enclosing(c.span.start)
    ]
    return sorted(found[: 2 * _MOST_WHOLES], key=lambda c: c is not last)[:_MOST_WHOLES]


def changes_of(reading: Reading, whole: Claim, parts: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """Where the total and each part print how much they changed, the changes balance: rises on one side with the
    total's, falls on the other."""
    changes = [_change_of(reading, claim, rulebook.lexicon) for claim in (whole, *parts)]
    known = [change for change in changes if change is not None]
    if len(known) < len(changes) or not all(change.direction for change in known):
        return
    total, *others = known
    alike = tuple(c for c in others if c.direction == total.direction)
    against = tuple(c for c in others if c.direction != total.direction)
    if alike:
        ground = Ground("split-changes", rulebook.doubt("split-changes"))
        yield Relation("sides", {"left": (total, *against), "right": alike}, ground)


def _change_of(reading: Reading, claim: Claim, lexicon: Lexicon) -> Claim | None:
    """The change printed behind a level, in its unit, before the next level."""
    end = reading.outline.sentences[claim.sentence].end
    for other in reading.between(Span(claim.span.end, min(end, claim.span.end + _FARTHEST_CHANGE)))[:2]:
        if other.aspect is Aspect.LEVEL:
            return None
        if other.aspect is Aspect.CHANGE and lexicon.comparable(other.unit, claim.unit):
            return other
    return None
