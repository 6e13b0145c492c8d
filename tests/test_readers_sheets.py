"""Spreadsheets and separated values: cells by name, numbers as they are shown."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import itertools

import pytest
from documents import row, xlsx, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.model import FactcheckError, Span
from factcheck.pipeline import check_documents
from factcheck.readers import read_bytes
from factcheck.readers.formats.numberformats import print_number

SLIP = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"


def text(data: bytes) -> str:
    return read_bytes(data, "汇总.xlsx").text


def refused(data: bytes) -> str:
    with pytest.raises(FactcheckError) as caught:
        read_bytes(data, "汇总.xlsx")
    assert str(caught.value).startswith("汇总.xlsx: ")
    return str(caught.value)


# Workbooks


def test_a_row_is_a_line_with_tabs_and_a_cell_has_its_name():
    data = xlsx(("汇总", row(1, "地区", "面积") + row(2, "东乡", 312)), ("附表", row(1, "合计", 520)))
    document = read_bytes(data, "汇总.xlsx")
    marks = [
        document.locate(Span(at, at + 1)).landmark for at in (document.text.index("312"), document.text.index("520"))
    ]

    assert "地区\t面积\n东乡\t312\n\n合计\t520\n\n" == document.text
    assert ["汇总!B2", "附表!B1"] == [mark.name for mark in marks if mark]


def test_a_finding_names_its_cell(rulebook):
    (finding,) = check_documents([read_bytes(xlsx(("简报", row(7, SLIP, start="C"))), "a.xlsx")], rulebook).findings

    landmark = finding.accused.location.landmark
    assert landmark
    assert "简报!C7" == landmark.name


def test_gaps_between_cells_and_rows_keep_the_table_in_shape():
    assert "甲\t\t3\n\n乙\t4\n\n" == text(xlsx(("一", row(3, "甲", "", 3) + row(6, "乙", 4))))


def test_cells_without_names_follow_one_another():
    cells = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c t='b'><v>1</v></c></row>"

    assert "1\t2\n3\tTRUE\n\n" == text(xlsx(("一", cells)))


def test_shared_strings_lose_their_phonetic_guide_and_keep_their_runs():
    strings = ("甲", "<r><t>乙</t></r><r><t>丙</t></r><rPh><t>bing</t></rPh>")
    cells = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>99</v></c></row>'

    assert "乙丙\t甲\n\n" == text(xlsx(("一", cells), strings=strings))


def test_a_lone_cell_keeps_its_lines_and_a_cell_among_others_has_one():
    cells = row(1, "标题\n副题") + row(2, "东\n坡", 312)

    assert "标题\n副题\n东坡\t312\n\n" == text(xlsx(("一", cells)))


def test_a_number_is_read_as_its_format_shows_it():
    cells = '<row r="1"><c r="A1" s="0"><v>0.12345</v></c><c r="B1" s="1"><v>44105</v></c><c r="C1"><v>7</v></c></row>'

    assert "12.3%\t2020年10月1日\t700.0%\n\n" == text(xlsx(("一", cells), formats=("0.0%", 'yyyy"年"m"月"d"日"')))


def test_dates_can_count_from_1904():
    cells = '<row r="1"><c r="A1" s="0"><v>42643</v></c></row>'

    assert "2020/10/1\n\n" == text(xlsx(("一", cells), formats=("yyyy/m/d",), properties=' date1904="1"'))


def test_a_formula_counts_with_its_result_and_without_one_is_reported():
    cells = (
        '<row r="1"><c r="A1"><f>1+2</f><v>3</v></c><c r="B1"><f>A1</f></c><c r="C1" t="str"><f>""</f><v></v></c></row>'
    )
    document = read_bytes(xlsx(("一", cells)), "汇总.xlsx")

    assert "3\n\n" == document.text
    assert 1 == len(document.gaps)
    assert "B1" in document.gaps[0]


def test_hidden_sheets_are_left_out():
    assert "1\n\n" == text(xlsx(("一", row(1, 1)), ("二", row(1, 2)), sheet2=' state="hidden"'))


@pytest.mark.parametrize("share", [1, 50, 95])
def test_a_workbook_cut_short_is_refused(share):
    whole = xlsx(("一", row(1, *range(20)) * 50))

    assert "truncated" in refused(whole[: len(whole) * share // 100])


def test_entities_and_broken_xml_are_refused():
    sheet = '<!DOCTYPE a [<!ENTITY x "9">]><worksheet><sheetData><row><c><v>&x;</v></c></row></sheetData></worksheet>'
    whole = xlsx(("一", row(1, 1)))

    assert "DTD" in refused(replaced(whole, "xl/worksheets/sheet1.xml", sheet))
    assert "damaged XML" in refused(replaced(whole, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"))
    assert "part missing" in refused(replaced(whole, "xl/worksheets/sheet1.xml", None))


def replaced(data: bytes, name: str, content: str | None) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member: archive.read(member) for member in archive.namelist() if member != name}
    return zipped(members if content is None else {**members, name: content.encode()})


def test_cells_at_the_far_corners_cost_nothing():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'

    assert "1\n\n2\n\n" == text(xlsx(("一", far)))


def test_one_sheet_shown_very_often_is_refused(monkeypatch):
    monkeypatch.setattr("factcheck.readers.formats.spreadsheets.MOST_CELLS", 20_000)
    sheets = xlsx(*[(f"表{n}", row(1, *range(20)) * 200) for n in range(1, 3)])
    often = "".join(
        f'<Relationship Id="worksheet{n}" Type="x/worksheet" Target="worksheets/sheet1.xml"/>' for n in range(200)
    )
    listed = "".join(f'<sheet name="{n}" r:id="worksheet{n}"/>' for n in range(200))
    data = replaced(sheets, "xl/workbook.xml", f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>')

    assert "too many cells" in refused(
        replaced(data, "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="x">{often}</Relationships>')
    )


def test_wild_references_are_passed_over():
    wild = '<row r="x"><c r="??"><v>1</v></c><c r="A1"><v>2</v></c><c r="ZZZ9" s="-1"><v>3</v></c></row>'

    assert "1\n\n" == text(xlsx(("一", wild)))


# Number formats


@pytest.mark.parametrize(
    ("expected", "value", "code"),
    [
        ("1234.5", "1234.5", "General"),
        ("0.3", "0.30000000000000004", "General"),
        ("123456789012", "123456789012", "General"),
        ("0.0000123", "1.23E-5", "General"),
        ("66.66666667", "66.666666666666671", "General"),
        ("1235", "1234.5", "0"),
        ("1,234.50", "1234.5", "#,##0.00"),
        ("1,234,567", "1234567", "#,##0"),
        ("0", "0", "#,##0"),
        ("12%", "0.123", "0%"),
        ("12.35%", "0.12345", "0.00%"),
        ("-12.3%", "-0.123", "0.0%"),
        ("0", "-0.2", "0"),
        ("0012", "12", "0000"),
        ("12.5", "12.50", "0.##"),
        ("12", "12", "0.##"),
        ("0.5", "0.5", "#.0"),
        ("1.2万", "12345", '0!.0,"万"'),
        ("12,346千元", "12345678", '#,##0,"千元"'),
        ("12.3百万", "12345678", '0.0,,"百万"'),
        ("312亩", "312", '0"亩"'),
        ("312公顷", "312", "0公顷"),
        ("-1,234", "-1234", "#,##0_);(#,##0)"),
        ("-1,234", "-1234", "#,##0;[Red]#,##0"),
        ("-1234.00", "-1234", "0.00_ "),
        ("¥1,234.00", "1234", "[$¥-804]#,##0.00"),
        ("-", "0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
        ("1.2万", "12345", '[>=10000]0!.0,"万";0'),
        ("9876", "9876", '[>=10000]0!.0,"万";0'),
        ("12.5", "12.5", "# ?/?"),
        ("12345", "12345", "0.00E+00"),
        ("123", "123", "@"),
        ("123", "123", "[DBNum1]General"),
        ("约123", "123", '"约"General'),
        ("2020年10月1日", "44105", 'yyyy"年"m"月"d"日"'),
        ("2020/10/1", "44105.75", "yyyy/m/d"),
        ("10月1日", "44105", "[$-804]m月d日"),
        ("18:00:00", "44105.75", "h:mm:ss"),
        ("下午6时00分", "44105.75", '上午/下午h"时"mm"分"'),
        ("36:00", "1.5", "[h]:mm"),
        ("星期四", "44105", "aaaa"),
        ("1900/1/1", "1", "yyyy/m/d"),
        ("1900/3/1", "61", "yyyy/m/d"),
        ("99999999999", "99999999999", "yyyy/m/d"),
        ("abc", "abc", "0.0"),
        ("NaN", "NaN", "0.0"),
    ],
)
def test_numbers_are_printed_as_a_spreadsheet_shows_them(expected, value, code):
    assert expected == print_number(value, code)


@settings(max_examples=500, deadline=None)
@given(st.floats() | st.integers(), st.text('0#?.,%;@"\\!_*[]$-804<>=1 mdyhsaE+/General万元红', max_size=30))
def test_no_format_breaks_the_printing(value, code):
    assert isinstance(print_number(repr(value), code), str)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_a_grouped_number_reads_as_what_it_is(value, places):
    exact = f"{value:,}"

    assert exact == print_number(str(value), "#,##0")
    assert f"{value}" + ("." + "0" * places if places else "") == print_number(
        str(value), "0" + ("." + "0" * places if places else "")
    )


# Separated values


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("地区\t面积\n东乡\t312\n", "地区,面积\n东乡,312\n"),
        ("地区\t面积\n东乡\t312\n", "地区;面积\r\n东乡;312\r\n"),
        ("东乡\t1,234\n", '东乡,"1,234"\n'),
        ('东"乡\t3\n', '"东""乡",3\n'),
        ("东坡\t3\n", '"东\n坡",3\n'),
        ("\t3\n\n\t\n", ",3\n\n,\n"),
        ("东乡\t3\n", "sep=;\n东乡;3\n"),
        ("", ""),
    ],
)
def test_a_record_is_a_line_with_tabs(expected, source):
    assert expected == read_bytes(source.encode(), "表.csv").text


def test_tabs_part_the_cells_of_a_tsv():
    assert "地区\t面积，公顷\n" == read_bytes("地区\t面积,公顷\n".encode("utf-16"), "表.tsv").text


def test_a_csv_cell_has_a_name_and_an_offset(rulebook):
    source = f'地区,说明\n东乡,"甲\n乙"\n西乡,{SLIP}\n'
    (finding,) = check_documents([read_bytes(source.encode("gb18030"), "表.csv")], rulebook).findings
    where = finding.accused.location

    assert where.landmark
    assert "B3" == where.landmark.name
    assert "1760棵" == source[where.start : where.end]
    assert 4 == where.line


def test_a_quote_that_never_ends_is_reported():
    document = read_bytes('甲,1\n"乙,2\n丙,3\n'.encode(), "表.csv")

    assert "甲\t1\n乙，2丙，3 " == document.text
    assert ["表.csv:2"] == [":".join(gap.split(":")[:2]) for gap in document.gaps]


@settings(max_examples=300, deadline=None)
@given(st.text('",;\t\r\n|甲9a. =', max_size=60), st.sampled_from(["a.csv", "a.tsv"]))
def test_whatever_the_fields_offsets_rise_and_slice(source, path):
    document = read_bytes(source.encode(), path)

    assert len(document.text) == len(document.origins)
    assert all(a < b for a, b in itertools.pairwise(document.origins))
    assert all(mark.start < len(source) for mark in document.landmarks)
    for offset, char in zip(document.origins, document.text, strict=True):
        if char in "甲9a":
            assert char == document.source[offset]
