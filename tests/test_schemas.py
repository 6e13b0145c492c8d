"""The JSON Schemas of rule files say what the loader says; that they are up to date, test_reporters_formats asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from factcheck.datafiles import DataFile
from factcheck.rulebook import own_rules
from factcheck.shapes import FILES

SCHEMAS = Path(__file__).resolve().parent.parent / "factcheck" / "schemas"
SHIPPED = sorted(own_rules().rglob("*.yaml"))

CHECK = """\
relation: whole-parts
expect: whole == sum(part)
severity: error
message: 合计不符
message-en: the parts do not make the whole
explain: 分项合计应与总数相符。
pass:
  - 茶农12户（东坡5户、西坡7户）。
fail:
  - text: 茶农12户（东坡5户、西坡9户）。
    marks: [12户, 5户, 9户, 2323]
"""
WORDING = "relation: fall\ndoubt: 0.01\npatterns:\n  - 从{old}<fall_to>{new}\n"
NOTATION = CHECK.replace("relation: whole-parts\nexpect: whole == sum(part)\n", 'forms:\n  - "{number}"\n')


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_an_editor_reads(text: str) -> Any:
    """YAML with its numbers and truths, but no dates, which JSON has not."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader=Loader)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_file_fits_the_schema_of_its_kind(path: Path) -> None:
    (kind,) = [name for name, files in FILES.items() if path in own_rules().glob(files)]

    validator(kind).validate(as_an_editor_reads(path.read_text(encoding="utf-8")))
    validator(kind).validate(DataFile(path).content)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("check", CHECK),
        ("check", CHECK.replace("relation: whole-parts", "relation: [whole-parts, within]")),
        ("wording", WORDING),
        ("wording", WORDING + "pass:\n  - 从320户减少到252户。\n"),
        ("notation", NOTATION),
        ("notation", NOTATION + "slots:\n  number: {kinds: percent}\nnot-after: 《\ndoubt: 0.5\n"),
        ("facts", "- {subject: 古茶园, place: 云南省, period: 2021, value: 5163处, published: 某年鉴}\n"),
        ("words", "fall_to: 滑落到\n"),
        ("units", "count:\n  thing: 甑\n"),
        ("doubts", "bracket: 0.02\n"),
    ],
)
def test_what_the_loader_takes_the_schema_takes(kind: str, text: str) -> None:
    validator(kind).validate(as_an_editor_reads(text))


@pytest.mark.parametrize(
    ("kind", "text", "old", "new"),
    [
        ("check", CHECK, "message: ", "mesage: "),
        ("check", CHECK, "relation: whole-parts", "relation: hole-parts"),
        ("check", CHECK, "relation: whole-parts", "relation: [whole-parts, hole-parts]"),
        ("check", CHECK, "relation: whole-parts", "relation: notation"),
        ("check", CHECK, "severity: error", "severity: fatal"),
        ("check", CHECK, "severity: error\n", ""),
        ("check", CHECK, "    marks:", "    mark:"),
        ("check", CHECK, CHECK[CHECK.index("fail:") :], ""),
        ("wording", WORDING, "relation: fall", "relation: fal"),
        ("wording", WORDING, "patterns", "paterns"),
        ("notation", NOTATION, "forms", "form"),
        ("notation", NOTATION, NOTATION, NOTATION + "slots:\n  number: {kind: percent}\n"),
        ("facts", "- {subject: 古茶园}\n", "", ""),
        ("units", "cont:\n  thing: 甑\n", "", ""),
        ("words", "fall:\n  - 降\n", "", ""),
        ("modifiers", "before:\n  abut: 约莫\nafter: {}\nbetween: ''\n", "", ""),
    ],
)
def test_a_mistake_that_the_loader_names_is_one_to_the_schema_too(kind: str, text: str, old: str, new: str) -> None:
    assert old in text
    mistaken = as_an_editor_reads(text.replace(old, new, 1))

    assert not validator(kind).is_valid(mistaken)


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_explained_to_the_author(name: str) -> None:
    """Each property has a description, in Chinese and in English."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    structures = schema.get("$defs", {}).values()
    texts = [prop.get("description", "") for structure in structures for prop in structure["properties"].values()]

    assert texts or "additionalProperties" in schema
    assert all(text.isascii() is False and any(c.isascii() and c.isalpha() for c in text) for text in texts)
