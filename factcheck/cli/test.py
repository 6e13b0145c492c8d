"""factcheck test: try the rules on their own examples."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.cli.inputs import rulebook_of
from factcheck.cli.output import FOUND


@click.command("test")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[RULES]…")
@click.option("-v", "--verbose", is_flag=True, help="也列出正确的例子。 List the right ones too.")
@click.pass_context
def command(ctx: click.Context, folders: tuple[Path, ...], verbose: bool) -> None:
    """用规则自带的例子检验规则。

    Run the rules' own examples: right, noisy (spoke on pass), missing (silent on fail), misplaced (wrong marks).
    """
    from factcheck.examples import try_examples

    outcomes = list(try_examples(rulebook_of(folders)))
    for outcome in outcomes:
        if verbose or not outcome.is_right:
            said = f" → {'、'.join(outcome.said)}" if outcome.said else ""
            place = f"{outcome.rule.path}:{outcome.example.line}"
            click.echo(f"{outcome.verdict:10} {place}: {outcome.example.sources[0].strip()}{said}")
    wrong = sum(not outcome.is_right for outcome in outcomes)
    click.echo(f"{len(outcomes)} 个例子，{wrong} 个不符 ({len(outcomes)} examples, {wrong} wrong)")
    ctx.exit(FOUND if wrong else 0)
