"""Ages and anniversaries held against the years that they are counted between.

王某生于1950年，2020年去世，终年75岁; 学校成立于1999年，2020年是学校成立25周年; 2021年是建党100周年.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.misprints import misprints
from factcheck.model import Alternative, Amount, Aspect, Claim, Ground, Interval, Kind, Quantity, Relation, Span, Status
from factcheck.periods import own_date
from factcheck.rulebook import Rulebook

FEWEST_CLAIMS = 1  # the years are dates

_YEAR = r"(?<!\d)(?:1[0-9]|20)\d\d年?"
_DAY = r"(?:\d{1,2}月(?:\d{1,2}日)?)?"
_NO_MARK = r"[^，。；：、（）()\d]"
_LIFE = re.compile(
    rf"生于(?P<born>{_YEAR})"
    rf"|(?P<born_in>{_YEAR}){_DAY}(?:{_NO_MARK}{{0,8}}(?:出生|诞生)|生(?!产|效|前|活|态|物|源|育|病|猪))"
)
_DIED = re.compile(
    rf"(?P<year>{_YEAR}){_DAY}(?:\d{{1,2}}时(?:\d{{1,2}}分)?)?{_NO_MARK}{{0,14}}"
    r"(?:去世|逝世|病逝|辞世|病故|离世|牺牲|遇难|遇害|身亡)"
)
_LIVED = re.compile(r"(?:享年|终年|终於|時年|时年|年仅|享寿|享壽|年僅|終年)\s?\Z")
_ANY_YEAR = re.compile(_YEAR)
_COUNTED_OTHERWISE = re.compile("[积積][闰閏]|享[寿壽]")  # which add a year or more for the leap months
_PARTED = re.compile("其[父母妻夫子女兄弟姐]|之[父母妻子女]|父亲|母亲|妻子|丈夫|儿子|女儿|弟弟|哥哥|姐姐|妹妹")

_FOUNDING = "成立|创立|创办|创建|建校|建院|建馆|建台|建社|建厂|创刊|建交|建市|建县|设立|开馆|开业|诞生"
_FOUNDED = re.compile(
    rf"(?P<event>{_FOUNDING})于(?P<born>{_YEAR})|(?P<born_in>{_YEAR}){_DAY}[，,]?(?P<who>{_NO_MARK}{{0,10}}?)"
    rf"(?:正式|宣告|宣布|在{_NO_MARK}{{2,4}})?(?P<event_in>{_FOUNDING})(?![于的后前以之])"
)
_JUBILEE = re.compile(
    rf"(?P<year>{_YEAR}|今年|明年|去年){_DAY}[，,]?[又也正恰适]?(?:是|为|值|逢|迎来|迎|庆祝|纪念)?"
    rf"(?P<who>{_NO_MARK}{{0,14}}?)(?P<event>{_FOUNDING})\Z"
)
# 今年是1982年宪法公布施行30周年
_OF_YEAR = re.compile(
    rf"(?P<year>{_YEAR}|今年|明年|去年)(?:又|也|正|恰|适)?(?:是|值|逢)(?P<born>{_YEAR}){_NO_MARK}{{1,20}}\Z"
)
# What every reader knows the year of; the words stand right before the number.
_KNOWN = re.compile(
    rf"(?P<year>{_YEAR}|今年|明年|去年)(?:又|也|正|恰|适)?(?:是|为|值|逢|迎来|迎)(?:我们|我国|全国)?"
    r"(?P<event>中国共产党成立|建党|(?:中华人民共和国|新中国)成立|(?:中国人民)?抗日战争(?:暨世界反法西斯战争)?胜利|抗战胜利"
    r"|香港回归(?:祖国)?|澳门回归(?:祖国)?|五四运动|辛亥革命|(?:中国人民解放军建军|建军)|改革开放)\Z"
)
_YEAR_OF = (
    ("共产党", 1921), ("建党", 1921), ("国成立", 1949), ("抗", 1945),
    ("香港", 1997), ("澳门", 1999), ("五四", 1919), ("辛亥", 1911), ("建军", 1927), ("改革开放", 1978),
)  # fmt: skip
_RELATIVE = {"去年": -1, "今年": 0, "明年": 1}
_OWN = re.compile("(?:[该本我这]?[家所个]?(?:校|学校|公司|医院|集团|企业|协会|学会|大学|报社)|它|两国|双方)?")
_WINDOW = 60  # characters of one sentence and the one before in which what is spoken of may be named
_BELONGING = re.compile("附属|附小|附中|下属|旗下|所属|分[校院馆店社会公]|子公司|前身")  # is younger, or older
_LONGEST_PASSAGE = 160  # characters: further back another may be spoken of
_LONGEST_JUBILEE = 1000  # years; more are those of a place or a people, and no year of theirs is printed


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each age and anniversary whose first and last year the text prints beside it."""
    text = reading.document.text
    has_ages = "岁" in reading.units and "年" in text and ("岁" in text or "歲" in text)
    has_jubilees = "周年" in reading.units and "周年" in text
    if not has_ages and not has_jubilees:
        return
    for claim in reading.claims:
        if claim.unit not in ("岁", "周年") or not _is_whole(claim.amount):
            continue
        if has_jubilees and claim.unit == "周年":
            yield from _jubilee(reading, claim, rulebook)
        elif has_ages and claim.unit == "岁" and _LIVED.search(text, max(0, claim.span.start - 3), claim.span.start):
            yield from _age(reading, claim, rulebook)


def _is_whole(amount: Amount) -> bool:
    return amount.is_exact and amount.value is not None and amount.value.denominator == 1


