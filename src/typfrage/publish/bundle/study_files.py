"""The files of a study that a bundle takes over: results, notebooks, inputs, report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from typfrage.problems import InputError, Problem
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.part import Part
from typfrage.publish.bundle.published import Published
from typfrage.publish.publication import find_publication
from typfrage.publish.start_page import BOOKS
from typfrage.results.assembly import MANIFEST_FILE, STATUS_FILE, VARIABLES_FILE
from typfrage.results.language import speaker
from typfrage.results.notebook_outputs import FOLDER as NOTEBOOKS
from typfrage.results.run import named_inputs, published_wave_file
from typfrage.results.stored_files import sha256
from typfrage.survey.waves.corrections import CORRECTIONS_FILE
from typfrage.survey.waves.study import Study, Wave, earlier_wave
from typfrage.survey.waves.wave_order import WAVE_FILE

LOCK_FILE = "requirements.lock"


def result_parts(published: Published, facts: Facts) -> Iterator[Part]:
    """Yield what the notebooks stored, and the notebooks as they were executed."""
    say = speaker(facts.language)
    captions = {table.id: table.caption for table in published.tables}
    own = [MANIFEST_FILE, STATUS_FILE, VARIABLES_FILE]
    for name in sorted([*own, *published.files]):
        title = captions.get(name.partition(".")[0], say("Ergebnisse, Datei {name}", name=name))
        content = (published.folder / name).read_bytes()
        yield Part(f"results/{name}", content, title, facts.licences.content)
    for name in published.notebooks:
        title = say("Notebook {name} mit seinen Ausgaben", name=name)
        for suffix in (".html", ".ipynb"):
            content = (published.folder / NOTEBOOKS / f"{name}{suffix}").read_bytes()
            yield Part(f"notebooks/{name}{suffix}", content, title, facts.licences.code)


def input_parts(study: Study, wave: Wave, facts: Facts) -> Iterator[Part]:
    """Yield the inputs that hold no answers: codebook, typology, indicators, waves, population.

    Corrections quote answers, and raw files hold them; both are left to the microdata. Where a
    raw file lies outside the study, its place is no one else's business.
    """
    say = speaker(facts.language)
    waves = {one.folder: one for one in (earlier_wave(study, wave), wave) if one is not None}
    for name, path in sorted(named_inputs(study, wave).items()):
        inside = path.is_relative_to(study.data) and path.suffix in (".yml", ".csv")
        of_a_wave = path.is_relative_to(study.data / "waves")
        if not inside or path.name == CORRECTIONS_FILE or (of_a_wave and path.suffix != ".yml"):
            continue
        if path.name == WAVE_FILE:
            content = without_place(published_wave_file(waves[path.parent]))
        else:
            content = path.read_bytes()
        title = say("Eingabe der Auswertung, Datei {name}", name=path.name)
        yield Part(name, content, title, facts.licences.content)


def without_place(wave_file: bytes) -> bytes:
    """Return a ``wave.yml`` that names its raw file without the folder that it lies in.

    A file that names none stays as it is, to the byte.
    """
    content = yaml.safe_load(wave_file)
    named = str(content["source"]["file"])
    bare = named.replace("\\", "/").rpartition("/")[2]
    if bare == named:
        return wave_file
    content["source"]["file"] = bare
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return text.encode("utf-8")


def report_parts(study: Study, wave: Wave, published: Published, facts: Facts) -> Iterator[Part]:
    """Yield the report as PDF; the site, which repeats the results beside its fonts, is left out.

    Raises:
        InputError: There is no publication, or it shows other results than those that lie there.
    """
    say = speaker(facts.language)
    folder = study.root / BOOKS / wave.id
    mend = f"run `typfrage build {wave.id}` first"
    if not folder.is_dir():
        what = f"the wave {wave.id} has no publication yet"
        raise InputError(Problem(what, str(folder), "site and PDF", mend))
    shown = folder / "_results" / "current"
    stale = sorted(name for name in published.files if _differs(shown, published.folder, name))
    if stale:
        what = f"the publication shows other results than those that lie there, such as {stale[0]}"
        raise InputError(Problem(what, str(folder), "the results as they are stored", mend))
    pdf = find_publication(folder).pdf
    title = say("Bericht als PDF, Welle {wave}", wave=wave.id)
    yield Part(f"report/{pdf.name}", pdf.read_bytes(), title, facts.licences.content)


def lock_parts(study: Study, facts: Facts) -> Iterator[Part]:
    """Yield the pinned packages where the study has them."""
    path = study.root / LOCK_FILE
    if path.is_file():
        title = speaker(facts.language)("Pakete mit Version und Prüfsumme")
        yield Part(f"lock/{LOCK_FILE}", path.read_bytes(), title, facts.licences.code)


def licence_parts(study: Study, facts: Facts) -> Iterator[Part]:
    """Yield the texts of the licences where the study has them, as they ask to be handed on."""
    say = speaker(facts.language)
    for path in (study.root / "LICENSE", *sorted((study.root / "LICENSES").glob("*"))):
        if path.is_file():
            name = path.relative_to(study.root).as_posix()
            yield Part(name, path.read_bytes(), say("Lizenztext {name}", name=path.stem))


def _differs(shown: Path, stored: Path, name: str) -> bool:
    return (shown / name).is_file() and sha256(shown / name) != sha256(stored / name)
