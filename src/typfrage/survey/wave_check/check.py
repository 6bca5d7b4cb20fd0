"""Everything that is wrong with a wave, at once, without running it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from typfrage.problems import InputError, Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.enough_answers import goal_problems, number_problems
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.raw_table import RawTable
from typfrage.survey.wave_check.answers import hardly_answered, outside_field_period
from typfrage.survey.wave_check.findings import Collected, WaveCheck
from typfrage.survey.wave_check.open_fields import harmless_values, without_bounds
from typfrage.survey.wave_check.raw_file import missing_columns, read_anyway, unmapped_columns
from typfrage.survey.wave_check.salvage import Salvaged, salvage
from typfrage.survey.wave_check.sound_parts import (
    fitting_corrections,
    lacking,
    only,
    rule_columns,
    without,
)
from typfrage.survey.waves.corrections import CORRECTIONS_FILE, Corrections
from typfrage.survey.waves.study import Study, Wave, flaws_in_folder, open_wave
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.waves.wave_order import WAVE_FILE
from typfrage.survey.yaml_files.yaml_document import Place

_OF_COLUMNS = "correct wave.yml; what was asked on which days is said by valid in codebook.yml"


def check_wave(study: Study, name: str) -> WaveCheck:
    """Find everything that is wrong with a wave; nothing is written.

    A broken part is left out and the rest is checked on: items with a broken map, together with
    those that their answers filter, and corrections that find something else than they expect.

    Args:
        study: The study.
        name: Name of the wave.

    Raises:
        InputError: There is no such wave.
    """
    if name not in study.waves:
        open_wave(study, name)
    found = Collected()
    folder = study.data / "waves" / name
    harmless = harmless_values(study.codebook, name)
    file = salvage(folder / WAVE_FILE, WaveFile, harmless, f"{name}/{WAVE_FILE}")
    found.errors(file.problems)
    corrections = Salvaged(Corrections(), None)
    if (folder / CORRECTIONS_FILE).exists():
        corrections = salvage(folder / CORRECTIONS_FILE, Corrections, {})
    found.errors(corrections.problems)
    if file.model is None:
        found.unchecked.append("the raw file and its answers, because wave.yml says too little")
    else:
        wave = Wave(folder, file.model, corrections.model or Corrections())
        broken = _contradictions(found, study, name, file)
        table = read_anyway(found, wave, file.lost)
        if table is None:
            found.unchecked.append("the answers, because the raw file cannot be read")
        else:
            _check_answers(found, table, wave, study.codebook, broken, file.lost)
    return WaveCheck(name, tuple(found.findings), tuple(found.unchecked))


def _contradictions(
    found: Collected, study: Study, name: str, file: Salvaged[WaveFile]
) -> set[str]:
    """Note what contradicts the codebook; return the items whose map is broken."""
    assert file.model is not None
    assert file.document is not None
    broken = {str(place[1]) for place in file.lost if place[0] == "columns" and len(place) > 1}
    lost = {place[0] for place in file.lost} - {"columns", "screening"}
    asked = {item.id for item in file.model.items(study.codebook)}
    for flaw in flaws_in_folder(file.model, name, study):
        follows = any(repr(item) in flaw.what for item in broken)
        if not follows and not (flaw.place and flaw.place[0] in lost):
            where = file.document.where(flaw.place)
            mend = _OF_COLUMNS if flaw.place[:1] == ("columns",) else "correct wave.yml"
            found.errors([Problem(flaw.what, where, flaw.expected, mend)])
        if flaw.place[:1] == ("columns",):
            broken |= {str(key) for key in flaw.place[1:2]}
    return broken | {item for item in asked if item not in file.model.columns}


def _check_answers(
    found: Collected,
    table: RawTable,
    wave: Wave,
    codebook: Codebook,
    broken: set[str],
    lost: tuple[Place, ...],
) -> None:
    """Note what is wrong with the columns of the raw file and its answers."""
    day = codebook.on(wave.file.field_period.first)
    sound = only(wave, without(day, broken))
    missing = missing_columns(found, table, sound, without(day, broken), lost)
    found.warnings(unmapped_columns(table, wave, day))
    known = without(day, broken | missing)
    sound = only(wave, known)
    names = {item.id for item in known.items}
    if codebook.key.id not in names:
        found.unchecked.append("the answers, because the column of the keys is not known")
        return
    if broken_rule := _broken_rule(table, wave, names, lost):
        found.unchecked.append(f"the answers, because {broken_rule}")
        return
    left_out = [item.id for item in day.items if item.id not in names]
    if left_out:
        found.unchecked.append(f"the answers to {', '.join(left_out)}, see above")
    sound = _numbered(sound, table, known, lost)
    cleaned = _clean(found, table, sound, known)
    if cleaned is not None:
        found.errors(number_problems(cleaned, sound))
        if wave.file.analysis.types_from in names and "analysis" not in {p[0] for p in lost}:
            found.errors(goal_problems(cleaned, sound, known))
        found.errors(outside_field_period(table, cleaned, without_bounds(sound, lost)))
        found.warnings(hardly_answered(table, cleaned, sound, known))


def _broken_rule(
    table: RawTable, wave: Wave, items: Collection[str], lost: tuple[Place, ...]
) -> str | None:
    """Why it cannot be said which answers count."""
    if any(place[0] == "screening" for place in lost):
        return "the screening rules are not whole"
    if lacking(table, rule_columns(wave)):
        return "a screening rule looks at a column that is missing"
    for rule in wave.file.screening:
        if rule.unanswered is not None and rule.unanswered not in items:
            return f"the rule {rule.reason!r} asks for answers to {rule.unanswered!r}, see above"
    return None


def _numbered(wave: Wave, table: RawTable, codebook: Codebook, lost: tuple[Place, ...]) -> Wave:
    """The wave with a column that numbers the answers; that of the keys where it is not known."""
    source = wave.file.source
    if ("source", "answer_id") not in lost and not lacking(table, [source.answer_id]):
        return wave
    key = wave.file.columns[codebook.key.id].column
    numbered = source.model_copy(update={"answer_id": key})
    file = wave.file.model_copy(update={"source": numbered})
    return replace(wave, file=file, corrections=Corrections())


def _clean(
    found: Collected, table: RawTable, wave: Wave, codebook: Codebook
) -> CleanAnswers | None:
    fitting, problems = fitting_corrections(table, wave)
    found.errors(problems)
    try:
        return clean(table, replace(wave, corrections=fitting), codebook)
    except InputError as error:
        found.errors(error.problems)
        return None
