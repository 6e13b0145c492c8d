"""A total and the numbered items under it, each over sentences or paragraphs.

财政收入72亿元。1、预算收入66亿元… 2、基金收入6亿元…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.reading import is_level
from factcheck.relations.leads import measured
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of
from factcheck.rulebook import Rulebook

_ORDER = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
# How the marks of a list look, and what the second of them holds: a text without that has no such list.
_STYLES = tuple(
    (re.compile(style, re.M), seconds)
    for style, seconds in (
        (r"^\s{0,8}(?P<n>[1-9])[、.．](?!\d)", ("2、", "\n2.", "\n2．")),
        (rf"(?P<n>[{_CIRCLED}])", ("②",)),
        (rf"（(?P<n>[1-9{_ORDER}])）", ("（2）", "（二）")),
        (rf"(?:^|(?<=[，。；：\s]))(?P<n>[{_ORDER}])是", ("二是",)),
        (rf"(?:^|(?<=[，。；：\s]))第(?P<n>[{_ORDER}])[，、]", ("第二，", "第二、")),
    )
)
_SECOND = re.compile("|".join(re.escape(second) for _, seconds in _STYLES for second in seconds))
_AMOUNTS = (Kind.COUNT, Kind.MONEY, Kind.MEASURE)
_IN_ALL = expression("共|总|合计|累计")
_FEWEST = 2
_LONGEST_LEAD = 60  # characters from the mark of an item to its number
_FARTHEST_WHOLE = 6  # levels back from the first mark
_FRAME = 2


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Items numbered in order, the first number of each a part of a total before them."""
    text = reading.document.text
    if len(reading.levels) <= _FEWEST or not _SECOND.search(text):
        return
    for style in (style for style, seconds in _STYLES if any(map(text.__contains__, seconds))):
        for starts in _runs(text, style):
            parts = [_first(reading, start) for start in starts]
            known = [part for part in parts if part is not None]
            if len(known) == len(starts):
                yield from _sum(reading, starts[0], known, rulebook)


def _runs(text: str, style: re.Pattern[str]) -> Iterator[list[int]]:
    """Where the items of each list begin that counts from one."""
    run: list[int] = []
    for mark in (*style.finditer(text), None):
        number = _number(mark["n"]) if mark else 0
        if mark and run and number == len(run) + 1:
            run.append(mark.end())
            continue
        if len(run) >= _FEWEST:
            yield run
        run = [mark.end()] if mark and number == 1 else []


def _number(mark: str) -> int:
    return max(_ORDER.find(mark), _CIRCLED.find(mark)) + 1 or int(mark)


def _first(reading: Reading, start: int) -> Claim | None:
    """The first number of an item, a level."""
    near = reading.between(Span(start, start + _LONGEST_LEAD))[:1]
    is_amount = near and is_level(near[0]) and near[0].quantity.kind in _AMOUNTS and not near[0].direction
    return near[0] if is_amount else None


def _sum(reading: Reading, start: int, parts: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    lexicon = rulebook.lexicon
    if not all(lexicon.comparable(parts[0].unit, part.unit) for part in parts):
        return
    wholes = [c for c in reversed(reading.before(start, _FARTHEST_WHOLE)) if _may_be_total(c, parts, lexicon)]
    for agree in (adds_up, is_slip_away):
        for tries, whole in enumerate(wholes, 1):
            if agree(whole, parts, lexicon):
                doubt = min(Fraction(1), rulebook.doubt("numbered") * tries)
                yield sum_of(reading, whole, parts, Ground("numbered", doubt))
                return


def _may_be_total(whole: Claim, parts: Sequence[Claim], lexicon: Lexicon) -> bool:
    if not is_level(whole) or whole.direction or not lexicon.comparable(whole.unit, parts[0].unit):
        return False
    if any(whole.quantity.text == part.quantity.text for part in parts):
        return False  # the first part, told before
    frames = {measured(claim)[-_FRAME:] for claim in (whole, *parts)}
    return len(frames) == 1 if whole.quantity.kind is not Kind.COUNT else bool(_IN_ALL.search(label_of(whole)))
