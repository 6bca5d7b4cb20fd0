"""``typfrage schema``: the JSON Schemas of a study's YAML files."""

from __future__ import annotations

from pathlib import Path

from typfrage.cli.application import app, examples, out
from typfrage.cli.options import StudyOption
from typfrage.problems import InputError, Problem


@app.command(epilog=examples("typfrage schema"))
def schema(study: StudyOption = Path()) -> None:
    """Write the JSON Schemas of the study's YAML files, by which editors check them."""
    from typfrage.survey.yaml_files.json_schema import write_json_schemas

    if not (study / "data").is_dir():
        what, mend = "there is no study here", "begin one with `typfrage study new`, or say --study"
        raise InputError(Problem(what, str(study), "a folder that holds data", mend))
    folder = study / "data" / "schema"
    write_json_schemas(folder)
    out.print(f"Schemas: {folder}", soft_wrap=True)
