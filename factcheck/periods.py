"""Dates and stretches of time as they are printed, and the days they cover.

Numerals in them are never counts. Relative words (今年, 上年同期) are resolved against the document's own date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from factcheck.model import Period
from factcheck.numerals import read_numeral

_REMEMBERED = 4096  # printed dates; one document names a few hundred, and documents name the same ones

_C = "一二三四五六七八九"
_ARABIC_YEAR = r"(?:19|20)\d\d"
_YEAR = rf"(?:{_ARABIC_YEAR}|[一二][〇零○Ｏ{_C}]{{3}})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_C}])"
_DAY = rf"[\d{_C}十廿卅]{{1,3}}"
_DASH = r"(?:[-—–－~～]{1,2}|至|到)"
_NEAR_YEAR = "今年|去年|上年|前年|明年|本年|当年"
_DAY_MARK = r"\s?[日号](?![线楼院馆门机井矿坑段厅库船舰令文])"  # 5月3号线 opens in May
_OF_YEAR = rf"第?[一二三四1-4]季度|前[一二三两]个?季度|首季度?|[前头][\d{_C}十两]{{1,2}}个?月(?!\d)|[上下]半年"
_TO_DAY = rf"\s?{_DASH}\s?(?:(?:\S{{4}}\s?年\s?)?{_DAY}\s?月\s?)?{_DAY}{_DAY_MARK}"
# 10月31日, 10月28日至31日, 10月28至31日, 1—8月, 7月至9月, 10月底, 10月份
_OF_MONTHS = (
    rf"{_DAY}\s?月\s?{_DAY}(?:{_DAY_MARK}(?:{_TO_DAY})?|{_TO_DAY})"
    rf"|{_MONTH}\s?(?:月份?\s?)?{_DASH}\s?{_MONTH}\s?月份?(?!\s?\d\d?\s?[日号])"
    rf"|{_MONTH}\s?月(?:[上中下]旬|[底末初份])?(?![饼龄])"
)
_DATED = (
    rf"(?:(?:(?<!\d){_YEAR}\s?年|{_NEAR_YEAR}|民国\s?(?:\d{{1,3}}|[元{_C}十百零〇]{{1,5}})\s?年)\s?|(?<![\d.个])|(?=[第前首上下]))"
    rf"(?:{_OF_MONTHS}|{_OF_YEAR})"
)
_ENDS = "年度?|学年|财年"
_YEARS = (
    rf"(?<!\d){_YEAR}(?:\s?年(?:年?[底末初]|年内|年度|度|全年|代|[春夏秋冬](?!节))?"
    r"|[-./]\d\d?[-./]\d\d?(?:[ T]?(?<!\d\d\d)\d\d?[:：]\d\d(?:[:：]\d\d)?)?(?!\d)"
    rf"|{_DASH}{_YEAR}(?:{_ENDS}|(?=\D|$))|[-—–/]\d\d(?:{_ENDS}|(?=[、，和至及与]\s?{_ARABIC_YEAR}[-—–/]\d\d))"
    rf"|(?=(?:[、，和与及或]\s?{_ARABIC_YEAR}){{1,6}}年)|-(?:0[1-9]|1[0-2])(?![\d-]))"
)
# 05年; 19年 alone is a duration, 19年底 and 19年3月 are not
_SHORT_YEARS = rf"0\d年(?!级)|[129]\d年(?:[底末初]|{_OF_YEAR}|\d\d?月(?:\d\d?日)?)|[1-9]0年代|(?:1[3-9]|2[01])世纪"
# 12日 is a day, and 12日内, 为期12日 a duration
_LONE_DAY = (
    rf"(?=[\d{_C}十廿]{{1,3}}[日号、和与及])(?<!为期)(?<!历时)(?<!连续)(?<!期限)(?<!持续)(?<!过去)(?<!未来)(?<!不足)(?<!超过)(?<!累计)"
    r"(?<!逾期)(?<![.近逾满每达前后首头共两])"
    rf"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[{_C}]|[二三]十|廿[{_C}]?)"
    r"(?:日(?!游|内|之内|以内|均|年化|无理由|元|圆|后|龄|期间|经|间|以上|本(?!报)|线)"
    r"|号(?=[，、（晚起在]|上午|下午|凌晨|当天|电|宣布|公布|发布|举行|召开|表示|说|报道|抵达|开始|获悉|至\d)"
    r"|(?=(?:[、和与及]\d\d?){1,6}[日月](?!元|内|圆)))"
)
_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = (
    rf"(?<![.涨跌升降]){_HOUR}(?:时(?:[0-5]?\d分(?:[0-5]?\d秒)?|许|整)?(?:{_DASH}(?:次日)?{_HOUR}时(?:[0-5]?\d分)?)?(?![间段期])"
    rf"|点(?:\s?[0-5]?\d分|半|钟|整|[一三]刻|(?={_DASH}{_HOUR}[点时])|(?<=[午晨晚早夜日号]\d点)|(?<=[午晨晚早夜日号]\d\d点)"
    rf"|(?<=[晚早]上\d点)|(?<=[晚早]上\d\d点)|(?=左右|许|起|前|后|开始|[，。；）]))|{_DASH}{_HOUR}[时点](?!间|段|期)"
    rf"|(?<=\d\d)[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d:：]))"
)
_WEEKDAY = (
    r"(?:星期|礼拜)[一二三四五六日天](?![次场节趟回])|周(?<![一两三四五六七八九十几每\d]周)[一二三四五六日](?![岁年期次场节趟回天])"
    r"|(?<=每)周[一二三四五六日](?![岁年期次场节趟回天个一两三])"
)
_PLAN_BEHIND = "期间|时期|规划|计划|末|初|以来|以后|之前|开局|收官"
# 十五 alone is fifteen, and 十四五 may be fourteen or fifteen
_PLAN = (
    rf"(?<=[“「『‘\"])十?[{_C}]?五(?=[”」』’\"](?:{_PLAN_BEHIND}|[时和、，的我全。建发重]))"
    rf"|十[{_C}]?五(?={_PLAN_BEHIND}|纲要)"
)
_REIGNS = (
    "昭和|大正|明治|平成|令和|武德|贞观|永徽|开元|天宝|庆历|熙宁|元丰|元祐|淳熙|洪武|永乐|宣德|成化|弘治|正德|嘉靖|隆庆|万历|天启|崇祯"
    "|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统"
)
_FIGURE = rf"[{_C}十两\d]"
# 近三年 at the head of a clause, 过去十年, 未来5年; 近30年的历史 and 从业近30年 tell how long
_STRETCH = (
    rf"(?=[近最过未])(?:(?<![\u4e00-\u9fff])近|最近|过去|未来)(?:的|这)?{_FIGURE}{{1,2}}年(?:多?来)?"
    r"(?![多余半])(?!的?(?:历史|时间|经验|工龄|党龄|军龄|寿命|努力|发展|之久|之际|左右))"
)

# A regex source, linear in the text, which matches nothing that begins with other characters than `DATE_INITIALS`.
# The commonest shapes stand first, each kind behind a look at its first character.
DATE = (
    rf"(?=[\d{_C}十廿第前头首上下今去明本当民]){_DATED}|(?=[\d一二]){_YEARS}"
    rf"|(?=[\d二三十廿])(?<![\d{_C}十百千第]){_LONE_DAY}|(?=\d)(?<!\d)(?:{_CLOCK}|{_SHORT_YEARS}|1[0-8]\d\d年(?!前|历史|的历史|来|之久)|(?<=公元)\d{{1,3}}年"
    rf"|(?<=[一二三四五六日][（(])\d\d?/\d\d?(?=[）)])|(?<=[〔\[［])(?:19|20)\d\d(?=[〕\]］]))"
    rf"|(?=[{_C}十两])(?:{_PLAN}|[{_C}]十年代|(?<=[午晨晚早夜])[两{_C}十]{{1,3}}[点时](?:半|钟|整|[一三]刻|[{_C}十]{{1,3}}分)?)"
    rf"|(?=[\d元{_C}十])(?<={_REIGNS})(?:\d\d?|[元{_C}十]{{1,3}})年|民国\s?(?:\d{{1,3}}|[元{_C}十百零〇]{{1,5}})\s?年(?:年?[底末初])?"
    rf"|(?=[星周礼]){_WEEKDAY}|{_STRETCH}"
)
DATE_INITIALS = frozenset(f"0123456789{_C}十廿卅两元第前头首上下今去明本当民星礼周近最过未")

# Begins with one character class, so that a search skips all other characters at once; what follows looks back at it.
RELATIVE = re.compile(
    rf"[今去上前明后本同当年近过未最全两{_C}十0-9](?=[年月期个去近来初内底末两{_C}十\d])"
    rf"(?:(?<!{_FIGURE})(?:(?<=今)年(?:以来|年?[底末初])?|(?<=去)年(?:同期|同月|年?[底末初])?|(?<=上)(?:年(?:同期|同月|年?[底末初])?|个?月)"
    r"|(?<=[前明后本])年(?:年?[底末初])?|(?<=本)月|(?<=同)期|(?<=当)[月年]|(?<=全)年"
    rf"|(?<=年)(?<![\d〇零○{_C}十年全当]年)[初内底末]"
    rf"|(?:(?<=近)|(?<=过)去|(?<=最)近|(?<=未)来){_FIGURE}{{1,2}}年(?:多?来)?)"
    rf"|(?<!\d\d){_FIGURE}{{0,2}}(?<={_FIGURE})年多?来)"
    rf"(?!(?<=年)\s?(?:\d{{1,2}}\s?(?:月|{_DASH}\s?\d{{1,2}}\s?月)|[{_C}十]{{1,2}}月|[上下]半年|前?第?[{_C}]个?季度|前\d))"
)

_YEAR_HEAD = re.compile(
    rf"(?P<near>{_NEAR_YEAR})|民国(?P<era>[\d元{_C}十百零〇]{{1,5}})年|(?P<year>{_YEAR})年?|(?P<past>1[0-8]\d\d|\d\d)年"
)
_YEAR_RANGE = re.compile(
    rf"(?P<first>{_YEAR})(?:{_DASH}(?P<last>{_YEAR})|[-—–/](?!(?:0\d|1[0-2])\Z)(?P<short>\d{{2}}))(?:年度?|学年|财年)?"
)
_STAMP = re.compile(r"([0-9](?<!\d\d)\d{3})[-./年](\d{1,2})[-./月](\d{1,2})(?!\d)")
_PLAN_NAME = re.compile(rf"(十?[{_C}]?)五")
_IN_MONTHS = re.compile(
    rf"(?P<month>{_MONTH})月(?P<day>{_DAY})[日号]?(?:{_DASH}(?:(?:(?P<year>{_YEAR})年)?(?P<until>{_MONTH})月)?(?P<end>{_DAY})[日号])?"
    rf"|(?P<first>{_MONTH})(?:月份?)?{_DASH}(?P<last>{_MONTH})月份?|(?P<only>{_MONTH})月(?:份|(?P<third>[上中下])旬|[底末初])?|-(?P<of_iso>\d\d)"
)
_PARTS = re.compile(
    r"(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?P<opening>首季度?)|前(?P<quarters>[一二三两])个?季度"
    rf"|[前头](?P<months>[\d{_C}十两]{{1,2}})个?月|年?(?P<edge>[初底末])"
)
_WHOLE_YEAR = frozenset({"", "度", "年度", "全年", "年内", "春", "夏", "秋", "冬"})
_YEARS_APART = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


def read_period(text: str, reference: str | None) -> Period | None:
    """The days that a printed date covers; a year that is not printed is the reference's, without one year 0.

    None for a time of day, a weekday, and for days that no calendar has.

    >>> str(read_period("2019年", None)), str(read_period("1—8月", "2020-10-31"))
    ('2019-01-01/2019-12-31', '2020-01-01/2020-08-31')
    >>> str(read_period("去年前三季度", "2020-10-31")), read_period("2月30日", "2020-10-31")
    ('2019-01-01/2019-09-30', None)
    """
    return _read(text, reference)


def read_relative(found: re.Match[str], reference: str | None) -> Period | None:
    """What 今年, 去年同期, 5年来 and their like cover, seen from the document's date.

    同期, 当月 and 当年 look back at the date printed last before them in the sentence.
    """
    word = found.group()
    if word in _LOOKING_BACK:
        return _looking_back(word, _last_printed(found.string, found.start(), reference), reference)
    return _relative(word, reference)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed, whether or not a calendar has it."""

    year: int
    month: int
    day: int

    @property
    def days_in_month(self) -> int:
        return monthrange(self.year, self.month)[1] if 1 <= self.month <= 12 else 0

    @property
    def exists(self) -> bool:
        return 1 <= self.day <= self.days_in_month


