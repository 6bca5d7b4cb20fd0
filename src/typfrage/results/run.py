"""What a notebook opens first: the study, the wave, its clean answers, and the store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from typfrage.problems import InputError, Problem
from typfrage.results.store import Store, sha256
from typfrage.survey.clean_store import answers_schema, load_clean, save_clean
from typfrage.survey.cleaning import CleanAnswers
from typfrage.survey.population import GEMEINDEN_FILE, KREISE_FILE
from typfrage.survey.study import Study, Wave, open_study, open_wave
from typfrage.validity.task import Settings

TYPES_FILE = "types.csv"
"""Type of every municipality and how sure it is, for the study team alone."""

_LABEL = re.compile(r"^#\|\s*label:\s*(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """One notebook at work on one wave.

    Attributes:
        study: The study.
        wave: The wave.
        store: The notebook's part of the results.
    """

    study: Study
    wave: Wave
    store: Store

    @property
    def minimum_cases(self) -> int:
        """Threshold of the disclosure rules."""
        return self.wave.file.analysis.minimum_cases

    @property
    def reference_names(self) -> list[str]:
        """Names of the reference types, none where the study has no typology."""
        if self.study.typology is None:
            return []
        return [self.study.codebook.label(type_.name) for type_ in self.study.typology.types]

    @property
    def settings(self) -> Settings:
        """How much is computed for each criterion."""
        analysis = self.wave.file.analysis
        return Settings(
            starts=analysis.starts,
            resample_starts=analysis.resample_starts,
            reference_starts=analysis.reference_starts,
            bootstrap=analysis.bootstrap,
            gap_samples=analysis.gap_samples,
            splits=analysis.splits,
            pairs=analysis.pairs,
            null_samples=analysis.null_matrices,
            null_replicates=analysis.null_replicates,
        )

    def save_clean(self, clean: CleanAnswers) -> None:
        """Keep the clean answers for the notebooks that follow.

        Raises:
            InputError: They are so few that nothing about them may be published.
        """
        answers = len(clean.answers)
        if answers < self.minimum_cases:
            raise InputError(
                Problem(
                    f"minimum_cases is {self.minimum_cases}, but only {answers} answers count",
                    f"{self.wave.id}/wave.yml, analysis.minimum_cases",
                    f"at most the number of answers, {answers}",
                    "lower it as far as their protection allows, or see whether the screening "
                    "leaves out too many",
                )
            )
        save_clean(clean, self._clean_folder(), self._schema())

    def load_clean(self) -> CleanAnswers:
        """Return the clean answers of the wave.

        Raises:
            FileNotFoundError: Notebook 01 has not run.
        """
        return load_clean(self._clean_folder(), self._schema())

    def save_types(self, types: pd.DataFrame) -> None:
        """Keep the type of every municipality beside the clean answers, where nothing is published.

        Args:
            types: A row for each municipality, indexed by its key.
        """
        path = work_folder(self.study, self.wave.id) / TYPES_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(types.to_csv(lineterminator="\n", float_format="%.6g"), encoding="utf-8")

    def goals(self, clean: CleanAnswers) -> pd.DataFrame:
        """Return the (municipalities × goals) 0/1 matrix that forms the types.

        Raises:
            InputError: Municipalities gave no answer to the question that forms the types, or
                there are fewer different answers than types to be found.
        """
        analysis = self.wave.file.analysis
        matrix = clean.answers[list(self.wave.file.type_items(self.study.codebook))]
        where = f"{self.wave.id}/wave.yml, analysis"
        silent = int(matrix.isna().any(axis=1).sum())
        if silent:
            raise InputError(
                Problem(
                    f"municipalities without an answer to {analysis.types_from!r}: {silent}",
                    where,
                    "an answer of every municipality to the question that forms the types",
                    f"exclude them by a screening rule with unanswered: {analysis.types_from}, or "
                    f"set choices.{analysis.types_from}.nothing to none",
                )
            )
        distinct, most = len(matrix.drop_duplicates()), max(analysis.k, analysis.k_range[1])
        if distinct < most:
            raise InputError(
                Problem(
                    f"{len(matrix)} municipalities gave only {distinct} different answers to "
                    f"{analysis.types_from!r}",
                    where,
                    f"at least {most}, the largest number of types that is looked for",
                    "let k and k_range end at a smaller number",
                )
            )
        return matrix.astype("float64")

    def _clean_folder(self) -> Path:
        return work_folder(self.study, self.wave.id) / "clean"

    def _schema(self) -> pa.DataFrameSchema:
        return answers_schema(self.study.codebook, self.wave)


def open_run(study: str, wave: str, notebook: str) -> Run:
    """Open a wave for a notebook.

    Args:
        study: The study's folder.
        wave: Name of the wave.
        notebook: Name of the notebook, without suffix.

    Raises:
        InputError: The study or the wave cannot be read.
    """
    opened = open_study(Path(study))
    its_wave = open_wave(opened, wave)
    store = Store(
        folder=results_folder(opened, its_wave.id),
        notebook=notebook,
        synthetic=its_wave.file.synthetic,
        minimum_cases=its_wave.file.analysis.minimum_cases,
        language=opened.codebook.languages[0],
        inputs=input_hashes(opened, its_wave),
        cell=current_cell,
    )
    return Run(opened, its_wave, store)


def results_folder(study: Study, wave: str) -> Path:
    """Return the folder of a wave's results; all in it may be published."""
    return study.root / "_results" / wave


def work_folder(study: Study, wave: str) -> Path:
    """Return the folder of a wave's microdata; nothing in it is ever published."""
    return study.root / "_work" / wave


def input_files(study: Study, wave: Wave) -> list[Path]:
    """Return the files that a wave's results rest on; the raw file may be missing."""
    counts = (study.data / "population" / name for name in (GEMEINDEN_FILE, KREISE_FILE))
    return [
        *sorted(study.data.glob("*.yml")),
        *(path for path in counts if path.is_file()),
        *sorted(wave.folder.glob("*.yml")),
        wave.raw_file,
    ]


def input_hashes(study: Study, wave: Wave) -> dict[str, str]:
    """Return the sha256 of every input file, by its name."""
    hashes = {}
    for path in input_files(study, wave):
        inside = path.is_relative_to(study.root)
        if path.exists():
            hashes[str(path.relative_to(study.root)) if inside else path.name] = sha256(path)
    return hashes


def current_cell() -> str:
    """Return the label of the notebook cell that is being executed, empty outside a notebook."""
    try:
        shell = get_ipython()  # type: ignore[name-defined]
    except NameError:
        return ""
    label = _LABEL.search(shell.user_ns["_ih"][-1])
    return label.group(1) if label else ""
