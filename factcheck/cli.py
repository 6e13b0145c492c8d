"""The command line: arguments, colour, exit codes.

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 it could not check (bad usage, unreadable input,
broken rule, nothing to read).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from factcheck import __version__

if TYPE_CHECKING:
    from factcheck.archive.store import Size
    from factcheck.claims import Reading
    from factcheck.config import Config
    from factcheck.lexicon import Lexicon
    from factcheck.model import Report, Unread
    from factcheck.pipeline import References
    from factcheck.reporters import Options, Render
    from factcheck.rulebook import Rulebook

    Renders = list[tuple[Render, Path | None]]

FOUND, COULD_NOT_CHECK = 1, 2
_STDIN = Path("-")
_FEWEST_FOR_PROGRESS = 20
_SEVERITIES = ("error", "warning", "info", "never")


class _Group(click.Group):
    """Shows our errors as one plain line and exits 2, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from factcheck.model import FactcheckError

        try:
            return super().invoke(ctx)
        except FactcheckError as error:
            _complain(str(error))
            ctx.exit(COULD_NOT_CHECK)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("FACTCHECK_DEBUG"):
                raise
            _complain(
                f"内部错误，请报告；设 FACTCHECK_DEBUG=1 可看详情 (internal error): {type(error).__name__}: {error}"
            )
            ctx.exit(COULD_NOT_CHECK)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="factcheck")
def main() -> None:
    """factcheck：检查中文稿件里的数字是否自相矛盾。

    A consistency linter for the numbers in Chinese copy.
    """


_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_rules = click.option(
    "--rules",
    multiple=True,
    type=click.Path(path_type=Path),
    help="另外的规则目录，可多次使用。 Folders of your own rules.",
)
_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="写入文件而不是标准输出。 Write to a file."
)


_formats = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="报告的格式：text（默认）、html、json、sarif、github、gitlab、rdjson、junit、markdown。 Report format; several"
    " may be given, each with an --output of its own, in the same order.",
)
_outputs = click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="写入文件而不是标准输出；- 是标准输出。 Write to a file; - is standard output.",
)
_fail_on = click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="warning",
    show_default=True,
    help="达到此等级时以 1 退出。 Exit 1 from this severity on.",
)
_possible = click.option("--possible", is_flag=True, help="也显示把握不大的发现。 Show findings of low confidence too.")
_jobs = click.option(
    "-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="并行进程数。 Processes."
)
_coverage = click.option(
    "--coverage", is_flag=True, help="也列出没有旁证的数字。 List the numbers that nothing bears out."
)
_lang = click.option("--lang", type=click.Choice(["zh", "en"]), help="报告的语言。 Language of the report.")
_color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="是否着色。 Colour.",
)
_store = click.option(
    "--store",
    required=True,
    metavar="claims.db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="档案文件。 The file that keeps the claims.",
)


@main.command()
@_paths
@_rules
@_outputs
@_formats
@click.option("--no-cross", is_flag=True, help="每篇单独查，不互相核对。 Do not compare the files with one another.")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    help="与这些来源或档案核对，只报稿件的问题。 Sources, or a store, that the drafts are held against.",
)
@click.option("--select", multiple=True, metavar="RULE", help="只用这些规则。 Only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE", help="不用这些规则。 Not these rules.")
@_fail_on
@_possible
@click.option(
    "--explain",
    is_flag=True,
    help="也列出成立和无法判断的核对。 List the checks that held or were undecided.",
)
@_coverage
@_jobs
@_lang
@_color
@click.pass_context
def lint(ctx: click.Context, /, paths: tuple[Path, ...], **options: Any) -> None:
    """检查稿件；给出多个文件时，它们互为来源、互相核对。

    Check drafts; several paths are cross-checked as sources of one another. Without a path: the paths in
    [tool.factcheck] of pyproject.toml, else the current folder. `-` reads standard input.
    """
    from factcheck.config import load_config

    config = load_config(Path.cwd())
    rulebook = _rulebook((*config.rules, *options["rules"]))
    _known_rules(rulebook, (*options["select"], *options["ignore"], *config.select, *config.ignore))
    renders = _renders(options["formats"], options["outputs"])
    rulebook = rulebook.only(options["select"] or config.select, (*options["ignore"], *config.ignore))
    report = _check(_given(paths, config), options, rulebook, config)
    if not options["possible"]:
        report = _without_possible(report)
    _write_all(renders, report, _shown(options, config), options["color"])
    ctx.exit(_exit_code(report, options["fail_on"]) if report.documents else COULD_NOT_CHECK)


