"""Failed checks to findings: which number is the slip, what would fit, and how sure that is.

A failed equation has two explanations: a misprint, or a relation that was never meant. Their odds are

    odds = misprint / (doubt × coincidence)

`misprint` is how often a tie in a draft is broken by a slip; `doubt`, of the ground, how often such a tie is
not meant; `coincidence` how often numbers that have nothing to do with each other are one misprint away from
agreeing. Checks that one correction mends multiply: each would have to be unmeant by itself. The equation
is never weighed alone: a mismatch that no single misprint explains keeps only its ground's doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from msgspec.structs import replace

from factcheck.checks import recheck
from factcheck.culprits import (
    Elsewhere,
    Suspect,
    coincidence,
    find_suspects,
    holding_by_chance,
    likeliest,
    printed_numeral,
    significant_digits,
)
from factcheck.equations import add
from factcheck.model import Amount, Check, Claim, Confidence, Finding, Interval, Kind, Repair, Severity, Verdict
from factcheck.numerals import reprint
from factcheck.rulebook import NOTATION, Rulebook

# One tie in twenty of a draft before the copy desk; of 796 ties read by hand in published text, six were broken.
MISPRINT = Fraction(1, 20)
# Of the slips that proof-readers mark, about four in five are one keystroke (Damerau 1964).
ONE_KEYSTROKE = Fraction(4, 5)
CERTAIN, LIKELY = Fraction(20), Fraction(1)
_MOST_TOGETHER = 40  # in 6,000 documents no slip made more than three checks fail, on broken ones 13
_LESS_THAN_A_STEP = Fraction(999, 1000)
# A quotient this near to where rounding turns (17.33499 %, printed 17.34) may have been taken from operands unrounded.
_OF_A_STEP = Fraction(1, 100)
_SMALL_REST = Fraction(1, 8)
_MOST_REPAIRS = 6
# Percentage points are the difference of the rates as printed, already rounded: no digit was cut off from them; and
# what is printed a second time is copied, not computed.
_TAKEN_AS_PRINTED = frozenset({"points", "points-turn", "points-common", "same", "same-across"})


def diagnose(checks: Sequence[Check], rulebook: Rulebook, claims: Iterable[Claim] = ()) -> tuple[Finding, ...]:
    """One finding for each slip, the surest explanation first taken; `claims` are all that the texts print."""
    failed = [check for check in checks if check.verdict is Verdict.FAILS]
    if not failed:
        return ()
    taking_part = _by_claim(checks)
    findings, failed = _forms(failed, rulebook)
    last_digit = [check for check in failed if _is_last_digit(check, taking_part, rulebook)]
    findings += [_info(check) for check in last_digit]
    settled = set(map(id, last_digit))
    elsewhere = Elsewhere(claims or taking_part)
    for group in _sharing_claims([check for check in failed if id(check) not in settled]):
        for together in _batched(group):
            findings.extend(_explain(together, taking_part, elsewhere, rulebook))
    return tuple(findings)


def _forms(failed: Sequence[Check], rulebook: Rulebook) -> tuple[list[Finding], list[Check]]:
    """Findings for what is written in a wrong form, and the failed checks that no such form explains.

    A check that speaks of the numbers of a form alone fails for the form's sake: 提高3.5% for 3.5个百分点.
    """
    forms = [check for check in failed if check.relation.kind == NOTATION]
    speaking = _by_claim(form for form in forms if form.rule.severity is not Severity.INFO)
    explained: dict[Check, list[Check]] = {form: [] for form in forms}
    rest: list[Check] = []
    for check in failed:
        if check.relation.kind != NOTATION:
            claims = check.relation.claims
            form = next((f for f in speaking.get(claims[0], ()) if set(claims) <= set(f.relation.claims)), None)
            (rest if form is None else explained[form]).append(check)
    return [_form(form, explained[form], rulebook) for form in forms], rest


def _form(check: Check, explained: Sequence[Check], rulebook: Rulebook) -> Finding:
    """The last number of a form is the one that is written wrongly."""
    *others, accused = check.relation.claims
    checks = (check, *explained)
    severity = max((c.rule.severity for c in checks), key=lambda s: s.weight)
    repairs = tuple(_computed(check, accused, rulebook))
    return Finding(check.rule, severity, _sureness(check, accused, rulebook), accused, tuple(others), checks, repairs)


def _sureness(check: Check, accused: Claim, rulebook: Rulebook) -> Confidence:
    """A form without doubt is wrong whatever the numbers say. Where they tell, unrelated ones would fit its condition
    once in so many as there are numerals of the length of the accused."""
    if rulebook.notations[check.rule.id].doubt is None:
        return Confidence.CERTAIN
    chance = Fraction(1)
    if rulebook.conditions[check.rule.id].comparison == "==" and rulebook.conditions[check.rule.id].roles:
        digits = significant_digits(printed_numeral(accused))
        chance = Fraction(1, 9 * 10 ** (digits - 1))
    return _confidence(MISPRINT / (check.relation.ground.doubt * chance))


def _computed(check: Check, accused: Claim, rulebook: Rulebook) -> Iterator[Repair]:
    """The accused numeral as the other numbers make it, where the rule says what it should equal."""
    printed = accused.quantity.numeral.of(accused.document.text)
    right = check.right
    if check.rule.expect.partition("==")[0].strip() not in check.relation.roles:
        return
    if right.low is None or right.high is None or not printed.replace(".", "").isdigit():
        return
    value = (right.low + right.high) / 2 / rulebook.lexicon.factor(accused.unit)
    places = len(printed.partition(".")[2])
    text = f"{round(value * 10**places):0{places + 1}d}"
    text = f"{text[:-places]}.{text[-places:]}" if places else text
    amount = reprint(accused.amount, printed, text)
    if amount and recheck(check, rulebook, {accused: amount}).verdict is Verdict.HOLDS:
        yield Repair(accused, text, "computed")


def _sharing_claims(checks: Sequence[Check]) -> list[list[Check]]:
    """The checks in groups that share numbers, directly or through one another."""
    group_of: dict[Claim, list[Check]] = {}
    for check in checks:
        groups = {id(g): g for claim in check.relation.claims if (g := group_of.get(claim)) is not None}
        merged = max(groups.values(), key=len, default=[])
        for group in groups.values():
            if group is not merged:
                merged.extend(group)
                group_of.update({claim: merged for other in group for claim in other.relation.claims})
        merged.append(check)
        group_of.update(dict.fromkeys(check.relation.claims, merged))
    return list({id(group): group for group in group_of.values()}.values())


def _batched(group: list[Check]) -> Iterator[list[Check]]:
    """Each failed check of a group is weighed against all others, so that a group must not grow with the text."""
    yield from (group[i : i + _MOST_TOGETHER] for i in range(0, len(group), _MOST_TOGETHER))


def _explain(
    open_: list[Check], taking_part: Mapping[Claim, list[Check]], elsewhere: Elsewhere, rulebook: Rulebook
) -> Iterator[Finding]:
    """The likeliest slip is taken first; what stays failed is explained anew without it."""
    suspects = find_suspects(open_, taking_part, elsewhere, rulebook)
    while open_:
        best = likeliest(suspects, open_)
        if best is None:
            yield from (_unexplained(check) for check in open_)
            return
        finding = _finding(best, suspects, open_, rulebook)
        yield finding
        open_ = [check for check in open_ if check not in best.mends and not _is_settled(check, finding, suspects)]


def _is_settled(check: Check, finding: Finding, suspects: Sequence[Suspect]) -> bool:
    """Whether a number accused for good reason is reason enough for another check of its own to fail: so it is
    where no other number, printed anew, would mend that."""
    if finding.accused not in check.relation.claims or finding.confidence is Confidence.POSSIBLE:
        return False
    return not any(check in s.mends and s.claim is not finding.accused for s in suspects)


def _by_claim(checks: Iterable[Check]) -> Mapping[Claim, list[Check]]:
    taking_part: dict[Claim, list[Check]] = defaultdict(list)
    for check in checks:
        for claim in check.relation.claims:
            taking_part[claim].append(check)
    return taking_part


def _claims(checks: Iterable[Check]) -> list[Claim]:
    return list({claim: None for check in checks for claim in check.relation.claims})


def _finding(best: Suspect, suspects: Sequence[Suspect], open_: Sequence[Check], rulebook: Rulebook) -> Finding:
    checks = tuple(check for check in best.mends if check in open_)
    rule = max(checks, key=lambda c: c.rule.severity.weight).rule
    odds = MISPRINT * ONE_KEYSTROKE * _consistency(suspects, checks, rulebook)
    for check in _of_one_law(checks, rulebook):
        odds /= check.relation.ground.doubt * _coincidence(check, rulebook)
    others = tuple(c for c in _claims(checks) if c is not best.claim)
    return Finding(rule, rule.severity, _confidence(odds), best.claim, others, checks, _repairs(best, suspects, checks))


def _of_one_law(checks: Sequence[Check], rulebook: Rulebook) -> Iterable[Check]:
    """One check of each comparison: a house rule that says what a rule says already is no second witness."""
    return {(id(check.relation), rulebook.equations[check.rule.id].roles): check for check in checks}.values()


def _consistency(suspects: Sequence[Suspect], checks: Sequence[Check], rulebook: Rulebook) -> Fraction:
    """What holds now and would not with any repair would have held by chance, or was never meant."""
    fitting = [s.breaks for s in suspects if set(checks) <= set(s.mends)]
    return max(_by_chance(breaks, rulebook) for breaks in fitting)


def _by_chance(breaks: Sequence[Check], rulebook: Rulebook) -> Fraction:
    return prod((holding_by_chance(check, rulebook) for check in breaks), start=Fraction(1))


def _repairs(best: Suspect, suspects: Sequence[Suspect], checks: Sequence[Check]) -> tuple[Repair, ...]:
    """Single corrections that mend the same checks: one for each number, the accused first, then the next likeliest."""
    fitting = [s for s in suspects if set(checks) <= set(s.mends) and not s.breaks]
    if all("==" not in check.rule.expect for check in checks):
        fitting = [
            s for s in fitting if s.claim.alternatives or s.slip in ("swap", "double")
        ]  # any larger number would do: nothing to offer
    fitting.sort(key=lambda s: -s.weight)
    turns: dict[Claim, int] = defaultdict(int)
    ranked: list[tuple[int, bool, int, Suspect]] = []
    for suspect in fitting:
        ranked.append((turns[suspect.claim], suspect.claim is not best.claim, len(ranked), suspect))
        turns[suspect.claim] += 1
    ranked.sort()
    return tuple(Repair(s.claim, s.text, s.slip) for *_, s in ranked[:_MOST_REPAIRS])


def _unexplained(check: Check) -> Finding:
    """A mismatch that no single misprint explains: last year's figure left standing, or nothing meant."""
    odds = MISPRINT * (1 - ONE_KEYSTROKE) / check.relation.ground.doubt
    claims = check.relation.claims
    return Finding(check.rule, check.rule.severity, _confidence(odds), claims[0], claims[1:], (check,))


