"""A study on disk: its codebook, its typology, its waves, and where its results go."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.indicators.indicator_flaws import indicator_flaws
from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.ordinary_files import inside
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.waves.corrections import CORRECTIONS_FILE, Corrections
from typfrage.survey.waves.published import PublishedFigures, load_published
from typfrage.survey.waves.reference_types import Typology
from typfrage.survey.waves.typology_flaws import typology_flaws
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.waves.wave_flaws import wave_flaws
from typfrage.survey.waves.wave_order import WAVE_FILE, comparison_flaws, first_days, previous_wave
from typfrage.survey.yaml_files.yaml_file import Flaw, load_yaml


@dataclass(frozen=True)
class Study:
    """A study's folder.

    Attributes:
        root: The folder that holds ``data/``, and where results and publications go.
        codebook: The questionnaire.
        typology: The reference types, or ``None`` where the study has no published typology.
        published: Published figures to compare with, or ``None``.
        indicators: What the types are described by, or ``None`` where the study does not say.
    """

    root: Path
    codebook: Codebook
    typology: Typology | None
    published: PublishedFigures | None
    indicators: IndicatorFile | None = None

    @property
    def data(self) -> Path:
        """Folder of codebook, typology and waves."""
        return self.root / "data"

    @property
    def first_days(self) -> dict[str, date | None]:
        """First day of each wave's field period, ``None`` where it is still open, in order."""
        return first_days(self.data / "waves")

    @property
    def waves(self) -> tuple[str, ...]:
        """Names of the waves, the oldest first; last those whose field period is still open."""
        return tuple(self.first_days)


@dataclass(frozen=True)
class Wave:
    """A wave's folder with its checked files.

    Attributes:
        folder: ``data/waves/<wave>``.
        file: Content of ``wave.yml``.
        corrections: Content of ``corrections.yml``; empty where there is none.
    """

    folder: Path
    file: WaveFile
    corrections: Corrections

    @property
    def id(self) -> str:
        """Name of the wave."""
        return self.file.id

    @property
    def raw_file(self) -> Path:
        """The raw file; it may be missing where it stays with its owner."""
        return Path(os.path.realpath(self.folder / self.file.source.file))


def open_study(root: Path) -> Study:
    """Read and check a study's codebook and typology.

    Args:
        root: The study's folder; it holds ``data/codebook.yml``.

    Raises:
        InputError: A file is missing or wrong.
    """
    root = Path(os.path.realpath(root))
    codebook = load_yaml(root / "data" / "codebook.yml", Codebook, codebook_flaws)
    path = root / "data" / "typology.yml"
    typology = None
    if path.exists():
        typology = load_yaml(path, Typology, lambda loaded: typology_flaws(loaded, codebook))
    path = root / "data" / "published_figures.yml"
    published = load_published(path, codebook) if path.exists() else None
    path = root / "data" / "indicators.yml"
    indicators = None
    if path.exists():
        forming = None if typology is None else typology.types_from
        indicators = load_yaml(
            path, IndicatorFile, lambda loaded: indicator_flaws(loaded, codebook, forming)
        )
    return Study(root, codebook, typology, published, indicators)


def open_wave(study: Study, name: str | None = None) -> Wave:
    """Read and check a wave's files.

    Args:
        study: The study.
        name: The wave; if left out, the newest one whose field period is not open still.

    Raises:
        InputError: There is no such wave, its folder lies outside the study, or a file of it is
            wrong.
    """
    name = _existing(study, name)
    folder = study.data / "waves" / name
    if not inside(folder, study.data):
        raise InputError(
            Problem(
                f"the folder of the wave {name!r} lies outside the study",
                str(folder),
                "a folder in the study",
                "make it a folder instead of a link",
            )
        )
    file = load_yaml(
        folder / WAVE_FILE,
        WaveFile,
        lambda loaded: flaws_in_folder(loaded, name, study),
        f"{name}/{WAVE_FILE}",
    )
    path, corrections = folder / CORRECTIONS_FILE, Corrections()
    if path.exists():
        corrections = load_yaml(path, Corrections, name=f"{name}/{CORRECTIONS_FILE}")
    return Wave(folder, file, corrections)


