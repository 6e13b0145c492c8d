"""PDF files: pages, columns, paragraphs broken over lines, and what cannot be read."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import zlib

import pytest
from documents import at, column, lines_of, pdf

from factcheck.model import FactcheckError, Span
from factcheck.pipeline import check_documents
from factcheck.readers import read_bytes

PARAGRAPH = (
    "　　柳溪镇今年新栽苹果树4820棵，比上年增加12.5%，受益农户达到1264户，户均增收3200元，"
    "群众的腰包鼓了起来，笑容多了起来，日子一天比一天红火，果农老周逢人便说，这一片山坡如今成了聚宝盆，"
    "明年还要再栽2650棵，把北坡也变成果园，让更多在外务工的乡亲回到家门口就业。"
)
SAID = PARAGRAPH.strip("　")
RECT = "10 10 500 700 re f\n"


def text(*pages: str) -> str:
    return read_bytes(pdf(*pages), "稿件.pdf").text


@pytest.mark.parametrize("ems", [12, 13, 14, 17, 20, 23, 31, 40])
def test_a_paragraph_broken_over_lines_becomes_one_line_and_its_numbers_whole(ems):
    assert f"{SAID}\n{SAID}\n" == text(column(60, 800, f"{PARAGRAPH}\n{PARAGRAPH}", ems, step=14))


def test_paragraphs_without_indents_are_told_by_the_short_line_before():
    assert f"{SAID}\n{SAID}\n" == text(column(60, 800, f"{SAID}\n{SAID}", 20))


def test_lines_of_a_list_are_never_joined():
    lines = ["东坡村新栽苹果树3150棵", "西坡村新栽苹果树1670棵", "南坡村新栽苹果树2085棵"]

    assert lines == text(column(60, 800, "\n".join(lines), 20)).splitlines()


def test_columns_are_read_one_after_the_other_below_their_headline():
    lines = lines_of(PARAGRAPH, 20)
    page = at(100, 780, "柳溪镇新栽苹果树大丰收", 24)
    page += column(60, 720, "\n".join(lines[:4]), 20) + column(290, 720, "\n".join(lines[4:]) + "完", 20)

    assert f"柳溪镇新栽苹果树大丰收\n{SAID}完\n" == text(page)


def test_three_columns_with_a_headline_across_two_are_read_in_order():
    page = "".join(column(60 + n * 170, 700, f"{PARAGRAPH[:50]}。", 15) for n in range(3))

    assert f"标题横跨两栏的大字\n{f'{SAID[:48]}。{chr(10)}' * 3}" == text(page + at(60, 740, "标题横跨两栏的大字", 30))


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    lines = lines_of(PARAGRAPH, 20)
    pages = column(60, 200, "\n".join(lines[:2]), 20), column(60, 800, "\n".join(lines[2:]), 20)
    numbers = at(290, 30, "- 1 -"), at(290, 30, "- 2 -")
    document = read_bytes(pdf(pages[0] + numbers[0], pages[1] + numbers[1]), "稿件.pdf")
    place = document.text.index("2650")
    landmark = document.locate(Span(place, place + 4)).landmark

    assert f"{SAID}\n" == document.text
    assert landmark
    assert ("第2页", "page 2") == (landmark.name, landmark.name_en)


def test_a_word_broken_over_lines_is_whole_and_a_dash_between_years_stays():
    lines = ["柳溪镇新栽的苹果树获得了协会 World Fruit Or-", "ganization 的好评，规划的时间为2018-", "2020年三年。"]
    page = "".join(at(60, 700 - 15 * number, line) for number, line in enumerate(lines))

    assert "World Fruit Organization 的好评，规划的时间为2018-" in text(page)


def test_a_line_of_a_landmark_has_its_box():
    (landmark,) = read_bytes(pdf(at(60, 700, "新栽4820棵")), "稿件.pdf").landmarks

    assert (60.0, 110.0) == (landmark.box[0], landmark.box[2])
    assert landmark.box[1] < 700 < landmark.box[3]


def test_table_rows_are_lines_with_tabs():
    rows = [("地区", "造林面积", "占比"), ("东乡", "312.5", "60.0%"), ("西乡", "208.3", "40.0%")]
    page = "".join(at(60 + 150 * c, 700 - 20 * n, cell) for n, row in enumerate(rows) for c, cell in enumerate(row))

    assert "".join("\t".join(row) + "\n" for row in rows) == text(page)


def test_vertical_lines_are_read_from_right_to_left():
    lines = [SAID[n : n + 20] for n in range(0, 80, 20)]
    page = "".join(at(500 - 15 * n, 800 - 10 * i, char) for n, line in enumerate(lines) for i, char in enumerate(line))

    assert f"{SAID[:80]}\n" == text(page)


@pytest.mark.parametrize("matrix", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"])
def test_turned_pages_are_read(matrix):
    c, d = map(int, matrix.split()[2:])
    lines = lines_of(SAID, 20)[:4]
    page = "".join(at(300 + c * -15 * n, 400 + d * -15 * n, line, matrix=matrix) for n, line in enumerate(lines))

    assert f"{''.join(lines)}\n" == text(page)


def test_what_is_printed_slantwise_is_left_out():
    watermark = at(100, 300, "内部资料第9号", 40, "0.7 0.7 -0.7 0.7")

    assert f"{SAID}\n" == text(column(60, 800, PARAGRAPH, 20) + watermark)


def test_what_is_printed_twice_is_read_once():
    assert "新栽苹果树4820棵，增产11%\n" == text(
        at(60, 700, "新栽苹果树4820棵，增产11%") + at(60.4, 699.7, "新栽苹果树4820棵，增产11%")
    )


def test_what_is_printed_again_in_other_pieces_is_read_once():
    shadow = at(60.4, 699.7, "新栽苹果树") + at(110.4, 699.7, "4820棵，增产11%")

    assert "新栽苹果树4820棵，增产11%\n" == text(at(60, 700, "新栽苹果树4820棵，增产11%") + shadow)


def test_page_numbers_and_running_heads_are_left_out():
    pages = [
        at(60, 820, f"柳溪年鉴 第{n}版") + column(60, 700, PARAGRAPH, 20) + at(290, 20, f"第 {n} 页 共 4 页")
        for n in range(1, 5)
    ]

    assert f"{SAID}\n" * 4 == text(*pages)


def test_a_slip_is_found_over_a_line_end_and_names_its_page(rulebook):
    slip = "　　柳溪镇今年从外地调来良种，冒雪抢抓农时，新栽苹果树4820棵（东坡3150棵、西坡1760棵），超过计划。"
    data = pdf(column(60, 800, PARAGRAPH, 20), column(60, 800, slip, 20))
    (finding,) = check_documents([read_bytes(data, "稿件.pdf")], rulebook).findings

    assert "parts-add-up" == finding.rule.id
    assert finding.accused.location.landmark
    assert "第2页" == finding.accused.location.landmark.name


# What cannot be read


def refused(data: bytes, path: str = "稿件.pdf") -> str:
    with pytest.raises(FactcheckError) as caught:
        read_bytes(data, path)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value)


def test_a_file_of_scanned_pages_is_refused():
    assert "OCR" in refused(pdf(RECT, RECT))


def test_scanned_pages_among_others_are_reported_and_the_others_read():
    document = read_bytes(pdf(at(60, 700, "新栽4820棵"), RECT, "", RECT), "稿件.pdf")

    assert "新栽4820棵\n" == document.text
    (gap,) = document.gaps
    assert "第2、4页" in gap
    assert gap.startswith("稿件.pdf: ")


def test_a_page_whose_characters_cannot_be_told_is_reported():
    (gap,) = read_bytes(pdf(at(60, 700, "新栽4820棵"), at(60, 700, "\ue123\ue124\ue125棵")), "稿件.pdf").gaps

    assert "第2页" in gap


@pytest.mark.parametrize("share", [0, 1, 10, 40])
def test_a_file_cut_short_is_refused_or_reported(share):
    whole = pdf(*[column(60, 800, PARAGRAPH, 20)] * 4)
    try:
        document = read_bytes(whole[: len(whole) * share // 100], "稿件.pdf")
    except FactcheckError:
        return
    assert document.gaps


@pytest.mark.parametrize("extra", ["", "/Subtype /Image"])
def test_a_stream_that_would_burst_is_refused(extra):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(257)) + packer.flush()
    bomb = b"%PDF-1.4\n4 0 obj\n<</Filter/FlateDecode" + extra.encode() + b">>stream\n" + packed + b"\nendstream\n"

    assert len(bomb) < 500_000
    assert "too large inside" in refused(bomb)


def test_a_stream_that_is_packed_twice_is_refused():
    packed = zlib.compress(zlib.compress(bytes(2**20)))
    bomb = b"%PDF-1.4\n4 0 obj\n<</Filter[/FlateDecode /FlateDecode]>>stream\n" + packed + b"\nendstream\n"

    assert "too large inside" in refused(bomb)


def test_what_is_no_pdf_is_refused():
    assert "not a PDF" in refused("新栽苹果树4820棵。".encode())
    assert "empty file" in refused(b"")


def test_a_pdf_under_another_name_is_read_as_what_it_is():
    data = pdf(at(60, 700, "新栽4820棵"))

    assert {"新栽4820棵\n"} == {read_bytes(data, name).text for name in ("稿件.txt", "稿件.docx", "-")}
