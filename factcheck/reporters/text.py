"""The report for the eye: every finding with its source lines, its arithmetic and its repairs, in colour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from factcheck.model import Check, Claim, Finding, Notice, Report, Severity, Verdict
from factcheck.reporters import Options
from factcheck.reporters.arithmetic import arithmetic
from factcheck.reporters.lines import Line, Piece, beside, clipped_left, wrapped
from factcheck.reporters.phrases import Phrases, phrases
from factcheck.reporters.safety import harmless
from factcheck.reporters.snippets import FAINT, GUTTER, Row, find_rows, print_row
from factcheck.reporters.wording import (
    changes,
    message,
    place,
    place_in,
    place_of_notice,
    read_line,
    said_by,
    sums,
    texts_of,
    unread_line,
    verdict_line,
    why_unread,
)

if TYPE_CHECKING:
    from rich.text import Text

NAME = "text"

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_VERDICTS = {Verdict.HOLDS: "green", Verdict.FAILS: "red", Verdict.UNDECIDED: "yellow"}
_REPAIR, _UNREAD = "green", "bold red"
_NARROWEST, _TWO_COLUMNS = 24, 120
_MOST_ROWS, _MOST_CHECKS = 6, 3
_BETWEEN = Piece(" │ ", GUTTER)
_BULLET = Piece("- ", GUTTER)
_CLAUSE = re.compile(r"[^，；,;]+[，；,;]? ?")


def render(report: Report, options: Options) -> Text:
    """The whole report; no line is wider than `options.width` cells, but paths stay whole."""
    from rich.text import Text

    text = Text(no_wrap=True, overflow="ignore", end="")
    for line in _report(report, options):
        for piece in line:
            text.append(piece.text, piece.style or None)
        text.append("\n")
    return text


def render_plain(report: Report, options: Options) -> str:
    """The same without colours; it loads no rich."""
    return "".join(f"{''.join(piece.text for piece in line)}\n" for line in _report(report, options))


def _report(report: Report, options: Options) -> Iterator[Line]:
    width, spoken = max(options.width, _NARROWEST), phrases(options.lang)
    if options.statistics:
        yield from _statistics(report, width, options.lang)
    else:
        for finding in report.findings:
            yield from _finding(finding, width, options.lang)
            yield ()
        for notice in report.notices:
            yield from _notice(notice, width, options.lang)
            yield ()
    if options.explain and (shown := _explained(report)):
        yield (Piece(spoken.checks, "bold"),)
        apart = _apart(report, spoken)
        for check in shown:
            yield from _check(check, apart.get(id(check), ""), width, options.lang)
        yield ()
    if options.coverage and (untied := report.untied()):
        yield (Piece(spoken.untied, "bold"),)
        yield from (line for row in _rows_of(untied, options.lang) for line in _untied(row, width, options.lang))
        yield ()
    yield from _summary(report, width, options.lang)


def _statistics(report: Report, width: int, lang: str) -> Iterator[Line]:
    """`   3  错误  parts-add-up`, the most frequent first."""
    told = [*((f.severity, f.rule.id) for f in report.findings), *((n.severity, n.id) for n in report.notices)]
    counts = Counter(told)
    for (severity, rule), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        label = Piece(f"{phrases(lang).severities[severity]}  ", _STYLES[severity])
        yield from wrapped([Piece(f"{count:>5}  ", "bold"), label, Piece(harmless(rule), "", True)], width)
    if counts:
        yield ()


def _notice(notice: Notice, width: int, lang: str) -> Iterator[Line]:
    """What is wrong with a suppression, and where it is written."""
    style = _STYLES[notice.severity]
    label = f"{phrases(lang).severities[notice.severity]} [{notice.id}] "
    yield from wrapped([Piece(label, style), Piece(said_by(notice, lang), "bold")], width, (Piece("  "),))
    yield (Piece("  --> ", GUTTER), Piece(place_of_notice(notice, lang), "", True))


class _Frame(Struct, frozen=True):
    """What the source lines of a finding must fit into."""

    width: int
    gutter: int  # the digits of the largest line number
    in_columns: bool

    @property
    def margin(self) -> Line:
        return (Piece(f"{'':>{self.gutter}} |", GUTTER),)

    @property
    def indent(self) -> Line:
        return (Piece(" " * (self.gutter + 3)),)


def _finding(finding: Finding, width: int, lang: str) -> Iterator[Line]:
    """Header, source lines, arithmetic, repairs, rule."""
    frame = _frame(finding, width)
    yield from _header(finding, width, lang)
    yield from _sources(finding, frame, lang)
    yield frame.margin
    for note in _notes(finding, lang):
        sign = " " if note[0] is _BULLET else "="
        yield from wrapped([Piece(f"{'':>{frame.gutter}} {sign} ", GUTTER), *note], width, frame.indent)


def _header(finding: Finding, width: int, lang: str) -> list[Line]:
    style = _STYLES[finding.severity]
    label = phrases(lang).severities[finding.severity]
    pieces = [
        Piece(f"{label} ", style),
        Piece(f"[{harmless(finding.rule.id)}] ", style),
        Piece(message(finding, lang), "bold"),
    ]
    return wrapped(pieces, width, (Piece("  "),))


def _frame(finding: Finding, width: int) -> _Frame:
    """Documents stand two and two side by side where there is room."""
    in_columns = width >= _TWO_COLUMNS and len(finding.documents) > 1
    gutter = max(len(str(claim.location.end_line)) for claim in _claims(finding))
    return _Frame((width - len(_BETWEEN.text)) // 2 if in_columns else width, gutter, in_columns)


def _claims(finding: Finding) -> tuple[Claim, ...]:
    return (finding.accused, *finding.others)


def _sources(finding: Finding, frame: _Frame, lang: str) -> Iterator[Line]:
    """The source lines, a block a document, and how many numbers are not shown."""
    rows = find_rows(_claims(finding), finding.accused, frame.width - frame.gutter - 3)
    kept = _kept(rows)
    blocks = [list(_block(runs, finding, frame, lang)) for runs in _blocks(kept)]
    yield from _in_columns(blocks, frame.width) if frame.in_columns else chain(*blocks)
    if hidden := sum(len(row.marks) for row in rows if row not in kept):
        yield (*frame.indent, Piece(phrases(lang).more_places.format(hidden), FAINT))


def _kept(rows: Sequence[Row]) -> list[Row]:
    """The rows to show, in their order: those of the accused and the first of the others."""
    first = sorted(rows, key=lambda row: not row.is_accused)[:_MOST_ROWS]
    return [row for row in rows if row in first]


def _blocks(rows: Sequence[Row]) -> list[list[list[Row]]]:
    """For each document its runs of neighbouring lines, the run with the accused first."""
    blocks: list[list[list[Row]]] = []
    for row, before in zip(rows, [None, *rows], strict=False):
        if before is None or before.document is not row.document:
            blocks.append([[row]])
        elif row.line > before.line + 1:
            blocks[-1].append([row])
        else:
            blocks[-1][-1].append(row)
    return [sorted(runs, key=lambda run: not any(row.is_accused for row in run)) for runs in blocks]


def _block(runs: Sequence[Sequence[Row]], finding: Finding, frame: _Frame, lang: str) -> Iterator[Line]:
    """The rows of one document, each run below its place."""
    for run in runs:
        yield from _heading(run, finding, frame, lang)
        yield frame.margin
        yield from (line for row in run for line in print_row(row, frame.gutter))


def _heading(run: Sequence[Row], finding: Finding, frame: _Frame, lang: str) -> list[Line]:
    """`--> path:line:column` and how sure the finding is; `:::` and the place alone where others stand."""
    is_accused = any(row.is_accused for row in run)
    where = place(finding.accused, lang) if is_accused else _place_of(run[0], lang)
    if frame.in_columns:
        where = clipped_left(where, frame.width - frame.gutter - 4)
    pieces = [Piece(f"{'':>{frame.gutter}}{'-->' if is_accused else ':::'} ", GUTTER), Piece(where, "", True)]
    if is_accused:
        spoken = phrases(lang)
        sure = spoken.confidence.format(spoken.confidences[finding.confidence])
        pieces += [Piece("  "), Piece(sure, FAINT, True)]
    return wrapped(pieces, frame.width, (Piece(" " * (frame.gutter + 4)),))


def _place_of(row: Row, lang: str) -> str:
    return place_in(row.document, row.line, row.marks[0].start + 1, lang)


def _in_columns(blocks: Sequence[Sequence[Line]], room: int) -> Iterator[Line]:
    """Blocks two and two side by side; an odd one stands alone."""
    for left, right in zip_longest(blocks[::2], blocks[1::2]):
        yield from beside(left, right, room, _BETWEEN) if right else left


def _notes(finding: Finding, lang: str) -> Iterator[list[Piece]]:
    """The arithmetic, the repairs and where the rule is explained."""
    spoken = phrases(lang)
    lines, repairs = sums(finding, lang), changes(finding, lang)
    for line in lines[:_MOST_CHECKS]:
        yield [Piece(spoken.arithmetic.format(line))]
    if len(lines) > _MOST_CHECKS:
        yield [Piece(spoken.more_checks.format(len(lines) - _MOST_CHECKS), FAINT)]
    for repair in repairs[:1]:
        yield [Piece(spoken.repair.format("")), Piece(repair, "" if len(repairs) > 1 else _REPAIR)]
    for repair in repairs[1:]:
        yield [_BULLET, Piece(repair, _REPAIR)]
    yield [Piece(spoken.rule.format("")), Piece(f"factcheck rule {harmless(finding.rule.id)}", "", True)]


def _explained(report: Report) -> list[Check]:
    """The checks that no finding speaks of."""
    told = {id(check) for finding in report.findings for check in finding.checks}
    return [check for check in report.checks if id(check) not in told]


def _apart(report: Report, spoken: Phrases) -> dict[int, str]:
    """Why findings are not shown, by their checks."""
    elsewhere = ((spoken.is_elsewhere, f) for f in report.elsewhere)
    unchanged = ((spoken.is_in_baseline, f) for f in report.unchanged)
    let_stand = ((spoken.is_let_stand.format(one.suppression.reason), one.finding) for one in report.suppressed)
    return {id(check): why for why, finding in (*elsewhere, *unchanged, *let_stand) for check in finding.checks}


def _check(check: Check, apart: str, width: int, lang: str) -> list[Line]:
    """`成立 [rule] 62个 = 45个 + 17个  path:line`"""
    spoken = phrases(lang)
    where = check.relation.claims[0]
    reasons = {Verdict.UNDECIDED: spoken.unbounded, Verdict.FAILS: spoken.unasserted}
    told = harmless(apart or spoken.reasons.get(check.reason, check.reason))
    reason = told or reasons.get(check.verdict, "")
    pieces = [
        Piece(f"{spoken.verdicts[check.verdict]} ", _VERDICTS[check.verdict]),
        Piece(f"[{harmless(check.rule.id)}] {arithmetic(check, spoken)}"),
        Piece(spoken.bracket.format(reason) if reason else "", FAINT),
        Piece("  "),
        Piece(_where(where, lang), FAINT, True),
    ]
    return wrapped(pieces, width, (Piece("  "),))


def _rows_of(claims: Sequence[Claim], lang: str) -> Iterator[list[Claim]]:
    """Claims by the lines they stand in."""
    yield from (list(row) for _, row in groupby(claims, lambda claim: _where(claim, lang)))


def _where(claim: Claim, lang: str) -> str:
    """The line, or where a file has none its landmark."""
    location = claim.location
    return place_in(claim.document, location.line, location.column if claim.document.is_extracted else None, lang)


def _untied(row: Sequence[Claim], width: int, lang: str) -> list[Line]:
    """`path:line  62个、45个`"""
    where = _where(row[0], lang)
    told = phrases(lang).enumeration.join(texts_of(row))
    return wrapped([Piece(where, FAINT, True), Piece(f"  {told}")], width, (Piece("  "),))


def _summary(report: Report, width: int, lang: str) -> Iterator[Line]:
    """What was read, what was checked, what could not be, and what it comes to."""
    spoken = phrases(lang)
    for unread in report.unread:
        line = unread_line(unread)
        where = Piece(harmless(unread.path) + (f":{line}" if line else ""), _UNREAD, True)
        before, after = spoken.unread.split("{}")
        reason = Piece(f"{after}{why_unread(unread)}", "red")
        yield from wrapped([Piece(before, _UNREAD), where, reason], width, (Piece("  "),))
    if not report.findings:
        yield from wrapped([Piece(verdict_line(report, spoken))], width)
    yield from wrapped([Piece(clause, "", True) for clause in _CLAUSE.findall(read_line(report, spoken))], width)
    yield from wrapped(_counts(report, spoken), width)


def _counts(report: Report, spoken: Phrases) -> list[Piece]:
    """How many findings there are of each severity, coloured where there are any."""
    pieces: list[Piece] = []
    for severity, style in _STYLES.items():
        count = report.count(severity)
        pieces += [
            Piece(" · " if pieces else ""),
            Piece(f"{spoken.severities[severity]} {count}", style if count else ""),
        ]
    return pieces
