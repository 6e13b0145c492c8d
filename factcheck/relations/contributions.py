"""Contributions to one growth: 消费、投资、净出口的贡献率 make 100, 拉动…百分点 make the growth that they pull."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Kind, Relation
from factcheck.numerals import read_numeral
from factcheck.relations.topics import core, likeness, topic
from factcheck.rulebook import Rulebook

_RATE = expression(r"(?:贡献率|贡献度|贡献份额)(?:[^，。；\d]{0,4})$")
_PULL = expression(
    r"(?P<down>负向|下)?(?:拉动|带动|拉低|拖累)(?P<object>[^，。；、\d]{2,16}?)(?:增长|增速|下降|回落|约|近|了)*$"
)
_DRAGS = expression("负向|下拉|拉低|拖累")
# The splits of an economy that leave nothing over: what is pulled by each adds up to the whole.
_CLOSED = (
    ("消费", "投资|资本形成", "净出口|净流出|进出口"),
    ("第一产业|一产|农业", "第二产业|二产|工业", "第三产业|三产|服务业"),
)
_ECONOMY = expression("GDP|生产总值|经济")
_ABBREVIATED = 90  # percent of likeness of a name and its short form
_FEWEST = 3
_FARTHEST = 120  # claims looked over for the growth that is pulled


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Contribution rates and pulls, paragraph by paragraph, where the parts named leave nothing over."""
    if Kind.PERCENT not in reading.kinds:
        return
    rated, pulled = "贡献" in reading.document.text, Kind.PERCENTAGE_POINT in reading.kinds
    if not rated and not pulled:
        return
    ground = Ground("contributions", rulebook.doubt("contributions"))
    for paragraph in reading.outline.paragraphs:
        claims = reading.between(paragraph)
        if rated:
            yield from _rates(reading, claims, ground)
        if pulled:
            yield from _pulls(reading, claims, ground)


def _rates(reading: Reading, claims: Sequence[Claim], ground: Ground) -> Iterator[Relation]:
    rates: list[Claim] = []
    for claim in claims:
        is_next = bool(rates) and rates[-1].span.end < claim.span.start <= rates[-1].span.end + 2
        if claim.quantity.kind is Kind.PERCENT and (is_next or _RATE.search(_before(claim))):
            rates.append(claim)
    if len(rates) >= _FEWEST and _is_closed(reading, rates):
        yield Relation("shares", {"share": tuple(rates)}, ground)


def _pulls(reading: Reading, claims: Sequence[Claim], ground: Ground) -> Iterator[Relation]:
    pulled: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity.kind is Kind.PERCENTAGE_POINT and (pull := _PULL.search(_before(claim))):
            pulled[core(pull["object"])].append(claim)
    for thing, pulls in pulled.items():
        once = list({_numeral(c): c for c in pulls}.values()) if not _is_closed(reading, pulls) else pulls
        ups = tuple(c for c in once if not _DRAGS.search(_before(c)))
        downs = tuple(c for c in once if _DRAGS.search(_before(c)))
        if not ups or not (_is_closed(reading, pulls) or downs):
            continue
        total = _growth_of(reading, thing, pulls, ups, downs, is_sure=_is_closed(reading, pulls))
        if total:
            kind = "contributions-signed" if downs else "contributions"
            yield Relation(kind, {"total": (total,), "up": ups, "down": downs}, ground)


def _before(claim: Claim) -> str:
    return re.split("[，。；（）\\n]", claim.document.text[max(0, claim.span.start - 32) : claim.span.start])[-1]


def _is_closed(reading: Reading, parts: Sequence[Claim]) -> bool:
    """Whether the parts are all of a split that everybody knows: each of its names stands before one part."""
    text, start = reading.document.text, reading.outline.sentences[parts[0].sentence].start
    heads = [text[start : parts[0].span.start]] * len(parts) if _are_listed(parts) else []
    for part in parts[len(heads) :]:
        heads.append(text[start : part.span.start])
        start = part.span.end
    return any(
        len(split) == len(heads) and all(any(re.search(name, head) for head in heads) for name in split)
        for split in _CLOSED
    )


def _are_listed(parts: Sequence[Claim]) -> bool:
    """分别为58.2%、38.1%、3.7%: all names stand before the first."""
    return all(b.span.start - a.span.end <= 2 for a, b in pairwise(parts))


def _growth_of(
    reading: Reading, thing: str, pulls: Sequence[Claim], ups: Sequence[Claim], downs: Sequence[Claim], is_sure: bool
) -> Claim | None:
    """The growth of the thing pulled: the rate of its name that agrees; else, of a closed split, the first; else one
    that is a misprint away."""
    total = _sum(ups) - _sum(downs)
    named = [c for c in reading.claims[:_FARTHEST] if _is_growth(c) and _is_of(reading, c, thing) and c not in pulls]
    agreeing = [c for c in named if _value(c) == total]
    if agreeing or not named:
        return agreeing[0] if agreeing else None
    return named[0] if is_sure else next((c for c in named if _is_slip(c, pulls, total)), None)


def _is_growth(claim: Claim) -> bool:
    return claim.quantity.kind is Kind.PERCENT and claim.aspect is Aspect.RATE and claim.amount.value is not None


def _is_of(reading: Reading, claim: Claim, thing: str) -> bool:
    said = topic(reading, claim)
    if _ECONOMY.search(thing):
        return bool(_ECONOMY.search(said))
    return likeness(thing, said) >= _ABBREVIATED


def _is_slip(total: Claim, parts: Sequence[Claim], printed: Fraction) -> bool:
    """Whether one misprint, in the growth or in a part, explains the gap."""
    gap = _value(total) - printed
    for claim in (total, *parts):
        lowers = claim is total or _DRAGS.search(_before(claim))
        wanted = abs(_value(claim) - gap if lowers else _value(claim) + gap)
        if any((n := read_numeral(text)) and n.value == wanted for text, _ in misprints(_numeral(claim))):
            return True
    return False


def _numeral(claim: Claim) -> str:
    return claim.quantity.numeral.of(claim.document.text)


def _value(claim: Claim) -> Fraction:
    value = claim.amount.value or Fraction(0)
    return -value if claim.direction < 0 and claim.quantity.kind is Kind.PERCENT else value


def _sum(claims: Sequence[Claim]) -> Fraction:
    return sum((c.amount.value or Fraction(0) for c in claims), Fraction(0))
