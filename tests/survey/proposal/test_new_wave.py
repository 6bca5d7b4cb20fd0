"""The folder of a new wave: whole or not at all, nothing overwritten, nobody told of."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import yaml
from tests.project import ROOT, contents

from typfrage.problems import InputError
from typfrage.survey.proposal import Declared, Facts, NewWave, begin_wave, new_wave
from typfrage.survey.proposal.export import read_columns
from typfrage.survey.proposal.proposal import propose
from typfrage.survey.questionnaire.codebook import MultipleItem
from typfrage.survey.waves.study import Study, open_wave

RAW = ROOT / "data" / "waves" / "2019" / "raw.csv"
FACTS = Facts("Neue Welle", False, 1700, date(2019, 9, 1), date(2019, 11, 30), date(2019, 1, 1))


def begin(study: Study, export: Path = RAW, name: str = "neu", **options: object) -> NewWave:
    return begin_wave(study, name, export, Declared(), FACTS, **options)  # type: ignore[arg-type]


def test_what_a_person_says_is_written_and_not_asked(study: Study) -> None:
    begun = begin(study)
    content = yaml.safe_load((begun.folder / "wave.yml").read_text("utf-8"))

    assert content["title"] == {"de": "Neue Welle", "en": "Neue Welle"}
    assert content["synthetic"] is False
    assert content["contacted"] == 1700
    assert content["field_period"] == {"first": date(2019, 9, 1), "last": date(2019, 11, 30)}
    asked = [question.text for question in begun.questions]
    assert asked == [
        "`verantwortung`: what do these codes in `S3` mean: some that fewer than 5 answers have?"
    ]


def test_the_export_is_copied_byte_by_byte(study: Study) -> None:
    begun = begin(study)

    assert (begun.folder / "raw.csv").read_bytes() == RAW.read_bytes()
    assert (begun.folder / ".gitattributes").read_text().endswith("raw.csv -text\n")
    assert (begun.folder / ".gitignore").read_text().splitlines()[-1] == "raw.csv"


def test_an_external_export_stays_where_it_is(study: Study, tmp_path: Path) -> None:
    export = tmp_path / "elsewhere" / "answers.csv"
    export.parent.mkdir()
    shutil.copy(RAW, export)
    begun = begin(study, export, external=True)
    source = yaml.safe_load((begun.folder / "wave.yml").read_text("utf-8"))["source"]

    assert sorted(path.name for path in begun.folder.iterdir()) == ["checklist.md", "wave.yml"]
    assert source["external"] is True
    assert (begun.folder / source["file"]).resolve() == export
    assert not Path(source["file"]).is_absolute()


def test_an_existing_wave_is_never_touched(study: Study) -> None:
    before = contents(study.data)
    with pytest.raises(InputError, match="'2019' is there already"):
        begin(study, name="2019")

    assert contents(study.data) == before


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "2024.1", "Welle", "previous", "none", "-x", "ü"]
)
def test_what_is_no_name_of_a_wave_is_refused(study: Study, name: str) -> None:
    before = contents(study.root)
    with pytest.raises(InputError, match="is no name of a wave"):
        begin(study, name=name)

    assert contents(study.root) == before


def test_a_folder_of_waves_outside_the_study_is_refused(study: Study, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.move(study.data / "waves", outside)
    (study.data / "waves").symlink_to(outside)
    before = contents(outside)
    with pytest.raises(InputError, match="outside the study"):
        begin(study)

    assert contents(outside) == before


@pytest.mark.parametrize("at", ["checklist.md", "raw.csv", "wave.yml"])
def test_an_interrupted_beginning_leaves_nothing(
    study: Study, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Ctrl-C while the copy or a text is being written."""
    before = contents(study.root)
    write_text, copyfile = Path.write_text, shutil.copyfile

    def text(self: Path, *rest: str, **options: str) -> int:
        if self.name == at:
            raise KeyboardInterrupt
        return write_text(self, *rest, **options)

    def copy(source: Path, target: Path) -> None:
        copyfile(source, target)
        if target.name == at:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", text)
    monkeypatch.setattr(shutil, "copyfile", copy)
    with pytest.raises(KeyboardInterrupt):
        begin(study)

    assert contents(study.root) == before
    assert [path.name for path in study.data.iterdir() if path.name.startswith(".")] == []


