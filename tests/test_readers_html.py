"""Web pages: what is the article and what is not, and where each character stands in the page."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.model import FactcheckError, Span
from factcheck.pipeline import check_documents
from factcheck.readers import read_bytes

SLIP = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"


def text(source: str) -> str:
    return read_bytes(source.encode(), "稿件.html").text


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("标题\n正文4820棵。\n", "<h1>标题</h1><p>正文4820棵。</p>"),
        ("甲\n乙\n", "甲<br>乙\n</html>"),
        ("甲\n乙\n丙\n", "<div>甲<p>乙</p>丙</div>"),
        ("甲\n乙\n", "<p>甲<p>乙</body>"),
        ("新栽4820棵\n", "<p>新<b>栽48</b>20<i>棵</i></p>"),
        ("新栽4820棵\n", "<p>新栽\n   4820\n   棵</p>"),
        ("甲3>2乙\n", "<p>甲3&gt;2&#20057;</p>"),
        ("甲&nosuch；乙\n", "<p>甲&nosuch;乙</p>"),
        ("新栽4820棵\n", "<p>新栽4820&nbsp;棵</p>"),
        ("增长5%¹，\n", "<p>增长5%<sup>1</sup>，</p>"),
        ("阜平\n", "<p><ruby>阜<rp>(</rp><rt>fù</rt><rp>)</rp></ruby>平</p>"),
        ("3<4乙\n", "<p>3<4乙</p>"),
        ("甲乙\n", "<p title='a>b' class=x>甲<!-- 9 <p> -->乙</p>"),
        ("甲\n", '<?xml version="1.0"?><!DOCTYPE html><html><head><title>题9</title></head><body>甲</body></html>'),
    ],
)
def test_blocks_are_lines_and_markup_is_no_text(expected, source):
    assert expected == text(source)


@pytest.mark.parametrize(
    "left_out",
    [
        "<script>var a = '<p>9</p>'; if (a < 9) {}</script>",
        "<style>p { width: 9px }</style>",
        "<noscript>9</noscript>",
        "<nav><p>9</p></nav>",
        "<aside>9</aside>",
        "<header><p>9</p></header>",
        "<footer>9</footer>",
        "<form><select><option>9<option>99</select></form>",
        "<div hidden>9<p>9</p></div>",
        "<div style='color:red; display : none'>9</div>",
        "<div role=navigation>9</div>",
        "<div class='top breadcrumb'>9</div>",
        "<ul><li><a href=1>第9版</a></li><li><a href=2>第10版</a> <a href=3>3</a></li></ul>",
        "<p><del>9</del></p>",
        "<svg><text>9</text></svg>",
    ],
)
def test_what_is_no_copy_is_left_out(left_out):
    assert "前文\n后文\n" == text(f"<p>前文</p>{left_out}<p>后文</p>")


def test_where_a_page_has_an_article_the_rest_is_left_out():
    article = "<article><header><p>记者甲</p></header><p>正文正文正文4820棵。</p></article>"
    page = f"<p>天气 9度</p><h1>标题</h1>{article}<p>广告</p>"

    assert "标题\n记者甲\n正文正文正文4820棵。\n" == text(page)


def test_an_article_that_holds_little_of_the_text_is_not_taken_for_the_whole():
    page = f"<article>相关</article><p>{SLIP}</p><p>{SLIP}</p>"

    assert f"相关\n{SLIP}\n{SLIP}\n" == text(page)


def test_a_table_row_is_a_line_with_tabs():
    table = "<table><tr><th>地区<th>面积<tr><td><p>东<br>乡</p></td><td> 312 </td></tr></table><p>完</p>"

    assert "地区\t面积\n东乡\t312\n\n完\n" == text(table)


def test_merged_cells_keep_the_columns_under_one_another():
    head = "<tr><td rowspan=2>地区<td colspan=2>造林<td>注</tr><tr><td>计划<td>完成<td></tr>"
    rows = f"{head}<tr><td>东乡<td>300<td>312</tr>"

    assert "地区\t造林\t\t注\n\t计划\t完成\n东乡\t300\t312\n\n" == text(f"<table>{rows}</table>")


def test_a_table_that_lays_out_a_page_is_read_as_paragraphs():
    inner = "<table><tr><td>东乡<td>312</table>"
    page = f"<table><tr><td><p>造林520公顷。</p><p>其中：</p>{inner}<p>完</p><td>编辑</tr></table>"

    assert "造林520公顷。\n其中：\n东乡\t312\n\n完\n编辑\n\n" == text(page)


def test_a_number_leads_back_to_its_line_and_column(rulebook):
    page = f"<html>\n<p>{SLIP.replace('1760棵', '1<b>76</b>&#48;棵')}</p>"
    (finding,) = check_documents([read_bytes(page.encode(), "稿件.html")], rulebook).findings
    where = finding.accused.location

    assert "1<b>76</b>&#48;棵" == page[where.start : where.end]
    assert (2, page.splitlines()[1].index("1<b>") + 1) == (where.line, where.column)
    assert "1760棵" == finding.accused.document.printed(finding.accused.span)


def test_a_spelled_out_character_is_covered_as_a_whole():
    document = read_bytes("<p>四&#21315;&amp;</p>".encode(), "稿件.html")

    where = document.locate(Span(1, 2))
    assert "&#21315;" == document.source[where.start : where.end]
    assert "四千&" == document.printed(Span(0, 3))


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "meta", ['<meta charset="{}">', '<meta http-equiv=Content-Type content="text/html; charset={}">', ""]
)
def test_encodings_are_read_as_declared_or_as_found(encoding, meta):
    name = {"gb18030": "gb2312", "big5hkscs": "Big5"}.get(encoding, encoding)
    page = f"<html><head>{meta.format(name)}</head><p>全縣新栽蘋果樹4820棵，是去年的一倍。</p>"

    assert "全县新栽苹果树4820棵，是去年的一倍。\n" == read_bytes(page.encode(encoding), "稿件.html").text


def test_a_page_that_declares_the_wrong_encoding_is_still_read():
    page = f"<meta charset=gb2312><p>{SLIP}</p>"

    assert f"{SLIP}\n" == read_bytes(page.encode(), "稿件.html").text


@pytest.mark.parametrize("suffix", ["txt", "doc", "xls"])
def test_a_page_under_another_name_is_read_as_a_page(suffix):
    page = f"<!DOCTYPE html>\n<html><script>9</script><p>{SLIP}</p></html>"

    assert f"{SLIP}\n" == read_bytes(page.encode(), f"稿件.{suffix}").text


@pytest.mark.parametrize("rest", ["<!-- ", "<script>", "<p class='x>", "<div hidden>", "<nav>"])
def test_what_an_unclosed_tag_swallows_is_reported_and_never_passed(rest):
    document = read_bytes(f"<p>前文</p>\n{rest}<p>后文\n4820棵</p>".encode(), "稿件.html")

    assert "前文\n" == document.text
    assert 1 == len(document.gaps)
    assert document.gaps[0].startswith("稿件.html:2: ")


def test_a_page_that_needs_scripts_is_reported():
    assert 1 == len(read_bytes(b"<html><div id=app></div><script src=a.js></script>", "a.html").gaps)
    assert 1 == len(read_bytes(b"<html><nav>1 2 3</nav>", "a.html").gaps)
    assert () == read_bytes(b"<html></html>", "a.html").gaps


def test_the_classes_of_a_whole_page_leave_nothing_out():
    assert "甲\n" == text("<html class=nav><body class='home sidebar'><main class=menu><p>甲</p></main></body></html>")


MARKUP = st.lists(
    st.sampled_from([*"<>/!-?&;'\"= \n\t甲9a", "<p>", "</p>", "<table>", "<tr>", "<td colspan=3 rowspan=2>", "</table>",
                     "&#48;", "&nbsp;", "<b>", "<nav>", "</nav>", "<article>", "<sup>", "<!--", "-->", "<a href=x>",
                     "</a>", "<script>", "</script>", "<br>", "</tr>", "<h1>", "</h1>", "成果成果喜人喜人"]),
    max_size=60,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(MARKUP)
def test_whatever_the_markup_offsets_rise_and_slice(pieces):
    try:
        document = read_bytes("".join(pieces).encode(), "a.html")
    except FactcheckError:
        return
    assert len(document.text) == len(document.origins)
    assert all(a < b for a, b in itertools.pairwise(document.origins))
    assert not document.origins or document.origins[-1] <= len(document.source)
    assert all(document.source[o] == c or o in document.spellings or c.isspace() or not c.isascii()
               for o, c in zip(document.origins, document.text, strict=True) if not c.isspace())  # fmt: skip
