"""What is written with numerals and counts nothing: addresses, codes, list markers, idioms, names, slogans."""

from __future__ import annotations

import re

from msgspec import Struct

_DIGIT_WORDS = "零〇一二三四五六七八九十百千"
# Bounded, since each word of an address without a digit is tried again: no browser takes more than 2,000 characters,
# and no code has more than twelve parts.
_ADDRESS = (
    r"(?:https?|ftp)[:：]//[\x21-\x7e：]{1,2000}|www\.[A-Za-z0-9_./?=&%#-]{1,2000}|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+"
    r"|0\d{2,3}[-—]\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)|[48]00-\d{3}-\d{4}(?!\d)"
)
_CODE = r"[A-Za-z][A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+){0,11}(?:\s\d{3,6}(?=[-—.]\d))?(?:[-—.]\d+){0,3}|\d{16,}"
_DOCUMENT_NUMBER = r"(?:19|20)\d{2}[〕\]】）)]\s?第?\d{1,5}号"
LOOKALIKE = re.compile(rf"(?P<address>{_ADDRESS})|(?P<code>{_DOCUMENT_NUMBER}|{_CODE})")

_MARKER = re.compile(
    rf"（\d{{1,3}}）|（[{_DIGIT_WORDS}]{{1,3}}）|[{_DIGIT_WORDS}]{{1,3}}、|\d{{1,2}}[、．]|\d{{1,2}}\.(?!\d)"
)
_INDENT = " \t\u3000"
BEFORE_MARKER = frozenset(f"（\n{_INDENT}")
_LONGEST_INDENT = 20

_LABELLED = re.compile(
    "(?:邮编|邮政编码|电话|热线|传真|手机|编号|文号|证号|代码|账号|卡号|尾号|票号|ISBN|ISSN|QQ)[为是号码：: ]{0,3}$"
)
_FEWEST_LABELLED = 4  # digits of a number that a label (电话, 编号) makes a code
ROADS = ("国道", "省道", "县道", "乡道", "高速")
_ROAD_BEFORE = re.compile("(?:国|省|县|乡)道$")
_COORDINATE = re.compile(r"\d+(?:\.\d+)?\s?[度°](?:\s?\d+(?:\.\d+)?\s?[分′'])?(?:\s?\d+(?:\.\d+)?\s?[秒″\"])?")
_BEARING = ("北纬", "南纬", "东经", "西经")
_SCORED = "比分|战胜|击败|胜|负|平|赢|输|险胜|领先|落后"
_BESIDE_SCORE = re.compile(_SCORED)
# Beside 19:30 these name the time of a match, beside 3比1 what came of it.
_BESIDE_SAID_SCORE = re.compile(
    f"{_SCORED}|比赛|决赛|半场|主场|客场|对阵|淘汰|晋级|绝杀|加时|点球|扳|客队|主队|[男女球]队"
)
_PROPORTION = re.compile("(?:比例|之比|比率|比值|配比)(?:[为是达近到]|约为?)?$")
_SCORE = re.compile(
    r"\d{1,3}\s?[:：比]\s?\d{1,3}(?![\d:：.%个])|[一二三四五六七八九零]比[一二三四五六七八九零](?![较例喻])"
)
_SCORE_WINDOW = 12  # characters in which a score is named as one: 以25：20战胜


class Lookalike(Struct, frozen=True, gc=False):
    """Where it stands, and what it is."""

    start: int
    end: int
    note: str


def marker(text: str, start: int) -> Lookalike | None:
    """The list marker whose numeral stands at `start`, at the head of a line: （1） 一、 1."""
    begin = start - 1 if text[start - 1 : start] == "（" else start
    head = begin
    while head and text[head - 1] in _INDENT and begin - head < _LONGEST_INDENT:
        head -= 1
    if head and text[head - 1] != "\n":
        return None
    found = _MARKER.match(text, begin)
    return Lookalike(begin, found.end(), "marker") if found else None


def coordinate(text: str, start: int) -> Lookalike | None:
    """The degrees behind 北纬 and its like."""
    found = _COORDINATE.match(text, start) if text.startswith(_BEARING, start - 2) else None
    return Lookalike(start, found.end(), "coordinate") if found else None


def is_labelled_code(text: str, start: int, end: int) -> bool:
    """Whether its label makes a bare number a code: 邮编100000, 国道108."""
    if text.startswith("道", start - 1) and _ROAD_BEFORE.search(text, max(0, start - 2), start):
        return True
    return end - start >= _FEWEST_LABELLED and bool(_LABELLED.search(text, max(0, start - 8), start))


def score(text: str, start: int) -> Lookalike | None:
    """25：20 or 3比1 where a match is told of."""
    found = _SCORE.match(text, start)
    if not found:
        return None
    around = text[max(0, start - _SCORE_WINDOW) : start] + text[found.end() : found.end() + 4]
    is_said = "比" in found.group()
    if is_said and _PROPORTION.search(text, max(0, start - _SCORE_WINDOW), start):
        return None
    beside = _BESIDE_SAID_SCORE if is_said else _BESIDE_SCORE
    return Lookalike(start, found.end(), "score") if beside.search(around) else None


def in_short_quotes(text: str, start: int) -> bool:
    """“三个全覆盖”: a quotation of at most ten characters that starts with the numeral is a name."""
    if text[start - 1 : start] not in OPENING:
        return False
    return any(mark in _CLOSING for mark in text[start : start + 12])


OPENING = frozenset('“「‘『"”')
_CLOSING = frozenset('”」’』"“')
