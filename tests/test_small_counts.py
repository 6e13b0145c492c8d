"""Percentages of a few, ages and anniversaries, values told by rank."""

from __future__ import annotations

import pytest
from linted import said

_LONG = 2000


@pytest.mark.parametrize("share", ["12.5%", "13%", "12%", "37.5%", "38%", "62.5%", "75%", "100%"])
def test_a_whole_number_of_a_few_is_right_rounded_or_cut_off(share: str) -> None:
    assert said(f"全班8名学生中，有{share}的学生近视。") == []


@pytest.mark.parametrize("share", ["40%", "45%", "55%", "33.3%"])
def test_a_percentage_that_is_no_whole_number_of_a_few_is_told(share: str) -> None:
    assert said(f"全班8名学生中，有{share}的学生近视。") == ["whole-heads"]


@pytest.mark.parametrize(
    "text",
    [
        "全班约8名学生中，有40%的学生近视。",
        "全班8名学生中，近40%的学生近视。",
        "3个城市中，人口占37%，面积占21%。",
        "12家企业中，利润占40%以上的有3家。",
        "预计8名学生中，有40%的学生近视。",
        "县里800名学生中，有41.3%的学生近视。",
    ],
)
def test_what_is_rounded_or_said_of_something_else_need_be_no_whole_number(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("age", ["69岁", "70岁", "71岁"])
def test_an_age_at_death_may_be_counted_in_full_years_or_from_one(age: str) -> None:
    assert said(f"王某生于1950年，2020年去世，享年{age}。") == []


@pytest.mark.parametrize("age", ["75岁", "60岁", "80岁"])
def test_an_age_at_death_that_the_years_do_not_give_is_told(age: str) -> None:
    assert said(f"王某生于1950年，2020年去世，享年{age}。") == ["age-between-years"]


@pytest.mark.parametrize(
    "text",
    [
        "王某生于1950年，其父2020年去世，终年95岁。",
        "王某1950年出生，李某1945年出生。王某2020年去世，终年75岁。",
        "王某1950年出生，2020年去世；1985年首次获奖，时年35岁。",
        "王某生于1950年，2020年去世，积闰享寿75岁。",
    ],
)
def test_an_age_of_another_or_counted_otherwise_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_an_anniversary_is_as_many_years_after_the_founding_told_in_the_sentence_before() -> None:
    assert said("研究会成立于1999年。2020年是研究会成立21周年。") == []
    assert said("研究会成立于1999年。2020年是研究会成立25周年。") == ["anniversary-between-years"]


def test_this_year_is_the_year_of_the_documents_own_date_and_unknown_without_one() -> None:
    assert said("今年是建党110周年。") == []
    assert said("发布日期：2021-06-30\n\n今年是建党110周年。") == ["anniversary-between-years"]
    assert said("发布日期：2021-06-30\n\n今年是建党100周年，明年是建军95周年。") == []


@pytest.mark.parametrize(
    "text",
    [
        "公司成立于1999年，2020年是公司党委成立10周年。",
        "附属小学成立于1999年，2020年是学校成立51周年。",
        "协会创办于1990年，2010年庆祝创办20周年，2020年又庆祝创办30周年。",
    ],
)
def test_an_anniversary_of_something_else_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_points_fall_and_times_rise_with_the_rank() -> None:
    assert said("第一名得95分，第二名得92分，第三名得92分，第四名得88分。") == []
    assert said("冠军用时52秒，亚军用时54秒，季军用时59秒。") == []
    assert said("第一名甲队得92分，第二名乙队得95分，第三名丙队得88分。") == ["ranks-run-one-way"]


def test_two_ranks_or_a_list_without_any_order_tell_nothing() -> None:
    assert said("第一名得92分，第二名得95分。") == []
    assert said("第一名得42分，第二名得95分，第三名得18分，第四名得77分。") == []


@pytest.mark.parametrize(
    "unit",
    [
        "8名学生中，有40%的学生近视，",
        "生于1950年，2020年去世，享年70岁，",
        "1999年成立，2020年是学校成立21周年，",
        "第一名得9分，第二名得8分，第三名得7分，",
        "由高到低依次为：甲9.1%、乙8.2%、丙7.5%、",
    ],
)
def test_a_sentence_of_thousands_of_them_is_read_to_its_end(unit: str) -> None:
    said(unit * _LONG)
