"""Numbers that stand side by side with units that count all of one thing: 9人，6男3女; 5金3银2铜，共10枚."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Relation, Span
from factcheck.reading import is_level
from factcheck.relations.listed import one
from factcheck.relations.series import sum_of
from factcheck.rulebook import Rulebook

_BESIDE = expression(r"[、，和]?(?:名|个|枚|块|位|场)?")
_TOTAL_BEHIND = expression(r"[，、]?(?:一?共|合计|总计|总共)(?:计|有|获|得)?")
_NEAREST = 30  # characters from a total to its tally
_MOST_BETWEEN = 4  # numbers from a total to its tally
_ANOTHER = expression(r"(?P<rest>[^\d]{0,24}?)另(?:外|有|还有|外还有)?(?P<one>一[名位个])(?!半)")
_PEOPLE = ("男", "女")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Tallies and the number right before or behind that counts them together."""
    for names in _tallies(rulebook.lexicon):
        if reading.units.issuperset(names):
            yield from _of_units(reading, names, rulebook)


@lru_cache(maxsize=8)
def _tallies(lexicon: Lexicon) -> Sequence[list[str]]:
    """The units that count all of one thing, in the order in which they are told."""
    return [entry.split("|") for entry in lexicon.words.get("tallies", ())]


def _of_units(reading: Reading, names: list[str], rulebook: Rulebook) -> Iterator[Relation]:
    ground, size = Ground("tally", rulebook.doubt("tally")), len(names)
    for start in range(len(reading.claims) - size + 1):
        parts = reading.claims[start : start + size]
        if [part.unit for part in parts] != names or not _stand_together(reading, parts):
            continue
        whole = _total(reading, parts, start, rulebook.lexicon)
        more = _one_more(reading, parts[-1])
        if whole and (more or not _goes_on(parts[-1])):
            yield sum_of(reading, whole, (*parts, *more), ground)


def _stand_together(reading: Reading, parts: Sequence[Claim]) -> bool:
    return all(_BESIDE.fullmatch(reading.text_between(a, b)) for a, b in pairwise(parts))


def _one_more(reading: Reading, last: Claim) -> tuple[Claim, ...]:
    """12人，7男4女获一等奖，另一名男生获特等奖: one more that counts."""
    text = last.document.text
    found = _ANOTHER.search(text, last.span.end, last.span.end + _NEAREST)
    is_alone = found and found["rest"].count("另") == 0 and not re.search("[。；]", found["rest"])
    return (one(reading, Span(*found.span("one"))),) if found and is_alone else ()


def _goes_on(last: Claim) -> bool:
    """Whether others are added: 7男4女，另有一名男生."""
    text = last.document.text[last.span.end : last.span.end + _NEAREST]
    return bool(re.search("另|还有|以及", text.split("。")[0]))


def _total(reading: Reading, parts: Sequence[Claim], start: int, lexicon: Lexicon) -> Claim | None:
    """共54枚 behind the tally, else the count of people or things right before it."""
    behind = reading.claims[start + len(parts) : start + len(parts) + 1]
    if behind and _TOTAL_BEHIND.fullmatch(reading.text_between(parts[-1], behind[0])):
        return behind[0]
    if parts[0].unit not in _PEOPLE:
        return None  # 再获四枚金牌，目前以17金9银4铜: another count
    before = [c for c in reading.claims[max(0, start - _MOST_BETWEEN) : start] if _counts_people(c, lexicon)]
    near = before and parts[0].span.start - before[-1].span.end <= _NEAREST
    return before[-1] if near and before[-1].sentence == parts[0].sentence else None


def _counts_people(claim: Claim, lexicon: Lexicon) -> bool:
    unit = lexicon.units.get(claim.unit or "")
    return bool(unit and unit.dimension == "person") and is_level(claim)
