"""Relations by wording: phrases with slots, declared in `rules/wordings/`, as `patterns` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import structs

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Modifier, Relation
from factcheck.relations.patterns import Phrasebook, Skeleton, skeleton, too_slow
from factcheck.relations.phrases import Phrase, phrase
from factcheck.rulebook import Rulebook, Wording

FEWEST_CLAIMS = 1  # so may a phrase of a user's own

_AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.NUMBER, Kind.DURATION})
_PERCENT = frozenset({Kind.PERCENT})
_LEVELS = _AMOUNTS | _PERCENT | {Kind.RATIO}
_RATES = _PERCENT | {Kind.MULTIPLE}
_SLOT_KINDS = {
    **dict.fromkeys(("share", "a", "b"), _PERCENT),
    **dict.fromkeys(("part", "whole", "value", "other"), _AMOUNTS),
    **dict.fromkeys(("old", "new"), _LEVELS),
    **dict.fromkeys(("rate", "times"), _RATES),
    "difference": _AMOUNTS | {Kind.PERCENTAGE_POINT},
    "index": _AMOUNTS | _PERCENT,
}
_INCOMPARABLE = expression(r"(?:年均(?![值价线])|平均|每年)[^，。；]*$|可比|不变价|扣除|实际|剔除|同口径|调整后")
# Growth of these is real by default in statistics: the printed levels are at current prices and do not give it.
_REAL = expression("增加值(?!用水|能耗|综合能耗|电耗|水耗)|生产总值|GDP|国民收入|总产出")
_COUNTED_FROM = (
    ("beginning", expression("年初|期初|上年末|年末|年底")),
    ("month", expression("环比|按月|按季|上月|上季|上个月|上周|前一[日天月季周]|[月季]$")),
    ("year", expression("同比|按年|去年|上年|前一?年|上一年|年$")),
)
_WITHIN = ("以前", "前", "以后", "后", "共", "总共", "累计", "来", "间", "内", "里", "以来", "净")
_GRADES = frozenset({"类", "级", "等", "位", "名次"})  # 由四类升为二类: the better, the smaller
_OPEN = {"rise": Modifier.MORE_THAN, "fall": Modifier.LESS_THAN}
_SAME_UNIT_ROLES = ("old", "new", "whole", "part", "value", "other")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The relations that wordings assert, paragraph by paragraph."""
    shape = skeleton(reading, _is_stretch)
    for wording, made, openings in _phrasebook(rulebook).standing(shape):
        try:
            for match in shape.matches(made, openings):
                roles = without_averages(_roles(match, shape), reading)
                if fits(roles, rulebook) and _is_meant(roles, reading):
                    ground = Ground(wording.id, wording.doubt)
                    yield Relation(wording.relation, _bounded(wording.relation, roles), ground)
        except TimeoutError:
            raise too_slow(wording.path, wording.id) from None


def _is_stretch(claim: Claim) -> bool:
    """十年共增加: the time in which something changed is no number of the change."""
    return claim.document.text.startswith(_WITHIN, claim.span.end)


@lru_cache(maxsize=8)
def _phrasebook(rulebook: Rulebook) -> Phrasebook[Wording]:
    return Phrasebook(_phrases(rulebook))


def _phrases(rulebook: Rulebook) -> Iterator[tuple[Wording, Phrase]]:
    words = rulebook.lexicon.words
    for wording in rulebook.wordings:
        for pattern in wording.patterns:
            yield wording, phrase(pattern, words, _SLOT_KINDS.__getitem__, is_own=wording.is_own)


def _roles(match: re.Match[str], shape: Skeleton) -> dict[str, tuple[Claim, ...]]:
    return {role: (shape.at(match.start(role)),) for role in match.re.groupindex if match[role]}


def without_averages(roles: Mapping[str, tuple[Claim, ...]], reading: Reading) -> dict[str, tuple[Claim, ...]]:
    """Without the rates and differences called yearly averages or real: the printed levels do not give them."""
    kept = dict(roles)
    text = reading.document.text
    for role in ("rate", "difference"):
        if role in kept and _INCOMPARABLE.search(text, max(0, kept[role][0].span.start - 16), kept[role][0].span.start):
            del kept[role]
    if "rate" in kept and is_real(reading, min(c.span.start for claims in kept.values() for c in claims)):
        del kept["rate"]
    return kept


def is_real(reading: Reading, start: int) -> bool:
    """Whether the sentence so far speaks of what statistics give real growth of."""
    opening = reading.outline.sentences[reading.outline.sentence(start)].start
    return bool(_REAL.search(reading.document.text, max(opening, start - 40), start))