@main.command()
@_paths
@_rules
@_output
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["table", "jsonl", "csv", "parquet"]),
    default="table",
    show_default=True,
    help="列表的格式。 Format.",
)
@_jobs
@click.pass_context
def claims(
    ctx: click.Context,
    paths: tuple[Path, ...],
    format_: str,
    rules: tuple[Path, ...],
    output: Path | None,
    jobs: int,
) -> None:
    """列出稿件里的每个数字：数值、单位、所指、地区、时间。

    List every number with value, unit, subject, place and period.
    """
    from factcheck import listings
    from factcheck.config import load_config
    from factcheck.pipeline import read_paths

    config = load_config(Path.cwd())
    rulebook = _rulebook((*config.rules, *rules))
    files, missing = _files(_given(paths, config))
    readings, unread = read_paths(files, rulebook, jobs=jobs)
    for problem in (*missing, *unread):
        _complain(problem.reason)
    if format_ == "parquet":
        _write_parquet(readings, output, rulebook.lexicon)
    elif format_ == "table":
        _write(_tables(listings.as_table(readings)), output, "auto")
    else:
        listed = listings.as_jsonl if format_ == "jsonl" else listings.as_csv
        _write(listed(readings, rulebook.lexicon), output, "never")
    ctx.exit(COULD_NOT_CHECK if missing or unread else 0)


@main.command()
@_paths
@_store
@_rules
@_jobs
@click.pass_context
def index(ctx: click.Context, paths: tuple[Path, ...], store: Path, rules: tuple[Path, ...], jobs: int) -> None:
    """把稿件里的说法存入档案，供 lint --against 和 conflicts 查询。

    Keep the claims of files in a store. Files whose content is known are skipped; those that are gone from the given
    paths are forgotten. A run that was cut off is completed by running it again.
    """
    from factcheck.archive.indexing import absolute, index_files
    from factcheck.archive.store import writing
    from factcheck.config import load_config

    config = load_config(Path.cwd())
    rulebook = _rulebook((*config.rules, *rules))
    given = [path for path in _given(paths, config) if not _is_same_file(path, store)]
    files, missing = _files(given)
    files = [file for file in files if not _is_same_file(file, store)]
    with writing(store) as kept, _progress(len(files)) as advance:
        # a file named and gone is withdrawn; of a folder that is gone nobody knows whether it is only out of reach
        missing = [problem for problem in missing if not kept.knows(absolute(Path(problem.path)))]
        done = index_files(kept, files, given, rulebook, jobs=jobs, on_file=advance)
        size = kept.size()
    for problem in (*missing, *done.unread):
        _complain(problem.reason)
    click.echo(f"新收 {done.added} 篇，未变 {done.unchanged} 篇，移除 {done.removed} 篇 (added, unchanged, removed)")
    click.echo(_held(size))
    ctx.exit(COULD_NOT_CHECK if missing or done.unread or not size.documents else 0)


