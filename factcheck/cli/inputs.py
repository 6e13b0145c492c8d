"""What a command works on: the files behind the paths that were given, and the rules."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factcheck.cache import Cache
    from factcheck.config import Config
    from factcheck.model import Unread
    from factcheck.rulebook import Rulebook

STDIN = Path("-")
_WITHOUT_CACHE: Mapping[str, Any] = {}
_FEWEST_FOR_PROGRESS = 20
_ENOUGH_TO_REMEMBER = 50_000  # bytes of drafts; checking fewer takes no longer than opening a cache
_SPECIAL = "不是普通文件；管道请用 - 从标准输入读 (not a regular file)"


def given_paths(paths: tuple[Path, ...], config: Config) -> tuple[Path, ...]:
    return paths or config.paths or (Path(),)


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[Unread]]:
    """The files behind paths, folders searched for known formats, and what could not be found."""
    from factcheck.model import Unread
    from factcheck.readers import readers

    files: dict[Path, None] = {}
    missing = []
    for path in paths:
        if path == STDIN or path.is_file():
            files[path] = None
        elif _is_special(path):
            missing.append(Unread(str(path), f"{path}: {_SPECIAL}"))
        elif path.is_dir():
            locked: list[OSError] = []
            inside = [p for p in _walk(path, locked.append) if p.suffix.lower() in readers()]
            missing += [Unread(str(e.filename), f"{e.filename}: 无法读取：{e.strerror} (unreadable)") for e in locked]
            missing += [Unread(str(p), f"{p}: {_SPECIAL}") for p in inside if _is_special(p)]
            files.update((p, None) for p in inside if not _is_special(p))
            if not inside and not locked:
                missing.append(
                    Unread(
                        str(path),
                        f"{path}: 目录里没有可读的文稿（{' '.join(sorted(readers()))}） (no readable files)",
                    )
                )
        else:
            missing.append(Unread(str(path), f"{path}: 没有这个文件，请检查路径 (no such file)"))
    return list(files), missing


def _is_special(path: Path) -> bool:
    """Whether it is a pipe, a device or a socket, which may never end."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False  # reading it will say why
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _walk(folder: Path, on_error: Callable[[OSError], None]) -> Iterator[Path]:
    """The files below a folder in a stable order; hidden ones, links to folders and the locks beside a document that is
    open (~$稿件.docx) are passed over, folders that cannot be read are told."""
    for root, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in ("node_modules", "__pycache__")
        )
        yield from (Path(root, name) for name in sorted(names) if not name.startswith((".", "~$")))


def without_reports(files: Sequence[Path], outputs: Sequence[Path]) -> list[Path]:
    """The files less those that reports are written to, which may stand in the same folder from the last run."""
    written = {output.absolute() for output in outputs if output != STDIN}
    return [file for file in files if file == STDIN or file.absolute() not in written]


def rulebook_of(folders: Sequence[Path], options: Mapping[str, Any] = _WITHOUT_CACHE) -> Rulebook:
    """The rules; as an earlier run read them, where the options let it tell."""
    if options.get("no_cache", True):
        from factcheck.rulebook import load_rulebook

        return load_rulebook(tuple(folders))
    from factcheck.kept_rules import kept_rulebook

    return kept_rulebook(tuple(folders), options["cache_dir"] or default_folder())


def forget_rules() -> None:
    """Has the rules looked at anew when they are next asked for."""
    from factcheck.kept_rules import kept_rulebook
    from factcheck.rulebook import load_rulebook

    load_rulebook.cache_clear()
    kept_rulebook.cache_clear()


def default_folder() -> Path:
    """Where the platform keeps caches; FACTCHECK_CACHE_DIR goes before it."""
    if own := os.environ.get("FACTCHECK_CACHE_DIR"):
        return Path(own)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "factcheck" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "factcheck"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "factcheck"


def cache_of(
    files: Sequence[Path], rulebook: Rulebook, options: dict[str, Any]
) -> AbstractContextManager[Cache | None]:
    """The reports of earlier runs, unless nobody wants them, or the files are too few for them to pay."""
    if options["no_cache"]:
        return nullcontext()
    if options["cache_dir"] is None and not _pays(files):
        return nullcontext()
    from factcheck.cache import Cache

    return Cache(options["cache_dir"] or default_folder(), rulebook)


def _pays(files: Sequence[Path]) -> bool:
    """Whether files are so long that looking for what is known of them takes less than checking them."""
    total = 0
    for file in files:
        total += file.stat().st_size if file != STDIN and file.is_file() else 0
        if total >= _ENOUGH_TO_REMEMBER:
            return True
    return False


def check_rules_known(known: Collection[str], ids: Sequence[str]) -> None:
    for rule_id in ids:
        if rule_id not in known:
            import difflib  # slow to load, and only mistakes need it

            from factcheck.model import FactcheckError

            close = difflib.get_close_matches(rule_id, sorted(known), 1)
            hint = f"，是否想写 {close[0]}？" if close else "；用 factcheck rule 列出全部规则"
            raise FactcheckError(f"没有这条规则 (no such rule): {rule_id}{hint}")


@contextmanager
def progress(count: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while many files are read; nothing where that is no terminal."""
    if count < _FEWEST_FOR_PROGRESS or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("核对 checking", total=count)
        yield lambda: progress.advance(task)
