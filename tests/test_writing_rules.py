"""The tutorial for rule authors does what it says, and what it begins can be finished."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from desk import FACTCHECK, run, write

from factcheck.shapes import FILES

pytestmark = pytest.mark.usefixtures("desk")

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = ROOT / "factcheck" / "docs" / "writing-rules.md"
_FENCE = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)
_COMMAND = re.compile(r"^\$ (?P<command>.+)\n(?P<answer>(?:(?!\$ ).*\n)*)", re.M)

RIGHT = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。"
WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"


def answered(command: str) -> str:
    """What a command of the tutorial prints, errors included."""
    program, *args = command.split(" ", 1)
    assert "factcheck" == program
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', " ".join(args))]
    ran = subprocess.run(
        [FACTCHECK, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=False,
    )
    return ran.stdout.replace("\\", "/")


def fits(expected: str, answer: str) -> bool:
    """Whether an answer is the expected one, in which … stands for anything."""
    parts = (re.escape(part) for part in expected.strip("\n").split("…"))
    return bool(re.fullmatch(".*".join(parts), answer.strip("\n"), re.S))


def test_each_step_of_the_tutorial_does_what_it_says() -> None:
    steps = 0
    for block in _FENCE.finditer(TUTORIAL.read_text(encoding="utf-8")):
        if block["file"]:
            write(block["file"], block["text"])
        for step in _COMMAND.finditer(block["text"] if block["kind"] == "console" else ""):
            answer = answered(step["command"])
            assert fits(step["answer"], answer), f"{step['command']}\n{answer}"
            steps += 1
    assert 10 < steps


def test_the_tutorial_names_every_schema() -> None:
    blocks = {block["kind"]: block["text"] for block in _FENCE.finditer(TUTORIAL.read_text(encoding="utf-8"))}

    mapping = json.loads(blocks["json"])["yaml.schemas"]

    assert {f"factcheck/schemas/{name}.schema.json" for name in FILES} == set(mapping)
    assert all((ROOT / schema).is_file() for schema in mapping)
    for schema, files in mapping.items():
        if "facts" not in schema:
            assert list(ROOT.glob(files)), files


# What `rule --new` begins


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "marks"),
    [
        ("check", RIGHT, WRONG, "1760棵, 4820棵, 3150棵"),
        ("notation", "出勤率为95%。", "出勤率只有百分之85。", "百分之85"),
        (
            "wording",
            "村里原先320户，如今只剩252户，少了68户。",
            "村里原先320户，如今只剩252户，少了86户。",
            "86户, 320户, 252户",
        ),
    ],
)
def test_a_rule_that_was_begun_passes_once_its_examples_are_filled_in(
    kind: str, right: str, wrong: str, marks: str
) -> None:
    run("rule", "--new", "mine", "--kind", kind, code=0)
    (path,) = Path("house").glob("*/mine.yaml")
    begun = path.read_text(encoding="utf-8")

    ran = run("test", "house", code=1)
    assert re.search(rf"^missing +{re.escape(str(path))}:\d+: 在这里", ran.stdout, re.M)

    filled = re.sub("在这里写一句.*(?:对得上|正确)的话。", right, begun)
    filled = re.sub("在这里写一句.*(?:对不上|有错)的话。", wrong, filled).replace("在这里写标出的数", marks)
    path.write_text(filled, encoding="utf-8")
    assert "0 wrong" in run("test", "house", code=0).stdout


def test_a_rule_is_begun_where_it_is_asked_for_or_where_the_settings_say() -> None:
    run("rule", "--new", "mine", "--in", "desk/rules", code=0)
    write("factcheck.toml", 'rules = ["desk/rules"]\n')
    told = run("rule", "--new", "other", code=0).stdout

    assert ["mine.yaml", "other.yaml"] == sorted(path.name for path in Path("desk/rules/checks").iterdir())
    assert "factcheck.toml" not in told, "the settings name the folder already"


def test_what_was_begun_names_a_schema_that_is_there() -> None:
    for kind in ("check", "notation", "wording"):
        run("rule", "--new", f"my-{kind}", "--kind", kind, code=0)
        (path,) = Path("house").glob(f"*/my-{kind}.yaml")
        schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert f"factcheck {FILES[kind]}" == json.loads((path.parent / schema[1]).read_text(encoding="utf-8"))["title"]


def test_nothing_is_overwritten() -> None:
    path = write("house/checks/mine.yaml", "mine")

    ran = run("rule", "--new", "mine", code=2)

    assert str(path) in ran.stderr
    assert "mine" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "../mine", "Mine", "我的规则", "a b", "mine.yaml", "-mine"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    ran = run("rule", f"--new={name}", code=2)

    assert "orchards-add-up" in ran.stderr
    assert not Path("house").exists()


# What `rule` tells


def test_rules_are_found_by_a_word() -> None:
    names = [line.split()[0] for line in run("rule", "--search", "百分点", code=0).stdout.splitlines()]

    assert {"points-apart", "percent-for-points"} <= set(names)
    assert "weekday-of-date" not in names
    assert "" == run("rule", "--search", "没有这个词", code=0).stdout


def test_the_ties_are_listed_with_their_roles_and_rules() -> None:
    lines = {line.split()[0]: line.split()[1:] for line in run("rule", "--kinds", code=0).stdout.splitlines()}

    assert {"part", "whole", "parts-add-up"} == set(lines["whole-parts"])
    assert "notation" not in lines


def test_a_rule_of_the_settings_is_explained_and_tested_without_naming_its_folder() -> None:
    run("rule", "--new", "mine", code=0)
    write("factcheck.toml", 'rules = ["house"]\n')

    assert "whole == sum(part)" in run("rule", "mine", code=0).stdout
    assert "mine.yaml" in run("test", code=1).stdout


# What `test` asks for


def test_a_phrase_that_no_example_fires_is_named() -> None:
    wording = 'relation: fall\ndoubt: 0.01\npatterns:\n  - "原先{old}…只剩下{new}"\n  - "由{old}缩水成{new}"\n'
    path = write("house/wordings/shrinks.yaml", f"{wording}pass:\n  - 合作社原先320户，只剩下252户。\n")

    ran = run("test", "house", code=1)

    assert f"unfired    {path}:5: 由{{old}}缩水成{{new}}" in ran.stdout
    assert ":4:" not in ran.stdout
    assert "1 phrases that no example fires" in ran.stdout


@pytest.mark.parametrize(
    ("verdict", "examples"),
    [
        ("right", "fail:\n  - text: 合作社原先252户，只剩下320户。\n    marks: [252户, 320户]\n"),
        ("misplaced", "fail:\n  - text: 合作社原先252户，只剩下320户。\n    marks: [252户]\n"),
        ("missing", "fail:\n  - text: 合作社原先320户，只剩下252户。\n    marks: [252户]\n"),
        ("noisy", "pass:\n  - 合作社原先252户，只剩下320户。\n"),
    ],
)
def test_a_wording_is_tried_on_its_own_examples(verdict: str, examples: str) -> None:
    wording = 'relation: fall\ndoubt: 0.01\npatterns:\n  - "原先{old}…只剩下{new}"\n'
    path = write("house/wordings/shrinks.yaml", wording + examples)

    ran = run("test", "--verbose", "house")

    assert re.search(rf"^{verdict} +{re.escape(str(path))}:6: 合作社", ran.stdout, re.M)
    assert (0 if verdict == "right" else 1) == ran.returncode
