"""Votes and attendance: 应到285名，实到272名，请假13名; 赞成268票，反对1票，弃权3票."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of
from factcheck.rulebook import Rulebook

_DUES = ("应到", "应出席", "应参加", "应参会")
_DUE, _PRESENT = expression("|".join(_DUES)), expression("实到|出席|到会|实际参加|实参会")
_ABSENT = expression("请假|缺席|缺勤|未到")
_VOTES = (expression("赞成|同意"), expression("反对|不同意"), expression("弃权"))
_CAST = expression("实到|出席|到会|有效票|收回|投票|表决")
_UNITS = frozenset("票人名位张")
_BESIDE = 6  # characters behind a number that may name it
_FARTHEST = 10  # numbers back to how many voted


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Those due, present and absent; the votes for, against and withheld, and all that were cast."""
    if _UNITS.isdisjoint(reading.units):
        return
    text = reading.document.text
    attended, voted = any(due in text for due in _DUES), "弃权" in text
    if not attended and not voted:
        return
    counts = [c for c in reading.levels if c.quantity.kind is Kind.COUNT and c.unit in _UNITS]
    ground = Ground("ballot", rulebook.doubt("ballot"))
    for index in range(len(counts) - 2):
        three = counts[index : index + 3]
        if attended and _are_called(three, (_DUE, _PRESENT, _ABSENT)):
            yield sum_of(reading, three[0], three[1:], ground)
        is_vote = voted and _are_called(three, _VOTES) and three[0].sentence == three[2].sentence
        if is_vote and (whole := _cast(counts, index, three, rulebook.lexicon)):
            yield sum_of(reading, whole, three, ground)


def _are_called(claims: Sequence[Claim], names: Sequence[re.Pattern[str]]) -> bool:
    return all(_is_called(claim, name) for claim, name in zip(claims, names, strict=True))


def _is_called(claim: Claim, name: re.Pattern[str]) -> bool:
    text, end = claim.document.text, claim.span.end
    behind = re.split("[，。；、]", text[end : end + _BESIDE])[0]
    return bool(name.search(label_of(claim)) or name.search(behind))


def _cast(counts: Sequence[Claim], index: int, votes: Sequence[Claim], lexicon: Lexicon) -> Claim | None:
    """How many voted, told before or right behind: what the votes make up, or would but for one keystroke."""
    near = [*reversed(counts[max(0, index - _FARTHEST) : index]), *counts[index + 3 : index + 4]]
    before = [c for c in near if _is_called(c, _CAST)]
    agreeing = next((c for c in before if adds_up(c, votes, lexicon)), None)
    return agreeing or next((c for c in before if is_slip_away(c, votes, lexicon)), None)
