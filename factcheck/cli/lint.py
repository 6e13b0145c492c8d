"""factcheck lint: check drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli.annotations import planned_copies, write_copies
from factcheck.cli.inputs import cache_of, check_rules_known, find_files, given_paths, progress, rulebook_of
from factcheck.cli.options import (
    cache_dir_option,
    color_option,
    coverage_option,
    fail_on_option,
    formats_option,
    jobs_option,
    lang_option,
    no_cache_option,
    outputs_option,
    paths_argument,
    possible_option,
    rules_option,
    timeout_option,
)
from factcheck.cli.output import (
    COULD_NOT_CHECK,
    exit_code,
    renders_for,
    report_options,
    without_possible,
    write_all,
)

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
@click.option("--select", multiple=True, metavar="RULE", help="只用这些规则。 Only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE", help="不用这些规则。 Not these rules.")
@fail_on_option
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
    from factcheck.config import load_config

    config = load_config(Path.cwd())
    rulebook = rulebook_of((*config.rules, *options["rules"]))
    check_rules_known(rulebook, (*options["select"], *options["ignore"], *config.select, *config.ignore))
    renders = renders_for(options["formats"], options["outputs"])
    rulebook = rulebook.only(options["select"] or config.select, (*options["ignore"], *config.ignore))
    copies = planned_copies(given_paths(paths, config), options["annotate"])
    report = _check(given_paths(paths, config), options, rulebook, config)
    if not options["possible"]:
        report = without_possible(report)
    write_all(renders, report, report_options(options, config), options["color"])
    write_copies(copies, report, options["lang"] or config.lang)
    ctx.exit(exit_code(report, options["fail_on"]) if report.documents else COULD_NOT_CHECK)


def _check(paths: Sequence[Path], options: dict[str, Any], rulebook: Rulebook, config: Config) -> Report:
    from factcheck.pipeline import check_paths, facing, ranked
    from factcheck.ranks import Ranks

    stores, named = _stores(options["against"])
    drafts, missing = find_files(paths)
    sources, missing_sources = find_files(named)
    sources = [source for source in sources if source not in drafts]
    asks = stores or any(folder.joinpath("facts").is_dir() for folder in rulebook.extra)
    files = [*drafts, *sources]
    with progress(len(files)) as advance, cache_of(files, rulebook, options) as cache:
        report = check_paths(
            files,
            rulebook,
            cross=not options["no_cross"] or bool(sources),
            jobs=options["jobs"],
            timeout=config.timeout if options["timeout"] is None else options["timeout"],
            brief=not (options["explain"] or options["coverage"]),
            cache=cache,
            on_read=advance,
            consult=partial(_consult, stores, rulebook, drafts) if asks else None,
        )
    report = facing(ranked(report, Ranks(config.sources)), {str(draft) for draft in drafts})
    return replace(report, unread=(*missing, *missing_sources, *report.unread))


def _stores(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Of the paths that drafts are held against, the stores, and the sources that are to be read."""
    if not paths:
        return [], []
    from factcheck.archive.store import is_store

    stores = [path for path in paths if is_store(path)]
    return stores, [path for path in paths if path not in stores]


def _consult(
    stores: Sequence[Path], rulebook: Rulebook, drafts: Sequence[Path], readings: Sequence[Reading]
) -> References:
    """House facts, and what stores say of the facts that the drafts speak of."""
    from factcheck.facts import read_facts
    from factcheck.pipeline import References

    house = read_facts(rulebook.extra, rulebook.lexicon)
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
