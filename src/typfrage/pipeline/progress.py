"""A line for each step with its duration, and a sign of life while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

Update = Callable[[str], None]


class Steps:
    """Reports the steps of a run.

    Args:
        console: Where the lines go; a terminal shows what a running step is doing.
    """

    def __init__(self, console: Console) -> None:
        self.console = console

    @contextmanager
    def step(self, title: str) -> Iterator[Update]:
        """Report one step; the value is called with what it is doing."""
        started = time.perf_counter()
        if not self.console.is_terminal:
            self.console.print(f"  … {title}", highlight=False)
        with self.console.status(title) as status:
            yield lambda doing: status.update(f"{title} – {doing}")
        seconds = time.perf_counter() - started
        self.console.print(
            f"  [green]✓[/green] {title} [dim]{seconds:.1f} s[/dim]", highlight=False
        )

    def unchanged(self, titles: list[str]) -> None:
        """Report the steps that need not run."""
        if titles:
            self.console.print(f"  [dim]· unchanged: {', '.join(titles)}[/dim]", highlight=False)
