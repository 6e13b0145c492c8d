"""What is longer than any copy is refused with its measure, before it takes time and room."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import re

import pytest
from documents import at, docx, p, pdf, tbl

from factcheck.model import FactcheckError
from factcheck.readers import read_bytes
from factcheck.readers.formats import markup, pagelayout, records, webpages

LINE = "新栽苹果树4820棵"


@pytest.mark.parametrize(
    ("module", "limit", "most", "name", "data", "problem"),
    [
        (pagelayout, "_MOST_PAGES", 1, "稿.pdf", pdf(at(60, 700, LINE), at(60, 700, LINE)), "有 2 页，超过上限 1"),
        (markup, "_MOST_LINES", 2, "稿.md", f"{LINE}\n\n{LINE}\n".encode(), "文件超过 2 行"),
        (records, "MOST_CELLS", 2, "表.csv", "乡,棵\n东坡,21\n".encode(), "单元格超过 2 个"),
        (webpages, "_MOST_TAGS", 2, "稿.html", f"<p>{LINE}</p><p>{LINE}</p>".encode(), "标签超过 2 个"),
    ],
)
def test_what_goes_beyond_a_limit_is_refused_with_it(module, limit, most, name, data, problem, monkeypatch):
    assert LINE[:1] in read_bytes(data, name).text or "东坡" in read_bytes(data, name).text
    monkeypatch.setattr(module, limit, most)

    with pytest.raises(FactcheckError, match=f"^{name}: .*{problem}.*(too many|too much)"):
        read_bytes(data, name)


def test_a_page_of_too_many_characters_is_reported_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(pagelayout, "_MOST_GLYPHS", 12)

    read = read_bytes(pdf(at(60, 700, LINE), at(60, 700, LINE * 2)), "稿.pdf")

    assert f"{LINE}\n" == read.text
    assert 1 == len(read.gaps)


def test_a_word_file_under_a_password_is_refused():
    data = re.sub(
        rb"(PK\x03\x04..|PK\x01\x02....)(.)", lambda m: m[1] + bytes([m[2][0] | 1]), docx(p(LINE)), flags=re.S
    )

    with pytest.raises(FactcheckError, match="password-protected"):
        read_bytes(data, "稿.docx")


def test_tables_in_tables_without_end_are_refused():
    deep = p(LINE)
    for _ in range(200):
        deep = tbl((deep,))

    with pytest.raises(FactcheckError, match="damaged XML"):
        read_bytes(docx(deep), "稿.docx")


def test_a_hyphen_that_no_line_breaks_at_is_one():
    assert "增长2-3倍\n" == read_bytes(docx(p("增长2", "<w:r><w:noBreakHyphen/></w:r>", "3倍")), "稿.docx").text
