"""Reporters: one file a format. A reporter module has `NAME` and `render(report, options)`; others help it. One that
renders colours also has `render_plain`: the same as a string.

The folder is the registry, and a module is named for its format: adding a format is adding a file. Reporters
are pure: they own no console and write nothing. Heavy imports stand inside `render`.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from factcheck.model import FactcheckError, Report

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is to look: `lang` is zh or en, `width` counts terminal cells, `explain` shows the
    checks that held or could not be decided too, `coverage` the numbers that nothing ties; `statistics` counts
    the findings of each rule in place of showing them."""

    lang: str = "zh"
    width: int = 80
    explain: bool = False
    tool_version: str = ""
    coverage: bool = False
    statistics: bool = False


class Render(Protocol):
    """What a reporter does. What it renders ends in a line break."""

    def __call__(self, report: Report, options: Options) -> str | Text: ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    return tuple(sorted(name for name in _modules() if _render(name)))


def reporter(name: str, *, colored: bool = True) -> Render:
    """How a report is rendered in a format, in colour where it has any; imports no other. Raises FactcheckError for an
    unknown name."""
    render = _render(name, colored) if name in _modules() else None
    if render is None:
        raise FactcheckError(f"没有输出格式 {name!r}；可用: {', '.join(formats())} (unknown format)")
    return render


def harmless(text: str) -> str:
    """Text from outside as it may be shown on a terminal: nothing in it is invisible, nothing is obeyed."""
    from factcheck.reporters import safety

    return safety.harmless(text)


@cache
def _modules() -> frozenset[str]:
    return frozenset(info.name for info in pkgutil.iter_modules(__path__))


def _render(name: str, colored: bool = True) -> Render | None:
    module = import_module(f"{__name__}.{name}")
    if not hasattr(module, "NAME"):
        return None
    return cast(Render, module.render if colored else getattr(module, "render_plain", module.render))
