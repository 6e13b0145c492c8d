"""What a paragraph says of all bounds what it then says of some: 全市实现增加值316亿元…石油行业实现增加值189亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Kind, Relation, Status
from factcheck.relations.series import label_of, within
from factcheck.rulebook import Rulebook

_ALL = expression(r"全[国省市县区州镇]|总(?:[额量值]|收入|支出|投资|产量)")
_VERB_AT_END = expression(
    r"(?:累计|分别|人民币|港币|共计|合计|实现|完成|达到|超过|[达为有共约近超了至到\s])+$|(?<=.)(?:余额|总额|总量|总数|总值)$"
)
_SPLITS = expression(r"\s{0,8}(?:按|分|从)[^，。；\n]{1,14}[看分]，")  # such a paragraph goes on splitting
_TOTALLY = expression("总(?=[额量值]|收入|支出|投资|产量)")
# No amounts of a whole and its parts; or of another time, another base or a wish.
_NO_FLOW = expression("均|每|率|价|指数|最|单|差|年初|标准")
_OTHERWISE = expression(
    "上年|去年|前年|同期|以来|累计|计划|目标|预[计算期]|历史|历年|[末底]|五年|[十三]年|其他|全[球国世]"
)
_KINDS = frozenset({Kind.MONEY, Kind.MEASURE})
_FRAME = 3  # characters at the end of the words before a number: 增加值, 零售额


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """In each paragraph the numbers of 全市 and the like, and those behind them that count by the same name."""
    if _KINDS.isdisjoint(reading.kinds) or not _ALL.search(reading.labels):
        return
    levels = [c for c in reading.levels if _is_flow(c)]
    wholes: dict[str, Claim] = {}
    paragraph = -1
    for claim in levels:
        opening = reading.outline.paragraph(claim.span.start).start
        if opening != paragraph and not _SPLITS.match(reading.document.text, opening):
            wholes.clear()
        paragraph = opening
        frame = measured(claim)
        if len(frame) < _FRAME:
            continue
        if _ALL.search(label_of(claim)):
            wholes[frame] = claim
        elif (total := wholes.get(frame)) and _may_be_part(total, claim, rulebook):
            yield within(total, [claim], "lead-within", rulebook)


def _is_flow(claim: Claim) -> bool:
    return (
        claim.quantity.kind in _KINDS
        and not claim.direction
        and claim.status is Status.ACTUAL
        and not _NO_FLOW.search(label_of(claim))
    )


def measured(claim: Claim) -> str:
    """The last characters that name what is measured, verbs left out: 增加值 in 全市实现工业增加值达."""
    name = label_of(claim)
    while (bare := _VERB_AT_END.sub("", name)) != name:
        name = bare
    return _TOTALLY.sub("", name)[-_FRAME:]


def _may_be_part(whole: Claim, part: Claim, rulebook: Rulebook) -> bool:
    text = part.document.text
    clause = re.split("[；。：\n]", text[max(0, part.span.start - 60) : part.span.start])[-1]
    return (
        rulebook.lexicon.comparable(whole.unit, part.unit)
        and not _OTHERWISE.search(clause)
        and (whole.period == part.period or part.period is None)
    )
