"""Markdown: what a reader of the page sees, and where each character stands in the file."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.model import Span
from factcheck.pipeline import check_documents
from factcheck.readers import read_bytes

SLIP = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"


def text(source: str) -> str:
    return read_bytes(source.encode(), "稿件.md").text


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("标题\n正文\n", "# 标题 #\n\n正文\n"),
        ("标题\n正文\n", "标题\n===\n正文\n"),
        ("1234棵\n", "12**34**棵"),
        ("棵1234棵\n", "*棵*1234__棵__"),
        ("面积=3*4\n", "面积=3*4"),
        ("a_1_b\n", "a_1_b"),
        ("甲乙丙\n", "*甲*_乙_***丙***"),
        ("*甲\n", "\\*甲"),
        ("12 34棵\n", "12`棵`34棵"),
        ("12 34棵\n", "12``1`2``34棵"),
        ("见年报12页\n", '见[年报](http://a.cn/2020/12 "题9")12页'),
        ("见年报12页\n", "见[年报][9]12页\n\n[9]: http://a.cn/9"),
        ("[2020]12号\n", "[2020]12号"),
        ("图后\n", "图![9](a9.png)后"),
        ("见。\n", "见https://a.cn/2020/12。"),
        ("注，\n", "注[^12]，"),
        ("正文4。\n注3项\n又3项，之一\n", "正文4[^1]。\n\n[^1]: 注3项\n\n  [^二]: 又3项，之一\n"),
        ("增长5%\n", "增长~~6%~~5%"),
        ("12乙\n", "1<b>2</b>乙"),
        ("3>2\n", "3&gt;2"),
        ("一\n二\n", "1. 一\n2. 二\n"),
        ("一\n二\n三\n", "- 一\n  - 二\n\n> 三\n"),
        ("前\n后\n", "前\n\n```python\n9 = 9\n```\n\n    9 = 9\n\n后\n"),
        ("正文\n", "---\ntitle: 9\n---\n正文\n"),
        ("正文\n", "+++\r\ntitle = 9\r\n+++\r\n正文\r\n"),
        ("甲9 \n", "<div>甲9</div>"),
        ("", "<script>\n9\n</script>\n\n<!-- 9 -->\n"),
    ],
)
def test_marks_are_no_text(expected, source):
    assert expected.split() == text(source).split()


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("新栽苹果树4820棵。\n", "新栽苹果树\n4820棵。"),
        ("甲。\n乙\n", "甲。\n乙"),
        ("甲\n乙\n", "甲  \n乙"),
        ("甲\n乙\n", "甲\\\n乙"),
        ("12 34\n", "12\n34"),
        ("甲乙\n", "> 甲\n> 乙"),
    ],
)
def test_a_line_break_parts_no_sentence_but_keeps_sentences_and_numbers_apart(expected, source):
    assert expected == text(source + "\n")


def test_a_table_row_is_a_line_with_tabs():
    table = "前\n\n| 地区 | 面积 |\n|:--|--:|\n| 东\\|乡 | **31**2 |\n西乡 | 208\n\n后\n"

    assert "前\n地区\t面积\n东|乡\t312\n西乡\t208\n\n后\n" == text(table)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_a_number_leads_back_to_its_line_and_column(rulebook, line_break):
    source = line_break.join(["---", "a: 9", "---", "# 题", "", f"- 甲。{SLIP.replace('1760', '1**76**0')}"])
    (finding,) = check_documents([read_bytes(source.encode(), "稿件.md")], rulebook).findings
    where = finding.accused.location

    assert "1**76**0棵" == source[where.start : where.end]
    assert (6, source.split(line_break)[5].index("1**") + 1) == (where.line, where.column)
    assert "1760棵" == finding.accused.document.printed(finding.accused.span)


def test_text_that_stands_twice_on_a_line_is_found_where_it_stands():
    document = read_bytes(b"> 1. 1. 12\n", "稿件.md")

    assert "12\n" == document.text
    assert "12" == document.source[document.origins[0] :].rstrip()


MARKUP = st.lists(
    st.sampled_from([*"*_`~[]()<>!\\|#-+=&; \n\t甲9a.。:/", "**", "~~", "```", "\n\n", "| 甲 | 9 |\n|-|-|\n", "- ",
                     "1. ", "> ", "&#48;", "&lt;", "](http://a)", "[^1]", "![", "https://a.cn/9", "---\n", "<b>",
                     "\r\n", "    "]),
    max_size=60,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(MARKUP)
def test_whatever_the_markup_offsets_rise_and_slice(pieces):
    document = read_bytes("".join(pieces).encode(), "a.md")
    assert len(document.text) == len(document.origins)
    assert all(a < b for a, b in itertools.pairwise(document.origins))
    assert not document.origins or document.origins[-1] <= len(document.source)
    for offset, char in zip(document.origins, document.text, strict=True):
        if char in "甲9a":
            assert char == document.source[offset] or offset in document.spellings
    for start in range(len(document.text)):
        document.locate(Span(start, start + 1))
