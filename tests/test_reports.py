"""reports/ holds what the linter says of seeds/; a change of a report is reviewed like a change of code."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json

import pytest
from renew_pictures import PICTURES, terminal
from renew_reports import COMMAND, FORMATS, ROOT, printed
from rich.cells import cell_len

DRIFT = (
    f"reports/ is not what factcheck prints: renew it with `{COMMAND}`, and read the difference before committing it"
)


@pytest.mark.parametrize("name", FORMATS)
def test_a_committed_report_is_what_factcheck_prints(name):
    kept = ROOT / "reports" / name

    assert printed(FORMATS[name]) == (kept.read_text(encoding="utf-8") if kept.is_file() else ""), DRIFT


def test_the_reports_hold_nothing_but_what_the_command_renews():
    assert sorted((*FORMATS, "seeds.png", "seeds.svg")) == sorted(
        path.name for path in (ROOT / "reports").iterdir() if not path.name.startswith(".")
    )


def test_the_committed_reports_tell_of_the_same_findings():
    text, report = ((ROOT / "reports" / name).read_text(encoding="utf-8") for name in ("seeds.txt", "seeds.json"))
    findings = json.loads(report)["findings"]

    assert findings
    for finding in findings:
        assert f"[{finding['rule']}]" in text
        assert f"--> {finding['path']}:{finding['line']}:{finding['column']}" in text


def test_the_committed_report_has_no_colour_and_fits_eighty_columns():
    text = (ROOT / "reports" / "seeds.txt").read_text(encoding="utf-8")

    assert "\x1b" not in text
    assert 80 >= max(map(cell_len, text.splitlines()))


def test_the_picture_in_the_readme_is_what_the_terminal_shows():
    kept = (PICTURES / "seeds.svg").read_text(encoding="utf-8")

    assert terminal() == kept, "reports/ is out of date: renew it with `python tests/renew_pictures.py`"
    assert "http" not in kept.replace("http://www.w3.org/2000/svg", "")  # it loads nothing
