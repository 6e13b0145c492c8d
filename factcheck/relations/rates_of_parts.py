"""A total grows no faster than its fastest part and no slower than its slowest.

出口增长5%，进口增长3%，进出口总额增长8% cannot be; 进出口总额增长4.2% can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.reading import is_level
from factcheck.relations.series import adds_up, is_mean, label_of
from factcheck.rulebook import Rulebook

_SINCE = r"(?:(?:比|较)(?:上年|去年|上一年|上月|上季度?)(?:同期|同月|同季度?)?|同比|环比|按年|名义|累计|总体|分别)"
_GROWTH = rf"{_SINCE}{{0,3}}(?:大幅|小幅|微|略)?(?:增长|上升|上涨|增加|下降|减少|下跌|下滑|回落|增|降)了?约?"
_BESIDE = re.compile(rf"[，,（(]?{_GROWTH}")
_TRADE = re.compile(
    rf"(?P<scope>[^，。；、：（）\d\n]{{0,16}}?)(?P<name>进出口|出口|进口)(?:贸易)?(?:总额|总值|额|值|规模)?(?:{_GROWTH}|实现|完成|达到?|为|约)?\Z"
)
_PLAIN = re.compile("^(?:其中|而|但|全[国省市县区]|我[国省市县区]|外贸|对外贸易|的)+")
_OTHER_BASE = re.compile("环比|上月|上季|美元计|按美元|剔除|扣除|同口径|可比口径")
_FARTHEST = 80  # characters from a rate to the next level: a share or a contribution may stand between
_FEWEST_DIGITS = 3  # of a total: two digits are soon made up by any two numbers
_FARTHEST_WHOLE = 12  # amounts with their rates from the total to its parts: a split or two between
_SIZES = (2, 3, 4)
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class _Grown:
    """An amount, if it is printed, and how fast it grew."""

    level: Claim | None
    rate: Claim


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals that their parts make up, each with its rate beside it, and the rates of trade and its two directions."""
    if Kind.PERCENT not in reading.kinds:
        return
    rates = [i for i, c in enumerate(reading.claims) if _is_rate(c)]
    if len(rates) < _SEVERAL:
        return
    grown = [_grown(reading, index) for index in rates]
    for whole, parts in (*_added(reading, grown, rulebook.lexicon), *_of_trade(reading, grown)):
        yield from _between(whole, parts, rulebook)


def _is_rate(claim: Claim) -> bool:
    return (
        claim.aspect is Aspect.RATE
        and claim.quantity.kind is Kind.PERCENT
        and claim.direction != 0
        and claim.amount.value is not None
    )


def _grown(reading: Reading, index: int) -> _Grown:
    """The rate and the level right before it."""
    rate = reading.claims[index]
    before = reading.claims[index - 1] if index else None
    is_amount = before and is_level(before) and not before.direction and not is_mean(before)
    if before and is_amount and _BESIDE.fullmatch(reading.text_between(before, rate)):
        return _Grown(before, rate)
    return _Grown(None, rate)


def _added(reading: Reading, grown: Sequence[_Grown], lexicon: Lexicon) -> Iterator[tuple[_Grown, Sequence[_Grown]]]:
    """A total and parts behind it whose amounts add up; other splits of the total may stand between."""
    for index in range(1, len(grown)):
        for parts in (grown[index : index + size] for size in _SIZES if index + size <= len(grown)):
            levels = [part.level for part in parts if part.level]
            if len(levels) != len(parts) or not _stand_together(reading, parts):
                break  # nor do more of them
            wholes = reversed(grown[max(0, index - _FARTHEST_WHOLE) : index])
            whole = next((w for w in wholes if _make_up(w.level, levels, lexicon, w is not grown[index - 1])), None)
            if whole and _are_of_one_time(reading, [whole, *parts]):
                yield whole, parts
                break


def _make_up(total: Claim | None, levels: Sequence[Claim], lexicon: Lexicon, is_far: bool) -> bool:
    if not total or not all(lexicon.comparable(total.unit, c.unit) for c in levels):
        return False
    is_long = sum(map(str.isdigit, total.quantity.text)) >= _FEWEST_DIGITS + is_far
    return is_long and adds_up(total, levels, lexicon)


def _stand_together(reading: Reading, grown: Sequence[_Grown]) -> bool:
    """Whether nothing but shares and pulls stands between."""
    first, last = grown[0], grown[-1]
    gaps = [_start(b) - a.rate.span.end for a, b in pairwise(grown)]
    is_one = reading.outline.paragraph(_start(first)) == reading.outline.paragraph(last.rate.span.start)
    return is_one and max(gaps) <= _FARTHEST


def _are_of_one_time(reading: Reading, grown: Sequence[_Grown]) -> bool:
    """Whether all are compared with the same time, in the same money and on the same base."""
    first, last = grown[0], grown[-1]
    text = reading.document.text[_start(first) - len(label_of(first.level or first.rate)) : last.rate.span.end]
    periods = {g.rate.period for g in grown if g.rate.period}
    return len(periods) <= 1 and not _OTHER_BASE.search(text)


def _start(grown: _Grown) -> int:
    return (grown.level or grown.rate).span.start


def _of_trade(reading: Reading, grown: Sequence[_Grown]) -> Iterator[tuple[_Grown, Sequence[_Grown]]]:
    """进出口总额增长8%，其中出口增长5%，进口增长3%: in one sentence, in any order."""
    if "进出口" not in reading.document.text:
        return
    for three in zip(grown, grown[1:], grown[2:], strict=False):
        named = {found["name"]: (_PLAIN.sub("", found["scope"]), g) for g in three if (found := _trade(g))}
        if len(named) == len(three) and three[0].rate.sentence == three[-1].rate.sentence:
            scope, whole = named.pop("进出口")
            is_one = all(other in ("", scope) for other, _ in named.values()) and _stand_together(reading, three)
            if is_one and _are_of_one_time(reading, three):
                yield whole, [part for _, part in named.values()]


def _trade(grown: _Grown) -> re.Match[str] | None:
    return _TRADE.fullmatch(label_of(grown.level or grown.rate))


def _between(whole: _Grown, parts: Sequence[_Grown], rulebook: Rulebook) -> Iterator[Relation]:
    """Parts that turned the other way set no bound on that side."""
    alike = tuple(part.rate for part in parts if part.rate.direction == whole.rate.direction)
    if alike:
        kind = "rates-of-parts" if len(alike) == len(parts) else "rates-of-some-parts"
        ground = Ground("rates-of-parts", rulebook.doubt("rates-of-parts"))
        yield Relation(kind, {"whole": (whole.rate,), "part": alike}, ground)
