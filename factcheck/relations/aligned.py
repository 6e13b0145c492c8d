"""分别 over three lists: 货运2.4亿吨、客运1.2亿人次，分别增加0.4亿吨、0.2亿人次，增长20%、20%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.relations.wording import fits, without_averages
from factcheck.rulebook import Rulebook

_RESPECTIVELY = expression("分别|各自")
_FALLS, _RISES = expression("减少|下降|降低|减收|少"), expression("增加|增长|净增|提高|增收|多")
_RATES = frozenset({Kind.PERCENT, Kind.MULTIPLE})
_FARTHEST = 12
_FEWEST = 6  # numbers: three lists of two


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """As many levels, differences and rates, each a list in the same order."""
    if len(reading.claims) < _FEWEST or _RATES.isdisjoint(reading.kinds):
        return
    text = reading.document.text
    ground = Ground("respectively", rulebook.doubt("respectively"))
    for mark in _RESPECTIVELY.finditer(text):
        sentence = reading.outline.sentences[reading.outline.sentence(mark.start())]
        behind = _lists(reading, reading.between(Span(mark.end(), sentence.end)))
        if len(behind) == 3 and len(behind[0]) == len(behind[1]) == len(behind[2]):
            levels, behind = (
                behind[0],
                behind[1:],
            )
        else:
            levels = []
        if len(behind) < 2 or len(behind[0]) < 2 or len(behind[0]) != len(behind[1]) or not _are_rates(behind[1]):
            continue
        before = [c for c in reading.before(mark.start(), _FARTHEST) if c.span.start >= sentence.start]
        kind = _direction(text[(levels[-1].span.end if levels else mark.end()) : behind[1][0].span.start])
        levels = levels or before[-len(behind[0]) :]
        if len(levels) == len(behind[0]) and kind:
            yield from _relations(reading, kind, levels, behind, ground, rulebook)


def _relations(
    reading: Reading, kind: str, levels: Sequence[Claim], behind: Sequence[list[Claim]], ground: Ground, rules: Rulebook
) -> Iterator[Relation]:
    for new, difference, rate in zip(levels, behind[0], behind[1], strict=True):
        roles = without_averages({"new": (new,), "difference": (difference,), "rate": (rate,)}, reading)
        if len(roles) == 3 and fits(roles, rules):
            yield Relation(kind, roles, ground)


def _lists(reading: Reading, claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims in runs that only 、 or 和 parts."""
    runs: list[list[Claim]] = []
    for claim in claims[:_FARTHEST]:
        if runs and re.fullmatch("[、和及与]|以及", reading.text_between(runs[-1][-1], claim)):
            runs[-1].append(claim)
        else:
            runs.append([claim])
    return runs


def _are_rates(claims: Sequence[Claim]) -> bool:
    return all(claim.quantity.kind in _RATES for claim in claims)


def _direction(words: str) -> str:
    """rise or fall, where all the words between say the same."""
    falls, rises = bool(_FALLS.search(words)), bool(_RISES.search(words))
    return "" if falls == rises else "fall" if falls else "rise"
