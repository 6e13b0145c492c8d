"""Watching: a run again whenever a file changes that it reads.

Files are looked at twice a second. That costs a few milliseconds for a thousand files, works on network drives, where
systems tell of no changes, and needs no package more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import sleep
from typing import Any

import click

from factcheck.cli.inputs import STDIN, find_files, forget_rules, given_paths
from factcheck.cli.output import complain

_PAUSE = 0.5  # seconds

Stamps = Mapping[Path, tuple[int, int]]


def watch(run: Callable[[], int], paths: tuple[Path, ...], options: Mapping[str, Any]) -> None:
    """Runs, and runs again at every change, until Ctrl-C; a mistake in a rule or in the settings ends nothing."""
    if STDIN in paths:
        raise click.UsageError("标准输入不能守望 (standard input cannot be watched)")
    try:
        while True:
            seen = _stamps(paths, options)
            _run(run)
            _say(len(seen))
            while _stamps(paths, options) == seen:
                sleep(_PAUSE)
    except KeyboardInterrupt:
        click.echo("", err=True)


def _run(run: Callable[[], int]) -> None:
    """Rules are read anew, since they may be what has changed."""
    from factcheck.model import FactcheckError

    forget_rules()
    try:
        run()
    except FactcheckError as error:
        complain(str(error))


def _say(count: int) -> None:
    sys.stdout.flush()
    click.echo(f"—— 守望 {count} 个文件，改动即重查，Ctrl-C 结束 (watching; Ctrl-C ends) ——", err=True)


def _stamps(paths: tuple[Path, ...], options: Mapping[str, Any]) -> Stamps:
    """When each file was changed and how large it is; a file that is just being replaced counts as gone."""
    stamps = {}
    written = {path.absolute() for path in options["outputs"]}
    for file in _watched(paths, options):
        try:
            state = file.stat()
        except OSError:
            continue
        if file.absolute() not in written:
            stamps[file] = state.st_mtime_ns, state.st_size
    return stamps


def _watched(paths: tuple[Path, ...], options: Mapping[str, Any]) -> Iterator[Path]:
    """Drafts and what stands beside them, sources, rules, settings."""
    from factcheck.cli.settings import overridden
    from factcheck.config import Config, load_config
    from factcheck.model import FactcheckError
    from factcheck.suppressions.sidefiles import SUFFIX

    try:
        config = overridden(load_config(Path.cwd()), options)
    except FactcheckError:
        config = Config()
    drafts, _ = find_files((*given_paths(paths, config), *options["against"]))
    for draft in drafts:
        yield from (draft, Path(f"{draft}{SUFFIX}"))
    for folder in (*config.rules, *config.facts):
        yield from sorted(folder.rglob("*.yaml"))
    for parent in (Path.cwd(), *Path.cwd().parents):
        yield from (parent / "factcheck.toml", parent / "pyproject.toml")
    yield from (file for file in (config.baseline, config.suppressions) if file)
