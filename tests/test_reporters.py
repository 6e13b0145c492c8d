"""The reporters: what a finding says, how it looks in a terminal, and the formats that programs read."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from desk import unmeasured
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from reporters_sample import DRAFT, bracket, check, claim, document, finding, report, rule
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from factcheck.model import (
    Amount,
    Confidence,
    FactcheckError,
    Interval,
    Modifier,
    Repair,
    Report,
    Severity,
    Unread,
    Verdict,
)
from factcheck.reporters import Options, formats, harmless, reporter
from factcheck.reporters.amounts import print_amount, print_interval
from factcheck.reporters.arithmetic import arithmetic
from factcheck.reporters.lines import Piece, wrapped
from factcheck.reporters.phrases import CHINESE, ENGLISH
from factcheck.reporters.wording import message, sums

WIDTHS = (40, 80, 120, 200)
EMPTY = report()


def shown(of: Report, width: int = 80, *, lang: str = "zh", explain: bool = False) -> str:
    """The text report without its colours."""
    text = reporter("text")(of, Options(lang, width, explain))
    assert isinstance(text, Text)
    return text.plain


def rendered(name: str, of: Report) -> str:
    text = reporter(name)(of, Options(tool_version="1.2.3"))
    assert isinstance(text, str)
    return text


def sarif_run(of: Report) -> dict:
    return json.loads(rendered("sarif", of))["runs"][0]


def underlined(lines: list[str], sign: str) -> list[str]:
    """What stands, cell for cell, above each run of an underline."""
    found = []
    for above, below in pairwise(lines):
        if not re.fullmatch(r" *\| [ ^-]+", below):
            continue
        for run in re.finditer(re.escape(sign) + "+", below):
            found.append(cells(above)[run.start() : run.end()])
    return ["".join(run) for run in found]


def cells(line: str) -> list[str]:
    """What each cell of a line holds; the second cell of a wide character holds nothing more."""
    laid: list[str] = []
    for char in line:
        width = cell_len(char)
        if width:
            laid += [char, *[""] * (width - 1)]
        elif laid:
            laid[-1] += char
    return laid


class TestTheRegistry:
    def test_every_module_with_a_name_is_a_format(self):
        assert formats() == ("github", "gitlab", "html", "json", "junit", "markdown", "rdjson", "sarif", "text")

    @pytest.mark.parametrize("name", formats())
    def test_a_format_is_named_as_its_module(self, name):
        assert name == sys.modules[f"factcheck.reporters.{name}"].NAME

    @pytest.mark.parametrize("name", ["pdf", "wording", "../text", ""])
    def test_an_unknown_format_is_refused_with_the_known_ones(self, name):
        with pytest.raises(FactcheckError, match="github, gitlab, html, json, junit, markdown, rdjson, sarif, text"):
            reporter(name)

    @pytest.mark.parametrize("name", formats())
    def test_without_colour_a_format_says_the_same_as_a_string(self, name):
        plain = reporter(name, colored=False)(report(bracket()), Options())
        assert isinstance(plain, str)
        assert plain == str(reporter(name)(report(bracket()), Options()))

    def test_what_is_not_asked_for_is_not_imported(self):
        script = (
            "import sys; from factcheck.reporters import reporter; assert 'rich' not in sys.modules;"
            "reporter('json'); assert 'rich.text' not in sys.modules and 'hashlib' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", script], check=True, env=unmeasured())

    @pytest.mark.parametrize("name", formats())
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_format_renders_the_same_report_the_same_way_and_ends_its_last_line(self, name, lang):
        of, options = report(bracket()), Options(lang=lang)
        first = str(reporter(name)(of, options))
        assert first == str(reporter(name)(of, options))
        assert first.endswith("\n")
        assert not first.endswith("\n\n")

    def test_both_languages_know_every_phrase(self):
        for field in structs.fields(CHINESE):
            zh, en = getattr(CHINESE, field.name), getattr(ENGLISH, field.name)
            if isinstance(zh, str):
                assert sorted(re.findall(r"\{\w*\}", zh)) == sorted(re.findall(r"\{\w*\}", en))
            else:
                assert zh.keys() == en.keys()


class TestAmounts:
    @pytest.mark.parametrize(
        ("expected", "value", "unit", "hint", "step"),
        [
            ("35家", 35, "家", "", 1),
            ("284家", 284, "家", "253", 1),
            ("34000人", 34000, "人", "34000", 1),
            ("3.4万人", 34000, "人", "3.4万", 1000),
            ("3.4万人", 34000, "人", "3.4万人", None),
            ("62.85亿元", 6285000000, "元", "62.85亿", 1000000),
            ("1.5亿元", 150000000, "元", "8000万", 10000),
            ("1300万元", 13000000, "元", "62.85亿", 1000000),
            ("5000人", 5000, "人", "1.2万", 1000),
            ("1.2万亿元", 1200000000000, "元", "1.2万亿", 100000000000),
            ("12000亿元", 1200000000000, "元", "9800亿", 100000000),
            ("101.0%", 101, "%", "46.5", Fraction(1, 10)),
            ("100%", 100, "%", "", None),
            ("2.4个百分点", Fraction("2.4"), "百分点", "", Fraction(1, 10)),
            ("1,284户", 1284, "户", "1,200", 1),
            ("128.4万户", 1284000, "户", "1,200万", 1000),
            ("284", 284, None, "", 1),
            ("0.3吨", Fraction("0.3"), "吨", "", Fraction(1, 10)),
            ("29.3%", Fraction(11900, 406), "%", "", Fraction(1, 10)),
            ("0.33倍", Fraction(1, 3), "倍", "", None),
            ("-18家", -18, "家", "", 1),
            ("0家", 0, "家", "", 1),
            ("-5000万元", -50000000, "元", "1.2亿", 10000000),
        ],
    )
    def test_a_value_is_printed_as_chinese_copy_prints_it(self, expected, value, unit, hint, step):
        assert expected == print_amount(Fraction(value), unit, hint=hint, step=step and Fraction(step))

    def test_what_floats_would_blur_stays_exact(self):
        assert print_amount(Fraction("0.1") + Fraction("0.2"), "元") == "0.3元"
        assert print_amount(Fraction(10**30 + 1), "元") == f"{10**30 + 1}元"

    @given(st.integers(-(10**15), 10**15), st.sampled_from(["", "3.4万", "62.85亿", "1.2万亿"]))
    def test_no_scale_loses_a_digit(self, value, hint):
        text = print_amount(Fraction(value), None, hint=hint)
        scale = 10**12 if "万亿" in text else 10**8 if "亿" in text else 10**4 if "万" in text else 1
        assert Fraction(text.rstrip("万亿")) * scale == value

    @pytest.mark.parametrize(
        ("expected", "low", "high"),
        [
            ("62家", 62, 62),
            ("≈62家", 61, 63),
            ("3–5家", 3, 5),
            ("≥300家", 300, None),
            ("≤300家", None, 300),
            ("?", None, None),
        ],
    )
    def test_an_interval_says_how_wide_it_is(self, expected, low, high):
        ends = [None if end is None else Fraction(end) for end in (low, high)]
        assert expected == print_interval(Interval(*ends), "家", step=Fraction(1))


class TestTheMessage:
    def test_it_fills_in_the_numbers_of_its_roles(self):
        assert message(bracket()) == "分项合计284家，与总数266家相差18家"

    def test_it_speaks_english(self):
        assert message(bracket(), "en") == "the parts make 284家, 18家 off the total 266家"

    def test_it_falls_back_to_chinese_where_a_rule_has_no_english(self):
        assert message(bracket(of=replace(rule(), message_en="")), "en") == "分项合计284家，与总数266家相差18家"

    @pytest.mark.parametrize(
        ("expected", "template"),
        [
            ("253家、31家", "{part}"),
            ("266家与284家", "{left}与{right}"),
            ("应为235家", "应为{expected}"),
            ("{nobody}", "{nobody}"),
            ("{sum(nobody)}", "{sum(nobody)}"),
            ("{0} {} {part!r} {part.x}", "{0} {} {part!r} {part.x}"),
            ("{266家", "{{whole}"),
        ],
    )
    def test_a_placeholder_is_filled_or_stands_as_it_is(self, expected, template):
        assert expected == message(bracket(of=rule(message=template)))

    def test_without_a_repair_the_other_side_is_expected(self):
        draft = document("共266家（253家、31家）")
        numbers = [claim(draft, text) for text in ("266家", "253家", "31家")]
        failed = check(rule(message="应为{expected}"), whole=numbers[0], part=numbers[1:])
        assert message(finding(failed, numbers[0])) == "应为284家"
        assert message(finding(failed, numbers[1])) == "应为别的数"

    def test_shares_keep_the_decimals_of_the_most_precise(self):
        draft = document("因病46.5%，因残21.5%，缺技术19.5%，其余13.5%。")
        shares = [claim(draft, text) for text in ("46.5%", "21.5%", "19.5%", "13.5%")]
        law = rule("sum(share) == 100", "合计{sum(share)}，相差{gap}", name="shares-make-100")
        found = finding(check(law, share=shares), shares[-1])
        assert message(found) == "合计101.0%，相差1.0个百分点"
        assert arithmetic(found.checks[0], CHINESE) == "46.5% + 21.5% + 19.5% + 13.5% = 101.0% ≠ 100%（已计入四舍五入）"

    def test_scaled_numbers_are_summed_in_their_scale(self):
        draft = document("投资75.5亿元，其中甲38.55亿元、乙12.3亿元。")
        whole, *parts = (claim(draft, text) for text in ("75.5亿元", "38.55亿元", "12.3亿元"))
        found = finding(check(rule(), whole=whole, part=parts), whole)
        assert message(found) == "分项合计50.85亿元，与总数75.5亿元相差24.65亿元"

    def test_a_range_is_summed_to_its_bounds(self):
        draft = document("266家（东区200至250家、西区31家）")
        whole, first, second = (claim(draft, text) for text in ("266家", "250家", "31家"))
        between = Amount(None, Interval(Fraction(200), Fraction(250)), Fraction(1), is_range=True)
        ranged = structs.replace(first, quantity=structs.replace(first.quantity, amount=between))
        found = finding(check(rule(message="{sum(part)}"), whole=whole, part=[ranged, second]), whole)
        assert message(found) == "231–281家"

    def test_traditional_scales_are_scales(self):
        draft = document("共31.5萬人（東區12.1萬人、西區18.4萬人）")
        whole, *parts = (claim(draft, text) for text in ("31.5万人", "12.1万人", "18.4万人"))
        assert message(finding(check(rule(), whole=whole, part=parts), whole)) == (
            "分项合计30.5万人，与总数31.5萬人相差1万人"
        )

    def test_a_number_is_quoted_in_the_characters_of_its_source(self):
        found = bracket("引進企業２６６家（東區 253 家、西區31家）")
        assert message(found) == "分项合计284家，与总数２６６家相差18家"


class TestTheArithmetic:
    DRAFT = document(
        "全省406个点，完成119个，占31.2%；由223.3万人降至3.4万人，减少229.9万人，降幅98.0%；"
        "发生率由2.31%降到1.84%，下降0.74个百分点；7746个村，某市7747个；重3吨，甲1吨、乙1.5吨；涨到237.6万人。"
    )

    def said(self, expect: str, verdict: Verdict = Verdict.FAILS, factor: int = 1, **roles: str | list[str]) -> str:
        found = {
            name: [claim(self.DRAFT, text) for text in ([texts] if isinstance(texts, str) else texts)]
            for name, texts in roles.items()
        }
        return arithmetic(check(rule(expect), verdict, factor, **found), CHINESE)

    def test_parts_lead_to_their_sum_and_on_to_the_total(self):
        assert arithmetic(bracket().checks[0], CHINESE) == "253家 + 31家 = 284家 ≠ 266家"

    def test_a_quotient_is_printed_in_percent(self):
        said = self.said("share == part / whole * 100", share="31.2%", part="119个", whole="406个")
        assert said == "119个 ÷ 406个 ≈ 29.3% ≠ 31.2%（已计入四舍五入）"

    def test_a_difference_needs_its_brackets(self):
        said = self.said("rate == (old - new) / old * 100", old="223.3万人", new="3.4万人", rate="98.0%")
        assert said == "(223.3万人 − 3.4万人) ÷ 223.3万人 ≈ 98.5% ≠ 98.0%（已计入四舍五入）"

    def test_a_difference_of_percentages_is_in_points(self):
        said = self.said("old - new == points", old="2.31%", new="1.84%", points="0.74个百分点")
        assert said == "2.31% − 1.84% = 0.47个百分点 ≠ 0.74个百分点（已计入四舍五入）"

    def test_a_failed_order_is_told_as_it_is_and_as_it_should_be(self):
        assert self.said("part <= whole", part="7747个", whole="7746个") == "7747个 > 7746个（应不大于）"
        assert (
            self.said("new < old", old="223.3万人", new="237.6万人")
            == "237.6万人 > 223.3万人（应小于，已计入四舍五入）"
        )

    def test_of_several_parts_the_largest_is_compared(self):
        assert self.said("max(part) <= whole", part=["406个", "7747个"], whole="7746个").startswith("7747个 > 7746个")

    def test_base_units_are_printed_as_the_units_of_the_text(self):
        said = self.said("whole == sum(part)", factor=1000, whole="3吨", part=["1吨", "1.5吨"])
        assert said == "1吨 + 1.5吨 = 2.5吨 ≠ 3吨（已计入四舍五入）"

    def test_what_held_is_printed_in_the_order_of_its_rule(self):
        assert self.said("whole == sum(part)", Verdict.HOLDS, whole="406个", part=["119个"]) == "406个 ≈ 119个"
        assert self.said("new < old", Verdict.HOLDS, old="223.3万人", new="3.4万人") == "3.4万人 < 223.3万人"

    def test_an_order_that_only_holds_by_approximation_says_so(self):
        draft = document("65岁以上的多于60岁的")
        older, old = claim(draft, "65岁"), claim(draft, "60岁")
        held = check(rule("part <= whole"), Verdict.HOLDS, part=older, whole=old)
        wide = replace(held, right=Interval(Fraction(60), None))
        assert arithmetic(held, CHINESE) == "65岁 ≤ 60岁"
        assert arithmetic(wide, CHINESE) == "65岁 ≤ 60岁（已计入四舍五入）"
        vague = structs.replace(old.quantity, amount=structs.replace(old.amount, modifier=Modifier.MORE_THAN))
        said = check(rule("part <= whole"), Verdict.HOLDS, part=older, whole=structs.replace(old, quantity=vague))
        assert arithmetic(replace(said, right=wide.right), ENGLISH) == "65岁 ≤ 60岁 (approximation allowed for)"

    @pytest.mark.parametrize(
        ("expected", "text"),
        [
            ("4月 = 30日 < 31日（应不小于）", "校园将于4月31日开放。"),
            ("2020年10月31日 = 星期六 ≠ 星期五", "校友会定于2020年10月31日（星期五）举行。"),
            ("4 ÷ 8名 = 50% ≠ 40%（已计入四舍五入）", "全班8名学生中，有40%的学生近视。"),
            ("东岭村、西岭村、南岭村 = 3个 ≠ 4个", "东岭村、西岭村、南岭村4个村。"),
            ("煤炭、钢材、水泥产量 = 3 ≠ 2 = 3.2%、4.5%", "煤炭、钢材、水泥产量分别增长3.2%、4.5%。"),
            (
                "3600元 ÷ 1200元 = 3 ≠ 1.21 ≈ (1 + 10%) × (1 + 10%)（已计入四舍五入）",
                "人均收入从2018年的1200元增加到2020年的3600元，年均增长10%。",
            ),
            ("1200元 ÷ 400元 − 1 = 2倍 ≠ 3倍（已计入四舍五入）", "租金由400元涨到1200元，增长3倍。"),
        ],
    )
    def test_what_a_number_counts_for_stands_beside_what_it_prints(self, expected, text, findings):
        assert expected in [line for one in findings(text) for line in sums(one)]

    def test_a_date_that_holds_shows_the_days_of_its_month(self, checks):
        assert "31日 ≤ 31天 = 7月" in [arithmetic(one, CHINESE) for one in checks("校园将于7月31日开放。")]

    @pytest.mark.parametrize(
        "text", ["培训班于7月12日至3日举办。", "每天学习由3个小时减少到5个半小时。", "亏损由3.2亿元扩大到2.1亿元。"]
    )
    def test_a_number_that_is_what_it_prints_is_printed_once(self, text, findings):
        said = [line for one in findings(text) for line in sums(one)]
        assert said
        assert not any("=" in line or "≈" in line for line in said)

    def test_how_many_there_are_is_told_as_a_number(self):
        said = self.said("part <= len(whole) * 0.5", part="119个", whole=["406个", "7746个"])
        assert said == "2 × 0.5 = 1个 < 119个（应不小于）"

    def test_a_form_that_is_wrong_as_such_shows_what_is_printed(self):
        assert arithmetic(replace(bracket().checks[0], rule=rule("")), CHINESE) == "266家、253家、31家"

    def test_a_doubtful_equation_is_asked(self):
        assert self.said("part <= whole", Verdict.UNDECIDED, part="119个", whole="406个") == "119个 ≤? 406个"

    def test_sides_that_would_look_alike_get_more_decimals(self):
        draft = document("占29.4%，为119.1个，共406个")
        roles = {
            "share": claim(draft, "29.4%"),
            "part": claim(draft, "119.1个"),
            "whole": claim(draft, "406个"),
        }
        failed = check(rule("share == part / whole * 100"), **roles)
        near = replace(
            failed,
            left=Interval(Fraction("29.4"), Fraction("29.4")),
            right=Interval(Fraction("29.37"), Fraction("29.37")),
        )
        assert arithmetic(near, CHINESE) == "119.1个 ÷ 406个 = 29.37% ≠ 29.4%"

    def test_an_equation_that_cannot_be_read_still_shows_both_sides(self):
        failed = replace(bracket().checks[0], rule=rule("whole ~ part"))
        assert arithmetic(failed, CHINESE) == "266家 ≠ 284家"

    def test_a_long_sum_leaves_out_its_middle(self):
        draft = document("共10个：" + "、".join(f"{n}个" for n in range(101, 141)))
        parts = [claim(draft, f"{n}个") for n in range(101, 141)]
        said = arithmetic(check(rule(), whole=claim(draft, "10个"), part=parts), CHINESE)
        assert "110个 + … + 140个 = 4820个 ≠ 10个" in said


class TestTheTextReport:
    def test_it_looks_like_this(self):
        assert shown(report(bracket())) == (
            "错误 [parts-add-up] 分项合计284家，与总数266家相差18家\n"
            " --> 稿件/draft.txt:1:21  把握：确定\n"
            "  |\n"
            "1 | 今年以来，园区引进企业266家（东区253家、西区31家），到位投资62.85亿元。\n"
            "  |                       -----      ^^^^^      ----\n"
            "  |\n"
            "  = 算式：253家 + 31家 = 284家 ≠ 266家\n"
            "  = 改法：253家 → 235家（两位对调）\n"
            "  = 规则：factcheck rule parts-add-up\n"
            "\n"
            "读了 1 篇：3 个数字，3 个有据可核；核对 1 项：0 项成立，1 项不符，0 项无法判断\n"
            "错误 1 · 警告 0 · 提示 0\n"
        )

    def test_it_looks_like_this_in_english(self):
        said = shown(report(bracket()), lang="en")
        assert "error [parts-add-up] the parts make 284家, 18家 off the total 266家\n" in said
        assert " --> 稿件/draft.txt:1:21  confidence: certain\n" in said
        assert "  = arithmetic: 253家 + 31家 = 284家 ≠ 266家\n" in said
        assert "  = repair: 253家 → 235家 (two digits swapped)\n" in said
        assert "1 fail, 0 undecided\nerror 1 · warning 0 · info 0\n" in said

    @pytest.mark.parametrize(
        ("severity", "label", "style"),
        [("error", "错误", "bold red"), ("warning", "警告", "bold yellow"), ("info", "提示", "bold cyan")],
    )
    def test_severities_have_their_colours(self, severity, label, style):
        text = reporter("text")(report(bracket(of=rule(severity=Severity(severity)))), Options())
        spans = {text.plain[s.start : s.end]: s.style for s in text.spans}
        assert spans[f"{label} [parts-add-up] "] == style
        assert spans["253家"] == spans["^^^^^"] == "bold red"
        assert spans["266家"] == spans["-----"] == "bold blue"

    @pytest.mark.parametrize(("confidence", "word"), list(zip(Confidence, ("确定", "很可能", "可能"), strict=True)))
    def test_it_says_how_sure_it_is(self, confidence, word):
        assert f"把握：{word}\n" in shown(report(replace(bracket(), confidence=confidence)))

    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize(
        "around",
        [
            "",
            "甲乙丙丁，" * 40,
            "word " * 60,
            "ＡＢＣ",
            "\t栏\t",
            "e\u0301le\u0300ve ",
            "🎉👩‍👧🇨🇳👍🏽",
            "ｱｲｳ",
            "“引”…·",
        ],
        ids=["bare", "long", "ascii", "full-width", "tabs", "combining", "emoji", "half-width", "ambiguous"],
    )
    def test_underlines_stand_exactly_below_their_numbers(self, width, around):
        text = f"{around}引进企业266家（{around}东区253家、{around}西区31家），{around}。"
        lines = shown(report(bracket(text)), width).splitlines()
        assert underlined(lines, "^") == ["253家"]
        assert sorted(underlined(lines, "-")) == ["266家", "31家"]
        assert max(map(cell_len, lines)) <= width

    def test_a_long_line_is_clipped_around_its_numbers_on_both_sides(self):
        lines = shown(report(bracket("前文，" * 300 + DRAFT.strip() + "后文，" * 300))).splitlines()
        row = next(line for line in lines if "253家" in line and " | " in line)
        assert row.startswith("1 | …")
        assert row.endswith("…")
        assert 76 <= cell_len(row) <= 80

    def test_numbers_far_apart_on_one_line_get_rows_of_their_own(self):
        text = "引进企业266家，" + "详情见后，" * 40 + "东区253家，" + "如此种种，" * 40 + "西区31家。"
        lines = shown(report(bracket(text))).splitlines()
        assert [line[:4] for line in lines if "…" in line] == ["1 | "] * 3
        assert underlined(lines, "^") == ["253家"]

    def test_a_number_broken_over_two_lines_is_underlined_on_both(self):
        lines = shown(report(bracket("引进企业266家（东区\n253\n家、西区31家）"))).splitlines()
        assert underlined(lines, "^") == ["253", "家"]
        assert "分项合计284家" in lines[0]
        assert any("253家 → 235家" in line for line in lines)

    def test_numbers_on_other_lines_are_shown_with_their_place(self):
        lines = shown(report(bracket("共266家。\n\n说明。\n\n东区253家。\n西区31家。"))).splitlines()
        assert lines[1] == " --> 稿件/draft.txt:5:3  把握：确定"
        assert " ::: 稿件/draft.txt:1:2" in lines
        assert not any("draft.txt:6" in line for line in lines)  # the next line follows in the same snippet
        assert sorted(underlined(lines, "-")) == ["266家", "31家"]

    def test_of_many_places_six_are_shown_and_the_rest_counted(self):
        draft = document("共10个。\n\n" + "\n\n".join(f"第{n}区有{n}个。" for n in range(101, 121)))
        parts = [claim(draft, f"{n}个") for n in range(101, 121)]
        failed = check(rule(), whole=claim(draft, "10个"), part=parts)
        said = shown(report(finding(failed, parts[15])))
        assert "……另有 15 处\n" in said
        assert len(underlined(said.splitlines(), "-")) == 5
        assert underlined(said.splitlines(), "^") == ["116个"]

    def conflict(self) -> Report:
        ours, theirs = (
            document("全省累计建成驿站881家。", "来源/甲.txt"),
            document("建成驿站\n811家。", "来源/乙.txt"),
        )
        value, other = claim(ours, "881家"), claim(theirs, "811家")
        law = rule("value == other", "两处来源说法不一：{value}与{other}", name="sources-agree")
        repairs = (Repair(value, "811", "digit"), Repair(other, "881", "digit"))
        return report(finding(check(law, value=value, other=other), value, *repairs))

    def test_sources_stand_one_under_the_other(self):
        lines = shown(self.conflict()).splitlines()
        assert " --> 来源/甲.txt:1:9  把握：确定" in lines
        assert " ::: 来源/乙.txt:2:1" in lines
        assert (underlined(lines, "^"), underlined(lines, "-")) == (["881家"], ["811家"])

    def test_sources_stand_side_by_side_where_there_is_room(self):
        lines = shown(self.conflict(), 120).splitlines()
        heads = next(line for line in lines if "甲.txt" in line)
        assert re.fullmatch(r" --> 来源/甲.txt:1:9  把握：确定 +│  ::: 来源/乙.txt:2:1", heads)
        rows = next(line for line in lines if "881家" in line and "│" in line)
        assert re.fullmatch(r"1 \| 全省累计建成驿站881家。 +│ 2 \| 811家。", rows)
        assert len({cell_len(line.partition("│")[0]) for line in lines if "│" in line}) == 1

    def test_a_long_path_is_clipped_in_a_column_and_whole_elsewhere(self):
        path = "很长的目录/" * 20 + "draft.txt"
        of = self.conflict()
        object.__setattr__(of.findings[0].accused.document, "path", path)
        assert max(map(cell_len, shown(of, 120).splitlines())) <= 120
        assert f"--> {path}:1:9\n" in shown(of, 80)

    def test_any_one_of_several_repairs_will_do_and_the_place_of_another_number_is_told(self):
        said = shown(self.conflict())
        assert "= 改法：下列任一处改动都能使之相符\n" in said
        assert "    - 881家 → 811家（一位数字之差）\n" in said
        assert "    - 811家 → 881家（一位数字之差，在来源/乙.txt:2:1）\n" in said

    def test_the_place_of_another_number_in_the_same_source_is_its_line(self):
        found = bracket("共\n266家（东区253家、西区31家）")
        total = found.others[0]
        said = shown(report(replace(found, repairs=(Repair(total, "284", "digit"),))))
        assert "= 改法：266家 → 284家（一位数字之差，在第2行）\n" in said

    def test_three_repairs_are_shown_and_the_rest_counted_and_an_unknown_slip_keeps_its_name(self):
        found = bracket()
        repairs = tuple(Repair(found.accused, str(n), "coffee") for n in range(231, 236))
        said = shown(report(replace(found, repairs=repairs)))
        assert said.count("（coffee）") == 3
        assert "……另有 2 种改法" in said

    def test_each_failed_check_of_a_finding_shows_its_sum(self):
        found, later = bracket(), document("后来东区有235家。", "b.txt")
        law = rule("value == other", name="same-fact")
        more = check(law, value=found.accused, other=claim(later, "235家"))
        said = shown(report(finding(found.checks[0], found.accused, more=(more,))))
        assert "= 算式：253家 + 31家 = 284家 ≠ 266家\n  = 算式：253家 ≠ 235家\n" in said

    def test_explain_lists_the_checks_that_no_finding_speaks_of(self):
        draft = document("全省62个县，其中45个、17个。\n共98人，其中7人。")
        numbers = [claim(draft, text) for text in ("62个", "45个", "17个", "98人", "7人")]
        held = check(rule(), Verdict.HOLDS, whole=numbers[0], part=numbers[1:3])
        open_ = replace(check(rule(), Verdict.UNDECIDED, whole=numbers[3], part=numbers[4]), reason="列举不全")
        of = report(bracket(), checks=(held, open_))
        assert "成立 [parts-add-up] 62个 = 45个 + 17个  稿件/draft.txt:1\n" in shown(of, explain=True)
        assert "未定 [parts-add-up] 98人 =? 7人（列举不全）  稿件/draft.txt:2\n" in shown(of, explain=True)
        assert "成立 [" not in shown(of)

    def test_silence_is_a_verdict_and_no_proof(self):
        draft = document("共62个，其中45个、17个。")
        held = check(
            rule(),
            Verdict.HOLDS,
            whole=claim(draft, "62个"),
            part=[claim(draft, "45个"), claim(draft, "17个")],
        )
        assert "不等于数字属实" in shown(report(checks=(held,)))
        assert "没有报错不等于没有差错" in shown(EMPTY)
        assert "读了 0 篇：0 个数字" in shown(EMPTY)
        assert "错误 0 · 警告 0 · 提示 0" in shown(EMPTY)

    def test_a_source_that_could_not_be_read_is_named_with_its_reason(self):
        of = report(unread=(Unread("a.docx", "a.docx:3: 已损坏"), Unread("b.txt", "没有这个文件")))
        assert "未能检查 a.docx:3：已损坏\n未能检查 b.txt：没有这个文件\n" in shown(of)
        spans = reporter("text")(of, Options()).spans
        assert "bold red" in {span.style for span in spans}

    @pytest.mark.parametrize("width", WIDTHS)
    def test_a_console_prints_it_as_it_is(self, width):
        out = io.StringIO()
        text = reporter("text")(report(bracket("前文，" * 99 + DRAFT)), Options(width=width))
        Console(file=out, width=width, highlight=False).print(text, soft_wrap=True, end="")
        assert out.getvalue() == text.plain


HOSTILE = "\x1b[31m[red][/附件]\u202e\u2066\u200b\x07\x9b31m\u2028\ufeff"


class TestLines:
    def test_a_word_that_is_too_long_for_a_line_goes_on_in_the_next(self):
        lines = wrapped([Piece("规则 "), Piece("parts-add-up-and-up")], 10, (Piece("  "),))
        assert ["".join(piece.text for piece in line) for line in lines] == [
            "规则",
            "  parts-ad",
            "  d-up-and",
            "  -up",
        ]


class TestHostileDrafts:
    @pytest.mark.parametrize(
        ("expected", "text"),
        [
            ("␛[31m", "\x1b[31m"),
            ("[red][/附件]", "[red][/附件]"),
            ("�字�", "\u202e字\u2069"),
            ("�31m", "\x9b31m"),
            ("3�4", "3\u200b4"),
            ("a␊b␉c␡", "a\nb\tc\x7f"),
            ("��", "\ud800\ue000"),
            ("❤", "❤\ufe0f"),
            ("e\u0301\u0301", "e" + "\u0301" * 50),
            ("�👩�👧", "\u3164👩\u200d👧"),
        ],
    )
    def test_what_is_hidden_becomes_visible_one_cell_wide(self, expected, text):
        assert expected == harmless(text)

    @given(st.text())
    def test_no_hidden_character_is_left_and_every_width_adds_up(self, text):
        clean = harmless(text)
        assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")]
        assert cell_len(clean) == sum(map(cell_len, clean))
        assert harmless(clean) == clean

    def hostile(self) -> Report:
        evil = rule(name=f"parts{HOSTILE}", message=f"{HOSTILE}{{whole}}")
        of = bracket(f"{HOSTILE}引进企业266家（东区253家、{HOSTILE}西区31家）{HOSTILE}", f"{HOSTILE}.txt", evil)
        of = replace(of, repairs=(Repair(of.accused, f"235{HOSTILE}", HOSTILE),))
        unread = Unread(f"b{HOSTILE}.txt", f"没有{HOSTILE}\r\n")
        undecided = replace(of.checks[0], verdict=Verdict.UNDECIDED, reason=HOSTILE)
        return report(of, checks=(undecided,), unread=(unread,))

    @pytest.mark.parametrize("name", formats())
    def test_nothing_hidden_reaches_an_output(self, name):
        out = str(reporter(name)(self.hostile(), Options(explain=True)))
        assert not [c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]

    def test_markup_is_printed_and_not_obeyed(self):
        out = io.StringIO()
        Console(file=out, force_terminal=False, width=200).print(
            reporter("text")(self.hostile(), Options(width=200)), end=""
        )
        assert "[red][/附件]" in out.getvalue()

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.text("甲，。aZ 9\t\n\u0301\u3000１ｱ🎉\u200d\ufe0f\x1b\u202e[]/“”", max_size=60),
            min_size=4,
            max_size=4,
        ),
        st.sampled_from(WIDTHS),
    )
    def test_whatever_stands_around_numbers_lines_fit_and_underlines_sit(self, around, width):
        a, b, c, d = (re.sub(r"9+(?=$)|^[9.]+", "", text) for text in around)
        of = bracket(f"{a}引进266家（{b}东253家、{c}西31家）{d}", "draft.txt")
        lines = shown(report(of), width).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert "".join(underlined(lines, "^")) == "253家"


class TestJson:
    def test_it_tells_everything_of_a_finding(self):
        told = json.loads(rendered("json", report(bracket(), unread=(Unread("b.txt", "b.txt: 没有这个文件"),))))
        assert told["schema_version"] == "1"
        assert told["tool"] == {"name": "factcheck", "version": "1.2.3"}
        assert told["summary"] == {
            "documents": 1,
            "numbers": 3,
            "tied": 3,
            "checks": {"holds": 0, "fails": 1, "undecided": 0},
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "suppressed": 0,
            "unchanged": 0,
            "absent": 0,
            "elsewhere": 0,
        }
        assert told["unread"] == [{"path": "b.txt", "reason": "没有这个文件"}]
        (found,) = told["findings"]
        place = {
            "path": "稿件/draft.txt",
            "line": 1,
            "column": 21,
            "end_line": 1,
            "end_column": 25,
            "start": 20,
            "end": 24,
        }
        assert found == {
            "rule": "parts-add-up",
            "severity": "error",
            "confidence": "certain",
            "message": "分项合计284家，与总数266家相差18家",
            **place,
            "text": "253家",
            "related": found["related"],
            "arithmetic": "253家 + 31家 = 284家 ≠ 266家",
            "repairs": [
                {
                    "path": "稿件/draft.txt",
                    "line": 1,
                    "column": 21,
                    "text": "253家",
                    "replacement": "235家",
                    "slip": "swap",
                }
            ],
            "fingerprint": found["fingerprint"],
        }
        assert [(other["text"], other["role"]) for other in found["related"]] == [
            ("266家", "whole"),
            ("31家", "part"),
        ]
        assert found["related"][0].keys() == {*place, "text", "role"}

    def test_offsets_slice_the_source(self):
        of = bracket("引 進２６６家，東區\n253\n家、31家")
        (found,) = json.loads(rendered("json", report(of)))["findings"]
        source = of.accused.document.source
        assert source[found["start"] : found["end"]] == "253\n家"
        assert (found["line"], found["end_line"], found["end_column"]) == (2, 3, 2)

    def test_chinese_stays_readable_and_hidden_characters_are_escaped(self):
        out = rendered("json", report(bracket(path="稿件\u202e\ud800.txt")))
        assert '"稿件\\u202e\\ud800.txt"' in out
        assert json.loads(out)["findings"][0]["path"] == "稿件\u202e\ud800.txt"

    def test_a_report_without_findings_has_the_same_shape(self):
        told = json.loads(rendered("json", EMPTY))
        assert list(told) == ["schema_version", "tool", "summary", "findings", "suppressed", "notices", "unread"]
        assert told["findings"] == told["suppressed"] == told["notices"] == told["unread"] == []


class TestSarif:
    def test_the_log_is_complete_even_without_findings(self):
        log = json.loads(rendered("sarif", replace(EMPTY, rules=(rule(),))))
        (run,) = log["runs"]
        assert log["version"] == "2.1.0"
        assert log["$schema"].startswith("https://")
        assert run["results"] == []
        assert run["columnKind"] == "unicodeCodePoints"
        assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
        driver = run["tool"]["driver"]
        assert (driver["name"], driver["version"]) == ("factcheck", "1.2.3")
        (described,) = driver["rules"]
        assert described["id"] == "parts-add-up"
        assert described["shortDescription"] == {"text": "括号里的分项应与总数一致。"}
        assert described["fullDescription"] == {"text": "括号里的分项应与总数一致。列举不全的不报。"}
        assert "✗ 266家（东区253家、西区31家）。" in described["help"]["text"]
        assert described["defaultConfiguration"] == {"level": "error"}

    def test_the_accused_is_the_location_and_the_others_are_related(self):
        (result,) = sarif_run(report(bracket()))["results"]
        assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("parts-add-up", 0, "error")
        assert result["message"]["text"].splitlines() == [
            "分项合计284家，与总数266家相差18家",
            "算式：253家 + 31家 = 284家 ≠ 266家",
            "改法：253家 → 235家（两位对调）",
        ]
        (primary,) = result["locations"]
        assert primary["physicalLocation"]["region"] == {
            "startLine": 1,
            "startColumn": 21,
            "endLine": 1,
            "endColumn": 25,
            "snippet": {"text": "253家"},
        }
        assert [other["id"] for other in result["relatedLocations"]] == [1, 2]
        assert [other["message"]["text"] for other in result["relatedLocations"]] == [
            "266家 (whole)",
            "31家 (part)",
        ]
        assert result["properties"] == {"confidence": "certain"}

    @pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
    def test_severities_are_levels(self, severity, level):
        run = sarif_run(report(bracket(of=rule(severity=Severity(severity)))))
        assert run["results"][0]["level"] == level
        assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == level

    def test_a_repair_is_a_fix_of_the_numeral_alone(self):
        (fix,) = sarif_run(report(bracket()))["results"][0]["fixes"]
        (replacement,) = fix["artifactChanges"][0]["replacements"]
        assert replacement["insertedContent"] == {"text": "235"}
        assert replacement["deletedRegion"] == {
            "startLine": 1,
            "startColumn": 21,
            "endLine": 1,
            "endColumn": 24,
        }

    @pytest.mark.parametrize(
        ("uri", "path"),
        [
            ("drafts/a.txt", "drafts/a.txt"),
            ("%E7%A8%BF%E4%BB%B6/%E7%AC%AC%201%20%E7%89%88%25%23.txt", "稿件/第 1 版%#.txt"),
            ("file:///tmp/%E7%A8%BF.txt", "/tmp/稿.txt"),
            ("a%3Ab.txt", "a:b.txt"),
            ("-", "-"),
            ("a%E4.txt", "a\udce4.txt"),
        ],
    )
    def test_paths_are_uris(self, uri, path):
        run = sarif_run(report(bracket(path=path)))
        assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
        assert run["artifacts"][0]["location"]["uri"] == uri

    def test_fingerprints_survive_moves_and_tell_twins_apart(self):
        def prints(*findings):
            return [r["partialFingerprints"]["factcheck/v1"] for r in sarif_run(report(*findings))["results"]]

        assert prints(bracket()) == prints(bracket("新的一段。\n\n" + DRAFT))
        assert prints(bracket()) != prints(bracket(of=rule(name="other")))
        assert len(set(prints(bracket(), bracket()))) == 2

    def test_an_unread_source_fails_the_invocation(self):
        run = sarif_run(report(bracket(), unread=(Unread("b.docx", "b.docx: 已损坏"),)))
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        (notice,) = invocation["toolExecutionNotifications"]
        assert notice["message"] == {"text": "已损坏"}
        assert notice["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.docx"


class TestGithub:
    def test_a_finding_is_a_command_with_its_place(self):
        first, last, *_ = rendered("github", report(bracket(path="a.txt"))).splitlines()
        assert first == (
            "::error file=a.txt,line=1,col=21,endLine=1,endColumn=25,title=parts-add-up::"
            "分项合计284家，与总数266家相差18家"
            "%0A算式：253家 + 31家 = 284家 ≠ 266家%0A改法：253家 → 235家（两位对调）"
        )
        assert last.startswith("读了 1 篇")

    @pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
    def test_severities_are_commands(self, severity, command):
        assert rendered("github", report(bracket(of=rule(severity=Severity(severity))))).startswith(f"::{command} ")

    def test_what_would_end_a_property_or_a_command_is_escaped(self):
        law = rule(message="占50%，{whole}\r\n::error::x", name="a,b:c")
        out = rendered("github", report(bracket(path="第1%,版:\n.txt", of=law)))
        assert "file=第1%25%2C版%3A␊.txt," in out
        assert "title=a%2Cb%3Ac::" in out
        assert "::占50%25，266家␍␊::error::x%0A" in out
        assert len(out.splitlines()) == 2

    def test_an_unread_source_is_an_error(self):
        out = rendered("github", report(unread=(Unread("b.docx", "b.docx: 已损坏 50%"),)))
        assert out.splitlines()[0] == "::error file=b.docx,title=未能检查::已损坏 50%25"
