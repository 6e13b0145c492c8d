"""factcheck lsp: a language server for editors."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factcheck.cli.inputs import find_files
from factcheck.cli.options import lang_option, possible_option, rules_option
from factcheck.cli.settings import known_rules, overridden
from factcheck.cli.settling import settled

if TYPE_CHECKING:
    from factcheck.config import Config
    from factcheck.lsp.desk import Settings
    from factcheck.model import Report, Severity
    from factcheck.pipeline import References
    from factcheck.rulebook import Rulebook

    Stamps = tuple[tuple[str, int], ...]


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
    serve(lambda root: _settings(root, own, possible, lang))


def _settings(root: Path, rules: tuple[Path, ...], possible: bool, lang: str | None) -> Settings:
    """What is in force in a workspace; raises FactcheckError where settings or rules are wrong."""
    from factcheck.config import load_config
    from factcheck.lsp.desk import Settings
    from factcheck.ranks import Ranks

    config = overridden(load_config(root), {"rules": rules, "lang": lang})
    rulebook, facts = _rules(config.rules, config.facts, _stamps((*config.rules, *config.facts)))
    config.check_rules(known_rules(rulebook))
    rulebook = _chosen(rulebook, config.select, config.ignore, tuple(config.severities.items()))
    files, missing = find_files(config.paths)
    return Settings(
        rulebook,
        tuple(files),
        facts,
        Ranks(config.sources),
        partial(_settled, config, possible),
        config.lang,
        tuple(missing),
    )


def _settled(config: Config, possible: bool, report: Report) -> Report:
    """The findings that an editor shows: those that `lint` would."""
    options = {"possible": possible, "update_baseline": False, "revision": None}
    return settled(report, [Path(document.path) for document in report.documents], options, config)


@lru_cache(maxsize=1)
def _rules(folders: tuple[Path, ...], alone: tuple[Path, ...], stamps: Stamps) -> tuple[Rulebook, References]:
    """All rules and the house facts, read again where a file of theirs has changed."""
    from factcheck.facts import read_facts
    from factcheck.pipeline import References
    from factcheck.rulebook import load_rulebook

    load_rulebook.cache_clear()
    rulebook = load_rulebook(folders)
    house = read_facts(folders, rulebook.lexicon, alone)
    return rulebook, References(house, (), frozenset(claim for fact in house for claim in fact.claims))


@lru_cache(maxsize=1)
def _chosen(
    rulebook: Rulebook, select: tuple[str, ...], ignore: tuple[str, ...], severities: tuple[tuple[str, Severity], ...]
) -> Rulebook:
    """The rules in force; the same object for the same settings, so that nothing is read anew."""
    return rulebook.weighing(dict(severities)).only(select, ignore)


def _stamps(folders: tuple[Path, ...]) -> Stamps:
    """What changes when a file of rules does."""
    files = (path for folder in folders for path in sorted(folder.rglob("*.*")) if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)
