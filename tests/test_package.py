"""What is shipped, what is loaded when, and what lies where."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from desk import unmeasured
from documents import at, docx, p, pdf, row, xlsx

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"factcheck", "rules", "seeds", "tests", "reports"}
BUILT = {"build", "dist", "__pycache__", "mutants"}
HEAVY = {"rich", "opencc", "yaml", "regex", "pydantic", "lxml", "markdown_it", "pypdfium2"}


# The wheel


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in the wheel."""
    pytest.importorskip(
        "hatchling", reason="the wheel is built without a network, so the build backend must be installed"
    )
    folder = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
    ]
    built = subprocess.run([*pip, "--wheel-dir", folder, ROOT], capture_output=True, encoding="utf-8", check=False)
    assert 0 == built.returncode, built.stderr
    (wheel,) = folder.glob("factcheck-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_ships_every_rule_wording_and_word(shipped):
    rules = {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*") if path.is_file()}

    assert {"checks/parts-add-up.yaml", "lexicon/units.yaml", "wordings/progress.yaml"} <= rules
    assert {f"factcheck/_rules/{name}" for name in rules} <= shipped


def test_the_wheel_ships_every_module(shipped):
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "factcheck").rglob("*.py")}

    assert modules <= shipped


def test_the_wheel_ships_the_parts_of_the_page_and_the_schemas(shipped):
    kinds = (".css", ".js", ".json")
    parts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "factcheck").rglob("*") if path.suffix in kinds}

    assert {"factcheck/reporters/page.js", "factcheck/schemas/report.schema.json"} <= parts <= shipped


def test_the_wheel_ships_nothing_else(shipped):
    assert {"factcheck"} == {name.split("/")[0] for name in shipped if ".dist-info/" not in name}


# What is loaded


def loaded(code: str, *args: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded once `code` has run."""
    return {name.split(".")[0] for name in loaded_modules(code, *args)}


def loaded_modules(code: str, *args: str) -> set[str]:
    tell = "import atexit, sys\natexit.register(lambda: print('', *sys.modules, sep=' ', file=sys.stderr))\n"
    command = [sys.executable, "-c", tell + code, *args]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=unmeasured())
    assert "Traceback" not in ran.stderr
    return set(ran.stderr.splitlines()[-1].split())


def test_the_command_line_starts_without_heavy_packages():
    assert set() == HEAVY & loaded("import factcheck.cli")


def test_the_help_is_shown_without_heavy_packages():
    assert set() == HEAVY & loaded("from factcheck.cli import main; main(['--help'])")


def test_a_plain_lint_of_simplified_text_loads_no_converter(tmp_path):
    draft = tmp_path / "draft.txt"
    draft.write_text("柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。\n", encoding="utf-8")

    names = loaded(LINT, str(draft))

    assert "msgspec" in names
    assert set() == {"opencc", "pydantic", "lxml", "markdown_it", "pypdfium2", "zipfile"} & names


def test_a_plain_lint_loads_what_it_needs_and_a_second_one_no_parser_of_rules(tmp_path, monkeypatch):
    monkeypatch.setenv("FACTCHECK_CACHE_DIR", str(tmp_path / "cache"))
    draft = tmp_path / "draft.txt"
    draft.write_text(SLIP, encoding="utf-8")
    code = "import sys; from factcheck.cli import main; main(['lint', *sys.argv[1:]])"

    first, second = loaded_modules(code, str(draft)), loaded_modules(code, str(draft))

    assert set() == {"rich.console", "rich.text", "multiprocessing", "pickle", "sqlite3", "hashlib", "difflib"} & first
    assert {"yaml"} == {"yaml"} & first
    assert set() == {"yaml", "rich.console", "regex"} & second


LINT = "import sys; from factcheck.cli import main; main(['lint', '--format', 'json', *sys.argv[1:]])"
SLIP = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。"


def files() -> dict[str, bytes]:
    """A draft in each format."""
    return {
        "a.txt": SLIP.encode(),
        "a.csv": f"说明\n{SLIP}\n".encode(),
        "a.html": f"<!DOCTYPE html><p>{SLIP}</p>".encode(),
        "a.md": SLIP.encode(),
        "a.docx": docx(p(SLIP)),
        "a.xlsx": xlsx(("一", row(1, SLIP))),
        "a.pdf": pdf(at(60, 700, SLIP), at(60, 700, "完")),
    }


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("a.txt", set()),
        ("a.csv", set()),
        ("a.html", set()),
        ("a.md", {"markdown_it"}),
        ("a.docx", {"lxml", "zipfile"}),
        ("a.xlsx", {"lxml", "zipfile"}),
        ("a.pdf", {"pypdfium2"}),
    ],
)
def test_a_format_loads_what_reads_it_and_nothing_that_reads_another(name, needed, tmp_path):
    (tmp_path / name).write_bytes(files()[name])
    names = loaded(LINT, str(tmp_path / name))

    assert needed == {"lxml", "markdown_it", "pypdfium2", "zipfile", "opencc", "docx", "sqlite3"} & names


def test_a_plain_lint_loads_no_part_of_factcheck_that_it_does_not_need(tmp_path):
    (tmp_path / "a.txt").write_bytes(files()["a.txt"])
    modules = loaded_modules(LINT, str(tmp_path / "a.txt"))

    assert {"factcheck.readers.plain", "factcheck.reporters.json"} <= modules
    needless = re.compile(
        r"factcheck\.(annotate|archive|sources|listings|examples|cli\.(claims|index|conflicts|rule|test)"
        r"|readers\.formats\.(?!extracts$|packages$)\w+|reporters\.(text|html|sarif|junit|markdown|gitlab|github|rdjson))\b"
    )
    assert set() == {name for name in modules if needless.match(name)}


# What lies where


def tracked() -> list[Path]:
    """The files under version control, and those that are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout: what is tracked cannot be told")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_folder_stands_at_the_top_but_those_laid_down():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}

    assert FOLDERS == {name for name in folders - BUILT if not name.endswith(".egg-info")}


def test_no_file_names_a_folder_of_somebodys_machine():
    # Spelt in pieces, or this file would be found.
    machine = re.compile(
        "|".join(re.escape(f"/{top}/") + r"[\w.-]+" for top in ("home", "Users", "root", "work")).encode()
    )

    assert {} == {path.name: found for path in tracked() if (found := set(machine.findall(path.read_bytes())))}
