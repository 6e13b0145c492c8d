"""Two numbers that stand out, each alone in its surroundings or beside one that stands beside the other too."""

from __future__ import annotations

from collections.abc import Set
from fractions import Fraction

from factcheck.model import Aspect, Claim, Kind, Span
from factcheck.relations.identity import apart_in_time, home_of
from factcheck.relations.mentions import (
    FEWEST_COMPANION_DIGITS,
    FEWEST_DIGITS,
    FEWEST_STANDING_OUT,
    SHORTEST_THEME,
    Mention,
    View,
    is_figure,
    is_part_of_name,
    is_same_topic,
    is_series,
    is_speed,
    lead_differs,
    names_agree,
    numeral_of,
    shared_end,
    telling_digits,
    topics_meet,
)

_SURROUNDINGS = 60  # characters on both sides in which a number may be the only one of its unit
# Numbers that may be met by chance where two stand for one fact all the same: where they tell of one topic, more.
_CHANCE, _CHANCE_ON_TOPIC = Fraction(1, 4), Fraction(1, 2)
_LONGEST_OF_ONE_FORM = 4  # characters of names that stand side by side: 东区, 甲公司
_NAMING = frozenset("路类级版集师团军号线楼")  # 13集团军, 692路: units that as often as not make a name of a number
_AMONG = "其中"
_ONE_SIZE = 100  # times that a member of a list may be another
_IN_COMPANY = 2  # numbers before and behind that may be told together with one again


def standing_out(view: View, one: Mention, other: Mention) -> str | None:
    """Numbers that are no part of a list or a comparison: where each is the only one of its unit in its surroundings
    and few others are in the text, or stands beside a number that stands beside the other too, whole and alike."""
    a, b = one.claim, other.claim
    least, most = telling_digits(a), telling_digits(b)
    if least > most:
        least, most = most, least
    if least < FEWEST_DIGITS or _are_set_apart(one, other):
        return None
    if most >= FEWEST_STANDING_OUT and not _company(one).isdisjoint(_company(other)):
        ground = "restated-together"
    elif _stand_alone(view, one, other, least):
        ground = "restated-alone"
    else:
        return None
    of_two_levels = a.aspect is not Aspect.LEVEL and lead_differs(view, a, b)
    return None if of_two_levels or is_series(view, one, other) else ground


def _are_set_apart(one: Mention, other: Mention) -> bool:
    """Whether what is said of the numbers themselves makes them two facts, or none."""
    a, b = one.claim, other.claim
    if a.quantity.unit in _NAMING or b.quantity.unit in _NAMING or not _say_one_kind_of_thing(a, b):
        return True
    if (a.place and b.place and home_of(a) != home_of(b)) or _are_of_two_times(a, b):
        return True
    return _are_of_two(one.clause, other.clause) or is_part_of_name(one, other)


def _stand_alone(view: View, one: Mention, other: Mention, least: int) -> bool:
    """Whether two numbers of one topic are such as few others are, and each the only one of its unit where it stands;
    of long ones one of the two may be."""
    chance = view.met_by_chance(one.claim, least)
    if chance > _CHANCE_ON_TOPIC or not topics_meet(one, other):
        return False
    is_of_topic = is_same_topic(one, other)
    if least < FEWEST_STANDING_OUT and not (is_of_topic or names_agree(one, other)):
        return False
    if chance > _CHANCE and not is_of_topic:
        return False
    a, b = one.claim, other.claim
    if is_figure(one, other, least):
        return _is_only_one(view, a, b) or _is_only_one(view, b, a)
    return _is_only_one(view, a, b) and _is_only_one(view, b, a)


def _say_one_kind_of_thing(a: Claim, b: Claim) -> bool:
    """A plan may tell of the amount that is carried out; a share may be told as 回购1.69%的股份, a rate as none."""
    if a.quantity.kind is Kind.PERCENT:
        if is_speed(a, b) or is_speed(b, a):
            return a.status is b.status
        return a.status is b.status and (a.aspect is b.aspect or {a.aspect, b.aspect} == {Aspect.LEVEL, Aspect.SHARE})
    return a.direction * b.direction >= 0


def _are_of_two_times(a: Claim, b: Claim) -> bool:
    """3月 and 4月 part two numbers; the day of an announcement parts nothing from the month that it tells of."""
    if not a.period or not b.period or a.period is b.period or not apart_in_time(a, b):
        return False
    is_day, is_other_day = (period.start == period.end for period in (a.period, b.period))
    return is_day is is_other_day


def _is_only_one(view: View, claim: Claim, other: Claim) -> bool:
    """Whether nothing else of the unit stands near a number, but the two held against each other themselves, and
    the parts that it has behind it (… 331例，其中甲市128例, 331例（甲市128例）)."""
    text, end = claim.document.text, claim.span.end
    parts = text.find(_AMONG, end, end + _SURROUNDINGS)
    around = Span(max(0, claim.span.start - _SURROUNDINGS), end + _SURROUNDINGS if parts < 0 else parts)
    own = {numeral_of(claim), numeral_of(other)}
    near = [c for c in view.reading.between(around) if c.unit == claim.unit and numeral_of(c) not in own]
    if near and text[end : end + 1] == "（" and (bracket := view.reading.outline.enclosing(end + 1)):
        near = [c for c in near if not bracket.contains(c.span)]
    return not any(_are_of_one_size(c, claim) for c in near)


def _are_of_one_size(a: Claim, b: Claim) -> bool:
    """A price of 4.4元 beside a sum of 92.4万元 is no member of a list with it."""
    small, large = sorted(abs(c.amount.value or Fraction(0)) for c in (a, b))
    return large <= small * _ONE_SIZE


def _company(mention: Mention) -> Set[tuple[str, str | None, bool]]:
    """The telling numbers right beside one, in its sentence, and whether they stand before it."""
    sentence = mention.claim.sentence
    return {
        (numeral_of(c), c.unit, is_before)
        for near, is_before in ((mention.leading[-_IN_COMPANY:], True), (mention.following[:_IN_COMPANY], False))
        for c in near
        if c.sentence == sentence and telling_digits(c) >= FEWEST_COMPANION_DIGITS
    }


def _are_of_two(a: str, b: str) -> bool:
    """甲县有合作社 and 乙县有合作社: two names of one form before the same words."""
    shared = shared_end(a, b)
    return shared >= SHORTEST_THEME and a != b and len(a) == len(b) <= shared + _LONGEST_OF_ONE_FORM
