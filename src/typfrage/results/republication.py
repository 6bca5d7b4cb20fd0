"""Whether a wave may be published again beside its earlier publications, which readers still have.

What each was made from is kept with the microdata, in a folder below ``_work/<wave>/published``.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.profiles.republication import few_differ
from typfrage.results.run import TYPES_FILE, work_folder
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, Wave, earlier_wave

FOLDER = "published"
"""Below a wave's folder of microdata."""

NOT_SECRET = "not compared: the answers are synthetic or released"
RELEASED = "released: no group differs from an earlier publication in few municipalities"

_ANSWERS_FILE = "answers.parquet"
_DRAFT = ".tmp"
_DIGITS = 16
"""Of the hash that names the folder of a publication: the same answers are kept once."""


def check_republication(study: Study, wave: Wave) -> str:
    """Compare what is going to be published with all publications that are remembered.

    Those are the wave's own and, for its answers alone, that of the wave it is compared with.

    Args:
        study: The study.
        wave: The wave; its notebooks have run.

    Returns:
        What the manifest says of it: ``NOT_SECRET`` or ``RELEASED``.

    Raises:
        InputError: Whoever subtracts the publications would have the answers of few municipalities.
    """
    waves = [one for one in (earlier_wave(study, wave), wave) if one is not None]
    secret = [one for one in waves if _is_secret(one)]
    problems = [problem for one in secret for problem in _problems(study, one, own=one is wave)]
    if problems:
        raise InputError(problems)
    return RELEASED if _is_secret(wave) else NOT_SECRET


def remember_publication(study: Study, wave: Wave) -> None:
    """Keep what a publication was made from; called before it is put in its place.

    Args:
        study: The study.
        wave: The wave that is going to be published.
    """
    if not _is_secret(wave):
        return
    work = work_folder(study, wave.id)
    sources = [
        path for path in (work / "clean" / _ANSWERS_FILE, work / TYPES_FILE) if path.is_file()
    ]
    content = b"".join(path.read_bytes() for path in sources)
    kept = work / FOLDER / hashlib.sha256(content).hexdigest()[:_DIGITS]
    if not sources or kept.is_dir():
        return
    draft = kept.with_suffix(_DRAFT)
    for left in kept.parent.glob(f"*{_DRAFT}"):
        shutil.rmtree(left)
    draft.mkdir(parents=True)
    for source in sources:
        shutil.copyfile(source, draft / source.name)
    draft.replace(kept)


def _is_secret(wave: Wave) -> bool:
    file = wave.file
    return not (file.synthetic or (file.microdata is not None and file.microdata.released))


def _problems(study: Study, wave: Wave, *, own: bool) -> Iterator[Problem]:
    work = work_folder(study, wave.id)
    remembered = [
        path.parent for path in sorted((work / FOLDER).glob(f"*/{_ANSWERS_FILE}")) if _whole(path)
    ]
    if not remembered:
        return
    after = clean(read_raw(wave, study.codebook), wave, study.codebook).answers
    least = wave.file.analysis.minimum_cases
    for kept in remembered:
        before, types = pd.read_parquet(kept / _ANSWERS_FILE), None
        if own and (kept / TYPES_FILE).is_file() and (work / TYPES_FILE).is_file():
            types = _types(kept), _types(work)
        if few_differ(before, after, least, types):
            yield _too_few(wave.id, least, kept.relative_to(study.root))


def _too_few(wave: str, least: int, kept: Path) -> Problem:
    return Problem(
        f"fewer than {least} municipalities differ from an earlier publication of {wave}, "
        "among all, in a type or in several types together: whoever subtracts the one from "
        "the other reads their answers",
        str(kept),
        f"the same answers and types, or {least} or more that differ wherever any do",
        "keep late answers and corrections until there are enough of them, and parameters as "
        f"they were; until then hand on nothing of _results/{wave}, where they are counted; only "
        "if nobody was given that publication, delete this folder",
    )


def _whole(path: Path) -> bool:
    return path.parent.suffix != _DRAFT


def _types(folder: Path) -> pd.Series:
    return pd.read_csv(folder / TYPES_FILE, index_col=0, dtype="str")["type"]