def _info(check: Check) -> Finding:
    claims = check.relation.claims
    return Finding(check.rule, Severity.INFO, Confidence.LIKELY, claims[0], claims[1:], (check,))


def _confidence(odds: Fraction) -> Confidence:
    if odds >= CERTAIN:
        return Confidence.CERTAIN
    return Confidence.LIKELY if odds >= LIKELY else Confidence.POSSIBLE


def _coincidence(check: Check, rulebook: Rulebook) -> Fraction:
    """How often numbers that are not tied as the rule says look as if one misprint had parted them."""
    if rulebook.equations[check.rule.id].comparison != "==":
        return Fraction(1)
    if check.relation.kind == "whole-parts" and check.verdict is Verdict.FAILS:
        return min(coincidence(check), _shortfall(check) * _within_reach(check, rulebook))
    return coincidence(check, fewer=int(check.relation.kind == "same" and _are_near(check)))


def _are_near(check: Check) -> bool:
    """Two years' values of one rate or stock differ by a hundredth or so and share their first digits: those tell
    nothing then."""
    left, right = (_low(side) + _high(side) for side in (check.left, check.right))
    return abs(left - right) * 50 < max(abs(left), abs(right))


def _shortfall(check: Check) -> Fraction:
    """How often a list that leaves some out, or whose items overlap, is off by no more: the gap over the whole, and
    never less than once in eight, for what is left out is often a small rest. Of 70 lists after 其中 or 在…中 that did
    not make up their whole, ten fell short by less than a tenth, six by less than two hundredths, nine came to more.
    """
    left, right = check.left, check.right
    if left.low is None or right.high is None or left.low <= 0:
        return Fraction(1)
    return max(_SMALL_REST, (left.low - right.high) / left.low)


