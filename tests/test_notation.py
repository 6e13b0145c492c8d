"""Rules of notation: forms in which a number must not be written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from factcheck.cli import main
from factcheck.datafiles import DataFileError
from factcheck.examples import try_examples
from factcheck.model import Confidence, FactcheckError, Finding, Report, Severity
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.relations import patterns
from factcheck.reporters import Options, sarif
from factcheck.reporters.wording import changes, message, sums
from factcheck.rulebook import Rulebook, load_rulebook, own_rules

RULES = sorted(path.stem for path in (own_rules() / "notations").glob("*.yaml"))

HOUSE = """\
forms:
  - 多达{number}
slots:
  number: {kinds: count, like: "^[1-9]个"}
not-after: 不
not-before: 左右
unless: 罕见
severity: warning
message: "{number}不算多"
message-en: "{number} is not many"
explain: 一位数前不用“多达”。
pass:
  - 多达35个。
fail:
  - text: 多达5个。
    marks: [5个]
"""


def put(folder: Path, name: str, text: str) -> Path:
    """A notation file below `folder` that holds `text`."""
    path = folder / "notations" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lint(text: str, folder: Path) -> Report:
    return check_documents([clean(text, "draft.txt")], load_rulebook((folder,)))


def named(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.rule.id, finding.accused.quantity.text) for finding in found]


# What ships


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_of_notation_keeps_its_own_examples(rulebook: Rulebook, rule_id: str) -> None:
    wrong = [o for o in try_examples(rulebook, (rulebook.rules[rule_id],)) if not o.is_right]
    assert wrong == []


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_of_notation_shows_its_forms_and_speaks_two_languages(rulebook: Rulebook, rule_id: str) -> None:
    rule = rulebook.rules[rule_id]
    assert rule.forms
    assert rule.explain
    assert rule.message != rule.message_en


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("about-said-twice", "每亩大概50元左右。"),
        ("limits-contradict", "将近60%左右的农户报了名。"),
        ("limits-contradict", "全程至少40公里左右。"),
        ("bound-in-or-out", "总投资逾3亿元以上。"),
        ("nearly-and-odd", "吸引将近2000多名观众。"),
        ("vague-said-twice", "库存几十余箱。"),
        ("fall-by-multiple", "废品率下降了近2倍。"),
        ("range-unit-left-out", "每亩成本2～3万元。"),
    ],
)
def test_a_wrong_form_is_told(findings: Callable[[str], tuple[Finding, ...]], rule: str, text: str) -> None:
    assert [rule] == [finding.rule.id for finding in findings(text)]


@pytest.mark.parametrize(
    "text",
    [
        "附近20余户、最近30多家、近年来40多个村都受了益。",
        "节约20余万元，预约30余人，合约50余份，新签约20多家。",
        "超过100户参加，以上三项全部达标，上下两册共80页。",
        "现产量是原来的3倍，用工减少到原来的三分之一，降幅是上年的两倍。",
        "用时减少0.5倍。",
        "参会人数百余人，其中十几人来自外县。",
        "债务相当于国内生产总值的120%，完成年度任务的130%。",
        "达40户之多，控制在30人以内。",
        "查找问题和不足30余条。",
    ],
)
def test_what_only_looks_like_a_wrong_form_is_right(findings: Callable[[str], tuple[Finding, ...]], text: str) -> None:
    assert findings(text) == ()


# One slip, one finding


def test_points_printed_as_percent_are_one_finding(findings: Callable[[str], tuple[Finding, ...]]) -> None:
    (finding,) = findings("及格率由82.5%提高到86.2%，提高3.7%。")

    assert (
        finding.rule.id, finding.severity, finding.confidence,
    ) == ("percent-for-points", Severity.ERROR, Confidence.CERTAIN)  # fmt: skip
    assert {"percent-for-points", "rise-rate"} == {check.rule.id for check in finding.checks}
    assert sums(finding) == ("|86.2% ÷ 82.5% − 1| ≈ 4.5% ≠ 3.7%（已计入四舍五入）",)


def test_grown_by_and_grown_to_are_told_apart_with_the_number_that_fits(
    findings: Callable[[str], tuple[Finding, ...]],
) -> None:
    (finding,) = findings("年产值由500万元增加到1600万元，增长3.2倍。")

    assert message(finding) == "1600万元是500万元的3.2倍，增长的是≈2.2倍：写成“增长到3.2倍”，或改增幅"
    assert changes(finding) == ("3.2倍 → 2.2倍（按另外的数算出）",)


def test_a_fall_by_a_multiple_absorbs_the_rate_that_fails_for_it(
    findings: Callable[[str], tuple[Finding, ...]],
) -> None:
    (finding,) = findings("库存由900件减少到300件，减少了3倍。")

    assert (finding.rule.id, finding.severity) == ("fall-by-multiple", Severity.ERROR)


def test_a_digit_slip_stays_a_digit_slip(findings: Callable[[str], tuple[Finding, ...]]) -> None:
    assert [finding.rule.id for finding in findings("销量由800台升至1000台，增长52%。")] == ["rise-rate"]


def test_a_doubled_modifier_does_not_hide_a_sum_that_fails(
    findings: Callable[[str], tuple[Finding, ...]],
) -> None:
    found = findings("全年引进企业266家（甲市253家、乙市31家），大约吸纳工人300人左右，到场大约20人左右。")

    assert {"parts-add-up", "about-said-twice"} == {finding.rule.id for finding in found}


def test_a_form_that_is_wrong_as_such_is_certain_and_has_no_arithmetic(
    findings: Callable[[str], tuple[Finding, ...]],
) -> None:
    (finding,) = findings("到场大约20人左右。")

    assert (finding.confidence, sums(finding), finding.repairs) == (Confidence.CERTAIN, (), ())


def test_a_deselected_rule_of_notation_is_silent(rulebook: Rulebook) -> None:
    draft = clean("到场大约20人左右。", "draft.txt")
    assert check_documents([draft], rulebook.only((), ("about-said-twice",))).findings == ()


# One's own


def test_a_form_of_ones_own_is_found(tmp_path: Path) -> None:
    put(tmp_path, "many.yaml", HOUSE)
    assert named(lint("多达5个，多达35个。", tmp_path).findings) == [("many", "5个")]


@pytest.mark.parametrize("text", ["不多达5个。", "多达5个左右。", "多达5个，实属罕见。", "多达5人。"])
def test_a_form_of_ones_own_keeps_its_exceptions(tmp_path: Path, text: str) -> None:
    put(tmp_path, "many.yaml", HOUSE)
    assert lint(text, tmp_path).findings == ()


def test_a_rule_of_ones_own_changes_the_weight_of_a_shipped_one(tmp_path: Path) -> None:
    shipped = (own_rules() / "notations" / "about-said-twice.yaml").read_text(encoding="utf-8")
    put(tmp_path, "about-said-twice.yaml", shipped.replace("severity: warning", "severity: info"))

    (finding,) = lint("到场大约20人左右。", tmp_path).findings

    assert Severity.INFO is finding.severity


def test_a_form_of_ones_own_with_an_equation_is_held_against_it(tmp_path: Path) -> None:
    text = HOUSE.replace("severity:", "when: number >= 3\nexpect: number <= 6\ndoubt: 0.01\nseverity:")
    put(tmp_path, "many.yaml", text.replace("多达", "另有"))

    report = lint("另有2个，另有5个，另有8个。", tmp_path)

    assert named(report.findings) == [("many", "8个")]
    assert [check.relation.claims[0].quantity.text for check in report.checks] == ["5个", "8个"]


def test_a_form_that_is_too_slow_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_PATIENCE", 1e-9)
    put(tmp_path, "many.yaml", HOUSE)

    with pytest.raises(FactcheckError, match=r"many\.yaml.*pattern too slow"):
        lint("多达5个。" * 2000, tmp_path)


@pytest.mark.parametrize(
    ("place", "says", "old", "new"),
    [
        ("2:5", "no role", "多达{number}", "多达{numbre}"),
        ("2:5", "no word class", "多达{number}", "<many>{number}"),
        ("2:5", "unbalanced", "多达{number}", "(多达{number}"),
        ("2:5", "stands twice", "多达{number}", "多达{number}至{number}"),
        ("4:9", "no such slot", "  number: {kinds", "  rate: {kinds"),
        ("4:19", "unknown kind", "kinds: count", "kinds: cuont"),
        ("4:32", "not a pattern", "^[1-9]个", "^[1-9个"),
        ("8:11", "error, warning, info", "severity: warning", "severity: fatal"),
        ("8:7", "not an equation", "severity: warning", "when: number >\nseverity: warning"),
        ("8:9", "no role", "severity: warning", "expect: whole == 1\nseverity: warning"),
        ("8:8", "between 0 and 1", "severity: warning", "doubt: 2\nseverity: warning"),
        ("5:1", "'not-after'", "not-after", "not-aftr"),
        ("7:9", "no word class", "unless: 罕见", "unless: <rare>"),
    ],
)
def test_a_mistake_in_a_rule_of_notation_is_told_with_file_line_and_column(
    tmp_path: Path, place: str, says: str, old: str, new: str
) -> None:
    assert old in HOUSE
    path = put(tmp_path, "many.yaml", HOUSE.replace(old, new, 1))
    with pytest.raises(DataFileError) as mistake:
        load_rulebook((tmp_path,))
    assert says in str(mistake.value)
    assert str(mistake.value).startswith(f"{path}:{place}: ")


def test_notation_is_no_relation_for_the_rules_in_checks(tmp_path: Path) -> None:
    shipped = (own_rules() / "checks" / "rise-rate.yaml").read_text(encoding="utf-8")
    path = tmp_path / "checks" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(shipped.replace("relation: rise", "relation: notation"), encoding="utf-8")

    with pytest.raises(DataFileError, match="unknown relation"):
        load_rulebook((tmp_path,))


# As others show it


def test_the_command_line_explains_a_rule_of_notation_by_its_forms() -> None:
    shown = CliRunner().invoke(main, ["rule", "fall-by-multiple"]).output

    assert "句式 forms:" in shown
    assert "前提 when: number >= 100" in shown
    assert "算式 equation" not in shown


def test_a_hint_fails_no_gate(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("每亩成本2～3万元。\n", encoding="utf-8")

    done = CliRunner().invoke(main, ["lint", str(draft), "--color", "never"])

    assert done.exit_code == 0
    assert "range-unit-left-out" in done.output


def test_sarif_lists_the_rules_of_notation_with_their_forms(rulebook: Rulebook) -> None:
    report = check_documents([clean("到场大约20人左右。", "draft.txt")], rulebook)
    (run,) = json.loads(sarif.render(report, Options()))["runs"]

    (rule,) = [rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "about-said-twice"]
    assert "{number}(左右|上下)" in rule["help"]["text"]
    assert [(r["ruleId"], r["level"]) for r in run["results"]] == [("about-said-twice", "warning")]
