"""Balances: exports less imports, income less outgo, against the surplus or the deficit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from factcheck.claims import Reading
from factcheck.equations import subtract
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation
from factcheck.rulebook import Rulebook

_TAIL = r"(?:总额|总值|额|值|金额|方面)?[^，。；、：\d]{0,4}[：]?\s*$"


@dataclass(frozen=True)
class _Split:
    """The words for what comes in and goes out, with those that they are not meant behind, and for what is left over
    or is wanting."""

    income: tuple[str, ...]
    outgo: tuple[str, ...]
    surplus: tuple[str, ...]
    deficit: tuple[str, ...]
    not_behind: tuple[str, str] = ("", "")

    def is_told(self, text: str) -> bool:
        """Whether a text has words for both sides and for the balance."""
        words = self.outgo, self.income, (*self.surplus, *self.deficit)
        return all(any(word in text for word in side) for side in words)

    @cached_property
    def sides(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        income, outgo = (
            re.compile((f"(?<!{before})" if before else "") + f"(?:{'|'.join(side)}){_TAIL}")
            for before, side in zip(self.not_behind, (self.income, self.outgo), strict=True)
        )
        return income, outgo

    @cached_property
    def balance(self) -> re.Pattern[str]:
        return re.compile("|".join((f"(?P<plus>{'|'.join(self.surplus)})", *self.deficit)))


_TRADE = _Split(("出口",), ("进口",), ("顺差",), ("逆差",), not_behind=("进", ""))
_BUDGET = _Split(("总收入",), ("总开支", "总支出"), ("盈余", "结余"), ("赤字",))
_RATES = _Split(("出生率",), ("死亡率",), ("自然增长率",), ())
_NETTED = ("净", "净")
_FLOWS = (
    _Split(("流入",), ("流出",), ("净流入",), ("净流出",), _NETTED),
    _Split(("买入",), ("卖出",), ("净买入",), ("净卖出",), _NETTED),
    _Split(("迁入",), ("迁出",), ("净迁入",), ("净迁出",), _NETTED),
    _Split(("出生",), ("死亡",), ("自然增长", "自然增加", "净增"), ("自然减少",), _NETTED),
    _Split(("收入",), ("支出", "开支"), ("结余", "盈余"), ("赤字", "超支"), _NETTED),
)
_SPLITS = (_TRADE, _BUDGET, _RATES, *_FLOWS)
_BALANCES = [word for split in _SPLITS for word in (*split.surplus, *split.deficit)]
# What each of these begins with, as two classes, over which the engine runs: the words it would try one by one.
_ANY_BALANCE = expression(f"[{''.join(word[0] for word in _BALANCES)}][{''.join(word[1] for word in _BALANCES)}]")
_OF_CHANGE = expression("扩大|收窄|增加|减少|增长|下降|缩小|率")
_BEHIND = expression(r"(?:的|财政|贸易|综合)*(?P<what>盈余|结余|赤字|顺差|逆差)")
_FEWEST = 2  # numbers: a balance and a clause that tells of both sides
_FARTHEST = 24  # claims looked over for either side
_NEAREST = 3


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each surplus or deficit held against the nearest two sides that it may balance."""
    text = reading.document.text
    if len(reading.claims) < _FEWEST or not _ANY_BALANCE.search(text):
        return
    splits = [split for split in _SPLITS if split.is_told(text)]
    ground = Ground("balance", rulebook.doubt("balance"))
    for index, claim in enumerate(reading.claims) if splits else ():
        clause = _clause(claim)
        for split in splits:
            said = _named(claim, clause, split)
            if not said:
                continue
            around = reading.claims[max(0, index - _FARTHEST) : index + _FARTHEST]
            incomes, outgoes = (_sides(claim, around, side) for side in split.sides)
            if not said["plus"]:
                incomes, outgoes = outgoes, incomes
            if pair := _pair(claim, incomes, outgoes):
                yield Relation("balance", {"surplus": (claim,), "income": (pair[0],), "outgo": (pair[1],)}, ground)


def _named(claim: Claim, before: str, split: _Split) -> re.Match[str] | None:
    """贸易顺差2800亿元, or 163亿元盈余; not 顺差扩大30亿元."""
    if claim.quantity.kind not in (Kind.MONEY, Kind.COUNT) and split is not _RATES:
        return None
    end, balance = claim.span.end, split.balance
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
