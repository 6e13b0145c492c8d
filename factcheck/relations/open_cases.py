"""All cases so far are those still open, those cured and those dead: 累计确诊 = 现有确诊 + 累计治愈 + 累计死亡."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of
from factcheck.rulebook import Rulebook

_OPEN_CASES = re.compile("现有|尚有|目前在院|现在院|在院治疗")
_OPEN = re.compile(rf"(?:{_OPEN_CASES.pattern})(?:确诊|在院|病例|患者|治疗|的){{0,3}}\Z")
_ALL = re.compile(r"累计(?:报告|通报|确诊|病例|患者|的|本土){0,3}确诊(?:病例|患者){0,3}\Z")
_CURED = re.compile(r"(?:累计|已)(?:报告|共|有|病例){0,3}(?:治愈|出院)(?:出院|病例|患者|、){0,3}\Z")
_DEAD = re.compile(r"(?:累计|已|其中)?(?:报告){0,3}死亡(?:病例|患者){0,3}\Z")
_NO_DEAD = re.compile("无死亡|无新增死亡|零死亡")
_PARTED = re.compile("境外输入|本土|重症|疑似|无症状|转出|核减|订正")  # counts of some only, or another exit
_UNITS = frozenset("例人名")
_FARTHEST = 6  # counts from those open to the others
_FEWEST_DIGITS = 2
_LONGEST_LABEL = 30  # characters before the first count and behind the last


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The open cases, and near by in the paragraph one count each of all, of the cured and of the dead."""
    if _UNITS.isdisjoint(reading.units) or not _OPEN_CASES.search(reading.labels):
        return
    cases = [c for c in reading.levels if c.quantity.kind is Kind.COUNT and c.unit in _UNITS]
    ground = Ground("open-cases", rulebook.doubt("open-cases"))
    for index, claim in enumerate(cases):
        if _OPEN.search(label_of(claim)) and (four := _account(reading, cases, index)):
            whole, parts = four
            if adds_up(whole, parts, rulebook.lexicon) or _is_near(whole, parts, rulebook):
                yield sum_of(reading, whole, parts, ground)


def _account(reading: Reading, cases: Sequence[Claim], index: int) -> tuple[Claim, list[Claim]] | None:
    near = [c for c in cases[max(0, index - _FARTHEST) : index + _FARTHEST] if _is_beside(c, cases[index], reading)]
    told = [[c for c in near if words.search(label_of(c))] for words in (_ALL, _CURED, _DEAD)]
    whole, cured, dead = told
    around = reading.document.text[max(0, near[0].span.start - _LONGEST_LABEL) : near[-1].span.end + _LONGEST_LABEL]
    if len(whole) != 1 or len(cured) != 1 or len(dead) > 1 or _PARTED.search(around):
        return None
    if not dead and not _NO_DEAD.search(around):
        return None
    return whole[0], [cases[index], *cured, *dead]


def _is_beside(claim: Claim, other: Claim, reading: Reading) -> bool:
    is_one = reading.outline.paragraph(claim.span.start) == reading.outline.paragraph(other.span.start)
    return is_one and claim.unit == other.unit and reading.outline.enclosing(claim.span.start) is None


def _is_near(whole: Claim, parts: Sequence[Claim], rulebook: Rulebook) -> bool:
    is_long = sum(map(str.isdigit, whole.quantity.text)) >= _FEWEST_DIGITS
    return is_long and is_slip_away(whole, parts, rulebook.lexicon)
