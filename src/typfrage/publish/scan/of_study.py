"""The scanner of a study: with its microdata, its manifest, its imprint and its folder."""

from __future__ import annotations

import re
from pathlib import Path

from typfrage.publish.scan.declared import declared_in
from typfrage.publish.scan.microdata import NONE_AT_HAND, microdata_of
from typfrage.publish.scan.phrases import words_of
from typfrage.publish.scan.scanner import Scanner
from typfrage.publish.scan.shapes import Shapes, addresses, this_machine
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.run import results_folder
from typfrage.survey.waves.study import Study, Wave

_IMPRINTS = re.compile(
    r"(impressum|imprint|barrierefreiheit|accessibility)\.(qmd|md|html)|CITATION\.cff|_quarto\.yml"
)
"""Who is named in these files wants to be found."""

_ANSWERS = re.compile(r"!microdata/")
"""Folder of a bundle that holds the answers, where ``microdata`` in ``wave.yml`` releases them."""

_GENERATED_ANSWERS = re.compile(r"!microdata/|!data/waves/[^/!]+/synthesis\.yml$")
"""The same with the model of which answers are generated."""


def scanner_of(study: Study, wave: Wave) -> Scanner:
    """Make the scanner of a study's publications.

    Args:
        study: The study; the answers of all its waves are looked for.
        wave: The wave whose publication is scanned.
    """
    manifest = results_folder(study, wave.id) / MANIFEST_FILE
    chapters = sorted((study.root / "chapters").glob("*.qmd"))
    imprints = [path for path in (*study.root.iterdir(), *chapters) if _says_who(path)]
    return Scanner(
        microdata_of(study, [_text(path) for path in chapters]),
        declared_in(manifest, wave.file.analysis.minimum_cases),
        _shapes(imprints, study.root),
        _released(wave),
    )


def scanner_without_study(path: Path) -> Scanner:
    """Make the scanner for who has a publication alone.

    Args:
        path: The publication; its own manifest and imprint are heeded.
    """
    files = sorted(path.rglob("*")) if path.is_dir() else []
    manifest = next((one for one in files if one.name == MANIFEST_FILE), None)
    imprints = [one for one in files if _says_who(one)]
    return Scanner(NONE_AT_HAND, declared_in(manifest), _shapes(imprints, Path.cwd()))


def _released(wave: Wave) -> re.Pattern[str] | None:
    if wave.file.microdata is None or not wave.file.microdata.released:
        return None
    return _GENERATED_ANSWERS if wave.file.synthetic else _ANSWERS


def _shapes(imprints: list[Path], root: Path) -> Shapes:
    told = "\n".join(map(_text, imprints))
    allowed = {address for address, _, _ in addresses(told)}
    words = {word.casefold() for word in words_of(told)}
    names = {name for name in this_machine() if name.casefold() not in words}
    return Shapes(allowed, {root, Path.cwd()}, names)


def _says_who(path: Path) -> bool:
    return bool(_IMPRINTS.fullmatch(path.name)) and path.is_file()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
