"""The same fact printed twice in one document: headline and body, lead and detail, a passage that comes again.

Two numbers are taken for one fact by what stands around them, never by their values alone; they are looked at
only where they are alike or one slip apart, since numbers that differ by more are other facts as a rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise, product

from factcheck.claims import Reading
from factcheck.headings import headings
from factcheck.lexicon import Lexicon
from factcheck.misprints import are_one_slip_apart, canonical, misprints, neighbours
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.relations.identity import apart_in_time, home_of, in_table_row, likeness_ground
from factcheck.relations.topics import TIME, topic
from factcheck.rulebook import Rulebook

_COUNTED = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.PERCENTAGE_POINT)
_MOST_MENTIONS = 6  # of one numeral that are held against a lone one
_REACH = 48  # characters before a number that tell what it is said of
_NEAR = 12  # characters behind it that do
_SEGMENT_MARK = re.compile("[。；！？\n]")
_CLAUSE_MARK = re.compile(r"[，。；：、！？（）\s“”|#【】\d%]")
_WORDS = re.compile("[\u4e00-\u9fffA-Za-z]+")
_WHOLE_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*\d(?![\d.,]|[年月日时号点])")
_COMPARED = re.compile("同比|比上年同期|比去年同期|比上年|比去年|较上年")
_SPEED = re.compile("增速|增幅|涨幅|降幅|增长率|跌幅")
_GROWTH_BEHIND = re.compile("的(?:正|高|快速|较快|同比)?(?:增长|增速|增幅|涨幅)")
_SHORTEST_PASSAGE = 8  # characters that are the same around two numbers, another number among them
_SHORTEST_CLAUSE = 4  # characters of a clause that leads to both numbers
_FEWEST_PAIRS = 4  # pairs of characters that two stretches share
_MANY_PAIRS = 7  # that tell of one topic however long the two stretches are
_MOST_BELOW = 80  # numbers of a section that its heading is held against
_HALF = 2
_FEWEST_TITLE_PAIRS = 3
_VERBATIM = 16  # characters before two numbers that are the same
_VERBATIM_AT_ANY_TIME = 24  # of which none is a digit: reports of every day share less
_BASE_WORDS = ("较", "比", "于", "与")
_LONG_PASSAGE = 12  # in which a shorter number may stand
_REFRAIN, _FEWEST_REFRAIN_DIGITS = 5, 3  # mentions of one number, and its digits, that make it a refrain
_FEWEST_TELLING = 4  # digits of a number that is hardly met twice by chance
_FEWEST_STANDING_OUT = 3  # digits of a number that is met by chance where it stands alone once in a hundred texts
_SURROUNDINGS = 60  # characters on both sides in which a number may be the only one of its unit
# Numbers that may be met by chance where two stand for one fact all the same: where they tell of one topic, more.
_CHANCE, _CHANCE_ON_TOPIC = Fraction(1, 4), Fraction(1, 2)
_LONGEST_OF_ONE_FORM = 4  # characters of names that stand side by side: 东区, 甲公司
_AMONG = "其中"
_PAIR = 2
_LOOSE = ("restated-figure", "restated-faintly", "restated-loosely")
_ONE_SIZE = 100  # times that a member of a list may be another
_IN_COMPANY = 2  # numbers before and behind that may be told together with one again
_FEWEST_DIGITS = 2  # of a lone numeral that is held against another
_FEWEST_COMPANION_DIGITS = 3  # of a number that stands beside both
_MOST_IN_SERIES = 3  # numbers behind the same words; more are a series
_THING, _NAMED_THING = 3, re.compile("[一-鿿]{2}|（[一-鿿]")  # characters that name what is counted
_OFTEN = 3  # mentions of one count that make another one beside them a slip
_CHANGES = (Aspect.RATE, Aspect.POINTS)
_CLAUSE_MARK_AHEAD = re.compile("[，。；：！？（\n]")
_BONDED = re.compile("年期|个?月期|[号级型届]")
_BESIDE = 3  # numbers before and behind that may be the difference of two
_COUNTRY = re.compile("中国|[美英法德韩泰]国|日本|俄罗斯|印度|意大利|西班牙|加拿大|澳大利亚|巴西|欧盟|欧元区")
_DATED = re.compile(r"(?:19|20)\d\d年|\d{1,2}(?:[-—–至到]\d{1,2})?(?:个?月份?|季度|日)")
_OWN = re.compile("[全我本该][国省市县区州]")
_SHORTEST_THEME = 3  # characters of the name of what changes
_MOST_THEMED = 24  # changes of things with one ending
_SHORTEST_TELLING_THEME = 6  # by which rates of one digit are told apart


@dataclass(frozen=True, slots=True, eq=False)
class _Mention:
    """A claim with the words that tell what it is said of."""

    claim: Claim
    before: str  # without white space
    after: str
    clause: str  # the words between the last mark or number and this number
    near: str  # the clause and what the number counts
    stretch: str  # all that is said before it and right behind it
    topic: frozenset[str]  # pairs of characters in the stretch that it stands in


class _View:
    """What stands around the claims of a document, read only where it is asked for."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon
        self.claims = [c for c in reading.claims if _is_counted(c) and not in_table_row(c)]
        self._mentions: dict[Claim, _Mention] = {}

    def met_by_chance(self, claim: Claim, digits: int) -> Fraction:
        """How many of the document's other numbers of one unit and of so many digits at least are one slip from a
        claim's though they have nothing to do with it: each numeral of d digits can be reached from some 12 d others.
        """
        met = sum(
            times
            for (unit, length), times in self._lengths.items()
            if length >= digits and self.lexicon.interchangeable(unit, claim.unit)
        )
        return Fraction((met - _PAIR) * 12 * digits, 9 * 10 ** (digits - 1))

    @cached_property
    def _lengths(self) -> Counter[tuple[str | None, int]]:
        return Counter((c.unit, _telling_digits(c)) for c in self.claims)

    def of(self, claim: Claim) -> _Mention:
        if claim not in self._mentions:
            self._mentions[claim] = _mention(claim, self.lexicon)
        return self._mentions[claim]


