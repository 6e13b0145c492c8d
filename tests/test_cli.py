"""The command line from outside: arguments, exit codes, formats, colour and width."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from desk import FACTCHECK
from rich.cells import cell_len

pytestmark = pytest.mark.usefixtures("desk")

ESCAPE = "\x1b"

RIGHT = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。\n"
WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
# 575 of 864 are 66.551 %: cut off and not rounded.
HINT = "合作社有社员864人，其中女社员575人，占社员总数的66.5%。\n"
STATIONS = "青海省累计建成高原牧业科技小院811家，覆盖各县。\n"
STATIONS_AGAIN = "青海省累计建成高原牧业科技小院881家，成效明显。\n"

COLUMNS = [
    "path", "start", "end", "line", "column", "text", "value", "low", "high", "unit", "kind", "modifier",
    "subject", "place", "period", "aspect", "status", "note", "landmark", "key", "per",
]  # fmt: skip


def environment(**changes: str) -> dict[str, str]:
    bare = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING")}
    return {**bare, "PYTHONIOENCODING": "utf-8", **changes}


def run_bytes(*args: str, stdin: bytes = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [FACTCHECK, *args], input=stdin, capture_output=True, env=environment(**changes), timeout=60, check=False
    )


def run(*args: str, stdin: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
    ran = run_bytes(*args, stdin=stdin.encode(), **changes)
    assert b"Traceback" not in ran.stderr
    assert b"internal error" not in ran.stderr
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def write(name: str, text: str) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return name


def findings(*args: str, **changes: str) -> list[dict]:
    return json.loads(run("lint", "--format", "json", *args, **changes).stdout)["findings"]


# Exit codes


def test_a_draft_with_a_finding_exits_1_and_names_file_line_and_rule():
    ran = run("lint", write("draft.txt", "标题\n\n" + WRONG))

    assert 1 == ran.returncode
    assert "draft.txt:3:" in ran.stdout
    assert "parts-add-up" in ran.stdout
    assert "" == ran.stderr


def test_a_clean_draft_exits_0_and_says_what_was_read():
    ran = run("lint", write("draft.txt", RIGHT))

    assert 0 == ran.returncode
    assert "3 个数字" in ran.stdout


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)], ids=lambda value: str(value)
)
def test_an_error_fails_at_every_threshold_but_never(fail_on, code):
    assert code == run("lint", "--fail-on", fail_on, write("draft.txt", WRONG)).returncode


def test_a_hint_fails_only_where_hints_are_to_fail():
    draft = write("draft.txt", HINT)

    assert ["info"] == [finding["severity"] for finding in findings(draft)]
    assert [0, 0, 1] == [run("lint", "--fail-on", least, draft).returncode for least in ("error", "warning", "info")]


def test_a_folder_with_nothing_to_read_exits_2():
    Path("empty").mkdir()

    ran = run("lint", "empty")

    assert 2 == ran.returncode
    assert "empty" in ran.stdout + ran.stderr


def test_an_unknown_option_exits_2_and_suggests_the_right_one():
    ran = run("lint", "--frmat", "json", write("draft.txt", RIGHT))

    assert 2 == ran.returncode
    assert "--format" in ran.stderr


def test_an_unknown_command_exits_2():
    assert 2 == run("lnit").returncode


def test_an_unknown_format_exits_2_and_lists_the_known_ones():
    ran = run("lint", "--format", "jsno", write("draft.txt", RIGHT))

    assert 2 == ran.returncode
    assert all(name in ran.stderr for name in ("github", "json", "sarif", "text"))


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_exits_2_and_suggests_the_right_name(option):
    ran = run("lint", option, "part-add-up", write("draft.txt", WRONG))

    assert 2 == ran.returncode
    assert "parts-add-up" in ran.stderr


def test_only_selected_rules_and_no_ignored_ones_speak():
    draft = write("draft.txt", WRONG)

    assert ["parts-add-up"] == [f["rule"] for f in findings("--select", "parts-add-up", draft)]
    assert [] == findings("--select", "rise-rate", draft)
    assert [] == findings("--ignore", "parts-add-up", draft)
    assert 0 == run("lint", "--ignore", "parts-add-up", draft).returncode


def test_the_version_and_the_help_exit_0():
    assert [0, 0, 0] == [run(*args).returncode for args in (["--version"], ["--help"], ["lint", "-h"])]


# Formats


def counts(*args: str) -> dict[str, int]:
    """How many findings each format prints."""
    text, github = (run("lint", "--format", name, *args).stdout for name in ("text", "github"))
    sarif = json.loads(run("lint", "--format", "sarif", *args).stdout)
    return {
        "text": len(re.findall(r"^(?:错误|警告|提示) \[", text, re.M)),
        "json": len(findings(*args)),
        "sarif": len(sarif["runs"][0]["results"]),
        "github": len(re.findall(r"^::(?:error|warning|notice) ", github, re.M)),
    }


def test_all_formats_agree_on_the_findings():
    write("copy/one.txt", WRONG + "\n" + "渔船由128艘增加到164艘，增加63艘。\n")
    write("copy/two.txt", HINT)
    write("copy/three.txt", RIGHT)

    assert dict.fromkeys(("text", "json", "sarif", "github"), 3) == counts("copy")


def test_all_formats_agree_that_nothing_was_found():
    assert {0} == set(counts(write("draft.txt", RIGHT)).values())


FORMATS = ["github", "gitlab", "html", "json", "junit", "markdown", "rdjson", "sarif", "text"]


def test_the_help_names_every_format():
    said = run("lint", "--help").stdout

    assert all(name in said for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_input_gives_the_same_bytes(name):
    write("copy/one.txt", WRONG + STATIONS)
    write("copy/two.txt", STATIONS_AGAIN)

    first, second = (run_bytes("lint", "--format", name, "copy") for _ in range(2))

    assert first.stdout == second.stdout != b""
    assert first.stdout.endswith(b"\n")


# Input and output


def test_a_dash_reads_standard_input():
    ran = run("lint", "-", stdin=WRONG)

    assert 1 == ran.returncode
    assert "-:1:" in ran.stdout


def test_one_run_writes_several_formats_each_to_its_own_place():
    draft = write("draft.txt", WRONG)
    ran = run(
        *["lint", "-f", "sarif", "-o", "out.sarif", "-f", "text", "-o", "-", "-f", "html", "-o", "out.html"], draft
    )

    assert (1, run("lint", draft).stdout) == (ran.returncode, ran.stdout)
    assert run("lint", "-f", "sarif", draft).stdout == Path("out.sarif").read_text(encoding="utf-8")
    assert run("lint", "-f", "html", draft).stdout == Path("out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "args", ["-f json -f html", "-f json -f html -o one.json", "-o one -o two", "-f json -o one -f html -o one"]
)
def test_formats_without_a_place_of_their_own_exit_2_and_write_nothing(args):
    ran = run("lint", *args.split(), write("draft.txt", WRONG))

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "--output" in ran.stderr or "同一个文件" in ran.stderr
    assert not Path("one").exists()


def test_output_goes_to_the_file_and_nothing_to_standard_output():
    draft = write("draft.txt", WRONG)
    for name in ("text", "json"):
        printed = run("lint", "--format", name, draft)
        saved = run("lint", "--format", name, "--output", "report.out", draft)

        assert (printed.returncode, "") == (saved.returncode, saved.stdout)
        assert printed.stdout == Path("report.out").read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_exits_2_and_is_named():
    ran = run("lint", "--output", "nowhere/report.txt", write("draft.txt", WRONG))

    assert 2 == ran.returncode
    assert "nowhere" in ran.stderr


def test_several_paths_are_sources_of_one_another_unless_told_otherwise():
    paths = write("one.txt", STATIONS), write("two.txt", STATIONS_AGAIN)

    assert ["sources-agree"] == [f["rule"] for f in findings(*paths)]
    assert [] == findings("--no-cross", *paths)


@pytest.mark.parametrize("draft_first", [True, False])
def test_against_a_source_the_finding_falls_on_the_draft(draft_first):
    draft, source = ("a.txt", "b.txt") if draft_first else ("b.txt", "a.txt")
    write(draft, STATIONS_AGAIN)
    write(source, STATIONS)

    (finding,) = findings("--against", source, draft)

    assert (draft, "881家") == (finding["path"], finding["text"])
    assert [(source, "811家")] == [(other["path"], other["text"]) for other in finding["related"]]


def test_against_a_source_its_own_slips_are_not_reported():
    draft, source = write("draft.txt", RIGHT), write("source.txt", WRONG.replace("苹果", "核桃"))

    assert [] == findings("--against", source, draft)


def test_a_source_that_is_missing_exits_2():
    ran = run("lint", "--against", "nowhere.txt", write("draft.txt", RIGHT))

    assert 2 == ran.returncode
    assert "nowhere.txt" in ran.stdout + ran.stderr


def test_an_english_report_has_no_chinese_but_what_it_quotes():
    text = run("lint", "--lang", "en", write("draft.txt", WRONG)).stdout

    assert "error [parts-add-up]" in text
    assert "错误" not in text
    assert "核对" not in text


# Settings


def test_without_a_path_the_paths_of_the_settings_are_read():
    write("pyproject.toml", '[tool.factcheck]\npaths = ["copy"]\n')
    write("copy/draft.txt", WRONG)
    write("notes/other.txt", WRONG)

    assert [Path("copy", "draft.txt")] == [Path(f["path"]).relative_to(Path.cwd()) for f in findings()]


def test_the_paths_of_the_settings_count_from_where_they_are_set(monkeypatch):
    write("pyproject.toml", '[tool.factcheck]\npaths = ["copy"]\n')
    write("copy/draft.txt", WRONG)
    Path("deep/er").mkdir(parents=True)
    monkeypatch.chdir("deep/er")

    assert 1 == len(findings())


def test_without_a_path_or_a_setting_the_current_folder_is_read():
    write("draft.txt", WRONG)
    write("deep/er/draft.txt", WRONG)

    assert 2 == len(findings("--no-cross"))


def test_settings_choose_rules_and_language():
    write("pyproject.toml", '[tool.factcheck]\nignore = ["parts-add-up"]\nlang = "en"\n')

    ran = run("lint", write("draft.txt", WRONG))

    assert 0 == ran.returncode
    assert "numbers: 3" in ran.stdout


def test_an_unknown_setting_exits_2_and_suggests_the_right_one():
    write("pyproject.toml", '[tool.factcheck]\npath = ["copy"]\n')

    ran = run("lint", write("draft.txt", RIGHT))

    assert 2 == ran.returncode
    assert "pyproject.toml" in ran.stderr
    assert "'paths'" in ran.stderr


@pytest.mark.parametrize(
    "broken", ["[tool.factcheck", '[tool.factcheck]\npaths = "copy"\n', '[tool.factcheck]\nlang = "fr"\n']
)
def test_broken_settings_exit_2_and_name_the_file(broken):
    write("pyproject.toml", broken)

    ran = run("lint", write("draft.txt", RIGHT))

    assert 2 == ran.returncode
    assert "pyproject.toml" in ran.stderr


# Colour and width


def on_a_terminal(*args: str, **changes: str) -> str:
    """What a command prints to a terminal, standard error included."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are a thing of POSIX")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [FACTCHECK, *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm-256color", **changes),
    ):
        os.close(theirs)
        return b"".join(_all_of(ours)).decode()


