"""Cumulative today is cumulative yesterday and what is new, less what the text strikes off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from factcheck.model import Claim, Ground, Period, Place, Relation, Span
from factcheck.sources import Sources
from factcheck.sources.keys import CUMULATIVE, NEW, Fact
from factcheck.sources.places import is_additive
from factcheck.sources.times import is_corrected

_STRUCK_OFF = re.compile("(?:核减|剔除|订正减少|调减|扣减)[^，。；\\d]{0,12}$")
_BESIDE, _LEAD = 160, 20
_Told = tuple[str, Place | None, str, Period | None]


def find(sources: Sources) -> Iterator[Relation]:
    """For each number of new ones of a day, the totals of the day and of the day before."""
    totals: dict[_Told, list[Fact]] = {}
    new: list[Fact] = []
    for fact in filter(is_additive, sources.facts):
        if fact.key.sense == (CUMULATIVE,) and _day(fact):
            totals.setdefault(_told(fact, fact.key.period), []).append(fact)
        elif fact.key.sense == (NEW,) and _day(fact):
            new.append(fact)
    for fact in new:
        yield from _chained(fact, totals, sources)


def _chained(new: Fact, totals: dict[_Told, list[Fact]], sources: Sources) -> Iterator[Relation]:
    today = totals.get(_told(new, new.key.period), ())
    before = totals.get(_told(new, _day_before(new.key.period)), ())
    if not today or not before or today[0].claim.document is before[0].claim.document:
        return
    ground = Ground("running-total", sources.rulebook.doubt("running-total"))
    roles = {"total": (today[0].claim,), "before": (before[0].claim,), "new": (new.claim,)}
    if not is_corrected(today[0]) and not is_corrected(new):
        yield Relation("running-total", roles, ground)
    elif correction := _correction(new, sources):
        yield Relation("running-total-corrected", {**roles, "correction": (correction,)}, ground)


def _correction(new: Fact, sources: Sources) -> Claim | None:
    """The one number near that is said to be struck off."""
    document, end = new.claim.document, new.claim.span.end
    reading = sources.reading_of(document)
    found = [
        claim
        for claim in reading.between(Span(max(0, end - _BESIDE), end + _BESIDE))
        if _STRUCK_OFF.search(document.text[max(0, claim.span.start - _LEAD) : claim.span.start])
    ]
    return found[0] if len(found) == 1 else None


def _told(fact: Fact, period: Period | None) -> _Told:
    return fact.key.subject, fact.key.place, fact.key.dimension, period


def _day(fact: Fact) -> bool:
    return fact.key.period is not None and fact.key.period.start == fact.key.period.end


def _day_before(period: Period | None) -> Period | None:
    if period is None:
        return None
    day = (date.fromisoformat(period.start) - timedelta(1)).isoformat()
    return Period(day, day)
