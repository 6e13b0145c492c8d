"""factcheck index: keep the claims of drafts in a store."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.cli.inputs import find_files, given_paths, progress, rulebook_of
from factcheck.cli.options import jobs_option, paths_argument, rules_option, store_option
from factcheck.cli.output import COULD_NOT_CHECK, complain, held


@click.command("index")
@paths_argument
@store_option
@rules_option
@jobs_option
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], store: Path, rules: tuple[Path, ...], jobs: int) -> None:
    """把稿件里的说法存入档案，供 lint --against 和 conflicts 查询。

    Keep the claims of files in a store. Files whose content is known are skipped; those that are gone from the given
    paths are forgotten. A run that was cut off is completed by running it again.
    """
    from factcheck.archive.indexing import absolute, index_files
    from factcheck.archive.store import writing
    from factcheck.config import load_config

    config = load_config(Path.cwd())
    rulebook = rulebook_of((*config.rules, *rules))
    given = [path for path in given_paths(paths, config) if not _is_same_file(path, store)]
    files, missing = find_files(given)
    files = [file for file in files if not _is_same_file(file, store)]
    with writing(store) as kept, progress(len(files)) as advance:
        # a file named and gone is withdrawn; of a folder that is gone nobody knows whether it is only out of reach
        missing = [problem for problem in missing if not kept.knows(absolute(Path(problem.path)))]
        done = index_files(kept, files, given, rulebook, jobs=jobs, timeout=config.timeout, on_file=advance)
        size = kept.size()
    for problem in (*missing, *done.unread):
        complain(problem.reason)
    click.echo(f"新收 {done.added} 篇，未变 {done.unchanged} 篇，移除 {done.removed} 篇 (added, unchanged, removed)")
    click.echo(held(size))
    ctx.exit(COULD_NOT_CHECK if missing or done.unread or not size.documents else 0)


def _is_same_file(path: Path, other: Path) -> bool:
    """Whether two paths are one file; the files beside a store (claims.db-wal) are part of it."""
    names = {other.name, f"{other.name}-wal", f"{other.name}-shm"}
    return path.name in names and path.parent.absolute() == other.parent.absolute()
