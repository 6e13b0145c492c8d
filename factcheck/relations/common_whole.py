"""Two parts of one whole that is nowhere printed: 240万股，占总股本6.1%，and 480万股，占总股本12.2%.

Each part over its share gives the whole; the two must give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.grids import has_grids
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.outline import separation
from factcheck.relations.hundreds import comes_near_hundred, part_before_bracket
from factcheck.rulebook import Rulebook

_AMOUNTS = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER)
_BASE = expression(
    r"占(?:了|到)?(?P<name>[^，。；、占\d\n]{2,24}?)的?(?:比[重例率])?(?:合计|共计|总计)?(?:[约为达近]|超过|将近|高达)*\Z"
)
_RATE = expression(r"(?<=[，（、])(?:得票率|市场份额|市占率|占有率)(?=[约为达]{0,2}\Z)")  # of one whole for all
_PRONOUN = expression("其|该|所|的")
_LONGEST_GAP = 24  # characters from a part to its share
_LONGEST_CLAUSE = 36
_FEWEST = 2  # shares
_FARTHEST = 4  # claims gone back over for the part, other shares of it between
_CELL_SHARES = "share-in-row"

_Pair = tuple[Claim, Claim]  # a part and its share


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Parts of one whole held against one another, by the name of the whole or by the row they stand in."""
    if Kind.PERCENT not in reading.kinds or len(reading.percents) < _FEWEST:
        return
    for ground, one, other in (*_of_one_name(reading, rulebook.lexicon), *_of_one_row(reading)):
        roles = {"part": (one[0],), "share": (one[1],), "other_part": (other[0],), "other_share": (other[1],)}
        yield Relation("shares-of-one-whole", roles, Ground(ground, rulebook.doubt(ground)))


def _of_one_name(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[str, _Pair, _Pair]]:
    """占公司总股本的6.1% and later 占公司总股本的12.2%, each with its part in the clause before."""
    named: dict[str, list[_Pair]] = defaultdict(list)
    for index, share in enumerate(reading.claims):
        is_share = share.quantity.kind is Kind.PERCENT and share.amount.value
        if is_share and (name := _name(reading, share)) and (part := _part(reading, index)):
            named[name].append((part, share))
    for pairs in named.values():
        for one, other in pairwise(_unlike(pairs)):
            if lexicon.comparable(one[0].unit, other[0].unit):
                yield "share-of-one-name", one, other


def _unlike(pairs: list[_Pair]) -> list[_Pair]:
    """The pairs without those that say again what the pair before says."""
    return [pair for i, pair in enumerate(pairs) if not i or _printed(pair) != _printed(pairs[i - 1])]


def _printed(pair: _Pair) -> tuple[str, str]:
    return pair[0].quantity.text, pair[1].quantity.text


def _name(reading: Reading, share: Claim) -> str:
    """What 占…的 calls the whole; 其所持股份 and 所持股份 are one."""
    text, end = reading.document.text, share.span.start
    start = max(0, end - _LONGEST_CLAUSE)
    lead = text[start:end]
    found = _BASE.search(text, start, end) if "占" in lead else None
    rate = _RATE.search(text, start, end) if "率" in lead or "份额" in lead else None
    return _PRONOUN.sub("", found["name"]) if found else rate[0] if rate else ""


def _part(reading: Reading, index: int) -> Claim | None:
    """The amount that a share is of: right before it, or before the other shares of it in the same sentence."""
    last = reading.claims[index]
    for claim in reversed(reading.claims[max(0, index - _FARTHEST) : index]):
        gap = reading.text_between(claim, last)
        if claim.sentence != last.sentence or len(gap) > _LONGEST_GAP or separation(gap, 0, len(gap)) > 2:
            return None
        if claim.quantity.kind in _AMOUNTS:
            return claim if claim.amount.value else None
        if not _name(reading, claim):
            return None
        last = claim
    return None


def _of_one_row(reading: Reading) -> Iterator[tuple[str, _Pair, _Pair]]:
    """| 甲 | 1312（62%） | 803（38%） |: counts in one row of a table, their shares behind them making 100."""
    text = reading.document.text
    for line in reading.outline.paragraphs if has_grids(text) else ():
        if text[line.start : line.start + 1] != "|":
            continue
        pairs = list(_pairs_in(reading, line))
        if len(pairs) >= 2 and comes_near_hundred([share for _, share in pairs]):
            for one, other in pairwise(pairs):
                yield _CELL_SHARES, one, other


def _pairs_in(reading: Reading, line: Span) -> Iterator[_Pair]:
    for share in reading.between(line):
        part = part_before_bracket(reading, share) if share.quantity.kind is Kind.PERCENT else None
        if part and part.amount.value and share.amount.value:
            yield part, share
