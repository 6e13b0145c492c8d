"""How those counted turned out: 13个税种中，6个实现增长，7个负增长; 70个城市中，上涨的有50个，下降的15个，持平的5个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.relations.series import is_level, label_of, sum_of
from factcheck.rulebook import Rulebook

_AMONG = re.compile("中(?=[，：\u4e00-\u9fff\\d])")
_NOUN = re.compile("[^，。；：\\d\n]{0,20}")
_FALLS = re.compile("(?:负增长|下降|下跌|下滑|减少|回落|降低|亏损|减收)")
_RISES = re.compile("(?:(?<!负)增长|上升|上涨|增加|提高|盈利|增收|正增长)")
_STAYS = re.compile("持平|不变")
_FARTHER = re.compile("涨幅|降幅|增幅|增速|跌幅|超过|高于|低于|以上|最")
_OUTCOME_BEHIND = 12  # characters behind a count in which the verb stands
_MOST = 6
_ALL = frozenset({"rise", "fall", "stay"})


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Counts of those that rose, fell and stayed, and the count of all."""
    text = reading.document.text
    for mark in _AMONG.finditer(text):
        before = reading.before(mark.start(), 1)
        if not before or before[0].quantity.kind is not Kind.COUNT or not is_level(before[0]):
            continue
        whole = before[0]
        if not _NOUN.fullmatch(text, whole.span.end, mark.start()):
            continue
        parts = _parts(reading, whole, mark.end(), rulebook.lexicon)
        outcomes = {outcome for outcome, _ in parts}
        if len(outcomes) == len(parts) and {"rise", "fall"} <= outcomes:
            counts = [c for _, c in parts]
            leaves_some = sum((c.amount.value or Fraction(0) for c in counts), -(whole.amount.value or Fraction(0))) < 0
            ground = "turned-out-open" if leaves_some and outcomes != _ALL else "turned-out"
            yield sum_of(reading, whole, counts, Ground(ground, rulebook.doubt(ground)))


def _parts(reading: Reading, whole: Claim, start: int, lexicon: Lexicon) -> Sequence[tuple[str, Claim]]:
    """The counts of the sentence that say of how many something happened; none where one says how far."""
    end = reading.outline.sentences[reading.outline.sentence(start)].end
    counts = [
        c
        for c in reading.between(Span(start, end))[: 3 * _MOST]
        if c.quantity.kind is Kind.COUNT and lexicon.interchangeable(c.unit, whole.unit) and is_level(c)
    ]
    return [(outcome, c) for c in counts if (outcome := _outcome(c))]


def _outcome(claim: Claim) -> str:
    text, end = claim.document.text, claim.span.end
    behind = re.split("[，。；：、\\d]", text[end : end + _OUTCOME_BEHIND])[0]
    said = label_of(claim) + " " + behind
    if _FARTHER.search(said):
        return ""
    found = [name for name, word in (("fall", _FALLS), ("rise", _RISES), ("stay", _STAYS)) if word.search(said)]
    return found[0] if len(found) == 1 else ""
