"""Balances: exports less imports, income less outgo, against the surplus or the deficit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.equations import subtract
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation
from factcheck.rulebook import Rulebook

_TAIL = r"(?:总额|总值|额|值|金额|方面)?[^，。；、：\d]{0,4}[：]?\s*$"
_TRADE = (expression(rf"(?<!进)出口{_TAIL}"), expression(rf"进口{_TAIL}"), expression("(?P<plus>顺差)|逆差"))
_BUDGET = (
    re.compile(rf"总收入{_TAIL}"),
    re.compile(rf"总(?:开支|支出){_TAIL}"),
    re.compile("(?P<plus>盈余|结余)|赤字"),
)
_FLOWS = tuple(
    (re.compile(rf"(?<!净){into}{_TAIL}"), re.compile(rf"(?<!净){out}{_TAIL}"), re.compile(net))
    for into, out, net in (
        ("流入", "流出", "(?P<plus>净流入)|净流出"),
        ("买入", "卖出", "(?P<plus>净买入)|净卖出"),
        ("迁入", "迁出", "(?P<plus>净迁入)|净迁出"),
        ("出生", "死亡", "(?P<plus>自然增长|自然增加|净增)|自然减少"),
        ("收入", "(?:支出|开支)", "(?P<plus>结余|盈余)|赤字|超支"),
    )
)
_RATES = (expression(rf"出生率{_TAIL}"), expression(rf"死亡率{_TAIL}"), expression("(?P<plus>自然增长率)"))
_SPLITS = (_TRADE, _BUDGET, _RATES, *_FLOWS)
_ANY_BALANCE = expression("|".join(balance.pattern for _, _, balance in _SPLITS).replace("?P<plus>", "?:"))
_OF_CHANGE = expression("扩大|收窄|增加|减少|增长|下降|缩小|率")
_BEHIND = expression(r"(?:的|财政|贸易|综合)*(?P<what>盈余|结余|赤字|顺差|逆差)")
_FARTHEST = 24  # claims looked over for either side
_NEAREST = 3


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each surplus or deficit held against the nearest two sides that it may balance."""
    if not _ANY_BALANCE.search(reading.document.text):
        return
    splits = [split for split in _SPLITS if split[2].search(reading.document.text)]
    ground = Ground("balance", rulebook.doubt("balance"))
    for index, claim in enumerate(reading.claims):
        clause = _clause(claim)
        for first, second, balance in splits:
            said = _named(claim, clause, balance)
            if not said:
                continue
            around = reading.claims[max(0, index - _FARTHEST) : index + _FARTHEST]
            incomes, outgoes = (_sides(claim, around, side) for side in (first, second))
            if not said["plus"]:
                incomes, outgoes = outgoes, incomes
            if pair := _pair(claim, incomes, outgoes):
                yield Relation("balance", {"surplus": (claim,), "income": (pair[0],), "outgo": (pair[1],)}, ground)


def _named(claim: Claim, before: str, balance: re.Pattern[str]) -> re.Match[str] | None:
    """贸易顺差2800亿元, or 163亿元盈余; not 顺差扩大30亿元."""
    if claim.quantity.kind not in (Kind.MONEY, Kind.COUNT) and balance is not _RATES[2]:
        return None
    end = claim.span.end
    if found := balance.search(before):
        return None if _OF_CHANGE.search(before.removesuffix("率为"), found.end()) else found
    behind = _BEHIND.match(claim.document.text, end, end + 10)
    return balance.search(behind.group()) if behind else None


def _sides(balance: Claim, around: Sequence[Claim], side: re.Pattern[str]) -> list[Claim]:
    """The levels of one side, from the nearest to the balance on."""
    fitting = [
        c
        for c in around
        if c is not balance
        and c.aspect is Aspect.LEVEL
        and c.unit == balance.unit
        and c.amount.is_exact
        and (side.search(_clause(c)) or side.search(_noun_behind(c)))
        and (c.period is None or balance.period is None or c.period == balance.period)
    ]
    return sorted(fitting, key=lambda c: abs(c.span.start - balance.span.start))[:_NEAREST]


@lru_cache(maxsize=256)
def _clause(claim: Claim) -> str:
    """The clause that leads to a number; asked for by all the balances around."""
    text = claim.document.text[max(0, claim.span.start - 24) : claim.span.start]
    return re.split("[，。；、（）\\n]", text)[-1]


_NOUN_BEHIND = expression(r"的?([\u4e00-\u9fff]{2,6})[，。；、（）\n]")  # 1846万元收入、


@lru_cache(maxsize=256)
def _noun_behind(claim: Claim) -> str:
    """What a number is called right behind it, where nothing else is counted there."""
    noun = _NOUN_BEHIND.match(claim.document.text, claim.span.end)
    return noun[1] if noun else ""


def _pair(balance: Claim, incomes: Sequence[Claim], outgoes: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """The two sides that agree with the balance, else the nearest two where they stand side by side."""
    pairs = [(a, b) for a in incomes for b in outgoes]
    for a, b in pairs:
        if _meet(subtract(a.amount.interval, b.amount.interval), balance.amount.interval):
            return a, b
    return pairs[0] if pairs and abs(pairs[0][0].sentence - pairs[0][1].sentence) <= 1 else None


def _meet(a: Interval, b: Interval) -> bool:
    below = a.low is None or b.high is None or a.low <= b.high
    return below and (a.high is None or b.low is None or b.low <= a.high)
