"""Which number of the failed checks is the slip: every way to print one of them anew is weighed against the others.

A suspect says: the text meant `text`, and one slip made of it what is printed. How probable the printed text is if
that is so is a product of

- the slip: how often this very one is made (`misprints.LIKELIHOOD`);
- the length: of d digits there are ten times as many numbers as of d − 1, so that each is a tenth as likely: where
  an extra digit and a lost one would both do, the numeral that is too long is the culprit more often;
- the fit: the other numbers leave few values for an exact number and many for one that is rounded, of which the slip
  must have started from just the one; and a value in the middle of what rounding allows is likelier than one at
  its edge;
- the checks: a failed one that the suspect does not mend needs another slip, or was never meant; one that holds now
  and would not then has held by chance;
- the list: its items run from large to small more often than not, and a slip disturbs that;
- the rest of the text: a number printed a second time elsewhere was hardly mistyped twice, and a slip hardly makes
  a number that the text has elsewhere.

The number whose suspects weigh most together is accused; all that fit are shown as repairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import factorial

from msgspec.structs import replace

from factcheck.checks import recheck
from factcheck.misprints import LIKELIHOOD, canonical, misprints
from factcheck.model import Amount, Aspect, Check, Claim, Interval, Kind, Modifier, Verdict
from factcheck.numerals import reprint
from factcheck.rulebook import Rulebook
from factcheck.shifts import Shift, failing, middle, ruler, too_near_or_far

# Of two operands whose values just touch, the fit is not nothing: 0.5 rounds both ways.
_AT_THE_EDGE = Fraction(1, 20)
# Another slip in the same numbers, where a check stays failed.
_ANOTHER_SLIP = Fraction(1, 20)
# An order that does not hold any more held by chance as often as not.
_ORDER_BY_CHANCE = Fraction(1, 2)
# What a number printed elsewhere may count for at most: it may speak of something else.
_MOST_FOR_ELSEWHERE = 20
_ADDED = frozenset({"whole-parts", "shares"})  # relations in which each number counts once, as it is
_COPIED = frozenset({"same", "same-across"})  # relations in which one number is printed twice
_SAME_DIGITS = frozenset({"point", "unit"})  # slips that leave the digits as they are
_ALL = 100
_FEWEST_IN_ORDER, _MOST_FOR_ORDER = 3, 24
# Binary digits of a weight that are kept, and of a total: weights that are equal stay so however they were added up.
_WEIGHT_BITS, _TOTAL_BITS = 128, 96


@dataclass(frozen=True, slots=True)
class Suspect:
    """A claim, one way to print it anew, the failed checks that this mends and the held ones that it breaks."""

    claim: Claim
    text: str
    slip: str
    amount: Amount
    mends: tuple[Check, ...]
    breaks: tuple[Check, ...]
    weight: Fraction


class Elsewhere:
    """How often each number is printed in each document."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._printed: Counter[tuple[int, str | None, str]] = Counter()
        self._of_unit: Counter[tuple[int, str | None]] = Counter()
        for claim in dict.fromkeys(claims):
            self._printed[id(claim.document), claim.unit, canonical(printed_numeral(claim))] += 1
            self._of_unit[id(claim.document), claim.unit] += 1

    def telling(self, claim: Claim, text: str, apart_from: Iterable[Claim]) -> Fraction:
        """How much it tells that `text` stands elsewhere with the unit of `claim`; 1 where it does not."""
        form = canonical(text)
        own = sum(
            c.unit == claim.unit and c.document is claim.document and canonical(printed_numeral(c)) == form
            for c in apart_from
        )
        if self._printed[id(claim.document), claim.unit, form] <= own:
            return Fraction(1)
        numerals = 9 * 10 ** (significant_digits(text) - 1)
        return min(Fraction(_MOST_FOR_ELSEWHERE), 1 + Fraction(numerals, self._of_unit[id(claim.document), claim.unit]))


def printed_numeral(claim: Claim) -> str:
    return claim.quantity.numeral.of(claim.document.text)


def significant_digits(numeral: str) -> int:
    """
    >>> significant_digits("1200"), significant_digits("0.94"), significant_digits("三")
    (2, 2, 1)
    """
    digits = "".join(c for c in numeral if c.isdigit() and c.isascii()).lstrip("0")
    return len(digits if "." in numeral else digits.rstrip("0")) or 1