def read_year(text: str, reference: str | None) -> int:
    """The year that 2020年, 民国109年 or 去年 at the head of a date is; the reference's where none is printed, else 0.

    >>> read_year("民国109年", None), read_year("去年", "2020-10-31"), read_year("", None)
    (2020, 2019, 0)
    """
    head = _YEAR_HEAD.match(text)
    if head and head["year"]:
        return _number(head["year"])
    if head and head["era"]:
        return 1911 + (1 if head["era"] == "元" else _number(head["era"]))
    if head and head["past"]:
        return int(head["past"]) + (0 if len(head["past"]) == 4 else 2000 if head["past"] < "50" else 1900)
    return int(reference[:4]) + (_YEARS_APART[head["near"]] if head else 0) if reference else 0


@lru_cache(_REMEMBERED)
def _read(text: str, reference: str | None) -> Period | None:
    if stamp := _STAMP.match(text) if "年" not in text else None:
        return _days(*map(int, stamp.groups()))
    text = text.replace(" ", "")
    if years := _YEAR_RANGE.fullmatch(text):
        return _year_range(years)
    if plan := _PLAN_NAME.fullmatch(text):
        first = 1951 + 5 * _number(plan[1])  # the third plan began in 1966, and each fifth year another
        return Period(f"{first:04}-01-01", f"{first + 4:04}-12-31") if plan[1] else None
    if lone := _LONE.fullmatch(text):
        return _lone_day(_number(lone[1]), _number(lone[2]), reference)
    head = _YEAR_HEAD.match(text)
    rest = text[head.end() :] if head else text
    if not rest and not head:
        return None
    return _in_year(read_year(text, reference), rest)


