"""Shares of one whole gain what the others lose.

结构为6.2：41.7：52.1，一三产业比重提高0.4、1.3个百分点，二产比重下降1.7个百分点
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.relations.hundreds import comes_near_hundred, ratios
from factcheck.rulebook import Rulebook

_OF_SHARES = expression("比[重例]|占比|份额")
_JOINED = expression("[、和与及]")
_LONGEST_REACH = 120  # characters from a ratio to the last change of its terms
_LONGEST_GAP = 24  # characters from a share to its change
_FEWEST = 3


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Changes of all the terms of a ratio, and of shares that make 100, that should cancel."""
    if Kind.PERCENTAGE_POINT not in reading.kinds:
        return
    ground = Ground("offset", rulebook.doubt("offset"))
    for changes in (*_of_ratios(reading), *_of_shares(reading)):
        ups = tuple(claim for claim, direction in changes if direction > 0)
        downs = tuple(claim for claim, direction in changes if direction < 0)
        if ups and downs and len(ups) + len(downs) == len(changes):
            yield Relation("sides", {"left": ups, "right": downs}, ground)


_Changes = Sequence[tuple[Claim, int]]  # points and whether they are up or down


def _of_ratios(reading: Reading) -> Iterator[_Changes]:
    """As many changes of shares behind a ratio as it has terms."""
    for run in ratios(reading):
        end = min(run[-1].span.end + _LONGEST_REACH, reading.outline.paragraph(run[-1].span.end).end)
        behind = [c for c in reading.between(Span(run[-1].span.end, end)) if c.quantity.kind is not Kind.NUMBER]
        points = behind[: len(run)]
        said = reading.document.text[run[-1].span.end : points[-1].span.end] if points else ""
        is_all = len(behind) == len(run) or (behind[len(run) :] and not _is_points(behind[len(run)]))
        are_points = len(run) >= _FEWEST and len(points) == len(run) and all(map(_is_points, points))
        if are_points and is_all and _OF_SHARES.search(said):
            yield _directed(reading, points)


def _of_shares(reading: Reading) -> Iterator[_Changes]:
    """甲占比12.1%，提高0.3个百分点；乙占比41.3%，下降0.8个百分点；…: shares that make 100, each with its change."""
    for paragraph in reading.outline.paragraphs:
        claims = [c for c in reading.between(paragraph) if c.aspect is Aspect.SHARE or _is_points(c)]
        shares = [c for c in claims if c.aspect is Aspect.SHARE]
        if len(shares) < _FEWEST or len(claims) != 2 * len(shares) or not comes_near_hundred(shares):
            continue
        pairs = list(zip(claims[::2], claims[1::2], strict=True))
        if all(share.aspect is Aspect.SHARE and _is_change_of(reading, share, change) for share, change in pairs):
            yield _directed(reading, [change for _, change in pairs])


def _is_points(claim: Claim) -> bool:
    return claim.quantity.kind is Kind.PERCENTAGE_POINT and claim.amount.value is not None


def _is_change_of(reading: Reading, share: Claim, change: Claim) -> bool:
    return _is_points(change) and len(reading.text_between(share, change)) <= _LONGEST_GAP


def _directed(reading: Reading, points: Sequence[Claim]) -> _Changes:
    """Each change with its direction; in 提高0.4、1.3个百分点 the second takes that of the first."""
    changes: list[tuple[Claim, int]] = []
    for claim in points:
        is_joined = changes and _JOINED.fullmatch(reading.text_between(changes[-1][0], claim))
        changes.append((claim, claim.direction or (changes[-1][1] if is_joined else 0)))
    return changes
