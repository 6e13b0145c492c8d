"""factcheck rule: list the rules, or explain one."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.cli.inputs import check_rules_known, rulebook_of
from factcheck.cli.options import rules_option


@click.command("rule")
@click.argument("rule_id", metavar="[ID]", required=False)
@rules_option
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="说明的语言。 Language.")
def command(rule_id: str | None, rules: tuple[Path, ...], lang: str) -> None:
    """列出规则，或解释其中一条。

    List the rules, or explain one with its examples.
    """
    rulebook = rulebook_of(rules)
    if rule_id is None:
        for known in rulebook.rules.values():
            click.echo(f"{known.id:28} {known.severity.value:8} {known.message if lang == 'zh' else known.message_en}")
        return
    check_rules_known(rulebook.rules, (rule_id,))
    found = rulebook.rules[rule_id]
    click.echo(f"{found.id}（{found.severity.value}）\n\n{found.explain}\n")
    if found.forms:
        click.echo("句式 forms:\n" + "\n".join(f"  {form}" for form in found.forms))
    for title, equation in (("前提 when", found.when), ("算式 equation", found.expect)):
        if equation:
            click.echo(f"{title}: {equation}")
    click.echo(f"关系 relation: {', '.join(found.relations)}\n")
    for title, examples in (("成立的例子 passes:", found.passing), ("会报的例子 fails:", found.failing)):
        click.echo(title)
        for example in examples:
            marks = f"    ← {'、'.join(example.marks)}" if example.marks else ""
            click.echo("  - " + "\n  + ".join(source.strip() for source in example.sources) + marks)
