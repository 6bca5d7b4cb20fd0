"""Clean answers on disk: types checked before they are written and after they are read.

The files hold microdata. They lie in the work folder, which is never published.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from typfrage.survey.audit import Audit
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Item,
    KeyItem,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
)
from typfrage.survey.waves.study import Wave

_FRAMES = ("answers", "reasons", "changes", "exclusions", "remarks")


def answers_schema(codebook: Codebook, wave: Wave) -> pa.DataFrameSchema:
    """Return the schema of a wave's clean answers, as the codebook says.

    Args:
        codebook: The questionnaire.
        wave: The wave; only its items are columns.
    """
    items = [item for item in wave.file.items(codebook) if not isinstance(item, KeyItem)]
    return pa.DataFrameSchema(
        {name: _column(item) for item in items for name in item.columns},
        index=pa.Index("str", name=codebook.key.id, unique=True, nullable=False),
        strict=True,
        ordered=True,
    )


def save_clean(clean: CleanAnswers, folder: Path, schema: pa.DataFrameSchema) -> None:
    """Write clean answers and audit as Parquet files.

    Raises:
        pandera.errors.SchemaErrors: The answers are not as the codebook says.
    """
    schema.validate(clean.answers, lazy=True)
    folder.mkdir(parents=True, exist_ok=True)
    audit = clean.audit
    frames = (clean.answers, clean.reasons, audit.changes, audit.exclusions, audit.remarks)
    for name, frame in zip(_FRAMES, frames, strict=True):
        frame.to_parquet(folder / f"{name}.parquet")


def load_clean(folder: Path, schema: pa.DataFrameSchema) -> CleanAnswers:
    """Read what :func:`save_clean` wrote.

    Raises:
        FileNotFoundError: The wave has not been cleaned.
        pandera.errors.SchemaErrors: The answers are not as the codebook says.
    """
    frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _FRAMES}
    answers = schema.validate(frames.pop("answers"), lazy=True)
    reasons = frames.pop("reasons")
    read = len(answers) + len(frames["exclusions"])
    return CleanAnswers(answers, reasons, Audit(read=read, **frames))


def _column(item: Item) -> pa.Column:
    match item:
        case MultipleItem():
            return pa.Column("Int8", pa.Check.isin([0, 1]), nullable=True)
        case ScaleItem():
            return pa.Column("Int8", pa.Check.in_range(1, len(item.options)), nullable=True)
        case SingleItem():
            options = pd.CategoricalDtype([option.id for option in item.options])
            return pa.Column(options, nullable=True)
        case NumberItem():
            return pa.Column("Int64" if item.integer else "Float64", nullable=True)
        case _:
            return pa.Column("str", nullable=True)