def _within_reach(check: Check, rulebook: Rulebook) -> Fraction:
    """How often one misprint of one of the numbers closes a gap of so many digits: about twenty gaps can be closed, a
    digit changed or two swapped, of 9 × 10^(d-1); rounding widens each, and round numbers leave round gaps."""
    left, right = check.left, check.right
    if None in (left.low, left.high, right.low, right.high):
        return Fraction(1)
    step = _roundness(check) * min(c.amount.step * rulebook.lexicon.factor(c.unit) for c in check.relation.claims)
    gap = max(_low(left) - _high(right), _low(right) - _high(left)) / step
    spread = 1 + (_high(left) - _low(left) + _high(right) - _low(right)) / step
    digits = len(str(int(abs(gap))))
    return min(Fraction(1), len(check.relation.claims) * spread * Fraction(20, 9 * 10 ** (digits - 1)))


def _roundness(check: Check) -> int:
    """The power of ten that all the numerals are multiples of."""
    numerals = [printed_numeral(claim) for claim in check.relation.claims]
    if any("." in numeral for numeral in numerals):
        return 1
    digits = ["".join(c for c in numeral if c.isdigit()) for numeral in numerals]
    return int(10 ** min(len(d) - len(d.rstrip("0")) for d in digits))


def _low(side: Interval) -> Fraction:
    return side.low or Fraction(0)


