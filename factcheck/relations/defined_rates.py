"""Rates that are the quotient of two amounts by their definition: 拨备覆盖率 of 贷款损失准备 and 不良贷款."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.relations.agreement import is_share_of
from factcheck.relations.series import label_of
from factcheck.rulebook import Rulebook

_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_FARTHEST = 24  # claims gone back over
_MOST = 3  # amounts of one name


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each such rate and the two amounts that are told in its paragraph."""
    text, ground = reading.document.text, Ground("defined-rate", rulebook.doubt("defined-rate"))
    for entry in rulebook.lexicon.words.get("rates", ()):
        name, part, whole = entry.split("|")
        if name not in text:
            continue
        parts, wholes = part.split("/"), whole.split("/")
        for index, rate in enumerate(reading.claims):
            if rate.quantity.kind is Kind.PERCENT and rate.aspect is not Aspect.RATE and name in label_of(rate):
                near = _near(reading, index)
                of_part = [c for c in near if _is_called(c, parts)][:_MOST]
                of_whole = [c for c in near if _is_called(c, wholes) and not _is_called(c, parts)][:_MOST]
                if found := _pair(rate, of_part, of_whole, rulebook.lexicon):
                    yield Relation("share", {"share": (rate,), "part": (found[0],), "whole": (found[1],)}, ground)


def _near(reading: Reading, index: int) -> Sequence[Claim]:
    """The amounts of a rate's paragraph before it, the nearest first, of its own time."""
    rate = reading.claims[index]
    start = reading.outline.paragraph(rate.span.start).start
    before = reading.claims[max(0, index - _FARTHEST) : index]
    return [c for c in reversed(before) if c.span.start >= start and _is_amount(c) and _is_of_time(c, rate)]


def _is_amount(claim: Claim) -> bool:
    return claim.quantity.kind in _AMOUNTS and claim.aspect is Aspect.LEVEL and claim.amount.value is not None


def _is_of_time(claim: Claim, rate: Claim) -> bool:
    return claim.period == rate.period or claim.period is None or rate.period is None


def _is_called(claim: Claim, names: Sequence[str]) -> bool:
    label = label_of(claim)
    return "率" not in label and any(name in label for name in names)


def _pair(rate: Claim, parts: Sequence[Claim], wholes: Sequence[Claim], lexicon: Lexicon) -> tuple[Claim, Claim] | None:
    """The part and the whole that agree with the rate, else the nearest."""
    pairs = [(p, w) for p in parts for w in wholes if lexicon.comparable(p.unit, w.unit)]
    return next((pair for pair in pairs if is_share_of(rate, *pair, lexicon)), pairs[0] if pairs else None)
