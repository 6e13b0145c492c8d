"""The settings in force: those of the project, and what the command line says instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.cli.inputs import check_rules_known, rulebook_of

if TYPE_CHECKING:
    from factcheck.config import Config
    from factcheck.rulebook import Rulebook


def in_force(options: Mapping[str, Any]) -> tuple[Config, Rulebook]:
    """The settings, and the rules that they and the command line choose.

    Raises FactcheckError for a mistake in either.
    """
    from factcheck.config import load_config

    own = load_config(Path.cwd())
    config = overridden(own, options)
    rulebook = rulebook_of(config.rules, options)
    known = known_rules(rulebook)
    own.check_rules(known)
    check_rules_known(known, (*config.select, *config.ignore))
    return config, rulebook.weighing(config.severities).only(config.select, config.ignore)


def overridden(config: Config, options: Mapping[str, Any]) -> Config:
    """The settings with what the command line says: rules to ignore and folders are added, the rest is replaced."""
    replaced = ("baseline", "fail_on", "lang", "select", "timeout")
    said = {name: options[name] for name in replaced if options.get(name) not in (None, ())}
    more: dict[str, Any] = {
        name: (*getattr(config, name), *options[name]) for name in ("ignore", "rules") if options.get(name)
    }
    return replace(config, **said, **more)


def known_rules(rulebook: Rulebook) -> frozenset[str]:
    """The ids that settings may speak of: of rules, and of what can be wrong with a suppression."""
    from factcheck.suppressions import NOTICES

    return frozenset((*rulebook.rules, *NOTICES))
