"""What the guide for editors says can be read by the editors, and names a command that there is."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

GUIDE = Path(__file__).resolve().parent.parent / "factcheck" / "docs" / "editors.md"
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.M | re.S))


def test_the_settings_of_vs_code_are_json() -> None:
    settings = json.loads(BLOCKS["json"])

    assert ("factcheck", ["lsp"]) == (settings["glspc.server.command"], settings["glspc.server.commandArguments"])


def test_the_settings_of_helix_are_toml() -> None:
    settings = tomllib.loads(BLOCKS["toml"])

    assert {"command": "factcheck", "args": ["lsp"]} == settings["language-server"]["factcheck"]
    assert all(["factcheck"] == language["language-servers"] for language in settings["language"])


def test_the_settings_of_neovim_and_emacs_start_the_server() -> None:
    assert '{ "factcheck", "lsp" }' in BLOCKS["lua"]
    assert '("factcheck" "lsp")' in BLOCKS["elisp"]
    assert BLOCKS["elisp"].count("(") == BLOCKS["elisp"].count(")")
