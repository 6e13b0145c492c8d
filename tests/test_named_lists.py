"""Lists of names and their counts; 分别; and parts that other words than 其中 tell apart."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import pytest
from linted import said

from factcheck.readers.cleaning import clean


@pytest.mark.parametrize(
    "text",
    [
        "讲师来自山西、陕西、河南四省。",
        "讲师来自山西、陕西、河北和河南5省。",
        "线路通到东平县、西平县、南平县四个县。",
        "线路通到四个县：东平县、西平县、南平县。",
        "书展推出四部新书《山那边》《河这边》《海上》。",
    ],
)
def test_a_list_with_fewer_names_than_announced_is_an_error(text: str) -> None:
    assert ["list-has-as-many-as-said"] == said(text)


@pytest.mark.parametrize(
    "text",
    [
        "讲师来自山西、陕西、河南三省。",
        "讲师来自山西、陕西和河南3省。",
        "线路通到东平、和县、南平三县。",
        "讲师来自山西、陕西等四省。",
        "全长220公里、穿越四省的线路今天开通。",
        "成员包括有关部门负责人、山西、陕西、河南三省代表。",
        "线路通到山西、河南两省9个县。",
        "书展推出四部新书《山那边》《河这边》等。",
    ],
)
def test_a_list_that_may_be_counted_as_announced_is_right(text: str) -> None:
    assert [] == said(text)


def test_a_list_with_etc_names_at_most_as_many_as_announced() -> None:
    assert ["list-names-at-most-as-said"] == said("讲师来自东山县、西山县、南山县等2个县。")


@pytest.mark.parametrize(
    "text",
    [
        "全县小麦、玉米、大豆产量分别增长3.2%、4.5%。",
        "全县小麦、玉米产量分别增长3.2%、4.5%和6.1%。",
    ],
)
def test_respectively_with_another_number_of_values_is_an_error(text: str) -> None:
    assert ["respectively-has-as-many-values"] == said(text)


@pytest.mark.parametrize(
    "text",
    [
        "全县小麦和玉米、大豆产量分别增长3.2%、4.5%。",
        "东县、西县的小麦、玉米产量分别增长3.2%、4.5%。",
        "全县小麦、玉米产量分别增长3.2%、4.5%、5.1%、6.2%。",
        "全县小麦、玉米、大豆产量分别增长3.2%、4.5%，下降1.2%。",
        "公司涉及产品分别为12种、14种、15种。",
    ],
)
def test_respectively_is_not_counted_where_the_names_are_not_plain(text: str) -> None:
    assert [] == said(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("得票率分别为49.52%与49.10%（43.08%+5.82%），相若。", "parts-add-up"),
        ("全市实现工业增加值351.6亿元。规上工业中，采矿业实现增加值407.2亿元，下降4%。", "part-within-whole"),
        ("全市实现工业增加值479亿元。\n从行业看，采矿业实现增加值702.5亿元。", "part-within-whole"),
        ("共设10个站点，有77个在城东。", "part-within-whole"),
        ("进出口总额由352亿元增加到628亿元，出口总额由182亿元增加到825亿元。", "part-within-whole"),
        ("全年产销218.2万辆和217.8万辆，其中轿车产销187.3万辆和286.8万辆。", "part-within-whole"),
        ("生产254.4万辆，销售150.8万辆。其中，轿车生产223.1万辆，销售219.6万辆。", "part-within-whole"),
        ("固定电话用户350.3万户；上网用户41.4万户，其中宽带用户43.1万户。", "part-within-whole"),
        ("债务合计2096.51万元，其中一年内到期的1362.27万元；长期的734.64万元。", "parts-add-up"),
        (
            "常住人口643212人。0—14岁人口99689人，15—59岁人口465735人，60岁及以上人口7788人。",
            "parts-add-up",
        ),
        (
            "甲持有5.4亿股，占总股本的22.97%，其中自持1.3亿股，占总股本的5.52%，代持4.1亿股，占总股本的17.15%。",
            "parts-add-up",
        ),
        ("存款余额\n1970.6\n266.0\n#单位存款\n775.0\n103.0\n个人存款\n6169.0\n160.3\n", "part-within-whole"),
    ],
)
def test_what_is_named_as_a_part_lies_within_its_whole(text: str, rule: str) -> None:
    assert rule in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "共设10个站点，有77个码头。",
        "全市实现工业增加值351.6亿元。\n建筑业实现增加值407.2亿元。",
        "全市实现财政收入43.7亿元，上年全市财政收入51.2亿元。",
        "出口182亿元，进出口总额352亿元。",
        "武汉占1242宗，孝感巿202宗。累计13522宗，当中武汉占6384宗，孝感巿1120宗。",
        "存款余额\n1970.6\n266.0\n#单位存款\n775.0\n103.0\n外币存款余额\n6169.0\n160.3\n",
    ],
)
def test_what_only_resembles_a_part_is_left_alone(text: str) -> None:
    assert [] == said(text)


def test_an_enumerated_sector_is_still_a_sector() -> None:
    text = "公共预算收入完成58.2亿元。①税收收入完成26.8亿元，下降6%。②非税收入完成11.4亿元，增长11.8%。"
    assert ["parts-add-up"] == said(text)


def test_a_number_alone_on_its_line_takes_no_unit_from_the_next_row() -> None:
    assert "775.0\n个人存款" in clean("单位存款\n775.0\n个人存款\n1169.0\n", "t").text
