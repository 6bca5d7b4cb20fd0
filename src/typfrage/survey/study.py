"""A study on disk: its codebook, its typology, its waves, and where its results go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.codebook import Codebook, MultipleItem
from typfrage.survey.codebook_flaws import codebook_flaws
from typfrage.survey.corrections import Corrections
from typfrage.survey.indicator_flaws import indicator_flaws
from typfrage.survey.indicators import IndicatorFile
from typfrage.survey.published import PublishedFigures, load_published
from typfrage.survey.reference_types import Typology
from typfrage.survey.wave import WaveFile
from typfrage.survey.wave_flaws import wave_flaws
from typfrage.survey.yaml_file import Flaw, load_yaml


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
    def waves(self) -> tuple[str, ...]:
        """Names of the waves, the oldest first."""
        return tuple(sorted(path.parent.name for path in self.data.glob("waves/*/wave.yml")))


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
        return (self.folder / self.file.source.file).resolve()


def open_study(root: Path) -> Study:
    """Read and check a study's codebook and typology.

    Args:
        root: The study's folder; it holds ``data/codebook.yml``.

    Raises:
        InputError: A file is missing or wrong.
    """
    root = root.resolve()
    codebook = load_yaml(root / "data" / "codebook.yml", Codebook, codebook_flaws)
    path = root / "data" / "typology.yml"
    typology = None
    if path.exists():
        typology = load_yaml(path, Typology, lambda loaded: _typology_flaws(loaded, codebook))
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
        name: The wave; the newest one if left out.

    Raises:
        InputError: There is no such wave, or a file of it is wrong.
    """
    if not study.waves:
        raise InputError(
            Problem(
                "the study has no wave",
                str(study.data / "waves"),
                "a folder with wave.yml",
                "add one",
            )
        )
    name = study.waves[-1] if name is None else name
    if name not in study.waves:
        raise InputError(
            Problem(
                f"there is no wave {name!r}",
                str(study.data / "waves"),
                one_of(study.waves),
                "name one of these, or add a folder with wave.yml",
            )
        )
    folder = study.data / "waves" / name
    file = load_yaml(
        folder / "wave.yml", WaveFile, lambda loaded: _flaws_in_folder(loaded, name, study)
    )
    path = folder / "corrections.yml"
    corrections = load_yaml(path, Corrections) if path.exists() else Corrections()
    return Wave(folder, file, corrections)


def check_raw_file(wave: Wave) -> Path:
    """Return the raw file if it is the one that ``wave.yml`` pins.

    Raises:
        InputError: It is missing, lies outside the wave's folder without saying so, or has
            another hash.
    """
    source, path = wave.file.source, wave.raw_file
    place = f"{wave.folder.name}/wave.yml, source"
    where = f"{place}.file"
    if not source.external and not path.is_relative_to(wave.folder.resolve()):
        raise InputError(
            Problem(
                f"{source.file!r} lies outside the wave's folder",
                where,
                "a file in the wave's folder",
                "copy it there, or set external: true where it must stay with its owner",
            )
        )
    if not path.is_file():
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
    with path.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
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


def _flaws_in_folder(file: WaveFile, folder: str, study: Study) -> Iterator[Flaw]:
    if file.id != folder:
        yield Flaw(("id",), f"the wave is called {file.id!r}", f"the folder's name {folder!r}")
    yield from wave_flaws(file, study.codebook)
    indicators = {} if study.indicators is None else study.indicators.indicators
    counted = {item for one in indicators.values() for item in one.items}
    if file.analysis.types_from in counted:
        what = f"indicators.yml counts {file.analysis.types_from!r}, which forms the types"
        yield Flaw(("analysis", "types_from"), what, "a question that no indicator counts")


def _typology_flaws(typology: Typology, codebook: Codebook) -> Iterator[Flaw]:
    multiple = {item.id: item for item in codebook.items if isinstance(item, MultipleItem)}
    if typology.types_from not in multiple:
        yield Flaw(
            ("types_from",),
            f"{typology.types_from!r} is no multiple-choice item of the codebook",
            one_of(multiple),
        )
        return
    allowed = multiple[typology.types_from].substantive
    for at, type_ in enumerate(typology.types):
        for number, goal in enumerate(type_.signature):
            if goal not in allowed:
                yield Flaw(
                    ("types", at, "signature", number), f"{goal!r} is no such goal", one_of(allowed)
                )
