"""Every format through the command's own pipeline: slips found at their landmarks, the unread never passed."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from documents import at, docx, p, pdf, row, tbl, xlsx

from factcheck.cli import main

SLIP = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"
FILES = {
    "a.txt": f"标题\n{SLIP}\n".encode(),
    "b.md": f"# 标题\n\n- {SLIP}\n".encode(),
    "c.html": f"<h1>标题</h1>\n<p>{SLIP}</p>".encode(),
    "d.docx": docx(p("标题") + tbl(("一", "二"), ("三", SLIP))),
    "e.pdf": pdf(at(60, 700, SLIP), at(60, 700, "完")),
    "f.xlsx": xlsx(("简报", row(3, "说明", SLIP))),
    "g.csv": f"标题,说明\n东乡,{SLIP}\n".encode("gb18030"),
    "h.tsv": f"标题\t说明\n东乡\t{SLIP}\n".encode(),
}
PLACES = {
    "a.txt": "a.txt:2:25",
    "b.md": "b.md:3:27",
    "c.html": "c.html:2:28",
    "d.docx": "d.docx 表1 B2",
    "e.pdf": "e.pdf 第1页",
    "f.xlsx": "f.xlsx 简报!B3",
    "g.csv": "g.csv:2:28 B2",
    "h.tsv": "h.tsv:2:28 B2",
}
SCAN = pdf(at(60, 700, "新栽4820棵"), "10 10 500 700 re f\n")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with settings of its own so that none above it count."""
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def write(*names: str) -> list[str]:
    for name in names:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(FILES[Path(name).name])
    return list(names)


@pytest.mark.parametrize("name", FILES)
def test_a_slip_is_found_in_every_format_and_its_place_is_told(name):
    ran = run("lint", *write(name))

    assert 1 == ran.exit_code
    assert f"--> {PLACES[name]}  把握" in ran.output.replace("\n", " ").replace("    把握", "  把握")


@pytest.mark.parametrize("name", FILES)
def test_the_underlines_of_every_format_stand_below_their_numbers(name):
    lines = run("lint", *write(name)).output.splitlines()
    number, marks = next((above, below) for above, below in pairwise(lines) if "^^^" in below)

    assert "1760棵" in number
    assert ("^" * 6) in marks


def test_a_folder_gives_every_format_it_holds():
    write(*(f"稿件/{name}" for name in FILES))
    Path("稿件/~$d.docx").write_bytes(b"\x05lock")
    Path("稿件/photo.bmp").write_bytes(b"BM")

    found = json.loads(run("lint", "--no-cross", "--format", "json", "稿件").output)

    assert sorted(FILES) == sorted({Path(finding["path"]).name for finding in found["findings"]})
    assert [] == found["unread"]


def test_json_names_the_landmark_of_each_number_and_repair():
    write("d.docx")
    (found,) = json.loads(run("lint", "--format", "json", "d.docx").output)["findings"]
    (english,) = json.loads(run("lint", "--format", "json", "--lang", "en", "d.docx").output)["findings"]

    assert "表1 B2" == found["landmark"] == found["related"][0]["landmark"] == found["repairs"][0]["landmark"]
    assert "table 1 B2" == english["landmark"]


def test_json_has_the_box_of_a_number_in_a_pdf():
    write("e.pdf")
    (found,) = json.loads(run("lint", "--format", "json", "e.pdf").output)["findings"]

    assert "第1页" == found["landmark"]
    assert 4 == len(found["box"])


@pytest.mark.parametrize(("name", "landmark"), [("d.docx", "表1 B2"), ("e.pdf", "第1页"), ("f.xlsx", "简报!B3")])
def test_sarif_names_the_landmark_and_offers_no_fix_in_what_is_no_text(name, landmark):
    (result,) = json.loads(run("lint", "--format", "sarif", *write(name)).output)["runs"][0]["results"]
    (location,) = result["locations"]

    assert [{"name": landmark}] == location["logicalLocations"]
    assert {"startLine": 1, "snippet": {"text": "1760棵"}} == location["physicalLocation"]["region"]
    assert "fixes" not in result


def test_sarif_offers_no_fix_where_tags_stand_between_the_digits():
    for name, number in (("a.html", "17<b>60</b>棵"), ("b.html", "<b>1760</b>棵")):
        Path(name).write_text(f"<p>{SLIP.replace('1760棵', number)}</p>", encoding="utf-8")
    results = json.loads(run("lint", "--no-cross", "--format", "sarif", "a.html", "b.html").output)["runs"][0][
        "results"
    ]

    assert [False, True] == ["fixes" in result for result in results]


def test_github_gets_lines_only_where_there_are_some():
    word, text = run("lint", "--no-cross", "--format", "github", *write("d.docx", "g.csv")).output.splitlines()[:2]

    assert word.startswith("::error file=d.docx,title=parts-add-up 表1 B2::")
    assert text.startswith("::error file=g.csv,line=2,col=28,endLine=2,endColumn=33,title=parts-add-up B2::")


def test_claims_name_their_landmarks():
    listed = [
        json.loads(line) for line in run("claims", "--format", "jsonl", *write("f.xlsx", "a.txt")).output.splitlines()
    ]

    assert ["简报!B3"] * 3 + [""] * 3 == [claim["landmark"] for claim in listed]
    assert "简报!B3" in CliRunner().invoke(main, ["claims", "f.xlsx"], env={"COLUMNS": "160"}).output


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github"])
def test_the_unread_pages_of_a_file_are_named_and_the_run_exits_2(name):
    Path("scan.pdf").write_bytes(SCAN)

    ran = run("lint", "--format", name, "scan.pdf")

    assert 2 == ran.exit_code
    assert "scan.pdf" in ran.output
    assert "第2页没有可读的文字" in ran.output


def test_claims_of_a_file_with_unread_pages_exit_2():
    Path("scan.pdf").write_bytes(SCAN)

    assert 2 == run("claims", "scan.pdf").exit_code


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.doc", ".docx"), ("a.wps", ".docx"), ("a.rtf", ".docx"), ("a.odt", ".docx"), ("a.xls", ".xlsx"),
        ("a.et", ".xlsx"), ("a.ppt", "PDF"), ("a.pptx", "PDF"), ("a.ofd", "PDF"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"whatever", b""])
def test_formats_that_are_not_read_say_how_to_convert_them(name, remedy, data):
    Path(name).write_bytes(data)

    ran = run("lint", name)

    assert 2 == ran.exit_code
    assert name in ran.output
    assert remedy in ran.output


def test_an_old_document_in_a_folder_is_reported_and_never_passed():
    write("稿件/a.txt")
    Path("稿件/b.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    ran = run("lint", "稿件")

    assert 2 == ran.exit_code
    assert "b.doc" in ran.output
    assert "1760棵" in ran.output
