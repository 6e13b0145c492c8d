"""What cannot be read is an error that names the file, never a pass and never a traceback."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import unicodedata
from pathlib import Path

import pytest

FACTCHECK = Path(sysconfig.get_path("scripts"), "factcheck.exe" if sys.platform == "win32" else "factcheck")
PATIENCE = 60  # seconds; what takes longer is a hang

RIGHT = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。\n"
WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with settings of its own so that none above it count."""
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Ran:
    """A finished run that kept the laws which hold for every input."""

    def __init__(self, *args: str, stdin: bytes = b"") -> None:
        env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")} | {"COLUMNS": "200"}
        ran = subprocess.run(
            [FACTCHECK, *args], input=stdin, capture_output=True, timeout=PATIENCE, check=False, env=env
        )
        self.code, self.out, self.err = ran.returncode, ran.stdout.decode(), ran.stderr.decode()
        assert "Traceback" not in self.err
        assert "internal error" not in self.err
        assert self.code in (0, 1, 2)
        assert set() == obeyed(self.out + self.err)

    @property
    def said(self) -> str:
        return self.out + self.err


def obeyed(text: str) -> set[str]:
    """The characters that a terminal would obey or hide."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c != "\n"}


def write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


# Paths


def test_a_missing_file_is_named_and_the_others_are_checked():
    ran = Ran("lint", "nowhere.txt", write("draft.txt", WRONG))

    assert 2 == ran.code
    assert "nowhere.txt" in ran.said
    assert "parts-add-up" in ran.out


def test_a_missing_file_alone_is_named():
    ran = Ran("lint", "nowhere.txt")

    assert 2 == ran.code
    assert "nowhere.txt" in ran.said


@pytest.mark.parametrize("name", ["json", "sarif", "github"])
def test_a_missing_file_stands_in_every_format(name):
    ran = Ran("lint", "--format", name, "nowhere.txt", write("draft.txt", RIGHT))

    assert 2 == ran.code
    assert "nowhere.txt" in ran.out


def test_an_empty_folder_is_named():
    Path("empty").mkdir()

    ran = Ran("lint", "empty", write("draft.txt", WRONG))

    assert 2 == ran.code
    assert "empty" in ran.said
    assert "parts-add-up" in ran.out


def test_an_empty_file_is_read_and_holds_nothing():
    ran = Ran("lint", write("draft.txt", ""))

    assert 0 == ran.code
    assert "0 个数字" in ran.out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows read everything")
def test_a_folder_without_permission_is_named_and_the_others_are_checked():
    Path("locked").mkdir()
    write("locked/draft.txt", RIGHT)
    Path("locked").chmod(0)
    try:
        ran = Ran("lint", "locked", write("draft.txt", WRONG))
    finally:
        Path("locked").chmod(0o700)

    assert 2 == ran.code
    assert "locked" in ran.said
    assert "parts-add-up" in ran.out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows read everything")
def test_a_file_without_permission_is_named():
    Path(write("draft.txt", RIGHT)).chmod(0)

    ran = Ran("lint", "draft.txt")

    assert 2 == ran.code
    assert "draft.txt" in ran.said


def test_a_circle_of_links_to_folders_is_walked_once(desk):
    Path("copy").mkdir()
    write("copy/draft.txt", WRONG)
    link(Path("copy/again"), desk / "copy")

    ran = Ran("lint", "--format", "json", "copy")

    assert 1 == ran.code
    assert ["copy/draft.txt"] == [Path(f["path"]).as_posix() for f in json.loads(ran.out)["findings"]]


def test_a_link_to_itself_is_named_and_the_others_are_checked():
    link(Path("loop.txt"), Path("loop.txt"))

    ran = Ran("lint", "loop.txt", write("draft.txt", WRONG))

    assert 2 == ran.code
    assert "loop.txt" in ran.said
    assert "parts-add-up" in ran.out


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this account may not make symbolic links")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize(
    "name",
    ["[red]稿件.txt", "[bold]件[].txt", "稿\n件.txt", "稿\x1b[31m件.txt", "稿\u202e件.txt", "稿%0A::error::件.txt"],
    ids=ascii,
)
@pytest.mark.parametrize("command", [["lint"], ["lint", "--format", "github"], ["claims"]])
def test_a_name_is_shown_and_never_obeyed(name, command):
    ran = Ran(*command, write(name, WRONG))

    assert (1 if command[0] == "lint" else 0) == ran.code
    assert "件" in ran.out
    assert "\n件" not in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_stays_as_it_is_for_programs():
    name = write("稿\x1b[31m\n件[red].txt", WRONG)
    claims = [json.loads(line) for line in Ran("claims", "--format", "jsonl", name).out.splitlines()]

    assert [name] * 3 == [claim["path"] for claim in claims]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_missing_name_is_shown_and_never_obeyed():
    ran = Ran("lint", "稿\x1b[31m\n件[red].txt")

    assert 2 == ran.code
    assert "件[red].txt" in ran.said


# Bytes


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "", id="an image"),
        pytest.param(("稿件\n第二行\n" * 20).encode() + b"\x00" + RIGHT.encode(), "41", id="a NUL byte"),
        pytest.param("稿件\n第二行".encode() + b"\xff\xfe\x81\x20\xff" * 9, "2", id="no encoding at all"),
        pytest.param("稿件\n第二行".encode() + b"\xed\xa0\x80" + RIGHT.encode(), "2", id="a lone surrogate"),
        pytest.param("稿件\n第二行\n".encode("utf-16") + b"\x00\xd8", "3", id="half of a UTF-16 pair"),
        pytest.param("稿件\n".encode() * 3 + b"12" * 2_500_000, "4", id="a line of five megabytes"),
        pytest.param(WRONG.encode() * (50 * 2**20 // len(WRONG.encode())), "", id="fifty megabytes"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "claims"])
def test_bytes_that_are_no_draft_are_named_with_their_line(content, line, command):
    ran = Ran(command, write("broken.txt", content))

    assert 2 == ran.code
    assert re.search(rf"broken\.txt[:：]{line}", ran.said)
    assert len(ran.said) < 1000


@pytest.mark.parametrize("content", [b"\x00\x01\x02\xff" * 99, b"\xed\xa0\x80\n", b"\xff\xfe\x81\x20\xff" * 9])
def test_bytes_that_are_no_draft_do_not_keep_the_others_from_being_checked(content):
    ran = Ran("lint", "--format", "json", write("broken.txt", content), write("draft.txt", WRONG))
    report = json.loads(ran.out)

    assert 2 == ran.code
    assert ["broken.txt"] == [unread["path"] for unread in report["unread"]]
    assert ["draft.txt"] == [finding["path"] for finding in report["findings"]]


def test_binary_standard_input_is_an_error():
    ran = Ran("lint", "-", stdin=b"\x00\x01\x02\xff" * 99)

    assert 2 == ran.code
    assert re.search("-[:：]1[:：]", ran.said)


def test_empty_standard_input_is_read_and_holds_nothing():
    assert 0 == Ran("lint", "-").code


# Rules

RULE = """relation: whole-parts
expect: whole == sum(part)
severity: error
message: 分项不等于{whole}
message-en: the parts do not make {whole}
explain: 分项应与总数一致。
pass:
  - 柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。
