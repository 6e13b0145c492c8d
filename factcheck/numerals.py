"""Printed numerals and the values they stand for.

A numeral stands for every value that rounds to it: 3.4万 is [33500, 34500]; 4700余 is [4700, 4800].
Values are exact (`Fraction`): no floats, so that 0.1 + 0.2 accuses nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from factcheck.model import Amount, Interval, Modifier
from factcheck.numeral_patterns import (
    ARABIC,
    ARABIC_NUMERAL,
    BIG_SCALES,
    CHINESE_NUMERAL,
    DIGITS,
    FRACTION,
    LETTER_SCALES,
    NUMERAL,
    PAIR_DIGITS,
    SCALES,
    SMALL_SCALES,
    TENS,
    VAGUE_DIGITS,
    VAGUE_TAILS,
)

__all__ = [
    "ARABIC",
    "ARABIC_NUMERAL",
    "BIG_SCALES",
    "CHINESE_NUMERAL",
    "DIGITS",
    "FRACTION",
    "LONGEST_NUMERAL",
    "NUMERAL",
    "SMALL_SCALES",
    "TENS",
    "VAGUE_DIGITS",
    "Numeral",
    "amount",
    "read_numeral",
    "reprint",
]


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says, before any word around it: nominal value, bounds, weight of the last digit.

    `is_rounded` tells that it is printed with decimals or with a scale (万), so that the true value may
    differ by half of `step`; `is_vague` that a 几, 数, 多, 余 or a pair of digits (两三) stands inside, so that
    only the bounds count.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    step: Fraction
    is_rounded: bool
    is_vague: bool = False

    def __hash__(self) -> int:
        """Of whole numbers only: a Fraction takes a modular inverse to hash itself, and amounts are looked up often."""
        return hash((self.value.numerator, self.high.numerator))

    def times(self, factor: Fraction) -> Numeral:
        """The numeral in a unit of which one is `factor` of the old."""
        if factor == 1:
            return self
        low, high = self.low * factor, self.high * factor
        if factor < 0:
            low, high = high, low
        return Numeral(self.value * factor, low, high, self.step * abs(factor), self.is_rounded, self.is_vague)


def _point(value: int | Fraction, step: int | Fraction, is_rounded: bool) -> Numeral:
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return Numeral(exact, exact, exact, _weight(step) if isinstance(step, int) else step, is_rounded)


@lru_cache(maxsize=64)
def _weight(step: int) -> Fraction:
    return Fraction(step)


def _between(low: Fraction, high: Fraction, step: Fraction) -> Numeral:
    return Numeral(low, low, high, step, True, True)


LONGEST_NUMERAL = 64  # characters, with spaces between; longer runs of digits are codes
_REMEMBERED = 8192  # a text has some hundred numerals, and each suspected misprint of them is read too

_NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_PLAIN = re.compile(rf"(?P<number>{_NUMBER})(?P<scale>[十百千拾佰仟]?万{{0,2}}亿{{0,2}}兆?)")
_SIGNS = frozenset("+-−负")


def read_numeral(text: str) -> Numeral | None:
    """The numeral that `text`, half-width and Simplified, is as a whole, or None where it is none.

    >>> read_numeral("1.2万亿").value
    Fraction(1200000000000, 1)
    >>> read_numeral("三百五十六万").value, read_numeral("十三万五").value
    (Fraction(3560000, 1), Fraction(135000, 1))
    >>> vague = read_numeral("4700余")
    >>> int(vague.low), int(vague.high)
    (4700, 4800)
    >>> read_numeral("负一又二分之一").value, read_numeral("2e5").value
    (Fraction(-3, 2), Fraction(200000, 1))
    >>> read_numeral("万一") is None
    True
    """
    return _read(text) if len(text) <= LONGEST_NUMERAL else None


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> Numeral | None:
    if text.isdecimal():
        return _point(int(text), 1, False)
    if text in _SINGLE:
        return _SINGLE[text]
    if plain := _PLAIN.fullmatch(text):
        return _plain(plain["number"], plain["scale"])
    return _signed(_without_gaps(text))


_MIXED = re.compile(r"(?<![\d.,，/])(\d{1,9})\s+(?=\d{1,9}/\d)")
_GROUPED = re.compile(r"(?<![\d.,，])\d{1,3}(?:(?:\s\d{3}){2,}|[\u2009\u202f\u00a0]\d{3})(?!\s*\d)")
_TWO_NUMBERS = re.compile(r"[\d.,，]\s+[\d.,，]")


def _without_gaps(text: str) -> str:
    """One character follows another; nothing is left where a gap parts two numbers (12 34, but not 29 338 605)."""
    if len(parts := text.split()) == 1:
        return parts[0]
    text = _GROUPED.sub(lambda group: "".join(group.group().split()), _MIXED.sub(r"\1又", text))
    return "" if _TWO_NUMBERS.search(text) else "".join(text.split())


def _signed(text: str) -> Numeral | None:
    if text[:1] not in _SIGNS:
        return _unsigned(text)
    numeral = _unsigned(text[1:])
    return numeral.times(Fraction(-1)) if numeral and text[0] != "+" else numeral


_LETTER = re.compile(rf"(?<=\d)[{''.join(LETTER_SCALES)}](?=[{VAGUE_TAILS}]?$)")
_VAGUE = re.compile(f"[{VAGUE_DIGITS}{VAGUE_TAILS}]")


def _unsigned(text: str) -> Numeral | None:
    if "k" in text or "w" in text:
        text = _LETTER.sub(lambda letter: LETTER_SCALES[letter.group()], text)
    if "之" in text or "/" in text:
        return _fraction(text)
    if "^" in text or "e" in text or "E" in text:
        return _with_exponent(text)
    return _vague(text) if _VAGUE.search(text) else _approximate(text) or _certain(text)


def _certain(text: str, few: int = 0) -> Numeral | None:
    """A numeral that names one number; a 几 in it counts `few`."""
    if text in _SINGLE:
        return _SINGLE[text]
    if plain := _PLAIN.fullmatch(text):
        return _plain(plain["number"], plain["scale"])
    if half := _HALF.fullmatch(text):
        return _of_half(half["scale"])
    if "点" in text:
        return _spoken_decimal(text)
    if string := _DIGIT_STRING.fullmatch(text):
        return _plain("".join(_SPELT[digit] for digit in string["digits"]), string["scale"])
    return _by_place(text, few)


def _plain(number: str, scale: str) -> Numeral:
    whole, _, decimals = number.replace(",", "").replace("，", "").partition(".")
    factor = _factor(scale)
    if not decimals:
        return _point(int(whole) * factor, factor, bool(scale))
    parts = 10 ** len(decimals)
    return _point(Fraction(int(whole + decimals) * factor, parts), Fraction(factor, parts), True)


def _factor(scales: str) -> int:
    factor = 1
    for scale in scales:
        factor *= SMALL_SCALES.get(scale) or BIG_SCALES[scale]
    return factor


_HALF = re.compile(r"(?:一半|半(?P<scale>[百千万亿]?))")


def _of_half(scale: str | None) -> Numeral:
    half = Fraction(_factor(scale or ""), 2)
    return _point(half, half, scale in BIG_SCALES)


_SPELT = {**{char: str(digit) for char, digit in DIGITS.items() if char not in PAIR_DIGITS}, "O": "0"}
# 二〇二〇, 二O二O, and 一五〇万 as Taiwan's papers print it
_DIGIT_STRING = re.compile(rf"(?P<digits>(?!O)[{''.join(_SPELT)}]{{2,}})(?P<scale>[万亿]{{0,2}})")
_SPOKEN = re.compile(rf"(?P<whole>.+)点(?P<digits>[{''.join(_SPELT)}]+|\d+)(?P<scale>千?[万亿兆]{{0,2}}|百[万亿])")


def _spoken_decimal(text: str) -> Numeral | None:
    """三点一四, 一百点123, 一点二万亿; 24点5 is a time of day."""
    spoken = _SPOKEN.fullmatch(text)
    if not spoken or (spoken["digits"].isdecimal() and spoken["whole"].isdecimal()):
        return None
    whole = _certain(spoken["whole"])
    if not whole or whole.step < 1 or (spoken["scale"] and whole.value >= min(BIG_SCALES.values())):
        return None
    digits = "".join(_SPELT.get(digit, digit) for digit in spoken["digits"])
    return _plain(f"{whole.value.numerator}.{digits}", spoken["scale"])


_SCIENTIFIC = re.compile(rf"(?P<number>{_NUMBER})(?:[eE]|×10\^)(?P<exponent>[+\-−]?\d{{1,2}})")
_POWER = re.compile(rf"(?P<number>{_NUMBER})\^(?P<exponent>[+\-−]?\d{{1,2}})")
_LONGEST_POWER = 300  # digits: a text may print 9^99, and nobody may wait for it


def _with_exponent(text: str) -> Numeral | None:
    """2e5 and 3×10^8 shift the point, 2^5 multiplies; longer exponents are none that copy prints."""
    if match := _SCIENTIFIC.fullmatch(text):
        exponent = int(match["exponent"].replace("−", "-"))
        numeral = _plain(match["number"], "").times(Fraction(10) ** exponent)
        return replace(numeral, is_rounded=numeral.is_rounded or exponent != 0)
    power = _POWER.fullmatch(text)
    return _power(power["number"], int(power["exponent"].replace("−", "-"))) if power else None


def _power(number: str, exponent: int) -> Numeral | None:
    base = _plain(number, "").value
    if len(number) * abs(exponent) > _LONGEST_POWER or (not base and exponent < 0):
        return None
    value = base**exponent
    return _point(value, Fraction(1, value.denominator), False)


_PERCENT = Fraction(1, 100)


def _fraction(text: str) -> Numeral | None:
    """三分之二, 2/3, 三又二分之一; the top may be vague (十分之七八) or negative, the bottom neither."""
    whole, _, rest = text.rpartition("又")
    below, above = _halves(rest)
    if not below or not above or "/" in above or "之" in above:
        return None
    bottom, top = _certain(below) or _certain("一" + below), _signed(above)
    extra = _certain(whole or "零")
    if not bottom or not bottom.value or not top or not extra:
        return None
    return _quotient(top, bottom.value, extra.value)


def _halves(text: str) -> tuple[str, str]:
    """Bottom and top; a line parts Arabic figures only."""
    if "分之" in text:
        below, _, above = text.partition("分之")
        return below, above
    above, _, below = text.partition("/")
    return (below, above) if _PLAIN.fullmatch(below) and _PLAIN.fullmatch(above) else ("", "")


def _quotient(top: Numeral, bottom: Fraction, extra: Fraction) -> Numeral:
    """A share is said to the hundredth at best, a small one to a tenth of itself; over 10, 100 … it is a decimal."""
    share = top.times(1 / bottom)
    step = share.step if _is_power_of_ten(bottom) else min(_PERCENT, abs(share.value) / 10) or _PERCENT
    return Numeral(share.value + extra, share.low + extra, share.high + extra, step, True, top.is_vague)


def _is_power_of_ten(number: Fraction) -> bool:
    return number > 1 and str(number).rstrip("0") == "1"


_FEW_AFTER_ARABIC = re.compile(rf"(?<=0)几(?=[{SCALES}]*$)")
_TAILED = re.compile(rf"(?P<head>[^{VAGUE_TAILS}]+)(?P<tail>[{VAGUE_TAILS}])(?P<scale>[{SCALES}]*)")


def _vague(text: str) -> Numeral | None:
    text = _FEW_AFTER_ARABIC.sub("多", text)
    body = text.rstrip(VAGUE_TAILS)
    if not any(few in body for few in VAGUE_DIGITS):
        return _with_vague_tail(text)
    return _with_vague_digit(body) if body == text or body[-1] in SCALES or body[1:].endswith("几") else None


def _with_vague_digit(text: str) -> Numeral | None:
    """几 stands for any one digit, and 数 where it leads or follows 十: 几十 is 10 to 100, 十几 is 10 to 20."""
    text = re.sub("^数|(?<=十)数", "几", text)
    one, nine = _certain(text, 1), _certain(text, 9)
    if not one or not nine:
        return None
    each = (nine.value - one.value) / 8
    return _between(one.value if text[0] == "几" else one.value - each, nine.value + each, one.step)


def _with_vague_tail(text: str) -> Numeral | None:
    """余 and 多 lift the upper bound, by one in the last digit that is not zero; 来 says about as well."""
    tailed = _TAILED.fullmatch(text)
    if not tailed:
        return None
    head, scale = tailed["head"], _factor(tailed["scale"])
    if (big := _greater_scale(head, scale)) and (whole := _certain(head[:big])):
        rest = _with_vague_tail(text[big:])  # 1亿3千多万
        return rest and _between(whole.value + rest.low, whole.value + rest.high, rest.step)
    if pair := _approximate(head):
        return pair.times(Fraction(scale))
    base = _certain("一" + head if head in BIG_SCALES else head)
    if not base or not base.value or (head in DIGITS and scale == 1):
        return None
    low = base.value * (1 - _ABOUT) if tailed["tail"] == "来" else base.value
    vague = Numeral(base.value, low, base.value + _last_weight(base), base.step, True, True)
    return vague.times(Fraction(scale))


def _greater_scale(head: str, scale: int) -> int:
    """Where the part of a numeral ends whose own scale is greater than the one that comes last; 0 for none."""
    end = max(head.rfind(mark) + 1 for mark in BIG_SCALES)
    return end if scale > 1 and end and _factor(head[end - 1]) > scale else 0


def _last_weight(numeral: Numeral) -> Fraction:
    """The weight of the last digit that is not zero."""
    weight = numeral.step
    while numeral.value % (weight * 10) == 0:
        weight *= 10
    return weight


_PAIRS = "一二|一两|两三|三两|二三|三四|四五|三五|五六|六七|七八|八九"
_PAIR = re.compile(rf"(?<![{''.join(DIGITS)}])(?:{_PAIRS})(?![{''.join(DIGITS)}])")
# 百八十 and 千八百 fall somewhat short of the round number, or mean 180 and 1800; 百十 is a hundred, more or less
_ROUND = re.compile("(?:(?P<whole>[百千万])(?P<part>八(?P<scale>[十百千]))|百十)(?P<more>[万亿]{0,2})")


def _approximate(text: str) -> Numeral | None:
    """两三, 七八十, 十五六, 三五万: two neighbouring digits say a range."""
    if about := _ROUND.fullmatch(text):
        return _about_round(about)
    pair = _PAIR.search(text)
    if not pair or "点" in text:
        return None
    head, tail = text[: pair.start()], text[pair.end() :]
    ends = [_certain(head + digit + tail) for digit in sorted(pair.group(), key=DIGITS.__getitem__)]
    if not ends[0] or not ends[1]:
        return None
    return _between(ends[0].value, ends[1].value, ends[0].step)


def _about_round(about: re.Match[str]) -> Numeral | None:
    whole, scale = _factor(about["whole"] or "百"), _factor(about["scale"] or "十")
    if whole != 10 * scale:
        return None
    low, high = (8, 18) if about["whole"] else (9, 12)
    value, bottom, top, step = map(Fraction, (whole, low * scale, high * scale, scale))
    bounds = Numeral(value, bottom, top, step, True, True)
    return bounds.times(Fraction(_factor(about["more"])))


_TOKEN = re.compile(rf"{_NUMBER}|[{''.join([*DIGITS, *SCALES, *TENS])}几]")


def _by_place(text: str, few: int) -> Numeral | None:
    tokens = _TOKEN.findall(text)
    if sum(map(len, tokens)) != len(text):
        return None
    places = _Places(few)
    return places.numeral() if tokens and all(map(places.read, tokens)) else None


class _Places:
    """Adds up a numeral token by token; each reader answers whether the token may stand there."""

    def __init__(self, few: int) -> None:
        self.few = few
        self.total: int | Fraction = 0  # the finished 万 and 亿 sections
        self.section: int | Fraction = 0  # the one being read
        self.number: int | Fraction | None = None  # the digit or Arabic number that waits for its scale
        self.unit = self.step = Fraction(1)  # the weight of its last figure, and that of the last figure in its place
        self.scale = 1  # that was read last
        self.small, self.big = _TOP_SMALL, 0  # the scales that those to come must stay below
        self.is_first = True
        self.is_bare = self.is_pair = self.is_decimal = self.after_zero = self.after_big = self.is_scaled = False
        self.is_long = False  # the number has several figures, so that it stands at its own place

    def read(self, token: str) -> bool:
        if token in SMALL_SCALES:
            fits = self._small(SMALL_SCALES[token])
        elif token in BIG_SCALES:
            fits = self._big(BIG_SCALES[token])
        elif self.number is not None or self.is_decimal:
            fits = False
        elif token in TENS:
            fits = self._tens(TENS[token])
        else:
            fits = self._number(token)
        self.is_first = False
        return fits

    def _small(self, scale: int) -> bool:
        """十 needs no digit before it, 百 and 千 only at the start and after 零 (千三, 一万零百一十)."""
        if scale >= self.small or (self.is_pair and scale == 10):
            return False
        if self.number is None:
            if self.is_bare or not (scale == 10 or self.is_first or self.after_zero):
                return False
        elif self.is_long:
            return False
        self.is_bare = self.number is None and scale > 10
        self.section += scale if self.number is None else self.number * scale
        self.small, self.step = scale, Fraction(scale)
        return self._after(scale)

    def _big(self, scale: int) -> bool:
        """The section is worth 万; a greater scale behind a smaller one takes all before (一万五千亿)."""
        if self.number is not None:
            self.section, self.step = self.section + self.number, self.unit
        if self.after_zero and self.number is None:
            return False
        if self.after_big:
            fits = self._chain(scale)
        elif not self.section and self.number is None:
            return False
        elif self.big and scale > self.big:
            self.total, fits = (self.total + self.section) * scale, True
            self.big = scale
        else:
            fits = not self.big or (scale < self.big and self.section * scale < self.big)
            self.total += self.section * scale
            self.big = scale
        self.step, self.section, self.small, self.is_bare = self.step * scale, 0, _TOP_SMALL, False
        self._after(self.big)
        self.after_big = self.is_scaled = True
        return fits

    def _chain(self, scale: int) -> bool:
        """万亿, 万万, 亿亿; there is no 亿万."""
        fits = scale >= self.big
        self.total *= scale
        self.big *= scale
        return fits

    def _tens(self, tens: int) -> bool:
        fits = self.small > 10
        self.section += tens
        self.small, self.step = 10, Fraction(10)
        return fits and self._after(10)

    def _after(self, scale: int) -> bool:
        self.number, self.unit, self.scale = None, Fraction(1), scale
        self.is_pair = self.is_long = self.after_zero = self.after_big = False
        return True

    def _number(self, token: str) -> bool:
        self.after_big = False
        if token in _ZEROS:
            fits, self.after_zero = not self.after_zero, True
            return fits
        self.is_pair = token in PAIR_DIGITS
        self.number = self.few if token == "几" else DIGITS.get(token)
        return self.number is not None or self._arabic(token)

    def _arabic(self, token: str) -> bool:
        figures = _plain(token, "")
        self.is_decimal = figures.step < 1
        self.number, self.unit = figures.value if self.is_decimal else figures.value.numerator, figures.step
        self.is_long = len(token) > 1
        self.is_scaled = True
        return self.is_first or self.after_zero or figures.value < self.scale

    def numeral(self) -> Numeral | None:
        """五千二 is 5200, unless a zero or more figures than one say otherwise; 二百两 is a weight."""
        if self.number is None:
            return None if self.after_zero else self._sum(self.is_scaled)
        if self.is_pair:
            return None
        is_short = self.scale > 10 and not (self.after_zero or self.is_long)
        self.step = Fraction(self.scale // 10) if is_short else self.unit
        self.section += self.number * (self.step if is_short else 1)
        return self._sum(is_short and self.is_scaled)

    def _sum(self, is_rounded: bool) -> Numeral:
        return _point(self.total + self.section, self.step, is_rounded or self.step < 1)


_TOP_SMALL = 10**4
_ZEROS = "零〇○"


_SINGLE = {char: _point(digit, 1, False) for char, digit in DIGITS.items()}
_SINGLE |= {char: _point(scale, scale, False) for char, scale in {**SMALL_SCALES, **TENS}.items()}
_SINGLE["半"] = _of_half("")
_SINGLE |= {char: _point(tens, 10, False) for char, tens in TENS.items()}

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
    return _amount(numeral, modifier, is_continuous)


@lru_cache(maxsize=_REMEMBERED)
def _amount(numeral: Numeral, modifier: Modifier, is_continuous: bool) -> Amount:
    half = numeral.step / 2 if (numeral.is_rounded or is_continuous) and not numeral.is_vague else _NOTHING
    low: Fraction | None = numeral.low - half if half else numeral.low
    high: Fraction | None = numeral.high + half if half else numeral.high
    if modifier is Modifier.ABOUT and not numeral.is_vague:  # 大约十几 is vague enough
        margin = max(half, _last_digit(numeral) or abs(numeral.value) * _ABOUT)
        low, high = numeral.low - margin, numeral.high + margin
    elif modifier is Modifier.MORE_THAN and not numeral.is_vague:
        high = None
    elif modifier is Modifier.LESS_THAN:
        low = numeral.low - abs(numeral.value) * _NEARLY
    if numeral.is_vague and modifier is Modifier.EXACT:
        modifier = Modifier.MORE_THAN
    return Amount(numeral.value, Interval(low, high), numeral.step, modifier)


def _last_digit(numeral: Numeral) -> Fraction | None:
    """One in the last digit of a number of three digits or more: about 283.98 is rounded there and no round number."""
    digits = numeral.value / numeral.step if numeral.step else _NOTHING
    if digits.denominator != 1 or digits < _FEWEST_OF_NO_ROUND_NUMBER:
        return None
    if numeral.is_rounded:
        return numeral.step
    printed = str(digits.numerator)
    zeros = len(printed) - len(printed.rstrip("0"))
    return numeral.step * 10**zeros if len(printed) - zeros >= len(str(_FEWEST_OF_NO_ROUND_NUMBER)) else None


_NOTHING = Fraction(0)
_FEWEST_OF_NO_ROUND_NUMBER = 100  # in units of the last digit printed


def reprint(printed: Amount, old: str, new: str) -> Amount | None:
    """The amount that would stand there if the numeral `old` were printed as `new`, all else alike.

    None where `new` is no numeral, or `printed` is a range.

    >>> reprint(amount(read_numeral("3.4万")), "3.4万", "4.3万").value
    Fraction(43000, 1)
    """
    before, after = read_numeral(old), read_numeral(new)
    if before is None or after is None or printed.value is None or (before.value == 0 and printed.value != 0):
        return None
    factor = printed.value / before.value if before.value else printed.step / before.step
    return amount(after.times(factor), printed.modifier, is_continuous=_was_continuous(printed, before.times(factor)))


def _was_continuous(printed: Amount, before: Numeral) -> bool:
    """Whether the unit of a printed amount rounds whole numbers, told from its bounds."""
    if before.is_rounded or amount(before, printed.modifier).interval == printed.interval:
        return False
    return not printed.interval.is_point