@main.command()
@_store
@_rules
@_outputs
@_formats
@_fail_on
@_possible
@_lang
@_color
@click.pass_context
def conflicts(ctx: click.Context, /, store: Path, rules: tuple[Path, ...], **options: Any) -> None:
    """列出档案里互相矛盾的说法，最有把握的在前。

    List the contradictions inside a store, the surest first.
    """
    from factcheck.archive.conflicts import find_conflicts
    from factcheck.archive.store import reading
    from factcheck.config import load_config
    from factcheck.facts import read_facts
    from factcheck.ranks import Ranks

    config = load_config(Path.cwd())
    renders = _renders(options["formats"], options["outputs"])
    rulebook = _rulebook((*config.rules, *rules)).only(config.select, config.ignore)
    facts = read_facts(rulebook.extra, rulebook.lexicon)
    with reading(store) as kept:
        report, size = find_conflicts(kept, rulebook, Ranks(config.sources), facts), kept.size()
    if not options["possible"]:
        report = _without_possible(report)
    _write_all(renders, report, _shown(options, config), options["color"])
    click.echo(_held(size), err=True)
    ctx.exit(_exit_code(report, options["fail_on"]) if size.documents else COULD_NOT_CHECK)


@main.command()
@click.argument("rule_id", metavar="[ID]", required=False)
@_rules
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="说明的语言。 Language.")
def rule(rule_id: str | None, rules: tuple[Path, ...], lang: str) -> None:
    """列出规则，或解释其中一条。

    List the rules, or explain one with its examples.
    """
    rulebook = _rulebook(rules)
    if rule_id is None:
        for known in rulebook.rules.values():
            click.echo(f"{known.id:28} {known.severity.value:8} {known.message if lang == 'zh' else known.message_en}")
        return
    _known_rules(rulebook, (rule_id,))
    found = rulebook.rules[rule_id]
    click.echo(f"{found.id}（{found.severity.value}）\n\n{found.explain}\n")
    if found.forms:
        click.echo("句式 forms:\n" + "\n".join(f"  {form}" for form in found.forms))
    for title, equation in (("前提 when", found.when), ("算式 equation", found.expect)):
        if equation:
            click.echo(f"{title}: {equation}")
    click.echo(f"关系 relation: {', '.join(found.relations)}\n")
    for title, examples in (("成立的例子 passes:", found.passing), ("会报的例子 fails:", found.failing)):
        click.echo(title)
        for example in examples:
            marks = f"    ← {'、'.join(example.marks)}" if example.marks else ""
            click.echo("  - " + "\n  + ".join(source.strip() for source in example.sources) + marks)


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[RULES]…")
@click.option("-v", "--verbose", is_flag=True, help="也列出正确的例子。 List the right ones too.")
@click.pass_context
def test(ctx: click.Context, folders: tuple[Path, ...], verbose: bool) -> None:
    """用规则自带的例子检验规则。

    Run the rules' own examples: right, noisy (spoke on pass), missing (silent on fail), misplaced (wrong marks).
    """
    from factcheck.examples import try_examples

    outcomes = list(try_examples(_rulebook(folders)))
    for outcome in outcomes:
        if verbose or not outcome.is_right:
            said = f" → {'、'.join(outcome.said)}" if outcome.said else ""
            place = f"{outcome.rule.path}:{outcome.example.line}"
            click.echo(f"{outcome.verdict:10} {place}: {outcome.example.sources[0].strip()}{said}")
    wrong = sum(not outcome.is_right for outcome in outcomes)
    click.echo(f"{len(outcomes)} 个例子，{wrong} 个不符 ({len(outcomes)} examples, {wrong} wrong)")
    ctx.exit(FOUND if wrong else 0)


def _rulebook(folders: Sequence[Path]) -> Rulebook:
    from factcheck.rulebook import load_rulebook

    return load_rulebook(tuple(folders))


def _known_rules(rulebook: Rulebook, ids: Sequence[str]) -> None:
    import difflib

    from factcheck.model import FactcheckError

    for rule_id in ids:
        if rule_id not in rulebook.rules:
            close = difflib.get_close_matches(rule_id, rulebook.rules, 1)
            hint = f"，是否想写 {close[0]}？" if close else "；用 factcheck rule 列出全部规则"
            raise FactcheckError(f"没有这条规则 (no such rule): {rule_id}{hint}")


