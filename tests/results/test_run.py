"""What a notebook opens first, and what it finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.waves import add_wave, change_wave

from typfrage.problems import InputError
from typfrage.results.run import exact_hashes, input_hashes, open_run
from typfrage.results.stored_files import sha256
from typfrage.survey.cleaning import clean
from typfrage.survey.population.population import GEMEINDEN_FILE, KREISE_FILE
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave

Make = Callable[..., Path]


def test_a_run_keeps_clean_answers_and_gives_the_goals(tiny_study: Make) -> None:
    two = {"k_range": [2, 2], "minimum_cases": 2}
    rows = [{}, {"Z[1]": "", "Z[2]": "Y"}]
    root = tiny_study(rows, wave=lambda wave: wave["analysis"].update(two))
    run = open_run(str(root), "2019", "01_cleaning")
    cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
    run.save_clean(cleaned)
    goals = run.goals(run.load_clean())
    # The residual option "none" forms no types.
    assert goals.columns.to_list() == ["ziel_a", "ziel_b", "ziel_c"]
    assert goals.to_numpy().tolist() == [[1, 0, 1], [0, 1, 1]]
    assert run.reference_names == []
    assert run.minimum_cases == 2


def test_types_need_an_answer_of_every_municipality(tiny_study: Make) -> None:
    silent = {"Z[1]": "", "Z[3]": ""}
    run = open_run(str(tiny_study([{}, silent])), "2019", "02")
    cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
    with pytest.raises(InputError) as refused:
        run.goals(cleaned)
    silent, few = refused.value.problems
    assert silent.what == "municipalities without an answer to 'ziele': 1"
    assert "unanswered: ziele" in silent.mend
    assert few.what.startswith("2 municipalities gave only 2 different answers")


def test_fewer_answers_than_types_are_told_before_anything_is_clustered(tiny_study: Make) -> None:
    run = open_run(str(tiny_study([{}, {"Z[1]": ""}, {}])), "2019", "02_clustering")
    cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
    with pytest.raises(InputError) as refused:
        run.goals(cleaned)
    (problem,) = refused.value.problems
    assert problem.what == "3 municipalities gave only 2 different answers to 'ziele'"
    assert problem.expected.startswith("at least 3")


def test_types_of_municipalities_stay_with_the_study_team(tiny_study: Make) -> None:
    root = tiny_study()
    run = open_run(str(root), "2019", "02_clustering")
    types = pd.DataFrame({"type": ["alphas"], "certainty": [1 / 3]}, pd.Index(["05000001"]))
    run.save_types(types)
    assert (root / "_work" / "2019" / "types.csv").read_text("utf-8") == (
        ",type,certainty\n05000001,alphas,0.333333\n"
    )
    assert not [path for path in _files(root / "_results") if path.suffix == ".csv"]


@pytest.mark.parametrize(("answers", "refused"), [(4, True), (5, False)])
def test_fewer_answers_than_the_threshold_are_told_with_their_number(
    tiny_study: Make, answers: int, refused: bool
) -> None:
    run = open_run(str(tiny_study([{}] * answers)), "2019", "01_cleaning")
    cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
    if not refused:
        run.save_clean(cleaned)
        return
    with pytest.raises(InputError) as told:
        run.save_clean(cleaned)
    (problem,) = told.value.problems
    assert problem.where == "2019/wave.yml, analysis.minimum_cases"
    assert problem.what == "minimum_cases is 5, but only 4 answers count"


def test_more_answers_than_municipalities_contacted_are_told(tiny_study: Make) -> None:
    run = open_run(str(tiny_study([{}] * 6, wave=_contacting(5))), "2019", "01_cleaning")
    cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
    with pytest.raises(InputError) as told:
        run.save_clean(cleaned)
    (problem,) = told.value.problems
    assert problem.what == "6 municipalities answered, but only 5 were contacted"
    assert problem.where == "2019/wave.yml, contacted"
    assert problem.mend


def _contacting(number: int) -> Callable[[dict[str, Any]], object]:
    return lambda wave: wave.update(contacted=number)


def test_microdata_and_results_lie_apart(tiny_study: Make) -> None:
    root = tiny_study([{}] * 5)
    run = open_run(str(root), "2019", "01_cleaning")
    run.save_clean(clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook))
    assert {path.parts[0] for path in _files(root) if path.suffix == ".parquet"} == {"_work"}
    assert run.store.folder == root / "_results" / "2019"


def _files(root: Path) -> list[Path]:
    return [path.relative_to(root) for path in root.rglob("*") if path.is_file()]


def test_every_input_is_pinned_by_its_hash(tiny_study: Make) -> None:
    root = tiny_study(corrections=[])
    study = open_study(root)
    hashes = input_hashes(study, open_wave(study))
    assert sorted(hashes) == [
        "data/codebook.yml",
        "data/waves/2019/corrections.yml",
        "data/waves/2019/raw.csv",
        "data/waves/2019/wave.yml",
    ]
    assert all(sha256(root / name) == digest for name, digest in hashes.items())


def test_no_hash_tells_who_guesses_the_last_of_the_real_answers_that_it_is_right(
    tiny_study: Make,
) -> None:
    """An attacker knows all files but one value of an answer, and tries every value of it."""
    root = tiny_study(wave=lambda wave: wave.update(synthetic=False), corrections=[])
    folder = root / "data/waves/2019"
    before = input_hashes(open_study(root), open_wave(open_study(root)))
    assert before["data/waves/2019/raw.csv"] == before["data/waves/2019/corrections.yml"] == "."
    raw, wave_file = folder / "raw.csv", folder / "wave.yml"
    pinned = sha256(raw)
    raw.write_bytes(raw.read_bytes() + b"\n")
    wave_file.write_text(wave_file.read_text("utf-8").replace(pinned, sha256(raw)), "utf-8")
    study = open_study(root)
    assert input_hashes(study, open_wave(study)) == before
    assert exact_hashes(study, open_wave(study))["data/waves/2019/raw.csv"] == sha256(raw)
    raw.unlink()
    assert "data/waves/2019/raw.csv" not in input_hashes(study, open_wave(study))


def test_the_counts_of_the_population_are_an_input_where_they_are(tiny_study: Make) -> None:
    root = tiny_study()
    study = open_study(root)
    wave = open_wave(study)
    without = input_hashes(study, wave)
    folder = root / "data" / "population"
    folder.mkdir()
    for name in (GEMEINDEN_FILE, KREISE_FILE, "README.md"):
        (folder / name).write_text(name, encoding="utf-8")
    found = input_hashes(study, wave)
    assert sorted(found.keys() - without.keys()) == [
        f"data/population/{GEMEINDEN_FILE}",
        f"data/population/{KREISE_FILE}",
    ]
    (folder / KREISE_FILE).write_text("others", encoding="utf-8")
    assert input_hashes(study, wave) != found


def test_an_external_raw_file_is_named_without_its_place(tiny_study: Make) -> None:
    root = tiny_study(
        wave=lambda wave: wave["source"].update(file="../../../../answers.csv", external=True)
    )
    (root.parent / "answers.csv").write_text("id\n1\n", encoding="utf-8")
    study = open_study(root)
    assert "answers.csv" in input_hashes(study, open_wave(study))


def test_what_notebook_01_kept_is_loaded_as_long_as_its_files_are_the_same(
    tiny_study: Make,
) -> None:
    one = {"minimum_cases": 1}
    root = tiny_study([{}, {"ST": "1"}], wave=lambda wave: wave["analysis"].update(one))
    first = open_run(str(root), "2019", "01_cleaning")
    anew = first.load_clean()
    assert anew.answers["stufe"].tolist() == [2, 1]
    first.save_clean(replace(anew, answers=anew.answers.assign(stufe=pd.array([3, 3], "Int8"))))
    second = open_run(str(root), "2019", "02_clustering")
    assert second.load_clean().answers["stufe"].tolist() == [3, 3]

    change_wave(root / "data" / "waves" / "2019", contacted=99)
    third = open_run(str(root), "2019", "02_clustering")
    pd.testing.assert_frame_equal(third.load_clean().answers, anew.answers)


def test_cleaned_anew_they_must_be_enough_as_well(tiny_study: Make) -> None:
    with pytest.raises(InputError, match="minimum_cases is 5, but only 1 answers count"):
        open_run(str(tiny_study()), "2019", "02_clustering").load_clean()


def test_an_unknown_wave_is_an_input_error(tiny_study: Make) -> None:
    with pytest.raises(InputError, match="no wave '1999'"):
        open_run(str(tiny_study()), "1999", "01_cleaning")


class TestEarlierWave:
    def test_a_first_wave_has_none(self, tiny_study: Make) -> None:
        run = open_run(str(tiny_study()), "2019", "01_cleaning")
        assert run.earlier is None
        with pytest.raises(ValueError, match="compared with none"):
            run.earlier_clean()

    def test_its_answers_are_cleaned_by_its_own_file(self, tiny_study: Make) -> None:
        rows = [{"EW": "12.000"}, {"EW": "7.000"}]
        root = tiny_study(rows)
        add_wave(root, "2024", "2024-03-01", screening=[])
        run = open_run(str(root), "2024", "08_change")
        assert run.earlier is not None
        assert run.earlier.id == "2019"
        cleaned = run.earlier_clean()
        assert cleaned.answers["einwohner"].to_list() == [12000, 7000]
        assert not (root / "_work").exists()

    def test_its_files_are_inputs_of_the_later_wave(self, tiny_study: Make) -> None:
        root = tiny_study(corrections=[])
        add_wave(root, "2024", "2024-03-01")
        study = open_study(root)
        hashes = input_hashes(study, open_wave(study, "2024"))
        for name in ("corrections.yml", "raw.csv", "wave.yml"):
            assert {f"data/waves/2019/{name}", f"data/waves/2024/{name}"} <= hashes.keys()
        assert not [
            name for name in input_hashes(study, open_wave(study, "2019")) if "2024" in name
        ]
        change_wave(root / "data/waves/2024", compare_with="none")
        alone = input_hashes(study, open_wave(study, "2024"))
        assert not [name for name in alone if "2019" in name]

    def test_external_raw_files_of_the_same_name_are_told_apart(self, tiny_study: Make) -> None:
        external = {"file": "../../../../answers.csv", "external": True}
        root = tiny_study(wave=lambda wave: wave["source"].update(external))
        folder = add_wave(root, "2024", "2024-03-01")
        source = json.loads((folder / "wave.yml").read_text("utf-8"))["source"]
        change_wave(folder, source={**source, "file": "../../../../new/answers.csv"})
        (root.parent / "new").mkdir()
        for text, path in (("old", root.parent), ("new", root.parent / "new")):
            (path / "answers.csv").write_text(text, encoding="utf-8")
        study = open_study(root)
        hashes = input_hashes(study, open_wave(study, "2024"))
        assert hashes["answers.csv"] == sha256(root.parent / "new" / "answers.csv")
        assert hashes["2019: answers.csv"] == sha256(root.parent / "answers.csv")

    def test_without_its_raw_file_nothing_is_compared(self, tiny_study: Make) -> None:
        root = tiny_study()
        add_wave(root, "2024", "2024-03-01")
        (root / "data/waves/2019/raw.csv").unlink()
        with pytest.raises(InputError, match="compared with '2019', which needs its raw file"):
            open_run(str(root), "2024", "08_change").earlier_clean()
