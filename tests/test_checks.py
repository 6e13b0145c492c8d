"""What is said of numbers that one text ties together, and above all what is not said."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import pytest
from linted import rulebook

from factcheck.model import Confidence, Finding, Severity
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean


def shown(*texts: str) -> list[Finding]:
    """The findings that a plain `factcheck lint` shows."""
    documents = [clean(text, f"text-{number}") for number, text in enumerate(texts, 1)]
    report = check_documents(documents, rulebook())
    return [finding for finding in report.findings if finding.confidence is not Confidence.POSSIBLE]


def said(text: str) -> list[tuple[str, set[str]]]:
    """Of each finding the rule and every number that it marks."""
    return [
        (finding.rule.id, {claim.quantity.text for claim in (finding.accused, *finding.others)})
        for finding in shown(text)
    ]


def accused(text: str) -> list[str]:
    return [finding.accused.quantity.text for finding in shown(text)]


def silent(text: str) -> bool:
    return not said(text)


# Brackets


def test_a_bracket_that_adds_up_is_passed_over():
    assert silent("柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。")


@pytest.mark.parametrize("part", ["1760棵", "1570棵", "1673棵"])
def test_a_bracket_that_is_one_digit_or_a_swap_off_is_an_error(part):
    text = f"柳溪镇新栽苹果树4820棵（东坡3150棵、西坡{part}）。"

    assert [("parts-add-up", {"4820棵", "3150棵", part})] == said(text)
    assert [Severity.ERROR] == [finding.severity for finding in shown(text)]


def test_of_a_bracket_the_number_that_a_swap_mends_is_accused():
    assert ["3510棵"] == accused("柳溪镇新栽苹果树4820棵（东坡3510棵、西坡1670棵）。")


def test_a_bracket_of_rounded_numbers_may_miss_by_the_rounding():
    assert silent("全年发电12.4亿度（水电7.1亿度、风电5.2亿度）。")


def test_a_bracket_of_rounded_numbers_may_not_miss_by_more():
    assert [("parts-add-up", {"12.4亿度", "7.1亿度", "2.5亿度"})] == said(
        "全年发电12.4亿度（水电7.1亿度、风电2.5亿度）。"
    )


# 其中


def test_parts_behind_qizhong_that_name_everybody_must_add_up():
    assert silent("运动会报名者共752人，其中男选手431人，女选手321人。")
    assert ["312人"] == accused("运动会报名者共752人，其中男选手431人，女选手312人。")


def test_a_part_behind_qizhong_may_not_exceed_the_whole():
    assert [("part-within-whole", {"752人", "857人"})] == said("运动会报名者共752人，其中女选手857人。")


@pytest.mark.parametrize(
    "text",
    [
        "运动会报名者共752人，其中女选手57人。",
        "渡口全年运送旅客9.3万人次，其中学生1.2万人次、老人0.8万人次。",
        "车队有车86辆，其中货车31辆、冷藏车12辆。",
        "全县有中小学45所，其中小学31所。",
        "贷款余额98.6亿元，同比增长9.3%，其中个人贷款41.2亿元，增长12.4%。",
    ],
)
def test_qizhong_need_not_name_everything(text):
    assert silent(text)


# Totals last


def test_a_total_behind_its_items_must_be_their_sum():
    assert silent("一号仓存粮315吨、二号仓存粮268吨、三号仓存粮147吨，合计730吨。")
    assert [("parts-add-up", {"315吨", "268吨", "147吨", "703吨"})] == said(
        "一号仓存粮315吨、二号仓存粮268吨、三号仓存粮147吨，合计703吨。"
    )


def test_of_a_total_behind_its_items_the_swapped_total_is_accused():
    assert ["703吨"] == accused("一号仓存粮315吨、二号仓存粮268吨、三号仓存粮147吨，合计703吨。")


# Shares


def test_shares_of_one_whole_that_make_a_hundred_are_passed_over():
    assert silent("问卷里，坐公交的占41.2%，骑车的占35.6%，步行的占23.2%。")


def test_shares_of_one_whole_that_make_more_than_a_hundred_are_an_error():
    assert [("shares-make-100", {"41.2%", "35.6%", "32.2%"})] == said(
        "问卷里，坐公交的占41.2%，骑车的占35.6%，步行的占32.2%。"
    )


def test_three_times_a_third_makes_a_hundred():
    assert silent("三个班组的产量占比分别为33.3%、33.3%、33.3%。")


def test_three_shares_that_no_rounding_saves_do_not_make_a_hundred():
    assert [("shares-make-100", {"33.3%", "38.3%"})] == said("三个班组的产量占比分别为33.3%、33.3%、38.3%。")


def test_a_share_must_be_part_over_whole():
    assert silent("全校有学生1250人，其中住校生475人，占学生总数的38%。")
    assert [("share-of-whole", {"1250人", "475人", "83%"})] == said(
        "全校有学生1250人，其中住校生475人，占学生总数的83%。"
    )


# From, to


@pytest.mark.parametrize(
    "text",
    [
        "渔船由128艘增加到164艘，增加36艘。",
        "出口额由240万元增加到300万元，增长25%。",
        "返修率从6.8%降到4.3%，下降2.5个百分点。",
        "今年产蜜780吨，比上年增加130吨，增长20%。",
    ],
)
def test_a_change_that_is_reckoned_right_is_passed_over(text):
    assert silent(text)


@pytest.mark.parametrize(
    ("rule", "slip", "text"),
    [
        ("rise-difference", "63艘", "渔船由128艘增加到164艘，增加63艘。"),
        ("rise-rate", "52%", "出口额由240万元增加到300万元，增长52%。"),
        ("fall-difference", "5.2个百分点", "返修率从6.8%降到4.3%，下降5.2个百分点。"),
    ],
)
def test_a_change_that_is_printed_with_swapped_digits_is_accused(rule, slip, text):
    assert [rule] == [rule_id for rule_id, _ in said(text)]
    assert [slip] == accused(text)


def test_a_rate_that_lost_a_digit_contradicts_the_increase():
    assert [("rise-from-difference", {"780吨", "130吨", "2%"})] == said("今年产蜜780吨，比上年增加130吨，增长2%。")


def test_what_is_said_to_fall_must_fall():
    assert [("fall-really-falls", {"128艘", "164艘"})] == said("渔船由128艘减少到164艘。")


# 分别


def test_rates_behind_fenbie_belong_to_the_years_in_order():
    assert silent("产值2021年为48.2亿元，2022年为60.7亿元，分别比上年增长11.4%、25.9%。")
    assert [("rise-rate", {"48.2亿元", "60.7亿元", "52.9%"})] == said(
        "产值2021年为48.2亿元，2022年为60.7亿元，分别比上年增长11.4%、52.9%。"
    )


# Restatements


def test_a_number_restated_with_swapped_digits_is_an_error():
    assert [("same-fact", {"3827户", "3872户"})] == said(
        "梅山县共有茶园种植户3827户。\n到秋后，3872户茶园种植户全部投保。"
    )


@pytest.mark.parametrize("again", ["3827户", "1205户"])
def test_a_number_restated_or_another_number_altogether_is_passed_over(again):
    assert silent(f"梅山县共有茶园种植户3827户。\n到秋后，{again}茶园种植户全部投保。")


# Traps


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("仓库存放器械540件（水泵210件、电机175件等）。", id="等"),
        pytest.param("仓库存放器械540件，主要有水泵210件、电机175件。", id="主要"),
        pytest.param("检测报告称，白鹭、灰鹤、黑鹳各1例，共3例。", id="各1例, total last"),
        pytest.param("县医院收治患者3例（城区、河东、河西各1例）。", id="各1例, total first"),
        pytest.param("发芽率：早稻占62%，晚稻占71%，糯稻占55%。", id="rates, not shares"),
        pytest.param(
            "男职工中党员占41.5%，女职工中党员占38.2%，青年职工中党员占27.6%。", id="shares of different bases"
        ),
        pytest.param("五年共植树26万棵，年均植树5万棵。", id="年均"),
        pytest.param("2019年、2020年、2021年分别产梨310吨、402吨、455吨。", id="years in one list"),
        pytest.param("游客2021年12万人次、2022年15万人次、2023年21万人次。", id="a series of years"),
        pytest.param("全镇共有商铺318家（含流动摊位57家）。", id="含"),
        pytest.param("全年接诊4200人次（含夜间急诊380人次、外地患者215人次）。", id="含 twice"),
    ],
)
def test_what_only_looks_wrong_is_passed_over(text):
    assert silent(text)
