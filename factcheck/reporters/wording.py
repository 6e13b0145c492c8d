"""What a finding says: its rule's message with the numbers filled in, and the evidence in plain lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from factcheck.equations import add
from factcheck.model import Check, Claim, Document, Finding, Interval, Location, Notice, Repair, Report, Unread, Verdict
from factcheck.reporters.amounts import print_amount, print_interval
from factcheck.reporters.arithmetic import arithmetic, listed
from factcheck.reporters.phrases import Phrases, phrases
from factcheck.reporters.printed import plain_numeral, printed, reprinted
from factcheck.reporters.safety import harmless
from factcheck.reporters.sides import sides, terms

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SUM = re.compile(r"sum\(\s*(\w+)\s*\)")
_MOST_REPAIRS = 3


def message(finding: Finding, lang: str = "zh") -> str:
    """The message of a finding's rule, filled in.

    `{role}` prints the numbers in a role, `{sum(role)}` their sum in the unit of the first, `{left}`,
    `{right}` and `{gap}` the two sides of the failed check and how far apart they are, `{expected}` what
    would fit in place of the accused number. Any other placeholder is printed as it stands.
    """
    template = finding.rule.message_en if lang == "en" and finding.rule.message_en else finding.rule.message
    return harmless(_PLACEHOLDER.sub(lambda match: _filled(match, finding, phrases(lang)), template))


def evidence(finding: Finding, lang: str = "zh") -> tuple[str, ...]:
    """The arithmetic and the possible repairs of a finding, in plain lines."""
    spoken = phrases(lang)
    return (
        *(spoken.arithmetic.format(line) for line in sums(finding, lang)),
        *(spoken.repair.format(line) for line in changes(finding, lang)[:1]),
        *(f"- {line}" for line in changes(finding, lang)[1:]),
    )


def changes(finding: Finding, lang: str = "zh") -> tuple[str, ...]:
    """The repairs of a finding: `253家 → 235家（两位对调）`; of several a few, after a note."""
    spoken = phrases(lang)
    shown = [described(repair, finding, lang) for repair in finding.repairs[:_MOST_REPAIRS]]
    if len(finding.repairs) > _MOST_REPAIRS:
        shown.append(spoken.more_repairs.format(len(finding.repairs) - _MOST_REPAIRS))
    return (spoken.any_repair, *shown) if len(shown) > 1 else tuple(shown)


def sums(finding: Finding, lang: str = "zh") -> tuple[str, ...]:
    """The arithmetic of each failed check of a finding, the one that its rule speaks of first; of a
    wrong form that alone, and none where it is wrong as such."""
    failed = [check for check in _failed(finding) if not finding.rule.forms or check.rule is finding.rule]
    return tuple(dict.fromkeys(arithmetic(check, phrases(lang)) for check in failed if check.rule.expect))


def place(claim: Claim, lang: str = "zh") -> str:
    """`path:line:column`, or `path 第14段` where a file has no lines of its own."""
    location = claim.location
    return place_in(claim.document, location.line, location.column, lang)


def place_in(document: Document, line: int, column: int | None, lang: str) -> str:
    """The place of a line and column, or of a whole line, of a document's source."""
    path, landmark = harmless(document.path), document.landmark(document.line_starts[line - 1] + (column or 1) - 1)
    named = f" {harmless(landmark.named(lang))}" if landmark else ""
    if document.is_extracted:
        return path + named
    return f"{path}:{line}" + (f":{column}{named}" if column else "")


def role_of(claim: Claim, checks: Iterable[Check]) -> str:
    """The role that a claim plays in the first check that speaks of it; empty where none does."""
    roles = ((role, claims) for check in checks for role, claims in check.relation.roles.items())
    return next((role for role, claims in roles if any(c is claim for c in claims)), "")


def why_unread(unread: Unread) -> str:
    """The reason why a source could not be checked, without the path and line that may lead it."""
    return harmless(_LINE.sub("", unread.reason.removeprefix(unread.path)).lstrip(":： ") or unread.reason)


