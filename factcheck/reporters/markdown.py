"""A summary in GitHub's Markdown, for a pull request or a step's page: findings in a table, their evidence folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from factcheck.model import Finding, Notice, Report, Severity, Unread
from factcheck.reporters import Options
from factcheck.reporters.phrases import Phrases, phrases
from factcheck.reporters.printed import printed
from factcheck.reporters.safety import harmless
from factcheck.reporters.wording import (
    evidence,
    message,
    place,
    place_of_notice,
    read_line,
    said_by,
    verdict_line,
    why_unread,
)

NAME = "markdown"

_MOST_CHARACTERS = 60_000  # a comment on GitHub holds 65,536
_SIGNS = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
# What Markdown, its tables, HTML, formulas, mentions (@name), issues (#12), emoji (:100:) and bare links would obey
_OBEYED = re.compile(r"[\\`*_\[\]<>#|~&@$]|(?<=www)\.|:(?=//|[\w+-]{1,40}:)|^\s*[+=-]+", re.IGNORECASE)


def render(report: Report, options: Options) -> str:
    """The findings, weightiest first, as far as a comment holds them; then what was read."""
    spoken = phrases(options.lang)
    head = [f"## {spoken.title}", "", _verdict(report, spoken), ""]
    apart = [_notice(notice, options.lang) for notice in report.notices[:_MOST_NOTICES]]
    if len(report.notices) > _MOST_NOTICES:
        apart.append(f"- {spoken.more_places.format(len(report.notices) - _MOST_NOTICES)}")
    unread = [_unread(source, spoken) for source in report.unread]
    tail = ["", *apart, "", *unread, "", f"<sub>{read_line(report, spoken)}</sub>"]
    room = _MOST_CHARACTERS - sum(len(line) + 1 for line in [*head, *tail])
    body = _findings(sorted(report.findings, key=lambda f: -f.severity.weight), room, options.lang)
    text = "\n".join([*head, *body, *tail])
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _verdict(report: Report, spoken: Phrases) -> str:
    if not report.findings and not report.notices:
        return verdict_line(report, spoken)
    counts = ((severity, report.count(severity)) for severity in Severity)
    return " · ".join(f"{_SIGNS[s]} {spoken.severities[s.value]} **{count}**" for s, count in counts if count)


def _findings(findings: Iterable[Finding], room: int, lang: str) -> list[str]:
    """A block a finding, as long as there is room, and how many are left out."""
    blocks: list[str] = []
    left_out = 0
    for finding in findings:
        block = "\n".join(_finding(finding, lang))
        if left_out or len(block) + 2 > room:
            left_out += 1
            continue
        blocks += [block, ""]
        room -= len(block) + 2
    return blocks + ([phrases(lang).more_places.format(left_out)] if left_out else [])


def _finding(finding: Finding, lang: str) -> Iterator[str]:
    spoken = phrases(lang)
    summary = f"{_SIGNS[finding.severity]} <b>{plain(message(finding, lang))}</b>"
    yield f"<details><summary>{summary}<br><sub>{plain(place(finding.accused, lang))}</sub></summary>"
    yield ""
    yield from (f"- {plain(line.removeprefix('- '))}" for line in evidence(finding, lang))
    for claim in (finding.accused, *finding.others)[:_MOST_PLACES]:
        yield f"- **{plain(printed(claim))}** {plain(place(claim, lang))}"
    if (more := len(finding.others) + 1 - _MOST_PLACES) > 0:
        yield f"- {spoken.more_places.format(more)}"
    sure = spoken.confidence.format(spoken.confidences[finding.confidence.value])
    yield f"- {spoken.rule.format(plain(finding.rule.id))}{spoken.bracket.format(sure)}"
    yield ""
    yield "</details>"


_MOST_PLACES, _MOST_NOTICES = 12, 50


def _notice(notice: Notice, lang: str) -> str:
    where, rule = plain(place_of_notice(notice, lang)), plain(notice.id)
    return f"- {_SIGNS[notice.severity]} {where} {rule}: {plain(said_by(notice, lang))}"


def _unread(source: Unread, spoken: Phrases) -> str:
    return f"> ⚠️ {spoken.unread.format(plain(source.path))}{plain(why_unread(source))}"


def plain(text: str) -> str:
    r"""Text that Markdown prints as it stands: what it would obey becomes a character reference.

    >>> plain("*3%* @desk #12")
    '&#42;3%&#42; &#64;desk &#35;12'
    """
    return _OBEYED.sub(lambda found: "".join(f"&#{ord(char)};" for char in found.group()), harmless(text))
