"""How those counted turned out: 15个行业中，9个实现增长，6个负增长; 72个城市中，上涨的有46个，下降的19个，持平的7个."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation, Span
from factcheck.reading import is_level
from factcheck.relations.series import label_of, sum_of
from factcheck.rulebook import Rulebook

_AMONG = expression("中(?=[，：\u4e00-\u9fff\\d])")
_NOUN = expression("[^，。；：\\d\n]{0,20}")
_FALLS = expression("(?:负增长|下降|下跌|下滑|减少|回落|降低|亏损|减收)")
_RISES = expression("(?:(?<!负)增长|上升|上涨|增加|提高|盈利|增收|正增长)")
_STAYS = expression("持平|不变")
_FARTHER = expression("涨幅|降幅|增幅|增速|跌幅|超过|高于|低于|以上|最")
_OUTCOME_BEHIND = 12  # characters behind a count in which the verb stands
_FEWEST, _MOST = 3, 6
_ENDING = 2  # characters at the end of two names
_SAID = expression(f"{_FALLS.pattern}|{_RISES.pattern}|{_STAYS.pattern}|同比|环比|城市|个数|[的有为等实现分别]")
_ALL = frozenset({"rise", "fall", "stay"})


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Counts of those that rose, fell and stayed, and the count of all."""
    text = reading.document.text
    if Kind.COUNT not in reading.kinds or len(reading.levels) < _FEWEST or not _FALLS.search(text):
        return
    for mark in _AMONG.finditer(text):
        before = reading.before(mark.start(), 1)
        if not before or before[0].quantity.kind is not Kind.COUNT or not is_level(before[0]):
            continue
        whole = before[0]
        if not _NOUN.fullmatch(text, whole.span.end, mark.start()):
            continue
        parts = _parts(reading, whole, mark.end(), rulebook.lexicon)
        outcomes = {outcome for outcome, _ in parts}
        if len(outcomes) == len(parts) and {"rise", "fall"} <= outcomes and not _are_of_two_things(parts):
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


def _are_of_two_things(parts: Sequence[tuple[str, Claim]]) -> bool:
    """新房价格上涨的有52个，二手房价格下降的有21个: what rose and fell is named anew, in part by the same words."""
    named = [_SAID.sub("", label_of(claim)) for _, claim in parts]
    others = [name for name in named if len(name) >= _ENDING]
    return len(others) > 1 and len(set(others)) > 1 and len({name[-_ENDING:] for name in others}) == 1


def _outcome(claim: Claim) -> str:
    text, end = claim.document.text, claim.span.end
    behind = re.split("[，。；：、\\d]", text[end : end + _OUTCOME_BEHIND])[0]
    said = label_of(claim) + " " + behind
    if _FARTHER.search(said):
        return ""
    found = [name for name, word in (("fall", _FALLS), ("rise", _RISES), ("stay", _STAYS)) if word.search(said)]
    return found[0] if len(found) == 1 else ""
