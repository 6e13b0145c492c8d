"""Printed numerals and the values they stand for.

A numeral stands for every value that rounds to it: 3.4万 is [33500, 34500]; 4700余 is [4700, 4800].
Values are exact (`Fraction`): no floats, so that 0.1 + 0.2 accuses nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from factcheck.model import Amount, Interval, Modifier

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
    "俩": 2,
    "仨": 3,
    "幺": 1,
    "弌": 1,
    "弍": 2,
    "弎": 3,
}
SMALL_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS = {"廿": 20, "卅": 30, "卌": 40}
VAGUE_DIGITS = "几数"
VAGUE_TAILS = "多余来"

_CHINESE = "".join([*DIGITS, *SMALL_SCALES, *BIG_SCALES, *TENS, VAGUE_DIGITS])
ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES = "".join([*SMALL_SCALES, *BIG_SCALES])

# 3.4万, 30多万, 3万多亿, 1万600, 10亿5千万
# 千瓦, 兆赫, 百分点: here the scale belongs to the unit.
_NO_UNIT = r"(?!千[克瓦卡伏帕焦赫]|兆[瓦赫帕焦]|百帕|百分[点比])"
_INNER = rf"(?:零?\d+(?![\d.年月日%])(?=[{_SCALES}])|[几半](?=[{_SCALES}]))?"
ARABIC_NUMERAL = rf"(?:{ARABIC})(?:\s?[{VAGUE_TAILS}几]?\s?(?:{_NO_UNIT}[{_SCALES}])+{_INNER})*[{VAGUE_TAILS}]?"
# 三百五十六万, 一点二万亿, 十几万, 三百多万, 半百
CHINESE_NUMERAL = (
    rf"(?:[{_CHINESE}]|半(?=[百千万亿]))(?:\s?[{_CHINESE}]|[{VAGUE_TAILS}](?=[{_SCALES}]))*"
    rf"(?:点[{''.join(DIGITS)}]+[{_SCALES}]*)?(?:[{VAGUE_TAILS}](?![{''.join(DIGITS)}]))?"
)

_TOKEN = re.compile(rf"{ARABIC}|[{_CHINESE}半点又]")
_PLAIN = re.compile(rf"(?P<number>{ARABIC})(?P<scale>[{_SCALES}]*)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says, before any word around it: nominal value, bounds, weight of the last digit.

    `is_rounded` tells that it is printed with decimals or with a scale (万), so that the true value may
    differ by half of `step`; `is_vague` that a 几, 数, 多, 余 stands inside, so that only the bounds count.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    step: Fraction
    is_rounded: bool
    is_vague: bool = False


LONGEST_NUMERAL = 40  # characters; longer runs of digits are codes


def read_numeral(text: str) -> Numeral | None:
    """The numeral that `text` is as a whole, or None where it is none.

    >>> read_numeral("1.2万亿").value
    Fraction(1200000000000, 1)
    >>> read_numeral("三百五十六万").value, read_numeral("十三万五").value
    (Fraction(3560000, 1), Fraction(135000, 1))
    >>> vague = read_numeral("4700余")
    >>> int(vague.low), int(vague.high)
    (4700, 4800)
    >>> read_numeral("三分之二").value
    Fraction(2, 3)
    >>> read_numeral("万一") is None
    True
    """
    if len(text) > LONGEST_NUMERAL:
        return None
    text = "".join(text.split())
    if plain := _PLAIN.fullmatch(text):
        return _plain(plain["number"], plain["scale"])
    if "分之" in text or "/" in text:
        return _fraction(text)
    if any(c in text for c in VAGUE_DIGITS):
        return _with_vague_digit(text)
    if any(c in text for c in VAGUE_TAILS):
        return _with_vague_tail(text)
    return _approximate_pair(text) or _exact(text)


def _plain(number: str, scale: str) -> Numeral:
    digits, _, decimals = number.replace(",", "").replace("，", "").partition(".")
    factor = 1
    for mark in scale:
        factor *= SMALL_SCALES.get(mark) or BIG_SCALES[mark]
    step = Fraction(factor, 10 ** len(decimals)) if decimals else Fraction(factor)
    value = int(digits + decimals) * step
    return Numeral(value, value, value, step, bool(decimals or scale))


def _fraction(text: str) -> Numeral | None:
    below, between, above = text.partition("分之") if "分之" in text else text.partition("/")[::-1]
    whole, _, below = below.rpartition("又")
    parts = [read_numeral(part) for part in (above, below, whole or "0")]
    if not between or any(part is None for part in parts):
        return None
    numerator, denominator, extra = (part.value for part in parts if part)
    if denominator == 0:
        return None
    value = extra + numerator / denominator
    return Numeral(value, value, value, Fraction(1, 100), True)


def _with_vague_digit(text: str) -> Numeral | None:
    """几 and 数 stand for any one digit: 几十 is 10 to 100, 十几 is 10 to 20."""
    tail = text.rstrip(VAGUE_TAILS)
    first = min(i for i, c in enumerate(tail) if c in VAGUE_DIGITS)
    low = _exact(re.sub(f"[{VAGUE_DIGITS}]", "一" if first == 0 else "零", tail))
    high = _exact(re.sub(f"[{VAGUE_DIGITS}]", "九", tail))
    if not low or not high:
        return None
    top = high.value + (high.value - low.value) / (8 if first == 0 else 9)
    return Numeral(low.value, low.value, top, low.step, True, True)


def _with_vague_tail(text: str) -> Numeral | None:
    """余, 多 and 来 only lift the upper bound, by one in the last digit that is not zero."""
    head, mark, scales = re.match(rf"(.*?)([{VAGUE_TAILS}])(.*)$", text).groups()  # type: ignore[union-attr]
    if mark and any(c not in _SCALES for c in scales):
        return None
    base, scaled = _exact(head), _exact("1" + scales) if scales else _exact("1")
    if not base or not scaled or not base.value:
        return None
    weight = base.step
    while base.value % (weight * 10) == 0:
        weight *= 10
    low, high = base.value * scaled.value, (base.value + weight) * scaled.value
    return Numeral(low, low, high, base.step * scaled.value, True, True)


_PAIR = re.compile(
    r"(?P<head>[一二三四五六七八九]?[十百千]?)(?P<pair>一二|两三|二三|三四|四五|三五|五六|六七|七八|八九)(?P<tail>[十百千万亿]*)"
)


def _approximate_pair(text: str) -> Numeral | None:
    """两三, 七八十, 十五六, 三五万: two neighbouring digits say a range."""
    pair = _PAIR.fullmatch(text)
    if not pair or (pair["head"] and pair["head"][-1] not in "十百千"):
        return None
    first, last = (_exact(pair["head"] + digit + pair["tail"]) for digit in pair["pair"])
    if not first or not last:
        return None
    return Numeral(first.value, first.value, last.value, first.step, True, True)


def _exact(text: str) -> Numeral | None:
    """A numeral without vagueness, by place value; the whole text must be used up."""
    tokens = _TOKEN.findall(text)
    if not tokens or sum(map(len, tokens)) != len(text):
        return None
    if "点" in tokens:
        return _spoken_decimal(text)
    if all(token in DIGITS for token in tokens):
        return _digit_string(tokens)
    return _by_place(tokens)


def _digit_string(tokens: list[str]) -> Numeral:
    value = Fraction(int("".join(str(DIGITS[token]) for token in tokens)))
    return Numeral(value, value, value, Fraction(1), False)


def _spoken_decimal(text: str) -> Numeral | None:
    whole, _, rest = text.partition("点")
    digits = rest.rstrip(_SCALES)
    scales = rest[len(digits) :]
    base = _exact(whole)
    if not base or not digits or any(c not in DIGITS for c in digits):
        return None
    written = f"{int(base.value)}." + "".join(str(DIGITS[c]) for c in digits)
    return _plain(written, scales)


def _by_place(tokens: list[str]) -> Numeral | None:
    places = _Places()
    for index, token in enumerate(tokens):
        if not places.read(token, is_last=index == len(tokens) - 1):
            return None
    value = places.total + places.section + (places.number or 0)
    return Numeral(value, value, value, places.step, places.is_scaled or places.step < 1)


class _Places:
    """Adds up a numeral token by token; each reader answers whether the token may stand there."""

    def __init__(self) -> None:
        self.total = self.section = Fraction(0)  # finished 万/亿 sections; the one being read
        self.number: Fraction | None = None  # the digit or Arabic number that waits for its scale
        self.step = self.last_scale = Fraction(1)
        self.last_big = 0
        self.after_zero = self.is_scaled = False

    def read(self, token: str, is_last: bool) -> bool:
        if token in SMALL_SCALES:
            return self._small(token)
        if token in BIG_SCALES:
            return self._big(BIG_SCALES[token])
        if token in TENS:
            self.section += TENS[token]
            return True
        if token == "半":
            self.number = self.step = Fraction(1, 2)
            return True
        return token != "又" and self._number(token, is_last)

    def _small(self, token: str) -> bool:
        scale = Fraction(SMALL_SCALES[token])
        if self.number is None and self.section and scale > 10:
            return False
        self.section += (self.number or 1) * scale
        self.step = scale if self.number is None else self.step * scale
        return self._after(scale)

    def _big(self, scale: int) -> bool:
        self.section += self.number or 0
        if self.total and scale >= self.last_big:
            self.total = (self.total + self.section) * scale
        else:
            self.total += self.section * scale
        self.step *= scale
        self.section, self.last_big = Fraction(0), scale
        self.is_scaled = True
        return bool(self.total) and self._after(Fraction(scale))

    def _after(self, scale: Fraction) -> bool:
        self.number, self.last_scale, self.after_zero = None, scale, False
        return True

    def _number(self, token: str, is_last: bool) -> bool:
        if self.number:
            return False
        digit = DIGITS.get(token)
        read = _plain(token, "") if digit is None else None
        self.number, self.step = (read.value, read.step) if read else (Fraction(digit or 0), Fraction(1))
        if digit and is_last and not self.after_zero and self.last_scale >= 100:  # 五千二 is 5200
            self.step = self.last_scale / 10
            self.number *= self.step
        self.after_zero = not self.number
        self.is_scaled = False if self.step == 1 else self.is_scaled
        return True


_ABOUT = Fraction(1, 10)
_NEARLY = Fraction(1, 5)


def amount(numeral: Numeral, modifier: Modifier = Modifier.EXACT, *, is_continuous: bool = False) -> Amount:
    """All that a numeral may stand for under a modifier.

    `is_continuous` says that the unit is no whole-number count, so that even a bare integer is rounded.

    >>> amount(read_numeral("3.4万")).interval
    Interval(low=Fraction(33500, 1), high=Fraction(34500, 1))
    >>> amount(read_numeral("62")).interval.is_point
    True
    """
    half = numeral.step / 2 if (numeral.is_rounded or is_continuous) and not numeral.is_vague else Fraction(0)
    low: Fraction | None = numeral.low - half
    high: Fraction | None = numeral.high + half
    if modifier is Modifier.ABOUT:
        margin = abs(numeral.value) * _ABOUT
        low, high = numeral.low - max(half, margin), numeral.high + max(half, margin)
    elif modifier is Modifier.MORE_THAN and not numeral.is_vague:
        low, high = numeral.low - half, None
    elif modifier is Modifier.LESS_THAN:
        low = numeral.low - abs(numeral.value) * _NEARLY
    if numeral.is_vague and modifier is Modifier.EXACT:
        modifier = Modifier.MORE_THAN
    return Amount(numeral.value, Interval(low, high), numeral.step, modifier)


def reprint(printed: Amount, old: str, new: str) -> Amount | None:
    """The amount that would stand there if the numeral `old` were printed as `new`, all else alike.

    None where `new` is no numeral, or `printed` is a range.
    """
    before, after = read_numeral(old), read_numeral(new)
    if before is None or after is None or printed.value is None or (before.value == 0 and printed.value != 0):
        return None
    factor = printed.value / before.value if before.value else Fraction(1)
    scaled = Numeral(
        after.value * factor,
        after.low * factor,
        after.high * factor,
        after.step * abs(factor),
        after.is_rounded,
        after.is_vague,
    )
    was_rounded = printed.interval.is_point is False
    return amount(scaled, printed.modifier, is_continuous=was_rounded and not before.is_rounded)
