"""Documents made by the programs that people write with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is missing: apt-get install --no-install-recommends libreoffice-writer-nogui"
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="a browser is missing: apt-get install chromium")


def converted(path: Path, to: str, folder: Path) -> Path:
    """The file as LibreOffice writes it in another format (docx, odt, pdf, txt), in a folder of its own."""
    assert OFFICE
    out = folder / f"as-{to.partition(':')[0]}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", out, path]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180, check=False)
    made = out / f"{path.stem}.{to.partition(':')[0]}"
    assert made.is_file(), ran.stdout + ran.stderr
    return made


def printed(page: Path, to: Path) -> Path:
    """A page of the web as a browser prints it to PDF."""
    api: Any = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser")
    with api.sync_playwright() as driver:
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if is_root else [])
        tab = browser.new_page()
        tab.goto(page.as_uri())
        tab.pdf(path=to, format="A4")
        browser.close()
    return to


def office_draft(folder: Path) -> Path:
    """A draft as LibreOffice writes it for Word: a slip each in a tracked insertion, a text box, a table cell, a
    footnote and a header; beside the insertion stands what was deleted for it."""
    source = folder / "draft.fodt"
    source.write_text(_FLAT, encoding="utf-8")
    return converted(source, "docx:MS Word 2007 XML", folder)


_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_CHANGED = (
    '<text:changed-region text:id="{0}"><text:{1}><office:change-info><dc:creator>编辑</dc:creator>'
    "<dc:date>2021-01-01T00:00:00</dc:date></office:change-info>{2}</text:{1}></text:changed-region>"
)
_FLAT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document{_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:page-layout style:name="L">
<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header>
<text:p>全县造林520公顷（东乡312公顷、西乡280公顷）。</text:p></style:header></style:master-page></office:master-styles>
<office:body><office:text><text:tracked-changes>
{_CHANGED.format("in", "insertion", "")}{_CHANGED.format("out", "deletion", "<text:p>1670</text:p>")}
</text:tracked-changes>
<text:h text:outline-level="1">果园消息</text:h>
<text:p>柳溪镇新栽苹果树4820棵（东坡3150棵、西坡<text:change text:change-id="out"/><text:change-start
 text:change-id="in"/>1760<text:change-end text:change-id="in"/>棵）。<text:note text:id="f" text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>去年新栽梨树930棵（东坡510棵、西坡402棵）。</text:p>
</text:note-body></text:note></text:p>
<text:p>图示<draw:frame draw:name="F" text:anchor-type="paragraph" svg:width="8cm" svg:height="3cm"><draw:text-box>
<text:p>全镇有果农612户（东坡345户、西坡276户）。</text:p></draw:text-box></draw:frame></text:p>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell><text:p>村</text:p></table:table-cell>
<table:table-cell><text:p>说明</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>
<table:table-cell><text:p>桃树750棵（东坡420棵、西坡303棵）。</text:p></table:table-cell></table:table-row></table:table>
<text:p>完。</text:p></office:text></office:body></office:document>
"""
