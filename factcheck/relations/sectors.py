"""What statistics count as part of what: 畜牧业增加值 within 农林牧渔业增加值, 教育支出 within 一般公共预算支出."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Kind, Relation, Status
from factcheck.relations.series import label_of, within
from factcheck.rulebook import Rulebook

_SCOPE = expression(
    "^(?:其中|全[国省市县区州]|我[国省市县区]|[一二三四]?季度末?|[\u4e00-\u9fff]{1,3}[省市县区州])+|^(?:实现|完成|累计)+"
)
_NO_FLOW = expression(
    "均|每|率|价|指数|最|单|差|年初|标准|比[重例上去]|计划|目标|同期|以来|历史|五年|新增|项目|不含|其他"
)
_NAMELESS = expression("(?:共|累计|总共)?(?:实现|完成)")
_FARTHEST = 100  # levels gone back over for the total: a chapter or two of a bulletin
_MONEY_OR_MEASURE = frozenset({Kind.MONEY, Kind.MEASURE})


@dataclass(frozen=True, slots=True)
class _Sector:
    """The names and the measure of a total, and those of its parts."""

    wholes: tuple[str, ...]
    measure: str
    parts: tuple[str, ...]
    part_measure: str


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each part named, held within the largest total of its time and place before it."""
    if _MONEY_OR_MEASURE.isdisjoint(reading.kinds):
        return
    labels = reading.labels.replace("\n", "")  # that of the number before may be added
    sectors = [s for s in _sectors(rulebook.lexicon) if s.measure in labels and any(map(labels.__contains__, s.wholes))]
    if not sectors:
        return
    told = [(_SCOPE.sub("", _said(reading, c)), c) for c in reading.levels if _is_flow(c)]
    for sector in sectors:
        yield from _of_sector(sector, told, rulebook)


def _of_sector(sector: _Sector, told: Sequence[tuple[str, Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    totals: list[tuple[int, Claim]] = []
    for index, (label, claim) in enumerate(told):
        if label.startswith(sector.wholes) and sector.measure in label:
            totals.append((index, claim))
        elif label.startswith(sector.parts) and sector.part_measure in label:
            fitting = [t for at, t in totals if index - at <= _FARTHEST and _may_hold(t, claim, rulebook.lexicon)]
            if fitting:
                yield within(max(fitting, key=rulebook.lexicon.value), [claim], "sector-within", rulebook)


def _is_flow(claim: Claim) -> bool:
    return (
        claim.quantity.kind in _MONEY_OR_MEASURE
        and not claim.direction
        and claim.status is Status.ACTUAL
        and not _NO_FLOW.search(label_of(claim))
    )


def _said(reading: Reading, claim: Claim) -> str:
    """The words of a number's clause, and of the one before where it names nothing: 企业达318户，实现增加值169亿元."""
    label = label_of(claim)
    if not _NAMELESS.match(label):
        return label
    before = reading.before(claim.span.start, 1)
    return label_of(before[0]) + label if before and before[0].sentence == claim.sentence else label


def _may_hold(whole: Claim, part: Claim, lexicon: Lexicon) -> bool:
    return (
        lexicon.comparable(whole.unit, part.unit)
        and (whole.period == part.period or part.period is None)
        and (whole.place == part.place or part.place is None or whole.place is None)
    )


@lru_cache(maxsize=8)
def _sectors(lexicon: Lexicon) -> tuple[_Sector, ...]:
    entries = (entry.split("|") for entry in lexicon.words.get("sectors", ()))
    return tuple(
        _Sector(tuple(wholes.split("/")), measure, tuple(parts.split("/")), part_measure)
        for wholes, measure, parts, part_measure in entries
    )
