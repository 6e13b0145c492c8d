"""The shipped rules and lexicon, and mistakes in rule files told with file:line:column."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from factcheck.datafiles import DataFileError
from factcheck.lexicon import Unit
from factcheck.model import FactcheckError, Kind, Quantity, Severity
from factcheck.readers.cleaning import fold
from factcheck.rulebook import RELATIONS, Rulebook, load_rulebook, own_rules, read_rule

RULES = sorted(path.stem for path in (own_rules() / "checks").glob("*.yaml"))
UNITS = load_rulebook().lexicon.units

GOOD = """\
relation: whole-parts
expect: whole == sum(part)
severity: error
message: 合计不符
message-en: the parts do not make the whole
explain: 分项合计应与总数相符。
pass:
  - 茶农12户（东坡5户、西坡7户）。
fail:
  - text: 茶农12户（东坡5户、西坡9户）。
    marks: [12户, 5户, 9户]
"""
WORDING = """\
relation: fall
doubt: 0.01
patterns:
  - 从{old}<fall_to>{new}
"""


def put(folder: Path, name: str, text: str) -> Path:
    """A file `name` below `folder` that holds `text`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# What ships


@pytest.mark.parametrize("rule_id", RULES)
def test_a_shipped_rule_loads_and_carries_examples(rulebook: Rulebook, rule_id: str) -> None:
    rule = rulebook.rules[rule_id]
    assert rule.passing
    assert rule.failing
    assert all(example.marks for example in rule.failing)
    assert rule.message
    assert rule.message_en
    assert rule.explain


@pytest.mark.parametrize("rule_id", RULES)
def test_the_marks_of_a_shipped_rule_stand_in_its_examples(rulebook: Rulebook, rule_id: str) -> None:
    for example in rulebook.rules[rule_id].failing:
        assert all(any(mark in source for source in example.sources) for mark in example.marks)


