"""``typfrage doctor``: what is installed."""

from __future__ import annotations

import typer
from rich.table import Table

from typfrage.cli.application import app, examples, out


@app.command(epilog=examples("typfrage doctor"))
def doctor() -> None:
    """Report what is installed: Python, packages, kernel, Quarto, pandoc, Typst, fonts."""
    from typfrage.pipeline.doctor import examine

    findings = examine()
    table = Table("what", "found", "state", box=None)
    for finding in findings:
        state = "[green]ok[/green]" if finding.ok else f"[red]{finding.advice}[/red]"
        if finding.ok is None:
            state = f"[dim]{finding.advice}[/dim]"
        table.add_row(finding.what, finding.found, state)
    out.print(table)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)