def _existing(study: Study, name: str | None) -> str:
    """Return the name of a wave that is there, the newest one's if none is named."""
    waves, where = study.waves, str(study.data / "waves")
    if not waves:
        raise InputError(
            Problem("the study has no wave", where, "a folder with wave.yml", "add one")
        )
    if name is None:
        return next((one for one in reversed(waves) if study.first_days[one]), waves[-1])
    if name not in waves:
        mend = "name one of these, or add a folder with wave.yml"
        raise InputError(Problem(f"there is no wave {name!r}", where, one_of(waves), mend))
    return name


def earlier_wave(study: Study, wave: Wave) -> Wave | None:
    """Return the wave that a wave is compared with, as its ``compare_with`` says.

    Args:
        study: The study.
        wave: The later wave.

    Returns:
        The earlier wave, or ``None`` where there is none or none is wanted.

    Raises:
        InputError: A file of the earlier wave is wrong.
    """
    name = previous_wave(wave.file, study.first_days)
    if name is None:
        return None
    try:
        return open_wave(study, name)
    except InputError as error:
        reason = Problem(
            f"the wave {wave.id!r} is compared with {name!r}, whose files are wrong",
            f"{wave.id}/{WAVE_FILE}, compare_with",
            "an earlier wave that can be read",
            f"correct what follows (`typfrage wave check {name}`), or set compare_with: none",
        )
        raise InputError((reason, *error.problems)) from None


def check_raw_file(wave: Wave) -> Path:
    """Return the raw file if it is the one that ``wave.yml`` pins.

    Raises:
        InputError: It is missing or may not be read, lies outside the wave's folder without saying
            so, or has another hash.
    """
    source, path = wave.file.source, wave.raw_file
    place = f"{wave.folder.name}/wave.yml, source"
    where = f"{place}.file"
    if not source.external and not inside(path, wave.folder):
        raise InputError(
            Problem(
                f"{source.file!r} lies outside the wave's folder",
                where,
                "a file in the wave's folder",
                "copy it there, or set external: true where it must stay with its owner",
            )
        )
    if not os.path.isfile(path):
        raise InputError(
            Problem(
                f"the raw file {source.file!r} is missing",
                where,
                f"a file with sha256 {source.sha256[:12]}…",
                "put it there; the project does not ship files that belong to others"
                if source.external
                else "put it back, e.g. from version control",
            )
        )
    try:
        with path.open("rb") as handle:
            found = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            Problem(
                f"the raw file {source.file!r} cannot be read: {error.strerror}",
                where,
                "a file that you may read",
                "correct its permissions",
            )
        ) from None
    if found != source.sha256:
        raise InputError(
            Problem(
                f"the raw file {source.file!r} is another one: its sha256 is {found}",
                f"{place}.sha256",
                source.sha256,
                "restore the file, or enter the new hash if the file was replaced on purpose",
            )
        )
    return path


def flaws_in_folder(file: WaveFile, folder: str, study: Study) -> Iterator[Flaw]:
    """Find what contradicts the folder, the codebook, or the other files of the study."""
    if file.id != folder:
        yield Flaw(("id",), f"the wave is called {file.id!r}", f"the folder's name {folder!r}")
    yield from wave_flaws(file, study.codebook)
    yield from comparison_flaws(file, study.first_days)
    indicators = {} if study.indicators is None else study.indicators.indicators
    counted = {item for one in indicators.values() for item in one.items}
    if file.analysis.types_from in counted:
        what = f"indicators.yml counts {file.analysis.types_from!r}, which forms the types"
        yield Flaw(("analysis", "types_from"), what, "a question that no indicator counts")
