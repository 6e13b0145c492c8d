"""factcheck rule: list the rules, explain one, or begin one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factcheck.cli.inputs import check_rules_known, rulebook_of
from factcheck.cli.options import rules_option

if TYPE_CHECKING:
    from factcheck.model import Rule
    from factcheck.rulebook import Rulebook

_HOUSE = Path("house")  # where rules of one's own begin if the settings name no folder


@click.command("rule")
@click.argument("rule_id", metavar="[ID]", required=False)
@rules_option
@click.option("--search", metavar="TEXT", help="只列说到这个词的规则。 Only the rules that speak of a text.")
@click.option(
    "--kinds", is_flag=True, help="列出数与数的关系、角色和规则。 List the ties between numbers, their roles and rules."
)
@click.option("--new", "name", metavar="NAME", help="新写一条规则：写好一个带注释的开头。 Begin a rule of your own.")
@click.option(
    "--kind",
    type=click.Choice(["check", "notation", "wording"]),
    default="check",
    show_default=True,
    help="新的是算式、写法还是句式。 An equation, a way of writing, or a phrase that ties numbers.",
)
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="写在哪个规则目录。 Folder of the new rule.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="说明的语言。 Language.")
def command(
    rule_id: str | None,
    rules: tuple[Path, ...],
    search: str | None,
    kinds: bool,
    name: str | None,
    kind: str,
    folder: Path | None,
    lang: str,
) -> None:
    """列出规则，解释其中一条，或新写一条。

    List the rules, explain one with its examples, or begin one of your own.
    """
    if name is not None:
        _begin(name, kind, folder)
        return
    from factcheck.config import load_config

    rulebook = rulebook_of((*load_config(Path.cwd()).rules, *rules))
    if kinds:
        _list_kinds(rulebook)
    elif rule_id is None:
        _list(rulebook.rules.values(), lang, search or "")
    else:
        check_rules_known(rulebook.rules, (rule_id,))
        _explain(rulebook.rules[rule_id])


def _begin(name: str, kind: str, folder: Path | None) -> None:
    from factcheck.config import load_config
    from factcheck.scaffolds import scaffold

    named = [_shown(path) for path in load_config(Path.cwd()).rules]
    target = folder or next(iter(named), _HOUSE)
    path = scaffold(target, name, kind)
    click.echo(f"已写好 (written): {path}\n接下来 (next):\n  填好 pass 和 fail 的例子 (fill in the examples)")
    click.echo(f"  factcheck test {target}\n  factcheck lint --rules {target} 稿件 (draft)")
    if _shown(target) not in named:
        click.echo(f'以后一直用它，在 factcheck.toml 里写 (to keep it in force, in the settings): rules = ["{target}"]')


def _shown(path: Path) -> Path:
    """The path as seen from here, where it lies below."""
    below = os.path.relpath(path)
    return path if below.startswith(os.pardir) else Path(below)


def _list(rules: Iterable[Rule], lang: str, text: str) -> None:
    for rule in rules:
        if text.lower() in _spoken(rule).lower():
            click.echo(f"{rule.id:28} {rule.severity.value:8} {rule.message if lang == 'zh' else rule.message_en}")


def _spoken(rule: Rule) -> str:
    """All that a rule says, its examples included."""
    examples = (text for example in (*rule.passing, *rule.failing) for text in example.sources)
    laws = (rule.expect, rule.when, *rule.forms, *rule.relations)
    return "\n".join((rule.id, rule.message, rule.message_en, rule.explain, *laws, *examples))


def _list_kinds(rulebook: Rulebook) -> None:
    from factcheck.rulebook import NOTATION, RELATIONS

    for kind, roles in RELATIONS.items():
        if kind != NOTATION:
            held = [rule.id for rule in rulebook.rules.values() if kind in rule.relations]
            click.echo(f"{kind:26} {' '.join(sorted(roles)):34} {' '.join(held)}".rstrip())


def _explain(rule: Rule) -> None:
    click.echo(f"{rule.id}（{rule.severity.value}）\n\n{rule.explain}\n")
    if rule.forms:
        click.echo("句式 forms:\n" + "\n".join(f"  {form}" for form in rule.forms))
    for title, equation in (("前提 when", rule.when), ("算式 equation", rule.expect)):
        if equation:
            click.echo(f"{title}: {equation}")
    click.echo(f"关系 relation: {', '.join(rule.relations)}\n")
    for title, examples in (("成立的例子 passes:", rule.passing), ("会报的例子 fails:", rule.failing)):
        click.echo(title)
        for example in examples:
            marks = f"    ← {'、'.join(example.marks)}" if example.marks else ""
            click.echo("  - " + "\n  + ".join(source.strip() for source in example.sources) + marks)