fail:
  - text: 柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。
    marks: [1760棵, 4820棵, 3150棵]
"""


@pytest.mark.parametrize(
    ("right", "wrong", "place", "hint"),
    [
        ("message:", "mesage:", "4:1", "'message'"),
        ("whole-parts", "whole-part", "1:11", "whole-parts"),
        ("severity: error", "severity: eror", "3:11", "error"),
        ("whole == sum(part)", "whole == sum(parts)", "2:9", "part"),
        ("whole == sum(part)", "whole == __import__('os')", "2:9", ""),
        ("whole == sum(part)", "whole ==", "2:9", ""),
        ("    marks: [1760棵, 4820棵, 3150棵]", "    marks: [1760棵", "", ""),
        ("    marks: [1760棵, 4820棵, 3150棵]", "    mark: [1760棵]", "11:5", "'marks'"),
        ("explain: 分项应与总数一致。\n", "", "1:1", "'explain'"),
        ("relation", "\trelation", "1:1", ""),
        (RULE, "", "1:1", ""),
        (RULE, "- 1\n- 2\n", "", ""),
        (RULE, "x: " + "[" * 10_000, "", ""),
    ],
    ids=lambda value: ascii(value)[:30],
)
@pytest.mark.parametrize("command", ["lint", "test"])
def test_a_mistake_in_a_rule_is_named_with_line_and_column(right, wrong, place, hint, command):
    assert right in RULE
    Path("house/checks").mkdir(parents=True)
    rule = write("house/checks/mine.yaml", RULE.replace(right, wrong, 1))

    ran = Ran(*(["lint", "--rules", "house", write("draft.txt", RIGHT)] if command == "lint" else ["test", "house"]))

    assert 2 == ran.code
    assert f"{rule}:{place}" in ran.err
    assert hint in ran.err
    assert "" == ran.out


def test_a_rule_file_that_is_not_text_is_named():
    Path("house/checks").mkdir(parents=True)
    write("house/checks/mine.yaml", b"\xff\xfe\x00\x01")

    ran = Ran("test", "house")

    assert 2 == ran.code
    assert "mine.yaml:1:1" in ran.err


# Hostile drafts


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github"])
@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31m",
        "\x1b]0;标题\x07",
        "[red]",
        "[/附件]",
        "[link=http://example.org]",
        "\u202e",
        "\u200b",
        "\x9b31m",
        "\x7f\b\b",
    ],
    ids=ascii,
)
def test_a_draft_is_quoted_and_never_obeyed(hostile, name):
    ran = Ran(
        "lint", "--format", name, write("draft.txt", f"柳溪镇{hostile}新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n")
    )

    assert 1 == ran.code
    assert "1760棵" in ran.out


@pytest.mark.parametrize("command", [["lint"], ["claims"]])
def test_markup_in_a_draft_is_shown_as_it_stands(command):
    ran = Ran(*command, write("draft.txt", "[red]新栽[/附件]苹果树4820棵（[bold]东坡3150棵、西坡1760棵）。\n"))

    assert "[bold]" in ran.out
    assert "[red]" in ran.out


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("（" * 100_000 + "3家" + "）" * 100_000, id="100,000 nested brackets"),
        pytest.param("（3家" * 50_000, id="50,000 open brackets"),
        pytest.param("）" * 100_000, id="100,000 closing brackets"),
        pytest.param("企业" + "7" * 200_000 + "家。", id="200,000 digits"),
        pytest.param("企业0." + "3" * 200_000 + "%。", id="200,000 decimals"),
        pytest.param("九" * 200_000 + "家。", id="200,000 Chinese digits"),
        pytest.param("企业" + "1," * 50_000 + "家。", id="100,000 digits and commas"),
        pytest.param("十亿" * 20_000 + "家。", id="20,000 scales"),
        pytest.param("企业" + "3家、" * 50_000 + "共9家。", id="50,000 parts"),
        pytest.param("由3家增加到4家，" * 20_000, id="20,000 changes in one sentence"),
        pytest.param("占3%、" * 50_000, id="50,000 shares"),
        pytest.param("分别为" + "3%、" * 50_000, id="50,000 values behind 分别"),
        pytest.param("全县有茶园3827家。\n" * 20_000, id="20,000 times the same line"),
        pytest.param(" " * 200_000 + "3 " * 50_000, id="blanks"),
        pytest.param("|" * 50_000 + "\n" + "|3" * 25_000, id="a table 25,000 columns wide"),
    ],
)
def test_a_monstrous_draft_is_read_in_time(text):
    assert Ran("lint", write("draft.txt", text + "\n" + WRONG)).code in (0, 1)