def _high(side: Interval) -> Fraction:
    return side.high or Fraction(0)


def _is_last_digit(check: Check, taking_part: Mapping[Claim, list[Check]], rulebook: Rulebook) -> bool:
    """Whether truncation instead of rounding explains it, or a nudge of one in the last digit of a share that makes its
    column come to just 100: worth knowing, never an error."""
    equation = rulebook.equations[check.rule.id]
    rounded = [c for c in check.relation.claims if c.quantity.kind is Kind.PERCENT and _is_rounded(c)]
    if equation.comparison != "==" or not rounded or check.relation.kind in _TAKEN_AS_PRINTED:
        return False
    if any(_compares(check, {c: cut(c.amount) for c in rounded}, rulebook) for cut in (_truncated, _at_the_edge)):
        return True
    in_columns = [c for c in rounded if any(_makes_just_100(column) for column in taking_part[c])]
    return any(_compares(check, {claim: _nudged(claim.amount)}, rulebook) for claim in in_columns)


def _makes_just_100(check: Check) -> bool:
    return check.relation.kind == "shares" and sum(c.amount.value or 0 for c in check.relation.claims) == 100


def _compares(check: Check, changed: Mapping[Claim, Amount], rulebook: Rulebook) -> bool:
    return recheck(check, rulebook, changed).verdict is Verdict.HOLDS


def _is_rounded(claim: Claim) -> bool:
    return claim.amount.is_exact and not claim.amount.interval.is_point


def _truncated(amount: Amount) -> Amount:
    """The values that are printed so if what follows the last digit was cut off."""
    beyond = Interval(Fraction(0), amount.step * _LESS_THAN_A_STEP)
    return replace(amount, interval=add(Interval(amount.value, amount.value), beyond))


def _nudged(amount: Amount) -> Amount:
    return _widened(amount, amount.step)


def _at_the_edge(amount: Amount) -> Amount:
    return _widened(amount, amount.step * _OF_A_STEP)


def _widened(amount: Amount, by: Fraction) -> Amount:
    return replace(amount, interval=add(amount.interval, Interval(-by, by)))
