"""Ties that few texts print: each holds where the numbers are right, and speaks where one has slipped."""

from __future__ import annotations

import pytest

from factcheck.model import Verdict

TIES = {
    "a line of a list within the total before it": (
        "itemized-within",
        "全年总开支3620亿元。开支包括：\n教育：经常开支540亿元；\n医疗：经常开支{}亿元；\n二、展望\n明年开支5000亿元。",
        ("431", "4310"),
    ),
    "the largest among the largest, told in one list": (
        "largest-within",
        "前十大客户和最大单一客户销售占比分别为21%和{}%。",
        ("4", "40"),
    ),
    "the largest before the several largest": (
        "largest-within",
        "最大单一客户和前十大客户销售占比分别为{}%和21%。",
        ("4", "40"),
    ),
    "the largest behind the several largest": (
        "largest-within",
        "前五大客户销售占比30%，其中第一大客户销售占比为{}%。",
        ("12", "42"),
    ),
    "the kinds that a total is divided into": (
        "split",
        "货运量1000万吨。货运分为公路和水路两大类。公路货运{}万吨，增长3%；水路货运380万吨，增长2%。",
        ("620", "260"),
    ),
    "a quote of shares that fell": ("quote", "茶山实业（8.52，-0.07，-{}%）领跌。", ("0.81", "0.18")),
    "a quote of shares that rose": ("quote", "溪口科技（12.48，0.36，{}%）领涨。", ("2.97", "2.79")),
    "what is left after a deduction": (
        "deduction",
        "募集资金总额8.5亿元，扣除发行费用0.62亿元后，募集资金净额{}亿元。",
        ("7.88", "7.58"),
    ),
    "a ratio of as many terms as amounts": (
        "ratio",
        "第一产业增加值39亿元，第二产业增加值595亿元，第三产业增加值366亿元，三次产业结构为3.9：59.5：{}。",
        ("36.6", "63.6"),
    ),
    "new lending within all that is lent": (
        "increase-within",
        "社会融资规模为1.8万亿元。其中，贷款增加{}亿元。",
        ("7428", "74280"),
    ),
    "two of a kind within two of all": (
        "among-within",
        "全年汽车产销218万辆和217万辆，其中轿车产销187万辆和{}万辆。",
        ("186", "286"),
    ),
    "so many men for a hundred women": (
        "defined-rate",
        "男性人口206560人，女性人口200000人，性别比（以女性为100）为{}。",
        ("103.28", "130.28"),
    ),
    "the households and people that are left": (
        "remainder",
        "全乡共有1200户3600人，已搬迁800户2400人，其余400户{}人。",
        ("1200", "2100"),
    ),
    "changes of shares that make a hundred": (
        "offset",
        "甲省占比12.1%，提高{}个百分点；乙省占比41.3%，下降0.8个百分点；丙省占比46.6%，提高0.5个百分点。",
        ("0.3", "3.0"),
    ),
}


def verdicts(checks, ground: str) -> set[Verdict]:
    return {check.verdict for check in checks if check.relation.ground.name == ground}


@pytest.mark.parametrize(("ground", "text", "numbers"), TIES.values(), ids=TIES)
def test_a_rarer_tie_holds_or_speaks(ground, text, numbers, checks):
    right, slipped = numbers

    assert verdicts(checks(text.format(right)), ground) == {Verdict.HOLDS}
    assert Verdict.FAILS in verdicts(checks(text.format(slipped)), ground)
