"""The report as a page: one file that needs no network, the text with its numbers marked beside the findings.

The page carries a policy by which a browser runs and shows nothing but the script and the style that stand here.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

from factcheck.model import Document, Finding, Notice, Report, Severity
from factcheck.reporters import Options
from factcheck.reporters.cards import card
from factcheck.reporters.manuscript import find_marks, manuscript
from factcheck.reporters.markup import Markup, joined, tag
from factcheck.reporters.phrases import Phrases, phrases
from factcheck.reporters.wording import place_of_notice, read_line, said_by, verdict_line, why_unread

NAME = "html"

_VIEWPORT = "width=device-width, initial-scale=1"


def render(report: Report, options: Options) -> str:
    """The whole page."""
    lang, spoken = options.lang, phrases(options.lang)
    body = tag("body", _top(report, spoken), _bar(report, spoken), _main(report, lang), _foot(report, spoken))
    page = tag("html", _head(report, spoken), body, lang="en" if lang == "en" else "zh-CN")
    return f"<!doctype html>\n{page}\n"


def _head(report: Report, spoken: Phrases) -> Markup:
    paths = spoken.enumeration.join(document.path for document in _shown(report)[:3])
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        _policy(),
        tag("meta", name="viewport", content=_VIEWPORT),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{spoken.title}  {paths}".strip()),
        tag("style", _own("page.css")),
        tag("script", _own("page.js"), type="module"),  # a module runs when the page stands
    )


def _policy() -> Markup:
    allowed = f"script-src {_digest('page.js')}; style-src {_digest('page.css')}"
    content = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    return Markup(f'<meta http-equiv="Content-Security-Policy" content="{content}">')


def _digest(name: str) -> str:
    return f"'sha256-{b64encode(sha256(_own(name).encode()).digest()).decode()}'"


@cache
def _own(name: str) -> Markup:
    return Markup(files("factcheck.reporters").joinpath(name).read_text(encoding="utf-8"))


def _every(report: Report) -> tuple[Document, ...]:
    """The documents of a report, and those that findings quote from elsewhere."""
    quoted = (document for finding in report.findings for document in finding.documents)
    return tuple({id(document): document for document in (*report.documents, *quoted)}.values())


def _shown(report: Report) -> list[Document]:
    """The documents that findings speak of: those with an accused number, then those they are held against."""
    told = {id(document) for finding in report.findings for document in finding.documents}
    accused = {id(finding.accused.document) for finding in report.findings}
    shown = [document for document in _every(report) if id(document) in told]
    return sorted(shown, key=lambda document: id(document) not in accused)


def _top(report: Report, spoken: Phrases) -> Markup:
    unread = (
        tag("p", joined(*_unread(source.path, why_unread(source), spoken)), class_="unread") for source in report.unread
    )
    notices = (tag("p", joined(*_notice(notice, spoken)), class_="unread") for notice in report.notices)
    verdict = tag("p", *_verdict(report, spoken), class_="verdict")
    return tag("header", tag("h1", spoken.title), verdict, *notices, *unread)


def _notice(notice: Notice, spoken: Phrases) -> Iterator[Markup]:
    lang = "en" if spoken is phrases("en") else "zh"
    yield tag("b", place_of_notice(notice, lang))
    yield joined(f" {spoken.severities[notice.severity.value]} [{notice.id}] {said_by(notice, lang)}")


def _unread(path: str, why: str, spoken: Phrases) -> Iterator[Markup]:
    before, after = spoken.unread.split("{}")
    yield joined(before, tag("b", path), after, why)


def _verdict(report: Report, spoken: Phrases) -> Iterator[Markup]:
    if not report.findings and not report.notices:
        yield joined(verdict_line(report, spoken))
        return
    for severity in Severity:
        if count := report.count(severity):
            yield tag("span", spoken.severities[severity.value], " ", tag("b", str(count)), class_=severity.value)


def _bar(report: Report, spoken: Phrases) -> Markup | None:
    """Filters and steps; without a script the page does without them, so they are hidden there."""
    if not report.findings:
        return None
    rules = Counter(finding.rule.id for finding in report.findings)
    options = [tag("option", f"{rule} ({count})", value=rule) for rule, count in sorted(rules.items())]
    counts = Counter(finding.severity for finding in report.findings)
    chips = [_chip(severity, counts[severity], spoken) for severity in Severity if counts[severity]]
    everything = tag("option", f"{spoken.all_rules} ({len(report.findings)})", value="")
    return tag(
        "nav",
        tag("span", *chips, class_="chips", role="group", aria_label=spoken.all_severities),
        tag("select", everything, *options, id="rule", aria_label=spoken.all_rules),
        tag("span", class_="gap"),
        tag("button", "↑", type="button", id="previous", aria_label=spoken.previous, title=f"{spoken.previous} (k)"),
        tag("output", f"{len(report.findings)}", id="step"),
        tag("button", "↓", type="button", id="next", aria_label=spoken.following, title=f"{spoken.following} (j)"),
        tag("button", "◐", type="button", id="theme", aria_label=spoken.theme, title=spoken.theme),
        class_="bar",
        aria_label=spoken.findings,
    )


def _chip(severity: Severity, count: int, spoken: Phrases) -> Markup:
    name = f"{spoken.severities[severity.value]} {count}"
    return tag(
        "button",
        name,
        type="button",
        class_=f"chip {severity.value}",
        data_severity=severity.value,
        aria_pressed="true",
    )


def _main(report: Report, lang: str) -> Markup | None:
    if not report.findings:
        return None
    spoken, numbered = phrases(lang), list(enumerate(report.findings, 1))
    indices = {id(document): index for index, document in enumerate(_every(report))}
    told = _by_document(numbered)
    texts = [_text(document, indices[id(document)], told[id(document)], lang) for document in _shown(report)]
    cards = [card(number, finding, indices, lang) for number, finding in numbered]
    nothing = tag("p", spoken.nothing_shown, id="nothing", hidden=True)
    close = tag("button", "✕", type="button", id="close", aria_label=spoken.close, title=f"{spoken.close} (Esc)")
    return tag(
        "main",
        tag("div", *texts, class_="text"),
        tag("aside", close, nothing, *cards, class_="cards", aria_label=spoken.findings),
    )


def _by_document(numbered: list[tuple[int, Finding]]) -> dict[int, list[tuple[int, Finding]]]:
    """The findings that speak of each document, by its identity."""
    told: dict[int, list[tuple[int, Finding]]] = {}
    for number, finding in numbered:
        for document in finding.documents:
            told.setdefault(id(document), []).append((number, finding))
    return told


def _text(document: Document, index: int, numbered: list[tuple[int, Finding]], lang: str) -> Markup:
    marks = find_marks(document, numbered)
    return tag(
        "section",
        tag("h2", document.path),
        manuscript(document, index, marks, lang),
        class_="document",
        id=f"d{index}",
        lang="zh",
    )


def _foot(report: Report, spoken: Phrases) -> Markup:
    shown = {id(document) for document in _shown(report)}
    quiet = [document for document in report.documents if id(document) not in shown]
    listed = tag("ul", *(tag("li", document.path) for document in quiet))
    without = tag("details", tag("summary", f"{spoken.without_findings} {len(quiet)}"), listed) if quiet else None
    keys = tag("p", spoken.keys, class_="keys") if report.findings else None
    return tag("footer", without, tag("p", read_line(report, spoken)), keys)
