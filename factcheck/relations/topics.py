"""What a rate or a level is said of, in the words before it; two numbers of one topic may be held side by side."""

from __future__ import annotations

from functools import lru_cache

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim

_MARK = expression(r"[，,。；;：！？、\n（）()|]")
_FARTHEST_CLAUSE = 4  # clauses looked back over for the noun
_LONGEST_CLAUSE = 48
_YEARS = r"(?:\d{2,4}|[一二三四五六七八九十〇]{1,4})(?:[-—至到]+\d{2,4})?年"
_MONTHS = (
    r"(?:前?\d{1,2}|[一二三四五六七八九十]{1,3})?(?:[-—至到]+\d{1,2})?(?:个?月份?|日)"
    "|[一二三四前上]{0,2}季度?末?|[上下]半年"
)
_TIME_WORDS = "去年|上年|今年|前年|明年|来年|同期|同月|当月|当年|全年|本月|上月|年初|年末|年底|月末|以来|至今|期末|期初"
TIME = expression(f"{_YEARS}|{_MONTHS}|{_TIME_WORDS}")
# Words of comparing and counting: they name no thing that grows.
_PLAIN = expression(
    f"{_YEARS}|{_MONTHS}|{_TIME_WORDS}"
    "|同比|环比|按年|按月|分别|增长|下降|增加|减少|提高|提升|降低|上升|上涨|下跌|回落|回升|加快|放缓|扩大|收窄|扩张|缩小|达到|录得"
    "|实现|完成|保持|继续|累计|年均|平均每年|增速|增幅|涨幅|降幅|升幅|跌幅|速度|幅度|比重|比率|比例|占比|平均|水平|总体|整体|全部|各项|其中|数据|显示"
    "|小幅|大幅|明显|显著|轻微|高于|低于|快于|慢于|高出|超过|相比|我国|[约为占均就也略都则较比的了是由从至到在和与于其而达升降跌涨增减高低快慢多少微急]"
)
_NO_WORD = expression(r"[^\u4e00-\u9fffA-Za-z]+")


def core(phrase: str) -> str:
    """A phrase without the words of time, change and comparison.

    >>> core("上半年全部固定资产投资增速")
    '固定资产投资'
    """
    return _NO_WORD.sub("", _PLAIN.sub("", phrase))


_remembered: dict[Claim, str] = {}
_MOST_REMEMBERED = 4096  # each is asked for by all the numbers around it


def topic(reading: Reading, claim: Claim) -> str:
    """The nearest words before a number in its sentence that name a thing, however many clauses back."""
    known = _remembered.get(claim)
    if known is None:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        known = _remembered[claim] = _named_before(reading, claim)
    return known


def _named_before(reading: Reading, claim: Claim) -> str:
    opening = reading.outline.sentences[claim.sentence].start
    end = claim.span.start
    for _ in range(_FARTHEST_CLAUSE):
        start = clause_start(reading, opening, end)
        if len(named := core(reading.document.text[start:end])) >= 2:
            return named
        if start <= opening:
            return ""
        end = _before_mark(reading, start)
    return ""


def clause_start(reading: Reading, opening: int, end: int) -> int:
    """Where the clause that ends at `end` begins: behind a mark, or behind the number before."""
    floor = max(opening, end - _LONGEST_CLAUSE)
    marks = [mark.end() for mark in _MARK.finditer(reading.document.text, floor, end)]
    before = reading.before(end, 1)
    number = before[0].span.end if before and before[0].span.end <= end else 0
    return max(floor, number, *marks[-1:])


def _before_mark(reading: Reading, start: int) -> int:
    before = reading.before(start, 1)
    return before[0].span.start if before and before[0].span.end == start else start - 1


@lru_cache(maxsize=4096)
def likeness(a: str, b: str) -> int:
    """How much two topics say the same, from 0 to 100; one may be the other in short.

    >>> likeness("规上工业", "规模以上工业值"), likeness("投资", "零售额")
    (90, 0)
    """
    short, long = sorted((a, b), key=len)
    if len(short) < 2:
        return 0
    if short in long:
        return 100
    if _is_abbreviated(short, long):
        return 90
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    return 100 * sum(pair in long for pair in pairs) // len(pairs)


def _is_abbreviated(short: str, long: str) -> bool:
    rest = iter(long)
    return len(short) >= 3 and all(char in rest for char in short)
