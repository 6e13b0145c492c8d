"""Growth whose base is printed elsewhere: 今年客流量1800万人次，增长20%, a sentence after 去年为1500万人次."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Period, Relation, Span
from factcheck.relations.topics import core, likeness, topic
from factcheck.relations.wording import fits, is_one_money, without_averages
from factcheck.rulebook import Rulebook

_LAST_YEAR = expression(
    r"(?<![比较与和同超])(?:去年|上年|前一年|上一年)(?:同期|全年|同月|末|底|度)?(?P<noun>[^，。；、（）\d比较]{0,12})$"
)
_NEXT_YEAR = expression("明年|来年|下年度?|下一年")
_REACHED_BY = expression(r"(?:左右)?[，、]?(?:至|到|达到|达|升至|增至|降至|减至|为|增加到|减少到)(?:约|近|逾)?")
_CHANGING = (Aspect.RATE, Aspect.CHANGE)
_ADDITIVE = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER})
_FEWEST = 3  # claims: two levels and what leads from one to the other
_NEAR = 2  # sentences between a number and last year's
_FARTHEST = 40  # claims looked back over for the base of a forecast
_LONGEST_CLAUSE = 28
_ALIKE = 75  # percent of shared pairs of characters, on which two topics are one


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each rate or difference held against the level it leads to and the level it started from."""
    for index, step in enumerate(reading.claims if len(reading.claims) >= _FEWEST else ()):
        if step.aspect not in _CHANGING or not step.direction or step.amount.value is None:
            continue
        new = _led_to(reading, index)
        old = _started_from(reading, step, new, rulebook) if new else None
        if new and old:
            role = "rate" if step.aspect is Aspect.RATE else "difference"
            roles = without_averages({"old": (old,), "new": (new,), role: (step,)}, reading)
            if role in roles and fits(roles, rulebook):
                kind = "rise" if step.direction > 0 else "fall"
                yield Relation(kind, roles, Ground("base-elsewhere", rulebook.doubt("base-elsewhere")))


def _led_to(reading: Reading, index: int) -> Claim | None:
    """The level that a rate speaks of: printed behind it (上升4%至219.6亿元), or before it with nothing between."""
    step = reading.claims[index]
    behind = reading.claims[index + 1 : index + 2]
    if behind and _is_level(behind[0]) and _REACHED_BY.fullmatch(reading.text_between(step, behind[0])):
        return behind[0]
    for claim in reversed(reading.claims[max(0, index - 3) : index]):
        if claim.sentence != step.sentence:
            return None
        if claim.aspect in _CHANGING or _is_last_years(reading, claim):
            continue
        return claim if _is_level(claim) and _is_directly_behind(reading, claim, step) else None
    return None


def _is_level(claim: Claim) -> bool:
    return claim.aspect is Aspect.LEVEL and claim.quantity.kind in _ADDITIVE and claim.amount.value is not None


def _is_directly_behind(reading: Reading, level: Claim, step: Claim) -> bool:
    between = reading.text_between(level, step)
    if len(between) > 3 * _LONGEST_CLAUSE:
        return False
    for claim in reading.between(Span(level.span.end, step.span.start)):
        between = between.replace(claim.quantity.text, "")
    return len(between) <= _LONGEST_CLAUSE and not re.search("[；。（）]|分别", between) and len(core(between)) < 2


def _sentence_so_far(reading: Reading, step: Claim) -> str:
    """来年的收入，局方预期会增加5%: the year may stand a clause before."""
    opening = reading.outline.sentences[step.sentence].start
    return reading.document.text[max(opening, step.span.start - 2 * _LONGEST_CLAUSE) : step.span.start]


def _started_from(reading: Reading, step: Claim, new: Claim, rules: Rulebook) -> Claim | None:
    """Last year's level of the same thing, by its own words, by its year, or, for a forecast, the one printed last."""
    around = [c for c in _around(reading, new) if c is not step and _is_comparable(new, c)]
    labelled = [c for c in around if _is_last_years(reading, c) and _is_same(reading, c, new)]
    dated = [
        c
        for c in around
        if _follows(c.period, new.period) and likeness(topic(reading, c), topic(reading, new)) >= _ALIKE
    ]
    if labelled or dated:
        return None if _is_last_years(reading, new) else (labelled or dated)[0]
    return _before_forecast(reading, new, rules) if _NEXT_YEAR.search(_sentence_so_far(reading, step)) else None


def _around(reading: Reading, new: Claim) -> list[Claim]:
    """The levels a few sentences before, from the nearest back, and behind."""
    paragraph = reading.outline.paragraph(new.span.start)
    near = [
        c
        for c in (*reading.before(new.span.start, 16), *reading.between(Span(new.span.end, paragraph.end))[:8])
        if _is_level(c) and abs(c.sentence - new.sentence) <= _NEAR
    ]
    return sorted(near, key=lambda c: abs(c.span.start - new.span.start))


def _is_comparable(new: Claim, other: Claim) -> bool:
    return other is not new and other.unit == new.unit


def _is_last_years(reading: Reading, claim: Claim) -> bool:
    return bool(_LAST_YEAR.search(_clause(reading, claim)))


def _is_same(reading: Reading, old: Claim, new: Claim) -> bool:
    """Whether last year's number names the same thing, or nothing at all just beside the new one."""
    said = _LAST_YEAR.search(_clause(reading, old))
    noun = core(said["noun"]) if said else ""
    if len(noun) >= 2:
        return likeness(noun, topic(reading, new)) >= _ALIKE
    return len(reading.between(Span(*sorted((old.span.end, new.span.start))))) <= 2


def _clause(reading: Reading, claim: Claim) -> str:
    opening = reading.outline.sentences[claim.sentence].start
    text = reading.document.text[max(opening, claim.span.start - _LONGEST_CLAUSE) : claim.span.start]
    return re.split("[，。；（）：\\n]", text)[-1]


def _before_forecast(reading: Reading, new: Claim, rules: Rulebook) -> Claim | None:
    """The level of the same thing printed last before a forecast of it."""
    about = topic(reading, new)
    for claim in reversed(reading.before(new.span.start, _FARTHEST)):
        if (
            _is_level(claim)
            and is_one_money(claim, rules, claim.unit, new.unit)
            and likeness(about, topic(reading, claim)) >= _ALIKE
        ):
            return claim
    return None


def _follows(old: Period | None, new: Period | None) -> bool:
    """Whether two claims speak of the same stretch of two consecutive years."""
    if not old or not new or int(new.start[:4]) != int(old.start[:4]) + 1:
        return False
    return (old.start[4:], old.end[4:8]) == (new.start[4:], new.end[4:8])
