"""Whether printed numbers agree, rounding counted in."""

from __future__ import annotations

from fractions import Fraction

from factcheck.equations import divide, multiply
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Interval

_HUNDRED = Interval(Fraction(100), Fraction(100))


def meet(a: Interval, b: Interval) -> bool:
    """Whether two intervals, each bounded on both sides, have a value in common."""
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return False
    return a.low <= b.high and b.low <= a.high


def is_share_of(share: Claim, part: Claim, whole: Claim, lexicon: Lexicon) -> bool:
    """Whether a percentage is that of a part and a whole."""
    if not whole.amount.value or not lexicon.comparable(part.unit, whole.unit):
        return False
    quotient = multiply(divide(_amount(part, lexicon), _amount(whole, lexicon)), _HUNDRED)
    return meet(share.amount.interval, quotient)


def _amount(claim: Claim, lexicon: Lexicon) -> Interval:
    factor = lexicon.factor(claim.unit)
    return multiply(claim.amount.interval, Interval(factor, factor))