def test_every_rule_uses_roles_that_its_relations_have(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        for relation in rule.relations:
            assert rulebook.equations[rule.id].roles <= RELATIONS[relation]


def test_every_word_class_of_a_wording_exists(rulebook: Rulebook) -> None:
    named = {
        name
        for wording in rulebook.wordings
        for pattern in wording.patterns
        for name in re.findall(r"<(\w+)>", pattern)
    }
    assert named
    assert named <= set(rulebook.lexicon.words)


def test_every_word_class_has_words(rulebook: Rulebook) -> None:
    assert all(rulebook.lexicon.words.values())


def test_every_doubt_is_a_share(rulebook: Rulebook) -> None:
    doubts = [*rulebook.doubts.values(), *(wording.doubt for wording in rulebook.wordings)]
    assert all(0 < doubt <= 1 for doubt in doubts)


def test_every_unit_converts_by_a_positive_factor() -> None:
    assert all(unit.factor > 0 for unit in UNITS.values())


# 日, 月, 号 and 点 make dates; before 千, 百, 万 and 兆 a number ends in a scale.
PLAIN = [unit for unit in UNITS.values() if unit.name not in "日月号点" and unit.name[0] not in "百千万兆"]


@pytest.mark.parametrize("unit", PLAIN, ids=lambda unit: unit.name)
def test_a_unit_is_read_behind_a_number(read: Callable[[str], tuple[Quantity, ...]], unit: Unit) -> None:
    quantity = read(f"共有12{unit.name}，")[0]
    assert (f"12{fold(unit.name)}", unit.base, unit.kind) == (quantity.text, quantity.unit, quantity.kind)
    if unit.name != "折":  # 12折 is 12 percent, as 85折 is 85
        assert 12 * unit.conversion == quantity.amount.value


@pytest.mark.parametrize("name", ["千米", "千克", "千升", "千瓦", "万千瓦"])
def test_a_unit_that_begins_with_a_scale_weighs_the_same_however_it_is_read(
    read: Callable[[str], tuple[Quantity, ...]], rulebook: Rulebook, name: str
) -> None:
    quantity = read(f"共有12{name}，")[0]
    assert quantity.amount.value is not None
    assert 12 * rulebook.lexicon.factor(name) == quantity.amount.value * rulebook.lexicon.factor(quantity.unit)


@pytest.mark.parametrize("name", ["日", "月", "号", "点"])
def test_a_bare_day_month_or_hour_is_a_date(read: Callable[[str], tuple[Quantity, ...]], name: str) -> None:
    assert Kind.DATE is read(f"共有12{name}，")[0].kind


@pytest.mark.parametrize(
    ("comparable", "a", "b"),
    [
        (True, "亩", "公顷"),
        (True, "元", "角"),
        (True, "人", "名"),
        (False, "元", "美元"),
        (False, "个", "家"),
        (False, "亩", "吨"),
        (False, "户", None),
        (True, None, None),
    ],
)
def test_units_of_one_dimension_are_comparable(
    rulebook: Rulebook, comparable: bool, a: str | None, b: str | None
) -> None:
    assert comparable is rulebook.lexicon.comparable(a, b)


@pytest.mark.parametrize(
    ("factor", "unit"), [(10000, "公顷"), (Fraction(2000, 3), "亩"), (1000, "吨"), (1, "个"), (1, None)]
)
def test_a_unit_converts_to_the_base_of_its_dimension(
    rulebook: Rulebook, factor: Fraction | int, unit: str | None
) -> None:
    assert factor == rulebook.lexicon.factor(unit)


# One's own rules


def test_a_good_rule_is_read_whole(tmp_path: Path) -> None:
    rule, equation = read_rule(put(tmp_path, "mine.yaml", GOOD))
    assert (rule.id, rule.relations, rule.severity) == ("mine", ("whole-parts",), Severity.ERROR)
    assert {"whole", "part"} == equation.roles
    assert (rule.failing[0].marks, rule.failing[0].line) == (("12户", "5户", "9户"), 10)


def test_a_rule_may_serve_several_relations(tmp_path: Path) -> None:
    text = GOOD.replace("relation: whole-parts", "relation: [whole-parts, within]")
    assert read_rule(put(tmp_path, "mine.yaml", text))[0].relations == ("whole-parts", "within")


@pytest.mark.parametrize(
    ("place", "says", "old", "new"),
    [
        ("4:1", "'message'", "message: ", "mesage: "),
        ("1:11", "whole-parts", "relation: whole-parts", "relation: hole-parts"),
        ("2:9", "part, whole", "sum(part)", "sum(parts)"),
        ("2:9", "not an equation", "whole == ", "whole = "),
        ("2:9", "not allowed here", "sum(part)", "part.real"),
        ("2:9", "one comparison", "whole == sum(part)", "whole"),
        ("3:11", "error, warning, info", "severity: error", "severity: fatal"),
        ("1:1", "'severity'", "severity: error\n", ""),
        ("1:1", "'fail'", GOOD[GOOD.index("fail:") :], ""),
        ("9:7", "at least one example", GOOD[GOOD.index("fail:") :], "fail: []\n"),
        ("10:5", "incomplete example", "    marks: [12户, 5户, 9户]\n", ""),
        ("11:5", "'mark'", "marks", "mark"),
        ("4:8", "not YAML", "severity: error", "severity: [error"),
        ("1:11", "wrong shape", "relation: whole-parts", "relation: {a: b}"),
        ("1:1", "wrong shape", GOOD, "- 甲\n- 乙\n"),
        ("1:1", "wrong shape", GOOD, "甲\n"),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_file_line_and_column(
    tmp_path: Path, place: str, says: str, old: str, new: str
) -> None:
    assert old in GOOD
    path = put(tmp_path, "mine.yaml", GOOD.replace(old, new, 1))
    with pytest.raises(DataFileError) as mistake:
        read_rule(path)
    assert str(mistake.value).startswith(f"{path}:{place}: ")
    assert says in str(mistake.value)


def test_a_rule_file_in_another_encoding_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(DataFileError, match="unreadable"):
        read_rule(path)


@pytest.mark.parametrize(
    ("place", "says", "old", "new"),
    [
        ("1:11", "unknown relation", "relation: fall", "relation: fal"),
        ("2:8", "not a number", "0.01", "很少"),
        ("2:8", "between 0 and 1", "0.01", "1.5"),
        ("2:8", "between 0 and 1", "0.01", "0"),
        ("4:5", "<fal_to>", "<fall_to>", "<fal_to>"),
        ("4:5", "olde", "{old}", "{olde}"),
        ("4:5", "no role", "从{old}<fall_to>{new}", "从<fall_to>"),
        ("3:1", "'patterns'", "patterns", "paterns"),
    ],
)
def test_a_mistake_in_a_wording_is_told_with_file_line_and_column(
    tmp_path: Path, place: str, says: str, old: str, new: str
) -> None:
    path = put(tmp_path, "wordings/mine.yaml", WORDING.replace(old, new, 1))
    with pytest.raises(DataFileError) as mistake:
        load_rulebook((tmp_path,))
    assert str(mistake.value).startswith(f"{path}:{place}: ")
    assert says in str(mistake.value)


@pytest.mark.parametrize(
    ("place", "says", "name", "text"),
    [
        ("2:3", "unknown kind", "units.yaml", "cont:\n  thing: 甑\n"),
        ("2:10", "甑=多", "units.yaml", "count:\n  thing: 甑=多\n"),
        ("2:10", "must be positive", "units.yaml", "count:\n  thing: 甑=0\n"),
        ("2:9", "unknown modifier", "modifiers.yaml", "before:\n  abut: 约莫\nafter: {}\nbetween: ''\n"),
        ("1:1", "wrong shape", "words.yaml", "fall:\n  - 降\n"),
        ("1:10", "not a number", "doubts.yaml", "bracket: 大\n"),
    ],
)
def test_a_mistake_in_a_lexicon_is_told_with_file_line_and_column(
    tmp_path: Path, place: str, says: str, name: str, text: str
) -> None:
    path = put(tmp_path, f"lexicon/{name}", text)
    with pytest.raises(DataFileError) as mistake:
        load_rulebook((tmp_path,))
    assert str(mistake.value).startswith(f"{path}:{place}: ")
    assert says in str(mistake.value)


def test_a_rule_of_ones_own_replaces_the_shipped_one_of_its_id(tmp_path: Path, rulebook: Rulebook) -> None:
    put(tmp_path, "checks/parts-add-up.yaml", GOOD.replace("severity: error", "severity: info"))
    book = load_rulebook((tmp_path,))
    assert (
        rulebook.rules["parts-add-up"].severity,
        book.rules["parts-add-up"].severity,
    ) == (Severity.ERROR, Severity.INFO)
    assert set(rulebook.rules) == set(book.rules)


def test_rules_wordings_units_and_words_of_ones_own_are_added(tmp_path: Path, rulebook: Rulebook) -> None:
    put(tmp_path, "checks/my-sum.yaml", GOOD)
    put(tmp_path, "wordings/my-words.yaml", WORDING)
    put(tmp_path, "lexicon/units.yaml", "count:\n  thing: 甑\n")
    put(tmp_path, "lexicon/words.yaml", "fall_to: 滑落到\n")
    book = load_rulebook((tmp_path,))
    assert {"my-sum"} == set(book.rules) - set(rulebook.rules)
    assert {"my-words"} == {w.id for w in book.wordings} - {w.id for w in rulebook.wordings}
    assert {"甑"} == set(book.lexicon.units) - set(rulebook.lexicon.units)
    assert {"滑落到", *rulebook.lexicon.words["fall_to"]} == set(book.lexicon.words["fall_to"])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactcheckError, match="no such rules folder"):
        load_rulebook((tmp_path / "nowhere",))
