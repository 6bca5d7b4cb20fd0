"""A sign of life on the error stream, so that what is printed can be piped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Told = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done, 0 … 1."""

_SPELLED = {
    "total_within_ss": "total within sum of squares",
    "calinski_harabasz": "Calinski–Harabasz",
    "gap_1se": "gap, 1 standard error",
    "jaccard": "Jaccard stability",
    "information": "latent classes",
    "agreement": "agreement with other methods, items and seeds",
    "null": "null benchmark",
    "aic": "AIC",
    "bic": "BIC",
}


@contextmanager
def shown_progress(console: Console) -> Iterator[Told]:
    """Show progress: bars on a terminal, elsewhere one line for each thing that is begun."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bars = {}

        def tell(name: str, share: float) -> None:
            if name not in bars:
                bars[name] = progress.add_task(spelled(name), total=1.0)
            progress.update(bars[name], completed=share)

        yield tell


def spelled(name: str) -> str:
    """A criterion's name as it is written for people."""
    return _SPELLED.get(name, name.replace("_", " "))


class _Lines:
    """One line for each new name."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: set[str] = set()

    def __call__(self, name: str, share: float) -> None:
        if name not in self._begun:
            self._begun.add(name)
            self._console.print(f"  … {spelled(name)}")
