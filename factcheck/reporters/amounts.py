"""Values as Chinese copy prints them: 34000 as 3.4万, 6285000000 as 62.85亿. No floats."""

from __future__ import annotations

from fractions import Fraction

from factcheck.model import Interval

PERCENT, POINTS, MULTIPLE = "%", "百分点", "倍"
_PRINTED_UNITS = {POINTS: "个百分点"}
_SCALES = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
_MOST_DECIMALS = 12
_DECIMALS_OF_ENDLESS = 2  # 1/3 has no last digit
_NARROW = 10  # an interval narrower than a tenth of its middle is shown as its middle


def print_amount(value: Fraction, unit: str | None, *, hint: str = "", step: Fraction | None = None) -> str:
    """`value` with its unit, exact, or rounded to a multiple of `step`.

    `hint` is a numeral as printed nearby: where it has 万 or 亿, values from ten thousand up get them too,
    and where it groups digits (1,200), so do they. Zeros at the end go, but for a percentage with a `step`.

    >>> print_amount(Fraction(284), "家")
    '284家'
    >>> print_amount(Fraction(6285000000), "元", hint="62.85亿")
    '62.85亿元'
    >>> print_amount(Fraction(101), "%", step=Fraction(1, 10))
    '101.0%'
    """
    mark, scale = _scale(value, hint)
    places = _places(value / scale if step is None else step / scale)
    keeps_zeros = unit in (PERCENT, POINTS) and step is not None
    number = _decimal(value / scale, places, keeps_zeros=keeps_zeros, groups="," in hint and not mark)
    return f"{number}{mark}{_PRINTED_UNITS.get(unit or '', unit or '')}"


def print_interval(interval: Interval, unit: str | None, *, hint: str = "", step: Fraction | None = None) -> str:
    """A point as one value, a narrow interval as ≈ its middle, a wide one as a–b, an open one as ≥ a or ≤ b.

    >>> print_interval(Interval(Fraction(3), Fraction(5)), "人")
    '3–5人'
    """
    low, high = interval.low, interval.high
    if low is None or high is None:
        return _print_open(interval, unit, hint, step)
    if interval.is_point:
        return print_amount(low, unit, hint=hint, step=step)
    if is_narrow(interval):
        return "≈" + print_amount((low + high) / 2, unit, hint=hint, step=step)
    return f"{print_amount(low, None, hint=hint)}–{print_amount(high, unit, hint=hint)}"


def center(interval: Interval) -> Fraction | None:
    """The middle of an interval, its only end where it has one, None where it has none."""
    if interval.low is None or interval.high is None:
        return interval.low if interval.high is None else interval.high
    return (interval.low + interval.high) / 2


def is_narrow(interval: Interval) -> bool:
    """Whether the middle says enough of the interval."""
    if interval.low is None or interval.high is None:
        return False
    return (interval.high - interval.low) * _NARROW <= abs(interval.low + interval.high) / 2


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of `step` nearest to `value`, halves away from zero."""
    steps = int(abs(value) / step + Fraction(1, 2))
    return steps * step if value >= 0 else -steps * step


def _print_open(interval: Interval, unit: str | None, hint: str, step: Fraction | None) -> str:
    end = center(interval)
    if end is None:
        return "?"
    return ("≥" if interval.high is None else "≤") + print_amount(end, unit, hint=hint, step=step)


def _scale(value: Fraction, hint: str) -> tuple[str, int]:
    if "万" not in hint and "亿" not in hint:
        return "", 1
    fitting = ((m, s) for m, s in _SCALES if abs(value) >= s and (m != "万亿" or m in hint))
    return next(fitting, ("", 1))


def _places(step: Fraction) -> int:
    """How many decimals `step` has; a few where it has no last."""
    places = range(_MOST_DECIMALS + 1)
    return next((n for n in places if (step * 10**n).denominator == 1), _DECIMALS_OF_ENDLESS)


def _decimal(value: Fraction, places: int, *, keeps_zeros: bool, groups: bool) -> str:
    steps = rounded(abs(value), Fraction(1, 10**places)) * 10**places
    whole, below = divmod(int(steps), 10**places)
    decimals = str(below).rjust(places, "0") if places else ""
    decimals = decimals if keeps_zeros else decimals.rstrip("0")
    sign = "-" if value < 0 and steps else ""
    return sign + (f"{whole:,}" if groups else str(whole)) + (f".{decimals}" if decimals else "")
