"""Parts, rests, outcomes and quotients: ties that need no word for a sum, each in right text and with one slip."""

from __future__ import annotations

import pytest
from linted import rulebook, said

from factcheck.model import Severity
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean

SUM, WITHIN, SHARE, SIDES = "parts-add-up", "part-within-whole", "share-of-whole", "sides-balance"

TIES = {
    "what 包括 names without a number counts one": (
        "分支机构共计1368个，包括总行本部、总行营业部、28个分行、342个支行以及996个网点。",
        ("342个", "352个"),
        SUM,
    ),
    "those that rose, fell and stayed make all": (
        "72个城市中，环比上涨的有46个，下降的有19个，持平的有7个。",
        ("46个", "64个"),
        SUM,
    ),
    "a total is named after its parts": (
        "全年邮电业实现营业收入52.7亿元，增长4.8%。其中，邮政业务收入8.4亿元，增长9%；电信业务收入44.3亿元，增长2%。",
        ("8.4亿元", "8.9亿元"),
        SUM,
    ),
    "a list of places may name them in short": (
        "全省新增17例，其中，保定市8例、张家口4例、廊坊市3例、石家庄市1例、唐山市1例。",
        ("8例", "6例"),
        SUM,
    ),
    "one more that is told apart counts too": (
        "共有12名选手获奖，分别是7男4女获一等奖，另一名男生获特等奖。",
        ("4女", "6女"),
        SUM,
    ),
    "numbered items make up the total before them": (
        "全市完成地方财政收入78.6亿元，下降4%。\n1、公共预算收入完成71.9亿元，下降2%。\n2、政府性基金收入完成6.7亿元。",
        ("78.6亿元", "73.6亿元"),
        SUM,
    ),
    "a total over sentences says 合计": (
        "拟回购注销甲获授的86,450股。\n乙获授的1.362万股一并注销。\n丙获授的12.71万股一并注销。\n本次注销合计22.72万股。",
        ("12.71万股", "12.17万股"),
        SUM,
    ),
    "the killed and the injured make the casualties": (
        "一厂房凌晨起火31人死伤。据通报，起火造成12人死亡，19人受伤。",
        ("19人", "18人"),
        SUM,
    ),
    "the votes make up those present": (
        "会议应到代表285名，实到272名，请假13名。表决结果：赞成268票，反对1票，弃权3票。",
        ("268票", "286票"),
        SUM,
    ),
    "what is left and what is done make all": (
        "共排查隐患1268处，已整改942处，剩余326处正在整改。",
        ("326处", "362处"),
        SUM,
    ),
    "the people of all households add up as the households do": (
        "搬迁1240户4816人，其中集中安置960户3728人，分散安置280户1088人。",
        ("3728人", "3278人"),
        SUM,
    ),
    "what was added is no more than there is": (
        "新建和改造农村饮水工程362处，农村饮水工程累计达到2584处。",
        ("362处", "3662处"),
        WITHIN,
    ),
    "one year is within several": (
        "过去五年，累计新增城镇就业4620万人，成就显著。\n2012年，城镇新增就业938万人，价格稳定。",
        ("938万人", "9388万人"),
        WITHIN,
    ),
    "a sector is within the sectors it belongs to": (
        "农林牧渔业实现增加值58.2亿元，增长4%。\n畜牧业实现增加值31.6亿元，增长5%。",
        ("31.6亿元", "81.6亿元"),
        WITHIN,
    ),
    "the largest is one of the ten largest": (
        "前十大客户和最大单一客户贷款占比分别为26.4%和5.8%。",
        ("5.8%", "58%"),
        WITHIN,
    ),
    "what a part grew by is within what all came to": (
        "11月份社会融资规模为1.86万亿元。其中，人民币贷款增加7428亿元。",
        ("7428亿元", "74228亿元"),
        WITHIN,
    ),
    "so many of those just ranked": (
        "上述十大站点中，甲公司在其中7个设了柜台。",
        ("7个", "77个"),
        WITHIN,
    ),
    "gains and losses of shares cancel": (
        "三次产业比为6.2：41.7：52.1，一三产业比重分别提高0.4、1.3个百分点，二产比重下降1.7个百分点。",
        ("1.7个", "7.1个"),
        SIDES,
    ),
    "holdings before and after a deal differ by the deal": (
        "本次减持前，张某持有公司股份1245.6万股；本次减持320万股；减持后持有925.6万股。",
        ("925.6万股", "952.6万股"),
        SIDES,
    ),
    "a rate is what its name says": (
        "二季度末，不良贷款余额1268亿元；贷款损失准备余额为2426亿元；拨备覆盖率为191.32%。",
        ("2426亿元", "2462亿元"),
        SHARE,
    ),
    "a place's rate is of its own cases": (
        "全省累计报告病例9260例，其中：甲市6982例、乙市2278例。累计死亡168例，其中：甲市142例、病死率2.03%。",
        ("2.03%", "2.30%"),
        SHARE,
    ),
    "a cell's share is of the cell above": (
        "| | 甲场 | 乙场 |\n| --- | --- | --- |\n| 到场 | 3268 | 4127 |\n| 有效 | 3214（98.3%） | 4102（99.4%） |",
        ("98.3%", "93.8%"),
        SHARE,
    ),
    "the amount that a share comes to may stand behind it": (
        "借贷余额5218.6万元。最大单一借款人待还金额占比为2.7%，即待还余额为141万元。",
        ("141万元", "114万元"),
        SHARE,
    ),
    "a whole may be named after its share": (
        "王某质押3180万股，占其所持股份比例为21.20%。截至目前，王某直接持有公司1.5亿股股份。",
        ("21.20%", "12.20%"),
        SHARE,
    ),
}


@pytest.mark.parametrize("tie", TIES)
def test_right_text_is_left_alone(tie: str):
    assert said(TIES[tie][0]) == []


@pytest.mark.parametrize("tie", TIES)
def test_one_slip_in_it_is_told(tie: str):
    text, (right, wrong), rule = TIES[tie]
    assert text.count(right) == 1
    assert rule in said(text.replace(right, wrong))


@pytest.mark.parametrize(
    "text",
    [
        "居民人均可支配收入32856元。其中，城镇居民人均可支配收入41320元，农村居民人均可支配收入18640元。",
        "严重投诉有84宗，包括殴打51宗、滥用职权22宗。",
        "三组是包含了不同年龄的市民，四组是背景相近的市民，一组是社工。",
        "院方人手比例是1：30，即一位职员照顾三十位长者，晚上是1：50，这里住满近百名长者。",
        "质押股数386万股，解除质押418.2万股。",
        "共收到165份意见书，3份支持，余下158份反对，另外有4份没有表态。",
        "接获投诉716宗。在须汇报的投诉中，180宗属严重指控。当中有642宗已提交。",
        "在300多米的高空中，工人对跨度650米的电缆进行巡查。",
        "报收21.35元，年内见第12,15页，2019,2020年的数字见表，总数1,284户、2,960户。",
    ],
)
def test_what_only_looks_like_a_part_is_no_finding(text: str):
    assert said(text) == []


def test_a_share_at_the_edge_of_rounding_is_no_error():
    """17.33499 % is printed as 17.34 % where the operands were not rounded."""
    text = "甲持有本公司股份86,420,600股。累计质押14,981,000股，占甲持有的公司股份总数的17.34%。"
    report = check_documents([clean(text, "t")], rulebook())
    assert {finding.severity for finding in report.findings} == {Severity.INFO}
