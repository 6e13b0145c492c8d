"""Before, after and what came between: 减持前持有1245万股，减持320万股，减持后持有925万股.

And what is left when costs are deducted: 总额8.5亿元，扣除费用0.6亿元，净额7.9亿元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.relations.series import adds_up, is_slip_away, label_of
from factcheck.rulebook import Rulebook

_ACTS = "减持|增持|转让|受让|变动|回购|注销|发行|划转"
_BEFORE, _AFTER = expression(f"(?:{_ACTS})(?:实施|完成)?(?:之)?前"), expression(f"(?:{_ACTS})(?:实施|完成)?(?:之)?后")
_LESS = expression("减持|转让|卖出|注销|减少")
_MORE = expression("增持|受让|买入|增加|发行")
_DEDUCTED = expression("扣除|减去|扣减")
_NET = expression("净额|实际(?:到账|到位|募集|收到)")
_KINDS = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT})
_FARTHEST = 12  # numbers from before to after
_LONGEST_CLAUSE = 40


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Holdings before and after a deal, amounts before and after a deduction, with what lies between."""
    if _KINDS.isdisjoint(reading.kinds):
        return
    text = reading.document.text
    is_dealt = "前" in text and "后" in text and bool(_BEFORE.search(text) and _AFTER.search(text))
    is_net = bool(_NET.search(reading.labels) and _DEDUCTED.search(reading.labels))
    if not is_dealt and not is_net:
        return
    ground = Ground("deduction", rulebook.doubt("deduction"))
    if is_dealt:
        for before, deal, after in _deals(reading, rulebook.lexicon):
            total, rest = (before, after) if _LESS.search(_clause(reading, deal)) else (after, before)
            yield Relation("sides", {"left": (total,), "right": (deal, rest)}, ground)
    if is_net:
        yield from _nets(reading, rulebook.lexicon, ground)


def _clause(reading: Reading, claim: Claim) -> str:
    """What is said before a number in its sentence since the mark before last, numbers between aside."""
    opening = reading.outline.sentences[claim.sentence].start
    said = reading.document.text[max(opening, claim.span.start - _LONGEST_CLAUSE) : claim.span.start]
    return re.split("[；]", said)[-1]


def _deals(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Claim, Claim, Claim]]:
    """Each unit's number before, the deal's and the one after: shares with shares, percent with percent."""
    claims = [c for c in reading.claims if c.quantity.kind in _KINDS and c.aspect in (Aspect.LEVEL, Aspect.SHARE)]
    states = [_state(reading, claim) for claim in claims]
    for index, after in enumerate(claims):
        if states[index] != "after":
            continue
        near = range(max(0, index - _FARTHEST), index)
        befores = [claims[i] for i in near if states[i] == "before" and lexicon.comparable(claims[i].unit, after.unit)]
        deals = [claims[i] for i in near if states[i] == "deal" and lexicon.comparable(claims[i].unit, after.unit)]
        for before in befores[:1]:
            if found := next((d for d in deals if _fits(reading, before, d, after, lexicon)), None):
                yield before, found, after


def _state(reading: Reading, claim: Claim) -> str:
    """Which side of the deal a number tells; what stands nearest before it decides, also over its clause's comma."""
    said = _clause(reading, claim)
    marks = [
        (m.start(), name) for pattern, name in ((_BEFORE, "before"), (_AFTER, "after")) for m in pattern.finditer(said)
    ]
    marks += [
        (m.start(), "deal")
        for m in re.finditer(f"(?:{_LESS.pattern}|{_MORE.pattern})(?!(?:实施|完成)?之?[前后])", said)
    ]
    return max(marks)[1] if marks else ""


def _fits(reading: Reading, before: Claim, deal: Claim, after: Claim, lexicon: Lexicon) -> bool:
    total, rest = (before, after) if _LESS.search(_clause(reading, deal)) else (after, before)
    return adds_up(total, [deal, rest], lexicon) or is_slip_away(total, [deal, rest], lexicon)


def _nets(reading: Reading, lexicon: Lexicon, ground: Ground) -> Iterator[Relation]:
    """总额8.5亿元，扣除发行费用0.62亿元后，净额7.88亿元."""
    money: Sequence[Claim] = [c for c in reading.claims if c.quantity.kind is Kind.MONEY and c.aspect is Aspect.LEVEL]
    for gross, cost, net in zip(money, money[1:], money[2:], strict=False):
        is_deducted = _DEDUCTED.search(label_of(cost)) and not _NET.search(label_of(gross))
        is_net = _NET.search(label_of(net)) and net.sentence == gross.sentence
        if is_deducted and is_net and lexicon.comparable(gross.unit, net.unit):
            yield Relation("balance", {"surplus": (net,), "income": (gross,), "outgo": (cost,)}, ground)
