"""A rate, a difference or a share in one source, recomputed from values that another prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from factcheck.model import Aspect, Claim, Ground, Period, Place, Relation
from factcheck.relations.wording import is_real
from factcheck.sources import Sources
from factcheck.sources.keys import Fact, part_and_whole
from factcheck.sources.same_fact import is_comparable

_YEAR_ON_YEAR = re.compile("同比|[比较](?:上年|去年|上一年)|上年同期")
# The printed levels do not give these: real growth, comparable or revised bases.
_INCOMPARABLE = re.compile("可比|不变价|实际|扣除|剔除|同口径|调整|修订|年均|平均增")
_Told = tuple[str, tuple[str, ...], Place | None, Period | None, str]


def find(sources: Sources) -> Iterator[Relation]:
    """Steps beside the level that another source prints for the year before; shares beside the whole of another."""
    levels: dict[_Told, Fact] = {}
    for fact in sources.facts:
        if fact.key.aspect is Aspect.LEVEL and is_comparable(fact):
            levels.setdefault(_told(fact, fact.key.period), fact)
    for before, fact in zip((None, *sources.facts), sources.facts, strict=False):
        if fact.key.aspect in (Aspect.RATE, Aspect.CHANGE):
            yield from _step(fact, before, levels, sources)
        elif fact.key.aspect is Aspect.SHARE:
            yield from _share(fact, before, levels, sources)


def _told(fact: Fact, period: Period | None) -> _Told:
    return fact.key.subject, fact.key.sense, fact.key.place, period, fact.key.dimension


def _step(step: Fact, new: Fact | None, levels: Mapping[_Told, Fact], sources: Sources) -> Iterator[Relation]:
    """A rise or fall right behind the level that it led to."""
    if new is None or new.claim.sentence != step.claim.sentence or new.key.aspect is not Aspect.LEVEL:
        return
    if not is_comparable(new) or not step.claim.direction or step.key.sense or step.key.subject != new.key.subject:
        return
    old = levels.get(_told(new, _year_before(new.key.period)))
    if old is None or old.claim.document is new.claim.document or not _is_plain(step, new, sources):
        return
    if step.key.aspect is Aspect.CHANGE and step.key.dimension != new.key.dimension:
        return
    kind, role = (
        "rise" if step.claim.direction > 0 else "fall",
        "rate" if step.key.aspect is Aspect.RATE else "difference",
    )
    ground = Ground("base-across", sources.rulebook.doubt("base-across"))
    yield Relation(kind, {"old": (old.claim,), "new": (new.claim,), role: (step.claim,)}, ground)


def _is_plain(step: Fact, new: Fact, sources: Sources) -> bool:
    """Whether the step is told to be one from last year, as printed, not at constant prices."""
    text = new.claim.document.text
    between = text[new.claim.span.end : step.claim.span.start]
    if not _YEAR_ON_YEAR.search(between) or _INCOMPARABLE.search(between):
        return False
    is_change = step.key.aspect is Aspect.CHANGE
    return is_change or not is_real(sources.reading_of(new.claim.document), new.claim.span.start)


def _year_before(period: Period | None) -> Period | None:
    """The same days of the year before; of a whole February its last.

    >>> str(_year_before(Period("2021-01-01", "2021-02-28")))
    '2020-01-01/2020-02-29'
    """
    if period is None:
        return None
    start, end = (f"{int(day[:4]) - 1:04}{day[4:]}" for day in (period.start, period.end))
    if end[5:] in ("02-28", "02-29"):
        end = f"{end[:5]}02-{29 if int(end[:4]) % 4 == 0 else 28}"
    return Period(start, end)


def _share(share: Fact, before: Fact | None, levels: Mapping[_Told, Fact], sources: Sources) -> Iterator[Relation]:
    """占全区发电量的22.0%: the part stands before it, or is named; the whole is what another source says."""
    named, whole_named = part_and_whole(share, sources.rulebook.lexicon)
    part = _part(share, named, before, levels)
    if part is None or not whole_named or part.key.period is None:
        return
    key = replace(part.key, subject=whole_named)
    whole = levels.get((key.subject, (), key.place, key.period, key.dimension))
    if whole and whole.claim.document is not share.claim.document:
        roles: dict[str, tuple[Claim, ...]] = {"share": (share.claim,), "part": (part.claim,), "whole": (whole.claim,)}
        yield Relation("share", roles, Ground("share-across", sources.rulebook.doubt("share-across")))


def _part(share: Fact, named: str, before: Fact | None, levels: Mapping[_Told, Fact]) -> Fact | None:
    if named or before is None:
        return None
    is_level = before.claim.sentence == share.claim.sentence and before.key.aspect is Aspect.LEVEL
    return before if is_level and is_comparable(before) else None
