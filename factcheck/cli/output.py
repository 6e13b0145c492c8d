"""What a command says: reports to the places asked for, complaints to standard error, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck import __version__
from factcheck.cli.inputs import STDIN

if TYPE_CHECKING:
    from factcheck.archive.store import Size
    from factcheck.config import Config
    from factcheck.model import Finding, Report
    from factcheck.reporters import Options, Render

    Renders = list[tuple[Render, Path | None]]

FOUND, COULD_NOT_CHECK, INTERRUPTED = 1, 2, 130


def renders_for(formats: Sequence[str], outputs: Sequence[Path], color: str) -> Renders:
    """How the report is rendered for each place that it goes to; None is standard output, which alone has colours."""
    from factcheck.reporters import reporter

    formats, targets = formats or ("text",), outputs or (STDIN,)
    if len(formats) != len(targets):
        told = f"{len(formats)} 个 --format 配了 {len(outputs)} 个 --output；每种格式要有自己的去处，- 是标准输出"
        raise click.UsageError(f"{told} (give each --format an --output of its own; - is standard output)")
    if len(set(targets)) != len(targets):
        raise click.UsageError("两种格式不能写进同一个文件 (two formats cannot go to one file)")
    colored = _is_colored(color)
    return [
        (reporter(name, colored=colored and to == STDIN), None if to == STDIN else to)
        for name, to in zip(formats, targets, strict=True)
    ]


def write_all(renders: Renders, report: Report, shown: Options, color: str) -> None:
    for render, output in renders:
        write(render(report, shown), output, color)


def write(content: object, output: Path | None, color: str) -> None:
    """Text to a file as UTF-8, or to standard output, coloured where a person reads it."""
    if isinstance(content, str):
        if output:
            _save(output, content)
        else:
            sys.stdout.buffer.write(content.encode("utf-8", "replace"))
            sys.stdout.flush()
        return
    _write_rich(content, output, color)


def _write_rich(content: Any, output: Path | None, color: str) -> None:
    from rich.console import Console

    if output:
        _save(output, content.plain if hasattr(content, "plain") else str(content))
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    colored = _is_colored(color)
    console = Console(
        force_terminal=colored,
        no_color=not colored,
        color_system="auto" if colored else None,
        width=_width(),
        highlight=False,
        markup=False,
    )
    console.print(content, soft_wrap=True, end="")


def _is_colored(color: str) -> bool:
    return color == "always" or (color == "auto" and _wants_color())


def _wants_color() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _save(output: Path, content: str) -> None:
    from factcheck.model import FactcheckError

    try:
        output.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FactcheckError(f"{output}: 无法写入：{error.strerror} (cannot write)") from None


def _width() -> int:
    import shutil

    return min(max(shutil.get_terminal_size((80, 24)).columns, 40), 200)


def report_options(options: dict[str, Any], config: Config) -> Options:
    from factcheck.reporters import Options

    return Options(
        lang=config.lang,
        width=_width(),
        explain=options.get("explain", False),
        coverage=options.get("coverage", False),
        tool_version=__version__,
        statistics=options.get("statistics", False),
    )


def without_possible(report: Report) -> Report:
    from factcheck.model import Confidence

    def is_shown(finding: Finding) -> bool:
        return finding.confidence is not Confidence.POSSIBLE

    return replace(
        report,
        findings=tuple(filter(is_shown, report.findings)),
        suppressed=tuple(one for one in report.suppressed if is_shown(one.finding)),
    )


def exit_code(report: Report, fail_on: str) -> int:
    from factcheck.model import Severity

    if report.unread:
        return COULD_NOT_CHECK
    if fail_on == "never":
        return 0
    least = Severity(fail_on).weight
    return FOUND if any(report.count(severity) for severity in Severity if severity.weight >= least) else 0


def complain(message: str) -> None:
    from factcheck.reporters import harmless

    click.echo(f"factcheck: {harmless(message)}", err=True)


def held(size: Size) -> str:
    return f"档案共 {size.documents} 篇、{size.claims} 个说法 (documents, claims)"
