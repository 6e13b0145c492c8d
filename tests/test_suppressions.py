"""Suppressions: what an editor lets stand, in a draft or beside it, and what is wrong with some of them."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from desk import here, write
from documents import docx, p
from hypothesis import given
from hypothesis import strategies as st

import factcheck
from factcheck.model import Document
from factcheck.readers import read_bytes, read_file
from factcheck.readers.cleaning import clean, fold

pytestmark = pytest.mark.usefixtures("desk")

APPLES = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"
PONDS = "白石镇新建鱼塘352口（东坡215口、西坡173口）。"
TRACTORS = "下河镇有拖拉机766辆（东坡253辆、西坡531辆）。"
TEA = "青田镇有茶园913亩（东坡315亩、西坡598亩）。"
ASIDE = "[factcheck: ignore parts-add-up -- 有90棵算了两次，见第12页]"


def told(*args: str) -> dict[str, Any]:
    return json.loads(here("lint", "--format", "json", *args).stdout)


def accused(*args: str) -> list[str]:
    return [finding["text"] for finding in told(*args)["findings"]]


def noticed(text: str, name: str = "draft.txt") -> list[str]:
    return [notice["id"] for notice in told(str(write(name, text)))["notices"]]


def left(text: str, name: str = "draft.txt") -> list[str]:
    """The accused numbers of a draft that are not let stand."""
    return accused(str(write(name, text)))


# What an aside covers


def test_an_aside_on_a_line_of_its_own_speaks_of_the_next_line():
    assert ["173口"] == left(f"{ASIDE}\n{APPLES}\n{PONDS}\n")


def test_a_blank_line_between_them_makes_no_difference():
    assert ["173口"] == left(f"{PONDS}\n\n{ASIDE}\n\n{APPLES}\n")


def test_an_aside_at_a_lines_end_speaks_of_that_line():
    assert ["173口"] == left(f"{APPLES}{ASIDE}\n{PONDS}\n")
    assert ["173口"] == left(f"{PONDS}\n{APPLES} {ASIDE}\n")


def test_an_aside_can_say_which_line_it_means():
    assert ["1760棵"] == left(f"{APPLES}[factcheck: ignore-next-line parts-add-up -- 已核]\n{PONDS}\n")
    assert ["173口"] == left(f"{APPLES}[factcheck: ignore-line parts-add-up -- 已核]\n{PONDS}\n")


def test_an_aside_can_speak_of_the_whole_draft():
    assert [] == left(f"{APPLES}\n{PONDS}\n[factcheck: ignore-file parts-add-up -- 名单都有重复]\n")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("[factcheck: ignore-start parts-add-up -- 有重复]", "[factcheck: ignore-end]"),
        ("【factcheck：忽略开始 parts-add-up——有重复】", "【factcheck：忽略结束】"),
    ],
)
def test_an_aside_can_open_a_stretch_that_another_closes(start, end):
    between = f"{start}\n{APPLES}\n\n{TRACTORS}\n{end}\n"

    assert ["173口"] == left(f"{between}{PONDS}\n")
    assert [] == noticed(f"{between}{PONDS}\n")


def test_a_stretch_is_closed_by_the_next_end_and_may_hold_another():
    start = "[factcheck: ignore-start {} -- 已核]\n"
    inner = f"{start.format('same-fact')}{TEA}\n[factcheck: ignore-end]\n"

    assert [] == left(f"{start.format('parts-add-up')}{inner}{APPLES}\n[factcheck: ignore-end]\n")


@pytest.mark.parametrize("aside", ["[factcheck: ignore-start parts-add-up -- 已核]", "[factcheck: ignore-end]"])
def test_a_start_without_an_end_and_an_end_without_a_start_have_no_effect(aside):
    text = f"{aside}\n{APPLES}\n"

    assert ["suppression-not-understood"] == noticed(text)
    assert ["1760棵"] == left(text)


@pytest.mark.parametrize(
    "aside",
    [
        "【factcheck：忽略 parts-add-up——有重复】",
        "[factcheck：忽略 parts-add-up：有重复]",
        "［factcheck: 忽略本行 parts-add-up，理由：有重复］",
        "[Factcheck: ignore parts-add-up, same-fact -- twice]",
        "[factcheck:忽略parts-add-up 有重复]",
        "<!-- factcheck: ignore parts-add-up -- 有重复 -->",
        "[factcheck: ignore parts-add-up -- 见[注3]]",
    ],
)
def test_an_aside_may_be_typed_as_an_editor_would(aside):
    assert ["173口"] == left(f"{APPLES}{aside}\n{PONDS}\n")


def test_the_line_that_follows_may_be_spoken_of_in_chinese():
    assert ["1760棵"] == left(f"{APPLES}【factcheck：忽略下一行 parts-add-up——有重复】\n{PONDS}\n")
    assert [] == left(f"{APPLES}\n{PONDS}\n【factcheck：忽略全文 parts-add-up——有重复】\n")


def test_only_the_named_rule_is_let_stand():
    assert ["1760棵"] == left(f"{APPLES}[factcheck: ignore same-fact -- 已核]\n")


def test_a_number_that_breaks_another_rule_too_is_still_reported_for_that():
    """Its parts are let stand, the second mention is not."""
    text = "柳溪镇有农户5230户（上村2310户、下村2920户）。\n柳溪镇有农户5320户（上村2310户、下村2920户）。"
    before = told(str(write("a.txt", text)))
    after = told(str(write("a.txt", f"{text}[factcheck: ignore parts-add-up -- 已核]\n")))

    assert [("parts-add-up", "5320户")] == [(f["rule"], f["text"]) for f in before["findings"]]
    assert [("same-fact", "5320户")] == [(f["rule"], f["text"]) for f in after["findings"]]
    assert ["parts-add-up"] == [one["rule"] for one in after["suppressed"]]


# Markdown and HTML


def test_a_comment_in_markdown_speaks_of_the_paragraph_behind_it():
    comment = "<!-- factcheck: ignore parts-add-up -- 名单含重复计数 -->"

    assert ["173口"] == left(f"# 标题\n\n{comment}\n{APPLES}\n\n{PONDS}\n", "a.md")
    assert ["173口"] == left(f"{comment}\n\n{APPLES}\n\n{PONDS}\n", "a.md")
    assert ["173口"] == left(f"{comment} {APPLES}\n\n{PONDS}\n", "a.md")
    assert ["173口"] == left(f"- {PONDS}\n- {APPLES} {comment}\n", "a.md")


def test_a_comment_in_html_speaks_of_the_paragraph_behind_it_or_around_it():
    comment = "<!-- factcheck: ignore parts-add-up --\n 名单含重复计数 -->"

    assert ["173口"] == left(f"<body>{comment}<p>{APPLES}</p><p>{PONDS}</p>", "a.html")
    assert ["173口"] == left(f"<body><p>{PONDS}</p>\n<p>{APPLES}{comment}</p>", "a.html")


def test_before_a_table_a_comment_speaks_of_all_its_rows():
    table = "| 地块 | 棵数 |\n|---|---|\n| 东坡 | 3150 |\n| 西坡 | 1760 |\n| 合计 | 4820 |\n"

    assert [] != left(table, "a.md")
    assert [] == left(f"<!-- factcheck: ignore-file parts-add-up -- 有重复 -->\n\n{table}", "a.md")
    assert [] == left(f"<!-- factcheck: ignore parts-add-up -- 有重复 -->\n\n{table}", "a.md")


def test_what_a_page_shows_as_code_is_no_aside():
    shown = f"```\n<!-- factcheck: nonsense -->\n```\n\n`<!-- factcheck: nonsense -->` {TEA}\n"

    assert [] == noticed(shown, "a.md")
    assert [] == noticed(f"<body><p>{TEA}</p><script>'<!-- factcheck: nonsense -->'</script>", "a.html")


# What an aside is not


def test_the_numbers_of_an_aside_are_no_claims():
    listed = here("claims", "--format", "jsonl", str(write("a.txt", f"{ASIDE}\n{TEA}{ASIDE}\n"))).stdout

    assert ["913亩", "315亩", "598亩"] == [json.loads(line)["text"] for line in listed.splitlines()]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_an_aside_shifts_no_offset(name):
    document = read_file(write(name, f"{ASIDE}\n\n{APPLES} {ASIDE} 又有1,250棵。\n\n{PONDS}\n"))

    assert "factcheck" not in document.text
    assert all(char in (document.source[at], fold(document.source[at])) for at, char in shown(document))


def shown(document: Document) -> list[tuple[int, str]]:
    """The offset of each visible character of a text, and the character."""
    return [(at, char) for at, char in zip(document.origins, document.text, strict=True) if not char.isspace()]


@given(st.lists(st.sampled_from(["甲", "\n", " ", "12", "，", ASIDE, "[factcheck:", "]", "<!-- factcheck: x -->"])))
def test_no_character_of_an_aside_is_text(pieces):
    document = clean("".join(pieces))
    offsets = set(document.origins)

    assert all(offsets.isdisjoint(range(aside.start, aside.end)) for aside in document.asides)


def test_lines_are_joined_as_if_no_aside_stood_at_their_ends():
    lines = [
        "柳溪镇今年新栽苹果树和梨树",
        "共4820棵，其中苹果树315",
        "0棵，长势都好，全镇上下",
        "都很高兴，来年还要再栽。",
    ]
    spoken = [lines[0] + ASIDE, *lines[1:2], ASIDE, *lines[2:]]

    assert clean("\n".join(lines)).text == clean("\n".join(spoken)).text


def test_a_hostile_text_of_asides_is_read_in_one_pass():
    for piece in (
        "[factcheck:",
        "<!--factcheck:",
        "【factcheck：",
        "[factcheck:[factcheck",
        "<!-- factcheck: ignore --",
    ):
        read_bytes((piece * 20_000).encode(), "a.txt")


@pytest.mark.parametrize(
    "text", ["【FactCheck：网传新增12例，不实】", "[Factcheck: 12 cases]", "factcheck: 12例", "[factchecks: 12]"]
)
def test_a_column_that_is_called_so_is_text(text):
    assert text == clean(f"{text}").source
    assert () == clean(text).asides


def test_the_library_honours_what_a_draft_lets_stand():
    report = factcheck.lint([write("a.txt", f"{APPLES}{ASIDE}\n{PONDS}\n")])

    assert ["173口"] == [finding.accused.quantity.text for finding in report.findings]
    assert ["1760棵"] == [one.finding.accused.quantity.text for one in report.suppressed]


# What is wrong with an aside


def test_without_a_reason_it_has_no_effect_and_is_an_error():
    text = f"{APPLES}[factcheck: ignore parts-add-up]\n"

    assert ["suppression-without-reason"] == noticed(text)
    assert ["1760棵"] == left(text)
    assert 1 == here("lint", "--fail-on", "error", str(write("a.txt", text))).exit_code


def test_one_that_nothing_needs_is_a_warning_and_says_where_it_stands():
    draft = str(write("a.txt", f"{TEA}\n{PONDS}{ASIDE}\n{TEA}{ASIDE}\n"))
    (notice,) = told(draft)["notices"]

    assert ("suppression-unused", "warning", 3, 27) == tuple(
        notice[key] for key in ("id", "severity", "line", "column")
    )
    assert [1, 0] == [here("lint", "--fail-on", least, draft).exit_code for least in ("warning", "error")]
    assert "a.txt:3:27" in here("lint", draft).stdout


def test_one_beside_another_number_of_a_finding_says_where_it_belongs():
    table = "地块,棵数,说明\n东坡,3150,\n西坡,1760,{}\n合计,4820,{}\n"
    aside = "[factcheck: ignore parts-add-up -- 有重复]"
    (notice,) = told(str(write("a.csv", table.format("", aside))))["notices"]

    assert "落在 a.csv:3:4 B3" in notice["message"]
    assert [] == told(str(write("a.csv", table.format(aside, ""))))["notices"]


def test_an_unknown_rule_is_an_error_and_the_right_one_is_suggested():
    (notice,) = told(str(write("a.txt", f"{PONDS}[factcheck: ignore part-add-up -- 已核]\n")))["notices"]

    assert "suppression-of-unknown-rule" == notice["id"]
    assert "parts-add-up" in notice["message"]


def test_the_known_rules_beside_an_unknown_one_are_let_stand():
    text = f"{PONDS}[factcheck: ignore parts-add-up, no-such -- 已核]\n"

    assert [] == left(text)
    assert ["suppression-of-unknown-rule"] == noticed(text)


@pytest.mark.parametrize(
    "aside",
    ["[factcheck: ingore parts-add-up -- x]", "[factcheck: ignore -- x]", "[factcheck: ]", "[factcheck: 忽略 有重复]"],
)
def test_one_that_is_not_understood_is_an_error_and_shows_how_it_is_written(aside):
    (notice,) = told(str(write("a.txt", f"{PONDS}{aside}\n")))["notices"]

    assert "suppression-not-understood" == notice["id"]
    assert "[factcheck: ignore 规则 -- 理由]" in notice["message"]


def test_a_bracket_that_is_never_closed_is_an_error_and_its_figures_are_no_claims():
    text = f"{TEA}[factcheck: ignore parts-add-up -- 见12人\n"

    assert ["suppression-not-understood"] == noticed(text)
    assert 3 == told(str(write("a.txt", text)))["summary"]["numbers"]


def test_a_rule_that_is_not_in_force_makes_no_suppression_unused():
    draft = str(write("a.txt", f"{TEA}{ASIDE}\n"))

    assert [] == told("--ignore", "parts-add-up", draft)["notices"]
    assert [] == told("--select", "same-fact", draft)["notices"]


def test_what_only_other_sources_contradict_is_not_called_unused_without_them():
    assert [] == noticed(f"{TEA}[factcheck: ignore sources-agree -- 两家口径不同]\n")


def test_notices_can_be_weighed_and_ignored_like_rules():
    draft = str(write("a.txt", f"{TEA}{ASIDE}\n"))

    assert [] == told("--ignore", "suppression-unused", draft)["notices"]
    write("factcheck.toml", '[severities]\nsuppression-unused = "info"\n')
    assert 0 == here("lint", draft).exit_code


# Files beside a draft


def entry(**said: str) -> str:
    return "- {" + ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()) + "}\n"


def word(name: str = "稿件.docx") -> str:
    Path(name).write_bytes(docx(p("标题") + p(APPLES) + p(PONDS)))
    return name


def test_a_file_beside_a_word_file_lets_a_quoted_sentence_stand():
    draft = word()
    write(
        "稿件.docx.factcheck.yaml", entry(rule="parts-add-up", quote="苹果树4820棵 （东坡3150棵、西坡", reason="有重复")
    )
    assert ["1760棵", "173口"] == accused(draft)  # the quote ends before the accused number

    write("稿件.docx.factcheck.yaml", entry(rule="parts-add-up", quote=f" {APPLES[3:]}", reason="有重复"))
    assert ["173口"] == accused(draft)

    write("稿件.docx.factcheck.yaml", entry(rule="parts-add-up", reason="有重复"))
    assert [] == accused(draft)


def test_the_text_of_a_word_file_may_carry_an_aside_as_well():
    Path("稿.docx").write_bytes(docx(p(ASIDE) + p(APPLES) + p(PONDS) + p(TEA + ASIDE)))
    of = told("稿.docx")

    assert ["173口"] == [finding["text"] for finding in of["findings"]]
    assert ["第4段"] == [notice["landmark"] for notice in of["notices"]]
    assert all(
        "第4段" in here("lint", "稿.docx", "-f", f).stdout for f in ("text", "html", "markdown", "github", "sarif")
    )


def test_a_file_that_the_settings_name_speaks_of_many_drafts():
    write("factcheck.toml", 'suppressions = "house/ignore.yaml"\n')
    write("house/ignore.yaml", entry(rule="parts-add-up", path="../稿/*", quote=APPLES, reason="有重复"))

    assert ["173口"] == left(f"{APPLES}\n{PONDS}\n", "稿/一/a.txt")
    assert ["1760棵", "173口"] == left(f"{APPLES}\n{PONDS}\n", "别处/a.txt")


def test_a_quote_that_a_draft_does_not_say_is_unused():
    write("a.txt.factcheck.yaml", entry(rule="parts-add-up", quote="没有这句话", reason="有重复"))
    (notice,) = told(str(write("a.txt", APPLES)))["notices"]

    assert ("suppression-unused", "a.txt.factcheck.yaml", 1) == (notice["id"], notice["path"], notice["line"])


def test_a_quote_is_not_called_missing_from_a_draft_of_which_only_the_name_is_kept():
    write("a.txt.factcheck.yaml", entry(rule="parts-add-up", quote=TEA, reason="有重复"))
    (notice,) = told(str(write("a.txt", TEA)))["notices"]

    assert "没有这句话" not in notice["message"]


def test_an_entry_that_nothing_needs_is_unused_once_however_often_it_is_quoted():
    write("a.txt.factcheck.yaml", entry(rule="parts-add-up", quote="茶园", reason="有重复"))

    assert ["suppression-unused"] == noticed(f"{TEA}\n茶园里\n茶园外\n", "a.txt")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("缺少键 'reason'", {"rule": "parts-add-up"}),
        ("要写理由", {"rule": "parts-add-up", "reason": " "}),
        ("是否想写 parts-add-up", {"rule": "part-add-up", "reason": "x"}),
        ("是否想写 'quote'", {"rule": "parts-add-up", "reason": "x", "qoute": "y"}),
        ("不写 path", {"rule": "parts-add-up", "reason": "x", "path": "*"}),
    ],
)
def test_a_mistake_in_such_a_file_exits_2_and_is_located(problem, said):
    write("a.txt.factcheck.yaml", entry(**said))
    ran = here("lint", str(write("a.txt", APPLES)), code=2)

    assert problem in ran.stderr
    assert "a.txt.factcheck.yaml:1:" in ran.stderr


def test_an_entry_for_many_drafts_that_names_none_exits_2():
    write("factcheck.toml", 'suppressions = "ignore.yaml"\n')
    write("ignore.yaml", entry(rule="parts-add-up", reason="x"))

    assert "path" in here("lint", str(write("a.txt", APPLES)), code=2).stderr


# What is told of it


def test_the_summary_counts_what_is_let_stand_and_json_gives_the_reason():
    draft = str(write("a.txt", f"{APPLES}{ASIDE}\n"))
    of = told(draft)

    assert "另有 1 处按说明不报" in here("lint", draft, code=0).stdout
    assert "suppressed: 1" in here("lint", "--lang", "en", draft).stdout
    assert (0, 1) == (of["summary"]["errors"], of["summary"]["suppressed"])
    (one,) = of["suppressed"]
    assert ("1760棵", "有90棵算了两次，见第12页") == (one["text"], one["reason"])
    assert {"path": "a.txt", "line": 1, "column": 32} == one["by"]


def test_what_is_let_stand_is_not_said_to_agree():
    assert "没有发现互相矛盾" not in here("lint", str(write("a.txt", f"{APPLES}{ASIDE}\n"))).stdout


def test_an_explained_report_gives_the_reason_beside_the_check():
    explained = here("lint", "--explain", str(write("a.txt", f"{APPLES}{ASIDE}\n"))).stdout

    assert "按说明不报：有90棵" in explained


def test_sarif_tells_what_is_let_stand_why_and_where_that_is_said():
    write("b.txt.factcheck.yaml", entry(rule="parts-add-up", reason="名单有重复"))
    drafts = [str(write("a.txt", f"{APPLES}{ASIDE}\n")), str(write("b.txt", PONDS))]
    results = json.loads(here("lint", "--format", "sarif", *drafts, code=0).stdout)["runs"][0]["results"]
    told_of = [one for result in results for one in result["suppressions"]]

    assert ["inSource", "external"] == [one["kind"] for one in told_of]
    assert ["有90棵算了两次，见第12页", "名单有重复"] == [one["justification"] for one in told_of]
    places = [one["location"]["physicalLocation"] for one in told_of]
    assert ["a.txt", "b.txt.factcheck.yaml"] == [place["artifactLocation"]["uri"] for place in places]


def test_more_notices_than_github_shows_are_all_in_the_log():
    draft = write("a.txt", f"{TEA}[factcheck: ignore parts-add-up]\n" * 12)
    out = here("lint", "--format", "github", str(draft), code=1).stdout

    assert 10 == out.count("::error ")
    assert 12 == sum(line.startswith("- a.txt:") for line in out.splitlines())


@pytest.mark.parametrize(
    "format_", ["text", "html", "markdown", "json", "sarif", "github", "gitlab", "rdjson", "junit"]
)
def test_every_format_tells_what_is_wrong_with_a_suppression(format_):
    draft = str(write("a.txt", f"{TEA}[factcheck: ignore parts-add-up]\n"))
    ran = here("lint", "--format", format_, draft, code=1)

    assert "suppression-without-reason" in ran.stdout
    assert "没有写理由" in ran.stdout
    assert "without a reason" in here("lint", "--lang", "en", "--format", format_, draft).stdout
