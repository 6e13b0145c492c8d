"""The same draft from every program that people write with: the same findings, each at its own place."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from linted import rulebook
from writers import CHROMIUM, OFFICE, converted, needs_browser, needs_office, office_draft, printed

from factcheck.model import Confidence, FactcheckError, Finding
from factcheck.pipeline import check_documents
from factcheck.readers import read_file
from factcheck.reporters.wording import place

TITLE, SECTION, CAPTION = "清河县2021年农业生产情况", "果品生产", "单位：万吨"
PROSE = (
    "2021年，清河县粮食总产量48.2万吨，比上年增长5.2%。其中，夏粮产量17.5万吨，秋粮产量30.7万吨。",
    "全县新建高标准农田320公顷（东乡132公顷、西乡181公顷、南乡70公顷）。",
    "全县有农民合作社612家，比上年增加36家，其中种植业合作社345家，占全部合作社的46.4%。",
    "各乡镇的果品产量如下。",
)
TABLE = (
    ("地区", "2020年", "2021年", "比上年增长"),
    ("东乡", "3.20", "3.52", "10.0%"),
    ("西乡", "2.50", "2.65", "6.0%"),
    ("南乡", "4.10", "4.01", "-2.2%"),
    ("合计", "9.80", "10.81", "3.9%"),
)
END = "2021年，全县农产品加工企业58家，比上年增加4家。"

# Rule, accused number, and what most likely belongs in its place.
FOUND = [
    ("parts-add-up", "181公顷", "118"),
    ("share-of-whole", "46.4%", "56.4"),
    ("parts-add-up", "10.81", "10.18"),
]


def found_in(path: Path) -> list[Finding]:
    """What a plain lint shows of a file."""
    document = read_file(path)
    assert () == document.gaps
    findings = check_documents([document], rulebook()).findings
    return [finding for finding in findings if finding.confidence is not Confidence.POSSIBLE]


def shown(finding: Finding) -> tuple[str, str, str]:
    return finding.rule.id, finding.accused.quantity.text, finding.repairs[0].text


def text(folder: Path) -> Path:
    rows = ["\t".join(row) for row in TABLE]
    return _written(folder / "draft.txt", "\n".join([TITLE, "", *PROSE, "", SECTION, "", CAPTION, *rows, "", END, ""]))


def piped(folder: Path) -> Path:
    """Plain text with the table between bars."""
    return _written(folder / "draft.txt", _markdown())


def markdown(folder: Path) -> Path:
    return _written(folder / "draft.md", f"---\ntitle: 简报\n---\n{_markdown()}")


def _markdown() -> str:
    rows = [f"| {' | '.join(row)} |" for row in TABLE]
    table = [rows[0], "|" + " --- |" * len(TABLE[0]), *rows[1:]]
    paragraphs = [line for paragraph in PROSE for line in (paragraph, "")]
    return "\n".join([f"# {TITLE}", "", *paragraphs, f"## {SECTION}", "", CAPTION, "", *table, "", END, ""])


def page(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in TABLE)
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in PROSE)
    style = "body { font-family: 'Noto Sans CJK SC', sans-serif } td { border: 1px solid; padding: 4px 1em }"
    return _written(
        folder / "draft.html",
        f"<!DOCTYPE html>\n<html lang='zh'><head><meta charset='utf-8'><style>{style}</style><title>简报</title>\n"
        f"</head><body><h1>{TITLE}</h1>\n{paragraphs}<h2>{SECTION}</h2>\n<p>{CAPTION}</p>\n"
        f"<table>{rows}</table>\n<p>{END}</p></body></html>\n",
    )


def _written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def word(folder: Path) -> Path:
    """As python-docx writes it."""
    api: Any = pytest.importorskip("docx", reason="python-docx writes the draft")
    document = api.Document()
    document.add_heading(TITLE, 1)
    for paragraph in PROSE:
        document.add_paragraph(paragraph)
    document.add_heading(SECTION, 2)
    document.add_paragraph(CAPTION)
    table = document.add_table(len(TABLE), len(TABLE[0]), style="Table Grid")
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, said in zip(row.cells, cells, strict=True):
            cell.text = said
    document.add_paragraph(END)
    document.save(str(folder / "draft.docx"))
    return folder / "draft.docx"


def office_word(folder: Path) -> Path:
    """A page of the web that LibreOffice has made a Word file of."""
    return _office(page(folder), "docx:MS Word 2007 XML", folder)


def office_again(folder: Path) -> Path:
    """A Word file that LibreOffice has opened and saved again."""
    return _office(_office(word(folder), "odt", folder), "docx:MS Word 2007 XML", folder)


def office_pdf(folder: Path) -> Path:
    return _office(word(folder), "pdf", folder)


def browser_pdf(folder: Path) -> Path:
    if CHROMIUM is None:
        pytest.skip("a browser is missing: apt-get install chromium")
    _need_type()
    return printed(page(folder), folder / "draft.pdf")


def _office(path: Path, to: str, folder: Path) -> Path:
    if OFFICE is None:
        pytest.skip("LibreOffice is missing: apt-get install --no-install-recommends libreoffice-writer-nogui")
    if to == "pdf":
        _need_type()
    return converted(path, to, folder)


def _need_type() -> None:
    if not shutil.which("fc-match"):
        pytest.skip("no Chinese type is known of to print with: apt-get install fontconfig fonts-noto-cjk")


PARAGRAPHS = ["第3段", "第4段", "表1 C5"]
LANDMARKS = {
    **dict.fromkeys((text, piped, markdown, page), None),  # these have lines and columns
    **dict.fromkeys((word, office_word, office_again), PARAGRAPHS),
    **dict.fromkeys((office_pdf, browser_pdf), ["第1页"] * 3),
}


@pytest.mark.parametrize("write", LANDMARKS, ids=lambda write: write.__name__)
def test_a_draft_gives_the_same_findings_whoever_wrote_it_each_at_its_place(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = write(tmp_path)
    findings = found_in(path)
    landmarks = LANDMARKS[write]
    expected = [f" {name}" for name in landmarks] if landmarks else _lines_and_columns(path)

    assert FOUND == [shown(finding) for finding in findings]
    assert expected == [place(finding.accused).removeprefix(str(path)) for finding in findings]


def _lines_and_columns(path: Path) -> list[str]:
    """Where the accused numbers stand in a file of text."""
    source = path.read_text(encoding="utf-8")
    starts = [source.index(number) for _, number, _ in FOUND]
    return [f":{source.count(chr(10), 0, at) + 1}:{at - source.rfind(chr(10), 0, at)}" for at in starts]


@needs_office
def test_slips_in_notes_boxes_headers_and_tracked_changes_are_found_in_theirs(tmp_path):
    findings = found_in(office_draft(tmp_path))

    assert [
        ("1760棵", "第2段"),
        ("276户", "文本框1"),
        ("303棵", "表1 B2"),
        ("402棵", "脚注1"),
        ("280公顷", "页眉"),
    ] == [(finding.accused.quantity.text, place(finding.accused).rpartition("docx ")[2]) for finding in findings]


STORY = (
    "柳溪镇去年以来新栽苹果树4820棵，其中东坡3150棵、西坡1670棵，种植面积比上一年增加了不少，群众的收入也有了明显的提高。",
    "为了让果农学到更多的技术，镇里先后请来了二十多位专家，举办了三十六场培训班，共有一千二百余人参加学习，受到了欢迎。",
    "今年以来，全镇共销售苹果3520吨，比上年同期增长10.5%，实现销售收入2816万元，果农人均增收1250元，日子越过越红火。",
    "镇里负责人表示，下一步将继续扩大种植规模，完善冷链物流设施，努力打造区域品牌，让更多的优质苹果走向全国各地的市场。",
)


@needs_browser
@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("family", ["Noto Serif CJK SC", "Noto Sans CJK SC"])
def test_columns_that_a_browser_sets_are_read_as_they_were_written(columns, family, tmp_path):
    style = f"body {{ font: 10.5pt '{family}' }} p {{ text-indent: 2em; margin: 0 }} h1 {{ text-align: center }}"
    set_in = f"column-count: {columns}; column-gap: 2em; text-align: justify"
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in STORY * 2)
    body = f"<h1>果园里的好日子</h1><div style='{set_in}'>{paragraphs}</div>"
    page_ = f"<!DOCTYPE html><html lang='zh'><meta charset='utf-8'><style>{style}</style>{body}"
    path = printed(_written(tmp_path / "draft.html", page_), tmp_path / "draft.pdf")

    assert ["果园里的好日子", *STORY * 2] == read_file(path).text.splitlines()


@needs_office
def test_a_pdf_with_a_password_is_refused(tmp_path):
    (tmp_path / "draft.txt").write_text("新栽苹果树4820棵。", encoding="utf-8")
    locks = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"果园"}}'
    locked = converted(tmp_path / "draft.txt", f"pdf:writer_pdf_Export:{locks}", tmp_path)

    with pytest.raises(FactcheckError, match="password-protected"):
        read_file(locked)


def test_a_slip_in_a_workbook_is_found_in_its_cell(tmp_path):
    api = pytest.importorskip("openpyxl", reason="openpyxl writes the workbook")
    book = api.Workbook()
    sheet = book.active
    sheet.title = "产量"
    sheet.append(["果品产量（万吨）"])
    for row in TABLE:
        sheet.append([_value(cell) for cell in row])
    for row in sheet.iter_rows(min_row=3, min_col=2, max_col=3):
        for cell in row:
            cell.number_format = "#,##0.00"
    for row in sheet.iter_rows(min_row=3, min_col=4):
        row[0].number_format = "0.0%"
    book.save(tmp_path / "draft.xlsx")
    (finding,) = found_in(tmp_path / "draft.xlsx")

    assert FOUND[2] == shown(finding)
    assert place(finding.accused).endswith("draft.xlsx 产量!C6")


def _value(cell: str) -> str | float:
    if cell.endswith("%"):
        return round(float(cell[:-1]) / 100, 4)
    return float(cell) if cell.replace(".", "").isdigit() else cell


@pytest.mark.parametrize(("suffix", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_a_slip_in_separated_values_is_found_in_its_cell(tmp_path, suffix, dialect):
    path = tmp_path / f"draft.{suffix}"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, dialect).writerows(TABLE)
    (finding,) = found_in(path)

    assert FOUND[2] == shown(finding)
    assert place(finding.accused).endswith(" C5")
