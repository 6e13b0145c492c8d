"""Totals and their parts: brackets, 其中, splits, sectors, tallies, tables; and the lists that only look like one."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linted import rulebook, said

from factcheck.model import Verdict
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean


def tied(text: str) -> set[tuple[str, tuple[str, ...]]]:
    """Of each check that holds its ground and numbers, the whole first."""
    report = check_documents([clean(text, "t")], rulebook())
    held = (check.relation for check in report.checks if check.verdict is Verdict.HOLDS)
    return {(r.ground.name, tuple(claim.quantity.text for claim in r.claims)) for r in held}


@pytest.mark.parametrize(
    ("ground", "text", "numbers"),
    [
        ("bracket", "新建泵站36座（东片21座、西片15座）。", ("36座", "21座", "15座")),
        ("one-place", "新增出院1例（青石县1例）。", ("1例", "1例")),
        ("by-place", "新增病例12例，其中甲市9例、乙市3例。", ("12例", "9例", "3例")),
        ("among", "进出口2.86万亿元，增长1.8%，其中，货物1.57万亿元，同比增长1.3%；服务1.29万亿元。",
         ("2.86万亿元", "1.57万亿元", "1.29万亿元")),
        ("total", "东片38.5万元、西片12.3万元、南片6.7万元，合计57.5万元。",
         ("57.5万元", "38.5万元", "12.3万元", "6.7万元")),
        ("split", "发放贷款803亿元，增长4%。按期限分，短期747亿元，增长5%；长期56亿元。",
         ("803亿元", "747亿元", "56亿元")),
        ("complements", "实现增加值1228亿元。第一产业47.5亿元，第二产业730.5亿元，第三产业450亿元。",
         ("1228亿元", "47.5亿元", "730.5亿元", "450亿元")),
        ("framed", "全区有在校学生5364人。东片有在校学生3029人。西片有在校学生2335人。",
         ("5364人", "3029人", "2335人")),
        ("long-sum", "全区有在校学生53641人。东片有在校学生30294人。西片有在校学生23347人。",
         ("53641人", "30294人", "23347人")),
        ("by-order", "共投入12.6亿元，其中2017年3.4亿元，2018年4.1亿元，2019年5.1亿元。",
         ("12.6亿元", "3.4亿元", "4.1亿元", "5.1亿元")),
        ("remainder", "井下作业268人，241人安全升井，27人被困。", ("268人", "241人", "27人")),
        ("tally", "获奖9人，分别是6男3女。", ("9人", "6男", "3女")),
        ("tally", "代表团以19金15银20铜共54枚奖牌收官。", ("54枚", "19金", "15银", "20铜")),
    ],
)  # fmt: skip
def test_a_total_and_its_parts_are_tied(ground: str, text: str, numbers: tuple[str, ...]) -> None:
    assert (ground, numbers) in tied(text)


@pytest.mark.parametrize(
    ("ground", "text", "numbers"),
    [
        ("new-within", "当日新增死亡病例3例。截至2日，累计死亡病例41例。", ("41例", "3例")),
        ("outcome-within", "处理群众640人，移送72人，给予处分510人。", ("640人", "72人", "510人")),
        ("outcome-within", "累计借款笔数6720笔，借款余额笔数1016笔。", ("6720笔", "1016笔")),
        ("among-within", "里程由12万公里增加到17万公里，其中新线由1万公里增加到2万公里。", ("12万公里", "1万公里")),
    ],
)
def test_a_part_is_tied_to_what_it_is_part_of(ground: str, text: str, numbers: tuple[str, ...]) -> None:
    assert (ground, numbers) in tied(text)


@pytest.mark.parametrize(
    "text",
    [
        "在册病例84例（危重2例、重症12例）。",
        "沈城报告病例17例（外市转入1例、境外转入2例）。",
        "全市新签合同218份。从主要行业看，物流业62份，餐饮业41份。",
        "现有床位300张，其中内科病床120张，另有外科病床80张。",
        "再获四枚金牌，目前代表团以17金9银4铜领跑奖牌榜。",
        "甲社贷款6.3亿元，已逾期。乙社贷款2.1亿元，丙社贷款3.0亿元。",
        "全年新增里程3281公里。年末总里程12.4万公里。",
        "| 地区 | 得分 |\n| --- | --- |\n| 甲 | 9.38 |\n| 乙 | 10.1 |\n| 丙 | 8.75 |",
    ],
)
def test_what_only_looks_like_a_list_of_parts_is_left_alone(text: str) -> None:
    assert [] == said(text)


def test_the_changes_of_the_parts_balance_the_change_of_the_total() -> None:
    text = "收入41.37亿元，比上年减少2.86亿元。分票种看，日票23.19亿元，减少4.05亿元；月票18.18亿元，增加1.19亿元。"
    assert ("split-changes", ("2.86亿元", "1.19亿元", "4.05亿元")) in tied(text)


def test_several_splits_of_one_total_find_it_over_the_splits_between() -> None:
    text = (
        "全区完成投资247.4亿元，增长2%。\n从隶属关系看，区属项目159.5亿元，同比下降3%；市属项目87.9亿元。\n"
        "从投资性质看，续建项目186.6亿元，下降8%；新建项目60.8亿元。"
    )
    assert ("split", ("247.4亿元", "186.6亿元", "60.8亿元")) in tied(text)


def test_a_saved_web_table_is_read_one_cell_a_line() -> None:
    text = "指标\n数值（万吨）\n同比增长（%）\n总产量\n4000.5\n10.0\n#早稻\n153.6\n11.0\n其他\n88.1\n2.5"
    assert ("column-within", ("4000.5", "153.6")) in tied(text)


def test_the_row_of_totals_of_a_markdown_table_adds_its_column() -> None:
    text = "| 区 | 户数 | 占比 |\n| --- | --- | --- |\n| 东 | 128 | 60% |\n| 西 | 85 | 40% |\n| 合计 | 213 | 100% |"
    assert ("column-total", ("213", "85", "128")) in tied(text)


def test_the_column_of_totals_of_a_tabbed_table_adds_its_rows() -> None:
    text = "区\t男\t女\t合计\n东区\t128\t130\t258\n西区\t85\t90\t175"
    assert ("row-total", ("258", "128", "130")) in tied(text)


@given(st.lists(st.integers(1000, 9999), min_size=2, max_size=5, unique=True), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_total_row_that_is_one_digit_off_is_noticed(parts: list[int], slip: int) -> None:
    right = sum(parts)
    digits = str(right)
    wrong = digits[:-1] + str((int(digits[-1]) + slip) % 10)
    rows = "".join(f"| 第{'甲乙丙丁戊'[i]}区 | {part} |\n" for i, part in enumerate(parts))
    assert [] == said(f"| 区 | 户数 |\n| --- | --- |\n{rows}| 合计 | {right} |")
    assert ["parts-add-up"] == said(f"| 区 | 户数 |\n| --- | --- |\n{rows}| 合计 | {wrong} |")
