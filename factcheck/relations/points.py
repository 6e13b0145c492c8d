"""Percentage points: 增长8.6%，比总体快6.2个百分点 ties the two rates wherever the second is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Kind, Period, Relation, Span
from factcheck.periods import RELATIVE, read_period
from factcheck.relations.topics import TIME, core, likeness, topic
from factcheck.rulebook import Rulebook

_UP = "提高|提升|上升|上涨|增加|增长|加快|回升|扩大|高出|高|快|多|升|增|涨|领先|拉开|攀升|跃升|上调|走高|超过|超出|超"
_DOWN = "下降|降低|回落|放缓|减少|收窄|缩小|下跌|下滑|减缓|放慢|低|慢|少|降|落后|落后于|跌|减|输|下调|走低|拉近"
_MODIFIED = "(?:了|约|近|逾|超|达|整整|大约|将近|超过)*$"
_VERB = expression(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_MODIFIED}")
_VERB_BEFORE = expression(
    r"(?:(?P<up>高于|快于|多于|高出|超过|超出|超|领先于?)|(?P<down>低于|慢于|少于|落后于?|输))"
    rf"(?P<other>[^，。；、\d]{{2,20}}?){_MODIFIED}"
)
_AGAINST = expression(r"(?:^|[\u4e00-\u9fff])??(?:比|较|相比|相较|对比)于?(?P<other>[^，。；]{1,28})$")
_WITH = expression(r"(?:与|和|同|跟)(?P<other>[^，。；]{1,20})相?比$")
_NO_DIFFERENCE = expression("拉动|带动|贡献|影响|拖累|利率|准备金|目标|预期|每提高|每增加|每上升|每下降")
_FALLS = expression("降幅|跌幅|减幅|降速")
_OF_RATES, _OF_SHARES = expression("增速|增幅|涨幅|升幅|降幅|跌幅"), expression("占比|比重|比例|占有率|份额|占")
_REACHED = expression(r"[，、]?(?:[^，。；\d]{0,6}(?:达到|达|为|至|到|增至|升至|降至|得|占))$")
_COORDINATE = expression(r"[、，]?(?:和|及|与|以及)|、")
_LABELLED_BEFORE = expression(r"(?:去年|上年|同期|上月|上季度?末?|年初)[^，。；（）\d]{0,14}$")
_WHERE = expression("全国|全省|全市|全球|世界|全县|全区|全州|本港|香港|全台")
_OVERALL = expression("总体|整体|全部|平均|总的|总值|总额|大盘")
_BARE = expression(  # 提高 and 降低 change over time, 高 and 低 compare
    r"(?:(?<![提升增走攀])高|(?<![降走减])低|(?<!加)快|(?<![减放])慢|(?<!增)多|(?<!减)少|高出|领先|落后)"
    rf"{_MODIFIED}"
)
_YEAR_ON_YEAR = expression("同比|环比|按年|按月|按季")
_GROWTH = expression(r"(?:增速|增幅|涨幅|升幅|增长率)[为达是约到]*$")
_STAMP = expression(r"\d{2,4}年|(?<![年\d])\d{1,2}月|季度|半年|去年|今年|上年")
_MOMENT = expression("[时前后届初]$")  # 比十七大时: a moment, no thing
_BASES = ("去年", "上年", "同期", "上月", "上季", "年初")
_FARTHEST, _FARTHEST_AFTER = 80, 12  # claims looked back over, and ahead, for the other rate
_LONGEST_AHEAD = 1200  # characters
_FARTHEST_RATE = 4  # claims looked back over for the rate that is compared
_PARTLY_ALIKE = 25  # the noun of the whole stands inside that of a part: 进出口 in 沿线国家进出口
_SAME = 75
_ALIKE = 60  # percent of shared pairs of characters, on which two phrases name one thing


@dataclass(frozen=True, slots=True)
class Step:
    """So many percentage points up or down, and what they are counted from."""

    claim: Claim
    is_up: bool
    of_falls: bool
    other: str
    lead: str


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each difference in points held against the rate it is said of and the rate it is counted from."""
    untied: list[tuple[Step, Claim]] = []
    for step, rate in steps(reading):
        if found := _counted_from(reading, step, rate):
            other, ground = found
            yield tie(step, rate, other, Ground(ground, rulebook.doubt(ground)))
        elif core(step.other) and not _is_of_several_times(reading, rate):
            untied.append((step, rate))
    yield from _common_bases(untied, rulebook)


def _is_of_several_times(reading: Reading, rate: Claim) -> bool:
    """2018年和2019年分别增长11.4%、12.4%: two years have two bases."""
    opening = reading.outline.sentences[rate.sentence].start
    return len(_STAMP.findall(reading.document.text, opening, rate.span.start)) > 1


