"""Arguments and options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

_SEVERITIES = ("error", "warning", "info", "never")

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
rules_option = click.option(
    "--rules",
    multiple=True,
    type=click.Path(path_type=Path),
    help="另外的规则目录，可多次使用。 Folders of your own rules.",
)
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="写入文件而不是标准输出。 Write to a file."
)
formats_option = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="报告的格式：text（默认）、html、json、sarif、github、gitlab、rdjson、junit、markdown。 Report format; several"
    " may be given, each with an --output of its own, in the same order.",
)
outputs_option = click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="写入文件而不是标准输出；- 是标准输出。 Write to a file; - is standard output.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="达到此等级时以 1 退出；默认 warning。 Exit 1 from this severity on; warning, unless set.",
)
select_option = click.option("--select", multiple=True, metavar="RULE", help="只用这些规则。 Only these rules.")
ignore_option = click.option("--ignore", multiple=True, metavar="RULE", help="不用这些规则。 Not these rules.")
baseline_option = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="基线：其中记下的旧发现不报。 Findings of this file are old and not reported.",
)
possible_option = click.option(
    "--possible", is_flag=True, help="也显示把握不大的发现。 Show findings of low confidence too."
)
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="并行进程数。 Processes."
)
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400),
    metavar="SECONDS",
    help="每篇最多查几秒（默认 10，0 不限），超过的算未作检查。 Seconds for one draft; beyond them it counts as not"
    " checked. 0 sets no limit.",
)
no_cache_option = click.option(
    "--no-cache", is_flag=True, help="不用也不写缓存。 Neither use nor write the cache of earlier runs."
)
cache_dir_option = click.option(
    "--cache-dir", type=click.Path(path_type=Path, file_okay=False), help="缓存的目录。 Folder of the cache."
)
coverage_option = click.option(
    "--coverage", is_flag=True, help="也列出没有旁证的数字。 List the numbers that nothing bears out."
)
lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), help="报告的语言。 Language of the report.")
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="是否着色。 Colour.",
)
store_option = click.option(
    "--store",
    required=True,
    metavar="claims.db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="档案文件。 The file that keeps the claims.",
)


def living_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a desk lives with its findings: old ones, those of a change, and how many there are."""
    options = (
        baseline_option,
        click.option(
            "--update-baseline", is_flag=True, help="把现有的发现记入基线。 Write what is found to the baseline."
        ),
        click.option(
            "--diff",
            "revision",
            is_flag=False,
            flag_value="HEAD",
            metavar="[REV]",
            help="只报这个 git 版本以来改动的行，默认 HEAD。 Only what touches lines changed since a revision.",
        ),
        click.option("--statistics", is_flag=True, help="只列每条规则有几处。 Count the findings of each rule."),
        click.option("--watch", is_flag=True, help="稿件一改就重查，Ctrl-C 结束。 Check again at every change."),
    )
    for option in reversed(options):
        command = option(command)
    return command
