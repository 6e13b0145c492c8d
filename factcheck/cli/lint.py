"""factcheck lint: check drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli.annotations import planned_copies, write_copies
from factcheck.cli.inputs import cache_of, find_files, given_paths, progress, without_reports
from factcheck.cli.options import (
    cache_dir_option,
    color_option,
    coverage_option,
    fail_on_option,
    formats_option,
    ignore_option,
    jobs_option,
    lang_option,
    living_options,
    no_cache_option,
    outputs_option,
    paths_argument,
    possible_option,
    rules_option,
    select_option,
    timeout_option,
)
from factcheck.cli.output import COULD_NOT_CHECK, exit_code, renders_for, report_options, write_all
from factcheck.cli.settings import in_force
from factcheck.cli.settling import check_usage, revision_and_paths, settled

if TYPE_CHECKING:
    from factcheck.claims import Reading
    from factcheck.config import Config
    from factcheck.model import Report
    from factcheck.pipeline import References
    from factcheck.rulebook import Rulebook


@click.command("lint")
@paths_argument
@rules_option
@outputs_option
@formats_option
@click.option("--no-cross", is_flag=True, help="每篇单独查，不互相核对。 Do not compare the files with one another.")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    help="与这些来源或档案核对，只报稿件的问题。 Sources, or a store, that the drafts are held against.",
)
@select_option
@ignore_option
@fail_on_option
@living_options
@possible_option
@click.option(
    "--explain",
    is_flag=True,
    help="也列出成立和无法判断的核对。 List the checks that held or were undecided.",
)
@click.option(
    "--annotate",
    metavar="OUT.docx",
    type=click.Path(path_type=Path),
    help="把发现写成批注，另存一份 Word 文件；多篇时给文件夹。 Write the findings as comments into a copy of the"
    " Word file; of several, into a folder.",
)
@coverage_option
@jobs_option
@timeout_option
@no_cache_option
@cache_dir_option
@lang_option
@color_option
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[Path, ...], **options: Any) -> None:
    """检查稿件；给出多个文件时，它们互为来源、互相核对。

    Check drafts; several paths are cross-checked as sources of one another. Without a path: the paths in
    [tool.factcheck] of pyproject.toml, else the current folder. `-` reads standard input.
    """
    options["revision"], paths = revision_and_paths(options["revision"], paths)
    if options["watch"]:
        from factcheck.cli.watching import watch

        watch(partial(lint, paths, options), paths, options)
        return
    ctx.exit(lint(paths, options))


def lint(paths: tuple[Path, ...], options: dict[str, Any]) -> int:
    """One run, from settings to the exit code."""
    config, rulebook = in_force(options)
    check_usage(options, config)
    renders = renders_for(options["formats"], options["outputs"], options["color"])
    drafts, missing = find_files(given_paths(paths, config))
    copies = planned_copies(drafts, options["annotate"])
    drafts = without_reports(drafts, options["outputs"])
    report = _check(drafts, options, rulebook, config)
    report = settled(replace(report, unread=(*missing, *report.unread)), drafts, options, config)
    write_all(renders, report, report_options(options, config), options["color"])
    write_copies(copies, report, config.lang)
    return exit_code(report, config.fail_on) if report.documents else COULD_NOT_CHECK


def _check(drafts: Sequence[Path], options: dict[str, Any], rulebook: Rulebook, config: Config) -> Report:
    from factcheck.pipeline import check_paths, facing, ranked
    from factcheck.ranks import Ranks

    stores, named = _stores(options["against"])
    sources, missing_sources = find_files(named)
    sources = [source for source in sources if source not in drafts]
    asks = stores or config.facts or any(folder.joinpath("facts").is_dir() for folder in rulebook.extra)
    files = [*drafts, *sources]
    with progress(len(files)) as advance, cache_of(files, rulebook, options) as cache:
        report = check_paths(
            files,
            rulebook,
            cross=not options["no_cross"] or bool(sources),
            jobs=options["jobs"],
            timeout=config.timeout,
            brief=not (options["explain"] or options["coverage"]),
            cache=cache,
            on_read=advance,
            consult=partial(_consult, stores, rulebook, drafts, config) if asks else None,
        )
    report = facing(ranked(report, Ranks(config.sources)), {str(draft) for draft in drafts})
    return replace(report, unread=(*missing_sources, *report.unread))


def _stores(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Of the paths that drafts are held against, the stores, and the sources that are to be read."""
    if not paths:
        return [], []
    from factcheck.archive.store import is_store

    stores = [path for path in paths if is_store(path)]
    return stores, [path for path in paths if path not in stores]


def _consult(
    stores: Sequence[Path], rulebook: Rulebook, drafts: Sequence[Path], config: Config, readings: Sequence[Reading]
) -> References:
    """House facts, and what stores say of the facts that the drafts speak of."""
    from factcheck.facts import read_facts
    from factcheck.pipeline import References

    house = read_facts(rulebook.extra, rulebook.lexicon, config.facts)
    facts = References(house, (), frozenset(claim for fact in house for claim in fact.claims))
    if not stores:
        return facts
    from factcheck.archive.indexing import absolute
    from factcheck.archive.lookup import references
    from factcheck.archive.store import reading

    own, names = [absolute(draft) for draft in drafts], {str(draft) for draft in drafts}
    asking = [read for read in readings if read.document.path in names]
    for path in stores:
        with reading(path) as store:
            facts += references(store, asking, own, rulebook.lexicon)
    return facts
