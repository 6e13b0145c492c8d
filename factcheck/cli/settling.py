"""What becomes of findings before they are told: let stand, set apart for some files, old, or of lines long written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli.inputs import rulebook_of
from factcheck.cli.output import without_possible

if TYPE_CHECKING:
    from factcheck.config import Config
    from factcheck.model import Report


def check_usage(options: Mapping[str, Any], config: Config) -> None:
    """Raises UsageError where options do not go together."""
    if options["update_baseline"] and not config.baseline:
        raise click.UsageError("--update-baseline 要配 --baseline FILE，或在设置里写 baseline (which baseline?)")
    if options["update_baseline"] and (options["revision"] or options["watch"]):
        raise click.UsageError(
            "--update-baseline 不能与 --diff、--watch 同用 (--update-baseline stands without --diff and --watch)"
        )
    if options["statistics"] and any(name != "text" for name in options["formats"]):
        raise click.UsageError("--statistics 只用于 text 格式 (--statistics is of the text format)")


def settled(report: Report, drafts: Sequence[Path], options: Mapping[str, Any], config: Config) -> Report:
    """The report with those findings only that are to be looked at now; the rest is counted."""
    from factcheck.perfile import narrowed

    report = _noticed(_let_stand(narrowed(report, config.per_file), drafts, options, config), config)
    if not options["possible"]:
        report = without_possible(report)
    if config.baseline:
        report = _compared(report, config.baseline, is_updated=options["update_baseline"])
    if options["revision"]:
        from factcheck.changes import find_changes, since

        report = since(report, find_changes(drafts, options["revision"]))
    return report


def revision_and_paths(revision: str | None, paths: tuple[Path, ...]) -> tuple[str | None, tuple[Path, ...]]:
    """`--diff draft.txt` means the draft, and the last commit, where git knows no revision of that name."""
    if not revision or not Path(revision).exists():
        return revision, paths
    from factcheck.changes import is_revision

    return (revision, paths) if is_revision(revision, Path.cwd()) else ("HEAD", (Path(revision), *paths))


def _let_stand(report: Report, drafts: Sequence[Path], options: Mapping[str, Any], config: Config) -> Report:
    from factcheck.suppressions import find_suppressions, suppress

    names = set(map(str, drafts))
    documents = [document for document in report.documents if document.path in names]
    return suppress(report, find_suppressions(documents, _known(config, options), config.suppressions))


def _known(config: Config, options: Mapping[str, Any]) -> frozenset[str]:
    """A rule that is out of force may still be let stand."""
    return frozenset(rulebook_of(config.rules, options).rules)


def _noticed(report: Report, config: Config) -> Report:
    """The notices are told as the settings say of their ids."""
    told = (notice for notice in report.notices if notice.id not in config.ignore)
    notices = (replace(n, severity=config.severities.get(n.id, n.severity)) for n in told)
    return replace(report, notices=tuple(notices))


def _compared(report: Report, baseline: Path, *, is_updated: bool) -> Report:
    from factcheck.baseline import compare, read_baseline, updated, write_baseline

    if not is_updated:
        return compare(report, read_baseline(baseline))
    old = read_baseline(baseline) if baseline.exists() else ()
    new = updated(report, old)
    write_baseline(baseline, new)
    click.echo(f"{baseline}: 基线原有 {len(old)} 处，现有 {len(new)} 处 (findings before and now)", err=True)
    return compare(report, new)
