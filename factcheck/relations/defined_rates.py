"""Rates that are the quotient of two amounts by their definition: 拨备覆盖率 of 贷款损失准备 and 不良贷款."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.relations.agreement import is_share_of
from factcheck.relations.series import are_places, label_of
from factcheck.rulebook import Rulebook

_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE})
_FARTHEST = 120  # claims gone back over in a paragraph: two lists of places
_LONGEST_GAP = 6  # characters from a place's number to its rate
_APART = expression("率|新增|当[日天]|重症|危重|疑似|其中")
_SEX_RATIO = expression(r"性别比(?:例)?(?:（[^（）]{0,40}）)?[为是达]{0,2}\Z")
_LONGEST_LEAD = 56
_MOST = 3  # amounts of one name


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each such rate and the two amounts that are told in its paragraph."""
    text = reading.document.text
    if "率" not in text and "比" not in text:
        return
    ground = Ground("defined-rate", rulebook.doubt("defined-rate"))
    if "性别比" in text:
        yield from _of_sexes(reading, ground, rulebook.lexicon)
    if Kind.PERCENT not in reading.kinds:
        return
    for name, parts, wholes in _rates(rulebook.lexicon):
        if name not in reading.labels:
            continue
        for index, rate in enumerate(reading.claims):
            if rate.quantity.kind is Kind.PERCENT and rate.aspect is not Aspect.RATE and name in label_of(rate):
                near = _near(reading, index)
                of_part = [c for c in near if _is_called(c, parts)][:_MOST]
                of_whole = [c for c in near if _is_called(c, wholes) and not _is_called(c, parts)][:_MOST]
                of_place = _of_place(reading, rate, near, rulebook.lexicon)
                if found := of_place or _pair(rate, of_part, of_whole, rulebook.lexicon):
                    yield Relation("share", {"share": (rate,), "part": (found[0],), "whole": (found[1],)}, ground)


@lru_cache(maxsize=8)
def _rates(lexicon: Lexicon) -> Sequence[tuple[str, Sequence[str], Sequence[str]]]:
    """The name of each rate, and those of the amounts of which it is the quotient."""
    entries = (entry.split("|") for entry in lexicon.words.get("rates", ()))
    return [(name, part.split("/"), whole.split("/")) for name, part, whole in entries]


def _of_sexes(reading: Reading, ground: Ground, lexicon: Lexicon) -> Iterator[Relation]:
    """总人口性别比（以女性为100）为103.28: so many men for a hundred women."""
    for index, ratio in enumerate(reading.claims):
        lead = reading.document.text[max(0, ratio.span.start - _LONGEST_LEAD) : ratio.span.start]
        if ratio.quantity.kind not in (Kind.NUMBER, Kind.RATIO) or not _SEX_RATIO.search(lead):
            continue
        near = [c for c in reversed(reading.claims[max(0, index - _FARTHEST) : index]) if _is_amount(c)]
        men, women = (next((c for c in near if label_of(c).startswith(sex)), None) for sex in ("男", "女"))
        if men and women and lexicon.comparable(men.unit, women.unit):
            yield Relation("share", {"share": (ratio,), "part": (men,), "whole": (women,)}, ground)


def _of_place(reading: Reading, rate: Claim, near: Sequence[Claim], lexicon: Lexicon) -> tuple[Claim, Claim] | None:
    """甲市12例、病死率2.46%: the number right before the rate, and the largest told of the same place before."""
    if not near or len(reading.text_between(near[0], rate)) > _LONGEST_GAP or not are_places(near[:1], lexicon):
        return None
    place = label_of(near[0])
    same = [c for c in near[1:] if label_of(c) == place and c.unit == near[0].unit]
    return (near[0], max(same, key=lexicon.value)) if same else None


def _near(reading: Reading, index: int) -> Sequence[Claim]:
    """The amounts of a rate's paragraph before it, the nearest first, of its own time."""
    rate = reading.claims[index]
    start = reading.outline.paragraph(rate.span.start).start
    before = reading.claims[max(0, index - _FARTHEST) : index]
    return [c for c in reversed(before) if c.span.start >= start and _is_amount(c) and _is_of_time(c, rate)]


def _is_amount(claim: Claim) -> bool:
    return claim.quantity.kind in _AMOUNTS and claim.aspect is Aspect.LEVEL and claim.amount.value is not None


def _is_of_time(claim: Claim, rate: Claim) -> bool:
    in_place = claim.place == rate.place or claim.place is None or rate.place is None
    return in_place and (claim.period == rate.period or claim.period is None or rate.period is None)


def _is_called(claim: Claim, names: Sequence[str]) -> bool:
    label = label_of(claim)
    return not _APART.search(label) and any(name in label for name in names)


def _pair(rate: Claim, parts: Sequence[Claim], wholes: Sequence[Claim], lexicon: Lexicon) -> tuple[Claim, Claim] | None:
    """The part and the whole that agree with the rate, else the nearest."""
    pairs = [(p, w) for p in parts for w in wholes if lexicon.comparable(p.unit, w.unit)]
    return next((pair for pair in pairs if is_share_of(rate, *pair, lexicon)), pairs[0] if pairs else None)