def test_an_export_that_changes_meanwhile_is_refused(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = tmp_path / "answers.csv"
    shutil.copy(RAW, export)
    read = new_wave.read_columns

    def read_and_append(path: Path, declared: Declared) -> object:
        columns = read(path, declared)
        path.write_bytes(path.read_bytes() + b"\r\n")
        return columns

    monkeypatch.setattr(new_wave, "read_columns", read_and_append)
    with pytest.raises(InputError, match="changed while it was read"):
        begin(study, export)

    assert not (study.data / "waves" / "neu").exists()


def test_neither_checklist_nor_proposal_tell_of_anybody(study: Study, tmp_path: Path) -> None:
    """No text, key, number or date of an answer, and no value that fewer than five gave."""
    raw = RAW.read_text("utf-8-sig").splitlines()
    header, rows = raw[0], raw[1:]
    extra = [
        ("PLZ", lambda n: f"{n:05}"),
        ("GEHEIM", lambda n: "selten" if n < 4 else "haeufig"),
        ("SATZ", lambda n: f"Bei uns in Ort {n} fehlt alles."),
    ]
    open_quote = 0
    lines = [";".join([header, *(f'"{name}"' for name, _ in extra)])]
    for number, row in enumerate(rows):
        open_quote += row.count('"')
        whole = open_quote % 2 == 0
        lines.append(";".join([row, *(f'"{make(number)}"' for _, make in extra)]) if whole else row)
    export = tmp_path / "more.csv"
    export.write_text("\r\n".join(lines) + "\r\n", "utf-8-sig")
    begun = begin(study, export)
    written = "".join(
        (begun.folder / name).read_text("utf-8") for name in ("wave.yml", "checklist.md")
    )

    assert {column.name for column in begun.proposal.unmatched} == {"PLZ", "GEHEIM", "SATZ"}
    assert "haeufig" in written
    for secret in ("selten", "fehlt alles", "00017", "09296869", "2018-12-03", "504254586"):
        assert secret not in written


def write_goals(path: Path, labels: dict[str, str]) -> None:
    """Write a file with a tick column for each label of a goal."""
    frame = pd.DataFrame(dict.fromkeys(labels, [1.0, 0.0] * 20))
    pyreadstat.write_sav(frame, path, column_labels=labels)


def test_new_dropped_and_reworded_options_come_with_a_snippet(study: Study, tmp_path: Path) -> None:
    """The questionnaire of 2018 in a file in which a goal was dropped, added, and reworded."""
    item = study.codebook.on(date(2018, 12, 1)).item("ziele")
    labels = {option.id: option.label["de"] for option in item.options}  # type: ignore[union-attr]
    labels.pop("ziel_recht")
    labels["ziel_sicherheit"] = "Die IT-Sicherheit gewährleisten"
    labels["neu"] = "Klimaschutz voranbringen"
    said = {f"z_{at}": f"{item.wording['de']} [{text}]" for at, text in enumerate(labels.values())}
    write_goals(tmp_path / "goals.sav", said)
    facts = Facts(first=date(2019, 9, 1))
    begun = begin_wave(study, "neu", tmp_path / "goals.sav", Declared(), facts)
    text = (begun.folder / "checklist.md").read_text("utf-8")

    assert "Where is the option `ziel_recht` of `ziele`, “Rechtliche Vorgaben umsetzen”?" in text
    assert "valid: { last: 2019-08-31 }" in text
    assert 'label: { de: "Klimaschutz voranbringen", en: "…" }' in text
    assert "It stands beside the options of `ziele`." in text
    assert "valid: { first: 2019-09-01 }" in text


def test_the_end_of_a_validity_keeps_its_beginning(study: Study, tmp_path: Path) -> None:
    """The option is offered since 2024; copied, the line must not say that it always was."""
    item = study.codebook.item("ziele")
    said = {
        f"z_{at}": f"{item.wording['de']} [{option.label['de']}]"
        for at, option in enumerate(item.options)  # type: ignore[union-attr]
        if option.id != "ziel_fachkraefte"
    }
    write_goals(tmp_path / "goals.sav", said)
    facts = Facts(first=date(2025, 1, 1))
    begun = begin_wave(study, "neu", tmp_path / "goals.sav", Declared(), facts)
    text = (begun.folder / "checklist.md").read_text("utf-8")

    assert "Where is the option `ziel_fachkraefte` of `ziele`" in text
    assert "valid: { first: 2024-01-01, last: 2024-12-31 }" in text


@pytest.mark.parametrize("title", ["Befragung 2025;;\n;;\n", "Befragung 2025;;\n", "Titel\n"])
def test_a_title_above_the_header_is_no_header(study: Study, tmp_path: Path, title: str) -> None:
    export = tmp_path / "a.csv"
    rows = "ags;art;land\n05334002;A1;05\n05334004;A1;05\n"
    export.write_text(title + rows, encoding="utf-8")
    with pytest.raises(InputError, match="names one of 3 columns: it may be a title"):
        begin(study, export)

    assert not (study.data / "waves" / "neu").exists()


def test_choices_that_share_a_cell_are_named_once(study: Study, tmp_path: Path) -> None:
    """As Google Forms and Microsoft Forms write them; no option is said to be given up."""
    item = study.codebook.item("ziele")
    assert isinstance(item, MultipleItem)
    first, second, *_ = [option.label["de"] for option in item.options]
    frame = pd.DataFrame({item.wording["de"]: [first, f"{first}, {second}", ""] * 20})
    frame.insert(0, "Zeitstempel", [f"2019-09-{at % 30 + 1:02}" for at in range(60)])
    frame.to_excel(tmp_path / "forms.xlsx", index=False)
    begun = begin(study, tmp_path / "forms.xlsx")

    about = [question.text for question in begun.questions if "ziele" in question.text]
    wording = item.wording["de"]
    said = f"Do all options of `ziele` stand in `{wording}`, several in a cell?"
    assert about == [said]
    assert not any(question.text == f"What is `{wording}`?" for question in begun.questions)


def test_one_column_that_may_be_a_question_is_named_alone(study: Study, tmp_path: Path) -> None:
    label = {"f1": "Amtlicher Gemeindeschlüssel"}
    pyreadstat.write_sav(
        pd.DataFrame({"f1": ["05334002"] * 9}), tmp_path / "a.sav", column_labels=label
    )
    begun = begin(study, tmp_path / "a.sav")
    (asked,) = [question for question in begun.questions if "Where is `ags`" in question.text]

    said = "It may be `f1` (“Amtlicher Gemeindeschlüssel”); it is not sure enough."
    assert asked.lines[0] == said


def test_broken_off_answers_are_told_by_the_new_tool_where_the_old_one_used_a_code(
    shipped: Study,
) -> None:
    """Wave 2024 looks at EFS's disposition code; LimeSurvey leaves its day of submission empty."""
    export, columns = read_columns(RAW, Declared())
    like = open_wave(shipped, "2024").file
    proposal = propose("neu", export, columns, shipped.codebook, like, Facts())

    rules = {one.reason: one.rule for one in proposal.screening}
    broken_off = rules["broken_off"]
    assert broken_off is not None
    assert (broken_off.column, broken_off.empty) == ("submitdate", True)


def test_a_study_without_a_wave_can_begin_one(study: Study) -> None:
    shutil.rmtree(study.data / "waves")
    begun = begin(study)
    content = yaml.safe_load((begun.folder / "wave.yml").read_text("utf-8"))

    assert content["analysis"] == {"types_from": None, "k": None, "seed": None}
    assert any("`analysis`" in question.text for question in begun.questions)
    # No wave used these names; some are those of the codebook.
    assert {match.target.id for match in begun.proposal.matches} == {"ags", "art", "land"}


def test_missing_codes_get_a_reason_only_where_they_can_be_nothing_else(
    study: Study, tmp_path: Path
) -> None:
    """98 may be "don't know" to one question and 98 inhabitants to another; -99 is no number."""
    frame = pd.DataFrame({"f": [1.0, 2.0, 98.0, 7.0, -99.0] * 10})
    values = {1: "Ja", 2: "Nein", 98: "Weiß nicht", 7: "Fehler des Interviews", -99: "keine Angabe"}
    pyreadstat.write_sav(
        frame,
        tmp_path / "answers.sav",
        column_labels={"f": study.codebook.item("fim_bekannt").wording["de"]},
        variable_value_labels={"f": values},
        missing_ranges={"f": [98, 7, -99]},
    )
    begun = begin(study, tmp_path / "answers.sav")
    source = yaml.safe_load((begun.folder / "wave.yml").read_text("utf-8"))["source"]
    asked = [question.text for question in begun.questions]

    assert "Why is there no answer where 7 stands (“Fehler des Interviews”)?" in asked
    assert "Why is there no answer where 98 stands (“Weiß nicht”)?" in asked
    assert source["missing"] == {"-99": "not_answered"}


def test_a_reworded_question_comes_with_its_former_words(study: Study, tmp_path: Path) -> None:
    item = study.codebook.item("daten_zentral")
    label = item.wording["de"].replace("eigene Daten", "ihre eigenen Daten")
    pyreadstat.write_sav(
        pd.DataFrame({"d": ["Y", "N"] * 20}), tmp_path / "d.sav", column_labels={"d": label}
    )
    begun = begin(study, tmp_path / "d.sav")
    text = (begun.folder / "checklist.md").read_text("utf-8")

    assert [match.target.id for match in begun.proposal.matches] == ["daten_zentral"]
    assert f"In the file: {label}" in text
    assert f'- {{ last: 2019-08-31, wording: {{ de: "{item.wording["de"]}"' in text
