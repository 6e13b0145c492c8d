"""The HTML report: what its page holds, that a draft cannot write into it, and that it works in a browser."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import os
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from documents import docx, p, row, tbl, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st
from reporters_sample import DRAFT, bracket, check, claim, document, finding, report, rule

from factcheck.model import Finding, Report, Severity, Unread
from factcheck.pipeline import check_documents
from factcheck.readers import read_file
from factcheck.reporters import Options, reporter
from factcheck.rulebook import load_rulebook

BUILT_OF = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "script",
        "body",
        "header",
        "nav",
        "main",
        "aside",
        "footer",
        "section",
    ),
    *("article", "div", "span", "p", "h1", "h2", "h3", "h4", "a", "b", "ul", "li", "blockquote", "details"),
    *("summary", "table", "tr", "th", "td", "button", "select", "option", "output"),
}
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
HOSTILE = (
    "</p></section><script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
    '"><svg onload=window.owned=1><style>*{display:none}</style><!-- <a href="javascript:owned=1">&lt;b&gt;'
)


def page(of: Report, lang: str = "zh") -> str:
    return str(reporter("html")(of, Options(lang=lang)))


class Parsed(HTMLParser):
    """The elements of a page, and the text of the manuscripts in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside += tag == "section"

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "section"

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside else ""

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]


def across() -> Finding:
    """A finding on two sources."""
    one, two = document("合作社有187家。", "稿件.txt"), document("另一篇。\n\n合作社有178家。", "通报.txt")
    law = rule("this == other", "一处{this}，一处{other}", name="same", severity=Severity.WARNING)
    this, other = claim(one, "187家"), claim(two, "178家")
    return finding(check(law, this=this, other=other), this)


class TestThePage:
    def test_the_text_stands_as_it_is_printed_with_its_numbers_marked(self):
        parsed = Parsed(page(report(bracket("今年引進企業２６６家，共\n266家（東區253家、西區31家）"))))
        assert "今年引進企業２６６家，共" in parsed.text
        assert "東區253家" in parsed.text
        assert 1 == sum("id" in attrs for attrs in parsed.of_class("accused"))
        assert 3 == sum("id" in attrs for attrs in parsed.of_class("m"))

    def test_every_link_leads_to_an_element_of_the_page(self):
        parsed = Parsed(page(report(bracket(), across())))
        ids = [attrs["id"] for _, attrs in parsed.elements if "id" in attrs]
        assert len(ids) == len(set(ids))
        assert {attrs["href"] for tag, attrs in parsed.elements if tag == "a"} <= {f"#{id_}" for id_ in ids}

    def test_a_finding_tells_message_arithmetic_repair_and_rule(self):
        out = page(report(bracket()))
        for told in ("分项合计284家", "253家 + 31家 = 284家 ≠ 266家", "253家 → 235家（两位对调）", "列举不全的不报"):
            assert told in out

    def test_sources_stand_side_by_side(self):
        parsed = Parsed(page(report(across())))
        assert 1 == len(parsed.of_class("several"))
        assert 4 == [tag for tag, _ in parsed.elements].count("section")  # two texts, two excerpts

    def test_a_number_of_two_findings_knows_both_and_shows_the_weightier(self):
        first = bracket()
        law = rule(name="other", severity=Severity.WARNING)
        second = finding(check(law, whole=first.others[0], part=[first.accused, first.others[1]]), first.accused)
        parsed = Parsed(page(report(second, first)))
        (accused,) = (attrs for attrs in parsed.of_class("accused") if "id" in attrs)
        assert ("1 2", "m accused error") == (accused["data-f"], accused["class"])

    def test_landmarks_stand_beside_the_text_of_files_without_lines(self, tmp_path):
        slip = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"
        (tmp_path / "a.docx").write_bytes(docx(p("标题") + tbl(("一", "二"), ("三", slip))))
        (tmp_path / "b.xlsx").write_bytes(xlsx(("简报", row(3, "说明", slip))))
        found = [read_file(tmp_path / name) for name in ("a.docx", "b.xlsx")]
        parsed = Parsed(page(check_documents(found, load_rulebook())))
        for told in ("第1段", "表1 A2", "表1 B2", "简报!B3"):
            assert told in parsed.text
        assert [tag for tag, _ in parsed.elements].count("td") == 6

    def test_what_could_not_be_checked_and_what_was_read_are_told(self):
        out = page(report(unread=(Unread("坏.docx", "坏.docx: 已损坏"),)))
        assert "未能检查 <b>坏.docx</b>：已损坏" in out
        assert "读了 0 篇" in out

    def test_drafts_with_accused_numbers_stand_before_what_they_are_held_against(self):
        of = across()
        turned = replace(report(of), documents=tuple(reversed(report(of).documents)))
        out = page(turned)
        assert out.index("<h2>稿件.txt</h2>") < out.index("<h2>通报.txt</h2>")

    def test_a_source_that_is_only_quoted_stands_on_the_page_too(self):
        of = across()
        out = page(replace(report(of), documents=(of.accused.document,)))
        assert "<h2>通报.txt</h2>" in out

    def test_documents_without_findings_are_named_and_not_printed(self):
        other = bracket("另一篇：266家（东区253家、西区31家）", path="另一篇.txt")
        out = page(report(bracket(), checks=other.checks))
        assert "<li>另一篇.txt</li>" in out
        assert "另一篇：" not in out

    def test_it_speaks_english_too(self):
        out = page(report(bracket(), across()), "en")
        assert '<html lang="en">' in out
        assert "the parts make 284家" in out
        assert "repair: 253家 → 235家 (two digits swapped)" in out
        assert "规则说明" not in out


