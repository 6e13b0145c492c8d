"""Numbers tied by change and comparison: what is caught, and what only looks wrong."""

from __future__ import annotations

import pytest

from factcheck.model import Confidence, Severity
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.rulebook import load_rulebook


def found(text: str) -> list[str]:
    """The rules that speak up on a draft, surely enough to be shown."""
    report = check_documents([clean(text, "draft.txt")], load_rulebook())
    return [
        f.rule.id
        for f in report.findings
        if f.severity is not Severity.INFO and f.confidence is not Confidence.POSSIBLE
    ]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("rise-difference", "失业率由2.8%提高到4.1%，提高1.8个百分点。"),
        ("rise-really-rises", "花生产量由320万吨增至256万吨。"),
        ("rise-from-difference", "原煤产量2600万吨，增加600万吨，增长20%。"),
        ("rise-from-difference", "入境游客1320万人次，同比增长10%，增加210万人次。"),
        ("rise-from-difference", "普查登记4821人。同上次普查相比，十年共增加421人，增长6.9%。"),
        ("rise-from-difference", "货运2.4亿吨、客运1.2亿人次，分别比上年增加0.4亿吨、0.2亿人次，增长20%、50%。"),
        ("rise-rate", "2018年学校图书馆藏书120万册，2019年为150万册，增长52%。"),
        ("rise-rate", "去年全市接待游客1500万人次。今年接待1800万人次，增长12%。"),
        ("rise-rate", "净利润3012万元，上年同期为2461万元，同比增长24.2%。"),
        ("fall-rate", "今年博彩收入上升4%至219.6亿元。当局预料，明年博彩收入会下跌13%至212亿元。"),
        ("grown-by-or-to", "农民合作社由2000个增加到5000个，增长2.5倍。"),
        ("times-as-much", "今年销量96万台，是去年24万台的3倍。"),
        ("rise-difference", "收费为2210元，较原来的2010元高出300元。"),
        ("points-apart", "装备制造业投资增长11.2%，快于全部投资5.9个百分点。全部投资增长6.3%。"),
        ("points-apart", "全国房地产投资增长7.0%，我市房地产投资增长9.6%，高于全国6.2个百分点。"),
        ("points-apart", "一季度用电量增长4.1%，上半年用电量增长5.3%，增速比一季度加快2.1个百分点。"),
        ("points-apart", "不良贷款率1.84%（上年同期为2.31%），比上年同期下降0.74个百分点。"),
        ("points-apart", "甲队胜率48.2%，而乙队仅得37.1%，少12.1个百分点。"),
        ("points-across-zero", "出口增长3.2%，进口下降1.5%，出口增速比进口高7.4个百分点。"),
        ("points-common-base", "甲业和乙业增加值分别增长9.4%和11.2%，比规模以上工业快3.1和9.4个百分点。"),
        ("yearly-growth", "社会组织从2014年的3600家增加到2018年的5270家，年均增长20%。"),
        ("yearly-rate", "2018年营业收入比2013年增长61.1%，年均增长15%。"),
        ("shares-make-100", "消费、投资、净出口对经济增长的贡献率分别为58.2%、38.1%、6.3%。"),
        ("balance-is-the-difference", "全年出口1846.3亿元，进口1203.5亿元，贸易顺差624.8亿元。"),
        ("same-fact", "绿地面积120公顷，合1080亩。"),
        ("fall-really-falls", "城乡收入比由2005年的5：1缩小到8.6：1。"),
        ("rise-really-rises", "规模经营比重从300%提升到40%以上。"),
        ("fall-rate", "今年税收上升4%至219.6億元。当局预料，明年税收会微跌3%至312億港元。"),
    ],
)
def test_a_number_that_breaks_a_tie_of_change_is_found(rule: str, text: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        # real growth beside levels at current prices
        "国内生产总值从61万亿元增加到88.3万亿元，年均增长7.1%。",
        "规模以上工业增加值618.4亿元，比上年同期增加61.2亿元，同比增长2%。",
        # another period or another base
        "民间投资增长8.1%，1至7月份增长9.5%，增速比上月加快0.2个百分点。",
        "2019年主营业务收入100亿元，2018年同口径为96亿元，同口径增长2.1%。",
        "工业利润下降3.2%，降幅比1至5月收窄1.1个百分点。",
        # the compared rate is not printed
        "甲县增长8.2%，比乙县高1.1个百分点；丙县增长9.4%，比丁县低0.8个百分点。",
        "第三产业占46.6%，比十五年前提高1.3个百分点，男职工占51.2%。",
        # ranks and grades rise as their number falls
        "排名由第6位上升到第4位，水质由四类改善为三类。",
        # a rate of something else behind a change
        "利润总额从118亿元增长到184亿元，税收增长12%。",
        "棉花产量减少12万吨，下降3%，粮食产量650万吨，增长5%，增加面积12万亩。",
        # contributions that overlap or leave some out
        "GDP增长2%。国有经济拉动GDP增长3.3个百分点，地方经济拉动GDP增长3.4个百分点。",
        "出口120亿元，进口80亿元，顺差比上年增加12亿元。",
        "再加两个月，即3个月。",
    ],
)
def test_what_only_looks_wrong_is_left_alone(text: str) -> None:
    assert found(text) == []


TABLE = """今年支持禁放烟花的受访者达到{now}，较去年上升{gap}个百分点。

| 年份 | 支持 | 反对 |
| --- | --- | --- |
| 2017年 | 58% | 31.2% |
| 2016年 | 53.4% | 36.6% |
| 2015年 | 51.7% | 38.7% |
"""


def test_points_are_held_against_the_table_below() -> None:
    assert found(TABLE.format(now="58%", gap="4.6")) == []
    assert found(TABLE.format(now="58%", gap="6.4")) == ["points-apart"]
    assert found(TABLE.format(now="68%", gap="4.6")) == ["points-apart"]


def test_an_average_over_years_allows_either_way_of_counting_them() -> None:
    assert found("从2012年的3512亿元增长到2016年的4682亿元，年均增长10%。") == []
    assert found("2013年到2016年，总资产从3512亿元增长到4682亿元，年均增长10%。") == []
