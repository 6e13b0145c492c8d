"""Settings: what is in force, where it comes from, and what is wrong with it."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from desk import here, write

from factcheck.config import KEYS, Config, load_config

pytestmark = pytest.mark.usefixtures("desk")

APPLES = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
AGAIN = "柳溪镇有农户5230户，比上年多。柳溪镇有农户5320户，比上年多。\n"


def severities(*args: str) -> dict[str, str]:
    findings = json.loads(here("lint", "--no-cross", "--format", "json", *args).stdout)["findings"]
    return {finding["rule"]: finding["severity"] for finding in findings}


PER_FILE = '[[per-file]]\nfiles = ["a"]\nignore = '


# What they do


def test_a_rule_may_weigh_less_or_more_than_by_itself():
    draft = str(write("a.txt", APPLES))
    assert {"parts-add-up": "error"} == severities(draft)

    write("factcheck.toml", '[severities]\nparts-add-up = "info"\n')
    assert {"parts-add-up": "info"} == severities(draft)
    assert 0 == here("lint", draft).exit_code


def test_the_settings_say_what_makes_a_run_fail_unless_the_command_line_does():
    draft = str(write("a.txt", APPLES))
    write("factcheck.toml", 'fail-on = "never"\n')

    assert [0, 1] == [here("lint", draft).exit_code, here("lint", "--fail-on", "error", draft).exit_code]


def test_some_files_may_do_without_a_rule():
    write("factcheck.toml", '[[per-file]]\nfiles = ["记录/*"]\nignore = ["parts-add-up"]\n')
    drafts = [str(write("记录/深/a.txt", APPLES + AGAIN)), str(write("稿/a.txt", APPLES))]

    assert {"same-fact"} == set(severities(drafts[0]))
    assert {"parts-add-up"} == set(severities(drafts[1]))


def test_some_files_may_have_only_some_rules_and_other_severities():
    entry = '[[tool.factcheck.per-file]]\nfiles = ["*.txt"]\n'
    write("pyproject.toml", f'{entry}select = ["same-fact"]\nseverities = {{ same-fact = "info" }}\n')

    assert {"same-fact": "info"} == severities(str(write("a.txt", APPLES + AGAIN)))


def test_a_number_that_breaks_two_rules_is_reported_for_the_one_that_counts_in_its_file():
    text = "柳溪镇有农户5230户（上村2310户、下村2920户）。\n柳溪镇有农户5320户（上村2310户、下村2920户）。\n"
    draft = str(write("a.txt", text))
    assert {"parts-add-up"} == set(severities(draft))

    write("factcheck.toml", '[[per-file]]\nfiles = ["a.*"]\nignore = ["parts-add-up"]\n')
    assert {"same-fact"} == set(severities(draft))


def test_house_facts_may_stand_in_a_folder_of_their_own():
    fact = "- {subject: 古茶园, place: 云南省, period: 2023年底, value: 5163处, published: 某年鉴 2024年卷}\n"
    write("资料/tea.yaml", fact)
    draft = str(write("a.txt", "截至2023年底，云南省有古茶园5136处。\n"))
    assert {} == severities(draft)

    write("factcheck.toml", 'facts = ["资料"]\n')
    assert {"sources-agree"} == set(severities(draft))


def test_a_folder_of_facts_that_is_missing_exits_2():
    write("factcheck.toml", 'facts = ["没有"]\n')

    assert "没有这个资料目录" in here("lint", str(write("a.txt", APPLES)), code=2).stderr


def test_the_time_limit_of_the_command_line_goes_before_that_of_the_settings():
    write("factcheck.toml", "timeout = 7\n")

    assert ["timeout = 7.0", "timeout = 0.0"] == [
        next(line for line in here("config", *args).stdout.splitlines() if line.startswith("timeout")).split("  ")[0]
        for args in ((), ("--timeout", "0"))
    ]


# What is wrong with them


@pytest.mark.parametrize(
    ("place", "problem", "settings"),
    [
        ("1:1", "'per-file'", 'perfile = [{files = ["*"]}]'),
        ("2:1", "'fail-on'", 'lang = "zh"\nfail_on = "error"'),
        ("1:1", "fail-on 应为 error、warning、info、never 之一", 'fail-on = "fatal"'),
        ("3:1", "parts-add-up 应为 error、warning、info 之一", '\n[severities]\nparts-add-up = "off"'),
        ("4:1", "'ignore'", '[[per-file]]\nfiles = ["a"]\nignore = []\nignored = ["same-fact"]'),
        ("4:1", "每项要有 files", '[[per-file]]\nfiles = ["a"]\n\n[[per-file]]\nignore = ["same-fact"]'),
        ("1:11", "是否想写 'parts-add-up'", 'ignore = ["part-add-up"]'),
        ("2:1", "是否想写 'same-fact'", '[severities]\nsame-facts = "info"'),
        ("6:11", "是否想写 'same-fact'", f'{PER_FILE}["same-fact"]\n{PER_FILE}["same-facts"]'),
        ("1:1", "baseline 应为文件的路径", "baseline = 3"),
        ("1:1", "severities 应为表", 'severities = ["same-fact"]'),
    ],
)  # fmt: skip
def test_a_mistake_exits_2_and_is_told_with_line_and_column(place, problem, settings):
    write("factcheck.toml", settings + "\n")
    ran = here("lint", str(write("a.txt", APPLES)), code=2)

    assert f"factcheck.toml:{place}: " in ran.stderr
    assert problem in ran.stderr


def test_a_mistake_is_looked_for_in_the_own_table_of_a_shared_file():
    shared = '[tool.other]\nignore = ["same-facts"]\n\n[tool.factcheck]\nignore = ["same-facts"]\n'
    write("pyproject.toml", shared)

    assert "pyproject.toml:5:11: [tool.factcheck] " in here("lint", str(write("a.txt", APPLES)), code=2).stderr


# factcheck config


def test_it_prints_every_setting_as_toml_and_where_it_was_set():
    write("factcheck.toml", 'paths = ["稿"]\n\n[severities]\nsame-fact = "info"\n')
    ran = here("config", "--ignore", "rise-rate", "--lang", "en", code=0)
    lines = {line.split(" ")[0]: line.partition("# ")[2] for line in ran.stdout.splitlines()[1:]}

    assert list(KEYS) == list(lines)
    assert "factcheck.toml:1" == lines["paths"]
    assert "factcheck.toml:3" == lines["severities"]
    assert "命令行 (command line)" == lines["ignore"] == lines["lang"]
    assert "默认 (default)" == lines["fail-on"]
    read = tomllib.loads(ran.stdout)
    assert (["稿"], ["rise-rate"], "en") == (read["paths"], read["ignore"], read["lang"])


def test_what_it_prints_is_a_file_of_settings_that_says_the_same():
    settings = """\