def _all_of(terminal: int) -> Iterator[bytes]:
    try:
        while data := os.read(terminal, 65536):
            yield data
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(terminal)


def test_a_terminal_gets_colour():
    assert ESCAPE in on_a_terminal("lint", write("draft.txt", WRONG))


def test_a_terminal_gets_no_colour_where_the_user_wants_none():
    draft = write("draft.txt", WRONG)

    assert ESCAPE not in on_a_terminal("lint", draft, NO_COLOR="1")
    assert ESCAPE not in on_a_terminal("lint", "--color", "never", draft)


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github"])
def test_a_pipe_gets_no_colour(name):
    assert ESCAPE not in run("lint", "--format", name, write("draft.txt", WRONG)).stdout


def test_a_pipe_gets_colour_where_it_is_asked_for():
    draft = write("draft.txt", WRONG)
    plain, coloured = run("lint", draft).stdout, run("lint", "--color", "always", draft).stdout

    assert ESCAPE in coloured
    assert plain == re.sub(r"\x1b\[[\d;]*m", "", coloured)


def test_no_color_wins_over_force_color():
    assert ESCAPE not in run("lint", write("draft.txt", WRONG), NO_COLOR="1", FORCE_COLOR="1").stdout


@pytest.mark.parametrize("command", [["lint"], ["claims"], ["lint", "--format", "json"]])
def test_a_pipe_gets_no_progress_bar(command):
    for number in range(30):
        write(f"copy/{number:02}.txt", RIGHT)

    assert "" == run(*command, "copy").stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_of_a_report_is_wider_than_the_screen(width, lang):
    write("a.txt", "岸上风大。" * 60 + WRONG + STATIONS + HINT)
    write("b.txt", STATIONS_AGAIN + "渔船由128艘增加到164艘，增加63艘。\n")

    lines = run("lint", "--lang", lang, "a.txt", "b.txt", COLUMNS=str(width)).stdout.splitlines()

    assert width >= max(map(cell_len, lines))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_of_the_claims_table_is_wider_than_the_screen(width):
    lines = run("claims", write("draft.txt", WRONG + STATIONS), COLUMNS=str(width)).stdout.splitlines()

    assert width >= max(map(cell_len, lines))


