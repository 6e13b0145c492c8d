"""分别: as many values as antecedents, aligned; growth rates whose two years are both printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Period, Relation, Span
from factcheck.rulebook import Rulebook

_RESPECTIVELY = expression(r"分别|各自")
_FEWEST = 4  # claims: two levels and their two rates
_RATE_KINDS = (Kind.PERCENT, Kind.MULTIPLE)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """2018年41.11亿元，2019年55.05亿元，分别比上年增长314%、33.9%: the second rate has both its years printed."""
    if len(reading.claims) < _FEWEST or reading.kinds.isdisjoint(_RATE_KINDS):
        return
    for mark in _RESPECTIVELY.finditer(reading.document.text):
        sentence = reading.outline.sentence(mark.start())
        rates = _rates(reading, mark.start(), sentence)
        levels = _levels(reading, mark.start(), sentence, len(rates), rulebook.lexicon)
        if len(rates) < 2 or len(levels) != len(rates):
            continue
        for (old, new), rate in zip(pairwise(levels), rates[1:], strict=True):
            if _follows(old.period, new.period):
                kind = "fall" if rate.direction < 0 else "rise"
                roles = {"old": (old,), "new": (new,), "rate": (rate,)}
                yield Relation(kind, roles, Ground("respectively", rulebook.doubt("respectively")))


def _rates(reading: Reading, position: int, sentence: int) -> list[Claim]:
    """The coordinate rates behind 分别; all take the direction of the first."""
    rates: list[Claim] = []
    for claim in reading.between(Span(position, reading.outline.sentences[sentence].end)):
        if claim.quantity.kind not in _RATE_KINDS or (rates and not _coordinate(reading, rates[-1], claim)):
            break
        rates.append(claim)
    return rates if rates and rates[0].aspect is Aspect.RATE else []


def _coordinate(reading: Reading, a: Claim, b: Claim) -> bool:
    return bool(re.fullmatch(r"[、，和及与]|以及", reading.text_between(a, b)))


def _levels(reading: Reading, position: int, sentence: int, count: int, lexicon: Lexicon) -> list[Claim]:
    """The last `count` levels of one unit before 分别."""
    before = [c for c in reading.before(position, 8) if c.sentence == sentence and c.aspect is Aspect.LEVEL]
    levels = before[-count:] if count else []
    return levels if all(lexicon.comparable(levels[0].unit, c.unit) for c in levels) else []


def _follows(old: Period | None, new: Period | None) -> bool:
    """Whether two claims speak of the same stretch of two consecutive years."""
    if not old or not new:
        return False
    return int(new.start[:4]) == int(old.start[:4]) + 1 and (old.start[4:], old.end[4:8]) == (
        new.start[4:],
        new.end[4:8],
    )