paths = ["稿"]
ignore = ["same-fact"]
baseline = "旧.json"
[[per-file]]
files = ["*.md"]
severities = {parts-add-up = "warning"}
[[sources]]
path = "公报/*"
rank = 3
"""
    write("factcheck.toml", settings)
    printed = here("config", code=0).stdout
    before = load_config(Path.cwd())
    write("factcheck.toml", printed)
    after = load_config(Path.cwd())

    told = ("paths", "ignore", "baseline", "per_file", "sources", "suppressions", "fail_on", "severities")
    assert [getattr(before, key) for key in told] == [getattr(after, key) for key in told]
    assert printed.splitlines()[1:3] == [line for line in printed.splitlines() if line.startswith(("paths", "rules"))]


def test_what_is_added_on_the_command_line_comes_from_both():
    write("factcheck.toml", 'ignore = ["same-fact"]\n')

    assert '"same-fact", "rise-rate"' in here("config", "--ignore", "rise-rate").stdout
    assert "# factcheck.toml:1, 命令行 (command line)" in here("config", "--ignore", "rise-rate").stdout


def test_it_tells_of_a_mistake_as_lint_does():
    write("factcheck.toml", 'ignore = ["part-add-up"]\n')

    assert "factcheck.toml:1:11" in here("config", code=2).stderr


# factcheck init


def test_it_writes_a_start_that_sets_nothing_but_the_defaults():
    here("init", code=0)
    config, default = load_config(Path.cwd()), Config()

    told = [key.replace("-", "_") for key in KEYS]
    assert {key: getattr(default, key) for key in told} == {key: getattr(config, key) for key in told}


def test_the_start_speaks_of_every_setting():
    here("init", code=0)
    start = Path("factcheck.toml").read_text(encoding="utf-8")

    assert [] == [key for key in KEYS if f"{key} =" not in start and f"[{key}]" not in start]


def test_the_examples_in_the_start_are_settings():
    here("init", code=0)
    lines = Path("factcheck.toml").read_text(encoding="utf-8").splitlines()
    is_example = [
        line.startswith(("# [", "# files", "# ignore", "# path", "# rank", "# same", "# sup", "# base"))
        for line in lines
    ]
    write("factcheck.toml", "\n".join(x[2:] if yes else x for x, yes in zip(lines, is_example, strict=True)))
    config = load_config(Path.cwd())

    assert all((config.per_file, config.sources, config.severities, config.baseline, config.suppressions))


@pytest.mark.parametrize("name", ["factcheck.toml", "pyproject.toml"])
def test_it_never_overwrites_settings(name):
    settings = "[tool.factcheck]\nlang = 'zh'\n" if name == "pyproject.toml" else ""
    write(name, settings)

    here("init", code=2)
    assert settings == Path(name).read_text(encoding="utf-8")
