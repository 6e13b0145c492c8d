"""What a finding says: its rule's message with the numbers filled in, and the evidence in a few plain lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from factcheck.equations import add
from factcheck.model import Check, Claim, Document, Finding, Interval, Repair, Unread, Verdict
from factcheck.reporters.amounts import print_amount, print_interval
from factcheck.reporters.arithmetic import arithmetic, listed
from factcheck.reporters.phrases import Phrases, phrases
from factcheck.reporters.printed import printed, printed_numeral, reprinted
from factcheck.reporters.sides import sides
from factcheck.reporters.visible import visible

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SUM = re.compile(r"sum\(\s*(\w+)\s*\)")
MOST_REPAIRS = 3
MOST_CHECKS = 3


def message(finding: Finding, lang: str = "zh") -> str:
    """The message of a finding's rule, filled in.

    `{role}` prints the numbers in a role, `{sum(role)}` their sum in the unit of the first, `{left}`, `{right}`
    and `{gap}` the two sides of the failed check and how far apart they are, `{expected}` what would fit in
    place of the accused number. Any other placeholder is printed as it stands.
    """
    template = finding.rule.message_en if lang == "en" and finding.rule.message_en else finding.rule.message
    return visible(_PLACEHOLDER.sub(lambda match: _filled(match, finding, phrases(lang)), template))


def evidence(finding: Finding, lang: str = "zh") -> tuple[str, ...]:
    """The arithmetic and the possible repairs of a finding, a plain line each."""
    spoken = phrases(lang)
    return (
        *(spoken.arithmetic.format(line) for line in sums(finding, lang)),
        *(spoken.repair.format(change(repair, finding, spoken)) for repair in finding.repairs[:MOST_REPAIRS]),
    )


def sums(finding: Finding, lang: str = "zh") -> tuple[str, ...]:
    """The arithmetic of each failed check of a finding, the one that its rule speaks of first."""
    return tuple(dict.fromkeys(arithmetic(check, phrases(lang)) for check in _failed(finding)))


def change(repair: Repair, finding: Finding, spoken: Phrases) -> str:
    """`253家 → 235家（两位对调）`; the place is told where it is not the accused number that changes."""
    why = visible(spoken.slips.get(repair.slip, repair.slip))
    if repair.claim is not finding.accused:
        why = spoken.at_place.format(slip=why, place=place(repair.claim))
    return spoken.change.format(old=printed(repair.claim), new=reprinted(repair.claim, repair.text), why=why)


def place(claim: Claim) -> str:
    """`path:line:column`"""
    location = claim.location
    return f"{visible(claim.document.path)}:{location.line}:{location.column}"


def role_of(claim: Claim, checks: Iterable[Check]) -> str:
    """The role that a claim plays in the first check that speaks of it; empty where none does."""
    roles = ((role, claims) for check in checks for role, claims in check.relation.roles.items())
    return next((role for role, claims in roles if any(c is claim for c in claims)), "")


def why_unread(unread: Unread, lang: str = "zh") -> str:
    """The reason why a source could not be checked, without the path that may lead it."""
    reason = unread.reason_en if lang == "en" and unread.reason_en else unread.reason
    return visible(reason.removeprefix(unread.path).lstrip(":： ") or reason)


def texts_of(claims: Iterable[Claim]) -> list[str]:
    return [printed(claim) for claim in claims]


def documents_of(claims: Iterable[Claim]) -> list[Document]:
    """The documents that claims stand in, each once, in order."""
    return list({id(claim.document): claim.document for claim in claims}.values())


def _failed(finding: Finding) -> Sequence[Check]:
    """The failed checks, those of the finding's own rule first."""
    failed = [check for check in finding.checks if check.verdict is Verdict.FAILS] or finding.checks
    return sorted(failed, key=lambda check: check.rule.id != finding.rule.id)


def _filled(match: re.Match[str], finding: Finding, spoken: Phrases) -> str:
    name, check = match.group(1).strip(), next(iter(_failed(finding)), None)
    if name == "expected":
        return _expected(finding, check, spoken)
    if check is None:
        return match.group()
    roles = check.relation.roles
    if roles.get(name):
        return listed(texts_of(roles[name]), spoken.enumeration)
    if (of := _SUM.fullmatch(name)) and roles.get(of[1]):
        return _sum(roles[of[1]])
    return _side(name, check, spoken) or match.group()


def _side(name: str, check: Check, spoken: Phrases) -> str | None:
    both = sides(check)
    match name:
        case "left":
            return both.interval(both.left)
        case "right":
            return both.interval(both.right)
        case "gap":
            return both.gap().replace("个百分点", spoken.points)
    return None


def _sum(claims: Sequence[Claim]) -> str:
    """The sum of what numbers say, in the unit of the first; the numbers themselves where units differ."""
    unit, hint = claims[0].unit, "".join(map(printed_numeral, claims))
    step = min(claim.amount.step for claim in claims)
    if any(claim.unit != unit for claim in claims):
        return listed(texts_of(claims), " + ")
    values = [claim.amount.value for claim in claims if claim.amount.value is not None]
    if len(values) == len(claims):
        return print_amount(sum(values, Fraction(0)), unit, hint=hint, step=step)
    total = Interval(Fraction(0), Fraction(0))
    for claim in claims:
        total = add(total, claim.amount.interval)
    return print_interval(total, unit, hint=hint, step=step)


def _expected(finding: Finding, check: Check | None, spoken: Phrases) -> str:
    """What would fit in place of the accused number: its repairs, or else what the other side makes."""
    fitting = [reprinted(r.claim, r.text) for r in finding.repairs if r.claim is finding.accused]
    if fitting:
        return spoken.either.join(dict.fromkeys(fitting[:MOST_REPAIRS]))
    if check is None or finding.accused not in check.relation.claims:
        return spoken.another
    return spoken.another
