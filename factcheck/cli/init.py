"""factcheck init: a commented start for the settings."""

from __future__ import annotations

from pathlib import Path

import click

START = """\
# factcheck 的设置；各项都可以不写，写出的都是默认值。
# Settings of factcheck; every key may be left out, and what stands here are the defaults.
# `factcheck config` 列出生效的设置和出处 (prints what is in force and where it was set).
# 路径都从本文件所在的目录算起；* 也跨目录 (paths are seen from this file; a * goes through folders too)。

# 不给路径时查哪些文稿 (what is checked where no path is given)
paths = []                  # ["稿件"]

# 自己的规则、用词、单位 (folders of your own rules, wordings and units)
rules = []                  # ["本社规则"]

# 本社核定的数，每篇稿件都与之核对 (folders of figures that the house has checked itself)
facts = []                  # ["本社资料"]

# 只用、不用哪些规则；factcheck rule 列出全部 (rules to use, rules to leave out)
select = []
ignore = []

# 有达到此等级的发现时以 1 退出：error、warning、info、never
# (the least severity that makes a run fail)
fail-on = "warning"

# 一篇最多查多少秒，0 不限；到时没查完的，报告里写明没有查 (seconds for one draft; 0 sets no limit)
timeout = 10

# 报告的语言 (language of reports): zh、en
lang = "zh"

# 不便在稿内写明的“此处不报”；每条要写 path、rule、reason，可写 quote
# (what is let stand in drafts that cannot say so themselves)
# suppressions = "factcheck-ignore.yaml"

# 旧账：已有的发现记在这里，只报新的；由 factcheck lint --update-baseline 生成
# (old findings, which are not reported; written by factcheck lint --update-baseline)
# baseline = "factcheck-baseline.json"

# 来源的级别：两个来源不一致时，指出级别低的 (where two sources contradict, the lower is accused)
# [[sources]]
# path = "公报/*"
# rank = 3

# 单条规则的等级 (severities of single rules)
[severities]
# same-fact = "warning"

# 某些文稿另有规定；还可写 select、severities (what is set for some files only)
# [[per-file]]
# files = ["会议记录/*", "*.xlsx"]
# ignore = ["same-fact"]
"""


@click.command("init")
def command() -> None:
    """在当前目录写一份带注释的 factcheck.toml；已有设置时什么也不动。

    Write a commented factcheck.toml to the current folder; settings that are there already are left alone.
    """
    from factcheck.config import load_config
    from factcheck.model import FactcheckError

    file = Path("factcheck.toml")
    config = load_config(Path.cwd())
    if config.file and config.places and config.file.parent == Path.cwd():
        raise FactcheckError(f"{config.file.name}: 已有设置，没有改动 (there are settings already)")
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(START)
    except FileExistsError:
        raise FactcheckError(f"{file}: 已有这个文件，没有改动 (it exists already)") from None
    except OSError as error:
        raise FactcheckError(f"{file}: 无法写入：{error.strerror} (cannot write)") from None
    click.echo(f"{file}: 写好了，请按需修改 (written)")
