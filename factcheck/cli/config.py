"""factcheck config: the settings in force, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck.cli.options import (
    baseline_option,
    fail_on_option,
    ignore_option,
    lang_option,
    rules_option,
    select_option,
    timeout_option,
)

if TYPE_CHECKING:
    from factcheck.config import Config
    from factcheck.perfile import PerFile

_DEFAULT, _COMMAND_LINE = "默认 (default)", "命令行 (command line)"


@click.command("config")
@rules_option
@select_option
@ignore_option
@fail_on_option
@baseline_option
@timeout_option
@lang_option
def command(**options: Any) -> None:
    """列出生效的设置，以及每一项出自哪里；写成可直接使用的 TOML。

    Print the settings in force and where each was set, as TOML; the options are those of lint.
    """
    from factcheck.cli.settings import in_force
    from factcheck.config import load_config
    from factcheck.reporters import harmless

    own, (config, _) = load_config(Path.cwd()), in_force(options)
    for line in _lines(own, config, options):
        click.echo(harmless(line))


def _lines(own: Config, config: Config, options: Mapping[str, Any]) -> Iterator[str]:
    """`key = value  # where it was set`"""
    from factcheck.config import KEYS

    shown = _shown(own.file) if own.file else "没有设置文件 (no file of settings)"
    yield f"# {shown}"
    told = {key: f"{key} = {_toml(_value(config, key))}" for key in KEYS}
    width = min(max(map(len, told.values())), _WIDEST)
    for key, line in told.items():
        yield f"{line:<{width}}  # {_origin(key, own, options)}"


_WIDEST = 48


def _origin(key: str, own: Config, options: Mapping[str, Any]) -> str:
    """Where a setting comes from; what a command line adds to comes from both."""
    file = f"{_shown(own.file)}:{own.places[key][0]}" if own.file and key in own.places else ""
    given = options.get(key.replace("-", "_")) not in (None, ())
    is_added = given and key in ("ignore", "rules")
    if given and not (is_added and file):
        return _COMMAND_LINE
    return f"{file}, {_COMMAND_LINE}" if is_added else file or _DEFAULT


def _value(config: Config, key: str) -> Any:
    """A setting as plain data, its paths as seen from the current folder."""
    match key:
        case "per-file":
            return [_per_file(entry) for entry in config.per_file]
        case "sources":
            return [{"path": source.pattern, "rank": source.rank} for source in config.sources]
        case "severities":
            return {rule: severity.value for rule, severity in config.severities.items()}
    value = getattr(config, key.replace("-", "_"))
    if isinstance(value, tuple):
        return [_shown(item) if isinstance(item, Path) else item for item in value]
    return _shown(value) if isinstance(value, Path) else value


def _per_file(entry: PerFile) -> dict[str, Any]:
    severities = {rule: severity.value for rule, severity in entry.severities.items()}
    told = {"select": [*entry.select], "ignore": [*entry.ignore], "severities": severities}
    return {"files": [*entry.files], **{key: value for key, value in told.items() if value}}


def _shown(path: Path) -> str:
    """A path as seen from the current folder, where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _toml(value: Any) -> str:
    """Plain data as TOML on one line; nothing is an empty text.

    >>> _toml({"same-fact": "info", "a b": [1]})
    '{same-fact = "info", "a b" = [1]}'
    """
    import json

    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps("" if value is None else value, ensure_ascii=False)


def _key(key: str) -> str:
    import json

    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else json.dumps(key, ensure_ascii=False)
