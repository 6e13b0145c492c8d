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
