"""Writes rules/README.md, the catalogue of the rules, from the rules themselves.

python tests/renew_catalogue.py
"""

from __future__ import annotations

from pathlib import Path

from factcheck.model import Example, Rule
from factcheck.rulebook import load_rulebook

CATALOGUE = Path(__file__).parent.parent / "rules" / "README.md"
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


def catalogue() -> str:
    """The catalogue as Markdown, rules in order of their names."""
    rules = sorted(load_rulebook().rules.values(), key=lambda rule: rule.id)
    head = "# 规则目录 · Rule catalogue\n\n由 `python tests/renew_catalogue.py` 生成，请勿手改。\n"
    return "\n".join([head, *map(_section, rules)])


def _section(rule: Rule) -> str:
    lines = [
        f"## {rule.id}\n",
        f"{_SEVERITIES[rule.severity.value]} · {_law(rule)} · 关系 {', '.join(rule.relations)}\n",
        f"{rule.explain}\n",
        "成立：\n",
        *map(_item, rule.passing),
        "\n会报：\n",
        *map(_item, rule.failing),
    ]
    return "\n".join(lines) + "\n"


def _law(rule: Rule) -> str:
    """The equation of a rule, or the forms that it forbids and when."""
    return " · ".join(f"`{part}`" for part in (*rule.forms, rule.when, rule.expect) if part)


def _item(example: Example) -> str:
    text = " ／ ".join(source.strip().replace("\n", " ") for source in example.sources)
    return f"- {text}" + (f"　← {'、'.join(example.marks)}" if example.marks else "")


if __name__ == "__main__":
    CATALOGUE.write_text(catalogue(), encoding="utf-8", newline="\n")