def _is_counted(claim: Claim) -> bool:
    """Ages vary from person to person and say nothing of a text's own facts."""
    return claim.quantity.kind in _COUNTED and claim.amount.value is not None and claim.unit != "岁"


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Numbers that stand for one fact at two places of a document."""
    view = _View(reading, rulebook.lexicon)
    announced = list(_announced(view))
    taken: set[frozenset[Claim]] = set()
    for a, b, ground in (*announced, *_repeated(view, rulebook), *_themed(view), *_same_things(view)):
        if frozenset((a, b)) in taken:
            continue
        taken.add(frozenset((a, b)))
        yield Relation("same", {"value": (a,), "other": (b,)}, Ground(ground, rulebook.doubt(ground)))


_Tie = tuple[Claim, Claim, str]


def _repeated(view: _View, rulebook: Rulebook) -> Iterator[_Tie]:
    """Equal numerals that follow one another, and lone numerals one slip from others."""
    by_numeral: dict[str, list[Claim]] = defaultdict(list)
    for claim in view.claims:
        by_numeral[numeral_of(claim)].append(claim)
    for same in by_numeral.values():
        for pair in pairwise(same):
            yield from _firmest(view, [pair], rulebook)
    yield from _refrains(by_numeral)
    for x, y in _slips(by_numeral):
        if _is_lone(by_numeral[x], view.lexicon) or _is_lone(by_numeral[y], view.lexicon):
            several = product(by_numeral[x][:_MOST_MENTIONS], by_numeral[y][:_MOST_MENTIONS])
            yield from _firmest(view, several, rulebook)


def _is_lone(same: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether one of the numbers counts what no other of them does: 50个 beside 50%."""
    units = [claim.unit for claim in same[: _MOST_MENTIONS + 1]]
    return any(sum(lexicon.interchangeable(unit, other) for other in units) == 1 for unit in units)


def _slips(by_numeral: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[str, str]]:
    """The numerals that are one slip apart, as printed or without the zeros behind the point: 6.0 for 6.9."""
    forms = {form: numeral for numeral, same in by_numeral.items() for c in same for form in _forms(c)}
    pairs = ((forms[a], forms[b]) for a, b in neighbours(forms))
    yield from dict.fromkeys((min(a, b), max(a, b)) for a, b in pairs if a != b)


def _forms(claim: Claim) -> tuple[str, str]:
    printed = claim.quantity.numeral.of(claim.document.text)
    return canonical(printed), printed.replace(",", "").strip()