def unread_line(unread: Unread) -> int | None:
    """The line that the reason names, if it leads with one: img.txt:3: …"""
    line = _LINE.match(unread.reason.removeprefix(unread.path)) if unread.reason.startswith(unread.path) else None
    return int(line[1]) if line else None


_LINE = re.compile(r"^:(\d+)(?=:)")


def unread_title(lang: str) -> str:
    """未能检查, as a title."""
    return phrases(lang).unread.format("").strip(" :：")


def landmark_of(location: Location, lang: str, form: str = "{}") -> str:
    """The name of the landmark that a place stands behind, in a form; empty where there is none."""
    return form.format(harmless(location.landmark.named(lang))) if location.landmark else ""


def texts_of(claims: Iterable[Claim]) -> list[str]:
    return [printed(claim) for claim in claims]


def read_line(report: Report, spoken: Phrases) -> str:
    """What was read and checked, in one line, and how much of what was found is not shown: silence is a verdict too."""
    held = {verdict.value: report.held(verdict) for verdict in Verdict}
    read = spoken.read.format(
        documents=len(report.documents),
        numbers=report.tally().claims,
        tied=report.tied(),
        checks=sum(held.values()),
        **held,
    )
    absent = report.comparison.absent if report.comparison else ()
    apart = (
        (spoken.let_stand, report.suppressed),
        (spoken.in_baseline, report.unchanged),
        (spoken.absent, absent),
        (spoken.elsewhere, report.elsewhere),
    )
    return read + "".join(phrase.format(len(some)) for phrase, some in apart if some)


def verdict_line(report: Report, spoken: Phrases) -> str:
    """What is said where nothing is to be looked at."""
    if report.notices or report.suppressed or report.unchanged or report.elsewhere:
        return spoken.nothing_new
    return spoken.agrees if report.held(Verdict.HOLDS) else spoken.nothing_tied


def place_of_notice(notice: Notice, lang: str) -> str:
    """`path:line:column`, or `path 第14段` where a file has no lines of its own."""
    where = f":{notice.line}:{notice.column}" if notice.line else ""
    return harmless(notice.path) + where + (f" {harmless(notice.landmark.named(lang))}" if notice.landmark else "")


def said_by(notice: Notice, lang: str) -> str:
    """What a notice says."""
    return harmless(notice.said(lang))


def described(repair: Repair, finding: Finding, lang: str = "zh") -> str:
    """A repair in words; its place is told where it is not the accused number that changes."""
    spoken = phrases(lang)
    why = harmless(spoken.slips.get(repair.slip, repair.slip))
    if repair.claim is not finding.accused:
        is_here = repair.claim.document is finding.accused.document
        where = _here(repair.claim, lang) if is_here else place(repair.claim, lang)
        why = spoken.at_place.format(slip=why, place=where)
    return spoken.change.format(old=printed(repair.claim), new=reprinted(repair.claim, repair.text), why=why)


def _here(claim: Claim, lang: str) -> str:
    """Where a number stands in the document that is spoken of."""
    location = claim.location
    if location.landmark:
        return harmless(location.landmark.named(lang))
    return phrases(lang).here.format(line=location.line)


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
    return _side(name, check) or match.group()


def _side(name: str, check: Check) -> str | None:
    both = sides(check)
    match name:
        case "left":
            return both.interval(both.left)
        case "right":
            return both.interval(both.right)
        case "gap":
            return both.gap()
    return None


def _sum(claims: Sequence[Claim]) -> str:
    """The sum of what numbers say, in the unit of the first; the numbers themselves where units differ."""
    unit, hint = claims[0].unit, "".join(map(plain_numeral, claims))
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
        return spoken.either.join(dict.fromkeys(fitting[:_MOST_REPAIRS]))
    return (check and _other_side(check, finding.accused)) or spoken.another


def _other_side(check: Check, claim: Claim) -> str | None:
    """What the side opposite to `claim` makes, where `claim` alone should equal it."""
    both, found = sides(check), terms(check.rule.expect)
    if found is None or found[1] != "==":
        return None
    for node, other in ((found[0], both.right), (found[2], both.left)):
        if isinstance(node, ast.Name) and check.relation.roles.get(node.id) == (claim,):
            return both.interval(other)
    return None
