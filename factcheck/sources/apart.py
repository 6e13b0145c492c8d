"""Numbers that only seem to contradict: one subject in another place, at another time, or counted otherwise.

They are shown on request, so that a reader sees why nothing was said. Each fact is held against its neighbours in an
order by key, not against all: the work and the list stay as long as the sources.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import pairwise

from factcheck.model import Aspect, Ground, Kind, Relation
from factcheck.sources import Sources
from factcheck.sources.keys import Fact

_SHORTEST = 3  # characters of a subject: of two, most are heads of many (项目, 企业)
_HEAD = 2  # characters at the end of two subjects that make them kinds of one thing: 常住人口, 户籍人口


def find(sources: Sources) -> Iterator[Relation]:
    """Neighbours by key that are not one fact, and why."""
    ground = Ground("apart", sources.rulebook.doubt("apart"))
    seen: set[frozenset[Fact]] = set()
    for group in _groups(sources):
        group.sort(key=_order)
        for a, b in pairwise(group):
            reason = _reason(a, b)
            pair = frozenset((a, b))
            if reason and pair not in seen and a.claim.document is not b.claim.document and _seem_to_differ(a, b):
                seen.add(pair)
                yield Relation("same-across", {"value": (a.claim,), "other": (b.claim,)}, ground, reason)


def _groups(sources: Sources) -> Iterator[list[Fact]]:
    """Facts of one subject; and facts of one place and time whose subjects end alike."""
    groups: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in sources.facts:
        key = fact.key
        if len(key.subject) >= _SHORTEST and key.aspect is not Aspect.RANK and fact.claim.quantity.kind in _KINDS:
            groups[key.subject, key.aspect, key.dimension].append(fact)
            if key.is_known:
                groups[key.subject[-_HEAD:], key.aspect, key.dimension, key.place, key.period].append(fact)
    yield from groups.values()


_KINDS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT})


def _order(fact: Fact) -> tuple[str, ...]:
    key = fact.key
    return key.place.code if key.place else "", str(key.period), *key.sense, key.status.value, key.subject


def _reason(one: Fact, other: Fact) -> str:
    """What parts two facts: definition, scope or period; nothing where one may be the other."""
    a, b = one.key, other.key
    if _is_of_an_area(a.subject, b.subject):
        return "scope"
    if a.subject != b.subject or a.sense != b.sense or a.status is not b.status:
        return "definition" if a.place == b.place and a.period == b.period else ""
    if a.place != b.place or (one.claim.place is None and other.claim.place is None):
        return "scope"
    return "period" if a.period != b.period else ""


def _is_of_an_area(a: str, b: str) -> bool:
    """Whether one subject is the other's in some area of the place: 市区公交线路, 公交线路."""
    short, long = sorted((a, b), key=len)
    return long != short and long.endswith(short) and _AREA.search(long.removesuffix(short)) is not None


_AREA = re.compile("(?:区|地带|沿[海江线]|境内)(?:的|共?有)?$")


def _seem_to_differ(a: Fact, b: Fact) -> bool:
    return (a.claim.amount.value, a.key.direction) != (b.claim.amount.value, b.key.direction)