def _given(paths: tuple[Path, ...], config: Config) -> tuple[Path, ...]:
    return paths or config.paths or (Path(),)


def _check(paths: Sequence[Path], options: dict[str, Any], rulebook: Rulebook, config: Config) -> Report:
    from factcheck.pipeline import check_paths, facing, ranked
    from factcheck.ranks import Ranks

    stores, named = _stores(options["against"])
    drafts, missing = _files(paths)
    sources, missing_sources = _files(named)
    sources = [source for source in sources if source not in drafts]
    consult = partial(_consult, stores, rulebook, drafts)
    with _progress(len(drafts) + len(sources)) as advance:
        cross = not options["no_cross"] or bool(sources)
        report = check_paths(
            [*drafts, *sources], rulebook, cross=cross, jobs=options["jobs"], on_read=advance, consult=consult
        )
    report = facing(ranked(report, Ranks(config.sources)), {str(draft) for draft in drafts})
    return replace(report, unread=(*missing, *missing_sources, *report.unread))


def _stores(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Of the paths that drafts are held against, the stores, and the sources that are to be read."""
    if not paths:
        return [], []
    from factcheck.archive.store import is_store

    stores = [path for path in paths if is_store(path)]
    return stores, [path for path in paths if path not in stores]


def _consult(
    stores: Sequence[Path], rulebook: Rulebook, drafts: Sequence[Path], readings: Sequence[Reading]
) -> References:
    """House facts, and what stores say of the facts that the drafts speak of."""
    from factcheck.facts import read_facts
    from factcheck.pipeline import References

    house = read_facts(rulebook.extra, rulebook.lexicon)
    facts = References(house, (), frozenset(claim for fact in house for claim in fact.claims))
    if not stores:
        return facts
    from factcheck.archive.indexing import absolute
    from factcheck.archive.lookup import references
    from factcheck.archive.store import reading

    own, names = [absolute(draft) for draft in drafts], {str(draft) for draft in drafts}
    asking = [read for read in readings if read.document.path in names]
    for path in stores:
        with reading(path) as store:
            facts += references(store, asking, own, rulebook.lexicon)
    return facts


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[Unread]]:
    """The files behind paths, folders searched for known formats, and what could not be found."""
    from factcheck.model import Unread
    from factcheck.readers import readers

    files: dict[Path, None] = {}
    missing = []
    for path in paths:
        if path == _STDIN or path.is_file():
            files[path] = None
        elif path.is_dir():
            inside = [p for p in _walk(path) if p.suffix.lower() in readers()]
            files.update(dict.fromkeys(inside))
            if not inside:
                missing.append(
                    Unread(
                        str(path),
                        f"{path}: 目录里没有可读的文稿（{' '.join(sorted(readers()))}） (no readable files)",
                    )
                )
        else:
            missing.append(Unread(str(path), f"{path}: 没有这个文件，请检查路径 (no such file)"))
    return list(files), missing


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder in a stable order; hidden ones, links to folders and the locks beside a document that is
    open (~$稿件.docx) are passed over."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in ("node_modules", "__pycache__")
        )
        yield from (Path(root, name) for name in sorted(names) if not name.startswith((".", "~$")))


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while many files are read; nothing where that is no terminal."""
    if count < _FEWEST_FOR_PROGRESS or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("核对 checking", total=count)
        yield lambda: progress.advance(task)


def _shown(options: dict[str, Any], config: Config) -> Options:
    from factcheck.reporters import Options

    return Options(
        lang=options["lang"] or config.lang,
        width=_width(),
        explain=options.get("explain", False),
        coverage=options.get("coverage", False),
        tool_version=__version__,
    )


def _without_possible(report: Report) -> Report:
    from factcheck.model import Confidence

    return replace(report, findings=tuple(f for f in report.findings if f.confidence is not Confidence.POSSIBLE))


def _exit_code(report: Report, fail_on: str) -> int:
    from factcheck.model import Severity

    if report.unread:
        return COULD_NOT_CHECK
    if fail_on == "never":
        return 0
    least = Severity(fail_on).weight
    return FOUND if any(finding.severity.weight >= least for finding in report.findings) else 0


def _renders(formats: Sequence[str], outputs: Sequence[Path]) -> Renders:
    """How the report is rendered for each place that it goes to; None is standard output."""
    from factcheck.reporters import reporter

    formats, targets = formats or ("text",), outputs or (_STDIN,)
    if len(formats) != len(targets):
        told = f"{len(formats)} 个 --format 配了 {len(outputs)} 个 --output；每种格式要有自己的去处，- 是标准输出"
        raise click.UsageError(f"{told} (give each --format an --output of its own; - is standard output)")
    if len(set(targets)) != len(targets):
        raise click.UsageError("两种格式不能写进同一个文件 (two formats cannot go to one file)")
    return [(reporter(name), None if to == _STDIN else to) for name, to in zip(formats, targets, strict=True)]


def _write_all(renders: Renders, report: Report, shown: Options, color: str) -> None:
    for render, output in renders:
        _write(render(report, shown), output, color)


def _width() -> int:
    import shutil

    return min(max(shutil.get_terminal_size((80, 24)).columns, 40), 200)


def _write(content: object, output: Path | None, color: str) -> None:
    """Text to a file as UTF-8, or to standard output, coloured where a person reads it."""
    if isinstance(content, str):
        if output:
            _save(output, content)
        else:
            sys.stdout.buffer.write(content.encode("utf-8", "replace"))
            sys.stdout.flush()
        return
    _write_rich(content, output, color)


def _write_rich(content: Any, output: Path | None, color: str) -> None:
    from rich.console import Console

    if output:
        _save(output, content.plain if hasattr(content, "plain") else str(content))
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    colored = color == "always" or (color == "auto" and _wants_color())
    console = Console(
        force_terminal=colored,
        no_color=not colored,
        color_system="auto" if colored else None,
        width=_width(),
        highlight=False,
        markup=False,
    )
    console.print(content, soft_wrap=True, end="")


def _wants_color() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _save(output: Path, content: str) -> None:
    from factcheck.model import FactcheckError

    try:
        output.write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FactcheckError(f"{output}: 无法写入：{error.strerror} (cannot write)") from None


def _write_parquet(readings: Sequence[Reading], output: Path | None, lexicon: Lexicon) -> None:
    from factcheck import listings

    if output is None:
        raise click.UsageError("parquet 是二进制格式，请用 -o 指定文件 (give a file with -o)")
    listings.write_parquet(readings, output, lexicon)


def _held(size: Size) -> str:
    return f"档案共 {size.documents} 篇、{size.claims} 个说法 (documents, claims)"


def _is_same_file(path: Path, other: Path) -> bool:
    """Whether two paths are one file; the files beside a store (claims.db-wal) are part of it."""
    names = {other.name, f"{other.name}-wal", f"{other.name}-shm"}
    return path.name in names and path.parent.absolute() == other.parent.absolute()


def _tables(listed: Iterator[tuple[str, list[tuple[str, ...]]]]) -> Any:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from factcheck.reporters import harmless

    tables = []
    for path, (header, *cells) in listed:
        table = Table(*header, title=Text(harmless(path)), title_justify="left", expand=False)
        for row in cells:
            table.add_row(*(Text(harmless(cell)) for cell in row))
        tables.append(table)
    return Group(*tables)


def _complain(message: str) -> None:
    from factcheck.reporters import harmless

    click.echo(f"factcheck: {harmless(message)}", err=True)