def _passage(reading: Reading, claim: Claim) -> Span:
    """The sentence of a claim up to its number, with the sentence before in the same paragraph."""
    first = max(0, claim.sentence - 1)
    start = max(reading.outline.sentences[first].start, reading.outline.paragraph(claim.span.start).start)
    start = max(start, claim.span.start - _LONGEST_PASSAGE)
    return Span(start, claim.span.start)


def _age(reading: Reading, claim: Claim, rulebook: Rulebook) -> Iterator[Relation]:
    """An age at death, of the one person whose birth and death are told before it."""
    text, passage = reading.document.text, _passage(reading, claim)
    said = passage.of(text)
    births, deaths = list(_LIFE.finditer(text, *_ends(passage))), list(_DIED.finditer(text, *_ends(passage)))
    if len(births) != 1 or len(deaths) != 1 or _PARTED.search(said) or "岁" in said:
        return
    if _ANY_YEAR.search(text, deaths[0].end(), claim.span.start):
        return  # 1985年获奖，时年35岁
    if _COUNTED_OTHERWISE.search(text, passage.start, claim.span.end + _WINDOW):
        return
    born = _year(reading, Span(*births[0].span("born" if births[0]["born"] else "born_in")), 0, None)
    died = _year(reading, Span(*deaths[0].span("year")), 1, None)
    if born.span.start < died.span.start:
        yield Relation("age", {"age": (claim,), "born": (born,), "year": (died,)}, _ground("age", rulebook))


def _jubilee(reading: Reading, claim: Claim, rulebook: Rulebook) -> Iterator[Relation]:
    """An anniversary of what is told to have been founded before it, or of what everybody knows the year of."""
    text, passage = reading.document.text, _passage(reading, claim)
    opening = max(passage.start, claim.span.start - _WINDOW)
    if known := _KNOWN.search(text, opening, claim.span.start):
        first = next(year for word, year in _YEAR_OF if word in known["event"])
        born: Claim | None = _dated(reading, Span(*known.span("event")), _amount(first))
        yield from _between(reading, claim, born, known, rulebook, "anniversary-known")
    elif stated := _OF_YEAR.search(text, opening, claim.span.start):
        born = _year(reading, Span(*stated.span("born")))
        yield from _between(reading, claim, born, stated, rulebook, "anniversary-of-year")
    elif found := _JUBILEE.search(text, opening, claim.span.start):
        born = _founding(reading, Span(passage.start, found.start()), found)
        yield from _between(reading, claim, born, found, rulebook, "anniversary")


def _founding(reading: Reading, passage: Span, jubilee: re.Match[str]) -> Claim | None:
    """The year in which what has its anniversary was founded, where one founding alone is told."""
    text = reading.document.text
    foundings = list(_FOUNDED.finditer(text, *_ends(passage)))
    if len(foundings) != 1:
        return None
    found, who = foundings[0], jubilee["who"].removesuffix("的")
    if (found["event"] or found["event_in"]) != jubilee["event"]:
        return None
    if _BELONGING.search(passage.of(text)) or (not _OWN.fullmatch(who) and who not in passage.of(text)):
        return None
    return _year(reading, Span(*found.span("born" if found["born"] else "born_in")))


def _between(
    reading: Reading, claim: Claim, born: Claim | None, found: re.Match[str], rulebook: Rulebook, ground: str
) -> Iterator[Relation]:
    year = _named_year(reading, Span(*found.span("year")))
    if born and year and (claim.amount.value or 0) <= _LONGEST_JUBILEE:
        yield Relation("anniversary", {"age": (claim,), "born": (born,), "year": (year,)}, _ground(ground, rulebook))


def _named_year(reading: Reading, span: Span) -> Claim | None:
    """The year that an anniversary falls into, printed or told by the document's own date."""
    said = span.of(reading.document.text)
    if said not in _RELATIVE:
        return _year(reading, span)
    date = own_date(reading.document.text)
    return _dated(reading, span, _amount(int(date[:4]) + _RELATIVE[said])) if date else None


def _year(reading: Reading, span: Span, slack: int = 0, unit: str | None = "年") -> Claim:
    """A printed year, with the years that it may be a slip for."""
    numeral = Span(span.start, span.start + 4)
    printed = numeral.of(reading.document.text)
    likely = ((new, slip) for new, slip in misprints(printed) if slip in ("digit", "swap"))
    others = tuple(Alternative(new, slip, _amount(int(new), slack)) for new, slip in likely if 1000 <= int(new) <= 2100)
    amount = _amount(int(printed), slack)
    return _dated(reading, span, amount, unit, numeral, others)


def _dated(
    reading: Reading,
    span: Span,
    amount: Amount,
    unit: str | None = "年",
    numeral: Span | None = None,
    others: tuple[Alternative, ...] = (),
) -> Claim:
    """A year as a claim, in the unit of what is counted from it."""
    quantity = Quantity(span, numeral or span, span.of(reading.document.text), amount, unit, Kind.DATE)
    sentence = reading.outline.sentence(span.start)
    return Claim(reading.document, quantity, "", None, None, Aspect.LEVEL, Status.ACTUAL, sentence, alternatives=others)


def _amount(year: int, slack: int = 0) -> Amount:
    """By full years one may be a year younger than the years are apart, by the old count (虚岁) a year older."""
    return Amount(Fraction(year), Interval(Fraction(year - slack), Fraction(year + slack)), Fraction(1))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _ground(name: str, rulebook: Rulebook) -> Ground:
    return Ground(name, rulebook.doubt(name))