def find_suspects(
    failed: Sequence[Check], taking_part: Mapping[Claim, Sequence[Check]], elsewhere: Elsewhere, rulebook: Rulebook
) -> list[Suspect]:
    """All single corrections that mend at least one of the failed checks."""
    claims = dict.fromkeys(claim for check in failed for claim in check.relation.claims)
    inquiry = _Inquiry({check: _of_itself(check, rulebook) for check in failed}, taking_part, elsewhere, rulebook)
    return [suspect for claim in claims for suspect in inquiry.suspects(claim)]


def likeliest(suspects: Iterable[Suspect], open_: Sequence[Check]) -> Suspect | None:
    """Of the claim whose suspects weigh most together, the heaviest; between equals the total, or the new value."""
    by_claim: dict[Claim, list[Suspect]] = defaultdict(list)
    still_open = set(open_)
    for suspect in suspects:
        if not still_open.isdisjoint(suspect.mends):
            by_claim[suspect.claim].append(suspect)
    if not by_claim:
        return None
    heaviest = max(by_claim.values(), key=lambda own: (_together(own), -_role_rank(own[0])))
    return max(heaviest, key=lambda suspect: suspect.weight)


def _together(own: Sequence[Suspect]) -> Fraction:
    """Days and dates are offered in the order in which they are likely, and many of them count no more than one."""
    weights = [suspect.weight for suspect in own]
    if any(_is_of_calendar(check) for check in own[0].mends):
        return max(weights)
    return _shortened(sum(weights, Fraction(0)), _TOTAL_BITS)


def _shortened(weight: Fraction, bits: int) -> Fraction:
    """A weight to so many binary digits, in whole numbers throughout: a product of many has thousands of them.

    >>> _shortened(Fraction(1, 3), 4)
    Fraction(11, 32)
    """
    unit = Fraction(2) ** (weight.numerator.bit_length() - weight.denominator.bit_length() - bits)
    return round(weight / unit) * unit


