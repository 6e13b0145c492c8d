"""Infographics and plain-text tables: lines of a label, a count and its share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.hundreds import comes_near_hundred
from factcheck.rulebook import Rulebook

_LONGEST_LINE = 24  # characters of one line of an infographic or plain-text table
_FEWEST_LINES = 3


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Shares that make 100, counts that make the total before them, and each share of that total."""
    if Kind.PERCENT not in reading.kinds or len(reading.percents) < _FEWEST_LINES:
        return
    for block in _blocks(reading):
        yield from _infographic(reading, block, rulebook)


def _blocks(reading: Reading) -> Iterator[list[list[Claim]]]:
    """Consecutive short lines that hold one share, one count, or both: an infographic or a table in plain text."""
    block: list[list[Claim]] = []
    for line in (*reading.outline.paragraphs, None):
        claims = list(reading.between(line)) if line else []
        short = line is not None and line.end - line.start <= _LONGEST_LINE
        if short and claims and len(claims) <= 2 and _one_of_each(claims):
            block.append(claims)
        elif block:
            if len(block) >= _FEWEST_LINES:
                yield block
            block = []


def _one_of_each(claims: Sequence[Claim]) -> bool:
    return sum(c.quantity.kind is Kind.PERCENT for c in claims) <= 1 and sum(_is_amount(c) for c in claims) <= 1


def _is_amount(claim: Claim) -> bool:
    return claim.quantity.kind in (Kind.COUNT, Kind.MONEY, Kind.MEASURE)


def _infographic(reading: Reading, block: list[list[Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    """致贫原因 1.42万人 / 14.17% 因残2017人 / 3.82% 因学544人 …: shares make 100, counts the total before them."""
    shares = [c for line in block for c in line if c.quantity.kind is Kind.PERCENT]
    amounts = [c for line in block for c in line if _is_amount(c)]
    if len(shares) < _FEWEST_LINES:
        return
    is_split = comes_near_hundred(shares)
    if is_split:
        yield Relation("shares", {"share": tuple(shares)}, Ground("shares", rulebook.doubt("shares")))
    whole = _heading_total(amounts, is_split, rulebook.lexicon)
    if not whole:
        return
    parts = [c for c in amounts if c is not whole]
    yield Relation(
        "whole-parts", {"whole": (whole,), "part": tuple(parts)}, Ground("bracket", rulebook.doubt("bracket"))
    )
    for line in block:
        share = next((c for c in line if c.quantity.kind is Kind.PERCENT), None)
        part = next((c for c in line if _is_amount(c) and c is not whole), None)
        if share and part:
            yield Relation(
                "share",
                {"share": (share,), "part": (part,), "whole": (whole,)},
                Ground("share", rulebook.doubt("share")),
            )


def _heading_total(amounts: Sequence[Claim], is_split: bool, lexicon: Lexicon) -> Claim | None:
    """The first amount of the block, if its shares make 100 or the other amounts come to about it."""
    if len(amounts) < _FEWEST_LINES or any(not lexicon.comparable(amounts[0].unit, c.unit) for c in amounts[1:]):
        return None
    whole, parts = amounts[0], amounts[1:]
    total = sum((lexicon.value(part) for part in parts), Fraction(0))
    largest = max(lexicon.value(part) for part in parts)
    return whole if is_split or abs(total - lexicon.value(whole)) <= largest else None
