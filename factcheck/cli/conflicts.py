"""factcheck conflicts: the contradictions inside a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from factcheck.cli.options import (
    color_option,
    fail_on_option,
    formats_option,
    lang_option,
    outputs_option,
    possible_option,
    rules_option,
    store_option,
)
from factcheck.cli.output import (
    COULD_NOT_CHECK,
    exit_code,
    held,
    renders_for,
    report_options,
    without_possible,
    write_all,
)


@click.command("conflicts")
@store_option
@rules_option
@outputs_option
@formats_option
@fail_on_option
@possible_option
@lang_option
@color_option
@click.pass_context
def command(ctx: click.Context, /, store: Path, rules: tuple[Path, ...], **options: Any) -> None:
    """列出档案里互相矛盾的说法，最有把握的在前。

    List the contradictions inside a store, the surest first.
    """
    from factcheck.archive.conflicts import find_conflicts
    from factcheck.archive.store import reading
    from factcheck.cli.settings import in_force
    from factcheck.facts import read_facts
    from factcheck.ranks import Ranks

    config, rulebook = in_force({**options, "rules": rules})
    renders = renders_for(options["formats"], options["outputs"], options["color"])
    facts = read_facts(rulebook.extra, rulebook.lexicon, config.facts)
    with reading(store) as kept:
        report, size = find_conflicts(kept, rulebook, Ranks(config.sources), facts), kept.size()
    if not options["possible"]:
        report = without_possible(report)
    write_all(renders, report, report_options(options, config), options["color"])
    click.echo(held(size), err=True)
    ctx.exit(exit_code(report, config.fail_on) if size.documents else COULD_NOT_CHECK)
