"""Dates held against the calendar: what is said of days, weekdays and spans, and what is not."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.model import Confidence, Finding, Severity, Verdict
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.reporters.wording import changes, message, sums
from factcheck.rulebook import Rulebook

Findings = Callable[[str], tuple[Finding, ...]]


def marks(finding: Finding) -> list[str]:
    return [claim.quantity.text for claim in (finding.accused, *finding.others)]


def repairs(finding: Finding) -> list[tuple[str, str]]:
    return [(repair.claim.quantity.text, repair.text) for repair in finding.repairs]


@pytest.mark.parametrize(
    ("day", "month", "text"),
    [
        ("31日", "4月", "新馆将于4月31日开放。"),
        ("31号", "6月", "新馆将于6月31号开放。"),
        ("30日", "2月", "新馆2月30日开放。"),
        ("32日", "1月", "新馆1月32日开放。"),
        ("29日", "2023年2月", "新馆2023年2月29日开放。"),
        ("29日", "1900年2月", "旧馆1900年2月29日开放。"),
        ("二十九日", "二〇二三年二月", "新馆于二〇二三年二月二十九日开放。"),
        ("29日", "民国110年2月", "新馆民国110年2月29日开放。"),
        ("31日", "9月", "展览8月20日至9月31日举行。"),
        ("31日", "2020年11月", "工期为2020年11月31日至12月5日。"),
        ("5日", "13月", "报名截止时间为13月5日。"),
        ("30", "2020-02", "发布时间：2020-02-30"),
        ("29日", "去年2月", "发布时间：2020-10-31\n新馆去年2月29日开放。"),
    ],
)
def test_a_day_that_no_calendar_has_is_an_error(findings: Findings, day: str, month: str, text: str) -> None:
    (finding,) = findings(text)
    assert ("possible-date", Severity.ERROR) == (finding.rule.id, finding.severity)
    assert finding.confidence is not Confidence.POSSIBLE
    assert [day, month] == marks(finding)
    assert f"{month}没有{day}" == message(finding)


@pytest.mark.parametrize(
    "text",
    [
        "新馆2月29日开放。",
        "新馆2020年2月29日开放，2000年2月29日奠基。",
        "新馆去年2月29日开放。",
        "新馆1月31日开放，12月31日闭馆，4月30日修缮。",
        "庙会在农历二月三十日举行。",
        "庙会在二月三十日举行。",
        "软件版本为2020.2.30。",
        "工期13个月5天。",
    ],
)
def test_a_day_that_may_be_is_passed_over(findings: Findings, text: str) -> None:
    assert () == findings(text)


def test_the_last_day_of_the_month_and_the_swapped_day_are_offered_for_one_that_is_not(findings: Findings) -> None:
    (finding,) = findings("新馆将于4月31日开放。")
    assert {("31日", "30"), ("31日", "13")} == set(repairs(finding))


@pytest.mark.parametrize(
    ("weekday", "day", "text"),
    [
        ("星期五", "2020年10月31日", "会议定于2020年10月31日（星期五）召开。"),
        ("周五", "2020年10月31日", "会议定于2020年10月31日（周五）上午召开。"),
        ("周五", "2020年10月31日", "会议定于2020年10月31日（周五上午9时）召开。"),
        ("礼拜五", "2020年10月31日", "会议定于2020年10月31日（农历九月十五，礼拜五）召开。"),
        ("星期五", "2020年10月31日", "会议定于2020年10月31日，星期五，上午召开。"),
        ("星期五", "2020年10月31日", "会议定于2020年10月31日星期五上午召开。"),
        ("星期五", "2020.10.31", "晚报 2020.10.31 星期五"),
        ("周五", "2020年10月31日", "会议定于下周五（2020年10月31日）召开。"),
        ("星期一", "2020年10月31日", "展期为2020年10月31日（星期一）至11月1日。"),
        ("星期一", "11月1日", "展期为2020年10月31日至11月1日（星期六至星期一）。"),
    ],
)
def test_a_weekday_that_is_not_that_of_its_date_is_an_error(
    findings: Findings, weekday: str, day: str, text: str
) -> None:
    (finding,) = findings(text)
    assert ("weekday-of-date", Severity.ERROR, [weekday, day]) == (finding.rule.id, finding.severity, marks(finding))


@pytest.mark.parametrize(
    ("weekday", "day", "text"),
    [
        ("周五", "10月31日", "会议定于10月31日（周五）召开。"),
        ("星期五", "31日", "会议定于31日（星期五）召开。"),
        ("周五", "31/10", "会议定于周五（31/10）召开。"),
        ("周五", "31日", "会议上周五（31日）召开。"),
        ("周五", "去年10月31日", "会议于去年10月31日（周五）召开。"),
    ],
)
def test_a_year_or_month_that_is_not_printed_is_that_nearest_to_the_date_of_the_document(
    findings: Findings, weekday: str, day: str, text: str
) -> None:
    dated = "2021-11-02" if day.startswith("去年") else "2020-11-02"
    (finding,) = findings(f"发布时间：{dated} 09:53:50\n{text}")
    assert ("weekday-of-date", [weekday, day]) == (finding.rule.id, marks(finding))
    assert () == findings(text)


@pytest.mark.parametrize(
    "text",
    [
        "会议定于2020年10月31日（星期六）召开，2020年11月1日（星期天）闭幕。",
        "发布时间：2020-12-30\n会议定于1月1日（周五）召开。",
        "发布时间：2020-10-31\n展期为10月31日至11月1日（周六、周日）。",
        "发布时间：2020-10-31\n截至2020年10月31日，周三公布的数据显示，已开馆12家。",
        "发布时间：2020-10-31\n展览于2020年10月1日至31日，星期一闭馆。",
        "发布时间：2020-10-31\n每周五（2020年10月31日除外）开放。",
        "2020年10月31日，一周三次的航班恢复。",
        "2015年旧事：6月1日（星期二）开馆，2020年10月31日改建。",
    ],
)
def test_a_weekday_that_fits_or_is_said_of_something_else_is_passed_over(findings: Findings, text: str) -> None:
    assert () == findings(text)


def test_the_right_weekday_is_offered_first_and_then_a_date_that_fits(findings: Findings) -> None:
    (finding,) = findings("会议定于2020年10月31日（星期五）召开。")
    assert "2020年10月31日不是星期五，应为星期六" == message(finding)
    assert [("星期五", "六"), ("2020年10月31日", "2020年10月30日")] == repairs(finding)[:2]
    assert "星期五 → 星期六（一位数字之差）" in changes(finding)


@pytest.mark.parametrize(
    "text",
    [
        "展览7月3日至12日举行，为期10天。",
        "展览7月3日至12日举行，为期9天。",
        "展览7月3日至12日（共10天）举行。",
        "展览7月3日—12日，历时十天。",
        "展览7月3日至12日，为期一周多。",
        "展览2020年2月25日至3月5日，为期10天。",
        "展览7月3日至8月2日，为期一个月。",
        "展览12月28日至1月3日，共7天。",
        "展览7月3日至12日举行，共有10天下雨。",
        "展览7月3日至12日举行，其中5天免票。",
        "展览7月3日至12日举行，共8个工作日。",
        "为期10天的展览于7月3日至12日举行。",
        "为期3天的会议闭幕，展览于7月3日至12日举行。",
        "展览自7月3日起至12日止，共10天。",
        "展览7月3日（星期五）至12日（星期日），为期10天。",
    ],
)
def test_a_span_counted_with_or_without_its_last_day_is_passed_over(findings: Findings, text: str) -> None:
    assert () == findings(text)


@pytest.mark.parametrize(
    ("length", "first", "last", "text"),
    [
        ("12天", "7月3日", "12日", "展览7月3日至12日举行，为期12天。"),
        ("8天", "7月3日", "12日", "展览7月3日至12日（共8天）举行。"),
        ("8天", "10月1日", "7日", "10月1日至7日放假调休，共8天。"),
        ("5天", "12月28日", "1月3日", "展览12月28日至1月3日，历时5天。"),
        ("十二天", "7月3日", "12日", "展览7月3日至12日举行，为期十二天。"),
        ("8天", "7月3日", "12日", "为期8天的展览于7月3日至12日举行。"),
        ("8天", "7月3日", "12日", "展览自7月3日起至12日止，共8天。"),
        ("8天", "7月3日", "12日", "展览7月3日（星期五）至12日（星期日），为期8天。"),
    ],
)
def test_a_span_of_other_days_than_are_printed_is_a_warning(
    findings: Findings, length: str, first: str, last: str, text: str
) -> None:
    (finding,) = findings(text)
    assert ("span-of-days", Severity.WARNING) == (finding.rule.id, finding.severity)
    assert {length, first, last} == set(marks(finding))


def test_the_length_with_both_ends_counted_is_offered_first(findings: Findings) -> None:
    (finding,) = findings("10月1日至7日放假调休，共8天。")
    assert [("8天", "7"), ("7日", "8")] == repairs(finding)[:2]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("7月12日", "3日", "展览7月12日至3日举行。"),
        ("2020年12月28日", "2020年1月3日", "展览2020年12月28日至2020年1月3日举行。"),
    ],
)
def test_a_span_that_runs_backwards_is_a_warning(findings: Findings, first: str, last: str, text: str) -> None:
    (finding,) = findings(text)
    assert ("dates-in-order", Severity.WARNING, [first, last]) == (finding.rule.id, finding.severity, marks(finding))


@pytest.mark.parametrize(
    "text", ["展览12月28日至1月3日举行。", "每月25日至5日为缴费期。", "展览2020年12月28日至2021年1月3日举行。"]
)
def test_a_span_may_run_into_the_next_year(findings: Findings, text: str) -> None:
    assert () == findings(text)


def test_one_slip_in_a_span_is_one_finding(findings: Findings) -> None:
    (finding,) = findings("展览7月12日至3日举行，为期12天。")
    assert ("3日", [("3日", "23")]) == (finding.accused.quantity.text, repairs(finding))


def test_dates_are_no_numbers_of_the_summary(rulebook: Rulebook) -> None:
    report = check_documents([clean("会议定于2020年10月31日（星期六）召开。", "t")], rulebook)
    assert (0, 0) == (len(report.claims), report.tied())
    assert 2 == report.held(Verdict.HOLDS)


def test_the_arithmetic_of_a_span_shows_both_ways_of_counting(findings: Findings) -> None:
    (finding,) = findings("展览7月3日至12日举行，为期12天。")
    assert ("12日 − 7月3日 = 9–10天 ≠ 12天",) == sums(finding)
