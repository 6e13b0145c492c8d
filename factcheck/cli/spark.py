"""factcheck spark: the archive on Apache Spark."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.cli.inputs import rulebook_of
from factcheck.cli.options import fail_on_option, possible_option, rules_option
from factcheck.cli.output import COULD_NOT_CHECK, FOUND, complain

_master_option = click.option(
    "--master",
    metavar="URL",
    help="集群，如 spark://host:7077、yarn；不给就用本机。 The cluster; this machine, if none is named.",
)
_out_option = click.option(
    "--out",
    required=True,
    metavar="PARQUET",
    type=str,
    help="写入这里，原有的换掉。 Written here, in place of what was.",
)


@click.group("spark")
def command() -> None:
    """在 Apache Spark 上建档案、找矛盾：Parquet 进，Parquet 出。

    The archive on Apache Spark, for more documents than one machine holds. Needs `pip install 'factcheck[spark]'` and
    Java.
    """


@command.command("index")
@click.argument("texts", type=str)
@_out_option
@rules_option
@_master_option
@click.pass_context
def index(ctx: click.Context, texts: str, out: str, rules: tuple[Path, ...], master: str | None) -> None:
    """读出 TEXTS 里每篇文稿的说法；要有 path 列，以及 text 或 content（文件的字节）列。

    Extract the claims of the documents in TEXTS, which has the columns `path`, and `text` or `content` (the bytes of a
    file).
    """
    from factcheck.config import load_config
    from factcheck.spark.session import session

    rulebook = rulebook_of((*load_config(Path.cwd()).rules, *rules))
    with session(master) as spark:
        from factcheck.spark.indexing import index  # the session says first what is not installed

        done = index(spark, texts, out, _absolute(rulebook.extra))
    for reason in done.unread:
        complain(reason)
    click.echo(f"共 {done.documents} 篇、{done.claims} 个说法 (documents, claims)")
    ctx.exit(COULD_NOT_CHECK if done.unread or not done.documents else 0)


@command.command("conflicts")
@click.argument("claims", nargs=-1, required=True, type=str)
@_out_option
@rules_option
@_master_option
@fail_on_option
@possible_option
@click.pass_context
def conflicts(
    ctx: click.Context,
    claims: tuple[str, ...],
    out: str,
    rules: tuple[Path, ...],
    master: str | None,
    fail_on: str | None,
    possible: bool,
) -> None:
    """找出 CLAIMS 里互相矛盾的说法，最有把握的在前；CLAIMS 是 spark index 写的，可以有几份。

    List the contradictions inside CLAIMS, which `spark index` wrote; there may be several.
    """
    from factcheck.config import load_config
    from factcheck.model import Severity
    from factcheck.ranks import Ranks
    from factcheck.spark.session import session

    config = load_config(Path.cwd())
    rulebook = rulebook_of(_absolute((*config.rules, *rules))).only(config.select, config.ignore)
    with session(master) as spark:
        from factcheck.spark.conflicts import find_conflicts

        counts = find_conflicts(spark, claims, out, rulebook, Ranks(config.sources), possible=possible)
    told = "、".join(f"{severity.value} {counts.get(severity.value, 0)}" for severity in Severity)
    click.echo(f"矛盾 {sum(counts.values())} 处：{told} (findings)")
    fail_on = fail_on or config.fail_on
    least = 0 if fail_on == "never" else Severity(fail_on).weight
    ctx.exit(FOUND if least and any(Severity(name).weight >= least for name in counts) else 0)


def _absolute(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(folder.absolute() for folder in folders)