# Claims


def listed(*args: str) -> list[dict]:
    return [json.loads(line) for line in run("claims", "--format", "jsonl", *args).stdout.splitlines()]


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_shows_text_value_and_subject():
    table = run("claims", write("draft.txt", WRONG), COLUMNS="160").stdout

    assert all(cell in table for cell in ("draft.txt", "4820棵", "苹果树", "count", "exact"))


def test_the_columns_of_jsonl_and_csv_are_stable():
    draft = write("draft.txt", WRONG)

    assert COLUMNS == list(listed(draft)[0])
    assert COLUMNS == run("claims", "--format", "csv", draft).stdout.splitlines()[0].split(",")


def test_jsonl_and_csv_list_the_same_numbers():
    draft = write("draft.txt", WRONG + "入园游客5.3万人次，同比增长12.5%，提高1.2个百分点。\n")
    rows = read_csv(run("claims", "--format", "csv", draft).stdout)

    assert [row["text"] for row in rows] == [claim["text"] for claim in listed(draft)]
    assert [row["value"] for row in rows] == [claim["value"] or "" for claim in listed(draft)]


def test_values_are_in_base_units():
    draft = write("draft.txt", "入园游客5.3万人次，门票收入1.07亿元，占全部收入的30%，提高2.5个百分点。\n")

    assert [("53000", "人次"), ("107000000", "元"), ("30", "%"), ("2.5", "百分点")] == [
        (claim["value"], claim["unit"]) for claim in listed(draft) if claim["kind"] != "other"
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no BOM", "BOM"])
def test_offsets_slice_the_file_to_the_text(line_break, mark):
    text = line_break.join(
        ["🍎果园消息", "", "　　新栽蘋果樹4820棵（東坡3150棵、西坡1,670棵）。", "𠮷山入园５.３万人次。", ""]
    )
    claims = listed(write("draft.txt", mark + text))

    assert ["4820棵", "3150棵", "1,670棵", "５.３万人次"] == [text[claim["start"] : claim["end"]] for claim in claims]


def test_lines_and_columns_lead_to_the_number():
    text = "果园消息\n\n　　新栽苹果树4820棵。\n"
    (claim,) = listed(write("draft.txt", text))

    assert text.splitlines()[claim["line"] - 1][claim["column"] - 1 :].startswith("4820棵")


def test_no_cell_of_a_csv_is_run_as_a_formula():
    draft = write("=cmd.txt", "气温-12.5℃。净流入-3.2%。增减+4.7%。\n@=1+2家。新栽苹果树4820棵。\n")
    rows = read_csv(run("claims", "--format", "csv", draft).stdout)
    cells = [cell for row in rows for cell in row.values()]

    assert "'=cmd.txt" in cells
    assert [] == [c for c in cells if c[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"[+-]?[\d.]+", c)]


def test_claims_of_a_missing_file_exit_2_and_the_others_are_listed():
    ran = run("claims", "--format", "jsonl", "nowhere.txt", write("draft.txt", RIGHT))

    assert 2 == ran.returncode
    assert "nowhere.txt" in ran.stderr
    assert 3 == len(ran.stdout.splitlines())


# Rules


def test_every_rule_is_listed_once():
    names = [line.split()[0] for line in run("rule").stdout.splitlines()]

    assert sorted(set(names)) == sorted(names)
    assert {"parts-add-up", "sources-agree"} <= set(names)


def test_a_rule_is_explained_with_its_equation_and_examples():
    text = run("rule", "parts-add-up").stdout

    assert all(part in text for part in ("parts-add-up", "whole == sum(part)", "passes", "fails"))


def test_a_rule_that_is_misspelt_exits_2_and_is_suggested():
    ran = run("rule", "parts-ad-up")

    assert 2 == ran.returncode
    assert "parts-add-up" in ran.stderr


def test_the_rules_own_examples_are_all_right():
    ran = run("test")

    assert 0 == ran.returncode
    assert re.search(r"[1-9]\d* examples, 0 wrong", ran.stdout)


RULE = """relation: whole-parts
expect: whole == sum(part)
severity: warning
message: 果园分项{sum(part)}不等于{whole}
message-en: the orchards make {sum(part)}, not {whole}
explain: 果园的分项应与总数一致。
pass:
  - %(passing)s
fail:
  - text: %(failing)s
    marks: [%(marks)s]
"""
GOOD = {"passing": RIGHT.strip(), "failing": WRONG.strip(), "marks": "1760棵, 4820棵, 3150棵"}


def own_rule(changes: Mapping[str, str]) -> str:
    write("house/checks/orchards-add-up.yaml", RULE % {**GOOD, **changes})
    return "house"


def test_a_rule_of_ones_own_is_tested_with_the_others():
    ran = run("test", "--verbose", own_rule({}))

    assert 0 == ran.returncode
    assert 2 == len(re.findall(r"^right .*orchards-add-up\.yaml", ran.stdout, re.M))


@pytest.mark.parametrize(
    ("verdict", "changes"),
    [
        ("noisy", {"passing": WRONG.strip()}),
        ("missing", {"failing": RIGHT.strip()}),
        ("misplaced", {"marks": "4820棵, 3150棵"}),
    ],
)
def test_a_wrong_example_of_ones_own_rule_is_called_what_it_is(verdict, changes):
    ran = run("test", own_rule(changes))

    assert 1 == ran.returncode
    assert re.search(rf"^{verdict} .*orchards-add-up\.yaml:\d+", ran.stdout, re.M)
    assert "1 wrong" in ran.stdout


def test_a_rule_of_ones_own_speaks_in_a_report():
    rules = own_rule({})
    rule = Path(rules, "checks", "orchards-add-up.yaml")
    rule.write_text(rule.read_text(encoding="utf-8").replace("whole == sum(part)", "whole <= 4000"), encoding="utf-8")

    (finding,) = findings("--possible", "--rules", rules, write("draft.txt", RIGHT))

    assert ("orchards-add-up", "warning", "4820棵") == (finding["rule"], finding["severity"], finding["text"])


def test_a_folder_of_rules_that_is_missing_exits_2():
    ran = run("test", "nowhere")

    assert 2 == ran.returncode
    assert "nowhere" in ran.stderr
