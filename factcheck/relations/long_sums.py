"""Numbers of many digits that add up, whatever is said between: 直接持有48215600股…间接持有5312400股…共53528000股."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.mentions import telling_digits
from factcheck.relations.series import adds_up, is_slip_away, sum_of
from factcheck.rulebook import Rulebook

# Digits but for zeros at the ends: of the total and its longest part, and of the others. In 6,000 documents 18 sums of
# such numbers held and none was one slip from holding; of those with a digit less a third were, all by chance.
_FEWEST_DIGITS = 5
_FEWEST_OF_A_PART = 3
_FEWEST_LONG = 2  # the total and one of its parts
_SIZES = (3, 4, 5, 6)  # the whole and its parts
_MOST_BROKEN = 4
_LONGEST = 400  # characters that they may take
_Sum = tuple[Claim, Sequence[Claim]]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Neighbours of one unit of which the first or the last is the sum of the others, or would be but for one slip."""
    if sum(map(_is_long, reading.levels)) < _FEWEST_LONG:
        return
    by_unit: dict[str | None, list[Claim]] = defaultdict(list)
    for claim in reading.levels:
        if claim.quantity.kind is not Kind.PERCENTAGE_POINT and not claim.direction:
            by_unit[claim.unit].append(claim)
    ground = Ground("long-sum", rulebook.doubt("long-sum"))
    for alike in by_unit.values():
        if len(alike) >= _SIZES[0]:
            yield from (sum_of(reading, *told, ground) for told in _sums(alike, rulebook.lexicon))


def _sums(alike: Sequence[Claim], lexicon: Lexicon) -> Iterator[_Sum]:
    for index, whole in enumerate(alike):
        if telling_digits(whole) < _FEWEST_DIGITS:
            continue
        runs = list(_runs(alike, index))
        held = next((run for run, _ in runs if adds_up(whole, run, lexicon)), None)
        if held:
            yield whole, held
        else:
            yield from ((whole, run) for run, is_closed in runs if is_closed and is_slip_away(whole, run, lexicon))


def _runs(alike: Sequence[Claim], index: int) -> Iterator[tuple[Sequence[Claim], bool]]:
    """The numbers right behind a total, and those right before it, that are long enough to add up by no chance; and
    whether none of the unit follows in their sentence that may have been left out."""
    whole = alike[index]
    for size in _SIZES:
        for start in (index + 1, index + 1 - size):
            run, behind = alike[max(0, start) : start + size - 1], alike[start + size - 1 : start + size]
            if len(run) == size - 1 and _is_telling(run, whole):
                is_last = not any(c.sentence == run[-1].sentence and c is not whole for c in behind)
                yield run, is_last and len(run) < _MOST_BROKEN


def _is_telling(run: Sequence[Claim], whole: Claim) -> bool:
    """Whether the numbers stand near their total and are long, one of them as long as it has to be itself."""
    digits = [telling_digits(c) for c in run]
    is_near = all(abs(c.span.start - whole.span.start) <= _LONGEST for c in (run[0], run[-1]))
    return is_near and min(digits) >= _FEWEST_OF_A_PART and max(digits) >= _FEWEST_DIGITS


def _is_long(claim: Claim) -> bool:
    """Whether so many characters are printed that as many digits may be."""
    numeral = claim.quantity.numeral
    return numeral.end - numeral.start >= _FEWEST_DIGITS
