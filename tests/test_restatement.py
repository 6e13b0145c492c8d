"""One fact printed twice in a document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.headings import headings
from factcheck.misprints import are_one_slip_apart, canonical, neighbours
from factcheck.model import Confidence, Finding
from factcheck.outline import outline
from factcheck.readers.cleaning import clean

Findings = Callable[[str], tuple[Finding, ...]]


def twice(found: tuple[Finding, ...]) -> list[set[str]]:
    """The pairs that are reported as one fact with two numbers."""
    return [
        {claim.quantity.text for claim in (f.accused, *f.others)}
        for f in found
        if f.rule.id == "same-fact" and f.confidence is not Confidence.POSSIBLE
    ]


HEADLINE = "前三季度全市进出口总值增长{}%\n今年前三季度，全市进出口总值4127亿元，比去年同期增加388亿元，增长10.4%。\n"


def test_a_headline_says_what_its_text_says(findings: Findings):
    assert twice(findings(HEADLINE.format("10.4"))) == []
    assert (
        twice(findings(HEADLINE.format("18.9"))) == []
    )  # further off than one slip: another number, as far as we know
    assert twice(findings(HEADLINE.format("10.7"))) == [{"10.7%", "10.4%"}]


@pytest.mark.parametrize(
    "headline",
    [
        "原标题：甲公司（12.46，0.31，2.55%）：上半年净亏损3164万元    来源：某某财经",
        "甲公司中期亏损收窄4.75%至3164万元    来源：某某网",
        "3164万元！甲公司上半年亏损收窄",
    ],
)
def test_what_stands_beside_a_headline_hides_no_number_of_it(findings: Findings, headline: str):
    body = "\n甲公司发布半年度报告，营业收入1.68亿元，归属于母公司所有者的净亏损{}万元，资产负债率有所下降。"
    assert twice(findings(headline + body.format("3164"))) == []
    assert twice(findings(headline + body.format("3614"))) == [{"3164万元", "3614万元"}]


def test_a_bound_told_twice_is_one_number(findings: Findings):
    text = "甲厂职工入股不低于{}万元\n甲厂公告，全体职工计划入股，入股金额合计不低于{}万元，分三年缴清。"
    assert twice(findings(text.format("186.45", "186.45"))) == []
    assert twice(findings(text.format("186.45", "188.45"))) == [{"186.45万元", "188.45万元"}]
    assert twice(findings(text.format("180", "186.45"))) == []


def test_a_bracketed_headline_tells_new_cases_from_all_cases(findings: Findings):
    text = "【某省新增{}例累计218例】某省报告新增确诊病例{}例。截至昨日24时，某省累计报告确诊病例218例。"
    assert twice(findings(text.format("21", "21"))) == []
    assert twice(findings(text.format("21", "27"))) == [{"21例", "27例"}]


def test_a_passage_that_comes_again_brings_the_same_numbers(findings: Findings):
    text = (
        "从产业看，农业实现增加值47.6亿元，同比增长4.4%。{}\n"
        "二、农业稳步发展\n农林牧渔业实现增加值47.6亿元，同比增长{}%。"
    )
    assert twice(findings(text.format("工业增势平稳。", "4.4"))) == []
    assert twice(findings(text.format("工业增势平稳。", "4.9"))) == [{"4.4%", "4.9%"}]


def test_a_row_of_a_table_says_what_the_text_says(findings: Findings):
    text = "全市工业增加值3157.4亿元，增长9.9%。\n指标\n指标值\n增长\n工业\n{}\n9.9\n建筑业\n78.5\n5.3\n"
    assert twice(findings(text.format("3157.4"))) == []
    assert twice(findings(text.format("3175.4"))) == [{"3157.4亿元", "3175.4"}]


@pytest.mark.parametrize(
    "text",
    [
        "玉米期货收于每吨2185元，涨幅2.45%。\n豆粕期货收于每吨2985元，涨幅2.49%。",
        "东区有合作社1235家。\n西区有合作社1236家。",
        "张某，男，57岁，甲市人，1月20日入院治疗。\n李某，男，52岁，甲市人，1月20日入院治疗。",
        "本次解除质押股份240万股，占公司总股本的1.21%。\n本次质押股份220万股，占公司总股本的1.11%。",
        "3月出口额1235亿元。\n4月出口额1245亿元。",
    ],
)
def test_two_facts_that_are_one_digit_apart_are_passed_over(findings: Findings, text: str):
    assert twice(findings(text)) == []


def test_a_number_that_stands_alone_in_both_places_is_one_number(findings: Findings):
    text = "县图书馆今年收到捐赠图书10452册，已分送各乡镇的书屋。\n馆长介绍，这批捐赠图书共计{}册，多为儿童读物。"
    assert twice(findings(text.format("10452"))) == []
    assert twice(findings(text.format("10542"))) == [{"10452册", "10542册"}]


def test_a_list_behind_a_total_leaves_it_alone_and_a_list_around_it_does_not(findings: Findings):
    told = "某县累计栽树3316株\n截至昨日，某县累计报告栽树{}株，其中甲镇1238株、乙镇1207株。"
    assert twice(findings(told.format("3361"))) == [{"3316株", "3361株"}]
    listed = "甲镇栽树1238株、乙镇栽树1207株、丙镇栽树1235株。"
    assert twice(findings(listed)) == []


def test_numbers_told_together_are_told_together_again(findings: Findings):
    text = (
        "甲公司拟购回股份385.6万股，耗资2193万元，用于员工持股。\n据公告，甲公司此前已议定购回385.6万股，总价约{}万元。"
    )
    assert twice(findings(text.format("2193"))) == []
    assert twice(findings(text.format("2139"))) == [{"2193万元", "2139万元"}]


def test_about_a_number_of_many_digits_is_that_number(findings: Findings):
    text = "乙公司近日中标，中标价合计约283.98亿元。\n乙公司公告说，近期中标24个项目，中标价合计约{}亿元。"
    assert twice(findings(text.format("283.98"))) == []
    assert twice(findings(text.format("283.58"))) == [{"283.98亿元", "283.58亿元"}]


def test_a_decimal_may_have_lost_a_digit(findings: Findings):
    text = "丙公司中标12.738亿元水利工程\n丙公司昨日公告，确认为中标单位，承包期三年，中标价为{}亿元，已签订合同。"
    assert twice(findings(text.format("12.738"))) == []
    assert twice(findings(text.format("2.738"))) == [{"12.738亿元", "2.738亿元"}]


def test_months_part_two_numbers_and_the_day_of_an_announcement_does_not(findings: Findings):
    text = "{}，全市出口农机1235台，去往十个国家。\n海关说，5月20日公布的出口农机为1245台，去往十个国家。"
    assert twice(findings(text.format("4月"))) == [{"1235台", "1245台"}]
    assert twice(findings("4月，全市出口农机1235台。\n5月，全市出口农机1245台。")) == []


def test_this_many_points_back_to_the_last_count_of_the_same(findings: Findings):
    text = "巡护队在林区抓获3名盗猎者，缴获网具12张。经查，这{}名盗猎者来自邻县，已移送公安机关。"
    assert twice(findings(text.format("3"))) == []
    assert twice(findings(text.format("5"))) == [{"3名", "5名"}]
    named = "除3种语言外，山里还讲甲语和乙语，这两种语言音系相近。"
    assert twice(findings(named)) == []


def test_a_rough_headline_holds_the_exact_number_below(findings: Findings):
    text = "春节景区接待游客逾20万人次\n春节七天，全县各景区共接待游客{}人次，住宿餐饮业收入大幅增长，秩序良好。"
    assert twice(findings(text.format("223500"))) == []
    assert twice(findings(text.format("320000"))) == [{"20万人次", "320000人次"}]


def test_a_heading_stands_over_its_text_up_to_the_next():
    text = "甲项目开工\n甲项目昨日开工，投资5亿元，明年完工。\n乙项目完工\n乙项目昨日完工，历时3年，投资7亿元。"
    sections = [(h.span.of(text).strip(), h.section.of(text).strip()) for h in headings(outline(clean(text, "t")))]
    assert [title for title, _ in sections] == ["甲项目开工", "乙项目完工"]
    assert sections[1][1].startswith("乙项目昨日")


@pytest.mark.parametrize(("a", "b"), [("235", "253"), ("12", "122"), ("3.4万", "8.4万"), ("1048", "148")])
def test_one_keystroke_makes_neighbours(a: str, b: str):
    assert are_one_slip_apart(a, b)
    assert list(neighbours([a, "99999", b]))


def test_alike_numerals_have_one_canonical_form():
    assert canonical("1,200.50万") == canonical("1200.5万")


def test_a_change_is_told_again_under_the_name_of_its_level(findings: Findings):
    text = (
        "一季度全市社会消费品零售总额318亿元，同比增长5.2%。其中，限额以上单位零售额增长7.1%。\n"
        "一季度社会消费品零售总额增长{}%，消费稳步回暖。"
    )
    assert twice(findings(text.format("5.2"))) == []
    assert twice(findings(text.format("8.2"))) == [{"5.2%", "8.2%"}]


def test_a_list_with_respectively_and_what_is_said_of_its_names_agree(findings: Findings):
    text = "薪俸税、物业税、印花税收入分别为608亿元、34亿元、952亿元。\n各项税收中印花税增幅最大，收入达{}。"
    assert twice(findings(text.format("952亿元"))) == []
    assert twice(findings(text.format("951.6亿元"))) == []  # rounded in the list
    assert twice(findings(text.format("932亿元"))) == [{"952亿元", "932亿元"}]


def test_a_name_that_holds_an_and_is_no_list(findings: Findings):
    assert twice(findings("出口、进口与会展收入分别为608亿元、34亿元。甲、乙及和平收入分别为6亿元、3亿元。")) == []


def test_a_range_comes_again_with_both_its_ends(findings: Findings):
    text = "今年经济增长的预期目标是6.5%－7%。\n有{}的增速，就能实现比较充分的就业。"
    assert twice(findings(text.format("6.5%－7%"))) == []
    assert twice(findings(text.format("6.1%－7%"))) == [{"6.5%", "6.1%"}]
    assert twice(findings(text.format("8%－9%"))) == []


def test_the_latest_row_of_a_table_by_year_is_told_in_the_text(findings: Findings):
    text = (
        "受访市民认为应当延长开放时间的，今年升至{}，是历年新高。\n\n"
        "| 应否延长开放时间？ |  |  |\n| --- | --- | --- |\n|  | 应当 | 不应 |\n"
        "| 2017年 | 56% | 31% |\n| 2016年 | 51.8% | 36.6% |\n"
    )
    assert twice(findings(text.format("56%"))) == []
    assert twice(findings(text.format("58%"))) == [{"58%", "56%"}]
    assert twice(findings(text.format("72%"))) == []  # of another question, as far as we know


def test_a_number_told_again_and_again_is_told_the_same(findings: Findings):
    text = "督察了7省（市）。7省（市）高度重视。\n7省（市）共问责85人，{}省（市）整改完毕，7省（市）公开了结果。"
    assert twice(findings(text.format("7"))) == []
    assert twice(findings(text.format("3"))) == [{"3省", "7省"}]


def test_a_long_passage_tells_of_one_time_whatever_date_stands_before_it(findings: Findings):
    passage = "各地善款屡经转手以后全都存进了基金会自己悄悄掌管的{}个专用账户"
    text = f"9月20日，警方通报称，{passage}。\n经查明，{passage}，由其自由支配。"
    assert twice(findings(text.format("12", "12"))) == []
    assert twice(findings(text.format("12", "32"))) == [{"12个", "32个"}]


def test_decimals_with_a_digit_too_many_or_too_few_are_one_keystroke_apart():
    assert are_one_slip_apart("12.738", "2.738")
    assert are_one_slip_apart("10.14", "10.4")
    assert not are_one_slip_apart("3.85", "3.8")  # rounding
