"""JSON Schemas of the YAML files, for editors and for whoever has no Python at hand.

The schemas lie in ``data/schema``; the first line of each YAML file names its own. They know the
form of a file, not what contradicts what between its parts: that is left to ``load_yaml``.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.synthetic.parameters import SynthesisParameters
from typfrage.survey.waves.cases import CaseFile
from typfrage.survey.waves.corrections import Corrections
from typfrage.survey.waves.published import PublishedFigures
from typfrage.survey.waves.reference_types import Typology
from typfrage.survey.waves.wave import WaveFile

FILES: dict[str, type[BaseModel]] = {
    "codebook": Codebook,
    "typology": Typology,
    "indicators": IndicatorFile,
    "wave": WaveFile,
    "corrections": Corrections,
    "published_figures": PublishedFigures,
    "synthesis": SynthesisParameters,
    "cases": CaseFile,
}
"""The YAML files of a study, and of reviewers, and what they are checked against."""


def json_schemas() -> dict[str, str]:
    """Return the text of every schema by the name of its file."""
    return {f"{name}.schema.json": _text(name, model) for name, model in FILES.items()}


def write_json_schemas(folder: Path) -> None:
    """Write all schemas into a folder.

    Args:
        folder: Usually ``data/schema``; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in json_schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _text(name: str, model: type[BaseModel]) -> str:
    schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": f"{name}.yml",
        **model.model_json_schema(mode="validation"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
