"""``typfrage notebooks``: what reviewers compare in the notebooks."""

from __future__ import annotations

from pathlib import Path

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.options import StudyOption

notebooks_app = typer.Typer(name="notebooks", no_args_is_help=True)
app.add_typer(notebooks_app)


@notebooks_app.callback()
def notebooks() -> None:
    """Renew the key numbers in the notebooks."""


@notebooks_app.command(
    "refresh",
    epilog=examples("typfrage notebooks refresh"),
)
def notebooks_refresh(study: StudyOption = Path()) -> None:
    """Execute the study's own notebooks and store the key numbers that they end with.

    Nothing else in them changes, and no results are touched.

    Afterwards `git diff analysis` shows each number that changed.
    """
    from typfrage.review.refresh import refresh_notebooks
    from typfrage.survey.waves.study import open_study

    def tell(name: str) -> None:
        out.print(f"Executing {name}")

    changed = refresh_notebooks(open_study(study), tell)
    for one in changed:
        values = " → ".join("nothing" if each is None else each for each in (one.old, one.new))
        out.print(f"{one.notebook}: {one.name}: {values}", markup=False, soft_wrap=True)
    out.print(f"Key numbers that changed: {len(changed)}")
