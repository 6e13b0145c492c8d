"""Drafts, names and files that mean harm: what they would do stays undone, and the others are checked.

Damaged documents are in test_readers_hostile, missing files in test_bad_input, disks and processes in test_faults.
"""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import unicodedata
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from desk import run, write
from documents import at, docx, p, pdf, zipped

from factcheck.model import FactcheckError
from factcheck.readers import read_file

WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
HARM = {
    "escape": "\x1b[2J\x1b]0;title\x07",
    "eight-bit escape": "\x9b31m",
    "bidi": "\u202e\u2066\u2069",
    "zero width": "\u200b\u200d\u2060\ufeff",
    "variation": "\ufe0f\U000e0001",
    "markup": "[red][/]",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '"\' onmouseover="alert(1)',
    "comment": "--> ]]> <!--",
    "entity": "&lt;script&gt;&#x3c;",
    "address": "javascript:alert(1)",
    "command": "::error::%0A",
    "backticks": "```\n](http://example.org)",
}
FORMATS = ["text", "json", "sarif", "html", "github", "gitlab", "rdjson", "junit", "markdown"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files or names")

pytestmark = pytest.mark.usefixtures("desk")


def obeyed(text: str) -> set[str]:
    """The characters that a terminal would obey or hide."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c != "\n"}


# What a draft says


def every_format(*args: str) -> dict[str, str]:
    """The report of one run that finds something, in each format."""
    outputs = [arg for name in FORMATS for arg in ("--format", name, "--output", f"report.{name}")]
    ran = run("lint", *outputs, *args, code=1)
    assert set() == obeyed(ran.stderr)
    return {name: Path(f"report.{name}").read_text(encoding="utf-8") for name in FORMATS}


def keeps_its_form(format_: str, told: str) -> bool:
    """Whether a program that reads the format can, and nothing in it would be obeyed."""
    if format_ in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(told)
    if format_ == "junit":
        ElementTree.fromstring(told)
    return not obeyed(told) and (format_ not in ("html", "junit") or "<script>alert" not in told)


@pytest.mark.parametrize("harm", HARM)
def test_what_a_draft_says_is_quoted_in_every_format_and_never_obeyed(harm):
    draft = write(
        "draft.txt", f"{HARM[harm]}柳溪镇{HARM[harm]}新栽苹果树4820棵（东坡3150棵、{HARM[harm]}西坡1760棵）。\n"
    )

    for format_, told in every_format(str(draft)).items():
        assert "1760棵" in told
        assert keeps_its_form(format_, told)


class Page(HTMLParser):
    """The elements of a page and what they are told to do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts = 0
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag in ("script", "iframe", "object", "img", "link", "base", "form")
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize("harm", HARM)
def test_a_page_has_no_element_and_no_deed_that_a_draft_or_its_name_asks_for(harm):
    name = HARM[harm].translate({47: None, 10: None}) + "稿.txt" if sys.platform != "win32" else "稿.txt"
    harmless = Page(run("lint", "--format", "html", str(write("draft.txt", WRONG))).stdout)

    page = Page(run("lint", "--format", "html", f"./{write(name, WRONG.replace('柳溪', HARM[harm]))}").stdout)

    assert harmless.scripts == page.scripts
    assert set() == {name for name in page.attributes if name.startswith("on")}
    assert set(page.attributes) <= set(harmless.attributes)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%"])
def test_no_cell_of_a_list_begins_a_formula(start):
    name = f"{start}cmd.txt" if start not in "\t\r" or sys.platform != "win32" else "cmd.txt"
    write(name, f"{start}SUM(A1)苹果树4820棵，{start}5%的{start}茶园3亩，{start}7元。\n")

    cells = [
        cell for row in csv.reader(io.StringIO(run("claims", "--format", "csv", f"./{name}").stdout)) for cell in row
    ]

    assert [] == [cell for cell in cells if cell[:1] in tuple("=+@\t\r") or (cell[:1] == "-" and not _is_number(cell))]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@POSIX
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_front_matter_that_never_ends_is_read_in_time(line_break):
    Path("draft.md").write_text("---\n" + "a: 1\n" * 2000 + WRONG, encoding="utf-8", newline=line_break)

    assert "parts-add-up" in run("lint", "--timeout", "30", "draft.md", code=1).stdout


# Documents that unfold without end

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BILLION = f"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "{{text}}">{{more}}]>
<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&{{last}};</w:t></w:r></w:p></w:body></w:document>
"""


def laughs() -> str:
    """Ten entities of ten of the one before."""
    names = "abcdefghij"
    more = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return BILLION.format(text="4820棵" * 10, more=more, last=names[-1])


def outside(target: str) -> str:
    return BILLION.format(text="", more=f'<!ENTITY out SYSTEM "{target}">', last="out")


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "word/footnotes.xml"])
def test_entities_are_never_unfolded(part):
    secret = write("secret.txt", "一个秘密4820棵。\n")
    address = secret.resolve().as_uri()
    suffix = "docx" if part.startswith("word") else "xlsx"
    for number, xml in enumerate((laughs(), outside(address), outside("http://127.0.0.1:9/x"))):
        sound = zipfile.ZipFile(io.BytesIO(docx(p("苹果树3棵。"))))
        parts = {name: sound.read(name).decode() for name in sound.namelist()} if suffix == "docx" else {}
        Path(f"harm{number}.{suffix}").write_bytes(zipped({**parts, part: xml}))

        ran = run("claims", "--format", "jsonl", f"harm{number}.{suffix}")

        assert ran.returncode in (0, 2)
        assert "4820" not in ran.stdout + ran.stderr


@pytest.mark.parametrize(("name", "part"), [("bomb.docx", "word/document.xml"), ("bomb.xlsx", "xl/sharedStrings.xml")])
def test_an_archive_that_unfolds_to_gigabytes_is_refused(name, part):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open(part, "w", force_zip64=True) as file:
        for _ in range(64):
            file.write(b" " * 2**24)

    ran = run("lint", name, str(write("draft.txt", WRONG)), code=2)

    assert name in ran.stdout
    assert "parts-add-up" in ran.stdout


def test_a_page_tree_that_leads_back_to_itself_ends():
    looped = pdf(at(60, 700, "Hello")).replace(b"/Kids [", b"/Kids [2 0 R 3 0 R 1 0 R ")
    Path("loop.pdf").write_bytes(looped)

    ran = run("lint", "loop.pdf", str(write("draft.txt", WRONG)))

    assert ran.returncode in (1, 2)
    assert "parts-add-up" in ran.stdout


# Files that are none, and names


@POSIX
@pytest.mark.parametrize("command", ["lint", "claims"])
@pytest.mark.parametrize("how", ["named", "in a folder", "as a source"])
def test_a_pipe_or_a_device_is_refused_and_never_waited_for(command, how):
    Path("copy").mkdir()
    os.mkfifo("copy/pipe.txt")
    Path("copy/zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("copy/plug.txt")
        write("copy/draft.txt", WRONG)
        if how == "as a source" and command == "lint":
            args = ["--against", "copy", "copy/draft.txt"]
        else:
            args = ["copy"] if how != "named" else [str(path) for path in sorted(Path("copy").iterdir())]
        ran = run(command, *(["--format", "csv"] if command == "claims" else []), *args, code=2)

    for name in ("pipe.txt", "zero.txt", "plug.txt"):
        assert name in ran.stdout + ran.stderr
    assert "1760棵" in ran.stdout


@POSIX
def test_a_draft_that_becomes_a_pipe_at_the_last_moment_is_not_waited_for():
    os.mkfifo("pipe.txt")

    with pytest.raises(FactcheckError, match="not a regular file"):
        read_file(Path("pipe.txt"))


@POSIX
@pytest.mark.parametrize(
    "name",
    [b"new\nline.txt", b"\xff\xfe\x80.txt", b"-o.txt", b"esc\x1b[31m.txt", "\u202egnp.txt".encode(), b'<b>&amp;".txt'],
    ids=ascii,
)
def test_any_name_is_told_safely_in_every_format(name):
    with open(name, "wb") as file:
        file.write(WRONG.encode())

    for format_, told in every_format(".").items():
        assert keeps_its_form(format_, told)


@POSIX
def test_links_that_lead_round_or_out_of_a_folder_are_not_followed():
    write("elsewhere/secret.txt", WRONG)
    write("copy/draft.txt", WRONG)
    Path("copy/round").symlink_to(Path("copy").resolve())
    Path("copy/out").symlink_to(Path("elsewhere").resolve())
    Path("copy/lost.txt").symlink_to("nowhere")

    ran = run("lint", "--format", "json", "copy", code=2)

    report = json.loads(ran.stdout)
    assert [str(Path("copy/draft.txt"))] == [finding["path"] for finding in report["findings"]]
    assert [str(Path("copy/lost.txt"))] == [unread["path"] for unread in report["unread"]]


def test_a_pattern_of_the_settings_that_leads_out_of_the_folder_reads_nothing():
    write("factcheck.toml", 'sources = [{path = "../../**/*", rank = 3}, {path = "/etc/*", rank = 2}]\n')

    assert "parts-add-up" in run("lint", str(write("draft.txt", WRONG)), code=1).stdout


# The network

NO_NETWORK = """
import sys
def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__",):
        sys.stderr.write(f"NETWORK {event}\\n")
        raise RuntimeError(event)
sys.addaudithook(watch)
from factcheck.cli import main
main(sys.argv[1:])
"""


def without_network(*args: str) -> subprocess.CompletedProcess[str]:
    """A run in which every use of a socket would fail, and be told."""
    command = [sys.executable, "-c", NO_NETWORK, *args]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert "NETWORK" not in ran.stderr
    return ran


def test_no_run_uses_the_network():
    Path("page.html").write_text("<img src='http://127.0.0.1:9/x'><link href='http://127.0.0.1:9/y'><p>苹果树3棵。</p>")
    Path("table.docx").write_bytes(docx(p("苹果树4820棵（东坡3150棵、西坡1760棵）。")))
    Path("print.pdf").write_bytes(pdf(at(60, 700, "3")))
    write("draft.md", f"![x](http://127.0.0.1:9/z)\n\n{WRONG}")
    outputs = [arg for name in FORMATS for arg in ("--format", name, "--output", f"report.{name}")]

    ran = without_network("lint", *outputs, "page.html", "table.docx", "print.pdf", "draft.md")

    assert 1 == ran.returncode


@pytest.mark.parametrize(
    "args", [["claims", "draft.txt"], ["rule"], ["test"], ["index", "--store", "a.db", "draft.txt"]]
)
def test_no_other_command_uses_it_either(args):
    write("draft.txt", WRONG)

    assert 0 == without_network(*args).returncode


# Rules of one's own


def test_a_slow_pattern_of_ones_own_is_named_and_the_other_drafts_are_checked():
    write("house/wordings/shrinks.yaml", "relation: fall\ndoubt: 0.01\npatterns:\n  - 原先{old}…只剩下{new}\n")
    write("slow.txt", "合作社原先320户，如今只剩下252户。" * 2000)
    write("draft.txt", "会议于2021年2月30日召开。\n")  # no numbers that the pattern could tie
    no_time = "import sys\nfrom factcheck.relations import patterns\npatterns._PATIENCE = 1e-9\n"
    no_time += "from factcheck.cli import main\n"
    command = [sys.executable, "-c", f"{no_time}main(sys.argv[1:])", "lint", "--rules", "house", "--format", "json"]

    ran = subprocess.run([*command, "slow.txt", "draft.txt"], capture_output=True, encoding="utf-8", check=False)

    assert 2 == ran.returncode, ran.stderr
    assert ["slow.txt"] == [unread["path"] for unread in json.loads(ran.stdout)["unread"]]
    assert "shrinks.yaml" in ran.stdout
    assert ["draft.txt"] == [finding["path"] for finding in json.loads(ran.stdout)["findings"]]
