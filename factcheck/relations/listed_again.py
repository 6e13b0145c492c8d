"""What a list with 分别 says of each of its names, and what is said of the name elsewhere.

甲税、乙税、丙税分别为608亿元、34亿元、952亿元 · 丙税增幅最大，收入达952亿元
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from msgspec import Struct

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation, Span
from factcheck.numerals import reprint
from factcheck.relations.identity import apart_in_time, in_table_row
from factcheck.rulebook import Rulebook

_EACH = ("分别", "各自")
_RESPECTIVELY = expression("|".join(_EACH))
_NAMES = expression("(?:[\u4e00-\u9fff]{2,12}、){1,9}[\u4e00-\u9fff]{2,12}(?:[和及与][\u4e00-\u9fff]{2,12})?")
_LAST_AND = expression("[和及与]")
_FARTHEST_NAMES = 90  # characters before 分别 in which the names stand
_BETWEEN = expression(r"[，、]?[^，。；：、！？\d]{0,8}")  # between the names and 分别: 收入, 的增加值
_COORDINATE = expression("[、，和及与]|以及")
_SHORTEST_NAME = 3  # characters; shorter ones stand inside other words
_SEGMENT_MARK = expression("[。；！？\n]")
_REACH = 60  # characters before a number in which its name may stand
_MOST_MENTIONS = 24  # of one name
_KINDS = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT)
_SUPPOSED = expression("若|如果|假[设如]|倘|预[计期增减测估]|计划|目标")
_VERB = expression("[升降增减涨跌]")
_FALLS = expression("[降减跌]")


class _Listed(Struct, frozen=True, eq=False):
    """A number of a list, the name that it is told of, and whether its list tells of changes."""

    claim: Claim
    name: str
    names: tuple[str, ...]
    direction: int  # of the change that the list tells; 0 where it tells levels


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each number of a list, and the nearest other one that is told of the same name."""
    if not any(word in reading.document.text for word in _EACH):
        return
    ground = Ground("listed-again", rulebook.doubt("listed-again"))
    for item in _listed(reading):
        told = [c for c in _near(reading, item.name) if c.sentence != item.claim.sentence and _tells(c, item)]
        if again := _likeliest(item.claim, told):
            yield Relation("same", {"value": (again,), "other": (item.claim,)}, ground)


def _near(reading: Reading, name: str) -> Iterator[Claim]:
    """The numbers a little behind each mention of a name, each once."""
    seen = -1
    for mention in islice(re.finditer(re.escape(name), reading.document.text), _MOST_MENTIONS):
        for claim in reading.between(Span(max(seen, mention.start()), mention.end() + _REACH)):
            yield claim
            seen = claim.span.end


def _likeliest(claim: Claim, told: Sequence[Claim]) -> Claim | None:
    """The number that is the same within rounding, else the one that a slip in either would explain."""
    equal = next((c for c in told if _meet(c.amount.interval, claim.amount.interval)), None)
    return equal or next((c for c in told if _is_slip(c, claim) or _is_slip(claim, c)), None)


def _is_slip(printed: Claim, other: Claim) -> bool:
    numeral = printed.quantity.numeral.of(printed.document.text)
    meant = (reprint(printed.amount, numeral, text) for text, _ in misprints(numeral))
    return printed.amount.is_exact and any(a and _meet(a.interval, other.amount.interval) for a in meant)


def _meet(a: Interval, b: Interval) -> bool:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return False
    return a.low <= b.high and b.low <= a.high


def _listed(reading: Reading) -> Iterator[_Listed]:
    """The numbers behind each 分别, with the names before it: as many names as numbers."""
    names: tuple[str, ...] = ()
    sentence, supposed = -1, False
    for mark in _RESPECTIVELY.finditer(reading.document.text):
        if reading.outline.sentence(mark.start()) != sentence:
            sentence, names = reading.outline.sentence(mark.start()), ()
            supposed = bool(_SUPPOSED.search(reading.outline.sentences[sentence].of(reading.document.text)))
        if not names and not supposed:
            names = _names(reading, mark.start(), sentence)
        run = _run(reading, mark.end(), reading.outline.sentences[sentence].end) if names else []
        if run and len(run) == len(names):
            direction = _direction(reading.document.text[mark.end() : run[0].span.start])
            yield from (
                _Listed(c, n, names, direction)
                for c, n in zip(run, names, strict=True)
                if len(n) >= _SHORTEST_NAME and c.quantity.kind in _KINDS and c.amount.value is not None
            )


def _names(reading: Reading, mark: int, sentence: int) -> tuple[str, ...]:
    """甲、乙、丙 right before 分别, but for a word that says what is told of them."""
    start = max(reading.outline.sentences[sentence].start, mark - _FARTHEST_NAMES)
    text = reading.document.text
    found = [m for m in _NAMES.finditer(text, start, mark) if _BETWEEN.fullmatch(text, m.end(), mark)]
    if not found:
        return ()
    head, _, last = found[-1].group().rpartition("、")
    names = tuple(chain(head.split("、"), _LAST_AND.split(last)))
    return _without_what_is_told(names) if all(names) else ()


def _without_what_is_told(names: tuple[str, ...]) -> tuple[str, ...]:
    """薪俸税、物业税、印花税收入: the last name ends where the others do."""
    *others, last = names
    endings = {name[-1] for name in others}
    end = last.rfind(next(iter(endings))) + 1 if len(endings) == 1 else 0
    return (*others, last[:end] if end >= 2 else last)


def _run(reading: Reading, start: int, end: int) -> list[Claim]:
    run: list[Claim] = []
    for claim in reading.between(Span(start, end)):
        if run and not _COORDINATE.fullmatch(reading.text_between(run[-1], claim)):
            break
        if run and claim.unit != run[0].unit:
            break
        run.append(claim)
    return run


def _direction(words: str) -> int:
    return 0 if not _VERB.search(words) else -1 if _FALLS.search(words) else 1


def _tells(claim: Claim, item: _Listed) -> bool:
    """Whether a number is told of the name, the last of the list's names before it, and of the same side of it."""
    if claim.unit != item.claim.unit or claim.amount.value is None or in_table_row(claim):
        return False
    if (claim.aspect is Aspect.RATE) != bool(item.direction) and item.claim.quantity.kind is Kind.PERCENT:
        return False
    if claim.aspect not in (Aspect.LEVEL, Aspect.RATE) or claim.direction * item.direction < 0:
        return False
    text, end = claim.document.text, claim.span.start
    said = _SEGMENT_MARK.split(text[max(0, end - _REACH) : end])[-1]
    last = max(item.names, key=said.rfind)
    if _SUPPOSED.search(said):
        return False
    return last == item.name and item.name in said and not apart_in_time(claim, item.claim)