def _common_bases(steps: Sequence[tuple[Step, Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    """增长12.9%和11.6%，比规模以上工业快6.9和5.6个百分点: both differences are counted from one unprinted rate."""
    ground = Ground("points-common-base", rulebook.doubt("points-common-base"))
    for (first, rate), (second, other) in pairwise(steps):
        if first.other == second.other and first.is_up and second.is_up and _is_near(rate, other):
            roles = {"a": (rate,), "b": (other,), "difference": (first.claim,), "other": (second.claim,)}
            if (
                abs(rate.sentence - other.sentence) <= 1
                and rate is not other
                and rate.direction >= 0 <= other.direction
            ):
                yield Relation("points-common", roles, ground)


def steps(reading: Reading) -> Iterator[tuple[Step, Claim]]:
    """The differences in points, each with a rate that it is said of."""
    if Kind.PERCENTAGE_POINT not in reading.kinds:
        return
    printed = [c for c in reading.claims if c.quantity.kind is Kind.PERCENTAGE_POINT]
    for run in _runs(reading, printed):
        lead = _lead(reading, run[0])
        if _NO_DIFFERENCE.search(lead):
            continue
        for index, claim in enumerate(run):
            if step := _step(claim, lead):
                yield from ((step, rate) for rate in _rates(reading, run, index, lead))


def _runs(reading: Reading, steps: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Coordinate differences: 快4.8和3.3个百分点."""
    run: list[Claim] = []
    for claim in steps:
        if run and not _is_coordinate(reading, run[-1], claim):
            yield run
            run = []
        run.append(claim)
    if run:
        yield run


def _is_coordinate(reading: Reading, a: Claim, b: Claim) -> bool:
    return len(gap := reading.text_between(a, b)) <= 3 and bool(_COORDINATE.fullmatch(gap))


def _lead(reading: Reading, claim: Claim) -> str:
    """The clause that leads to a difference, a rate printed inside it included: 比上年的43.2%提高."""
    opening = reading.outline.sentences[claim.sentence].start
    text = reading.document.text[max(opening, claim.span.start - 48) : claim.span.start]
    return re.split(r"[，。；：！？（）\n]", text)[-1]


def _step(claim: Claim, lead: str) -> Step | None:
    verb = _VERB.search(lead) or _VERB_BEFORE.search(lead)
    if not verb:
        return None
    against = _AGAINST.search(lead[: verb.start()]) or _WITH.search(lead[: verb.start()])
    other = verb["other"] if "other" in verb.re.groupindex else against["other"] if against else ""
    return Step(claim, bool(verb["up"]), bool(_FALLS.search(lead)), other, lead)


def _rates(reading: Reading, run: Sequence[Claim], index: int, lead: str) -> list[Claim]:
    """The rates that a difference is said of: the one reached (提高3个百分点，达到51.2%), else those just before,
    aligned where there are as many differences."""
    after = [c for c in reading.between(Span(run[-1].span.end, run[-1].span.end + 16)) if _is_rate(c)]
    if len(run) == 1 and after and _is_reached(reading.text_between(run[-1], after[0])):
        return after[:1]
    if len(run) == 1 and (named := _of_subject(reading, run[0], lead)):
        return [named]
    before = _before(reading, run[0], lead)
    if not before:
        return []
    if len(run) > 1:
        return [before[index]] if len(before) == len(run) else []
    return before


def _is_reached(between: str) -> bool:
    return bool(_REACHED.fullmatch(between)) and not any(base in between for base in _BASES)


def _of_subject(reading: Reading, step: Claim, lead: str) -> Claim | None:
    """出口增长3.2%，进口下降1.5%，出口增速比进口高: the rate of what the clause itself names."""
    than = re.search("[比较]|高于|低于|快于|慢于", lead)
    subject = core(lead[: than.start()]) if than else ""
    if len(subject) < 2 or not core(lead[than.end() :] if than else ""):
        return None
    before = [c for c in reversed(reading.before(step.span.start - len(lead), 6)) if c.sentence == step.sentence]
    rates = [c for c in before if _is_rate(c) and _is_spoken_of(c, lead)]
    return next((c for c in rates if likeness(subject, topic(reading, c)) == 100), None)


def _before(reading: Reading, step: Claim, lead: str) -> list[Claim]:
    """The coordinate rates before a difference, of the kind that its clause speaks of."""
    clause = step.span.start - len(lead)
    found: list[Claim] = []
    for claim in reversed(reading.before(clause, _FARTHEST_RATE + 4)):
        bracket = reading.outline.enclosing(claim.span.start)
        if bracket and bracket.end <= step.span.start:
            continue
        if found and not _is_coordinate(reading, claim, found[0]):
            break
        if claim.sentence != step.sentence:
            break
        if _is_rate(claim) and _is_spoken_of(claim, lead):
            found.insert(0, claim)
    return found


def _is_growth(claim: Claim) -> bool:
    """增长9.9% and 增速为9.9%, not 占9.9%."""
    text = claim.document.text
    return claim.aspect is Aspect.RATE or bool(_GROWTH.search(text[max(0, claim.span.start - 8) : claim.span.start]))


def _is_rate(claim: Claim) -> bool:
    return claim.quantity.kind is Kind.PERCENT and claim.amount.value is not None


def _is_spoken_of(claim: Claim, lead: str) -> bool:
    if _OF_RATES.search(lead):
        return claim.aspect is not Aspect.SHARE
    return claim.aspect is not Aspect.RATE if _OF_SHARES.search(lead) else True


def _counted_from(reading: Reading, step: Step, rate: Claim) -> tuple[Claim, str] | None:
    """The rate that a difference is counted from, and the ground on which it is."""
    inside = reading.between(Span(step.claim.span.start - len(step.lead), step.claim.span.start))
    if any(_is_rate(c) for c in inside):
        return next(c for c in inside if _is_rate(c)), "points-beside"
    other = step.other
    if not other and _BARE.search(step.lead) and not _YEAR_ON_YEAR.search(step.lead):
        return _chosen(step, rate, _just_before(reading, step, rate), "points-beside")
    if core(other) or _WHERE.search(other):
        return _chosen(step, rate, _of_another(reading, step, rate, other), "points-named")
    if _OVERALL.search(other) and not TIME.search(other):
        return _chosen(step, rate, _of_all(reading, rate), "points-named")
    return _chosen(step, rate, _of_another_time(reading, step, rate), "points-before")


def _chosen(step: Step, rate: Claim, candidates: Sequence[Claim], ground: str) -> tuple[Claim, str] | None:
    """The nearest candidate that agrees to the last digit, as points nearly always do, else the nearest."""
    if not candidates:
        return None
    return next((c for c in candidates if agrees(step, rate, c, exactly=True)), candidates[0]), ground


def _of_another(reading: Reading, step: Step, rate: Claim, other: str) -> list[Claim]:
    """The rates of what the difference names (比规模以上工业快), nearest first."""
    if _MOMENT.search(other):
        return []
    scored = []
    where, named = _WHERE.search(other), core(_WHERE.sub("", other))
    about = topic(reading, rate)
    for distance, claim in enumerate(_nearby(reading, rate)):
        if _is_growth(claim) is not _is_growth(rate) or _apart(rate, claim):
            continue
        said = topic(reading, claim)
        if where and not _says(reading, claim, where.group()):
            continue
        alike = likeness(named, said) if len(named) >= 2 else likeness(about, said)
        if (
            alike >= _ALIKE
            and (where or named not in about or not _is_same_thing(about, said))
            and _is_near(rate, claim)
        ):
            scored.append((-alike, distance, claim))
    return [claim for *_, claim in sorted(scored, key=lambda entry: entry[:2])]


def _is_same_thing(about: str, said: str) -> bool:
    """Whether a candidate speaks of the very thing that is compared, not of what it is compared with: a whole is
    named more shortly than its part."""
    return about in said or (said not in about and likeness(about, said) >= _SAME)


def _is_near(rate: Claim, other: Claim) -> bool:
    """Growth is quoted far and wide; a share, a yield or a poll is compared within a sentence or two."""
    return _is_growth(rate) or abs(rate.sentence - other.sentence) <= 1


def _just_before(reading: Reading, step: Step, rate: Claim) -> list[Claim]:
    """甲得票率48.2%，乙得37.1%，少11.1个百分点: the rate before the one that is compared."""
    first = min(rate, step.claim, key=lambda c: c.span.start)
    before = [c for c in reading.before(first.span.start, 3) if c.sentence == rate.sentence and _is_rate(c)]
    return before[-1:]


def _of_all(reading: Reading, rate: Claim) -> list[Claim]:
    """The rates of the whole that the rate's thing belongs to: of the same noun, the earliest of the text first."""
    about = topic(reading, rate)
    same_kind = [c for c in reading.before(rate.span.start, _FARTHEST) if _is_rate(c) and not _apart(rate, c)]
    return [
        c
        for c in same_kind
        if _is_growth(c) is _is_growth(rate) and likeness(about, topic(reading, c)) >= _PARTLY_ALIKE
    ]


def _says(reading: Reading, claim: Claim, word: str) -> bool:
    opening = reading.outline.sentences[claim.sentence].start
    return word in reading.document.text[max(opening, claim.span.start - 48) : claim.span.start]


def _of_another_time(reading: Reading, step: Step, rate: Claim) -> list[Claim]:
    """The rates of the same thing at the time that a difference is counted from, nearest first."""
    period = _period_of(reading, step)
    base = next((word for word in _BASES if word in step.lead), "")
    about = topic(reading, rate)
    found = []
    for claim in _nearby(reading, rate):
        if _is_growth(claim) is not _is_growth(rate):
            continue
        if _is_of_base(reading, claim, base) if base else False:
            is_then = _stand_together(reading, step.claim, claim) or likeness(about, topic(reading, claim)) >= _ALIKE
        elif period and claim.period:
            is_then = claim.period == period and likeness(about, topic(reading, claim)) >= _SAME
        else:
            is_then = bool(base) and _follows(claim.period, rate.period) and _one_series(reading, claim, rate)
        if is_then:
            found.append(claim)
    return found


def _is_of_base(reading: Reading, claim: Claim, base: str) -> bool:
    """（上年同期为3.5%）: a rate that names the same base itself."""
    opening = reading.outline.sentences[claim.sentence].start
    before = reading.document.text[max(opening, claim.span.start - 24) : claim.span.start]
    return bool(_LABELLED_BEFORE.search(before)) and base in before


def _stand_together(reading: Reading, a: Claim, b: Claim) -> bool:
    first, second = sorted((a, b), key=lambda c: c.span.start)
    return (
        not re.search(r"[。；！？\n]", reading.text_between(first, second))
        and len(reading.between(Span(first.span.start, second.span.end))) <= 3
    )


def _one_series(reading: Reading, a: Claim, b: Claim) -> bool:
    """2018年为43.2%，2019年为45.3%: neighbours in one sentence, nothing else named between."""
    first, second = sorted((a, b), key=lambda c: c.span.start)
    between = reading.text_between(first, second)
    return a.sentence == b.sentence and len(core(between)) < 2 and len(between) <= 16


def _period_of(reading: Reading, step: Step) -> Period | None:
    """The stretch of time that a difference is counted from, where it is printed: 比2012年, 比一季度."""
    text = reading.document.text
    start = text.rfind(step.other, 0, step.claim.span.start) if step.other else -1
    if start < 0 or RELATIVE.search(step.other):
        return None
    named = TIME.search(step.other)
    return read_period(named.group(), reading.date) if named else None


def _nearby(reading: Reading, rate: Claim) -> list[Claim]:
    """The other rates around, those before from the nearest back, then those behind."""
    before = [c for c in reversed(reading.before(rate.span.start, _FARTHEST)) if _is_rate(c)]
    behind = reading.between(Span(rate.span.end, rate.span.end + _LONGEST_AHEAD))[:_FARTHEST_AFTER]
    return [*before, *(c for c in behind if _is_rate(c))]


def _apart(a: Claim, b: Claim) -> bool:
    """Whether two rates are known to be of different stretches of time."""
    return bool(a.period and b.period and a.period != b.period)


def _follows(old: Period | None, new: Period | None) -> bool:
    if not old or not new or int(new.start[:4]) != int(old.start[:4]) + 1:
        return False
    return (old.start[4:], old.end[4:]) == (new.start[4:], new.end[4:])


def _signed(step: Step, rate: Claim, other: Claim) -> tuple[str, Claim, Claim]:
    """The relation, and which of the two is the larger where both lie on one side of zero."""
    falls = [step.of_falls or (c.aspect is Aspect.RATE and c.direction < 0) for c in (rate, other)]
    if falls[0] != falls[1]:
        return "points-turn", rate, other
    is_higher = step.is_up is not (falls[0] and not step.of_falls)
    return ("points", rate, other) if is_higher else ("points", other, rate)


def agrees(step: Step, rate: Claim, other: Claim, *, exactly: bool = False) -> bool:
    """Whether the two printed rates lie so many points apart, give or take what was rounded off."""
    kind, a, b = _signed(step, rate, other)
    values = [c.amount.value or Fraction(0) for c in (a, b)]
    gap = values[0] + values[1] if kind == "points-turn" else values[0] - values[1]
    told = step.claim.amount.value or Fraction(0)
    if exactly:
        return gap == told
    return abs(gap - told) <= (step.claim.amount.step + a.amount.step + b.amount.step) / 2


def tie(step: Step, rate: Claim, other: Claim, ground: Ground) -> Relation:
    """The relation of a difference and its two rates, the larger first."""
    kind, a, b = _signed(step, rate, other)
    return Relation(kind, {"a": (a,), "b": (b,), "difference": (step.claim,)}, ground)
