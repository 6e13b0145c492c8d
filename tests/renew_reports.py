"""Print anew what `factcheck lint seeds/` says: `python tests/renew_reports.py` writes the files below reports/."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACTCHECK = Path(sysconfig.get_path("scripts"), "factcheck.exe" if sys.platform == "win32" else "factcheck")
COMMAND = "python tests/renew_reports.py"
FORMATS = {"seeds.txt": "text", "seeds.json": "json"}


def printed(format_: str) -> str:
    """The report of the seeds in a format, as a pipe 80 columns wide gets it."""
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    ran = subprocess.run(
        [FACTCHECK, "lint", "--format", format_, "seeds/"],
        cwd=ROOT,
        env={**env, "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if ran.returncode not in (0, 1):
        sys.exit(f"factcheck lint --format {format_} seeds/ exited {ran.returncode}:\n{ran.stderr.decode()}")
    return ran.stdout.decode()


def main() -> None:
    for name, format_ in FORMATS.items():
        (ROOT / "reports" / name).write_text(printed(format_), encoding="utf-8", newline="\n")
        print(f"reports/{name}")


if __name__ == "__main__":
    main()