class TestSafety:
    def test_the_policy_allows_the_pages_own_script_and_style_alone(self):
        out = page(report(bracket()))
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', out)
        assert policy
        for name in ("script", "style"):
            (own,) = re.findall(rf"<{name}[^>]*>(.*?)</{name}>", out, re.DOTALL)
            digest = b64encode(sha256(own.encode()).digest()).decode()
            assert f"{name}-src 'sha256-{digest}'" in policy[1]
        assert policy[1].startswith("default-src 'none'; ")
        assert "unsafe" not in policy[1]
        assert out.index("Content-Security-Policy") < out.index("<title>")

    def test_nothing_leads_out_of_the_page(self):
        out = page(report(bracket(), across()))
        assert not re.search(r"https?:|//[a-z]|url\(|@import|\bfetch\b|XMLHttp|\.innerHTML|\beval\b", out)

    @settings(max_examples=150, deadline=None)
    @given(st.text("甲。aZ<>\"'&=/!-; \t\n\x00\x1b\u202e\u2028\ud800\ufeff|", max_size=40), st.booleans())
    def test_whatever_a_draft_says_it_is_text(self, around, hostile):
        around += HOSTILE if hostile else ""
        of = bracket(f"{around}引进266家（东253家、西31家）{around}", path=f"{around}.txt")
        out = page(report(of, unread=(Unread(around, around),)))
        parsed = Parsed(out)
        assert BUILT_OF >= {tag for tag, _ in parsed.elements}
        assert ["script", "style"] == sorted(tag for tag, _ in parsed.elements if tag in ("script", "style"))
        assert not any(name.startswith("on") or name == "style" for _, attrs in parsed.elements for name in attrs)
        assert not RAW.search(out)


# In a browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("there is no chromium to open the page in")
    api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser")
    with api.sync_playwright() as driver:
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if is_root else [])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, tmp_path: Path) -> Iterator[Any]:
    """Opens the page of a report; afterwards nothing may have been asked of a network or complained of."""
    contexts, troubles = [], []

    def visiting(of: Report, viewport: dict[str, int] = WIDE, **settings: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(page(of), encoding="utf-8")
        contexts.append(browser.new_context(viewport=viewport, **settings))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: troubles.append(message.text))
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("dialog", lambda dialog: troubles.append(dialog.message))
        tab.on("request", lambda asked: troubles.append(asked.url) if not asked.url.startswith("file:") else None)
        tab.goto(path.as_uri())
        return tab

    yield visiting
    for context in contexts:
        context.close()
    assert [] == troubles


def three() -> Report:
    """An error, a warning across sources, and an error at the end of a long text."""
    long = "\n\n".join(["　　" + "柳溪镇今年继续推进各项工作，" * 12] * 40 + [DRAFT])
    return report(bracket(), across(), bracket(long, path="长稿.txt", of=rule(name="other-rule")))


def current(tab: Any) -> list[str]:
    return tab.eval_on_selector_all(".card[aria-current]", "cards => cards.map(card => card.id)")


def shown(tab: Any) -> list[str]:
    return [card.get_attribute("id") for card in tab.query_selector_all(".card") if card.is_visible()]


