"""The command line: arguments, colour, exit codes.

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 it could not check (bad usage, unreadable input,
broken rule, nothing to read); 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from factcheck import __version__
from factcheck.cli.output import COULD_NOT_CHECK, INTERRUPTED, complain

# A module of this folder each, with a `command`.
_COMMANDS = ("lint", "claims", "index", "conflicts", "spark", "rule", "test", "config", "init", "lsp")


# Objects made between two looks for cycles among them. Code, rules and patterns are some 100,000 that all live on, and
# drafts are freed without such looks; with Python's own 700 a fifth of the time of a short run went into them.
_BETWEEN_LOOKS = 200_000


class _Group(click.Group):
    """Loads a command when it is asked for; shows our errors as one plain line and exits 2, never a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        gc.set_threshold(_BETWEEN_LOOKS)
        atexit.register(gc.freeze)  # what is left at the end goes with the process, without a last look
        return super().main(*args, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"factcheck.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        from factcheck.model import FactcheckError

        try:
            return super().invoke(ctx)
        except FactcheckError as error:
            complain(str(error))
            ctx.exit(COULD_NOT_CHECK)
        except KeyboardInterrupt:
            complain("已中止 (interrupted)")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:  # a full disk behind standard output
            complain(f"无法读写：{error.strerror or error} (cannot read or write)")
            ctx.exit(COULD_NOT_CHECK)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("FACTCHECK_DEBUG"):
                raise
            complain(
                f"内部错误，请报告；设 FACTCHECK_DEBUG=1 可看详情 (internal error): {type(error).__name__}: {error}"
            )
            ctx.exit(COULD_NOT_CHECK)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="factcheck")
def main() -> None:
    """factcheck：检查中文稿件里的数字是否自相矛盾。

    A consistency linter for the numbers in Chinese copy.
    """
