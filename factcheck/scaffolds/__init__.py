"""A start for a rule of one's own: a file that loads, says what each line is for, and waits for its two examples."""

from __future__ import annotations

import re
from pathlib import Path

from factcheck.model import FactcheckError
from factcheck.shapes import FILES, SHAPES

KINDS = ("check", "notation", "wording")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HERE = Path(__file__).parent
_SCHEMAS = _HERE.parent / "schemas"
_KEPT = ".schemas"  # beside the files, so that a folder of rules completes wherever it is checked out


def scaffold(folder: Path, name: str, kind: str = "check") -> Path:
    """A new file for a rule or wording `name` in a folder of one's own rules, and the schemas that editors complete it
    by.

    Raises FactcheckError where the name is none, or the file is there already.
    """
    if not _NAME.fullmatch(name):
        raise FactcheckError(f"名字用小写字母、数字和连字符，如 orchards-add-up (not a name for a rule): {name!r}")
    path = folder / FILES[kind].replace("*", name)
    if path.exists():
        raise FactcheckError(f"{path}: 已经有这个文件，不覆盖 (is there already)")
    try:
        _keep_schemas(folder / _KEPT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_template(kind), encoding="utf-8", newline="\n")
    except OSError as error:
        raise FactcheckError(f"{path}: 无法写入：{error.strerror} (cannot write)") from None
    return path


def _template(kind: str) -> str:
    return (_HERE / f"{kind}.yaml").read_text(encoding="utf-8")


def _keep_schemas(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in SHAPES:
        name = f"{kind}.schema.json"
        (folder / name).write_bytes((_SCHEMAS / name).read_bytes())
