"""The population's files, size classes at their bounds, and where municipalities stand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.problems import InputError
from typfrage.survey.cleaning import clean
from typfrage.survey.population.frame import (
    LANDKREIS,
    SIZE_CLASSES,
    Frame,
    frame_categories,
    load_frame,
    size_class,
)
from typfrage.survey.population.population import (
    GEMEINDEN_FILE,
    KREISE_FILE,
    LAENDER,
    read_population,
)
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.reader import read_raw
from typfrage.survey.synthesis import load_parameters
from typfrage.survey.synthetic.structure import draw_municipalities
from typfrage.survey.waves.study import open_study, open_wave

ROOT = Path(__file__).resolve().parents[3]
POPULATION = ROOT / "data" / "population"
TOWN, CITY = "kreisangehoerige_gemeinde", "kreisfreie_stadt"


@pytest.fixture(scope="module")
def frame() -> Frame:
    loaded = load_frame(POPULATION)
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return open_study(ROOT).codebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(POPULATION, tmp_path / "population")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def classes(inhabitants: list[Any], art: list[Any]) -> list[Any]:
    found = size_class(pd.Series(inhabitants, dtype="Int64"), pd.Series(art, dtype="str"))
    return found.astype(object).where(found.notna(), None).tolist()


class TestSizeClass:
    @pytest.mark.parametrize(
        ("inhabitants", "expected"),
        [
            *[(0, "7"), (9_999, "7"), (10_000, "6"), (24_999, "6"), (25_000, "5"), (49_999, "5")],
            *[(50_000, "4"), (99_999, "4"), (100_000, "3"), (199_999, "3"), (200_000, "2")],
            *[(400_000, "2"), (400_001, "1"), (3_700_000, "1")],
        ],
    )
    def test_bounds_of_gemeinden(self, inhabitants: int, expected: str) -> None:
        assert classes([inhabitants, inhabitants], [TOWN, CITY]) == [expected, expected]

    @pytest.mark.parametrize(
        ("inhabitants", "expected"),
        [(149_999, "K3"), (150_000, "K2"), (250_000, "K2"), (250_001, "K1"), (9_000, "K3")],
    )
    def test_bounds_of_landkreise(self, inhabitants: int, expected: str) -> None:
        assert classes([inhabitants], [LANDKREIS]) == [expected]

    def test_what_is_missing_stays_missing(self) -> None:
        assert classes([None, 5_000, None], [TOWN, None, None]) == [None, None, None]

    def test_the_index_is_kept(self) -> None:
        index = pd.Index(["b", "a"])
        found = size_class(pd.Series([10.0, 30_000.0], index), pd.Series([TOWN, TOWN], index))
        assert found.to_dict() == {"b": "7", "a": "5"}

    @pytest.mark.parametrize(
        ("inhabitants", "art", "message"),
        [
            ([-1.0], [TOWN], "negative or infinite"),
            ([np.inf], [TOWN], "negative or infinite"),
            ([10.0], ["samtgemeinde"], "art is 'samtgemeinde'; allowed: kreisangehoerige_gemeinde"),
            ([10.0, 20.0], [TOWN], "different indexes"),
        ],
    )
    def test_bad_arguments_are_refused(
        self, inhabitants: list[float], art: list[str], message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            size_class(pd.Series(inhabitants), pd.Series(art))


class TestFrame:
    def test_it_counts_all_municipalities(self, frame: Frame) -> None:
        """10,796 Gemeinden and 294 Kreise, as the Gemeindeverzeichnis has them."""
        assert frame.counts.shape == (16, 10)
        assert frame.counts[list(SIZE_CLASSES)].to_numpy().sum() == 10_796
        assert frame.counts[["K1", "K2", "K3"]].to_numpy().sum() == 294
        assert frame.counts.loc["05"].tolist() == [5, 10, 15, 47, 93, 173, 53, 27, 2, 2]

    def test_margins_add_up_to_all(self, frame: Frame) -> None:
        margins = frame.margins()
        assert list(margins) == ["land", "size_class"]
        assert [margin.sum() for margin in margins.values()] == [11_090, 11_090]
        assert margins["land"]["10"] == 52 + 6

    def test_margins_for_some_answers_are_those_of_the_cells_they_can_stand_for(self) -> None:
        """Brute force: sum the cells whose Land and class both occur."""
        counts = pd.DataFrame(
            [[3, 40, 5], [2, 10, 0], [1, 0, 0]], index=["01", "09", "11"], columns=["1", "7", "K1"]
        )
        answers = pd.DataFrame({"land": ["01", "09", np.nan], "size_class": ["1", "7", "7"]})
        margins = Frame(counts).margins(answers)
        assert margins["land"].to_dict() == {"01": 43, "09": 12, "11": 1}
        assert margins["size_class"].to_dict() == {"1": 5, "7": 50, "K1": 5}

    def test_answers_of_every_category_leave_the_margins_alone(self, frame: Frame) -> None:
        """Special case: nothing is left out."""
        land, size = list(frame.counts.index), list(frame.counts.columns)
        answers = pd.DataFrame({"land": land, "size_class": (size * 2)[: len(land)]})
        for name, margin in frame.margins(answers).items():
            assert margin.equals(frame.margins()[name])

    def test_a_study_without_files_has_no_frame(self, tmp_path: Path) -> None:
        assert load_frame(tmp_path) is None
        assert load_frame(tmp_path / "population") is None


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("file", "old", "new", "what", "where"),
        [
            (GEMEINDEN_FILE, "SH,", "XX,", "unknown Land 'XX'", "row 2"),
            (GEMEINDEN_FILE, "HH,", "SH,", "SH again", "row 3"),
            (GEMEINDEN_FILE, "SL,0,0", "SL,0,-1", "'-1' is no count", 'row 11, column "2"'),
            (KREISE_FILE, "SH,3", "SH,3.0", "'3.0' is no count", 'column "K1_gt250k"'),
            (KREISE_FILE, "SH,3", "SH,", "'' is no count", "row 2"),
            (GEMEINDEN_FILE, "1052,1106", "1052,1107", "the sum is 1107", 'row 2, column "sum"'),
            (KREISE_FILE, "SH,3,5,3,11,4", "SH,3,5,3,12,4", "add up to 11", 'column "kreise"'),
            (KREISE_FILE, "SH,3,5,3,11,4", "SH,3,5,3,11", "5 cells", "row 2"),
            (KREISE_FILE, "kreisfreie_staedte", "staedte", "no column", "header"),
            (KREISE_FILE, "HH,0,0,0,0,1", "HH,0,0,0,0,2", "2 kreisfreie Städte among 1", ""),
            (KREISE_FILE, "SH,", '"SH,', "not readable", KREISE_FILE),
        ],
    )
    def test_what_is_wrong_is_said(
        self, folder: Path, file: str, old: str, new: str, what: str, where: str
    ) -> None:
        edit(folder / file, old, new)
        with pytest.raises(InputError) as caught:
            read_population(folder)
        problem = caught.value.problems[0]
        assert what in problem.what
        assert file in problem.where
        assert where in problem.where
        assert problem.expected
        assert problem.mend

    def test_all_problems_of_both_files_are_listed(self, folder: Path) -> None:
        edit(folder / GEMEINDEN_FILE, "SH,0", "XX,a")
        edit(folder / KREISE_FILE, "SH,3", "SH,x")
        with pytest.raises(InputError) as caught:
            read_population(folder)
        assert [problem.what for problem in caught.value.problems] == [
            "unknown Land 'XX'",
            "'a' is no count",
            "'x' is no count",
        ]

    @pytest.mark.parametrize("file", [GEMEINDEN_FILE, KREISE_FILE])
    def test_one_file_without_the_other_is_refused(self, folder: Path, file: str) -> None:
        (folder / file).unlink()
        with pytest.raises(InputError, match="the file is missing"):
            read_population(folder)

    def test_a_land_in_one_file_only_is_refused(self, folder: Path) -> None:
        edit(folder / KREISE_FILE, "TH,0,0,17,17,6\n", "")
        with pytest.raises(InputError, match="there is no row for TH, which the other file has"):
            read_population(folder)


def answers(codebook: Codebook, **columns: list[Any]) -> pd.DataFrame:
    """Answers to Land, kind and inhabitants with the types of clean answers."""
    frame = pd.DataFrame(index=pd.Index(["m1", "m2", "m3"], name="ags"))
    for name in ("art", "land"):
        ids = [option.id for option in codebook.item(name).options]
        frame[name] = pd.Categorical(columns[name], ids)
    return frame.assign(einwohner=pd.array(columns["einwohner"], dtype="Int64"))


class TestCategories:
    def test_municipalities_find_their_place(self, codebook: Codebook, frame: Frame) -> None:
        given = answers(
            codebook,
            art=[TOWN, LANDKREIS, CITY],
            land=["nordrhein_westfalen", "bayern", None],
            einwohner=[12_000, 250_001, None],
        )
        found = frame_categories(given, codebook, frame)
        assert found is not None
        assert found.index.equals(given.index)
        assert found["land"].tolist()[:2] == ["05", "09"]
        assert found["size_class"].tolist()[:2] == ["6", "K1"]
        assert found.iloc[2].isna().all()

    def test_what_the_frame_does_not_have_is_missing(self, codebook: Codebook) -> None:
        small = Frame(pd.DataFrame([[3, 0]], index=["05"], columns=["6", "7"]))
        given = answers(
            codebook,
            art=[TOWN, TOWN, TOWN],
            land=["nordrhein_westfalen", "bayern", "nordrhein_westfalen"],
            einwohner=[12_000, 12_000, 900],
        )
        found = frame_categories(given, codebook, small)
        assert found is not None
        assert found.isna().to_numpy().tolist() == [[False, False], [True, False], [False, True]]

    def test_codes_are_those_of_the_frame(self, codebook: Codebook) -> None:
        land = codebook.item("land")
        assert {option.code for option in land.options} == set(LAENDER.values())

    def test_another_kind_of_municipality_has_no_class(
        self, codebook: Codebook, frame: Frame
    ) -> None:
        changed = codebook.model_dump()
        kinds = next(item for item in changed["items"] if item["id"] == "art")
        kinds["options"] += ({**kinds["options"][0], "id": "samtgemeinde", "code": "A4"},)
        other = Codebook.model_validate(changed)
        given = answers(
            other, art=["samtgemeinde", TOWN, TOWN], land=["bayern"] * 3, einwohner=[9_000] * 3
        )
        found = frame_categories(given, other, frame)
        assert found is not None
        assert found["size_class"].isna().tolist() == [True, False, False]

    @pytest.mark.parametrize("name", ["land", "art", "einwohner"])
    def test_a_wave_without_a_question_has_no_categories(
        self, codebook: Codebook, frame: Frame, name: str
    ) -> None:
        given = answers(codebook, art=[TOWN] * 3, land=["bayern"] * 3, einwohner=[9_000] * 3).drop(
            columns=name
        )
        assert frame_categories(given, codebook, frame) is None

    def test_codes_of_a_survey_tool_are_not_taken_for_those_of_laender(
        self, codebook: Codebook, frame: Frame
    ) -> None:
        """Numbered by alphabet, 10 would be Nordrhein-Westfalen and be read as Saarland."""
        changed = codebook.model_dump()
        land = next(item for item in changed["items"] if item["id"] == "land")
        for number, option in enumerate(land["options"], start=1):
            option["code"] = str(number)
        other = Codebook.model_validate(changed)
        given = answers(other, art=[TOWN] * 3, land=["bayern"] * 3, einwohner=[9_000] * 3)
        assert frame_categories(given, other, frame) is None

    def test_another_study_has_no_categories(
        self, clean_rows: Callable[..., Any], tiny_study: Callable[..., Path], frame: Frame
    ) -> None:
        """The tiny study asks for no kind of municipality."""
        tiny = open_study(tiny_study())
        assert frame_categories(clean_rows({}).answers, tiny.codebook, frame) is None

    def test_all_of_the_shipped_wave_have_their_place(
        self, codebook: Codebook, frame: Frame
    ) -> None:
        wave = open_wave(open_study(ROOT), "2019")
        given = clean(read_raw(wave, codebook), wave, codebook).answers
        found = frame_categories(given, codebook, frame)
        assert found is not None
        assert found.notna().all(axis=None)
        # No Landkreis has a class of Gemeinden, and no Gemeinde one of Landkreise.
        assert (found["size_class"].str.startswith("K") == (given["art"] == LANDKREIS)).all()

    def test_a_study_without_frame_has_no_categories(self, codebook: Codebook) -> None:
        assert frame_categories(pd.DataFrame(), codebook, None) is None


def test_no_wave_is_made_up_without_a_frame(codebook: Codebook, tmp_path: Path) -> None:
    structure = load_parameters(ROOT / "data" / "waves" / "2019", codebook).structure
    with pytest.raises(InputError, match="there are no frame margins"):
        draw_municipalities(tmp_path, structure, 10, np.random.default_rng(0))
