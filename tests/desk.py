"""The installed command, run in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from click.testing import CliRunner, Result

from factcheck.cli import main

FACTCHECK = Path(sysconfig.get_path("scripts"), "factcheck.exe" if sys.platform == "win32" else "factcheck")


def run(*args: str, code: int | None = None) -> subprocess.CompletedProcess[str]:
    """What the command answers; it never shows a traceback, and exits with `code` where one is given."""
    ran = subprocess.run([FACTCHECK, *args], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert "Traceback" not in ran.stderr
    assert "internal error" not in ran.stderr
    assert code is None or code == ran.returncode, ran.stdout + ran.stderr
    return ran


def here(*args: str, code: int | None = None) -> Result:
    """What the command answers within this process, which has loaded the rules already; no error escapes it."""
    ran = CliRunner(catch_exceptions=False).invoke(main, [*args])
    assert "internal error" not in ran.stderr
    assert code is None or code == ran.exit_code, ran.output
    return ran


def unmeasured() -> dict[str, str]:
    """The environment for a process that is to load nothing but what it needs: coverage would load its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def write(name: str, text: str) -> Path:
    """A file of the folder, in folders made for it."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
