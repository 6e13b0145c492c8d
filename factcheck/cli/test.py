"""factcheck test: try the rules on their own examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factcheck.cli.inputs import rulebook_of
from factcheck.cli.output import FOUND

if TYPE_CHECKING:
    from factcheck.examples import Outcome, Unfired


@click.command("test")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[RULES]…")
@click.option("-v", "--verbose", is_flag=True, help="也列出正确的例子。 List the right ones too.")
@click.pass_context
def command(ctx: click.Context, folders: tuple[Path, ...], verbose: bool) -> None:
    """用规则和句式自带的例子检验它们；不给目录时，连同设置里的规则目录。

    Run the examples of rules and wordings: right, noisy (spoke on pass), missing (silent on fail), misplaced (wrong
    marks); and name each phrase that no example fires. Without a folder: those of the settings.
    """
    from factcheck.config import load_config
    from factcheck.examples import try_examples, unfired

    rulebook = rulebook_of(folders or load_config(Path.cwd()).rules)
    outcomes, idle = list(try_examples(rulebook)), list(unfired(rulebook))
    _tell(outcomes if verbose else [outcome for outcome in outcomes if not outcome.is_right], idle)
    wrong = sum(not outcome.is_right for outcome in outcomes)
    told = f"，{len(idle)} 个句式没有例子" if idle else ""
    told_en = f", {len(idle)} phrases that no example fires" if idle else ""
    click.echo(f"{len(outcomes)} 个例子，{wrong} 个不符{told} ({len(outcomes)} examples, {wrong} wrong{told_en})")
    ctx.exit(FOUND if wrong or idle else 0)


def _tell(outcomes: Sequence[Outcome], idle: Iterable[Unfired]) -> None:
    for outcome in outcomes:
        said = f" → {'、'.join(outcome.said)}" if outcome.said else ""
        place = f"{outcome.of.path}:{outcome.example.line}"
        click.echo(f"{outcome.verdict:10} {place}: {outcome.example.sources[0].strip()}{said}")
    for one in idle:
        click.echo(f"{'unfired':10} {one.path}:{one.line}: {one.phrase}")
