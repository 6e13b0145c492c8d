"""Numbers of a spreadsheet as it shows them: 0.123 under the format 0.0% is the 12.3% that people read.

Number formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31, with the dates of a Chinese locale. What is not
followed: fractions, exponents and Chinese numerals are printed as plain decimals; colours and padding are dropped. A
negative number always shows its minus, for brackets and red ink are lost on whoever reads plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

_YEAR_MONTH, _MONTH_DAY, _FULL = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_HOUR, _SECOND = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _FULL, 32: _HOUR, 33: _SECOND, 34: _HOUR,
    35: _SECOND, 36: _YEAR_MONTH, 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "¥#,##0",
    43: "#,##0.00", 44: "¥#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@", 50: _YEAR_MONTH,
    51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY, 55: _HOUR, 56: _SECOND, 57: _YEAR_MONTH,
    58: _MONTH_DAY,
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,255})"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]{0,99})\]|(?P<general>General)'
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<exponent>[eE][+-])|(?P<text>@)|(?P<next>;)"
    r"|(?P<clock>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|a{3,4}|e+|g+)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LATEST = 2_958_465  # 31 December 9999
_WEEKDAYS = "一二三四五六日"
_LONGEST = 400  # digits; a double has no more before its point
_EXACT = Context(prec=_LONGEST + 60)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


_Section = tuple[_Token, ...]


def print_number(printed: str, code: str, *, since_1904: bool = False) -> str:
    """The number that a cell stores, as its format shows it.

    >>> print_number("0.123", "0.0%"), print_number("12345", '0!.0,"万"'), print_number("44105", 'm"月"d"日"')
    ('12.3%', '1.2万', '10月1日')
    """
    try:
        value = _rounded(Decimal(printed))
    except InvalidOperation:
        return printed
    if not value.is_finite() or value.adjusted() > _LONGEST:
        return printed
    section, value = _chosen(_sections(code), value)
    kinds = {token.kind for token in section}
    if "date" in kinds and "digit" not in kinds:
        return _print_date(value, section, since_1904)
    if not kinds & {"digit", "general", "text"} and section:
        return "".join(token.text for token in section if token.kind == "literal").strip()  # as "-" for nought
    sign = "-" if value < 0 else ""
    if kinds & {"general", "text", "exponent", "fraction"} or not section:
        return sign + _around(section, _plain(abs(value)))
    body = _filled(section, abs(value))
    return sign + body if sign and any(c in "123456789" for c in body) else body


def _rounded(value: Decimal) -> Decimal:
    """To the fifteen digits that a spreadsheet keeps of a double: 0.30000000000000004 is 0.3."""
    return value if value == 0 or not value.is_finite() else round(value, 14 - value.adjusted())


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code[:255]):
        kind = match.lastgroup or "padding"
        if kind == "next":
            sections.append([])
        elif kind != "padding":
            sections[-1] += _tokens(kind, match[kind])
    return tuple(map(tuple, sections))


def _tokens(kind: str, text: str) -> Iterator[_Token]:
    match kind:
        case "bracket" if text.startswith("$"):
            yield _Token("literal", text[1:].partition("-")[0])  # [$¥-804]
        case "bracket" if _CONDITION.fullmatch(text):
            yield _Token("condition", text)
        case "bracket" if text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
            yield _Token("date", f"[{text.lower()}]")
        case "bracket":
            return
        case "other" if text == "/":
            yield _Token("slash", text)
        case "quoted" | "escaped" | "other":
            yield _Token("literal", text)
        case "date":
            yield _Token("date", text.lower())
        case _:
            yield _Token(kind, text)


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """The section that holds for a value, and the value that it prints."""
    for section in sections[:2]:
        if section and section[0].kind == "condition":
            if _meets(section[0].text, value):
                return _marked(section[1:]), value
        elif any(other and other[0].kind == "condition" for other in sections[:2]):
            return _marked(section), value
    if sections[0] and sections[0][0].kind == "condition":
        return _marked(sections[-1]), value
    index = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[index]
    if index == 1:
        section = tuple(t for t in section if t.kind != "literal" or t.text not in "-()（）")
    return _marked(section), value


def _marked(section: _Section) -> _Section:
    """With a slash between digits as a fraction, else as a character."""
    digits = any(token.kind == "digit" for token in section)
    return tuple(_Token("fraction" if digits else "literal", "/") if t.kind == "slash" else t for t in section)


def _meets(condition: str, value: Decimal) -> bool:
    match = _CONDITION.fullmatch(condition)
    assert match  # it was matched when it became a token
    bound = Decimal(match[2])
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[match[1]]


def _plain(value: Decimal) -> str:
    """All digits, as the format General shows them in a wide column: at most ten behind the point."""
    whole = f"{value:f}"
    if "." not in whole:
        return whole
    places = max(0, 10 - max(1, value.adjusted() + 1))
    if value < 1 and places < -value.adjusted() + 4:
        places = -value.adjusted() + 4
    short = (
        f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}" if whole.index(".") + places < 28 else whole
    )
    return short.rstrip("0").rstrip(".") if "." in short else short


def _around(section: _Section, digits: str) -> str:
    """The literals of a section around digits that it does not lay out itself."""
    placed, out = False, []
    for token in section:
        if token.kind == "literal":
            out.append(token.text)
        elif not placed and token.kind in ("general", "text", "digit"):
            out.append(digits)
            placed = True
    return "".join(out).strip() if placed else digits


def _filled(section: _Section, value: Decimal) -> str:
    """The digits of a value in the places that a section has for them."""
    last = max(index for index, token in enumerate(section) if token.kind == "digit")
    point = next((index for index, token in enumerate(section) if token.kind == "point"), None)
    end = last + 1 if point is None or point > last else point
    whole_places = [index for index in range(end) if section[index].kind == "digit"]
    commas = [index for index, token in enumerate(section) if token.kind == "comma"]
    final = whole_places[-1] if whole_places else -1
    is_grouped = any(whole_places and whole_places[0] < index < final for index in commas)
    scale = sum(index > max(final, last) or (final < index < (point or 0)) for index in commas)
    percent = sum(token.kind == "percent" for token in section)
    places = [section[index].text for index in range(end, last + 1) if section[index].kind == "digit"]
    shown = value.scaleb(2 * percent - 3 * scale).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, _EXACT)
    whole, _, decimals = f"{shown:f}".partition(".")
    while decimals and places[len(decimals) - 1] != "0" and decimals.endswith("0"):
        decimals = decimals[:-1]
    laid = _laid(section, whole_places, "" if whole == "0" else whole, is_grouped)
    return _joined(section, laid, point, decimals)


def _laid(section: _Section, places: list[int], whole: str, is_grouped: bool) -> dict[int, str]:
    """What each whole place shows: one digit from the right on, the first all that are left."""
    laid: dict[int, str] = {}
    rest, count = whole, 0
    for index in reversed(places):
        size = len(rest) if index == places[0] else 1
        taken, rest = rest[len(rest) - size :], rest[: len(rest) - size]
        if not taken:
            taken = "0" if section[index].text == "0" else ""
        out = ""
        for digit in reversed(taken):
            out = digit + ("," if is_grouped and count and count % 3 == 0 else "") + out
            count += 1
        laid[index] = out
    return laid


def _joined(section: _Section, laid: dict[int, str], point: int | None, decimals: str) -> str:
    out: list[str] = []
    rest = list(decimals)
    for index, token in enumerate(section):
        if index in laid:
            out.append(laid[index])
        elif token.kind == "digit":
            out.append(rest.pop(0) if rest else "")
        elif index == point:
            out.append("." if decimals else "")
        elif token.kind in ("literal", "percent"):
            out.append(token.text)
    shown = "".join(out).strip()
    return f"0{shown}" if shown.startswith(".") else shown


def _print_date(value: Decimal, section: _Section, since_1904: bool) -> str:
    if not 0 <= value <= _LATEST:
        return _plain(value)
    days, seconds = int(value), int((value % 1 * 86400).to_integral_value(ROUND_HALF_UP))
    early = not since_1904 and days < 60  # the 29 February 1900 that spreadsheets believe in
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=days + early, seconds=seconds)
    out = []
    for index, token in enumerate(section):
        if token.kind == "date":
            out.append(_date_part(token.text, moment, section, index, days * 86400 + seconds))
        elif token.kind in ("literal", "point", "comma"):
            out.append(token.text)
        elif token.kind == "clock":
            out.append("上午" if moment.hour < 12 else "下午")
    return "".join(out).strip()


def _date_part(part: str, moment: datetime, section: _Section, index: int, seconds: int) -> str:
    if part.startswith("["):
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[part[1]])
    if part[0] == "m" and len(part) < 3 and _is_minute(section, index):
        return f"{moment.minute:0{len(part)}d}"
    if part[0] == "h" and any(token.kind == "clock" for token in section):
        return f"{(moment.hour + 11) % 12 + 1:0{min(len(part), 2)}d}"
    match part[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if part in ("y", "yy") else f"{moment.year:04d}"
        case "m":
            return f"{moment.month:0{len(part)}d}" if len(part) < 3 else f"{moment.month}月"
        case "d" if len(part) < 3:
            return f"{moment.day:0{len(part)}d}"
        case "d" | "a":
            return ("星期" if len(part) > 3 else "周") + _WEEKDAYS[moment.weekday()]
        case "h":
            return f"{moment.hour:0{min(len(part), 2)}d}"
        case "s":
            return f"{moment.second:0{min(len(part), 2)}d}"
    return ""


def _is_minute(section: _Section, index: int) -> bool:
    """m behind hours or before seconds is minutes."""
    dates = [(at, token.text.strip("[]")[0]) for at, token in enumerate(section) if token.kind == "date"]
    at = next(n for n, (place, _) in enumerate(dates) if place == index)
    before = dates[at - 1][1] if at else ""
    after = dates[at + 1][1] if at + 1 < len(dates) else ""
    return before == "h" or after == "s"
