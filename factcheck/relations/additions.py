"""What was added is part of what there is, and one year's of several years': 新建管网35公里，管网总里程达297公里."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Kind, Relation, Status
from factcheck.relations.series import label_of, within
from factcheck.rulebook import Rulebook

_NEW = expression("新[建增设改修辟开]")
_TOTAL = expression("累计|总数|总里程|总量|总面积|总规模|总长|总达|共有|已有|已达|现有")
_LOST = expression("解除|排除|治愈|出院|死亡|转|减少|退出|关闭|注销|淘汰|撤销|均|率|最|计划|目标|预计|今后|未来|其他")
_KINDS = frozenset({Kind.COUNT, Kind.MEASURE})
_SHORTEST_NAME = 4  # characters: a name that both share
_FARTHEST = 6  # levels from one to the other
_LAST_SENTENCE = 1
_YEARS = expression(
    "[三四五六七八九十]年[来间]|(?:以来的|[这近前]|过去)[三四五六七八九十]年|[三四五六七八九十]年累计|本届政府任期|“?十[一二三四]五”?(?:时期|期间|以来)"
)
_PLAIN = expression("累计|分别|全[国省市县]|我[国省市县]|[共达为有约已近超过到至年]|人民币|\\s")
_FLOW = expression("新[增建设改开]")
_AHEAD = expression("今后|未来|目标|计划|力争|预期")
_LONGEST_PARAGRAPH_HEAD = 24


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """New ones within all of the same name, and the new ones of a year within those of several."""
    if not _NEW.search(reading.labels) or not (_TOTAL.search(reading.labels) or _YEARS.search(reading.document.text)):
        return
    levels = [c for c in reading.levels if c.quantity.kind in _KINDS]
    yield from _of_all(levels, rulebook)
    yield from _of_years(reading, levels, rulebook)


def _of_all(levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    for index, part in enumerate(levels):
        if not _is_new(levels, index) or _LOST.search(label_of(part)):
            continue
        for whole in levels[index + 1 : index + _FARTHEST]:
            if whole.sentence - part.sentence > _LAST_SENTENCE:
                break
            label = label_of(whole)
            is_all = _TOTAL.search(label) and not _NEW.search(label) and not _LOST.search(label)
            if is_all and whole.unit == part.unit and _share_a_name(label, label_of(part)) and _same_place(whole, part):
                yield within(whole, [part], "added-within", rulebook)
                break


def _is_new(levels: Sequence[Claim], index: int) -> bool:
    """新增公路52万公里，其中高速公路3万公里: both are new."""
    label = label_of(levels[index])
    if label.startswith("其中") and index and levels[index - 1].sentence == levels[index].sentence:
        label = label_of(levels[index - 1])
    return bool(_NEW.search(label)) and not _TOTAL.search(label)


def _share_a_name(a: str, b: str) -> bool:
    return any(a[i : i + _SHORTEST_NAME] in b for i in range(len(a) - _SHORTEST_NAME + 1))


def _same_place(a: Claim, b: Claim) -> bool:
    return a.place is None or b.place is None or a.place == b.place


def _of_years(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """五年来，城镇新增就业5200万人 … 去年城镇新增就业1080万人: named alike, in paragraphs of their own."""
    text = reading.document.text
    flows = [c for c in levels if _FLOW.search(label_of(c))]
    if len(flows) < 2 or not _YEARS.search(text):
        return
    for whole in flows:
        if not _is_of_years(reading, whole):
            continue
        name = _name(whole)
        for part in flows:
            is_same = part is not whole and part.unit == whole.unit and _name(part) == name and _same_place(whole, part)
            if is_same and part.status is Status.ACTUAL and not _is_of_years(reading, part):
                yield within(whole, [part], "added-within", rulebook)


def _is_of_years(reading: Reading, claim: Claim) -> bool:
    """Whether the paragraph speaks of several years before it comes to the number."""
    opening = reading.outline.paragraph(claim.span.start).start
    said = reading.document.text[opening : claim.span.start]
    return bool(_YEARS.search(said)) and not _AHEAD.search(said[-_LONGEST_PARAGRAPH_HEAD:])


def _name(claim: Claim) -> str:
    """The characters of a label, whatever their order: 新增城镇就业 and 城镇新增就业 are one."""
    return "".join(sorted(_PLAIN.sub("", label_of(claim))))
