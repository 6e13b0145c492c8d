"""factcheck lsp: a language server for editors."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli.inputs import find_files
from factcheck.cli.options import lang_option, possible_option, rules_option
from factcheck.cli.settings import in_force
from factcheck.cli.settling import settled

if TYPE_CHECKING:
    from factcheck.config import Config
    from factcheck.lsp.desk import Settings
    from factcheck.model import Report
    from factcheck.pipeline import References
    from factcheck.rulebook import Rulebook

    Stamps = tuple[tuple[str, int], ...]
    InForce = tuple[Config, Rulebook, References]


@click.command("lsp")
@rules_option
@possible_option
@lang_option
@click.option("--stdio", is_flag=True, help="经标准输入输出通信，总是如此。 Over standard input and output, as always.")
def command(rules: tuple[Path, ...], possible: bool, lang: str | None, stdio: bool) -> None:
    """语言服务器：在编辑器里边写边查。

    A language server: checks drafts in an editor as they are written. Needs `pip install 'factcheck[lsp]'`.
    """
    from factcheck.model import FactcheckError

    try:
        from factcheck.lsp.server import serve
    except ModuleNotFoundError as error:
        told = f"lsp 需要 pygls：pip install 'factcheck[lsp]' (the language server needs the extra `lsp`): {error}"
        raise FactcheckError(told) from None
    own = tuple(path.absolute() for path in rules)
    options = {"rules": own, "lang": lang, "possible": possible, "update_baseline": False, "revision": None}
    serve(lambda root: _settings(root, options))


def _settings(root: Path, options: dict[str, Any]) -> Settings:
    """What is in force in a workspace; raises FactcheckError where settings or rules are wrong."""
    from factcheck.lsp.desk import Settings
    from factcheck.ranks import Ranks

    config, rulebook, facts = _in_force(root, options)
    files, missing = find_files(config.paths)
    return Settings(
        rulebook,
        tuple(files),
        facts,
        Ranks(config.sources),
        partial(_settled, options, config),
        config.lang,
        tuple(missing),
    )


def _settled(options: dict[str, Any], config: Config, report: Report) -> Report:
    """The findings that an editor shows: those that `lint` would."""
    return settled(report, [Path(document.path) for document in report.documents], options, config)


_known: dict[Stamps, InForce] = {}


def _in_force(root: Path, options: dict[str, Any]) -> InForce:
    """Settings, rules and house facts, read again where a file of theirs has changed: one rulebook for as long as
    nothing has, since what was read belongs to it."""
    from factcheck.config import load_config

    config = load_config(root)
    stamps = _stamps((*config.rules, *options["rules"], *config.facts), config.file)
    if stamps not in _known:
        _known.clear()
        _known[stamps] = _read(options)
    return _known[stamps]


def _read(options: dict[str, Any]) -> InForce:
    from factcheck.facts import read_facts
    from factcheck.pipeline import References
    from factcheck.rulebook import load_rulebook

    load_rulebook.cache_clear()
    config, rulebook = in_force(options)
    house = read_facts(rulebook.extra, rulebook.lexicon, config.facts)
    return config, rulebook, References(house, (), frozenset(claim for fact in house for claim in fact.claims))


def _stamps(folders: tuple[Path, ...], settings: Path | None) -> Stamps:
    """What changes when a file of settings, rules or facts does."""
    files = [path for folder in folders for path in sorted(folder.rglob("*.*")) if path.is_file()]
    files += [settings] if settings else []
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)