def _bounded(relation: str, roles: Mapping[str, tuple[Claim, ...]]) -> Mapping[str, tuple[Claim, ...]]:
    """从30%提高到40%以上, 由9%降至5%以下: whoever says so started on this side of the number named."""
    new = roles["new"][0] if relation in _OPEN and roles.keys() == {"old", "new"} else None
    if new is None or new.amount.modifier is not _OPEN[relation] or not new.amount.value:
        return roles
    bounds = new.amount.interval
    if relation == "rise":
        bounds = Interval(bounds.low, new.amount.value + new.amount.step)
    else:
        bounds = Interval(new.amount.value - new.amount.step, bounds.high)
    quantity = structs.replace(new.quantity, amount=structs.replace(new.amount, interval=bounds))
    return {**roles, "new": (structs.replace(new, quantity=quantity),)}


def _is_meant(roles: Mapping[str, tuple[Claim, ...]], reading: Reading) -> bool:
    return _is_one_move(roles, reading) and _are_levels(roles) and _are_printed_differently(roles)


def _is_one_move(roles: Mapping[str, tuple[Claim, ...]], reading: Reading) -> bool:
    """Whether a rate and a difference are counted from one base, as far as their words tell."""
    if not roles.keys() >= {"rate", "difference"}:
        return True
    return is_one_base(*(_lead(roles[role][0], reading) for role in ("rate", "difference")))


def _lead(claim: Claim, reading: Reading) -> str:
    before = reading.before(claim.span.start, 1)
    start = max(claim.span.start - 24, before[0].span.end if before else 0)
    return reading.document.text[start : claim.span.start]


def is_one_base(a: str, b: str) -> bool:
    """Whether the words that lead to two changes name no different bases: 同比下降7%，比上月减少40万头 are two."""
    return len({_base(a), _base(b), ""}) <= 2


def _base(lead: str) -> str:
    return next((name for name, words in _COUNTED_FROM if words.search(lead)), "")


def _are_levels(roles: Mapping[str, tuple[Claim, ...]]) -> bool:
    """Whether no rank is compared, and none of the levels is itself a change (比上年增加252万名 is no old level)."""
    if any(c.aspect is Aspect.RANK or c.unit in _GRADES for claims in roles.values() for c in claims):
        return False
    if any(c.unit == "秒" for role in ("old", "new") for c in roles.get(role, ())):
        return False  # 由10.16秒提高到9.98秒: a better time is a shorter one
    if "times" in roles and any(c.unit is None for claims in roles.values() for c in claims):
        return False  # without a unit 2 and 3 are the numbers of anything
    return not any(c.aspect in (Aspect.CHANGE, Aspect.POINTS) for role in ("old", "new") for c in roles.get(role, ()))


def _are_printed_differently(roles: Mapping[str, tuple[Claim, ...]]) -> bool:
    """A sum of money or a measure said again (61.2亿元，即6120百万元) is printed in another unit or scale."""
    if not roles.keys() >= {"value", "other"}:
        return True
    (a,), (b,) = roles["value"], roles["other"]
    is_converted = a.unit != b.unit or a.amount.step != b.amount.step
    return is_converted and a.quantity.kind is b.quantity.kind and a.quantity.kind in (Kind.MONEY, Kind.MEASURE)


def fits(roles: Mapping[str, tuple[Claim, ...]], rulebook: Rulebook) -> bool:
    """Levels must be of one unit, the difference of theirs, or in points where they are percentages."""
    units = [claim.unit for role in _SAME_UNIT_ROLES for claim in roles.get(role, ())]
    if any(not is_one_money(next(iter(roles.values()))[0], rulebook, units[0], unit) for unit in units[1:]):
        return False
    difference = roles.get("difference")
    if not difference or not units:
        return True
    expected = "百分点" if units[0] == "%" else units[0]
    return is_one_money(next(iter(roles.values()))[0], rulebook, difference[0].unit, expected)


def is_one_money(claim: Claim, rulebook: Rulebook, a: str | None, b: str | None) -> bool:
    """Whether two units can be compared: of one dimension, or 元 beside the money of the place (21億元, 22億港元)."""
    if rulebook.lexicon.comparable(a, b):
        return True
    if a == _PLAIN_MONEY or b == _PLAIN_MONEY:
        return {a, b} & _LOCAL_MONEY != set() and any(char in claim.document.source for char in _TRADITIONAL)
    return False


_PLAIN_MONEY, _LOCAL_MONEY, _TRADITIONAL = "元", {"港元", "新台币", "澳门元"}, "億萬個"
