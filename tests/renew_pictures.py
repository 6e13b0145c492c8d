"""Draw anew what the README shows: `python tests/renew_pictures.py` writes the files below reports/.

The terminal is drawn from what `factcheck lint seeds/` prints in colour; the page is photographed in Chromium
(set CHROMIUM to its path where it is not found).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

from renew_reports import FACTCHECK, ROOT
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

PICTURES = ROOT / "reports"
COLUMNS = 96
SHOWN = 34  # lines of the report: the first finding whole and the second
CELL = 12.2  # width of a cell, in units of the drawing
TEXT = re.compile(r'(?P<head><text [^>]*textLength=")[\d.]+(?P<tail>"[^>]*>)(?P<said>[^<]*)')
WIDE, TALL = 1180, 760  # of the page, in CSS pixels
# A picture may load nothing from elsewhere: letters are those of the reader's machine.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: {char_height}px;
  line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def coloured() -> str:
    """What the terminal shows."""
    ran = subprocess.run(
        [FACTCHECK, "lint", "--color", "always", "seeds/"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": str(COLUMNS)},
        capture_output=True,
        check=False,
    )
    return ran.stdout.decode()


def terminal() -> str:
    """The picture of the terminal."""
    lines = coloured().splitlines()[:SHOWN]
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(Text("$ factcheck lint seeds/", style="bold"))
    console.print(Text.from_ansi("\n".join(lines)), soft_wrap=True)
    drawn = console.export_svg(title="factcheck", code_format=FRAME, unique_id="factcheck")
    return TEXT.sub(stretched, drawn)


def stretched(text: re.Match[str]) -> str:
    """A piece of text as long as its cells: a character of Chinese takes two."""
    return f"{text['head']}{CELL * cell_len(unescape(text['said'])):.1f}{text['tail']}{text['said']}"


def photograph_page() -> bool:
    """The HTML report in a browser; False where there is none."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        return False
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        page = Path(folder, "report.html")
        subprocess.run([FACTCHECK, "lint", "-f", "html", "-o", page, "seeds/"], cwd=ROOT, check=False)
        chromium = started.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        view = chromium.new_page(viewport={"width": WIDE, "height": TALL})
        view.goto(page.as_uri())
        view.screenshot(path=PICTURES / "seeds.png")
        chromium.close()
    return True


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "seeds.svg").write_text(terminal(), encoding="utf-8", newline="\n")
    print("reports/seeds.svg")
    if photograph_page():
        print("reports/seeds.png")
    else:
        sys.exit("no Chromium: reports/seeds.png is as it was; set CHROMIUM to its path")


if __name__ == "__main__":
    main()
