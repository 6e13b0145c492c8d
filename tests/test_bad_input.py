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
from desk import unmeasured

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


# Hostile rules

WORDING = "relation: fall\ndoubt: 0.01\npatterns:\n  - 从{old}<fall_to>{new}\n"
NOTATION = RULE.replace(
    "relation: whole-parts\nexpect: whole == sum(part)\n", 'forms:\n  - "{number}"\nslots:\n  number: {like: "[0-9]"}\n'
)
LAUGHS = "a: &a [哈,哈,哈,哈,哈,哈,哈,哈,哈]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{chr(ord(name) - 1)}'] * 9)}]\n" for name in "bcdefghij"
)


def expecting(equation: str) -> str:
    return RULE.replace("whole == sum(part)", equation)


def printed_like(pattern: str) -> str:
    return NOTATION.replace("[0-9]", pattern)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        pytest.param("checks/mine.yaml", LAUGHS, "1:", id="a billion laughs"),
        pytest.param("checks/mine.yaml", LAUGHS + RULE, "1:", id="a billion laughs before a rule"),
        pytest.param("checks/mine.yaml", "a: &a [*a]\n", "1:1", id="an alias of itself"),
        pytest.param(
            "checks/mine.yaml", f"x: {'[' * 50_000}{']' * 50_000}\n", "1:53", id="50,000 lists in one another"
        ),
        pytest.param("checks/mine.yaml", "[" * 500_000, "1:51", id="500,000 lists begun"),
        pytest.param("checks/mine.yaml", "- " * 200_000, "1:101", id="200,000 marks on a line"),
        pytest.param("checks/mine.yaml", "x: " + "{a: " * 100_000, "1:", id="100,000 tables begun"),
        pytest.param("checks/mine.yaml", f"x: [{'a,' * 200_000}]\n", "1:", id="200,000 values"),
        pytest.param("checks/mine.yaml", RULE + "#" * 10 * 2**20, "1:1", id="ten megabytes"),
        pytest.param("checks/mine.yaml", "? [a, b]\n: c\n", "1:3", id="a key that is a list"),
        pytest.param(
            "checks/mine.yaml", RULE.replace("error", "!!python/name:os.system x"), "3:11", id="a tag of code"
        ),
        pytest.param("checks/mine.yaml", expecting("whole == 9**9**9**9**9"), "2:9", id="a tower of powers"),
        pytest.param("checks/mine.yaml", expecting("whole == 1<<99999999999"), "2:9", id="a long shift"),
        pytest.param("checks/mine.yaml", expecting(f"whole == {'9' * 150}"), "2:9", id="150 digits"),
        pytest.param("checks/mine.yaml", expecting(f"whole == {'part * ' * 5000}1"), "2:9", id="5,000 factors"),
        pytest.param("checks/mine.yaml", expecting("'whole == (lambda part: part)(part)'"), "2:9", id="a function"),
        pytest.param("checks/mine.yaml", expecting("whole == exec(part)"), "2:9", id="a call"),
        pytest.param("checks/mine.yaml", expecting("whole == part.__class__"), "2:9", id="an attribute"),
        pytest.param("checks/mine.yaml", expecting("whole == [x for x in part]"), "2:9", id="a loop"),
        pytest.param("notations/mine.yaml", printed_like("a?" * 5_000_000), "1:1", id="a pattern of ten megabytes"),
        pytest.param("notations/mine.yaml", printed_like("(a|b)?" * 50_000), "4:18", id="50,000 choices"),
        pytest.param("notations/mine.yaml", printed_like("(" * 390 + "a" + ")" * 390), "4:18", id="390 groups"),
        pytest.param(
            "notations/mine.yaml", printed_like("((((a{99}){99}){99}){99}){99}"), "4:18", id="repeats in repeats"
        ),
        pytest.param("notations/mine.yaml", printed_like("[0-9"), "4:18", id="half a pattern"),
        pytest.param(
            "wordings/mine.yaml", f"{WORDING}  - 由{{old}}{'[x]' * 100_000}变{{new}}\n", "5:5", id="a long phrase"
        ),
        pytest.param(
            "wordings/mine.yaml", f"{WORDING}  - 由{{old}}{'[' * 60}x{']' * 60}变{{new}}\n", "5:5", id="60 brackets"
        ),
        pytest.param("wordings/mine.yaml", WORDING + "  - 由{old}变{new}\n" * 15_000, "4:3", id="15,000 phrases"),
        pytest.param(
            "wordings/mine.yaml", WORDING.replace("0.01", "1e-999999999"), "2:8", id="a doubt with a huge exponent"
        ),
        pytest.param(
            "lexicon/units.yaml", "measure:\n  area: 坰=1e999999999\n", "2:9", id="a factor with a huge exponent"
        ),
        pytest.param("lexicon/units.yaml", "measure:\n  area: =3\n", "2:9", id="a unit without a name"),
        pytest.param("lexicon/doubts.yaml", "bracket: 1/0\n", "1:10", id="a doubt over nothing"),
        pytest.param(
            "facts/mine.yaml", f"- {{subject: 古茶园, value: {'9' * 600_000}处}}\n", "1:1", id="600,000 digits"
        ),
    ],
)
def test_a_hostile_rule_file_is_refused_with_its_place(name, text, place):
    path = Path("house", name)
    path.parent.mkdir(parents=True)

    ran = Ran("lint", "--rules", "house", write(str(path), text) and write("draft.txt", RIGHT))

    assert 2 == ran.code
    assert f"{path}:{place}" in ran.err
    assert len(ran.err) < 1500
    assert "" == ran.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_rule_file_that_never_ends_is_not_read():
    Path("house/checks").mkdir(parents=True)
    os.mkfifo("house/checks/mine.yaml")
    link(Path("house/checks/other.yaml"), Path("/dev/zero"))

    ran = Ran("test", "house")

    assert 2 == ran.code
    assert "mine.yaml:1:1" in ran.err


def test_a_folder_named_as_a_rule_is_refused():
    Path("house/checks/mine.yaml").mkdir(parents=True)

    ran = Ran("test", "house")

    assert 2 == ran.code
    assert "mine.yaml:1:1" in ran.err


def test_places_that_are_not_text_are_named():
    Path("house/lexicon").mkdir(parents=True)
    write("house/lexicon/places.tsv", b"\xff\xfe\x00")

    ran = Ran("lint", "--rules", "house", write("draft.txt", RIGHT))

    assert 2 == ran.code
    assert "places.tsv:1:1" in ran.said


@pytest.mark.parametrize("pattern", ["^([0-9]+)+$", "(?:a|a)*b", "([0-9]*)*x"])
def test_a_pattern_that_stalls_is_stopped_or_done_in_time(pattern):
    Path("house/notations").mkdir(parents=True)
    write("house/notations/mine.yaml", printed_like(pattern))

    ran = Ran("lint", "--rules", "house", write("draft.txt", f"新栽{'1' * 60}棵，{'1' * 15}棵。\n"))

    assert ran.code in (0, 1, 2)


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
def test_a_monstrous_draft_is_read_in_time(text, monkeypatch):
    for name in os.environ.keys() - unmeasured().keys():
        monkeypatch.delenv(name)  # under coverage it takes several times as long

    assert Ran("lint", write("draft.txt", text + "\n" + WRONG)).code in (0, 1)