def _refrains(by_numeral: Mapping[str, Sequence[Claim]]) -> Iterator[_Tie]:
    """A number that the text repeats many times (完成1.42万人, 排查1.42万人 …), and a lone one near it."""
    often = [n for n, same in by_numeral.items() if len(same) >= _REFRAIN and _digits(n) >= _FEWEST_REFRAIN_DIGITS]
    for numeral in often:
        for text, _ in misprints(numeral):
            lone = by_numeral.get(text, ())
            if len(lone) == 1 and lone[0].unit == by_numeral[numeral][0].unit:
                yield lone[0], by_numeral[numeral][0], "refrain"


def _same_things(view: _View) -> Iterator[_Tie]:
    """7省（市） told again and again, and once 3省（市）: one count of one thing throughout, but for a lone one."""
    by_thing: dict[tuple[str | None, str], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        thing = claim.document.text[claim.span.end : claim.span.end + _THING]
        if claim.quantity.kind is Kind.COUNT and _NAMED_THING.match(thing) and claim.aspect is Aspect.LEVEL:
            by_thing[claim.unit, thing].append(claim)
    for told in by_thing.values():
        ((often, times),) = Counter(map(numeral_of, told)).most_common(1)
        if len(told) > _OFTEN and times >= len(told) - 1:
            lone = next((c for c in told if numeral_of(c) != often), told[0])
            yield lone, next(c for c in told if c is not lone), "same-thing"


def _digits(numeral: str) -> int:
    return sum("0" <= char <= "9" for char in numeral.lstrip("0."))


def _firmest(view: _View, pairs: Iterable[tuple[Claim, Claim]], rulebook: Rulebook) -> Iterator[_Tie]:
    """Of several pairs of mentions the two that are tied most firmly: what two mentions say weighs twice."""
    tied = [(a, b, ground) for a, b in pairs if (ground := _ground(view, a, b))]
    yield from sorted(tied, key=lambda tie: rulebook.doubt(tie[2]))[:2]


def _ground(view: _View, a: Claim, b: Claim) -> str | None:
    """On what two numbers may be taken for one fact, or None."""
    if a.sentence == b.sentence or not _units_agree(a, b, view.lexicon) or _makes_up(view, a, b):
        return None
    one, other = view.of(a), view.of(b)
    if _are_opposed(one, other, view.lexicon):
        return None
    of_one_time = _are_alike(a, b, view.lexicon) and not _are_marked(one, other, view.lexicon)
    told = _ground_at_one_time(view, one, other) if of_one_time and not _are_apart(one, other) else None
    return told if told and told not in _LOOSE else _standing_out(view, one, other) or told


def _ground_at_one_time(view: _View, one: _Mention, other: _Mention) -> str | None:
    """On what two numbers of which no different times are told may be taken for one fact."""
    a, b = one.claim, other.claim
    if _is_passage(one, other) and not (_is_short(a, b) and a.quantity.kind is Kind.COUNT):
        return "restated-passage"
    if home_of(a) != home_of(b) or _is_short(a, b) or _is_series(view, one, other):
        return None
    if a.aspect is not Aspect.LEVEL and _lead_differs(view, a, b):
        return None  # rates of two levels
    likeness = likeness_ground(a, b, view.lexicon) if _both_state(a, b) else None
    if likeness == "restated-verbatim":
        return likeness
    return _ground_by_words(one, other) or likeness or (_figure(one, other) if _both_state(a, b) else None)


def _standing_out(view: _View, one: _Mention, other: _Mention) -> str | None:
    """Numbers that are no part of a list or a comparison: where each is the only one of its unit in its surroundings
    and few others are in the text, or stands beside a number that stands beside the other too, whole and alike."""
    a, b = one.claim, other.claim
    if not _say_one_kind_of_thing(a, b):
        return None
    least, most = sorted(map(_telling_digits, (a, b)))
    if least < _FEWEST_DIGITS or _is_series(view, one, other):
        return None
    if _are_of_two(one.clause, other.clause) or _are_of_two_times(a, b):
        return None
    if a.aspect is not Aspect.LEVEL and _lead_differs(view, a, b):
        return None
    if most >= _FEWEST_STANDING_OUT and _company(view, a) & _company(view, b):
        return "restated-together"
    alone = (_is_only_one(view, a, b), _is_only_one(view, b, a))
    if not one.topic & other.topic or not (all(alone) or (any(alone) and _is_figure(one, other, least))):
        return None
    is_of_topic = _is_same_topic(one, other)
    if least < _FEWEST_STANDING_OUT and not (is_of_topic or _names_agree(one, other)):
        return None
    most_met = _CHANCE_ON_TOPIC if is_of_topic else _CHANCE
    return "restated-alone" if view.met_by_chance(a, least) <= most_met else None


def _say_one_kind_of_thing(a: Claim, b: Claim) -> bool:
    """A plan may tell of the amount that is carried out; a share may be told as 回购1.69%的股份, a rate as none."""
    if a.quantity.kind is Kind.PERCENT:
        if _is_speed(a, b) or _is_speed(b, a):
            return a.status is b.status
        return a.status is b.status and (a.aspect is b.aspect or {a.aspect, b.aspect} == {Aspect.LEVEL, Aspect.SHARE})
    return a.direction * b.direction >= 0


def _are_of_two_times(a: Claim, b: Claim) -> bool:
    """3月 and 4月 part two numbers; the day of an announcement parts nothing from the month that it tells of."""
    if not a.period or not b.period or not apart_in_time(a, b):
        return False
    is_day, is_other_day = (period.start == period.end for period in (a.period, b.period))
    return is_day is is_other_day


def _is_only_one(view: _View, claim: Claim, other: Claim) -> bool:
    """Whether nothing else of the unit stands near a number, but the two held against each other themselves, and
    the parts that it has behind it (… 331例，其中甲市128例, 331例（甲市128例）)."""
    text, end = claim.document.text, claim.span.end
    parts = text.find(_AMONG, end, end + _SURROUNDINGS)
    around = Span(max(0, claim.span.start - _SURROUNDINGS), end + _SURROUNDINGS if parts < 0 else parts)
    own = {numeral_of(claim), numeral_of(other)}
    near = (c for c in view.reading.between(around) if c.unit == claim.unit and numeral_of(c) not in own)
    if text[end : end + 1] == "（" and (bracket := view.reading.outline.enclosing(end + 1)):
        near = (c for c in near if not bracket.contains(c.span))
    return not any(_are_of_one_size(c, claim) for c in near)


def _are_of_one_size(a: Claim, b: Claim) -> bool:
    """A price of 4.4元 beside a sum of 92.4万元 is no member of a list with it."""
    small, large = sorted(abs(c.amount.value or Fraction(0)) for c in (a, b))
    return large <= small * _ONE_SIZE


def _company(view: _View, claim: Claim) -> frozenset[tuple[str, str | None, bool]]:
    """The telling numbers right beside one, in its sentence, and whether they stand before it."""
    start, end = claim.span.start, claim.span.end
    before = view.reading.before(start, _IN_COMPANY)
    behind = view.reading.between(Span(end, end + _REACH))[:_IN_COMPANY]
    sides = [*((c, True) for c in before), *((c, False) for c in behind)]
    telling = (
        (c, is_before)
        for c, is_before in sides
        if c.sentence == claim.sentence and _telling_digits(c) >= _FEWEST_COMPANION_DIGITS
    )
    return frozenset((numeral_of(c), c.unit, is_before) for c, is_before in telling)


def _telling_digits(claim: Claim) -> int:
    """The digits of a number without those that only say how large it is: two of 1200, three of 12.0."""
    return len(numeral_of(claim).strip("0.万亿").replace(".", ""))


def _themed(view: _View) -> Iterator[_Tie]:
    """Two changes of one thing: 社会消费品零售总额290亿元，增长5%, and again 社会消费品零售总额增长5%."""
    by_ending: dict[tuple[str, Aspect, int], list[tuple[Claim, str]]] = defaultdict(list)
    for claim in view.claims:
        if claim.aspect in _CHANGES and len(theme := _theme(view, claim)) >= _SHORTEST_THEME:
            by_ending[theme[-_SHORTEST_THEME:], claim.aspect, claim.direction].append((claim, theme))
    for themed in by_ending.values():
        numerals = [numeral_of(c) for c, _ in themed[:_MOST_THEMED]]
        for index, (claim, theme) in enumerate(themed[:_MOST_THEMED]):
            yield from _told_before(view, claim, theme, themed[:index], numerals)


def _theme(view: _View, claim: Claim) -> str:
    """What a change is said of; nothing where a number is part of the name (10年期国债收益率)."""
    theme, text = _OWN.sub("", topic(view.reading, claim)), claim.document.text
    opening = view.reading.outline.sentences[claim.sentence].start
    start = text.rfind(theme[:2], max(opening, claim.span.start - _REACH), claim.span.start) if theme else -1
    clause = _CLAUSE_MARK_AHEAD.split(_DATED.sub("", text[opening:start]))[-1] if start >= 0 else "0"
    return "" if any(map(str.isdigit, clause)) else theme


def _told_before(
    view: _View, claim: Claim, theme: str, earlier: Sequence[tuple[Claim, str]], alike: Sequence[str]
) -> Iterator[_Tie]:
    """The last change of the same thing told before: the same, or a slip away and neither told a third time."""
    for other, name in reversed(earlier):
        if not _is_one_theme(view, view.of(claim), theme, view.of(other), name):
            continue
        told = [alike.count(numeral_of(c)) for c in (claim, other)]
        if numeral_of(claim) == numeral_of(other) or (1 in told and _is_any_slip(claim, other)):
            yield other, claim, "restated-theme"
        return


def _is_any_slip(a: Claim, b: Claim) -> bool:
    return any(are_one_slip_apart(x, y) for x, y in zip(_forms(a), _forms(b), strict=True))


def _is_one_theme(view: _View, one: _Mention, mine: str, other: _Mention, theirs: str) -> bool:
    """Whether two names are the same, or one is the other in short where both name one time."""
    a, b = one.claim, other.claim
    if a.sentence == b.sentence or a.unit != b.unit or a.status is not b.status or home_of(a) != home_of(b):
        return False
    if not _is_one_time(one, other) or _contrast(one, other, view.lexicon):
        return False
    short, long = sorted((mine, theirs), key=len)
    least = _SHORTEST_TELLING_THEME if _is_short(a, b) else _SHORTEST_THEME
    return len(short) >= least and (short == long or (long.endswith(short) and a.period == b.period is not None))


def _is_one_time(one: _Mention, other: _Mention) -> bool:
    """Whether no other time is named: 1至11月 holds November, and yet it is another."""
    mine, theirs = one.claim.period, other.claim.period
    if mine and theirs and mine != theirs:
        return False
    said, told = (set(TIME.findall(m.stretch)) for m in (one, other))
    return not (said and told) or bool(said & told)


def _makes_up(view: _View, a: Claim, b: Claim) -> bool:
    """Whether a third number beside either is all that parts the two: 33名…及30名…，上述63名."""
    gap = abs((a.amount.value or 0) - (b.amount.value or 0))
    near = [c for x in (a, b) for c in (*view.reading.before(x.span.start, _BESIDE), *_behind(view, x))]
    return bool(gap) and any(c.amount.value == gap and c.unit == a.unit for c in near)


def _behind(view: _View, claim: Claim) -> Sequence[Claim]:
    return view.reading.between(Span(claim.span.end, claim.span.end + _REACH))[:_BESIDE]


def _are_apart(one: _Mention, other: _Mention) -> bool:
    """Whether the two tell of different times. A passage so long that comes again word for word tells of one, and a
    time that something is compared with (较上年末提高…，高于…) is not that of what follows."""
    if not apart_in_time(one.claim, other.claim) or any(_is_of_base(m) for m in (one, other)):
        return False
    shared = _shared_end(one.before, other.before)
    return shared < _VERBATIM_AT_ANY_TIME or any(map(str.isdigit, one.before[-shared:]))


def _is_of_base(mention: _Mention) -> bool:
    """Whether the last time named before a number is one to compare with."""
    named = list(TIME.finditer(mention.stretch))
    return bool(named) and mention.stretch[: named[-1].start()].endswith(_BASE_WORDS)


def _ground_by_words(one: _Mention, other: _Mention) -> str | None:
    """Whether one clause leads to both numbers, or the same things are said before them."""
    same_topic = _is_same_topic(one, other)
    shared = _shared_end(one.clause, other.clause)
    if _is_part_of_name(one, other):
        return None
    leads_to_both = min(len(one.clause), len(other.clause)) == shared >= _SHORTEST_CLAUSE
    if leads_to_both and (same_topic or _both_state(one.claim, other.claim)):
        return "restated-clause"
    if same_topic and _names_agree(one, other) and not _are_parallel(one.clause, other.clause):
        return "restated-topic"
    return None


def _is_part_of_name(one: _Mention, other: _Mention) -> bool:
    """甲国10年期债券 and 乙国10年期债券: the words before the two begin inside a name that has a number in it."""
    if not one.clause or one.clause != other.clause or not _BONDED.match(one.clause):
        return False
    return _shared_end(one.before, other.before) < len(one.clause) + _SHORTEST_CLAUSE


def _figure(one: _Mention, other: _Mention) -> str | None:
    """Numbers of many digits stand for themselves where anything at all that is said of them is the same."""
    if _are_parallel(one.clause, other.clause):
        return None
    least = min(_telling_digits(m.claim) for m in (one, other))
    return "restated-figure" if _is_figure(one, other, least) and one.topic & other.topic else None


def _is_figure(one: _Mention, other: _Mention, digits: int) -> bool:
    """Whether two numbers of so many digits are counts or sums; prices (每吨3385元) are near one another."""
    return digits >= _FEWEST_TELLING and all(
        m.claim.quantity.kind in (Kind.COUNT, Kind.MONEY) and "每" not in m.clause for m in (one, other)
    )


def _lead_differs(view: _View, a: Claim, b: Claim) -> bool:
    """Whether the numbers told right before the two, in their sentences, are of one unit and not the same."""
    before = [view.reading.before(c.span.start, 1) for c in (a, b)]
    if not all(found and found[0].sentence == c.sentence for found, c in zip(before, (a, b), strict=True)):
        return False
    one, other = before[0][0], before[1][0]
    return one.unit == other.unit and numeral_of(one) != numeral_of(other)


def _is_short(a: Claim, b: Claim) -> bool:
    """Single digits are one slip from one another by chance as often as not."""
    if numeral_of(a) == numeral_of(b):
        return False
    return min(_digits(form) for c in (a, b) for form in _forms(c)[1:]) < _FEWEST_DIGITS


def _both_state(a: Claim, b: Claim) -> bool:
    return all(c.aspect in (Aspect.LEVEL, Aspect.SHARE) for c in (a, b))


def _are_parallel(a: str, b: str) -> bool:
    """东区有合作社 and 西区有合作社: two heads before the same words."""
    shared = _shared_end(a, b)
    one, other = a[: len(a) - shared], b[: len(b) - shared]
    return bool(shared and one and other)


def _are_of_two(a: str, b: str) -> bool:
    """甲县有合作社 and 乙县有合作社: two names of one form before the same words."""
    shared = _shared_end(a, b)
    return shared >= _SHORTEST_THEME and a != b and len(a) == len(b) <= shared + _LONGEST_OF_ONE_FORM


def _are_alike(a: Claim, b: Claim, lexicon: Lexicon) -> bool:
    """Whether the two say the same kind of thing of what they speak of."""
    if a.status is not b.status or not _units_agree(a, b, lexicon):
        return False
    if a.aspect is b.aspect and (
        a.direction == b.direction or (a.aspect is Aspect.LEVEL and 0 in (a.direction, b.direction))
    ):
        return True  # a level that was 减少到 is one that is 剩余 later
    return _is_speed(a, b) or _is_speed(b, a)


def _is_speed(level: Claim, rate: Claim) -> bool:
    """增速达到9.8% and 实现9.8%的增长 beside 增长9.8%."""
    if level.aspect is not Aspect.LEVEL or rate.aspect is not Aspect.RATE or rate.direction < 0:
        return False
    text, start, end = level.document.text, level.span.start, level.span.end
    return bool(_SPEED.search(text, max(0, start - _NEAR), start) or _GROWTH_BEHIND.match(text, end))


def _units_agree(a: Claim, b: Claim, lexicon: Lexicon) -> bool:
    """One unit, or none beside a numeral in 万 or 亿 that leaves its own to be understood."""
    if a.unit is None or b.unit is None:
        return a.unit == b.unit or any(mark in numeral_of(a) for mark in "万亿")
    return lexicon.interchangeable(a.unit, b.unit) and lexicon.factor(a.unit) == lexicon.factor(b.unit)


def numeral_of(claim: Claim) -> str:
    """The numeral of a claim without what may be printed otherwise in another place."""
    return canonical(claim.quantity.numeral.of(claim.document.text))


def _mention(claim: Claim, lexicon: Lexicon) -> _Mention:
    text, start, end = claim.document.text, claim.span.start, claim.span.end
    left, right = text[max(0, start - _REACH) : start], text[end : end + _NEAR]
    clause = _CLAUSE_MARK.split(left)[-1]
    behind = _CLAUSE_MARK.split(right)[0]
    segment = _SEGMENT_MARK.split(left)[-1] + " " + behind
    before, after = _bare(left), _bare(text[end : end + _REACH])
    return _Mention(claim, before, after, clause, clause + " " + behind, segment, _pairs(segment, lexicon))


def _bare(stretch: str) -> str:
    """Without white space, and without the base of comparison that is left out the second time."""
    return _COMPARED.sub("", "".join(stretch.split())).removesuffix("了")


def _pairs(stretch: str, lexicon: Lexicon) -> frozenset[str]:
    """The pairs of neighbouring characters of a stretch, less those of the words in which all reports are written."""
    common = _stock_pairs(lexicon.words.get("stock", ()))
    runs = _WORDS.findall(stretch)
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1)) - common


