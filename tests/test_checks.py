"""What is said of numbers that one text ties together, and above all what is not said."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

from fractions import Fraction

import pytest
from linted import rulebook
from tied import Draft

from factcheck.checks import check_all, firmest, hold, recheck
from factcheck.model import Confidence, Finding, Interval, Relation, Severity, Verdict
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


# Numbers tied by hand


def test_every_rule_whose_roles_are_filled_is_held_against_a_relation():
    draft = Draft("500万元 1600万元 220%")
    rise = draft.relation("rise", old="500万元", new="1600万元", rate="220%")
    assert {check.rule.id: check.verdict for check in check_all([rise], rulebook())} == {
        "rise-rate": Verdict.HOLDS,
        "rise-really-rises": Verdict.HOLDS,
    }


def test_a_role_that_nothing_fills_is_not_filled():
    draft = Draft("500万元 1600万元")
    rise = draft.relation("rise", old="500万元", new="1600万元", rate="")
    assert [check.rule.id for check in check_all([rise], rulebook())] == ["rise-really-rises"]


def test_of_two_grounds_for_one_comparison_the_firmer_counts():
    draft = Draft("382户 328户 571家")
    grounds = [draft.relation("same", doubt, value="382户", other="328户") for doubt in ("0.2", "0.1", "0.1", "0.3")]
    another = draft.relation("same", "0.4", value="382户", other="571家")
    checks = check_all([*grounds, another], rulebook())
    assert [check.relation for check in checks if check.rule.id == "same-fact"] == [grounds[1], another]


def test_numbers_in_other_roles_are_another_comparison():
    draft = Draft("382户 328户")
    law = rulebook().rules["part-within-whole"]
    pairs = [("382户", "328户"), ("328户", "382户")]
    checks = [hold(draft.relation("within", whole=w, part=p), law, rulebook()) for w, p in pairs]
    assert firmest(checks) == tuple(checks)


def test_one_comparison_by_two_rules_is_two_checks():
    draft = Draft("382户 328户")
    relation = draft.relation("within", whole="382户", part="328户")
    checks = [hold(relation, rulebook().rules[rule], rulebook()) for rule in ("part-within-whole", "part-within-time")]
    assert firmest(checks) == tuple(checks)


def test_the_order_in_which_roles_are_named_makes_no_other_comparison():
    draft = Draft("382户 328户")
    law = rulebook().rules["part-within-whole"]
    one = hold(draft.relation("within", "0.1", whole="382户", part="328户"), law, rulebook())
    again = hold(draft.relation("within", "0.2", part="328户", whole="382户"), law, rulebook())
    assert firmest([one, again]) == (one,)


def test_two_facts_that_are_apart_are_compared_and_nothing_is_decided():
    draft = Draft("382户 328户")
    alike = draft.relation("same", value="382户", other="328户")
    apart = Relation(alike.kind, alike.roles, alike.ground, "年份不同")
    check = hold(apart, rulebook().rules["same-fact"], rulebook())
    assert (check.verdict, check.reason, check.relation) == (Verdict.UNDECIDED, "年份不同", apart)
    assert (check.left, check.right) == (Interval(Fraction(382), Fraction(382)), Interval(Fraction(328), Fraction(328)))


def test_a_check_is_held_anew_with_other_numbers_printed():
    draft = Draft("382户 328户")
    check = draft.tie("same-fact", value="382户", other="328户")
    again = recheck(check, rulebook(), {draft.claims["328户"]: draft.claims["382户"].amount})
    assert (check.verdict, again.verdict) == (Verdict.FAILS, Verdict.HOLDS)
    assert (again.rule, again.relation, again.reason) == (check.rule, check.relation, "")


@pytest.mark.parametrize(
    ("verdict", "value", "other"),
    [
        (Verdict.HOLDS, "2.5公里", "2500米"),
        (Verdict.HOLDS, "2.5公里", "2550米"),
        (Verdict.FAILS, "2.5公里", "2551米"),
        (Verdict.FAILS, "2.5公里", "2449米"),
        (Verdict.HOLDS, "超过2.5公里", "99999米"),
        (Verdict.FAILS, "超过2.5公里", "2449米"),
        (Verdict.FAILS, "2449米", "超过2.5公里"),
    ],
)
def test_lengths_in_two_units_are_compared_in_one(verdict: Verdict, value: str, other: str):
    draft = Draft(f"{value} {other}")
    check = draft.tie("same-fact", value=value.removeprefix("超过"), other=other.removeprefix("超过"))
    assert verdict is check.verdict


def test_percent_and_percentage_points_are_compared_as_they_are_printed():
    draft = Draft("86.2% 82.5% 3.7个百分点")
    check = draft.tie("points-apart", a="86.2%", b="82.5%", difference="3.7个百分点")
    assert check.verdict is Verdict.HOLDS
    assert check.right == Interval(Fraction("3.65"), Fraction("3.75"))


@pytest.mark.parametrize(("spoken", "number"), [(True, "100%"), (False, "99%"), (True, "300%")])
def test_a_rule_with_a_condition_speaks_where_that_holds(spoken: bool, number: str):
    draft = Draft(number)
    form = draft.relation("notation", ground="fall-by-multiple", number=number)
    assert spoken is bool(check_all([form], rulebook()))


def test_a_rule_with_a_condition_is_silent_where_a_role_of_that_is_not_filled():
    draft = Draft("300%")
    form = draft.relation("notation", ground="fall-by-multiple", number="", other="300%")
    assert check_all([form], rulebook()) == ()


def test_a_form_keeps_no_rule_but_its_own():
    draft = Draft("300%")
    assert check_all([draft.relation("notation", ground="nobody", number="300%")], rulebook()) == ()
