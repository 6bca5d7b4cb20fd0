"""The program: what all commands share, and how it ends."""

from __future__ import annotations

import errno
import io
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from typfrage.cli.terminal import Terminal
from typfrage.problems import INTERRUPTED, BuildError, InputError

_NO_FAULT_OF_THE_PROGRAM = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.ELOOP,
    errno.ENAMETOOLONG,
)


PANELS = {
    "A study": ("study", "wave", "build", "run", "render", "explain"),
    "Publication and review": ("slides", "bundle", "scan", "verify", "assure", "notebooks"),
    "Other answers": ("classify", "evaluate", "latent-classes"),
    "Installation": ("doctor", "schema"),
}
"""Headings of the help, and the commands under each in the order in which they are needed."""


class InterruptedRunError(Exception):
    """The user pressed Ctrl-C."""


class Commands(TyperGroup):
    """Lists the commands under their headings, and keeps Ctrl-C from ending without a word."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands as the help shows them."""
        return [name for names in PANELS.values() for name in names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command with the heading under which the help shows it."""
        command = super().get_command(ctx, cmd_name)
        if isinstance(command, TyperCommand | TyperGroup):
            (command.rich_help_panel,) = (name for name, own in PANELS.items() if cmd_name in own)
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise InterruptedRunError from None
        except SystemError as error:
            # What numba makes of Ctrl-C while it loads compiled code.
            if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
                raise InterruptedRunError from None
            raise


def examples(*commands: str, exit_codes: str = "") -> str:
    """Return what stands below the help of a command.

    Args:
        commands: Examples of how it is called.
        exit_codes: What its exit codes mean, where they say more than those of all commands.
    """
    word = "Examples" if len(commands) > 1 else "Example"
    shown = "   ".join(f"[bold]{command}[/bold]" for command in commands)
    return f"{word}:  {shown}" + (f"   Exit codes: {exit_codes}." if exit_codes else "")


app = typer.Typer(
    name="typfrage",
    cls=Commands,
    help="A reproducible survey typology: from a raw survey wave to the published study.",
    epilog="Examples:  [bold]typfrage build[/bold]  makes the study of the newest wave.   "
    "[bold]typfrage evaluate data.csv --items a,b,c[/bold]  looks for types in other data.   "
    "Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

out = Terminal(highlight=False, emoji=False)
err = Terminal(stderr=True, highlight=False, emoji=False)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that is not UTF-8 gets question marks, not a traceback.
            stream.reconfigure(errors="replace")
    try:
        app(standalone_mode=True)
    except InputError as error:
        err.print("[bold red]Bad input[/bold red]")
        for problem in error.problems:
            err.print(str(problem), markup=False, soft_wrap=True)
        sys.exit(2)
    except BuildError as error:
        err.print("[bold red]Failed[/bold red]")
        err.print(str(error), markup=False, soft_wrap=True)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NO_FAULT_OF_THE_PROGRAM:
            raise
        where = f"{error.filename}: " if error.filename else ""
        err.print("[bold red]Failed[/bold red]")
        err.print(f"{where}{error.strerror}", markup=False, soft_wrap=True)
        err.print("  to do: correct the permissions, or free space, and try again", markup=False)
        sys.exit(1)
    except (InterruptedRunError, KeyboardInterrupt):
        err.print(INTERRUPTED)
        sys.exit(130)
