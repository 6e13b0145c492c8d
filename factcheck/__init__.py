"""factcheck: a consistency linter for the numbers in Chinese copy.

`lint(paths)` checks files and returns a `Report`; the nouns are in `factcheck.model`. Everything else may change.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factcheck.model import Report

__version__ = "0.1.0"
__all__ = ["__version__", "lint"]


def lint(paths: Iterable[str | Path], *, cross: bool = True, rules: Iterable[str | Path] = ()) -> Report:
    """Check files, as sources of one another where `cross`; `rules` are folders with rules of one's own.

    What the files or those beside them let stand is in `Report.suppressed`.

    Raises FactcheckError for a broken rule; a file that cannot be read stands in `Report.unread`.
    """
    from factcheck.pipeline import check_paths
    from factcheck.rulebook import load_rulebook
    from factcheck.suppressions import find_suppressions, suppress

    rulebook = load_rulebook(tuple(Path(rule) for rule in rules))
    report = check_paths([Path(path) for path in paths], rulebook, cross=cross)
    return suppress(report, find_suppressions(report.documents, rulebook.rules))