@cache
def _stock_pairs(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def _contrast(one: _Mention, other: _Mention, lexicon: Lexicon) -> bool:
    return _are_opposed(one, other, lexicon) or _are_marked(one, other, lexicon)


def _are_opposed(one: _Mention, other: _Mention, lexicon: Lexicon) -> bool:
    """Whether words beside two numbers set them apart: 新增 and 累计, 甲国 and 乙国."""
    for group in lexicon.words.get("contrast", ()):
        words = group.split("/")
        mine, theirs = ({w for w in words if w in m.near} for m in (one, other))
        if mine and theirs and not mine & theirs:
            return True
    lands = [_COUNTRY.findall(m.stretch)[-1:] for m in (one, other)]
    return all(lands) and lands[0] != lands[1]


def _are_marked(one: _Mention, other: _Mention, lexicon: Lexicon) -> bool:
    """Whether a word beside one number makes it another fact than what nothing of the kind is said of: 环比."""
    return any(_marks(words, one, other) or _marks(words, other, one) for words in _marked(lexicon))


@cache
def _alternatives(groups: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("/")) for group in groups)


def _marked(lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    return _alternatives(lexicon.words.get("marked", ()))


def _marks(words: Sequence[str], one: _Mention, other: _Mention) -> bool:
    """Whether one of some words for the same stands beside one number and none of them before the other."""
    return any(word in one.near for word in words) and not any(word in other.stretch for word in words)


def _is_passage(one: _Mention, other: _Mention) -> bool:
    """The same words around both, and another number among them that is the same."""
    left, right = _shared_end(one.before, other.before), _shared_start(one.after, other.after)
    if left >= _VERBATIM and _WORDS.search(one.before[-_VERBATIM:]):
        return True
    if left + right < _SHORTEST_PASSAGE:
        return False
    lead = one.before[len(one.before) - left :].lstrip("0123456789.,")
    tail = one.after[:right].rstrip("0123456789.,")
    companions = (*_WHOLE_NUMBER.findall(lead), *_WHOLE_NUMBER.findall(tail))
    return sum(map(_digits, companions)) >= _FEWEST_COMPANION_DIGITS - (left + right >= _LONG_PASSAGE)


def _is_series(view: _View, one: _Mention, other: _Mention) -> bool:
    """Whether the words before the two lead to many numbers: 涨幅 of one thing after another."""
    if numeral_of(one.claim) == numeral_of(other.claim):
        return False
    ending = one.clause[len(one.clause) - _shared_end(one.clause, other.clause) :]
    if not ending:
        return False
    led = re.findall(re.escape(ending) + r"(\d[\d.,]*)", view.reading.document.text)
    return len(set(led)) > _MOST_IN_SERIES


def _is_same_topic(one: _Mention, other: _Mention) -> bool:
    shared, least = len(one.topic & other.topic), min(len(one.topic), len(other.topic))
    return shared >= _MANY_PAIRS or (shared >= _FEWEST_PAIRS and shared * _HALF >= least)


def _names_agree(one: _Mention, other: _Mention) -> bool:
    """Whether the words right beside the two numbers name the same thing."""
    return _shared_end(one.clause, other.clause) >= 2 or _shared_start(one.after, other.after) >= 2


def _shared_start(a: str, b: str) -> int:
    length = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        length += 1
    return length


def _shared_end(a: str, b: str) -> int:
    return _shared_start(a[::-1], b[::-1])


def _announced(view: _View) -> Iterator[_Tie]:
    """What a heading says, and where its section says it again."""
    counted = set(view.claims)
    for heading in headings(view.reading.outline):
        above = [c for c in view.reading.between(heading.span) if c in counted]
        below = [c for c in view.reading.between(heading.section) if c in counted] if above else []
        start = heading.span.start
        titled = {numeral_of(c) for c in above}
        for claim in above:
            yield from _told_below(view, claim, _title_words(view, start, claim), below[:_MOST_BELOW], titled)
            start = claim.span.end


def _title_words(view: _View, start: int, claim: Claim) -> frozenset[str]:
    """What a heading says of a number: the words since the number before, and those that the number counts."""
    text, end = claim.document.text, claim.span.end
    return _pairs(text[start : claim.span.start] + " " + _CLAUSE_MARK.split(text[end : end + _NEAR])[0], view.lexicon)


def _told_below(
    view: _View, claim: Claim, words: frozenset[str], below: Sequence[Claim], titled: Container[str]
) -> Iterator[_Tie]:
    """The first number below that is the same, or else the one that it would be but for a slip."""
    telling = [c for c in below if _may_tell(view, claim, c)]
    fitting = [c for c in telling if words & view.of(c).topic]
    numeral = numeral_of(claim)
    equal = next((c for c in fitting if numeral_of(c) == numeral), None)
    off = [c for c in fitting if _covers(view.of(c).topic, words) and _is_slip(view.of(claim), view.of(c))]
    if not off and not equal and _telling_digits(claim) >= _FEWEST_STANDING_OUT:
        exact = [c for c in fitting if c.amount.is_exact and claim.amount.is_exact]
        off = [c for c in exact if _telling_digits(c) >= _FEWEST_STANDING_OUT and _is_any_slip(claim, c)]
    off = [c for c in off if numeral_of(c) not in titled]  # what tells of another number of the heading
    equal = equal or next((c for c in telling if numeral_of(c) == numeral and _says(view, claim, c)), None)
    if equal:  # of a thing of another kind, perhaps, while what the heading says of its number stands by another
        off = [c for c in off if c.unit == claim.unit and _says(view, claim, c) and not _says(view, claim, equal)]
    told = max(off, key=lambda c: len(view.of(c).topic & words), default=equal)
    if told:
        yield claim, told, "headline"


def _says(view: _View, title: Claim, below: Claim) -> bool:
    """Whether the words right before the number of a heading stand by the other too: 新增."""
    said = view.of(title).clause[-2:]
    return len(said) == 2 and said in view.of(below).near


def _is_slip(title: _Mention, below: _Mention) -> bool:
    """One keystroke; between single digits only where a clause leads to both."""
    a, b = title.claim, below.claim
    led = _shared_end(title.clause, below.clause) >= _SHORTEST_CLAUSE
    least = 1 if led else _FEWEST_DIGITS
    return any(
        min(_digits(x), _digits(y)) >= least and are_one_slip_apart(x, y)
        for x, y in zip(_forms(a), _forms(b), strict=True)
    )


def _covers(topic: frozenset[str], words: frozenset[str]) -> bool:
    shared = len(topic & words)
    return shared >= _FEWEST_TITLE_PAIRS or shared * _HALF >= len(words)


def _may_tell(view: _View, claim: Claim, below: Claim) -> bool:
    """Whether a number below a heading may be the one in it."""
    if not _units_agree(claim, below, view.lexicon) or not _aspects_agree(claim, below):
        return False
    return not _contrast(view.of(claim), view.of(below), view.lexicon)


def _aspects_agree(title: Claim, body: Claim) -> bool:
    """A heading may say 新增5例 of what the text says 新增病例5例, and 增速9% of 增长9%."""
    if title.quantity.kind is not Kind.PERCENT or title.aspect is body.aspect:
        return title.direction * body.direction >= 0
    return _is_speed(title, body) or _is_speed(body, title)
