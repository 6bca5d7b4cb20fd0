"""Specification: what ``wave.yml`` and ``corrections.yml`` must look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from typfrage.problems import InputError
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.corrections import Corrections
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.waves.wave_flaws import wave_flaws
from typfrage.survey.yaml_files.yaml_file import load_yaml

ROOT = Path(__file__).resolve().parents[3]

CODEBOOK = Codebook.model_validate(
    {
        "id": "small",
        "title": {"de": "Klein"},
        "languages": ["de"],
        "blocks": [{"id": "teil", "label": {"de": "Teil"}}],
        "items": [
            {
                "id": "ags",
                "kind": "key",
                "block": "teil",
                "evidence": "R",
                "format": "ags",
                "wording": {"de": "Schlüssel"},
            },
            {
                "id": "art",
                "kind": "single",
                "block": "teil",
                "evidence": "R",
                "wording": {"de": "Art"},
                "options": [
                    {"id": "stadt", "code": "A1", "label": {"de": "Stadt"}},
                    {"id": "kreis", "code": "A2", "label": {"de": "Kreis"}},
                ],
            },
            {
                "id": "ziele",
                "kind": "multiple",
                "block": "teil",
                "evidence": "F",
                "wording": {"de": "Ziele"},
                "options": [
                    {"id": "ziel_a", "code": "1", "label": {"de": "A"}},
                    {"id": "ziel_b", "code": "2", "label": {"de": "B"}},
                ],
            },
            {
                "id": "spaeter",
                "kind": "text",
                "block": "teil",
                "evidence": "R",
                "wording": {"de": "Erst 2022 gefragt"},
                "valid": {"first": date(2022, 1, 1)},
            },
        ],
    }
)

SMALL = """\
id: "2019"
title: { de: "Welle" }
synthetic: true
contacted: 10
field_period: { first: 2018-12-01, last: 2019-02-28 }
gebietsstand: 2018-12-31
source:
  file: raw.csv
  sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  answer_id: id
screening:
  - reason: broken_off
    label: { de: "abgebrochen" }
    column: submitdate
    empty: true
choices:
  ziele: { too_many: keep }
analysis:
  types_from: ziele
  k: 4
  seed: 1
  k_range: [2, 8]
columns:
  ags: { column: AGS }
  art: { column: ART, recode: { "x": "A1" } }
  ziele: { ticks: { ziel_a: "Z[1]", ziel_b: { at: 4, header: "B" } } }
