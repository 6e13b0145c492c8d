"""Which number is accused, what would mend it, and how sure that is."""

from __future__ import annotations

from factcheck import pipeline
from factcheck.misprints import LIKELIHOOD, SLIPS, misprints
from factcheck.model import Confidence, Finding, Report, Severity
from factcheck.readers.cleaning import clean
from factcheck.rulebook import load_rulebook


def report(text: str) -> Report:
    return pipeline.check_documents([clean(text, "稿件.txt")], load_rulebook())


def findings(text: str) -> list[Finding]:
    """What a reader of the report sees."""
    return [f for f in report(text) if f.confidence is not Confidence.POSSIBLE and f.severity is not Severity.INFO]


def accused(text: str) -> list[str]:
    return [finding.accused.quantity.text for finding in findings(text)]


def repairs(text: str) -> list[tuple[str, str]]:
    return [(repair.claim.quantity.text, repair.text) for f in findings(text) for repair in f.repairs]


class TestWhichNumberIsAccused:
    def test_a_number_that_mends_two_checks_is_the_slip_of_both(self):
        assert accused("全县有合作社1256家（东区948家、西区317家），其中东区948家，占74.9%。") == ["1256家"]

    def test_a_number_that_another_sum_bears_out_is_innocent(self):
        text = "全县有果园665个（东区418个、西区237个）。东区果园418个（国有305个、民营113个）。"
        assert "418个" not in accused(text)
        assert {"665个", "237个"} & set(accused(text))

    def test_a_digit_struck_twice_is_accused_before_a_digit_left_out(self):
        assert accused("全县有监测点1184个，其中水质监测点3669个。") == ["3669个"]

    def test_the_item_that_disturbs_a_falling_list_is_accused(self):
        assert accused("新增登记企业948家（东区512家、西区201家、南区448家、北区87家）。") == ["448家"]

    def test_the_number_that_stands_elsewhere_is_innocent(self):
        first = "全年共接待游客48316人次。"
        text = f"{first}\n\n本报讯：全年共接待游客48376人次，门票收入有所增加。\n\n去年的48316人次创下新高。"
        assert "48316人次" not in accused(text)

    def test_a_rounded_number_is_accused_before_an_exact_one_that_may_be_many(self):
        assert accused("税收由3286亿元增加到3423亿元，增长5%。") == ["5%"]


class TestRepairs:
    def test_each_number_that_may_be_wrong_is_offered(self):
        offered = repairs("引进企业266家（北京235家、天津13家）。")
        assert {"235家", "13家"} & {claim for claim, _ in offered}

    def test_two_digits_swapped_are_offered_for_either_number(self):
        assert {("253家", "235"), ("31家", "13")} == set(repairs("引进企业266家（北京253家、天津31家）。"))


class TestHowSure:
    def test_a_list_after_qizhong_that_leaves_a_small_rest_is_no_finding(self):
        assert findings("全市有学生5367人，其中小学388人，中学4922人。") == []

    def test_a_list_that_one_swap_would_mend_is_a_finding(self):
        assert findings("事故共造成266人受伤（东区253人、西区31人）。")

    def test_a_share_cut_off_instead_of_rounded_is_no_error(self):
        assert findings("全区有14235人参加测试，其中134人不合格，占0.94%。") == []

    def test_a_share_off_by_more_than_its_last_digit_is_an_error(self):
        assert findings("全区有14235人参加测试，其中134人不合格，占0.49%。")

    def test_numbers_that_add_up_elsewhere_outweigh_a_tie_that_was_not_meant(self):
        text = "全市有学校565所（东区255所、西区310所），其中西区有小学295所、中学15所。"
        assert "255所" not in accused(text)


class TestMisprints:
    def test_every_slip_has_its_likelihood(self):
        assert set(SLIPS) == set(LIKELIHOOD)

    def test_a_digit_struck_twice_is_told_from_any_other_too_many(self):
        slips = dict(misprints("3669"))
        assert (slips["369"], slips["366"]) == ("double", "extra")


class TestCoverage:
    def test_the_numbers_that_nothing_ties_are_listed(self):
        untied = report("引进企业62家，其中东区45家。展馆展出文物52件。").untied()
        assert [claim.quantity.text for claim in untied] == ["52件"]

    def test_tied_and_untied_are_all(self):
        of = report("引进企业62家，其中东区45家。展馆展出文物52件，气温上升3度。")
        assert len(of.claims) == of.tied() + len(of.untied())
