"""What a rate is counted per: 百户 in 每百户拥有汽车37.3辆, 人 in 人均收入3万元.

The number keeps the unit that is printed, since growth and difference are printed in it too (比上年增加2辆); the base
stands beside it.
"""

from __future__ import annotations

import re

from factcheck.model import Claim, Kind

_RATED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER})
_REACH = 24  # characters before a number in which its base is named
_MARK = re.compile(r"[，,；;。：:、！？\n（()）]")
_BASE = re.compile(
    r"每(?P<every>(?:[十百千万亿]{1,2}|\d{1,6})?(?:名|个|位)?"
    r"(?:人次|平方公里|平方米|立方米|公里|公顷|公斤|千克|小时|分钟|居民|学生|家庭|[户人家亩吨斤辆台次套头只秒天日周月年岁股件张]))"
    r"|(?P<mean>[人户亩日月年周村校店班车])均(?![价值线匀])"
)


def base_of(claim: Claim) -> str:
    """What a claim is counted per, as far as its clause says so, or nothing.

    Only what is counted or measured has a base: 人均收入增长5% is a rate of growth.
    """
    if claim.quantity.kind not in _RATED:
        return ""
    text, start = claim.document.text, claim.span.start
    clause = _MARK.split(text[max(0, start - _REACH) : start])[-1]
    found = list(_BASE.finditer(clause))
    return found[-1]["every"] or found[-1]["mean"] if found else ""