def _role_rank(suspect: Suspect) -> int:
    relation = suspect.mends[0].relation
    return next((i for i, claims in enumerate(relation.roles.values()) if suspect.claim in claims), 0)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """What the suspects of one group of failed checks are weighed by."""

    failed: Mapping[Check, Fraction]  # with how often each fails whatever else does
    taking_part: Mapping[Claim, Sequence[Check]]
    elsewhere: Elsewhere
    rulebook: Rulebook

    def suspects(self, claim: Claim) -> Iterator[Suspect]:
        if not claim.amount.is_exact and not _is_about_to_the_digit(claim.amount):
            return
        mine = [check for check in self.taking_part[claim] if check in self.failed]
        held = [check for check in self.taking_part[claim] if check.verdict is Verdict.HOLDS]
        for text, slip, amount in self._reprints(claim, mine):
            anew = [(check, recheck(check, self.rulebook, {claim: amount})) for check in mine]
            mended = [(check, after) for check, after in anew if after.verdict is Verdict.HOLDS]
            if mended:
                mends = tuple(check for check, _ in mended)
                others = [(check, recheck(check, self.rulebook, {claim: amount})) for check in held]
                breaks = tuple(check for check, after in others if after.verdict is Verdict.FAILS)
                weight = self._company(mends, others)
                if not any(_is_of_calendar(check) for check in mends):
                    weight *= min(self._fit(check, after, claim, amount) for check, after in mended)
                    weight *= LIKELIHOOD[slip] * _length(claim.amount, amount, slip)
                    weight *= self._looks(claim, text, amount, mends)
                yield Suspect(claim, text, slip, amount, mends, breaks, _shortened(weight, _WEIGHT_BITS))

    def _reprints(self, claim: Claim, mine: Sequence[Check]) -> Iterator[tuple[str, str, Amount]]:
        """The numerals that a slip may have turned into the one printed, with the slip and what they would amount to;
        without most of those that make none of the checks hold."""
        shifts = self._shifts(claim, mine)
        known = _alternatives(claim) if _is_given(claim) else self._misprinted(claim, mine, shifts)
        for text, slip, amount in known:
            if not shifts or any(shift.is_made(claim.amount, amount) for shift in shifts):
                yield text, slip, amount

    def _misprinted(
        self, claim: Claim, mine: Sequence[Check], shifts: Sequence[Shift]
    ) -> Iterator[tuple[str, str, Amount]]:
        printed = printed_numeral(claim)
        slips = dict(misprints(printed))
        hopeless = frozenset(self._hopeless(claim, slips, mine, shifts))
        for text, slip in slips.items():
            amount = None if text in hopeless else reprint(claim.amount, printed, text)
            if amount and not _is_more_than_all(claim, amount):
                yield text, slip, amount

    def _hopeless(
        self, claim: Claim, texts: Iterable[str], mine: Sequence[Check], shifts: Sequence[Shift]
    ) -> Iterable[str]:
        """Those of the numerals that leave all of the checks failed, as far as it takes no reading to tell."""
        by = ruler(printed_numeral(claim), claim.amount)
        if by and shifts:
            return too_near_or_far(texts, by, shifts)
        if by and claim.amount.is_exact:
            return failing(texts, by, lambda values: any(self._may_hold(check, claim, values) for check in mine))
        return ()

    def _may_hold(self, check: Check, claim: Claim, values: Interval) -> bool:
        anew = {claim: replace(claim.amount, interval=values)}
        return recheck(check, self.rulebook, anew).verdict is not Verdict.FAILS

    def _shifts(self, claim: Claim, mine: Sequence[Check]) -> Sequence[Shift]:
        """By how much the number must move, where all that failed are sums of lists or say one thing twice: such a
        check holds when one number moves as far as it is off; to check anew all of a long list takes long."""
        if not all(_moves_with_each(check) for check in mine):
            return ()
        unit = self.rulebook.lexicon.factor(claim.unit)
        return [Shift(abs(_gap(check)) / unit, 2 * _width(check) / unit) for check in mine]

    def _fit(self, before: Check, after: Check, claim: Claim, amount: Amount) -> Fraction:
        """How likely just this value was of those that the other numbers leave."""
        if not self._equates(before):
            return Fraction(1)
        steps = abs(middle(amount.interval) - middle(claim.amount.interval)) / amount.step
        moved = abs(_gap(after) - _gap(before))
        fitting = 2 * _width(after) * steps / (moved * _rounded(after)) if moved else Fraction(1)
        return _central(after) / max(Fraction(1), fitting)

    def _company(self, mends: Sequence[Check], held: Sequence[tuple[Check, Check]]) -> Fraction:
        """What the checks say that stay failed, and those that hold now, as they would be then."""
        said = Fraction(1)
        for check, chance in self.failed.items():
            if check not in mends:
                said *= chance
        for check, after in held:
            if after.verdict is Verdict.FAILS:
                said *= holding_by_chance(check, self.rulebook)
            elif self._equates(check):
                said *= _central(after) / _central(check)
        return said

    def _equates(self, check: Check) -> bool:
        return _equates(check, self.rulebook)

    def _looks(self, claim: Claim, text: str, amount: Amount, mends: Sequence[Check]) -> Fraction:
        """What the order of the list and the rest of the text say."""
        apart_from = [c for check in mends for c in check.relation.claims]
        apart_from = list(dict.fromkeys(apart_from))
        said = self.elsewhere.telling(claim, text, [c for c in apart_from if c is not claim])
        said /= self.elsewhere.telling(claim, printed_numeral(claim), apart_from)
        return said * max(_order(check, claim, amount) for check in mends)


def _of_itself(check: Check, rulebook: Rulebook) -> Fraction:
    """How often a check fails whatever else does: by another slip, or because it was never meant."""
    unmeant = min(Fraction(1), check.relation.ground.doubt + _ANOTHER_SLIP)
    return unmeant * coincidence(check) if _equates(check, rulebook) else unmeant


def _equates(check: Check, rulebook: Rulebook) -> bool:
    return rulebook.equations[check.rule.id].comparison == "=="


def _moves_with_each(check: Check) -> bool:
    """Whether its two sides come as much nearer to one another as one of its numbers moves."""
    kind = check.relation.kind
    return kind in _ADDED or (kind in _COPIED and all(claim.amount.is_exact for claim in check.relation.claims))


def _is_about_to_the_digit(amount: Amount) -> bool:
    """约283.98亿元: so many digits are rounded at the last, and one of them may be wrong as well as any."""
    low, high = amount.interval.low, amount.interval.high
    if amount.modifier is not Modifier.ABOUT or amount.is_range or low is None or high is None:
        return False
    return 0 < high - low <= 2 * amount.step


