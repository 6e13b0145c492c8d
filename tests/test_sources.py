"""Source against source: what contradicts, and what is only another place, time, thing or way to round."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import pytest
from linted import rulebook

from factcheck.model import Confidence, Finding, Severity
from factcheck.pipeline import check_documents, facing
from factcheck.readers.cleaning import clean


def shown(*texts: str, cross: bool = True) -> list[Finding]:
    """The findings that a plain `factcheck lint` of several sources shows."""
    documents = [clean(text, f"source-{number}") for number, text in enumerate(texts, 1)]
    report = check_documents(documents, rulebook(), cross=cross)
    return [finding for finding in report.findings if finding.confidence is not Confidence.POSSIBLE]


def said(*texts: str) -> list[tuple[str, set[str]]]:
    return [(f.rule.id, {claim.quantity.text for claim in (f.accused, *f.others)}) for f in shown(*texts)]


STATIONS = "青海省累计建成高原牧业科技小院811家，覆盖各县。"
STATIONS_AGAIN = "青海省累计建成高原牧业科技小院{}家，成效明显。"


# The same fact


def test_two_sources_that_agree_are_passed_over():
    assert [] == said(STATIONS, STATIONS_AGAIN.format("811"))


def test_two_sources_one_misprint_apart_contradict():
    assert [("sources-agree", {"811家", "881家"})] == said(STATIONS, STATIONS_AGAIN.format("881"))


def test_two_sources_that_contradict_are_both_shown():
    (finding,) = shown(STATIONS, STATIONS_AGAIN.format("881"))

    assert {"source-1", "source-2"} == {document.path for document in finding.documents}


def test_without_cross_checking_no_source_contradicts_another():
    assert [] == shown(STATIONS, STATIONS_AGAIN.format("881"), cross=False)


def test_held_against_a_source_the_draft_is_accused():
    documents = [clean(STATIONS, "reference"), clean(STATIONS_AGAIN.format("881"), "draft")]

    report = facing(check_documents(documents, rulebook()), {"draft"})

    assert [("draft", "881家")] == [(f.accused.document.path, f.accused.quantity.text) for f in report.findings]


# A place inside a place


def test_a_city_may_not_have_more_than_its_province():
    assert [("part-within-place", {"5163处", "9471处"})] == said(
        "云南省共有古茶园5163处，全部挂牌。", "普洱市共有古茶园9471处，全部挂牌。"
    )


def test_a_city_may_have_less_than_its_province():
    assert [] == said("云南省共有古茶园5163处，全部挂牌。", "普洱市共有古茶园947处，全部挂牌。")


def test_a_city_may_have_more_than_a_province_it_does_not_lie_in():
    assert [] == said("云南省共有古茶园516处，全部挂牌。", "洛阳市共有古茶园947处，全部挂牌。")


def test_a_count_right_before_another_is_held_against_its_province():
    assert [("part-within-place", {"12个", "15个"})] == said(
        "云南省共有古茶乡12个，全部挂牌。", "普洱市继续抓好15个古茶乡88个古茶村的保护。"
    )


# A change told again

FELL = "江西省煤矿职工由186.4万人减少到32.1万人。"


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        pytest.param("江西省国有煤矿职工从186.4万人降至32.1万人。", [], id="alike"),
        pytest.param(
            "江西省国有煤矿职工从184.6万人降至32.1万人。", [{"186.4万人", "184.6万人"}], id="from another number"
        ),
        pytest.param("江西省国有煤矿职工从186.4万人降至31.2万人。", [{"32.1万人", "31.2万人"}], id="to another number"),
        pytest.param("山西省国有煤矿职工从184.6万人降至32.1万人。", [], id="in another province"),
        pytest.param("江西省国有煤矿职工从184.6万人增至321.1万人。", [], id="rising"),
        pytest.param("江西省纺织厂房从184.6万平方米降至32.1万平方米。", [], id="of another thing"),
    ],
)
def test_a_change_told_again_has_both_its_ends_in_common(again, expected):
    assert expected == [numbers for _, numbers in said(FELL, again)]


# A difference printed elsewhere


@pytest.mark.parametrize(("elsewhere", "expected"), [("184.3万", []), ("148.3万", ["148.3万"])])
def test_a_fall_in_one_source_is_held_against_the_difference_in_another(elsewhere, expected):
    findings = shown("江西省贫困人口从186.4万人减少到2.1万人。", f"江西省对{elsewhere}贫困人口分类帮扶。")

    assert expected == [finding.accused.quantity.text for finding in findings]
    assert {"drop-agrees-elsewhere"} >= {finding.rule.id for finding in findings}


# Traps


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "我省累计建成高原牧业科技小院811家，覆盖各县。",
            STATIONS_AGAIN.format("881"),
            id="an unknown and a known province",
        ),
        pytest.param(
            "我省累计建成高原牧业科技小院811家，覆盖各县。",
            "我省累计建成高原牧业科技小院881家，成效明显。",
            id="two unknown provinces",
        ),
        pytest.param(
            "我省剩余未脱贫人口1.42万人。", "青海省剩余未脱贫人口3.4万人。", id="leftovers of an unknown province"
        ),
        pytest.param("青海省有牧民专业合作社5.3万家。", "甘肃省有牧民专业合作社5.8万家。", id="two provinces"),
        pytest.param(
            "截至2019年底，青海省在岗护林员3412人。",
            "截至2020年6月底，青海省在岗护林员3421人。",
            id="two dates, year and month",
        ),
        pytest.param(
            "湖南省截至2021年6月底有护林员3412人。", "湖南省截至2021年9月底有护林员3421人。", id="two dates in one year"
        ),
        pytest.param("青海省外出务工人员达61.8万人。", "青海省外出务工人员达74.25万人。", id="far apart"),
        pytest.param("青海省实施牧业项目5.3万个。", "青海省发展牧业合作社5.3万家。", id="two things, one number"),
        pytest.param(
            "青海省实施牧业项目5.3万个。", "青海省发展牧业合作社5.8万家。", id="two things, one misprint apart"
        ),
        pytest.param("青海省累计建成科技小院约810家。", "青海省累计建成科技小院811家。", id="约"),
        pytest.param("青海省累计建成科技小院800多家。", "青海省累计建成科技小院811家。", id="多"),
    ],
)
def test_sources_that_only_look_contradictory_are_passed_over(one, other):
    assert [] == said(one, other)
    assert [] == said(other, one)


def test_a_share_above_a_hundred_of_another_years_number_is_passed_over():
    assert [] == said("青海省外出务工77.06万人，占2019年总人数的110.9%。")
    assert [] == said("青海省外出务工77.06万人，占2019年总人数的110.9%。", "青海省2019年外出务工69.5万人。")


NUDGED_COLUMN = """参训人员去向
14235人
63.22% 果树9000人
21.07% 粮食3000人
14.77% 养殖2102人
0.94% 其他133人
"""


def test_a_share_nudged_so_that_its_column_makes_a_hundred_is_at_most_a_hint():
    assert {Severity.INFO} >= {finding.severity for finding in shown(NUDGED_COLUMN)}


def test_a_share_that_breaks_its_column_is_an_error():
    findings = shown(NUDGED_COLUMN.replace("14.77%", "17.47%"))

    assert "17.47%" in [finding.accused.quantity.text for finding in findings if finding.severity is Severity.ERROR]