class TestInABrowser:
    def test_a_click_on_a_number_shows_its_evidence(self, visit):
        tab = visit(three())
        tab.click(".text a.m >> text=187家")
        assert ["f2"] == current(tab)
        marked = tab.eval_on_selector_all(".text a.on", "marks => marks.map(mark => mark.innerText)")
        assert ["187家", "178家"] == marked

    def test_the_keyboard_steps_through_the_findings_and_brings_their_numbers_into_view(self, visit):
        tab = visit(three())
        for _ in range(3):
            tab.keyboard.press("j")
        assert ["f3"] == current(tab)
        assert "3 / 3" == tab.inner_text("#step")
        accused = tab.locator(".text a.accused.on").bounding_box()
        assert 0 < accused["y"] < WIDE["height"]
        tab.keyboard.press("k")
        assert ["f2"] == current(tab)
        tab.keyboard.press("Escape")
        assert [] == current(tab)

    def test_a_number_is_reached_and_opened_without_a_mouse(self, visit):
        tab = visit(three())
        tab.focus(".text a.accused.warning")
        tab.keyboard.press("Enter")
        assert ["f2"] == current(tab)

    def test_filters_by_severity_and_rule_hide_findings_and_their_marks(self, visit):
        tab = visit(three())
        tab.click(".chip.error")
        assert ["f2"] == shown(tab)
        assert tab.get_attribute(".text a.accused.error", "class").endswith("off")
        tab.click(".chip.error")
        tab.select_option("#rule", "other-rule")
        assert ["f3"] == shown(tab)
        tab.click(".chip.error")
        assert [] == shown(tab)
        assert tab.is_visible("#nothing")

    def test_a_number_in_a_finding_leads_to_its_place_in_the_text(self, visit):
        tab = visit(three())
        tab.click("#f3 blockquote a.m >> nth=0")
        assert "266家" == tab.evaluate("document.activeElement.innerText")
        box = tab.locator("section[id='d3'] a.m >> nth=0").bounding_box()
        assert 0 < box["y"] < WIDE["height"]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_text_is_readable_in_light_and_dark_and_the_button_changes_them(self, visit, scheme):
        tab = visit(three(), color_scheme=scheme)
        before = contrasts(tab)
        assert 4.5 <= min(before)
        ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        tab.click("#theme")
        assert ground != tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert 4.5 <= min(contrasts(tab))

    def test_a_phone_shows_one_finding_over_the_text_and_nothing_is_cut_off(self, visit):
        tab = visit(three(), PHONE, has_touch=True)
        assert [] == shown(tab)
        tab.tap(".text a.accused >> nth=0")
        assert ["f1"] == shown(tab)
        sheet, number = tab.locator(".cards").bounding_box(), tab.locator(".text a.accused.on").bounding_box()
        assert number["y"] + number["height"] <= sheet["y"]
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        tab.tap("#close")
        assert [] == shown(tab)

    def test_without_a_script_all_is_there_and_linked(self, visit):
        tab = visit(three(), java_script_enabled=False)
        assert ["f1", "f2", "f3"] == shown(tab)
        assert not tab.is_visible(".bar")
        tab.click(".text a.accused.warning")
        assert tab.url.endswith("#f2")

    def test_on_paper_all_findings_follow_the_text(self, visit):
        tab = visit(report(bracket(), across()))
        tab.emulate_media(media="print")
        assert ["f1", "f2"] == shown(tab)
        assert not tab.is_visible(".bar")
        text, cards = (tab.locator(name).bounding_box() for name in (".text", ".cards"))
        assert text["y"] + text["height"] <= cards["y"]

    def test_a_hostile_draft_runs_and_breaks_nothing(self, visit):
        tab = visit(report(bracket(f"{HOSTILE}266家（东区253家、西区31家）{HOSTILE}", path=f"{HOSTILE}.txt")))
        assert tab.evaluate("window.owned === undefined && document.images.length === 0")
        tab.keyboard.press("j")
        assert ["f1"] == current(tab)
        assert "<script>window.owned = 1</script>" in tab.inner_text(".document p")

    def test_a_page_without_findings_says_so(self, visit):
        assert "没有找到可以互相印证的数字" in visit(report()).inner_text("body")


_CONTRASTS = """() => [...document.querySelectorAll("p, h1, h2, h3, h4, a, button, .badge, .at, .sure")].map(node => {
  const seen = [];
  for (let at = node; at; at = at.parentElement) seen.push(getComputedStyle(at).backgroundColor);
  return [getComputedStyle(node).color, seen.find(one => one !== "rgba(0, 0, 0, 0)")];
})"""


def contrasts(tab: Any) -> list[float]:
    """The contrast of each text against its ground, by WCAG 2.1."""
    return [_contrast(*map(_luminance, pair)) for pair in tab.evaluate(_CONTRASTS)]


def _luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
