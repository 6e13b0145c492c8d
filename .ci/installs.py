"""Whether what is built can be installed and works: `python .ci/installs.py [--lowest]`.

Builds wheel and sdist, installs each in a fresh environment, and there loads every module, runs the rules' own
examples and lints the seeds. With --lowest the oldest versions that pyproject.toml allows are installed first, each
exactly. Asks the package index that pip is set up for.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
LOADS = """
import importlib, pkgutil, factcheck
for info in pkgutil.walk_packages(factcheck.__path__, "factcheck."):
    try:
        importlib.import_module(info.name)
    except ModuleNotFoundError as error:
        assert not error.name.startswith("factcheck"), error  # an extra
"""


def run(*command: str | Path, codes: tuple[int, ...] = (0,), cwd: Path | None = None) -> str:
    """What a command prints; ends the script where it fails."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=cwd, env=env)
    if ran.returncode not in codes:
        sys.exit(f"{' '.join(map(str, command))}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def lowest() -> list[str]:
    """The dependencies of pyproject.toml, each at its lower bound."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [requirement.replace(">=", "==") for requirement in table["project"]["dependencies"]]


def build(folder: Path) -> list[Path]:
    """The wheel and the sdist."""
    run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    return sorted(folder.glob("factcheck-*"))


def environment(folder: Path) -> Path:
    """The Python of a fresh environment."""
    venv.create(folder, with_pip=True)
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def check(python: Path, elsewhere: Path) -> None:
    """That the installed command works, away from the checkout."""
    run(python, "-I", "-c", LOADS, cwd=elsewhere)
    factcheck = python.with_name("factcheck.exe" if sys.platform == "win32" else "factcheck")
    print("  ", run(factcheck, "test", cwd=elsewhere).strip())
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    report = run(factcheck, "lint", "--no-cache", *seeds, codes=(0, 1), cwd=elsewhere)
    print("  ", report.strip().splitlines()[-1])


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--lowest", action="store_true")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for built in build(folder / "dist"):
            python = environment(folder / built.suffix.strip("."))
            if args.lowest:
                run(python, *PIP, "install", *lowest())
            run(python, *PIP, "install", built)
            print(f"{built.name} on {'the oldest' if args.lowest else 'the newest'} dependencies:")
            check(python, folder)
            listed = run(python, "-m", "pip", "list", "--format=freeze").split()
            print("  ", " ".join(one for one in listed if not one.startswith(("pip=", "setuptools="))))


if __name__ == "__main__":
    main()