_LONE = re.compile(rf"({_DAY})(?:[日号]|/(\d{{1,2}}))")


def _in_year(year: int, text: str) -> Period | None:
    """What stands behind the year: 10月31日, 1—8月, 前三季度, 底."""
    if text in _WHOLE_YEAR:
        return _months(year, 1, 12)
    if text == "代":
        return Period(f"{year:04}-01-01", f"{year + 9:04}-12-31")
    if part := _PARTS.fullmatch(text):
        return _months(year, *_part_of_year(part))
    found = _IN_MONTHS.fullmatch(text)
    if not found:
        return None
    if found["day"]:
        return _day_range(year, found)
    month = _number(found["only"] or found["of_iso"])
    if third := found["third"]:
        first, last = _THIRDS[third]
        return _days(year, month, first, min(last, monthrange(year, month)[1]))
    return _months(year, month or _number(found["first"]), month or _number(found["last"]))


def _part_of_year(found: re.Match[str]) -> tuple[int, int]:
    if half := found["half"]:
        return (1, 6) if half == "上" else (7, 12)
    if found["opening"] or found["quarter"]:
        quarter = _number(found["quarter"]) or 1
        return 3 * quarter - 2, 3 * quarter
    if found["edge"]:
        return (1, 1) if found["edge"] == "初" else (12, 12)
    return 1, min(12, _number(found["months"]) or 3 * _number(found["quarters"]))


