"""Dates and stretches of time as they are printed, and the days they cover.

Numerals in them are never counts. Relative words (今年, 上年同期) are resolved against the document's own date.
"""

from __future__ import annotations

import re
from calendar import monthrange

from factcheck.model import Period
from factcheck.numerals import read_numeral

_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零九一二三四五六七八Ｏ]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DASH = r"(?:[-—–－~～]{1,2}|至|到)"
_PART = r"(?:年?[底末初]|上半年|下半年|年内|年度|全年)"

DATE = (
    rf"(?<!\d)\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?:[ T]\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?(?!\d)"
    rf"|(?<!\d){_YEAR}{_DASH}{_YEAR}(?:年度?|(?=[^\d]))"
    rf"|(?<!\d){_YEAR}/\d{{2}}(?=年度|财年|学年)"
    rf"|(?<!\d){_YEAR}\s?年\s?{_MONTH}\s?(?:{_DASH}\s?{_MONTH}\s?)?月\s?(?:{_DAY}\s?[日号](?:{_DASH}{_DAY}[日号])?|[上中下]旬|[底末初]|份)?"
    rf"|(?<!\d){_YEAR}\s?年(?:第?[一二三四1-4]季度|前[一二三]季度|{_PART}|代|夏|春|秋|冬)?"
    rf"|(?<!\d){_MONTH}\s?月\s?{_DAY}\s?[日号]?\s?{_DASH}\s?(?:{_MONTH}\s?月)?\s?{_DAY}\s?[日号]"
    rf"|(?<!\d){_MONTH}\s?月\s?{_DAY}\s?[日号]"
    rf"|(?<!\d){_MONTH}月?\s?{_DASH}\s?{_MONTH}\s?月份?"
    rf"|(?<![\d.个]){_MONTH}\s?月(?:[上中下]旬|[底末初]|份)?(?!饼)"
    rf"|第?[一二三四1-4]季度|前[一二三两]季度|[上下]半年"
    rf"|前[\d一二三四五六七八九十]{{1,2}}个月"
    rf"|(?<![\d.]){_DAY}[日号](?=电|讯|宣布|发布|公布|在|从|上午|下午|晚|凌晨|，|、|至|[0-2]?\d时)"
    rf"|(?<!\d)(?:[01]?\d|2[0-4])[时点](?:[0-5]?\d分)?(?:{_DASH}(?:[01]?\d|2[0-4])[时点])?(?!间)"
)
RELATIVE = re.compile(
    r"今年以来|今年|去年同期|上年同期|上年末|去年底|上年|去年|前年|明年|本月|上月|全年|同期|当月|当年|年初|"
    r"(?P<years>[一二三四五六七八九十两\d]{1,3})年(?:多)?来|近(?P<recent>[一二三四五六七八九十两\d]{1,2})年"
)

_PARTS = re.compile(
    rf"(?:(?P<year>{_YEAR})\s?年?)?[-./]?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|前(?P<upto>[一二两三])季度"
    rf"|前(?P<months>[\d一二三四五六七八九十]{{1,2}})个月"
    rf"|(?P<month>{_MONTH}|\d{{2}})(?:\s?月?\s?{_DASH}\s?(?P<last>{_MONTH}))?\s?[月./-]\s?份?(?:(?P<day>{_DAY})|[底末])?)?"
)
_SPAN = re.compile(
    rf"(?P<first>{_YEAR}){_DASH}(?P<last>{_YEAR})年?度?"
    rf"|(?P<month>{_MONTH})月(?P<day>{_DAY})[日号]?{_DASH}(?:(?P<until>{_MONTH})月)?(?P<end>{_DAY})[日号]"
)
_STAMP = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-./年])(\d{1,2})(?:[-./月])(\d{1,2})(?!\d)")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


def document_date(text: str) -> str | None:
    """The ISO date that a document bears: the first full date near its head or foot.

    >>> document_date("某报 2020.10.31 责任编辑")
    '2020-10-31'
    """
    for part in (text[:600], text[-300:], text[600:3000]):
        for stamp in _STAMP.finditer(part):
            year, month, day = map(int, stamp.groups())
            if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
                return f"{year:04}-{month:02}-{day:02}"
    return None


def read_period(text: str, reference: str | None) -> Period | None:
    """The days that a printed date covers; a year that is not printed is the reference's, without one year 0.

    >>> str(read_period("2019年", None)), str(read_period("1—8月", "2020-10-31"))
    ('2019-01-01/2019-12-31', '2020-01-01/2020-08-31')
    """
    text = text.replace(" ", "")
    if span := _SPAN.fullmatch(text):
        return _span(span, reference)
    found = _PARTS.match(text)
    if not found or not found.group():
        return None
    year = _number(found["year"]) or (int(reference[:4]) if reference else 0)  # 0: some year, which is not known
    if day := found["day"]:
        month = _number(found["month"]) or 1
        return _days(year, month, month, int(day))
    return _months(year, *_month_range(found, text))


def read_relative(found: re.Match[str], reference: str | None) -> Period | None:
    """What 今年, 去年同期, 5年来 and their like cover, seen from the document's date."""
    if not reference:
        return None
    year, word = int(reference[:4]), found.group()
    if span := found["years"] or found["recent"]:
        count = read_numeral(span)
        return Period(f"{year - int(count.value):04}-01-01", reference) if count else None
    match word:
        case "今年以来":
            return Period(f"{year:04}-01-01", reference)
        case "今年" | "全年" | "当年":
            return Period(f"{year:04}-01-01", f"{year:04}-12-31")
        case "去年" | "上年" | "上年末" | "去年底":
            return Period(f"{year - 1:04}-01-01", f"{year - 1:04}-12-31")
        case _:
            return None


def _span(found: re.Match[str], reference: str | None) -> Period | None:
    """2016—2020年, and 7月3日至12日 of the reference's year."""
    if found["first"]:
        return Period(f"{_number(found['first']):04}-01-01", f"{_number(found['last']):04}-12-31")
    if not reference:
        return None
    year, month = int(reference[:4]), _number(found["month"]) or 1
    start = _days(year, month, month, int(found["day"]))
    last = _number(found["until"]) or month
    end = _days(year, last, last, int(found["end"]))
    return Period(start.start, end.end) if start and end and start.start <= end.end else None


def _month_range(found: re.Match[str], text: str) -> tuple[int, int]:
    if half := found["half"]:
        return (1, 6) if half == "上" else (7, 12)
    if quarter := _number(found["quarter"]):
        return 3 * quarter - 2, 3 * quarter
    if upto := _number(found["upto"]):
        return 1, 3 * upto
    if months := _number(found["months"]):
        return 1, min(months, 12)
    first, last = _number(found["month"]), _number(found["last"])
    if first and text.endswith(("底", "末")):
        return first, first
    if first:
        return first, last or first
    return (12, 12) if text.endswith(("底", "末")) else (1, 12)


def _months(year: int, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")


def _days(year: int, month: int, last: int, day: int) -> Period | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Period(f"{year:04}-{month:02}-{day:02}", f"{year:04}-{last:02}-{day:02}")


def _number(text: str | None) -> int | None:
    numeral = read_numeral(text) if text else None
    return int(numeral.value) if numeral else None
