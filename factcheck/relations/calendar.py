"""Dates held against the calendar: the days of a month, the weekday of a date, the days between two dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct, structs

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.misprints import SLIPS, misprints
from factcheck.model import (
    Alternative,
    Amount,
    Aspect,
    Claim,
    Ground,
    Interval,
    Kind,
    Quantity,
    Relation,
    Span,
    Status,
)
from factcheck.numerals import read_numeral
from factcheck.periods import Day, own_date, read_year
from factcheck.rulebook import Rulebook

FEWEST_CLAIMS = 0  # a date is no claim

_NUMERAL = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,3}"
_DASH = r"(?:[-—–－~～]{1,2}|至|到)"
_PRINTED = expression(
    rf"(?P<year>[^月]{{1,8}}?年)?\s?(?P<month>{_NUMERAL})\s?月\s?(?P<day>{_NUMERAL})\s?[日号]?"
    rf"(?P<dash>\s?{_DASH}\s?(?P<until>(?:(?P<until_year>[^月]{{4}}年)?\s?(?P<until_month>{_NUMERAL})\s?月\s?)?"
    rf"(?P<until_day>{_NUMERAL})\s?[日号]))?"
)
_STAMP = expression(r"(?P<year>(?:19|20)\d{2})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)")
_OF_DAY = expression(r"[月日号/.-]")  # one of which stands in each of these
_LONE = expression(r"(?P<day>\d{1,2})(?:[日号]|/(?P<month>\d{1,2}))")  # 31日, and 31/10 as in Hong Kong
_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日", 1)} | {"天": 7}
_WEEK = ("星期", "礼拜", "周")
_WEEKDAY = rf"(?:{'|'.join(_WEEK)})[一二三四五六日天]"
_TIME_OF_DAY = r"(?:上午|下午|晚|早|中午|凌晨|清晨|傍晚|夜|\d|[，,、\s])[^（）()\n]{0,20}"
# 10月31日（星期六）, 10月31日，星期六，; a weekday that runs on into other words is said of them
_WEEKDAY_BEHIND = expression(
    rf"\s?[（(](?:农历[^（）()，,、\s]{{1,10}}[，,、\s])?\s?(?P<first>{_WEEKDAY})"
    rf"(?:{_DASH}(?P<last>{_WEEKDAY})|{_TIME_OF_DAY})?[）)]"
    rf"|[，,\s]{{0,2}}(?P<bare>{_WEEKDAY})(?=[，,。；;）)\s]|上午|下午|晚|早|中午|凌晨|清晨|傍晚|\Z)"
)
_WEEKDAY_BEFORE = expression(rf"(?<![每至到、和及或—~-])(?P<name>{_WEEKDAY})\s?[（(]\s?\Z")
_OTHER_CALENDAR = expression(
    "(?:农历|阴历|旧历|夏历|古历|藏历|回历|伊历|每年?月?|光绪|宣统|同治|咸丰|道光|乾隆|康熙)[^，。]{0,5}\\Z"
)
_LENGTH_BEHIND = expression(
    r"止?(?:[（(][^（）()\n]{2,16}[）)])?(?:[^。；;\n\d（）()]{0,24}(?:为期|历时)[^，。；\n\d（）()]{0,2}"
    r"|[，,、（(\s]{0,2}[^，。；;\n\d（）()]{0,6}[，,（(]?(?:共|共计|总共|一共|持续|前后|长达|放假|休假|调休)(?:放假|休假|持续)?)\Z"
)
_LENGTH_BEFORE = expression(r"(?:为期|历时)[约近逾]?\Z")  # 为期10天的展览于7月3日至12日举行
_HELD = expression(r"的[^，。；;\n\d（）()]{1,24}(?:将|已|拟|定)?[于在从自]\Z")
_TO = expression(rf"起?(?:[（(][^（）()\n]{{2,12}}[）)])?\s?{_DASH}\s?")
_LONGEST_TO = 20  # characters that it may take
_UNITS_OF_LENGTH = frozenset({"天", "日", "周", "星期", "个星期", "礼拜", "个月"})
_WHOLE_DAYS = frozenset({"天", "日"})
_FARTHEST = 183  # days: a date without its year is the nearest to the document's date
_FARTHEST_LONE = 15  # likewise without its month
_NEAREST_YEARS, _NEAREST_MONTHS = (-1, 0, 1), (-1, 0, 1)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The ties of dates to the calendar, to weekdays and to durations."""
    dates = list(_dates(reading))
    has_weekdays = dates and any(name in reading.document.text for name in _WEEK)
    for printed in dates:
        yield from _possible(reading, printed, rulebook)
        if has_weekdays:
            yield from _weekday(reading, printed, rulebook)
    yield from _spans(reading, dates, rulebook)