"""

BROKEN = {
    "hash too short": (
        "sha256: aaaa",
        "sha256: aaa",
        ["line 9, source.sha256", "^[0-9a-f]{64}$"],
    ),
    "year as a number": ('id: "2019"', "id: 2019", ["line 1, id", "2019", "in quotes"]),
    "nobody contacted": ("contacted: 10", "contacted: 0", ["line 4, contacted", "0", "equal to 1"]),
    "yes or no in words": (
        "synthetic: true",
        'synthetic: "nein"',
        ["line 3, synthetic", "'nein'", "true or false"],
    ),
    "three header rows": (
        "  answer_id: id\n",
        "  answer_id: id\n  header_rows: 3\n",
        ["line 11, source.header_rows", "3", "1 or 2"],
    ),
    "delimiter of two characters": (
        "  answer_id: id\n",
        '  answer_id: id\n  delimiter: ";;"\n',
        ["line 11, source.delimiter", "';;'", "at most 1 characters"],
    ),
    "two conditions in a rule": (
        "    empty: true\n",
        '    empty: true\n    matches: "x"\n',
        ["line 12, screening[0]", "exactly one of", "['empty', 'matches']"],
    ),
    "rule without its column": (
        "    column: submitdate\n",
        "",
        ["line 12, screening[0]", "'column' belongs to empty"],
    ),
    "rule that is never false": (
        "empty: true",
        "empty: false",
        ["line 15, screening[0].empty", "False", "True"],
    ),
    "item in two forms": (
        "{ column: AGS }",
        '{ column: AGS, template: "A{code}" }',
        ["line 24, columns.ags", "exactly one of column, ticks, template"],
    ),
    "template without code": (
        "{ column: ART, recode",
        '{ template: "ART", recode',
        ["line 25, columns.art", "'ART'", "{code}"],
    ),
    "column without position": (
        '{ at: 4, header: "B" }',
        '{ header: "B" }',
        ["line 26, columns.ziele.ticks.ziel_b.at", "required key is missing"],
    ),
    "position from zero": (
        "at: 4",
        "at: 0",
        ["line 26, columns.ziele.ticks.ziel_b.at", "0", "greater than or equal to 1"],
    ),
    "column is a number": (
        '"Z[1]"',
        "17",
        ["line 26, columns.ziele.ticks.ziel_a", "17", "in quotes", "keys with values"],
    ),
    "item without a column": (
        "  ags: { column: AGS }\n",
        "",
        ["line 23, columns", "'ags'", "a column for each item"],
    ),
    "item that was not asked yet": (
        "  ags: { column: AGS }\n",
        "  ags: { column: AGS }\n  spaeter: { column: S }\n",
        ["line 25, columns.spaeter", "'spaeter'", "one of ags, art, ziele"],
    ),
    "multiple choice in one column": (
        '{ ticks: { ziel_a: "Z[1]", ziel_b: { at: 4, header: "B" } } }',
        "{ column: Z }",
        ["line 26, columns.ziele", "several columns", "ticks or template"],
    ),
    "key in tick columns": (
        "{ column: AGS }",
        '{ template: "A{code}" }',
        ["line 24, columns.ags", "'key'", "column"],
    ),
    "tick of another option": (
        "ziel_a:",
        "ziel_c:",
        [
            "line 26, columns.ziele.ticks",
            "no column for ziel_a; ziel_c was no option",
            "ziel_a, ziel_b",
        ],
    ),
    "recoded to an unknown code": (
        '"x": "A1"',
        '"x": "A3"',
        ["line 25, columns.art.recode", "'A3'", "one of A1, A2"],
    ),
    "choice rule of no multiple choice": (
        "ziele: { too_many",
        "art: { too_many",
        ["line 17, choices.art", "'art'", "one of ziele"],
    ),
    "choice rule that does not exist": (
        "too_many: keep",
        "too_many: drop",
        ["line 17, choices.ziele.too_many", "'drop'", "'stop' or 'keep'"],
    ),
    "types from no multiple choice": (
        "types_from: ziele",
        "types_from: art",
        ["line 19, analysis.types_from", "'art'", "one of ziele"],
    ),
    "one type": ("k: 4", "k: 1", ["line 20, analysis.k", "1", "equal to 2"]),
    "number of types outside the range": (
        "k: 4",
        "k: 9",
        ["line 20, analysis.k", "k = 9", "2 to 8"],
    ),
    "screening by a question that is no multiple choice": (
        "    column: submitdate\n    empty: true\n",
        "    unanswered: art\n",
        ["line 14, screening[0].unanswered", "'art'", "one of ziele"],
    ),
    "range that falls": (
        "k_range: [2, 8]",
        "k_range: [8, 2]",
        ["line 18, analysis", "[8, 2]", "rise"],
    ),
    "range from no type": (
        "k_range: [2, 8]",
        "k_range: [0, 8]",
        ["line 18, analysis", "[0, 8]", "at least 1"],
    ),
    "a share above one": (
        "seed: 1",
        "seed: 1\n  mixed_below: 1.5",
        ["analysis.mixed_below", "1.5", "equal to 1"],
    ),
    "weights without limit": (
        "seed: 1",
        "seed: 1\n  trim_weights: .inf",
        ["analysis.trim_weights", "inf", "a finite number"],
    ),
    "weights cut near their mean": (
        "seed: 1",
        "seed: 1\n  trim_weights: 1.4",
        ["analysis.trim_weights", "1.4", "greater than or equal to 1.5"],
    ),
    "range of three": (
        "k_range: [2, 8]",
        "k_range: [2, 4, 8]",
        ["line 22, analysis.k_range", "3 entries", "at most 2"],
    ),
    "negative seed": ("seed: 1", "seed: -1", ["line 21, analysis.seed", "-1", "equal to 0"]),
    "period ends before it begins": (
        "last: 2019-02-28",
        "last: 2018-02-28",
        ["line 5, field_period", "before it begins"],
    ),
    "German date": (
        "gebietsstand: 2018-12-31",
        "gebietsstand: 31.12.2018",
        ["line 6, gebietsstand", "'31.12.2018'", "date"],
    ),
}

CORRECTIONS = """\
corrections:
  - answer: "17"
    column: "Z1[3]"
    expect: "Y"
    becomes: ""
    reason: Auf Rückfrage gestrichen.
    status: confirmed
