"""Write the published JSON Schemas anew: `python tests/renew_schemas.py` writes the files below factcheck/schemas/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from factcheck.reporters.shapes import SCHEMA_VERSION, JsonReport
from factcheck.shapes import FILES, SHAPES

FOLDER = Path(__file__).resolve().parent.parent / "factcheck" / "schemas"
COMMAND = "python tests/renew_schemas.py"


def schemas() -> dict[str, str]:
    """What each file is to hold."""
    files = {f"{name}.schema.json": _text(name, "1", f"factcheck {FILES[name]}", SHAPES[name]) for name in SHAPES}
    return {"report.schema.json": _text("report", SCHEMA_VERSION, "factcheck report", JsonReport), **files}


def _text(name: str, version: str, title: str, shape: Any) -> str:
    schema = msgspec.json.schema(shape)
    if name in SHAPES:
        schema = _as_written(schema)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:factcheck:{name}:{version}",
        "title": title,
    }
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=2) + "\n"


def _as_written(schema: Any) -> Any:
    """A schema for YAML: a text may look like a number (doubt: 0.02), which an editor takes for one; files are read
    as they are written."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: part if key == "default" else _as_written(part) for key, part in schema.items()}
    return {**parts, "type": ["string", "number", "boolean"]} if _is_free_text(schema) else parts


def _is_free_text(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "string" and "enum" not in schema


def main() -> None:
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"factcheck/schemas/{name}")


if __name__ == "__main__":
    main()
