"""Write the published JSON Schemas anew: `python tests/renew_schemas.py` writes the files below factcheck/schemas/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from factcheck.reporters.shapes import SCHEMA_VERSION, JsonReport

FOLDER = Path(__file__).resolve().parent.parent / "factcheck" / "schemas"
COMMAND = "python tests/renew_schemas.py"


def schemas() -> dict[str, str]:
    """What each file is to hold."""
    return {"report.schema.json": _text("report", SCHEMA_VERSION, "factcheck report", JsonReport)}


def _text(name: str, version: str, title: str, shape: Any) -> str:
    schema = msgspec.json.schema(shape)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:factcheck:{name}:{version}",
        "title": title,
    }
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"factcheck/schemas/{name}")


if __name__ == "__main__":
    main()