def _day_range(year: int, found: re.Match[str]) -> Period | None:
    """7月3日, and 7月3日至8月12日: behind December the other end may lie in the next year."""
    month = _number(found["month"])
    start = _days(year, month, _number(found["day"]))
    if not found["end"] or not start:
        return start
    last = _number(found["until"]) or month
    end = _days(_number(found["year"]) or year + (last < month), last, _number(found["end"]))
    return Period(start.start, end.end) if end and start.start <= end.end else None


def _year_range(found: re.Match[str]) -> Period | None:
    first = _number(found["first"])
    last = _number(found["last"]) or first - first % 100 + int(found["short"])
    return Period(f"{first:04}-01-01", f"{last:04}-12-31") if first <= last else None


def _lone_day(day: int, month: int, reference: str | None) -> Period | None:
    """12日 alone is the last one before the document's date, in its month; 14/10 names its month."""
    if not reference or (not month and day > int(reference[8:])):
        return None
    return _days(int(reference[:4]), month or int(reference[5:7]), day)


def _months(year: int, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")


def _days(year: int, month: int, day: int, last: int = 0) -> Period | None:
    if not Day(year, month, day).exists:
        return None
    return Period(f"{year:04}-{month:02}-{day:02}", f"{year:04}-{month:02}-{last or day:02}")


_LOOKING_BACK = frozenset(
    {"同期", "去年同期", "上年同期", "去年同月", "上年同月", "当月", "当年", "全年", "年底", "年末"}
)
_FARTHEST_BACK = 48  # characters; farther back in a sentence another date is as likely the one meant
_PERIOD = re.compile(
    rf"(?:{_YEAR}\s?年|{_NEAR_YEAR})?\s?(?:{_MONTH}\s?(?:月?\s?{_DASH}\s?{_MONTH}\s?)?月份?|{_OF_YEAR})|{_YEAR}\s?年|{_NEAR_YEAR}"
)
_SENTENCE_END = re.compile("[。！？；;\n]")


def _last_printed(text: str, position: int, reference: str | None) -> Period | None:
    """The date printed last before a position in its sentence."""
    before = _SENTENCE_END.split(text[max(0, position - _FARTHEST_BACK) : position])[-1]
    periods = (read_period(found.group(), reference) for found in _PERIOD.finditer(before))
    return next(reversed([period for period in periods if period]), None)


def _looking_back(word: str, last: Period | None, reference: str | None) -> Period | None:
    match word:
        case "同期" if last:
            return last
        case "去年同期" | "上年同期" | "去年同月" | "上年同月" if last and int(last.start[:4]):
            return Period(*(_a_year_before(day) for day in (last.start, last.end)))
        case "当月" if last:
            return _months(int(last.end[:4]), int(last.end[5:7]), int(last.end[5:7]))
        case "当年" | "全年" | "年底" | "年末":
            seen_from = last.end if last and int(last.end[:4]) else reference
            return _relative(word, seen_from)
    return None


def _a_year_before(day: str) -> str:
    """
    >>> _a_year_before("2020-02-29"), _a_year_before("2021-02-28")
    ('2019-02-28', '2020-02-29')
    """
    year, month = int(day[:4]) - 1, int(day[5:7])
    was_last = int(day[8:]) == monthrange(year + 1, month)[1]
    last = monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{last if was_last else min(last, int(day[8:])):02}"


@lru_cache(_REMEMBERED)
def _relative(word: str, reference: str | None) -> Period | None:
    if not reference:
        return None
    year = int(reference[:4])
    if figures := _FIGURES.search(word):
        count = min(_number(figures.group()), year - 1)
        if word.startswith("未来"):
            return Period(reference, f"{year + count:04}-12-31")
        return Period(f"{year - count:04}-01-01", reference)
    match word:
        case "今年以来":
            return Period(f"{year:04}-01-01", reference)
        case "本月" | "上月" | "上个月":
            last_month = date.fromisoformat(reference).replace(day=1) - timedelta(word != "本月")
            return _months(last_month.year, last_month.month, last_month.month)
        case "全年" | "年内":
            return _months(year, 1, 12)
    year += _YEARS_APART.get(word[:2], 0)
    if word[-1] in "初底末":
        month = 1 if word[-1] == "初" else 12
        return _months(year, month, month)
    return _months(year, 1, 12) if word in _YEARS_APART else None


_FIGURES = re.compile(rf"{_FIGURE}{{1,8}}(?=年)")


@lru_cache(_REMEMBERED)
def _number(text: str | None) -> int:
    """What a numeral says; 0 where there is none."""
    numeral = read_numeral(text.replace("○", "〇").replace("Ｏ", "〇")) if text else None
    return int(numeral.value) if numeral else 0


_HEAD, _FOOT = 600, 300  # characters in which a document says when it appeared
_LONGEST_MASTHEAD = 60  # characters of a line that is no running text
_SAID = re.compile(
    r"(?:(?:发布|发表|发稿|更新|刊发|成文|印发|签发|编辑|出版|来源|刊期)[^\n]{0,16}|(?:^|\n)\s*(?:日期|时间|Date)[:：]\s*)\Z"
)
_TIMED = re.compile(r"[ T日]{0,3}\d{1,2}[:：]\d{2}")
_RUNNING = re.compile("[，。；！？]")
_AIMED = re.compile("(?:将于|拟于|定于|截至|截止|到|至|前|自|从|[-—~～])\\s?\\Z")
_DATELINE = re.compile(rf"(?<!\d)({_MONTH})月({_DAY})日(?:电|讯)")
_NAMED_YEAR = re.compile(r"([12](?<![\d到至—–-].)(?:(?<=1)9|(?<=2)0)\d{2})年(?!底?前(?![一二三两\d]))")


def document_date(text: str) -> str | None:
    """The ISO date that a document bears; None where nothing says.

    What is called its date, or stands with a time of day, goes before a date in a masthead or imprint, that before a
    dateline (10月30日电) in the year that the text names last, and that before the newest date of head and foot:
    running text tells of older days, too.

    >>> document_date("某报 2020.10.31 责任编辑")
    '2020-10-31'
    >>> document_date("新华社北京10月30日电 全会公报发布，2020年只剩两个月。")
    '2020-10-30'
    """
    if stamps := tuple(_stamps(text)):
        return _firmest(stamps) or _from_dateline(text) or _newest(text, stamps)
    return _from_dateline(text)


@lru_cache(4)  # asked for each date of a text in turn
def own_date(text: str) -> str | None:
    """The ISO date that a document bears outside its running text: `document_date` without the guesses."""
    return _firmest(tuple(_stamps(text)))


@dataclass(frozen=True, slots=True)
class _Stamp:
    day: str
    rank: int


_IN_TEXT = 3


def _stamps(text: str) -> Iterator[_Stamp]:
    """The full dates of head and foot, in order, each with how firmly it is the document's own."""
    head, foot = text[:_HEAD], text[max(_HEAD, len(text) - _FOOT) :]
    for part in (head, foot):
        for found in _STAMP.finditer(part):
            day = Day(*map(int, found.groups()))
            if day.exists and 1900 <= day.year <= 2099:
                yield _Stamp(f"{day.year:04}-{day.month:02}-{day.day:02}", _rank(part, found))


def _firmest(stamps: tuple[_Stamp, ...]) -> str | None:
    firm = [stamp for stamp in stamps if stamp.rank < _IN_TEXT]
    return min(firm, key=lambda stamp: stamp.rank).day if firm else None


def _rank(text: str, found: re.Match[str]) -> int:
    before = text[max(0, found.start() - 24) : found.start()]
    if _SAID.search(before):
        return 0
    if _TIMED.match(text, found.end()):
        return 1
    start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    line = text[start : end if end >= 0 else len(text)]
    if len(line) <= _LONGEST_MASTHEAD and not _RUNNING.search(line):
        return 2
    return _IN_TEXT + bool(_AIMED.search(before))


def _from_dateline(text: str) -> str | None:
    """新华社北京10月30日电: the day from the dateline, the year from the newest that the text names."""
    head = text[:_HEAD]
    line = _DATELINE.search(head) if "日电" in head or "日讯" in head else None
    years = [int(year) for year in _NAMED_YEAR.findall(text[: 4 * _HEAD])] if line else []
    if not line or not years:
        return None
    day = _days(max(years), _number(line[1]), _number(line[2]))
    return day.start if day else None


def _newest(text: str, stamps: tuple[_Stamp, ...]) -> str | None:
    """The newest date of running text that no later year in the text makes history."""
    newest = max((stamp.day for stamp in stamps if stamp.rank == _IN_TEXT), default=None)
    if newest and newest[:4] >= max(_NAMED_YEAR.findall(text[: 4 * _HEAD]), default=""):
        return newest
    return None
