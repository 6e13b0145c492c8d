"""factcheck claims: list every number of drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli.inputs import find_files, given_paths, rulebook_of
from factcheck.cli.options import jobs_option, output_option, paths_argument, rules_option, timeout_option
from factcheck.cli.output import COULD_NOT_CHECK, complain, write

if TYPE_CHECKING:
    from factcheck.claims import Reading
    from factcheck.lexicon import Lexicon


@click.command("claims")
@paths_argument
@rules_option
@output_option
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "csv", "parquet"]),
    default="table",
    show_default=True,
    help="列表的格式。 Format.",
)
@jobs_option
@timeout_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    format_: str,
    rules: tuple[Path, ...],
    output: Path | None,
    jobs: int,
    timeout: float | None,
) -> None:
    """列出稿件里的每个数字：数值、单位、所指、地区、时间。

    List every number with value, unit, subject, place and period.
    """
    from factcheck import listings
    from factcheck.config import load_config
    from factcheck.pipeline import read_paths

    config = load_config(Path.cwd())
    rulebook = rulebook_of((*config.rules, *rules))
    files, missing = find_files(given_paths(paths, config))
    seconds = config.timeout if timeout is None else timeout
    readings, unread = read_paths(files, rulebook, jobs=jobs, timeout=seconds)
    for problem in (*missing, *unread):
        complain(problem.reason)
    if format_ == "parquet":
        _write_parquet(readings, output, rulebook.lexicon)
    elif format_ == "table":
        write(_tables(listings.as_table(readings)), output, "auto")
    else:
        listed = listings.as_jsonl if format_ == "jsonl" else listings.as_csv
        write(listed(readings, rulebook.lexicon), output, "never")
    ctx.exit(COULD_NOT_CHECK if missing or unread else 0)


def _write_parquet(readings: Sequence[Reading], output: Path | None, lexicon: Lexicon) -> None:
    from factcheck import listings

    if output is None:
        raise click.UsageError("parquet 是二进制格式，请用 -o 指定文件 (give a file with -o)")
    listings.write_parquet(readings, output, lexicon)


def _tables(listed: Iterator[tuple[str, list[tuple[str, ...]]]]) -> Any:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from factcheck.reporters import harmless

    tables = []
    for path, (header, *cells) in listed:
        table = Table(*header, title=Text(harmless(path)), title_justify="left", expand=False)
        for row in cells:
            table.add_row(*(Text(harmless(cell)) for cell in row))
        tables.append(table)
    return Group(*tables)
