"""Making the folder of a new study, as a whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from typfrage.problems import BuildError, InputError, Problem
from typfrage.survey.formats import Export
from typfrage.survey.new_study.codebook_text import codebook_text
from typfrage.survey.new_study.draft import Draft, draft_codebook
from typfrage.survey.new_study.first_wave import propose_first
from typfrage.survey.new_study.skeleton import Language, write_skeleton
from typfrage.survey.proposal import Declared, Facts
from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.export import hash_of, read_columns
from typfrage.survey.proposal.folder import begin_draft, check_name, place_of, write_folder
from typfrage.survey.proposal.new_wave import wave_texts
from typfrage.survey.proposal.question import Question
from typfrage.survey.waves.study import Study
from typfrage.survey.yaml_files.json_schema import write_json_schemas

_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Wanted:
    """What a person wants of a new study.

    Attributes:
        title: Title of study and report; the name of the folder if left out.
        language: Language of the report and of the export's words.
        wave: Name of the first wave.
        export: The answers as the survey tool wrote them, if there are any yet.
        declared: How the export is written.
        facts: What a person says about the wave.
        external: Leave the export where it is.
    """

    title: str | None
    language: Language
    wave: str
    export: Path | None = None
    declared: Declared = field(default_factory=Declared)
    facts: Facts = field(default_factory=Facts)
    external: bool = False


@dataclass(frozen=True)
class NewStudy:
    """A study that was begun.

    Attributes:
        folder: Its folder.
        draft: Its questionnaire; ``None`` without an export.
        questions: What is still open about its wave.
    """

    folder: Path
    draft: Draft | None
    questions: tuple[Question, ...] = ()


def begin_study(folder: Path, wanted: Wanted) -> NewStudy:
    """Make the folder of a new study.

    Args:
        folder: Its place; it does not exist, or is empty.
        wanted: What it is to hold.

    Raises:
        InputError: The place is taken, the wave has no name, or the export cannot be read.
        BuildError: The folder cannot be written.
    """
    place = folder.absolute()
    _refuse_taken(place)
    check_name(wanted.wave)
    draft = place.parent / f".{place.name}.{os.getpid()}.draft"
    try:
        begin_draft(draft)
        begun = _write(draft, place, wanted)
        if place.exists():
            place.rmdir()
        draft.rename(place)
    except OSError as error:
        raise BuildError(f"{place} cannot be written: {error.strerror}; nothing is left") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return begun


def _write(root: Path, place: Path, wanted: Wanted) -> NewStudy:
    title = wanted.title or place.name
    name = _NO_ID.sub("-", title.lower()).strip("-")
    study = name if name[:1].isalpha() else f"study-{name}".strip("-")
    write_skeleton(root, study, title, wanted.language)
    write_json_schemas(root / "data" / "schema")
    if wanted.export is None:
        return NewStudy(place, None)
    sha256 = hash_of(wanted.export)
    export, columns = read_columns(wanted.export, wanted.declared)
    draft = draft_codebook(export, columns, study, title, wanted.language)
    (root / "data" / "codebook.yml").write_text(codebook_text(draft), encoding="utf-8")
    questions = _write_wave(root, place, wanted, (export, columns, sha256), draft)
    return NewStudy(place, draft, questions)


def _write_wave(
    root: Path,
    place: Path,
    wanted: Wanted,
    read: tuple[Export, tuple[Column, ...], str],
    draft: Draft,
) -> tuple[Question, ...]:
    assert wanted.export is not None
    export, columns, sha256 = read
    study = Study(root.resolve(), draft.codebook, None, None)
    own = place_of(study, wanted.wave)
    proposal = propose_first(wanted.wave, export, columns, draft, wanted.facts)
    final = place / own.relative_to(root.resolve())
    texts, asked = wave_texts(
        proposal, draft.codebook, wanted.export, sha256, final if wanted.external else None
    )
    write_folder(own, texts, None if wanted.external else wanted.export, sha256)
    return asked


def _refuse_taken(place: Path) -> None:
    expected, mend = "a folder that does not exist yet, or is empty", "choose another place"
    if not place.parent.is_dir():
        what = "there is no such folder to put the study into"
        raise InputError(Problem(what, str(place.parent), "a folder", "make it first"))
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise InputError(Problem("this is no folder", str(place), expected, mend))
    if place.is_dir() and any(place.iterdir()):
        what = "the folder is not empty; nothing is overwritten"
        raise InputError(Problem(what, str(place), expected, mend))