class _Date(Struct, frozen=True):
    """A day as printed: what of it is named, and where its parts stand."""

    span: Span
    month_span: Span | None  # 2020年2月, with the year
    day_span: Span  # 30日
    numeral: Span  # 30
    day: Day
    has_year: bool
    text: str  # what stands behind its month names no month again: 12日 in 7月3日至12日
    joined: bool = False  # the second of 7月3日至12日


def _dates(reading: Reading) -> Iterator[_Date]:
    """The days that the text prints, also those that no calendar has."""
    date_ = Kind.DATE
    for quantity in [quantity for quantity in reading.quantities if quantity.kind is date_]:
        if not _OF_DAY.search(quantity.text):
            continue
        start = quantity.span.start
        if _OTHER_CALENDAR.search(reading.document.text, max(0, start - 8), start):
            continue
        if found := _PRINTED.fullmatch(quantity.text):
            yield from _month_days(found, start, reading.document.text)
        elif found := _STAMP.match(quantity.text):
            yield _stamped(found, start)
        elif found := _LONE.fullmatch(quantity.text):
            yield _named(found, start, Day(0, int(found["month"] or 0), int(found["day"])), False)


def _month_days(found: re.Match[str], offset: int, text: str) -> Iterator[_Date]:
    """7月3日, and both ends of 7月3日至12日."""
    year = _year(found["year"], text) if found["year"] else 0
    first = Day(year, _number(found["month"]), _number(found["day"]))
    start = found.start("dash") if found["dash"] else found.end()
    begin = found.start("year") if found["year"] else found.start("month")
    yield _Date(
        _span(begin, start, offset), _span(begin, found.end("month") + 1, offset),
        _span(found.start("day"), start, offset), _span(*found.span("day"), offset),
        first, bool(found["year"] and year), found.group()[begin:start],
    )  # fmt: skip
    if not found["until"]:
        return
    month = _number(found["until_month"] or found["month"])
    last_year = read_year(found["until_year"] or "", None) or (year and year + (month < first.month))
    last = Day(last_year, month, _number(found["until_day"]))
    named = _span(found.start("until"), found.end("until_month") + 1, offset) if found["until_month"] else None
    yield _Date(
        _span(*found.span("until"), offset), named,
        _span(found.start("until_day"), found.end("until"), offset), _span(*found.span("until_day"), offset),
        last, bool(last_year), found["until"], True,
    )  # fmt: skip


def _year(printed: str, text: str) -> int:
    """The year that is printed, or that 去年 is from the date that the document says is its own; else 0."""
    return read_year(printed, None) or read_year(printed, own_date(text))


def _stamped(found: re.Match[str], offset: int) -> _Date:
    day = Day(int(found["year"]), int(found["month"]), int(found["day"]))
    return structs.replace(
        _named(found, offset, day, True),
        month_span=_span(found.start(), found.end("month"), offset) if _is_iso(found) else None,
    )


def _is_iso(found: re.Match[str]) -> bool:
    """ISO 8601, 2020-02-30; with dots or without zeros it may be the number of a section or a version."""
    return found["mark"] == "-" and len(found.group()) == len("2020-02-30")


def _named(found: re.Match[str], offset: int, day: Day, has_year: bool) -> _Date:
    span, numeral = _span(*found.span(), offset), _span(*found.span("day"), offset)
    return _Date(span, None, Span(numeral.start, span.end), numeral, day, has_year, found.group())


def _span(start: int, end: int, offset: int) -> Span:
    return Span(start + offset, end + offset)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    numeral = read_numeral(text)
    return int(numeral.value) if numeral else 0


def _possible(reading: Reading, printed: _Date, rulebook: Rulebook) -> Iterator[Relation]:
    """30日 against the days of 2月, where the calendar decides: every month has the first 28 days.

    Months in Chinese numerals without a Gregorian year may be lunar (GB/T 15835—2011, 4.2.1).
    """
    day, text = printed.day, reading.document.text
    if printed.month_span is None or (day.day <= 28 and day.month <= 12) or not day.day:
        return
    if not printed.has_year and not printed.numeral.of(text).isdigit():
        return
    if _TOLD_AS_WRONG.search(reading.outline.sentences[reading.outline.sentence(printed.span.start)].of(text)):
        return
    known = replace(day, year=day.year or _LEAP_YEAR)  # 2月29日 of an unknown year may be
    others = () if known.exists else _other_days(printed, known, text)
    days = _claim(reading, printed.month_span, printed.month_span, _point(known.days_in_month), "天")
    of_month = _claim(reading, printed.day_span, printed.numeral, _point(day.day), "天", others)
    yield Relation("date", {"day": (of_month,), "days": (days,)}, _ground("calendar", rulebook))


