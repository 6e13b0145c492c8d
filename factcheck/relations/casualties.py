"""The killed and the injured make the casualties: 31人死伤 beside 12人死亡，19人受伤."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of
from factcheck.rulebook import Rulebook

_CASUALTIES = expression("死伤|伤亡")
_KILLED = expression("死亡|遇难|丧生|身亡")
_INJURED = expression("受伤|负伤")
_LATER = expression("至少|已升至|增至|升至|上升到")
_UNITS = frozenset("人名")
_NEAREST = 6  # characters behind a count that say what became of so many
_FARTHEST = 6  # counts from the casualties to the killed and injured


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Counts of casualties, and the nearest count of killed that is followed by one of injured."""
    text = reading.document.text
    if "伤" not in text or _UNITS.isdisjoint(reading.units) or not _CASUALTIES.search(text):
        return
    ground = Ground("casualties", rulebook.doubt("casualties"))
    people = [c for c in reading.levels if c.quantity.kind is Kind.COUNT and c.unit in _UNITS]
    for index, whole in enumerate(people):
        if _is_said(whole, _CASUALTIES) and (parts := _parts(people, index, rulebook.lexicon)):
            yield sum_of(reading, whole, parts, ground)


def _is_said(claim: Claim, words: re.Pattern[str]) -> bool:
    """Whether the words behind a count, or right before it, tell what became of so many."""
    text, end = claim.document.text, claim.span.end
    behind = re.split("[，。；、]", text[end : end + _NEAREST])[0]
    label = label_of(claim)
    return not _LATER.search(label) and bool(words.search(behind) or words.search(label[-_NEAREST:]))


def _parts(people: Sequence[Claim], index: int, lexicon: Lexicon) -> Sequence[Claim]:
    """The killed and the injured near by who make up the casualties, or would but for one keystroke."""
    near, whole = people[max(0, index - _FARTHEST) : index + _FARTHEST + 1], people[index]
    pairs = [
        (killed, injured)
        for killed, injured in pairwise(near)
        if _is_said(killed, _KILLED) and _is_said(injured, _INJURED) and killed.sentence == injured.sentence
    ]
    agreeing = next((pair for pair in pairs if adds_up(whole, pair, lexicon)), None)
    return agreeing or next((pair for pair in pairs if is_slip_away(whole, pair, lexicon)), ())
