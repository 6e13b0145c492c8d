"""A part of a time within the whole (a month in its year), and what only grows: a cumulative number never falls."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from factcheck.model import Ground, Period, Relation
from factcheck.sources import Sources
from factcheck.sources.keys import CUMULATIVE, NEW, Fact, Key
from factcheck.sources.places import is_additive

# What happens during a time, and adds up over it; what there is at a time may be less at its end than before.
_FLOW = re.compile(
    "新增|新建|新登记|新注册|新开工|新造|新办|生产|产量|产值|增加值|生产总值|销售|销量|出口|进口|外销|收入|支出|投资|税|接待|发放|招收|招聘|成交|引进|签约|"
    "吞吐|运输|客运|货运|发送|竣工|办理|查处|受理|审结|救助|培训|捐|报告"
)
_STOCK = re.compile("余额|存栏|库存|保有|储蓄|存款|贷款|在[建校册岗营]|总数|现有|累计")
_UP_TO = re.compile("截[至止]")
_CORRECTED = re.compile("核减|订正|更正|修正|调减|剔除|重复|注销|撤销")
_LEAD, _BESIDE, _DEEPEST = 60, 120, 4


def find(sources: Sources) -> Iterator[Relation]:
    """Facts of one key but for the time, in the order of time."""
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in filter(is_additive, sources.facts):
        groups[replace(fact.key, period=None)].append(fact)
    for key, group in groups.items():
        if len(group) > 1:
            if NEW in key.sense or (_FLOW.search(key.subject) and not _STOCK.search(key.subject)):
                yield from _nested(group, sources)
            if key.sense == (CUMULATIVE,):
                yield from _growing(group, sources)


def _nested(group: Sequence[Fact], sources: Sources) -> Iterator[Relation]:
    """Each fact beside the nearest time around its own that another document tells of."""
    ground = Ground("time-within", sources.rulebook.doubt("time-within"))
    around: list[Fact] = []
    for fact in sorted(group, key=lambda fact: (_period(fact).start, _descending(_period(fact).end))):
        while around and _period(around[-1]).end < _period(fact).end:
            around.pop()
        for whole in reversed(around[-_DEEPEST:]):
            if whole.claim.document is not fact.claim.document and _period(whole) != _period(fact):
                yield Relation("within-time", {"whole": (whole.claim,), "part": (fact.claim,)}, ground)
                break
        around.append(fact)


def _growing(group: Sequence[Fact], sources: Sources) -> Iterator[Relation]:
    """What was counted up to a day, beside what was counted up to the next day told of in the same year."""
    ground = Ground("cumulative", sources.rulebook.doubt("cumulative"))
    counted = sorted((fact for fact in group if _is_up_to(fact)), key=lambda fact: _period(fact).end)
    for before, after in pairwise(counted):
        is_later = _period(before).end < _period(after).end and _period(before).end[:4] == _period(after).end[:4]
        if is_later and before.claim.document is not after.claim.document and not is_corrected(after):
            yield Relation("within-time", {"whole": (after.claim,), "part": (before.claim,)}, ground)


def _is_up_to(fact: Fact) -> bool:
    text, end = fact.claim.document.text, fact.claim.span.start
    return bool(_UP_TO.search(text, max(0, end - _LEAD), end))


def is_corrected(fact: Fact) -> bool:
    """Whether the text near a number says that earlier ones were corrected."""
    text, span = fact.claim.document.text, fact.claim.span
    return bool(_CORRECTED.search(text, max(0, span.start - _BESIDE), span.end + _BESIDE))


def _period(fact: Fact) -> Period:
    assert fact.key.period is not None
    return fact.key.period


def _descending(day: str) -> int:
    return -int(day.replace("-", ""))
