"""Shares held against their whole, against one another, and against a hundred."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.model import Confidence, Finding, Severity

Findings = Callable[[str], tuple[Finding, ...]]


def marks(found: tuple[Finding, ...], rule: str) -> list[set[str]]:
    """The numbers of each error that a rule reports without being asked for more."""
    return [
        {claim.quantity.text for claim in (f.accused, *f.others)}
        for f in found
        if f.rule.id == rule and f.severity is Severity.ERROR and f.confidence is not Confidence.POSSIBLE
    ]


BULLETIN = (
    "全市贷款余额{whole}亿元，同比增长9.1%。其中，个人贷款余额1730.4亿元，同比增长8%；"
    "单位贷款余额3102.6亿元，同比增长11%；票据融资余额337.2亿元。\n"
    "从结构看，个人贷款余额占全部贷款余额的{first}%；单位贷款余额占比60.0%；票据融资余额占比6.5%。"
)


def test_shares_told_paragraphs_after_their_amounts_are_tied_to_them(findings: Findings):
    assert not findings(BULLETIN.format(whole="5170.2", first="33.5"))
    (found,) = findings(BULLETIN.format(whole="5170.2", first="38.5"))
    assert found.accused.quantity.text == "38.5%"
    assert {"1730.4亿元", "5170.2亿元"} <= {claim.quantity.text for claim in found.others}


def test_a_whole_that_all_its_shares_contradict_is_the_slip(findings: Findings):
    found = findings(BULLETIN.format(whole="5710.2", first="33.5"))
    assert "5710.2亿元" in {f.accused.quantity.text for f in found}


@pytest.mark.parametrize(
    "text",
    [
        "甲公司持有公司股份3120万股，占公司总股本的13.25%；累计质押2050万股，占其所持股份的65.71%，占公司总股本的8.71%。",
        "全省新建校舍326所，占全国的4.1%。",
        "投诉315件，完成办理298件，占计划的87%。",
    ],
)
def test_a_share_of_another_whole_is_passed_over(findings: Findings, text: str):
    assert marks(findings(text), "share-of-whole") == []


def test_a_rate_with_both_its_counts_printed_is_reckoned(findings: Findings):
    assert marks(findings("共抽检食品1250批次，合格1213批次，合格率97.0%。"), "share-of-whole") == []
    assert marks(findings("共抽检食品1250批次，合格1213批次，合格率79.0%。"), "share-of-whole")


def test_the_terms_of_a_structure_make_a_hundred(findings: Findings):
    assert marks(findings("三次产业结构为12.1：41.3：46.6。"), "shares-make-100") == []
    assert marks(findings("三次产业结构为12.1：43.1：46.6。"), "shares-make-100") == [{"12.1", "43.1", "46.6"}]


def test_a_ratio_of_mixing_need_not_make_a_hundred(findings: Findings):
    assert marks(findings("两种涂料按比例1：60调和，比例为1：60。"), "shares-make-100") == []


def test_shares_of_two_wholes_need_not_make_a_hundred(findings: Findings):
    text = "女性占42%，研究人员中博士占61.5%；设备投入比例达到90%以上，验收率100%。"
    assert marks(findings(text), "shares-make-100") == []


def test_a_column_of_shares_belongs_to_the_column_before_it(findings: Findings):
    table = "指标\n年末数\n比重\n总人口\n315.4\n100.0\n城镇\n201.9\n64.0\n乡村\n113.5\n{}\n"
    assert marks(findings(table.format("36.0")), "share-of-whole") == []
    assert marks(findings(table.format("63.0")), "share-of-whole") == [{"63.0", "113.5", "315.4"}]


def test_parts_of_one_unprinted_whole_agree(findings: Findings):
    text = "甲公司本次解除质押股份112,250万股，占公司总股本的28.6%。\n甲公司本次冻结股份24,964万股，占公司总股本的{}%。"
    assert marks(findings(text.format("6.36")), "shares-of-one-whole") == []
    assert marks(findings(text.format("6.63")), "shares-of-one-whole")


def test_counts_in_one_row_imply_one_whole(findings: Findings):
    row = "| 甲 | {}（62.0%） | 803（38.0%） |\n"
    assert marks(findings(row.format("1310")), "shares-of-one-whole") == []
    assert marks(findings(row.format("1810")), "shares-of-one-whole")


def test_a_contribution_rate_is_the_points_pulled_over_the_growth(findings: Findings):
    text = (
        "一季度全县生产总值62.9亿元，同比增长{}%。\n"
        "投资对经济增长的贡献率为57%，拉动经济增长1.2个百分点；消费对经济增长的贡献率为33%，拉动经济增长0.7个百分点。"
    )
    assert marks(findings(text.format("2.1")), "share-of-whole") == []
    assert marks(findings(text.format("4.1")), "share-of-whole")


def test_a_share_that_rose_is_that_of_the_amount_that_rose(findings: Findings):
    text = (
        "2007年，全国生产总值24.66万亿元。\n"
        "全国研究经费从2002年的1288亿元增加到2007年的{}亿元，占生产总值比重从1.07%提高到1.49%。"
    )
    assert marks(findings(text.format("3664")), "share-of-whole") == []
    assert marks(findings(text.format("3764")), "share-of-whole")
