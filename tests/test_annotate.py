"""Findings as comments in a copy of the Word file: on the number, and nothing else is touched."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import run
from documents import docx, members, p, r, relations, tbl, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from writers import converted, needs_office, office_draft

from factcheck.annotate import annotated
from factcheck.annotate.anchors import anchor
from factcheck.model import FactcheckError, Finding
from factcheck.pipeline import check_documents
from factcheck.readers import read_bytes
from factcheck.readers.formats.wordprocessing import read_moored

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLIP = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
Annotate = Callable[..., bytes]


@pytest.fixture
def annotate(rulebook) -> Annotate:
    """A Word file with its findings as comments."""

    def annotating(data: bytes, lang: str = "zh") -> bytes:
        return annotated(data, "稿件.docx", found_in(data, rulebook), lang)

    return annotating


def found_in(data: bytes, rulebook: Any) -> tuple[Finding, ...]:
    return check_documents([read_bytes(data, "稿件.docx")], rulebook).findings


def tree(data: bytes, name: str = "word/document.xml") -> Any:
    return etree.fromstring(members(data)[name])


def with_types(data: bytes) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, **members(data)})


def commented(data: bytes) -> dict[str, str]:
    """What stands in the body between the marks of each comment, which has a start, an end and a reference."""
    said: dict[str, str] = {}
    open_: set[str] = set()
    ended: set[str] = set()
    for node in tree(data).iter():
        number = node.get(f"{W}id")
        if node.tag == f"{W}commentRangeStart":
            assert number not in said
            said[number] = ""
            open_.add(number)
        elif node.tag == f"{W}commentRangeEnd":
            open_.remove(number)
            ended.add(number)
        elif node.tag == f"{W}commentReference":
            assert node.getparent().tag == f"{W}r"
            ended.remove(number)
        elif node.tag == f"{W}t":
            said |= {number: said[number] + (node.text or "") for number in open_}
    assert not open_
    assert not ended
    return said


def comments(data: bytes) -> dict[str, list[str]]:
    """The paragraphs of each comment."""
    listed = tree(data, "word/comments.xml").iterfind(f"{W}comment")
    return {
        comment.get(f"{W}id"): ["".join(paragraph.itertext()) for paragraph in comment.iterfind(f"{W}p")]
        for comment in listed
    }


def dressed(data: bytes) -> list[tuple[str, str]]:
    """Each character of the body with the properties of its run."""
    shown = []
    for run_ in tree(data).iter(f"{W}r"):
        properties = run_.find(f"{W}rPr")
        look = etree.tostring(properties, method="c14n").decode() if properties is not None else ""
        shown += [(char, look) for t in run_.iterfind(f"{W}t") for char in t.text or ""]
    return shown


# Where a comment stands


def test_a_comment_stands_on_the_accused_number_and_tells_why(annotate):
    out = annotate(docx(p("标题") + p(SLIP)))

    assert {"0": "1760棵"} == commented(out)
    assert [
        "错误（很可能） parts-add-up",
        "1760棵（第2段）：分项3150棵、1760棵合计4910棵，与总数4820棵相差90棵",
        "算式：3150棵 + 1760棵 = 4910棵 ≠ 4820棵",
        "改法：1760棵 → 1670棵（两位对调）",
        "相关数字：4820棵（第2段）、3150棵（第2段）",
    ] == comments(out)["0"]


def test_a_comment_speaks_english_where_the_report_does(annotate):
    (said,) = comments(annotate(docx(p(SLIP)), "en")).values()

    assert "error (likely) parts-add-up" == said[0]
    assert said[1].startswith("1760棵 (paragraph 1): ")
    assert "Related numbers: 4820棵 (paragraph 1), 3150棵 (paragraph 1)" == said[-1]


def test_runs_are_parted_only_where_a_number_begins_and_ends_and_keep_their_look(annotate):
    start, number, end = SLIP.partition("1760棵")
    data = docx(p(r(start, "<w:b/>"), r(number[:2], "<w:i/>"), r(number[2:] + end, '<w:color w:val="FF0000"/>')))
    out = annotate(data)

    assert {"0": "1760棵"} == commented(out)
    assert dressed(data) == dressed(out)
    texts = [t.text for t in tree(out).iter(f"{W}t")]
    assert [start, "17", "60棵", "）。"] == texts


def test_what_else_a_run_holds_stays_in_its_order(annotate):
    before, number, after = SLIP.partition("1760棵")
    page_end = "<w:lastRenderedPageBreak/>"
    mixed = f"<w:r><w:t>甲。</w:t><w:br/><w:t>{before}</w:t>{page_end}<w:t>{number}</w:t><w:t>{after}</w:t></w:r>"
    out = annotate(docx(p(mixed)))

    assert {"0": "1760棵"} == commented(out)
    kept = [node.tag.removeprefix(W) for node in tree(out).iter() if node.getparent() is not None]
    assert ["t", "br", "t", "lastRenderedPageBreak", "t", "t"] == [
        name for name in kept if name in ("t", "br", "lastRenderedPageBreak")
    ]


def test_a_comment_stands_in_its_table_cell(annotate):
    out = annotate(docx(tbl(("地区", "说明"), ("柳溪", SLIP))))

    assert {"0": "1760棵"} == commented(out)
    (start,) = tree(out).iter(f"{W}commentRangeStart")
    assert f"{W}tc" == start.getparent().getparent().tag
    assert "1760棵（表1 B2）" in comments(out)["0"][1]


INSERTED = '<w:ins w:id="7" w:author="编辑">{}</w:ins>'


@pytest.mark.parametrize(
    "wrapped",
    [
        INSERTED,
        "<w:hyperlink>{}</w:hyperlink>",
        '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:smartTag w:element="x">{}</w:smartTag>',
        '<w:moveTo w:id="3">{}</w:moveTo>',
        '<w:del w:id="8"><w:r><w:delText>1670</w:delText></w:r></w:del>{}',
    ],
)
def test_a_number_in_a_tracked_change_a_link_or_a_field_has_its_comment_there(annotate, wrapped):
    before, _, after = SLIP.partition("1760")
    data = docx(p(before, wrapped.format(r("17") + r("60")), after))
    out = annotate(data)

    assert {"0": "1760棵"} == commented(out)
    assert read_bytes(data, "a.docx").text == read_bytes(out, "a.docx").text
    assert dressed(data) == dressed(out)


def test_a_number_that_goes_on_behind_a_deleted_paragraph_end_is_covered_whole(annotate):
    before, _, after = SLIP.partition("1760")
    ended = f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{r(before + "17")}</w:p>'

    assert {"0": "1760棵"} == commented(annotate(docx(ended + p("60" + after))))


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
    "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_number_in_a_text_box_is_commented_at_the_run_that_holds_the_box(annotate):
    out = annotate(docx(p("正文") + p("甲", BOX.format(p(SLIP)), "乙")))
    (start,) = tree(out).iter(f"{W}commentRangeStart")
    holder = start.getnext()

    assert ["0"] == list(commented(out))
    assert f"{W}body" == start.getparent().getparent().tag
    assert holder.find(".//{*}txbxContent") is not None
    assert f"{W}commentRangeEnd" == holder.getnext().tag
    assert "1760棵（文本框1）" in comments(out)["0"][1]


def test_a_number_in_a_note_is_commented_at_the_mark_of_the_note(annotate):
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = docx(p("甲") + p("乙", mark, "丙"), footnotes=f'<w:footnote w:id="2">{p(SLIP)}</w:footnote>')
    out = annotate(data)
    (start,) = tree(out).iter(f"{W}commentRangeStart")

    assert start.getnext().find(f"{W}footnoteReference") is not None
    assert "1760棵（脚注1）" in comments(out)["0"][1]
    assert members(data)["word/footnotes.xml"] == members(out)["word/footnotes.xml"]


@pytest.mark.parametrize("kind", ["header1", "footer1"])
def test_a_number_in_a_header_is_commented_at_the_first_paragraph(annotate, kind):
    out = annotate(docx(p("甲") + p("乙"), **{kind: p(SLIP)}))

    assert {"0": "甲"} == commented(out)


@pytest.mark.parametrize("body", ["", "<w:p/>", "<w:p><w:pPr/></w:p>", "<w:sectPr/>"])
def test_a_body_without_text_still_takes_the_comment_of_a_header(annotate, body):
    assert {"0": ""} == commented(annotate(docx(body, header1=p(SLIP))))


def test_a_number_under_a_phonetic_guide_is_covered_with_it(annotate):
    before, number, after = SLIP.partition("1760棵")
    ruby = f"<w:r><w:ruby><w:rt>{r('yi')}</w:rt><w:rubyBase>{r(number)}</w:rubyBase></w:ruby></w:r>"

    assert {"0": "yi1760棵"} == commented(annotate(docx(p(before, ruby, after))))


def test_of_runs_told_twice_the_whole_is_covered(annotate):
    before, number, after = SLIP.partition("1760棵")
    twice = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{r(number)}</mc:Choice>"
        f"<mc:Fallback>{r(number)}</mc:Fallback></mc:AlternateContent>"
    )
    out = annotate(docx(p(before, twice, after)))

    assert {"0": number * 2} == commented(out)
    assert [] == [mark for mark in tree(out).iter(f"{W}commentRangeStart") if mark.getparent().tag != f"{W}p"]


def test_several_findings_have_several_comments(annotate):
    out = annotate(docx(p(SLIP) + p(SLIP.replace("柳溪", "清河")) + p("全县造林520公顷（东乡312公顷、西乡280公顷）。")))

    assert {"0": "1760棵", "1": "1760棵", "2": "280公顷"} == commented(out)
    assert ["0", "1", "2"] == list(comments(out))


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), min_size=1, max_size=6)
RUNS = st.lists(st.lists(st.text("甲乙3 .", min_size=1, max_size=6), min_size=1, max_size=3), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(runs=RUNS, spans=SPANS)
def test_however_the_runs_are_parted_every_comment_covers_its_stretch_and_no_character_changes(runs, spans):
    said = "甲" + "".join("".join(texts) for texts in runs) + "乙"
    body = "".join(
        f"<w:r><w:rPr><w:b/></w:rPr>{''.join(f'<w:t>{text}</w:t>' for text in texts)}</w:r>"
        for texts in [["甲"], *runs, ["乙"]]
    )
    moored = read_moored(docx(f"<w:p>{body}</w:p>"), "a.docx")
    taken = [(start % len(said), min(len(said), start % len(said) + size)) for start, size in spans]
    anchor(moored, [(number, *span) for number, span in enumerate(taken)])
    out = zipped({"word/document.xml": etree.tostring(moored.root)})

    assert said == "".join(char for char, _ in dressed(out))
    assert {str(number): said[start:end] for number, (start, end) in enumerate(taken)} == commented(out)
    assert all(r_.find(f"{W}commentReference") is not None or len(r_) > 1 for r_ in tree(out).iter(f"{W}r"))


# What else is in the package


def test_every_other_part_is_copied_as_it_is_packed(annotate):
    data = with_types(docx(p(SLIP), header1=p("页眉")))
    others = {"word/embeddings/表.bin": b"\x00cells\xff" * 99, "word/media/图.png": b"\x89PNG" * 99}
    data = zipped({**members(data), **others})
    out = annotate(data)
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}

    assert [*members(data), "word/comments.xml"] == list(members(out))
    assert changed == {name for name, content in members(data).items() if members(out)[name] != content}


def test_a_new_part_of_comments_is_announced(annotate):
    out = annotate(with_types(docx(p(SLIP))))
    (override,) = tree(out, "[Content_Types].xml").iterfind("{*}Override")
    relation = tree(out, "word/_rels/document.xml.rels")[-1]

    assert "/word/comments.xml" == override.get("PartName")
    assert override.get("ContentType").endswith("wordprocessingml.comments+xml")
    assert "comments.xml" == relation.get("Target")
    assert relation.get("Type").endswith("/officeDocument/2006/relationships/comments")
    assert 1 == [node.get("Id") for node in relation.getparent()].count(relation.get("Id"))


def test_comments_that_stood_there_stay_and_numbers_are_never_used_twice(annotate):
    marks = '<w:commentRangeStart w:id="4"/>', '<w:commentRangeEnd w:id="4"/>', '<w:commentRangeStart w:id="9"/>'
    end = '<w:r><w:commentReference w:id="4"/></w:r>', '<w:commentRangeEnd w:id="9"/>'
    reference = '<w:r><w:commentReference w:id="9"/></w:r>'
    old = f'<w:comment w:id="4" w:author="主编">{p("请核")}</w:comment>'
    data = with_types(docx(p(marks[0], "甲", marks[1], end[0], marks[2], "乙", end[1], reference, SLIP), comments=old))
    out = annotate(data)

    assert {"4": "甲", "9": "乙", "10": "1760棵"} == commented(out)
    assert ["4", "10"] == list(comments(out))
    assert ["请核"] == comments(out)["4"]
    assert "主编" == tree(out, "word/comments.xml")[0].get(f"{W}author")
    same = {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert same == {name for name in same if members(data)[name] == members(out)[name]}


def test_a_part_that_only_has_the_name_of_comments_is_left_alone(annotate):
    data = zipped({**members(docx(p(SLIP))), "word/comments.xml": "<x/>"})
    out = annotate(data)

    assert b"<x/>" == members(out)["word/comments.xml"]
    assert "comments1.xml" == tree(out, "word/_rels/document.xml.rels")[-1].get("Target")


def test_a_package_of_the_strict_kind_gets_strict_comments(annotate):
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{strict}"><w:body>{p(SLIP)}</w:body></w:document>'
    out = annotate(
        zipped({"_rels/.rels": relations(officeDocument="word/document.xml"), "word/document.xml": document})
    )

    assert f"{{{strict}}}comments" == tree(out, "word/comments.xml").tag
    assert tree(out, "word/_rels/document.xml.rels")[0].get("Type").startswith("http://purl.oclc.org/")


def test_the_same_findings_give_the_same_bytes_and_none_leaves_the_file_as_it_is(annotate):
    data, right = docx(p(SLIP)), docx(p(SLIP.replace("1760", "1670")))

    assert annotate(data) == annotate(data)
    assert right == annotate(right)


def test_the_copy_is_read_as_the_draft_is(annotate, rulebook):
    data = docx(p("标题") + p(SLIP) + tbl(("一", "二"), ("三", SLIP)))
    out = annotate(data)

    assert read_bytes(data, "a").text == read_bytes(out, "a").text
    assert ["1760棵"] * 2 == [finding.accused.quantity.text for finding in found_in(out, rulebook)]


def test_findings_of_another_text_are_refused(rulebook):
    with pytest.raises(FactcheckError, match="changed meanwhile"):
        annotated(docx(p("甲")), "稿件.docx", found_in(docx(p(SLIP)), rulebook))


def test_members_with_their_sizes_behind_them_are_copied(annotate):
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    streamed = Unseekable()
    with zipfile.ZipFile(streamed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members(docx(p(SLIP))), "word/media/a.png": b"\x89PNG" * 99}.items():
            archive.writestr(name, content)

    assert b"\x89PNG" * 99 == members(annotate(streamed.getvalue()))["word/media/a.png"]


# The command


@pytest.fixture
def draft(desk: Path) -> Path:
    Path("draft.docx").write_bytes(with_types(docx(p(SLIP))))
    return Path("draft.docx")


def test_lint_writes_the_copy_and_reports_as_ever(draft):
    plain, ran = run("lint", "draft.docx", code=1), run("lint", "draft.docx", "--annotate", "out.docx", code=1)

    assert plain.stdout == ran.stdout
    assert {"0": "1760棵"} == commented(Path("out.docx").read_bytes())


def test_what_lint_does_not_show_is_no_comment(draft):
    run("lint", "draft.docx", "--ignore", "parts-add-up", "--annotate", "out.docx", code=0)

    assert draft.read_bytes() == Path("out.docx").read_bytes()


def test_what_is_suppressed_or_known_from_a_baseline_is_no_comment(desk):
    ignored = p(SLIP + "【factcheck：忽略 parts-add-up——名单有重复】")
    Path("a.docx").write_bytes(docx(ignored + p("全县造林520公顷（东乡312公顷、西乡280公顷）。")))
    run("lint", "a.docx", "--annotate", "out.docx", code=1)
    assert {"0": "280公顷"} == commented(Path("out.docx").read_bytes())

    run("lint", "a.docx", "--baseline", "known.json", "--update-baseline")
    run("lint", "a.docx", "--baseline", "known.json", "--annotate", "out.docx", code=0)
    assert Path("a.docx").read_bytes() == Path("out.docx").read_bytes()


def test_findings_of_low_confidence_are_comments_where_they_are_shown(desk):
    doubtful = "会议通过2020年预算，收入3000万元，其中财政拨款1800万元、事业收入900万元、其他收入200万元。"
    Path("a.docx").write_bytes(docx(p(doubtful)))
    for options in ((), ("--possible",)):
        ran = run("lint", "a.docx", *options, "--format", "json", "--annotate", "out.docx")
        found = ran.stdout.count('"rule"')
        text = Path("out.docx").read_bytes()

        assert found == (len(commented(text)) if text != Path("a.docx").read_bytes() else 0)


def test_several_drafts_go_to_a_folder_each_with_the_numbers_of_the_others_named(desk):
    for name, number in (("甲/稿.docx", "4820"), ("乙/稿.docx", "4280")):
        Path(name).parent.mkdir()
        Path(name).write_bytes(docx(p(f"2019年，河北省粮食总产量{number}万吨。")))
    run("lint", "甲/稿.docx", "乙/稿.docx", "--annotate", "批注", code=1)
    copies = {path: path.read_bytes() for path in sorted(Path("批注").rglob("*.docx"))}
    said = [
        lines for data in copies.values() if "word/comments.xml" in members(data) for lines in comments(data).values()
    ]

    assert ["批注/乙/稿.docx", "批注/甲/稿.docx"] == [path.as_posix() for path in copies]
    assert 1 == len(said)
    assert "稿.docx 第1段" in said[0][-1]


def test_one_draft_goes_into_a_folder_that_is_there(draft):
    Path("批注").mkdir()
    run("lint", "draft.docx", "--annotate", "批注", code=1)

    assert Path("批注/draft.docx").is_file()


@pytest.mark.parametrize("name", ["draft.txt", "draft.pdf", "-"])
def test_only_word_files_are_annotated(desk, name):
    if name != "-":
        Path(name).write_text(SLIP, encoding="utf-8")
    ran = run("lint", name, "--annotate", "out.docx", code=2)

    assert "只有" in ran.stderr or "不是 Word 文件" in ran.stderr
    assert not Path("out.docx").exists()


def test_a_copy_never_replaces_a_draft(draft):
    before = draft.read_bytes()

    assert "would replace a draft" in run("lint", "draft.docx", "--annotate", "draft.docx", code=2).stderr
    assert before == draft.read_bytes()


def test_a_draft_that_cannot_be_read_has_no_copy(desk):
    Path("a.docx").write_bytes(docx(p(SLIP))[:-30])
    run("lint", "a.docx", "--annotate", "out.docx", code=2)

    assert not Path("out.docx").exists()


# Other programs


def written(folder: Path) -> Path:
    """A draft as python-docx writes it, annotated."""
    api = pytest.importorskip("docx", reason="python-docx writes the draft")
    document = api.Document()
    document.add_heading("柳溪镇果园消息", 1)
    paragraph = document.add_paragraph(SLIP.partition("60棵")[0])
    paragraph.add_run("60").bold = True
    paragraph.add_run(SLIP.partition("60")[2])
    document.add_comment(paragraph.runs[0], "请核", author="主编")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "造林", "全县造林520公顷（东乡312公顷、西乡280公顷）。"
    document.save(str(folder / "draft.docx"))
    run("lint", str(folder / "draft.docx"), "--annotate", str(folder / "out.docx"), code=1)
    return folder / "out.docx"


def test_python_docx_reads_the_comments(desk):
    import docx as api

    document = api.Document(str(written(desk)))

    assert ["主编", "factcheck", "factcheck"] == [comment.author for comment in document.comments]
    assert "两位对调" in list(document.comments)[1].text


@needs_office
def test_libreoffice_opens_the_copy_with_its_comments_on_their_numbers_and_the_text_unchanged(desk):
    out = written(desk)
    seen = seen_by_office(out, desk)

    assert ["请核", "1760棵", "280公顷"] == [said for said, _ in seen]
    assert [SLIP.partition("60棵")[0], "1760棵", "280公顷"] == [covered for _, covered in seen]
    texts = [converted(path, "txt:Text (encoded):UTF8", desk).read_text("utf-8") for path in (desk / "draft.docx", out)]
    assert texts[0] == texts[1]
    assert SLIP in texts[1]


@needs_office
def test_libreoffice_shows_the_comments_of_notes_boxes_and_headers_where_these_hang_in_the_body(desk):
    draft = office_draft(desk)
    run("lint", str(draft), "--annotate", "out.docx", code=1)
    covered = dict(seen_by_office(Path("out.docx"), desk))

    assert {"1760棵", "303棵", "280公顷", "402棵", "276户"} == covered.keys()
    assert ("1760棵", "303棵", "果园消息") == (covered["1760棵"], covered["303棵"], covered["280公顷"])


def seen_by_office(path: Path, folder: Path) -> list[tuple[str, str]]:
    """The number that each comment speaks of, as LibreOffice reads it, or all it says; and the text that it covers."""
    content = etree.fromstring(members(converted(path, "odt", folder).read_bytes())["content.xml"])
    seen = []
    for mark in content.iter("{*}annotation"):
        name = mark.get(next(key for key in mark.attrib if key.endswith("}name")))
        lines = ["".join(paragraph.itertext()) for paragraph in mark.iterfind("{*}p")]
        said = lines[1].partition("（")[0] if len(lines) > 1 else lines[0]
        seen.append((said, _between(content, mark, name)))
    return seen


def _between(content: Any, mark: Any, name: str) -> str:
    """The text from behind a comment up to its end."""
    said, is_inside, inside_note = "", False, 0
    for event, node in etree.iterwalk(content, events=("start", "end")):
        local = etree.QName(node).localname
        if local == "annotation":
            inside_note += 1 if event == "start" else -1
            is_inside = is_inside or (node is mark and event == "end")
        if local == "annotation-end" and name in node.attrib.values():
            return said
        if is_inside and not inside_note:
            said += (node.text if event == "start" else node.tail) or ""
    return said