_LEAP_YEAR = 2000
_TOLD_AS_WRONG = re.compile("错误|不存在|笔误|误[写印作]|没有这一?天")  # who says so knows that there is no such day


def _other_days(printed: _Date, known: Day, text: str) -> tuple[Alternative, ...]:
    """The likeliest days for one that its month has not: its digits swapped, or the last of the month."""
    days = ((new, slip) for new, slip in misprints(printed.numeral.of(text)))
    likely = ((new, slip) for new, slip in days if slip == "swap" or int(new) == known.days_in_month)
    return tuple(Alternative(new, slip, _point(int(new))) for new, slip in likely)


def _weekday(reading: Reading, printed: _Date, rulebook: Rulebook) -> Iterator[Relation]:
    """10月31日 against the 星期六 beside it."""
    named = _weekday_beside(reading, printed)
    day = _nearest(printed.day, reading.document.text) if named else None
    if not named or not day:
        return
    amount = _point(_WEEKDAYS[named.of(reading.document.text)[-1]])
    others = tuple(Alternative(n, "digit", _point(v)) for n, v in _WEEKDAYS.items() if v != amount.value and n != "天")
    weekday = _claim(reading, named, Span(named.end - 1, named.end), amount, None, others)
    dated = _claim(
        reading, printed.span, printed.span, _point(_weekday_of(day)), None, _other_dates(printed, day, reading)
    )
    ground = "weekday" if printed.has_year else "weekday-year-implied"
    yield Relation("weekday", {"weekday": (weekday,), "date": (dated,)}, _ground(ground, rulebook))


def _weekday_beside(reading: Reading, printed: _Date) -> Span | None:
    """Where the weekday of a date is named: right behind it, or before the bracket that it stands in."""
    text = reading.document.text
    if found := _WEEKDAY_BEHIND.match(text, printed.span.end):
        name = "bare" if found["bare"] else "last" if printed.joined else "first"
        if bool(found["last"]) != printed.joined or not found[name]:
            return None  # 7月3日至12日（星期日）: the weekday may be that of a holiday
        return Span(*found.span(name))
    if text[printed.span.end : printed.span.end + 1] not in ("）", ")"):
        return None
    before = _WEEKDAY_BEFORE.search(text, max(0, printed.span.start - 8), printed.span.start)
    return Span(*before.span("name")) if before else None