"""

BROKEN_CORRECTIONS = {
    "answer without quotes": (
        'answer: "17"',
        "answer: 17",
        ["line 2, corrections[0].answer", "17", "in quotes"],
    ),
    "reason too short": (
        "reason: Auf Rückfrage gestrichen.",
        "reason: falsch",
        ["line 6, corrections[0].reason", "'falsch'", "at least 10 characters"],
    ),
    "unknown status": (
        "status: confirmed",
        "status: sure",
        ["line 7, corrections[0].status", "'sure'", "'confirmed' or 'assumed'"],
    ),
    "nothing expected": (
        '    expect: "Y"\n',
        "",
        ["line 2, corrections[0].expect", "required key is missing"],
    ),
    "expects nothing at all": (
        'expect: "Y"',
        "expect:",
        ["line 4, corrections[0].expect", "nothing stands here", "text"],
    ),
    "misspelt key": (
        "becomes:",
        "become:",
        ["line 5, corrections[0].become", "unknown key", "corrections[0].becomes"],
    ),
    "no list": (
        CORRECTIONS,
        "corrections: none\n",
        ["line 1, corrections", "'none'", "a list"],
    ),
}


def _write(folder: Path, text: str, name: str = "wave.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _load(path: Path) -> WaveFile:
    return load_yaml(path, WaveFile, lambda loaded: wave_flaws(loaded, CODEBOOK))


def _lacking(message: str, fragments: list[str]) -> list[str]:
    return [fragment for fragment in fragments if fragment not in message]


def test_the_small_wave_is_sound(tmp_path: Path) -> None:
    wave = _load(_write(tmp_path, SMALL))
    assert [item.id for item in wave.items(CODEBOOK)] == ["ags", "art", "ziele"]
    assert wave.type_items(CODEBOOK) == ("ziel_a", "ziel_b")


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_wave_is_refused_with_place_value_and_what_is_allowed(
    case: str, tmp_path: Path
) -> None:
    old, new, fragments = BROKEN[case]
    assert SMALL.count(old) == 1
    with pytest.raises(InputError) as refused:
        _load(_write(tmp_path, SMALL.replace(old, new)))
    assert _lacking(str(refused.value), ["wave.yml", *fragments]) == []


@pytest.mark.parametrize("case", BROKEN)
def test_one_defect_makes_one_complaint(case: str, tmp_path: Path) -> None:
    old, new, _ = BROKEN[case]
    with pytest.raises(InputError) as refused:
        _load(_write(tmp_path, SMALL.replace(old, new)))
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("case", BROKEN_CORRECTIONS)
def test_broken_corrections_are_refused(case: str, tmp_path: Path) -> None:
    old, new, fragments = BROKEN_CORRECTIONS[case]
    path = _write(tmp_path, CORRECTIONS.replace(old, new), "corrections.yml")
    with pytest.raises(InputError) as refused:
        load_yaml(path, Corrections)
    assert _lacking(str(refused.value), ["corrections.yml", *fragments]) == []


def test_types_from_a_single_choice_are_an_error(tmp_path: Path) -> None:
    text = SMALL.replace("types_from: ziele", "types_from: art")
    wave = load_yaml(_write(tmp_path, text), WaveFile)
    with pytest.raises(TypeError, match="no multiple-choice item"):
        wave.type_items(CODEBOOK)


def test_the_shipped_wave_says_that_it_is_synthetic() -> None:
    wave = load_yaml(ROOT / "data" / "waves" / "2019" / "wave.yml", WaveFile)
    assert wave.synthetic
    assert wave.contacted == 1828
    assert (wave.field_period.first, wave.field_period.last) == (
        date(2018, 12, 1),
        date(2019, 2, 28),
    )
