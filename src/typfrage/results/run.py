"""What a notebook opens first: the study, the wave, its clean answers, and the store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from typfrage.problems import InputError, Problem
from typfrage.results.cell_label import cell_label
from typfrage.results.numbers import WITHHELD
from typfrage.results.store import Store
from typfrage.results.stored_files import sha256, sha256_of, write_json
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.clean_store import answers_schema, load_clean, save_clean
from typfrage.survey.cleaning import clean
from typfrage.survey.enough_answers import goal_problems, number_problems
from typfrage.survey.population.population import GEMEINDEN_FILE, KREISE_FILE
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.corrections import CORRECTIONS_FILE
from typfrage.survey.waves.study import (
    Study,
    Wave,
    earlier_wave,
    open_study,
    open_wave,
)
from typfrage.survey.waves.wave_order import WAVE_FILE
from typfrage.survey.waves.wave_series import check_earlier_raw_file
from typfrage.validity.task import Settings

TYPES_FILE = "types.csv"
"""Type of every municipality and how sure it is, for the study team alone."""

_INPUTS_FILE = "inputs.json"
"""Beside the clean answers: what they were made from."""


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

    @cached_property
    def codebook(self) -> Codebook:
        """The questionnaire as the wave put it: its items and options in its words."""
        return self.study.codebook.on(self.wave.file.field_period.first)

    @property
    def reference_names(self) -> list[str]:
        """Names of the reference types, none where the study has no typology."""
        if self.study.typology is None:
            return []
        return [self.study.codebook.label(type_.name) for type_ in self.study.typology.types]

    @property
    def reports_published_number(self) -> bool:
        """Whether the wave reports as many types as were published of the study."""
        return self.wave.file.analysis.k == len(self.reference_names)

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

    @cached_property
    def earlier(self) -> Wave | None:
        """The wave that this one is compared with, ``None`` where there is none."""
        return earlier_wave(self.study, self.wave)

    def earlier_clean(self) -> CleanAnswers:
        """Clean the answers of the earlier wave anew, so that no order of builds matters.

        Raises:
            InputError: Its raw file is missing or another one, or something in it has no rule.
            ValueError: There is no earlier wave.
        """
        if self.earlier is None:
            raise ValueError(f"the wave {self.wave.id!r} is compared with none")
        check_earlier_raw_file(self.study, self.wave)
        return clean(read_raw(self.earlier, self.study.codebook), self.earlier, self.study.codebook)

    def save_clean(self, cleaned: CleanAnswers) -> None:
        """Keep the clean answers for the notebooks that follow.

        Raises:
            InputError: They are so few that nothing about them may be published, or more than were
                contacted.
        """
        _refuse(number_problems(cleaned, self.wave))
        kept_of = self._clean_folder() / _INPUTS_FILE
        kept_of.unlink(missing_ok=True)
        save_clean(cleaned, self._clean_folder(), self._schema())
        write_json(kept_of, exact_hashes(self.study, self.wave))

    def load_clean(self) -> CleanAnswers:
        """Return the clean answers of the wave.

        They are made anew where notebook 01 has not run on the files that lie there now, so that
        each notebook can be run alone.

        Raises:
            InputError: Something in the raw file has no rule.
        """
        if hashes_cleaned(self.study, self.wave) == exact_hashes(self.study, self.wave):
            return load_clean(self._clean_folder(), self._schema())
        cleaned = clean(read_raw(self.wave, self.codebook), self.wave, self.codebook)
        _refuse(number_problems(cleaned, self.wave))
        return cleaned

    def save_types(self, types: pd.DataFrame) -> None:
        """Keep the type of every municipality beside the clean answers, where nothing is published.

        Args:
            types: A row for each municipality, indexed by its key.
        """
        path = work_folder(self.study, self.wave.id) / TYPES_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(types.to_csv(lineterminator="\n", float_format="%.6g"), encoding="utf-8")

    def goals(self, cleaned: CleanAnswers) -> pd.DataFrame:
        """Return the (municipalities × goals) 0/1 matrix that forms the types.

        Raises:
            InputError: Municipalities gave no answer to the question that forms the types, or
                there are fewer different answers than types to be found.
        """
        _refuse(goal_problems(cleaned, self.wave, self.study.codebook))
        matrix = cleaned.answers[list(self.wave.file.type_items(self.study.codebook))]
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


def hashes_cleaned(study: Study, wave: Wave) -> dict[str, str]:
    """Return the sha256 of the inputs that the kept clean answers were made from, if there are."""
    path = work_folder(study, wave.id) / "clean" / _INPUTS_FILE
    read: dict[str, str] = json.loads(path.read_bytes()) if path.is_file() else {}
    return read


def input_files(study: Study, wave: Wave) -> list[Path]:
    """Return the files that a wave's results rest on; the raw files may be missing.

    Raises:
        InputError: The wave is compared with one whose files are wrong.
    """
    return list(named_inputs(study, wave).values())


def named_inputs(study: Study, wave: Wave) -> dict[str, Path]:
    """Return the same files by the names that the manifest gives them, without a place outside.

    Raises:
        InputError: The wave is compared with one whose files are wrong.
    """
    counts = (study.data / "population" / name for name in (GEMEINDEN_FILE, KREISE_FILE))
    earlier = earlier_wave(study, wave)
    inside = [*sorted(study.data.glob("*.yml")), *(path for path in counts if path.is_file())]
    named = {}
    for one in (wave,) if earlier is None else (earlier, wave):
        inside += sorted(one.folder.glob("*.yml"))
        if one.raw_file.is_relative_to(study.root):
            inside.append(one.raw_file)
        else:
            own = one.raw_file.name
            named[own if one is wave else f"{one.id}: {own}"] = one.raw_file
    return {str(path.relative_to(study.root)): path for path in inside} | named


def input_hashes(study: Study, wave: Wave) -> dict[str, str]:
    """Return the sha256 of every input file as it may be published, by its name.

    Raw file and corrections of real answers have ``WITHHELD`` instead: whoever knows all of a file
    but few values could try them until the published hash comes out.

    Raises:
        InputError: The wave is compared with one whose files are wrong.
    """
    told = exact_hashes(study, wave)
    places = {path: name for name, path in named_inputs(study, wave).items()}
    for one in (wave, earlier_wave(study, wave)):
        if one is not None and not one.file.synthetic:
            with_answers = (one.raw_file, one.folder / CORRECTIONS_FILE)
            secret = {places[path] for path in with_answers if path in places}
            told |= dict.fromkeys(secret & told.keys(), WITHHELD)
            told[places[one.folder / WAVE_FILE]] = sha256_of(published_wave_file(one))
    return told


def exact_hashes(study: Study, wave: Wave) -> dict[str, str]:
    """Return the sha256 of every input file, by its name; of files with answers it stays here.

    Raises:
        InputError: The wave is compared with one whose files are wrong.
    """
    return {name: sha256(path) for name, path in named_inputs(study, wave).items() if path.exists()}


def published_wave_file(wave: Wave) -> bytes:
    """Return ``wave.yml`` as anybody may read it: of real answers without the raw file's hash."""
    content = (wave.folder / WAVE_FILE).read_bytes()
    if wave.file.synthetic:
        return content
    return content.replace(wave.file.source.sha256.encode(), b"0" * len(wave.file.source.sha256))


def current_cell() -> str:
    """Return the label of the notebook cell that is being executed, empty outside a notebook."""
    try:
        shell = get_ipython()  # type: ignore[name-defined]
    except NameError:
        return ""
    return cell_label(shell.user_ns["_ih"][-1])


def _refuse(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise InputError(found)
