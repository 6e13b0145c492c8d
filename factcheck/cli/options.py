"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path

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
    default="warning",
    show_default=True,
    help="达到此等级时以 1 退出。 Exit 1 from this severity on.",
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
