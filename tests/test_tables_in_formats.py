"""Tables in every format: heads give thing and unit, columns are held against one another, prose against both."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from documents import docx, p, row, tbl, xlsx
from linted import rulebook

from factcheck import listings
from factcheck.model import Confidence, Finding
from factcheck.pipeline import check_documents, read_document
from factcheck.readers import read_bytes

Rows = Sequence[Sequence[str]]


def as_text(above: Sequence[str], rows: Rows, below: str) -> tuple[bytes, str]:
    return "\n".join([*above, *("\t".join(cells) for cells in rows), "", below]).encode(), "a.txt"


def as_bars(above: Sequence[str], rows: Rows, below: str) -> tuple[bytes, str]:
    return "\n".join([*above, *_piped(rows), "", below]).encode(), "a.txt"


def as_markdown(above: Sequence[str], rows: Rows, below: str) -> tuple[bytes, str]:
    return "\n\n".join([*above, "\n".join(_piped(rows)), below]).encode(), "a.md"


def _piped(rows: Rows) -> list[str]:
    first, *others = [f"| {' | '.join(cells)} |" for cells in rows]
    return [first, "|" + "---|" * len(rows[0]), *others]


def as_page(above: Sequence[str], rows: Rows, below: str) -> tuple[bytes, str]:
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in rows)
    over = "".join(f"<p>{line}</p>" for line in above)
    return f"<!DOCTYPE html>{over}<table>{table}</table><p>{below}</p>".encode(), "a.html"


def as_word(above: Sequence[str], rows: Rows, below: str) -> tuple[bytes, str]:
    return docx("".join(map(p, above)) + tbl(*map(tuple, rows)) + p(below)), "a.docx"


def as_sheet(above: Sequence[str], rows: Rows, below: str) -> tuple[bytes, str]:
    lines = [row(number, line) for number, line in enumerate(above, 1)]
    lines += [row(number, *cells) for number, cells in enumerate(rows, len(above) + 1)]
    return xlsx(("表", "".join(lines) + row(len(above) + len(rows) + 2, below))), "a.xlsx"


FORMATS = [as_text, as_bars, as_markdown, as_page, as_word, as_sheet]
Write = Callable[[Sequence[str], Rows, str], tuple[bytes, str]]


def found(write: Write, above: Sequence[str], rows: Rows, below: str = "完") -> list[tuple[str, str]]:
    """Rule and accused number of each finding that a plain lint shows."""
    return [(finding.rule.id, finding.accused.quantity.text) for finding in shown(write, above, rows, below)]


def marked(write: Write, above: Sequence[str], rows: Rows) -> set[tuple[str, str]]:
    """Rule and number for each number of a finding: of three in one difference nobody can tell which is wrong."""
    findings = shown(write, above, rows, "完")
    return {(f.rule.id, claim.quantity.text) for f in findings for claim in (f.accused, *f.others)}


def shown(write: Write, above: Sequence[str], rows: Rows, below: str) -> list[Finding]:
    report = check_documents([read_bytes(*write(above, rows, below))], rulebook())
    return [finding for finding in report.findings if finding.confidence is not Confidence.POSSIBLE]


def grid(said: str) -> list[list[str]]:
    return [line.split() for line in said.strip().splitlines()]


SHARES = """
地区 面积（公顷） 占比（%）
东乡 312 31.2
西乡 245 24.5
南乡 443 44.3
合计 1000 100.0
"""
YEARS = """
地区 2020年 2021年 比上年增长（%）
东乡 3200 3520 10.0
西乡 2500 2650 6.0
南乡 4100 4018 -2.0
"""
DIFFERENCES = """
项目 期末余额 期初余额 增减额
存款 5320 5100 220
贷款 4180 4250 -70
资产 7640 7310 330
"""
TOTALS = """
地区 户数（户） 人口（人）
东乡 1205 3520
西乡 980 2650
南乡 1310 4018
合计 3495 10188
"""
SUBTOTALS = """
项目 金额
甲站 120
乙站 235
小计 355
丙站 310
丁站 145
小计 455
总计 810
"""


@pytest.mark.parametrize("write", FORMATS)
@pytest.mark.parametrize("said", [SHARES, YEARS, DIFFERENCES, TOTALS, SUBTOTALS])
def test_a_table_that_is_right_is_left_alone(write, said):
    assert [] == found(write, ["单位：万元"], grid(said))


@pytest.mark.parametrize("write", FORMATS)
@pytest.mark.parametrize(
    ("expected", "said", "right", "wrong"),
    [
        (("share-of-whole", "42.5"), SHARES, "24.5", "42.5"),
        (("rise-rate", "2560"), YEARS, "2650", "2560"),
        (("fall-rate", "4081"), YEARS, "4018", "4081"),
        (("fall-difference", "4810"), DIFFERENCES, "4180", "4810"),
        (("rise-difference", "202"), DIFFERENCES, "220", "202"),
        (("parts-add-up", "10818"), TOTALS, "10188", "10818"),
        (("parts-add-up", "365"), SUBTOTALS, "355", "365"),
        (("parts-add-up", "180"), SUBTOTALS, "810", "180"),
    ],
)
def test_a_slip_in_a_table_is_found(write, expected, said, right, wrong):
    assert expected in marked(write, ["情况如下", "单位：万元"], grid(said.replace(right, wrong, 1)))


@pytest.mark.parametrize("write", FORMATS)
def test_a_whole_that_all_shares_speak_against_is_found(write):
    rows = grid(SHARES.replace("1000", "1900"))

    assert [("parts-add-up", "1900")] == found(write, [], rows)
    assert {"31.2", "24.5", "44.3"} <= {number for _, number in marked(write, [], rows)}


PRODUCE = """
地区 2020年 2021年
东乡 3.20 3.52
西乡 2.50 2.65
南乡 4.10 4.01
合计 9.80 10.18
"""


@pytest.mark.parametrize("write", FORMATS)
@pytest.mark.parametrize(
    ("is_right", "prose"),
    [
        (True, "2021年，全县果品产量10.18万吨，其中东乡产量3.52万吨。"),
        (True, "2020年，全县果品产量9.80万吨。"),
        (False, "2021年，全县果品产量10.81万吨。"),
        (True, "2021年，全县蔬菜产量10.81万吨。"),  # another thing
        (True, "2019年，全县果品产量10.81万吨。"),  # another year
        (True, "2021年，全县果品产量10.81亿元。"),  # another unit
        (True, "2021年，全县果品产量12.36万吨。"),  # no slip of the keyboard
    ],
)
def test_prose_is_held_against_the_total_of_the_table_in_the_unit_above_it(write, is_right, prose):
    told = [rule for rule, _ in found(write, ["清河县果品产量情况", "（单位：万吨）"], grid(PRODUCE), prose)]

    assert is_right == ("same-fact" not in told)


@pytest.mark.parametrize("write", FORMATS)
def test_prose_is_held_against_a_row_that_it_names_in_the_unit_of_the_head(write):
    rows = grid(PRODUCE.replace("地区 2020年 2021年", "地区 2020年（万吨） 2021年（万吨）"))
    right = "2021年，东乡果品产量3.52万吨，上年为3.20万吨。"

    assert [] == found(write, ["果品产量"], rows, right)
    assert "same-fact" in dict(found(write, ["果品产量"], rows, right.replace("3.52", "3.25")))


@pytest.mark.parametrize("write", FORMATS)
def test_cells_are_listed_with_the_thing_the_year_and_the_unit_of_their_heads(write):
    rows = grid(PRODUCE.replace("2021年", "2021年产量（万吨）").replace("2020年", "占比（%）"))
    data, name = write(["果品", "单位：万吨"], rows, "完")
    reading = read_document(read_bytes(data, name), rulebook())
    listed = [row for row in listings.rows([reading]) if row["text"] in ("3.20", "3.52")]

    assert [
        {"subject": "东乡占比", "value": "3.2", "unit": "%", "period": ""},
        {"subject": "东乡产量", "value": "35200", "unit": "吨", "period": "2021-01-01/2021-12-31"},
    ] == [{key: cell[key] for key in ("subject", "value", "unit", "period")} for cell in listed]


def test_heads_over_several_columns_name_each_of_them():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    first, later = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    heads = (
        (first + p("地区"), wide + p("产量（吨）"), first + p("增长（%）")),
        (later + p(""), "2021年", "2020年", later),
    )
    body = [tuple(cells) for cells in grid("东乡 3520 3200 10.0\n西乡 2560 2500 6.0\n南乡 4018 4100 -2.0")]
    report = check_documents([read_bytes(docx(tbl(*heads, *body)), "a.docx")], rulebook())

    assert [("rise-rate", "2560")] == [(f.rule.id, f.accused.quantity.text) for f in report.findings]


def test_empty_cells_keep_their_columns():
    rows = grid("地区 一月 二月 合计\n东乡 12 30 42\n西乡 - 17 17\n南乡 20 11 31\n合计 32 58 90")
    empty = [["" if cell == "-" else cell for cell in cells] for cells in rows]

    assert [] == found(as_word, [], empty)
    assert [("parts-add-up", "85")] == found(
        as_word, [], [[c if c != "58" else "85" for c in cells] for cells in empty]
    )
