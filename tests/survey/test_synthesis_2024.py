"""The synthetic wave 2024: another tool and format, changed goals, a panel with known changes."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from scipy.stats import chi2
from sklearn.metrics import adjusted_rand_score

from typfrage.problems import InputError
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.questionnaire.codebook import ClosedItem, MissingReason, MultipleItem
from typfrage.survey.questionnaire.questionnaire_change import Change, questionnaire_change
from typfrage.survey.reader import read_raw
from typfrage.survey.synthesis import (
    SyntheticWave,
    corrections_text,
    load_parameters,
    synthesise,
    write_wave,
)
from typfrage.survey.synthetic.answers import Past, draw_latent
from typfrage.survey.synthetic.parameters import SynthesisParameters
from typfrage.survey.synthetic.sav_file import CREATED
from typfrage.survey.waves.study import Study, open_study, open_wave
from typfrage.typology import find_types, match_types

ROOT = Path(__file__).resolve().parents[2]
WAVES = ROOT / "data" / "waves"
WAVE = WAVES / "2024"
ANSWERS, MEMBERS = 380, 190
SURPRISING = 0.001
"""A right draw is refused once in a thousand seeds."""
REPETITIONS = 400
FOUR_SIGMA = 4.0


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(ROOT)


@pytest.fixture(scope="module")
def parameters(study: Study) -> SynthesisParameters:
    return load_parameters(WAVE, study.codebook)


@pytest.fixture(scope="module")
def wave(study: Study, parameters: SynthesisParameters) -> SyntheticWave:
    return synthesise(study, parameters)


@pytest.fixture(scope="module")
def earlier(study: Study) -> SyntheticWave:
    return synthesise(study, load_parameters(WAVES / "2019", study.codebook))


def _cleaned(study: Study, name: str) -> CleanAnswers:
    opened = open_wave(study, name)
    return clean(read_raw(opened, study.codebook), opened, study.codebook)


@pytest.fixture(scope="module")
def cleaned(study: Study) -> CleanAnswers:
    return _cleaned(study, "2024")


@pytest.fixture(scope="module")
def before(study: Study) -> CleanAnswers:
    return _cleaned(study, "2019")


@pytest.fixture(scope="module")
def file() -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    cells, said = pyreadstat.read_sav(WAVE / "raw.sav", user_missing=True)
    return cells, said


class TestReproducible:
    def test_the_raw_file_is_made_again_byte_for_byte(self, wave: SyntheticWave) -> None:
        assert wave.raw == (WAVE / wave.file).read_bytes()

    def test_the_hash_in_the_wave_file_is_that_of_the_raw_file(
        self, study: Study, wave: SyntheticWave
    ) -> None:
        pinned = open_wave(study, "2024").file.source.sha256
        assert pinned == hashlib.sha256(wave.raw).hexdigest()

    def test_the_corrections_are_made_again(self, wave: SyntheticWave) -> None:
        committed = (WAVE / "corrections.yml").read_text(encoding="utf-8")
        assert corrections_text(wave.corrections) == committed

    def test_the_header_says_the_last_day_instead_of_today(self, wave: SyntheticWave) -> None:
        assert wave.raw[:4] == b"$FL2"
        assert wave.raw[CREATED] == b"31 May 2400:00:00"

    def test_another_seed_makes_another_wave_with_other_members(
        self, study: Study, parameters: SynthesisParameters
    ) -> None:
        small = parameters.resized(40)
        one, other = (synthesise(study, small.model_copy(update={"seed": n})) for n in (1, 2))
        assert one.raw != other.raw
        assert set(one.origins.index) != set(other.origins.index)


class TestAnotherTool:
    def test_labels_and_missing_values_stand_in_the_file(
        self, study: Study, file: tuple[pd.DataFrame, pyreadstat.metadata_container]
    ) -> None:
        cells, said = file
        codebook = study.codebook.on(open_wave(study, "2024").file.field_period.first)
        columns = open_wave(study, "2024").file.columns
        for item in codebook.items:
            where = columns[item.id]
            if isinstance(item, MultipleItem):
                assert where.ticks is not None
                for option in item.options:
                    label = said.column_names_to_labels[str(where.ticks[option.id])]
                    assert label.startswith(f"{codebook.label(option.label)} | ")
            elif isinstance(item, ClosedItem):
                name = str(where.column)
                labels = list(said.variable_value_labels[name].values())
                offered = [codebook.label(option.label) for option in item.options]
                assert labels[-len(offered) :] == offered or set(offered) < set(labels)
                declared = {span["lo"] for span in said.missing_ranges[name]}
                reasons = {code.reason for code in item.missing}
                assert declared == {-77, -99} | (
                    {98} if MissingReason.DONT_KNOW in reasons else set()
                )
        assert cells["v_101"].map(type).eq(str).all()

    def test_the_file_says_that_nobody_answered_so(
        self, file: tuple[pd.DataFrame, pyreadstat.metadata_container]
    ) -> None:
        assert "keine Kommune" in file[1].file_label

    def test_numbers_rise_with_time(
        self, file: tuple[pd.DataFrame, pyreadstat.metadata_container]
    ) -> None:
        cells, _ = file
        assert cells["lfdn"].is_monotonic_increasing
        assert cells["datetime"].is_monotonic_increasing
        answers = cells[cells["v_101"] != "99999999"]
        assert answers["datetime"].min() >= pd.Timestamp("2024-03-01")
        assert answers["datetime"].max() < pd.Timestamp("2024-06-01")

    def test_all_kinds_of_dirt_are_there(self, cleaned: CleanAnswers) -> None:
        audit = cleaned.audit
        assert {"leading_zero", "thousands_separator", "blanks", "correction_confirmed"} == set(
            audit.changes["rule"]
        )
        assert audit.exclusions["reason"].value_counts().to_dict() == {
            "broken_off": 53,
            "test_entry": 3,
            "answered_again": 1,
        }

    def test_reasons_of_empty_answers_are_kept(
        self, cleaned: CleanAnswers, file: tuple[pd.DataFrame, pyreadstat.metadata_container]
    ) -> None:
        kept = file[0]["dispcode"] == 31
        found = cleaned.reasons["management_finanzen"].value_counts()
        cells = file[0].loc[kept, "v_409"].value_counts()
        assert 0 < found["not_answered"] <= cells[-99]
        assert 0 < found["dont_know"] <= cells[98]
        asked = (cleaned.answers["komponente_ki"] == 1).to_numpy(bool)
        not_asked = (cleaned.reasons["betrieb_ki"] == "not_asked").to_numpy(bool)
        assert (not_asked == ~asked).all()

    def test_without_the_library_it_is_said_what_to_install(
        self, study: Study, parameters: SynthesisParameters, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyreadstat", None)
        with pytest.raises(InputError, match=re.escape('pip install "typfrage[spss]"')):
            synthesise(study, parameters.resized(40))


class TestNothingIsRevealed:
    def test_no_planted_type_is_named(self, wave: SyntheticWave, tmp_path: Path) -> None:
        path = tmp_path / "raw.sav"
        path.write_bytes(wave.raw)
        cells, said = pyreadstat.read_sav(path)
        text = f"{cells.to_csv()} {said.column_labels} {said.variable_value_labels}".lower()
        assert [name for name in set(wave.planted) if name in text] == []

    def test_the_order_of_rows_does_not_tell_who_answers_again(
        self, wave: SyntheticWave, file: tuple[pd.DataFrame, pyreadstat.metadata_container]
    ) -> None:
        keys = file[0]["v_101"].str.strip().str.zfill(8)
        member = keys[keys.isin(wave.planted.index)].isin(wave.origins.index).to_numpy()
        alike = np.mean(member[1:] == member[:-1])
        assert abs(alike - 0.5) < FOUR_SIGMA * np.sqrt(0.25 / len(member))


class TestPanel:
    def test_so_many_answer_and_so_many_again(
        self, cleaned: CleanAnswers, before: CleanAnswers
    ) -> None:
        assert len(cleaned.answers) == ANSWERS
        assert len(cleaned.answers.index.intersection(before.answers.index)) == MEMBERS

    def test_members_are_those_of_the_earlier_wave_with_their_planted_type(
        self, wave: SyntheticWave, earlier: SyntheticWave, cleaned: CleanAnswers
    ) -> None:
        assert list(wave.planted.index) == list(cleaned.answers.index)
        assert len(wave.origins) == MEMBERS
        assert (wave.origins == earlier.planted[wave.origins.index]).all()

    def test_members_stay_what_they_are_and_change_in_size_by_a_few_percent(
        self, wave: SyntheticWave, cleaned: CleanAnswers, before: CleanAnswers
    ) -> None:
        members = wave.origins.index
        then, now = before.answers.loc[members], cleaned.answers.loc[members]
        assert (then["art"].astype(str) == now["art"].astype(str)).all()
        assert (then["land"].astype(str) == now["land"].astype(str)).all()
        ratio = (now["einwohner"] / then["einwohner"]).astype(float)
        assert ratio.between(0.85, 1.15).all()
        assert not (ratio == 1).all()

    def test_new_municipalities_are_none_that_opened_the_earlier_questionnaire(
        self, wave: SyntheticWave
    ) -> None:
        raw = (WAVES / "2019" / "raw.csv").read_text(encoding="utf-8-sig")
        keys = set(re.findall(r'"\s*(\d{7,8})\s*"', raw))
        new = set(wave.planted.index) - set(wave.origins.index)
        assert new.isdisjoint({key.zfill(8) for key in keys})

    def test_both_waves_together_hold_no_more_than_the_frame(
        self, cleaned: CleanAnswers, before: CleanAnswers
    ) -> None:
        frame = pd.read_csv(ROOT / "data/population/kreise_by_land_and_kgst_class.csv")
        both = pd.concat([before.answers, cleaned.answers])
        both = both[~both.index.duplicated()]
        counties = both[both["art"] == "landkreis"]["land"].value_counts()
        places = frame.set_index("land")["kreise"]
        for land, name in (("bayern", "BY"), ("saarland", "SL"), ("schleswig_holstein", "SH")):
            assert counties[land] <= places[name]

    def test_fewer_are_prudent_and_more_are_service_minded(
        self, wave: SyntheticWave, earlier: SyntheticWave
    ) -> None:
        then, now = (one.planted.value_counts(normalize=True) for one in (earlier, wave))
        assert now["bedaechtige"] < then["bedaechtige"] - 0.05
        assert now["serviceorientierte"] > then["serviceorientierte"] + 0.05


class TestTypes:
    def test_every_planted_type_is_found_by_the_goals_of_the_wave_and_by_the_common_ones(
        self, study: Study, wave: SyntheticWave, cleaned: CleanAnswers
    ) -> None:
        days = [open_wave(study, name).file.field_period.first for name in ("2019", "2024")]
        change = questionnaire_change(study.codebook, *days)
        assert study.typology is not None
        own = open_wave(study, "2024").file.type_items(study.codebook)
        for goals in (own, change.common_goals("ziele")):
            chosen = cleaned.answers[list(goals)].astype(float)
            solution = find_types(chosen[chosen.any(axis=1)], 4, seed=1)
            signatures = pd.DataFrame(
                [[int(goal in t.signature) for goal in goals] for t in study.typology.types],
                index=[t.id for t in study.typology.types],
                columns=list(goals),
            )
            planted = wave.planted[solution.cases]
            mostly = [planted[solution.labels == at].mode()[0] for at in range(4)]
            assert list(match_types(solution, signatures).reference) == mostly
            assert 0.45 <= adjusted_rand_score(planted, solution.labels) <= 0.75

    def test_goals_changed_as_the_codebook_says(self, study: Study) -> None:
        days = [open_wave(study, name).file.field_period.first for name in ("2019", "2024")]
        change = questionnaire_change(study.codebook, *days)
        assert change.excluded_goals("ziele") == {
            "ziel_wirtschaft": Change.REWORDED,
            "ziel_beteiligung": Change.DROPPED,
            "ziel_fachkraefte": Change.ADDED,
        }
        assert change.options_that(Change.DROPPED, "basiskomponenten") == ("komponente_de_mail",)
        assert change.items_that(Change.REWORDED) == ("management_infrastruktur",)


class TestTransitions:
    """Rung 4: the planted shares come back within what chance allows."""

    def test_changes_of_the_shipped_panel_are_as_likely_as_they_should_be(
        self, wave: SyntheticWave, parameters: SynthesisParameters
    ) -> None:
        assert parameters.panel is not None
        planted = pd.DataFrame(parameters.panel.transitions).T
        counts = pd.crosstab(wave.origins, wave.planted[wave.origins.index])
        planted = planted.loc[counts.index, counts.columns]
        expected = planted.mul(counts.sum(axis=1), axis=0)
        statistic = ((counts - expected) ** 2 / expected).sum(axis=None)
        assert chi2.sf(statistic, len(counts) * (len(counts) - 1)) > SURPRISING

    @pytest.mark.parametrize("name", ["bedaechtige", "community_manager"])
    def test_many_draws_have_the_planted_shares(
        self, name: str, parameters: SynthesisParameters
    ) -> None:
        assert parameters.panel is not None
        number = MEMBERS * REPETITIONS
        past = Past(np.full(number, name), np.zeros(number))
        rng = np.random.Generator(np.random.PCG64(1))
        drawn = draw_latent(np.zeros(number), parameters, rng, past).types
        for other, share in parameters.panel.transitions[name].items():
            error = np.sqrt(share * (1 - share) / number)
            assert abs((drawn == other).mean() - share) < FOUR_SIGMA * error

    def test_a_share_of_nothing_is_never_drawn(self, parameters: SynthesisParameters) -> None:
        assert parameters.panel is not None
        stay = {name: {name: 1.0} for name in parameters.types}
        panel = parameters.panel.model_copy(update={"transitions": stay})
        types = np.array(list(parameters.types) * 50)
        rng = np.random.Generator(np.random.PCG64(1))
        drawn = draw_latent(
            np.zeros(len(types)),
            parameters.model_copy(update={"panel": panel}),
            rng,
            Past(types, np.zeros(len(types))),
        )
        assert (drawn.types == types).all()

    def test_members_keep_as_much_of_their_maturity_as_planted(
        self, parameters: SynthesisParameters
    ) -> None:
        assert parameters.panel is not None
        rng = np.random.Generator(np.random.PCG64(1))
        number = MEMBERS * REPETITIONS
        past = Past(np.full(number, "optimierer"), rng.standard_normal(number))
        noise = draw_latent(np.zeros(number), parameters, rng, past).noise
        kept = parameters.panel.kept_maturity
        assert abs(np.corrcoef(past.noise, noise)[0, 1] - kept) < FOUR_SIGMA / np.sqrt(number)
        assert abs(noise.var() - 1) < FOUR_SIGMA * np.sqrt(2 / number)


@pytest.fixture(scope="module")
def tiny(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study with both waves, of which the earlier one has 60 answers."""
    root = tmp_path_factory.mktemp("tiny")
    (root / "data").mkdir()
    for name in ("codebook.yml", "typology.yml"):
        shutil.copy(study.data / name, root / "data")
    for folder_name in ("population", "waves"):
        shutil.copytree(study.data / folder_name, root / "data" / folder_name)
    small = open_study(root)
    folder = small.data / "waves" / "2019"
    made = synthesise(small, load_parameters(folder, study.codebook).resized(60))
    write_wave(made, folder / "wave.yml", folder)
    return small