def _nearest(day: Day, text: str) -> Day | None:
    """The day with its year; where none is printed the nearest to the date that the document says is its own."""
    if day.year:
        return day if day.exists else None
    reference = own_date(text)
    if not reference:
        return None
    today = date.fromisoformat(reference)
    if day.month:
        days = [Day(today.year + n, day.month, day.day) for n in _NEAREST_YEARS]
    else:
        months = [today.year * 12 + today.month - 1 + n for n in _NEAREST_MONTHS]
        days = [Day(month // 12, month % 12 + 1, day.day) for month in months]
    known = {abs((_date(d) - today).days): d for d in days if d.exists}
    nearest = min(known, default=_FARTHEST)
    return known[nearest] if known and nearest < (_FARTHEST if day.month else _FARTHEST_LONE) else None


def _other_dates(printed: _Date, day: Day, reading: Reading) -> tuple[Alternative, ...]:
    """The dates that a slip in the day may have turned into the one printed, with their weekdays."""
    text, numeral = reading.document.text, printed.numeral
    before, after = text[printed.span.start : numeral.start], text[numeral.end : printed.span.end]
    days = ((new, slip, replace(day, day=int(new))) for new, slip in misprints(numeral.of(text)))
    return tuple(
        Alternative(before + new + after, slip, _point(_weekday_of(other))) for new, slip, other in days if other.exists
    )


def _spans(reading: Reading, dates: list[_Date], rulebook: Rulebook) -> Iterator[Relation]:
    """7月3日至12日: its ends in order, and as far apart as the days that are printed with it."""
    for first, last in pairwise(dates):
        if last.span.start - first.span.end > _LONGEST_TO:
            continue
        if not last.day.month:  # 7月3日（星期五）至12日
            last = structs.replace(last, day=replace(first.day, day=last.day.day))
        start, end = _ends(reading, first, last)
        if not start or not end:
            continue
        length = _length(reading, Span(first.span.start, last.span.end), (end - start).days)
        slips = SLIPS if length else ("swap", "double") if start > end else ()  # any other later day would do
        begins, ends = _end(reading, first, start, _point, slips), _end(reading, last, end, _any_time_of, slips)
        roles = {"length": (length,) if length else (), "first": (begins,), "last": (ends,)}
        yield Relation("dates", roles, _ground("dates-length" if length else "dates", rulebook))


def _ends(reading: Reading, first: _Date, last: _Date) -> tuple[date | None, date | None]:
    """The days of a span of dates, in the document's year where none is printed; an unknown year is a common one."""
    text = reading.document.text
    if not first.day.month or not last.day.month or not _TO.fullmatch(text, first.span.end, last.span.start):
        return None, None
    year = first.day.year or (int(reading.date[:4]) if reading.date else _COMMON_YEAR)
    last_year = last.day.year if last.day.year and first.day.year else year + (last.day.month < first.day.month)
    start, end = replace(first.day, year=year), replace(last.day, year=last_year)
    return (_date(start), _date(end)) if start.exists and end.exists else (None, None)


_COMMON_YEAR = 2001


def _end(
    reading: Reading, printed: _Date, day: date, amount_of: Callable[[int], Amount], slips: Collection[str]
) -> Claim:
    """One end of a span, in days; with the other days of its month that a slip may have turned into it."""
    others = misprints(printed.numeral.of(reading.document.text)) if slips else ()
    misread = ((new, slip) for new, slip in others if slip in slips)
    days = ((new, slip, Day(day.year, day.month, int(new))) for new, slip in misread)
    likely = (Alternative(new, slip, amount_of(_date(other).toordinal())) for new, slip, other in days if other.exists)
    return _claim(reading, printed.span, printed.numeral, amount_of(day.toordinal()), "天", tuple(likely))


def _length(reading: Reading, span: Span, days: int) -> Claim | None:
    """The duration that is printed with a span of so many days: 为期10天, （共10天）."""
    index, text = bisect_left(reading.starts, span.start), reading.document.text
    after = next(iter(reading.claims[index : index + 1]), None)
    if after and _is_length(after) and _LENGTH_BEHIND.match(text, span.end, after.span.start):
        return _with_lengths(after, days)
    before = next(iter(reading.claims[max(0, index - 1) : index]), None)
    if before and _is_length(before) and _is_held(text, before, span.start):
        return _with_lengths(before, days)
    return None


def _is_held(text: str, length: Claim, position: int) -> bool:
    """为期10天的展览于: what lasts so long is held from `position` on."""
    opening = max(0, length.span.start - 3)
    return bool(
        _LENGTH_BEFORE.search(text, opening, length.span.start) and _HELD.match(text, length.span.end, position)
    )


def _is_length(claim: Claim) -> bool:
    return claim.quantity.kind is Kind.DURATION and claim.unit in _UNITS_OF_LENGTH


def _with_lengths(claim: Claim, days: int) -> Claim:
    """The claim with the lengths that it may be a slip for: that with both ends counted goes before the other."""
    if claim.unit not in _WHOLE_DAYS:
        return _rounded(claim)
    slips = dict(misprints(claim.quantity.numeral.of(claim.document.text)))
    fitting = [(str(n), slips[str(n)], _point(n)) for n in (days + 1, days) if str(n) in slips]
    return structs.replace(claim, alternatives=tuple(Alternative(*other) for other in fitting))


def _rounded(claim: Claim) -> Claim:
    """A length in weeks or months says nothing of single days: it is one to within half its unit."""
    amount, half = claim.amount, claim.amount.step / 2
    low, high = amount.interval.low, amount.interval.high
    wide = Interval(None if low is None else low - half, None if high is None else high + half)
    quantity = structs.replace(claim.quantity, amount=structs.replace(amount, interval=wide))
    return structs.replace(claim, quantity=quantity)


def _claim(
    reading: Reading, span: Span, numeral: Span, amount: Amount, unit: str | None, others: tuple[Alternative, ...] = ()
) -> Claim:
    """A part of a date as a claim: what the calendar makes of it is its amount."""
    quantity = Quantity(span, numeral, span.of(reading.document.text), amount, unit, Kind.DATE)
    sentence = reading.outline.sentence(span.start)
    return Claim(reading.document, quantity, "", None, None, Aspect.LEVEL, Status.ACTUAL, sentence, alternatives=others)


def _point(value: int) -> Amount:
    exact = Fraction(value)
    return Amount(exact, Interval(exact, exact), Fraction(1))


def _any_time_of(day: int) -> Amount:
    """The last day of a span may be counted or not: it ends at any time between its first moment and its last."""
    return Amount(Fraction(day), Interval(Fraction(day), Fraction(day + 1)), Fraction(1))


def _date(day: Day) -> date:
    return date(day.year, day.month, day.day)


def _weekday_of(day: Day) -> int:
    return _date(day).isoweekday()


def _ground(name: str, rulebook: Rulebook) -> Ground:
    return Ground(name, rulebook.doubt(name))