def _is_of_calendar(check: Check) -> bool:
    return any(claim.quantity.kind is Kind.DATE or claim.alternatives for claim in check.relation.claims)


def _is_given(claim: Claim) -> bool:
    """Whether it is told with the claim what it may be a slip for."""
    return bool(claim.alternatives) or claim.quantity.kind is Kind.DATE


def _alternatives(claim: Claim) -> Iterator[tuple[str, str, Amount]]:
    return ((other.text, other.slip, other.amount) for other in claim.alternatives)


def _is_more_than_all(claim: Claim, meant: Amount) -> bool:
    """No share of 76% was meant to be 576%."""
    if claim.aspect is not Aspect.SHARE or claim.unit != "%" or not claim.amount.value or not meant.value:
        return False
    return claim.amount.value <= _ALL < meant.value


def _length(printed: Amount, meant: Amount, slip: str) -> Fraction:
    """Numbers of one digit less are ten times as likely each: by their values, which is the same without the jump."""
    if slip in _SAME_DIGITS or not printed.value or not meant.value:
        return Fraction(1)
    return abs(printed.value / meant.value)


def coincidence(check: Check, fewer: int = 0) -> Fraction:
    """How often unrelated numbers of these lengths are one misprint from agreeing: each numeral of d digits
    can be reached from about 12 d others, out of 9 × 10^(d-1); `fewer` of its digits agree anyhow."""
    total = Fraction(0)
    for claim in check.relation.claims:
        digits = max(1, significant_digits(printed_numeral(claim)) - fewer)
        total += min(Fraction(1), Fraction(12 * digits, 9 * 10 ** (digits - 1)))
    return min(Fraction(1), total)


def holding_by_chance(check: Check, rulebook: Rulebook) -> Fraction:
    """How often a check that says nothing true of its numbers would hold all the same: an equation as often as a
    number of that size falls into what rounding leaves, an order as often as not."""
    size = max(abs(middle(check.left)), abs(middle(check.right)))
    if rulebook.equations[check.rule.id].comparison != "==" or not size:
        return _ORDER_BY_CHANCE
    step = min(claim.amount.step * rulebook.lexicon.factor(claim.unit) for claim in check.relation.claims)
    return min(_ORDER_BY_CHANCE, (2 * _width(check) + step) / size)


def _order(check: Check, claim: Claim, amount: Amount) -> Fraction:
    """What the items' order says: of n items one order in n! runs down by chance, but 185 of 297 lists that add up
    do."""
    for claims in (check.relation.roles.get("part", ()), check.relation.roles.get("share", ())):
        if claim in claims and len(claims) >= _FEWEST_IN_ORDER:
            ordered = sorted(claims, key=lambda c: c.span.start)
            if all(c.amount.value is not None for c in ordered) and _runs_down(ordered, {claim: amount}):
                return Fraction(min(_MOST_FOR_ORDER, factorial(len(claims))))
    return Fraction(1)


def _runs_down(claims: Sequence[Claim], changed: Mapping[Claim, Amount]) -> bool:
    values = [changed.get(claim, claim.amount).value or Fraction(0) for claim in claims]
    return all(a >= b for a, b in pairwise(values))


def _central(check: Check) -> Fraction:
    """How near the two sides come, of what rounding allows: the errors of n rounded numbers add up to little more
    often than to much, and near the most that they can come to with the power n − 1 (Irwin and Hall)."""
    width = _width(check)
    inside = 1 - abs(_gap(check)) / width if width else Fraction(1)
    return max(_AT_THE_EDGE, inside ** (_rounded(check) - 1) if inside > 0 else Fraction(0))


def _rounded(check: Check) -> int:
    """How many of the numbers are rounded: at least two, since an exact one is rounded where it is divided."""
    return max(2, sum(not claim.amount.interval.is_point for claim in check.relation.claims))


def _gap(check: Check) -> Fraction:
    return middle(check.left) - middle(check.right)


def _width(check: Check) -> Fraction:
    """Half of what rounding leaves on both sides together."""
    return (_spread(check.left) + _spread(check.right)) / 2


def _spread(side: Interval) -> Fraction:
    return Fraction(0) if side.low is None or side.high is None else side.high - side.low