class TestTiny:
    def test_a_panel_shrinks_with_its_waves(
        self, tiny: Study, parameters: SynthesisParameters
    ) -> None:
        made = synthesise(tiny, parameters.resized(40))
        folder = tiny.data / "waves" / "2024"
        write_wave(made, folder / "wave.yml", folder)
        now, then = (_cleaned(tiny, name).answers for name in ("2024", "2019"))
        assert list(now.index) == list(made.planted.index)
        assert (len(now), len(then), len(now.index.intersection(then.index))) == (40, 60, 20)

    def test_more_members_than_answers_are_refused(
        self, tiny: Study, parameters: SynthesisParameters
    ) -> None:
        with pytest.raises(InputError, match="190 municipalities answer again, but only 60"):
            synthesise(tiny, parameters)

    def test_an_earlier_wave_of_other_parameters_is_refused(
        self, tiny: Study, parameters: SynthesisParameters
    ) -> None:
        path = tiny.data / "waves" / "2019" / "synthesis.yml"
        text = path.read_text(encoding="utf-8")
        other = text.replace("seed: 20181203", "seed: 1")
        path.write_text(other, encoding="utf-8")
        with pytest.raises(InputError, match="is not the one that its synthesis"):
            synthesise(tiny, parameters.resized(40))
        path.write_text(text, encoding="utf-8")

    def test_a_type_whose_changes_are_not_said_is_refused(
        self, tiny: Study, parameters: SynthesisParameters
    ) -> None:
        assert parameters.panel is not None
        transitions = dict(parameters.panel.transitions)
        del transitions["optimierer"]
        panel = parameters.panel.model_copy(update={"transitions": transitions, "members": 20})
        with pytest.raises(InputError, match="what becomes of the type 'optimierer'"):
            synthesise(tiny, parameters.model_copy(update={"panel": panel}))

    def test_a_wave_is_no_panel_of_itself(
        self, study: Study, parameters: SynthesisParameters
    ) -> None:
        assert parameters.panel is not None
        panel = parameters.panel.model_copy(update={"wave": "2024"})
        with pytest.raises(InputError, match="not before 2024-03-04"):
            synthesise(study, parameters.model_copy(update={"panel": panel}))

    def test_an_unknown_earlier_wave_is_refused(
        self, study: Study, parameters: SynthesisParameters
    ) -> None:
        assert parameters.panel is not None
        panel = parameters.panel.model_copy(update={"wave": "2009"})
        with pytest.raises(InputError, match="there is no wave '2009'"):
            synthesise(study, parameters.model_copy(update={"panel": panel}))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format: spss", "format: sas", "format"),
        ("bedaechtige: 0.62", "bedaechtige: 0.72", "transitions of bedaechtige add up to 1.1"),
        ("bedaechtige: 0.62", "vorsichtige: 0.62", "no type 'vorsichtige' is planted"),
        ("members: 190", "members: 381", "at most 380"),
        ("kept_maturity: 0.6", "kept_maturity: 1.6", "less than or equal to 1"),
        (
            "ziel_fachkraefte: { weight",
            "ziel_beteiligung: { weight",
            "'ziel_beteiligung' is no option",
        ),
    ],
)
def test_wrong_parameters_are_refused(
    old: str, new: str, message: str, study: Study, tmp_path: Path
) -> None:
    text = (WAVE / "synthesis.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "synthesis.yml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        load_parameters(tmp_path, study.codebook)
