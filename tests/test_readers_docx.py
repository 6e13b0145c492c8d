"""Word documents: what is copy and what is not, and where a finding points."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import pytest
from documents import docx, members, p, r, tbl, zipped

from factcheck.model import FactcheckError, Span
from factcheck.pipeline import check_documents
from factcheck.readers import read_bytes


def text(data: bytes) -> str:
    return read_bytes(data, "稿件.docx").text


def places(data: bytes, needle: str) -> list[str]:
    """The landmarks of every place where the clean text says `needle`."""
    document = read_bytes(data, "稿件.docx")
    starts = [at for at in range(len(document.text)) if document.text.startswith(needle, at)]
    marks = [document.locate(Span(at, at + len(needle))).landmark for at in starts]
    return [mark.name if mark else "" for mark in marks]


def test_a_paragraph_is_a_line_and_runs_are_joined():
    assert "果园消息\n新栽苹果树4820棵。\n" == text(docx(p("果园消息") + p("新栽苹果树", "48", "20棵。")))


def test_short_paragraphs_are_never_joined():
    lines = ["东坡苹果树栽了三千棵", "西坡苹果树栽了一千棵", "南坡苹果树栽了两千棵", "北坡苹果树栽了五百棵"]

    assert lines == text(docx("".join(map(p, lines)))).splitlines()


def test_a_finding_names_its_paragraph(rulebook):
    data = docx(p("标题") + p("") + p("柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"))
    (finding,) = check_documents([read_bytes(data, "稿件.docx")], rulebook).findings

    assert "parts-add-up" == finding.rule.id
    landmark = finding.accused.location.landmark
    assert landmark
    assert ("第2段", "paragraph 2") == (landmark.name, landmark.name_en)


def test_a_table_row_is_a_line_with_tabs_and_a_cell_has_its_name():
    data = docx(p("造林情况") + tbl(("地区", "面积（公顷）"), ("东乡", "312")) + p("完"))

    assert "造林情况\n地区\t面积（公顷）\n东乡\t312\n\n完\n" == text(data)
    assert ["表1 B2"] == places(data, "312")
    assert ["第2段"] == places(data, "完")


def test_merged_cells_keep_the_columns_under_one_another():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    first, later = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    data = docx(tbl((first + p("地区"), wide + p("造林")), (later + p(""), "计划", "完成"), ("东乡", "300", "312")))

    assert "地区\t造林\n\t计划\t完成\n东乡\t300\t312\n\n" == text(data)
    assert ["表1 C3"] == places(data, "312")


def test_a_row_or_cell_that_was_deleted_is_left_out():
    deleted = '<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc></w:tr>'
    table = tbl(("东乡", "312"), ("<w:tcPr><w:cellDel/></w:tcPr>" + p("旧"), "7"))

    assert "东乡\t312\n\t7\n\n" == text(docx(table.replace("</w:tbl>", deleted + "</w:tbl>")))


def test_a_table_that_lays_out_a_page_is_read_as_paragraphs():
    inner = tbl(("东乡", "312"), ("西乡", "208"))
    data = docx(tbl((p("全县造林520公顷。") + p("其中东乡312公顷。"), "通讯员"), (p("附表") + inner + p(""), "编辑")))

    assert "全县造林520公顷。\n其中东乡312公顷。\n通讯员\n附表\n东乡\t312\n西乡\t208\n\n编辑\n\n" == text(data)
    assert ["表1 A1", "表2 B1"] == places(data, "312")


def test_tracked_insertions_count_and_deletions_do_not():
    inserted = f'<w:ins w:id="1">{r("4820")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>4280</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{r("旧")}</w:moveFrom><w:moveTo w:id="4">{r("新")}</w:moveTo>'

    assert "新栽苹果树4820棵新。\n" == text(docx(p("新栽苹果树", inserted, deleted, "棵", moved, "。")))


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    ended = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>新栽苹果树48</w:t></w:r></w:p>'

    assert "新栽苹果树4820棵。\n" == text(docx(ended + p("20棵。")))


@pytest.mark.parametrize(
    ("expected", "properties"),
    [("甲乙", "<w:vanish/>"), ("甲9乙", '<w:vanish w:val="0"/>'), ("甲9乙", "<w:b/>"), ("甲乙", "<w:webHidden/>")],
)
def test_hidden_text_is_left_out(expected, properties):
    assert f"{expected}\n" == text(docx(p("甲", r("9", properties), "乙")))


def field(code: str, result: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{char('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{char('separate')}{r(result)}{char('end')}"


def test_field_codes_are_left_out_and_their_results_kept():
    assert "见表3。\n" == text(docx(p("见表", field("SEQ 表 * ARABIC 77", "3"), "。")))


@pytest.mark.parametrize("code", ["PAGE", "NUMPAGES \\* MERGEFORMAT", 'TOC \\o "1-3"'])
def test_page_numbers_and_contents_are_left_out(code):
    assert "第页\n" == text(docx(p("第", field(code, "12"), "页")))
    assert "第页\n" == text(
        docx(p("第", f'<w:fldSimple w:instr=" {code.replace(chr(34), "")} ">{r("12")}</w:fldSimple>', "页"))
    )


def test_the_lines_of_a_table_of_contents_are_left_out():
    assert "正文\n" == text(docx(p("一、概况\t3", style="TOC1") + p("正文")))


def test_a_field_that_never_ends_is_reported_and_never_passed():
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    document = read_bytes(docx(p("前文") + p(opened, "后文")), "稿件.docx")

    assert "前文\n" == document.text
    assert ["稿件.docx"] == [gap.split(":")[0] for gap in document.gaps]


def test_notes_headers_and_footers_are_read_behind_the_body():
    rule = f'<w:footnote w:type="separator" w:id="-1">{p("——")}</w:footnote>'
    note = f'{rule}<w:footnote w:id="2">{p("含农场62公顷。")}</w:footnote>'
    end = f'<w:endnote w:id="2">{p("数据截至6月。")}</w:endnote>'
    header, footer = p("柳溪简报第17期"), p(field("PAGE", "1"))
    data = docx(p("造林520公顷", "<w:r><w:footnoteReference w:id='2'/></w:r>", "。"),
                footnotes=note, endnotes=end, header1=header, header2=header, footer1=footer)  # fmt: skip

    assert "造林520公顷。\n含农场62公顷。\n数据截至6月。\n柳溪简报第17期\n" == text(data)
    assert [["脚注1"], ["尾注1"], ["页眉"]] == [places(data, said) for said in ("62", "6月", "17期")]


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = f"<w:txbxContent>{p('图说：新栽4820棵。')}</w:txbxContent>"
    choice = f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    data = docx(p("正文", f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>") + p("后文"))

    assert "正文\n图说：新栽4820棵。\n后文\n" == text(data)
    assert ["文本框1"] == places(data, "4820")
    assert ["第2段"] == places(data, "后文")


def test_text_in_controls_links_and_moves_is_text():
    control = f"<w:sdt><w:sdtContent>{p('控件里4820棵。')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{r('链接12棵')}</w:hyperlink>"

    assert "控件里4820棵。\n链接12棵\n" == text(docx(control + p(link)))


def test_rows_and_cells_in_controls_are_read_once():
    inner = tbl(("东乡", "312"))
    row_ = f"<w:sdt><w:sdtContent><w:tr><w:tc>{p('附表')}{inner}{p()}</w:tc></w:tr></w:sdtContent></w:sdt>"
    cell = f"<w:tr><w:tc>{p('西乡')}</w:tc><w:sdt><w:sdtContent><w:tc>{p('208')}</w:tc></w:sdtContent></w:sdt></w:tr>"

    assert "附表\n东乡\t312\n\n西乡\t208\n\n" == text(docx(f"<w:tbl>{row_}{cell}</w:tbl>"))


def test_of_runs_told_twice_the_first_are_read():
    twice = f"<mc:Choice>{r('62个')}</mc:Choice><mc:Fallback>{r('62个')}</mc:Fallback>"

    assert "共62个。\n" == text(docx(p("共", f"<mc:AlternateContent>{twice}</mc:AlternateContent>", "。")))


def test_breaks_end_lines_and_raised_digits_are_no_digits():
    data = docx(p("甲", "<w:r><w:br/></w:r>", "增长5%", r("12", '<w:vertAlign w:val="superscript"/>'), "，"))

    assert "甲\n增长5%¹²，\n" == text(data)
    assert ["第1段"] == places(data, "5%")


def test_of_ruby_only_the_base_is_read():
    ruby = f"<w:r><w:ruby><w:rt>{r('fu2')}</w:rt><w:rubyBase>{r('阜')}</w:rubyBase></w:ruby></w:r>"

    assert "阜平\n" == text(docx(p(ruby, "平")))


def test_traditional_text_is_read_as_simplified_and_quoted_as_it_stands():
    document = read_bytes(docx(p("新栽蘋果樹４８２０棵。")), "稿件.docx")

    assert "新栽苹果树4820棵。\n" == document.text
    assert "４８２０棵" == document.printed(Span(5, 10))
    assert document.is_extracted


def test_an_embedded_document_is_reported_and_never_passed():
    data = docx(p("正文"), aFChunk="<w:p/>")

    assert 1 == len(read_bytes(data, "稿件.docx").gaps)


def test_a_document_of_pictures_alone_is_refused():
    assert "OCR" in refused(docx(p(), image1="<a/>"))
    assert "图注\n" == text(docx(p("图注"), image1="<a/>"))


def test_a_file_with_macros_is_refused_and_one_that_only_could_have_some_is_read():
    data = docx(p("正文"))

    assert "正文\n" == read_bytes(data, "稿件.docm").text
    assert "不带宏" in refused(zipped({**members(data), "word/vbaProject.bin": b"Attribute"}), "稿件.docm")
    assert "不带宏" in refused(zipped({**members(data), "word/vbaProject.bin": b"Attribute"}))


# Hostile files


def refused(data: bytes, path: str = "稿件.docx") -> str:
    with pytest.raises(FactcheckError) as caught:
        read_bytes(data, path)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value)


@pytest.mark.parametrize("share", [1, 30, 60, 90, 99])
def test_a_file_cut_short_is_refused(share):
    whole = docx(p("新栽苹果树4820棵。") * 50)

    assert "truncated" in refused(whole[: len(whole) * share // 100])


def test_what_is_no_word_file_is_refused_whatever_its_name():
    assert "not a zip package" in refused("新栽苹果树4820棵。".encode())
    assert "empty file" in refused(b"")
    assert "zip archive" in refused(zipped({"a.txt": "甲"}))
    assert "zip archive" in refused(zipped({"a.txt": "甲"}), "稿件.txt")


def test_a_word_file_under_another_name_is_read_as_what_it_is():
    assert "正文\n" == read_bytes(docx(p("正文")), "稿件.txt").text
    assert "正文\n" == read_bytes(docx(p("正文")), "-").text


def test_a_file_with_a_password_is_refused():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")

    assert "password" in refused(locked)


def test_a_bomb_is_refused_before_it_bursts():
    bomb = zipped({"word/document.xml": b"<w>" + b" " * 60_000_000 + b"</w>"})

    assert len(bomb) < 100_000
    assert "too large inside" in refused(bomb)


def test_a_package_of_very_many_parts_is_refused():
    assert "too many parts" in refused(zipped({f"word/{n}": "" for n in range(20_001)}))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_entities_are_never_expanded(declared):
    body = f'{declared}<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'

    assert "XML" in refused(zipped({"word/document.xml": body}))


def test_xml_that_is_broken_or_nested_too_deeply_is_refused():
    assert "damaged XML" in refused(zipped({"word/document.xml": "<w:document>"}))
    assert "XML" in refused(docx("<w:ins>" * 5000 + "</w:ins>" * 5000))
    deep = docx("<w:sdt><w:sdtContent>" * 110 + p("4820棵") + "</w:sdtContent></w:sdt>" * 110)
    assert "4820棵\n" == text(deep)


def test_a_package_without_its_document_is_refused():
    assert "part missing" in refused(zipped({"word/other.xml": "<a/>"}))
    assert "no document body" in refused(zipped({"word/document.xml": "<a/>"}))
