"""How a broken tie is weighed: what is a slip, what was never meant, and how sure either is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tied import Draft, milder, printed

from factcheck.model import Check, Confidence, Finding, Severity

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
A_LITTLE = Fraction(1001, 1000)


def only(found: tuple[Finding, ...]) -> Finding:
    (finding,) = found
    return finding


class TestWhatNoMisprintExplains:
    """Two lists of 4820 whose gap of 1487 no digit closes."""

    draft = Draft("4820棵 1111棵 2222棵")

    def tie(self, doubt: str | Fraction) -> Check:
        return self.draft.tie("parts-add-up", doubt, whole="4820棵", part="1111棵 2222棵")

    def test_it_is_told_of_the_first_number_without_a_repair(self):
        check = self.tie("1/100")
        finding = only(self.draft.findings(check))
        assert printed(finding.accused, *finding.others) == ["4820棵", "1111棵", "2222棵"]
        assert (finding.rule, finding.checks, finding.repairs) == (check.rule, (check,), ())
        assert finding.severity is Severity.ERROR

    @pytest.mark.parametrize(
        ("confidence", "doubt"),
        [
            (CERTAIN, Fraction(1, 2000)),
            (LIKELY, Fraction(1, 2000) * A_LITTLE),
            (LIKELY, Fraction(1, 100)),
            (POSSIBLE, Fraction(1, 100) * A_LITTLE),
        ],
    )
    def test_it_is_as_sure_as_its_ground(self, confidence: Confidence, doubt: Fraction):
        """One tie in a hundred is broken by more than a keystroke: twenty to one is certain, one to one likely."""
        assert confidence is only(self.draft.findings(self.tie(doubt))).confidence

    def test_it_matters_as_much_as_its_rule(self):
        check = milder(self.tie("1/100"), Severity.WARNING)
        assert only(self.draft.findings(check)).severity is Severity.WARNING

    def test_each_check_is_a_finding_of_its_own(self):
        draft = Draft("4820棵 1111棵 2222棵 1200棵 2000棵")
        lists = [draft.tie("parts-add-up", whole="4820棵", part=part) for part in ("1111棵 2222棵", "1200棵 2000棵")]
        assert [(check,) for check in lists] == [finding.checks for finding in draft.findings(*lists)]


def test_what_holds_is_no_finding():
    draft = Draft("4820棵 3150棵 1670棵")
    assert draft.findings(draft.tie("parts-add-up", whole="4820棵", part="3150棵 1670棵")) == ()


class TestLastDigits:
    def share(self, share: str, part: str, whole: str = "1000000人", doubt: str = "1/1000") -> Finding:
        draft = Draft(f"{whole} {part} {share}")
        return only(draft.findings(draft.tie("share-of-whole", doubt, share=share, part=part, whole=whole)))

    def test_a_share_cut_off_is_worth_knowing_and_no_error(self):
        finding = self.share("66.6%", "666999人")
        assert (finding.severity, finding.confidence) == (Severity.INFO, LIKELY)
        assert printed(finding.accused, *finding.others) == ["66.6%", "666999人", "1000000人"]
        assert (finding.rule.id, len(finding.checks), finding.repairs) == ("share-of-whole", 1, ())

    @pytest.mark.parametrize(
        ("severity", "part"),
        [
            (Severity.INFO, "666651人"),  # beyond what rounds to 66.6 %
            (Severity.INFO, "666999人"),  # cut off to the last
            (Severity.ERROR, "667000人"),  # whatever is left out, there is more of it than that
            (Severity.INFO, "665490人"),  # a hundredth of the last digit off: of operands not yet rounded
            (Severity.ERROR, "665480人"),
        ],
    )
    def test_what_is_cut_off_is_less_than_the_last_digit(self, severity: Severity, part: str):
        assert severity is self.share("66.6%", part).severity

    def test_a_share_of_nothing_may_be_what_was_cut_off(self):
        assert self.share("0.0%", "999人").severity is Severity.INFO
        assert self.share("0.0%", "1999人").severity is Severity.ERROR

    def test_only_shares_are_cut_off(self):
        draft = Draft("3.6万人 30000人 6600人")
        finding = only(draft.findings(draft.tie("parts-add-up", whole="3.6万人", part="30000人 6600人")))
        assert finding.severity is Severity.ERROR

    def test_about_so_much_is_not_cut_off(self):
        draft = Draft("1000000人 667005人 约66.6%")
        check = draft.tie("share-of-whole", share="66.6%", part="667005人", whole="1000000人")
        assert only(draft.findings(check)).severity is Severity.ERROR

    def test_an_order_has_no_last_digit(self):
        draft = Draft("12.3% 12.395%")
        finding = only(draft.findings(draft.tie("part-within-whole", whole="12.3%", part="12.395%")))
        assert finding.severity is Severity.ERROR

    def test_a_difference_of_rates_is_that_of_the_rates_as_printed(self):
        draft = Draft("86.2% 82% 3.4个百分点")
        finding = only(draft.findings(draft.tie("points-apart", a="86.2%", b="82%", difference="3.4个百分点")))
        assert finding.severity is Severity.ERROR

    @pytest.mark.parametrize(
        ("severity", "shares"),
        [
            (Severity.INFO, "66.6% 33.4%"),  # just a hundred
            (Severity.INFO, "66.6% 33.4% 0%"),
            (Severity.ERROR, "66.7% 33.4%"),
            (Severity.ERROR, "66.5% 33.4%"),
        ],
    )
    def test_a_share_may_be_nudged_to_make_its_column_a_hundred(self, severity: Severity, shares: str):
        draft = Draft(f"3000人 1000人 {shares}")
        column = draft.tie("shares-make-100", share=shares)
        share = draft.tie("share-of-whole", "1/1000", whole="3000人", part="1000人", share="33.4%")
        (finding,) = [f for f in draft.findings(share, column) if share in f.checks]
        assert severity is finding.severity

    def test_numbers_of_another_kind_that_make_a_hundred_are_no_column(self):
        draft = Draft("3000人 1000人 66.6% 33.4%")
        total = draft.tie("parts-add-up", whole="66.6%", part="33.4%")
        share = draft.tie("share-of-whole", "1/1000", whole="3000人", part="1000人", share="33.4%")
        (finding,) = [f for f in draft.findings(share, total) if share in f.checks]
        assert finding.severity is Severity.ERROR

    @pytest.mark.parametrize(
        ("severity", "part"),
        [(Severity.INFO, "332500人"), (Severity.ERROR, "332400人"), (Severity.ERROR, "335600人")],
    )
    def test_a_nudge_is_one_in_the_last_digit(self, severity: Severity, part: str):
        draft = Draft(f"1000000人 {part} 66.6% 33.4%")
        column = draft.tie("shares-make-100", share="66.6% 33.4%")
        share = draft.tie("share-of-whole", "1/1000", whole="1000000人", part=part, share="33.4%")
        assert severity is only(draft.findings(share, column)).severity


class TestForms:
    def test_the_last_number_of_a_form_is_accused_and_the_fitting_one_offered(self):
        draft = Draft("82.5% 86.2% 3.7%")
        check = draft.form("percent-for-points", old="82.5%", new="86.2%", rate="3.7%")
        finding = only(draft.findings(check))
        assert printed(finding.accused, *finding.others) == ["3.7%", "82.5%", "86.2%"]
        assert [(printed(r.claim), r.text, r.slip) for r in finding.repairs] == [(["3.7%"], "4.5", "computed")]
        assert (finding.rule, finding.checks, finding.severity) == (check.rule, (check,), Severity.ERROR)

    def test_what_fails_for_the_forms_sake_is_told_with_the_form(self):
        draft = Draft("82.5% 86.2% 3.7%")
        form = draft.form("percent-for-points", old="82.5%", new="86.2%", rate="3.7%")
        rate = draft.tie("rise-rate", old="82.5%", new="86.2%", rate="3.7%")
        assert only(draft.findings(rate, form)).checks == (form, rate)

    def test_what_fails_for_other_numbers_too_is_told_by_itself(self):
        draft = Draft("82.5% 86.2% 3.7% 100%")
        form = draft.form("percent-for-points", old="82.5%", new="86.2%", rate="3.7%")
        other = draft.tie("shares-make-100", share="82.5% 3.7% 100%")
        found = draft.findings(other, form)
        assert {check for finding in found for check in finding.checks} == {form, other}
        assert len(found) == 2

    def test_a_form_matters_as_much_as_the_gravest_that_fails_for_it(self):
        draft = Draft("900件 300件 300%")
        form = draft.form("fall-by-multiple", number="300%")
        assert only(draft.findings(form)).severity is Severity.WARNING
        rate = draft.tie("fall-rate", old="300%", new="300%", rate="300%")
        assert only(draft.findings(form, rate)).severity is Severity.ERROR

    def test_a_hint_explains_nothing(self):
        draft = Draft("300%")
        form = milder(draft.form("fall-by-multiple", number="300%"), Severity.INFO)
        rate = draft.tie("fall-rate", old="300%", new="300%", rate="300%")
        assert len(draft.findings(form, rate)) == 2

    def test_a_form_that_is_wrong_as_such_is_certain(self):
        draft = Draft("300人")
        assert only(draft.findings(draft.form("about-said-twice", number="300人"))).confidence is CERTAIN

    @pytest.mark.parametrize(
        ("confidence", "doubt"),
        [(CERTAIN, "1/400"), (LIKELY, "1/399"), (LIKELY, "1/20"), (POSSIBLE, "1/19")],
    )
    def test_a_form_that_is_sometimes_right_is_as_sure_as_its_ground(self, confidence: Confidence, doubt: str):
        draft = Draft("120%")
        assert confidence is only(draft.findings(draft.form("share-over-whole", doubt, share="120%"))).confidence

    @pytest.mark.parametrize(
        ("confidence", "doubt", "new", "rate"),
        [
            (CERTAIN, "90/400", "86.2%", "3.7%"),  # of 90 numerals of two digits one fits
            (LIKELY, "90/399", "86.2%", "3.7%"),
            (CERTAIN, "9/400", "85.5%", "3%"),
            (LIKELY, "9/399", "85.5%", "3%"),
        ],
    )
    def test_a_form_that_the_numbers_bear_out_is_the_surer_the_longer_they_are(
        self, confidence: Confidence, doubt: str, new: str, rate: str
    ):
        draft = Draft(f"82.5% {new} {rate}")
        form = draft.form("percent-for-points", doubt, old="82.5%", new=new, rate=rate)
        assert confidence is only(draft.findings(form)).confidence

    @pytest.mark.parametrize(
        ("offered", "old", "new", "rate"),
        [
            (["12.5"], "80.0%", "90.0%", "10.0%"),
            (["13"], "80.0%", "90.0%", "10%"),
            (["0.80"], "50.0%", "50.4%", "0.40%"),
            ([], "80.0%", "85.0%", "百分之五"),
            ([], "82.5%", "86.2%", "37‰"),
        ],
    )
    def test_the_number_that_fits_is_offered_with_as_many_decimals(
        self, offered: list[str], old: str, new: str, rate: str
    ):
        draft = Draft(f"{old} {new} {rate}")
        finding = only(draft.findings(draft.form("percent-for-points", old=old, new=new, rate=rate)))
        assert offered == [repair.text for repair in finding.repairs]

    def test_of_a_growth_in_times_the_times_are_offered(self):
        draft = Draft("500万元 1600万元 3.2倍")
        finding = only(draft.findings(draft.form("grown-by-or-to", old="500万元", new="1600万元", rate="3.2倍")))
        assert [repair.text for repair in finding.repairs] == ["2.2"]

    def test_nothing_is_offered_where_the_other_numbers_leave_it_open(self):
        draft = Draft("82.5% 超过86.2% 3.7%")
        finding = only(draft.findings(draft.form("percent-for-points", old="82.5%", new="86.2%", rate="3.7%")))
        assert finding.repairs == ()


class TestHowSure:
    """The odds of a slip are one to twenty-five, over the doubt of the ground and the chance of a coincidence. The
    cases tell up to what doubt of the ground that is twenty to one: 1 / (500 × coincidence)."""

    def check(self, rule: str, doubt: Fraction, roles: dict[str, str]) -> Confidence:
        draft = Draft(" ".join(roles.values()))
        return only(draft.findings(draft.tie(rule, doubt, **roles))).confidence

    @pytest.mark.parametrize(
        ("doubt", "rule", "roles"),
        [
            # two numbers of three digits: 36 of 900 each
            ("1/40", "same-fact", {"value": "382户", "other": "328户"}),
            # of four digits: 48 of 9000 each; but where they are near one another the first figure tells nothing
            ("3/16", "same-fact", {"value": "3827户", "other": "8327户"}),
            ("1/40", "same-fact", {"value": "3827户", "other": "3872户"}),
            ("1/40", "same-fact", {"value": "3872户", "other": "3827户"}),
            # near is less than a fiftieth apart
            ("1/40", "same-fact", {"value": "2272户", "other": "2227户"}),
            ("3/68", "same-fact", {"value": "2250户", "other": "2205户"}),
            # any larger number would do
            ("1/500", "part-within-whole", {"whole": "752人", "part": "857人"}),
            # numbers of two digits agree easily, but a list seldom falls short by so little: once in eight
            ("2/125", "parts-add-up", {"whole": "48棵", "part": "32棵 25棵"}),
            ("3/125", "parts-add-up", {"whole": "48棵", "part": "31棵 27棵"}),
            # what is missing of 4820 is more than an eighth; gaps of round numbers are round
            ("723/5000", "parts-add-up", {"whole": "482棵", "part": "215棵 167棵"}),
            ("723/5000", "parts-add-up", {"whole": "4820棵", "part": "2150棵 1670棵"}),
            ("6/25", "parts-add-up", {"whole": "4820棵", "part": "3150棵 2670棵"}),
            ("6/25", "parts-add-up", {"whole": "48200棵", "part": "31500棵 26700棵"}),
            ("1/60", "parts-add-up", {"whole": "4820棵", "part": "3150棵 1760棵"}),
            # rounding widens the gaps that one misprint closes, whatever the unit
            ("3/50", "parts-add-up", {"whole": "48.2%", "part": "31.5% 36.7%"}),
            ("3/50", "parts-add-up", {"whole": "48.2公里", "part": "31.5公里 36.7公里"}),
            ("24/103", "parts-add-up", {"whole": "48.2公里", "part": "31500米 36700米"}),
        ],
    )
    def test_the_less_a_coincidence_the_more_doubt_is_outweighed(self, doubt: str, rule: str, roles: dict[str, str]):
        assert CERTAIN is self.check(rule, Fraction(doubt), roles)
        assert LIKELY is self.check(rule, Fraction(doubt) * A_LITTLE, roles)

    def test_a_list_that_is_open_above_is_off_by_no_certain_gap(self):
        draft = Draft("4820棵 3150棵 超过2670棵")
        check = draft.tie("parts-add-up", "1/60", whole="4820棵", part="3150棵 2670棵")
        assert only(draft.findings(check)).confidence is CERTAIN

    @pytest.mark.parametrize(("confidence", "second"), [(CERTAIN, Fraction(5, 8)), (LIKELY, Fraction(5, 8) * A_LITTLE)])
    def test_doubts_of_two_ties_that_one_slip_breaks_multiply(self, confidence: Confidence, second: Fraction):
        draft = Draft("382户 328户 328户")
        checks = [
            draft.tie("same-fact", doubt, value="382户", other=other)
            for doubt, other in [(Fraction(1, 2), "328户"), (second, "328户*")]
        ]
        finding = only(draft.findings(*checks))
        assert confidence is finding.confidence
        assert printed(finding.accused, *finding.others) == ["382户", "328户", "328户"]
        assert finding.checks == tuple(checks)

    @pytest.mark.parametrize(
        ("doubt", "sums"),
        [
            (Fraction(1, 40), [("328户", "200户 128户")]),  # the other may be the slip
            (Fraction(1, 40 * 328), [("382户", "200户 182户"), ("328户", "200户 128户")]),
            (Fraction(1, 40 * 382), [("382户", "200户 182户"), ("328户", "200户 128户"), ("328户", "113户 215户")]),
        ],
    )
    def test_what_each_correction_would_break_held_by_chance_or_bears_the_numbers_out(
        self, doubt: Fraction, sums: list[tuple[str, str]]
    ):
        draft = Draft("382户 328户 200户 128户 182户 113户 215户")
        held = [draft.tie("parts-add-up", whole=whole, part=part) for whole, part in sums]
        for confidence, of in [(CERTAIN, doubt), (LIKELY, doubt * A_LITTLE)]:
            broken = draft.tie("same-fact", of, value="382户", other="328户")
            assert confidence is only(draft.findings(broken, *held)).confidence

    def test_the_gravest_rule_speaks(self):
        draft = Draft("382户 328户 328户")
        first = milder(draft.tie("same-fact", value="382户", other="328户"), Severity.WARNING)
        second = draft.tie("same-fact", value="382户", other="328户*")
        finding = only(draft.findings(first, second))
        assert (finding.rule, finding.severity) == (second.rule, Severity.ERROR)


class TestRepairs:
    def repairs(self, draft: Draft, *checks: Check) -> list[tuple[str, str]]:
        return [(*printed(r.claim), r.text) for finding in draft.findings(*checks) for r in finding.repairs]

    def test_each_number_is_offered_once_before_any_is_offered_again(self):
        draft = Draft("48.2% 31.5% 17.6%")
        offered = self.repairs(draft, draft.tie("parts-add-up", whole="48.2%", part="31.5% 17.6%"))
        assert offered == [("17.6%", "16.7"), ("31.5%", "30.5"), ("48.2%", "49.2"), ("17.6%", "16.6")]

    def test_six_are_enough(self):
        draft = Draft("4亿元 3.1亿元 3.2亿元 3.4亿元 1.3亿元 1.4亿元 1.5亿元 1.6亿元")
        parts = "3.1亿元 3.2亿元 3.4亿元 1.3亿元 1.4亿元 1.5亿元 1.6亿元"
        offered = self.repairs(draft, draft.tie("parts-add-up", whole="4亿元", part=parts))
        assert len(offered) <= 6

    def test_what_breaks_another_tie_is_not_offered(self):
        draft = Draft("382户 328户 200户 128户")
        broken = draft.tie("same-fact", value="382户", other="328户")
        held = draft.tie("parts-add-up", whole="328户", part="200户 128户")
        assert self.repairs(draft, broken) == [("382户", "328"), ("328户", "382")]
        assert self.repairs(draft, broken, held) == [("382户", "328")]
        assert [repair.slip for repair in only(draft.findings(broken, held)).repairs] == ["swap"]

    def test_where_any_larger_number_would_do_only_a_swap_or_a_doubled_digit_is_offered(self):
        draft = Draft("752人 857人 1184个 3669个")
        swapped = draft.tie("part-within-whole", whole="752人", part="857人")
        assert self.repairs(draft, swapped) == [("857人", "587")]
        doubled = draft.tie("part-within-whole", whole="1184个", part="3669个")
        assert self.repairs(draft, doubled) == [("3669个", "369")]


class TestSlipsTogether:
    def test_ties_that_share_no_number_are_told_apart(self):
        draft = Draft("382户 328户 571家 517家")
        checks = [
            draft.tie("same-fact", value="382户", other="328户"),
            draft.tie("same-fact", value="571家", other="517家"),
        ]
        assert [(check,) for check in checks] == [finding.checks for finding in draft.findings(*checks)]

    def test_two_slips_explain_the_tie_between_them(self):
        draft = Draft("328户 382户 832户 382户 382户 382户")
        first = draft.tie("same-fact", "1/1000", value="328户", other="382户")
        second = draft.tie("same-fact", "1/1000", value="832户", other="382户*")
        between = draft.tie("same-fact", "1/1000", value="328户", other="832户")
        found = draft.findings(first, second, between)
        assert {finding.checks for finding in found} == {(first,), (second,)}

    def test_a_slip_that_is_only_possible_explains_no_other_tie(self):
        draft = Draft("382户 328户 4567户")
        doubtful = draft.tie("same-fact", 1, value="382户", other="328户")
        further = draft.tie("same-fact", 1, value="382户", other="4567户")
        assert {check for finding in draft.findings(doubtful, further) for check in finding.checks} == {
            doubtful, further,
        }  # fmt: skip

    def test_a_slip_for_good_reason_explains_its_other_ties(self):
        draft = Draft("382户 328户 4567户")
        good = draft.tie("same-fact", "1/1000", value="382户", other="328户")
        further = draft.tie("same-fact", "1/1000", value="382户", other="4567户")
        assert [finding.checks for finding in draft.findings(good, further) if good in finding.checks] == [(good,)]

    def test_forty_ties_are_weighed_together(self):
        draft = Draft("382户 " + "328户 " * 41)
        checks = [draft.tie("same-fact", value="382户", other="328户" + "*" * i) for i in range(41)]
        assert [len(finding.checks) for finding in draft.findings(*checks)] == [40, 1]
