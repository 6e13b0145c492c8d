"""What is generated from the rules has not drifted from them."""

from __future__ import annotations

from renew_catalogue import CATALOGUE, catalogue


def test_the_catalogue_is_what_the_rules_say() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue(), "run: python tests/renew_catalogue.py"
