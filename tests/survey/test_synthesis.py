"""The synthetic wave 2019: the same to the byte, true to what was published, as dirty as real."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from typfrage.problems import InputError
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.reader import read_raw
from typfrage.survey.synthesis import (
    SyntheticWave,
    corrections_text,
    load_parameters,
    synthesise,
    write_wave,
)
from typfrage.survey.synthetic.draws import gumbel, normal, quota_counts, ranked, some
from typfrage.survey.waves.published import Operator, load_published, reproduce
from typfrage.survey.waves.study import Study, open_study, open_wave
from typfrage.typology import find_types, match_types

ROOT = Path(__file__).resolve().parents[2]
WAVE = ROOT / "data" / "waves" / "2019"
ONE_POINT = 0.01
"""Published shares are whole percentages; quotas reach them this closely."""
SEED = 20201020
TINY = 60
MANY = 20_000
FOUR_SIGMA = 4 / np.sqrt(MANY)


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(ROOT)


@pytest.fixture(scope="module")
def wave(study: Study) -> SyntheticWave:
    return synthesise(study, load_parameters(WAVE, study.codebook))


@pytest.fixture(scope="module")
def cleaned(study: Study) -> CleanAnswers:
    opened = open_wave(study, "2019")
    return clean(read_raw(opened, study.codebook), opened, study.codebook)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = (WAVE / "raw.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def _goals(study: Study, answers: pd.DataFrame) -> pd.DataFrame:
    return answers[list(_codebook(study).item("ziele").columns)].astype(float)


def _codebook(study: Study) -> Codebook:
    return study.codebook.on(open_wave(study, "2019").file.field_period.first)


class TestReproducible:
    def test_the_raw_file_is_made_again_byte_for_byte(self, wave: SyntheticWave) -> None:
        assert wave.raw == (WAVE / "raw.csv").read_bytes()

    def test_the_hash_in_the_wave_file_is_that_of_the_raw_file(
        self, study: Study, wave: SyntheticWave
    ) -> None:
        pinned = open_wave(study, "2019").file.source.sha256
        assert pinned == hashlib.sha256(wave.raw).hexdigest()

    def test_the_corrections_are_made_again(self, wave: SyntheticWave) -> None:
        committed = (WAVE / "corrections.yml").read_text(encoding="utf-8")
        assert corrections_text(wave.corrections) == committed

    def test_another_seed_makes_another_wave(self, study: Study, wave: SyntheticWave) -> None:
        parameters = load_parameters(WAVE, study.codebook)
        other = synthesise(study, parameters.model_copy(update={"seed": parameters.seed + 1}))
        assert other.raw != wave.raw


class TestTrueToThePublication:
    def test_412_municipalities_remain(self, cleaned: CleanAnswers) -> None:
        assert len(cleaned.answers) == 412

    def test_every_published_share_is_met(self, study: Study, cleaned: CleanAnswers) -> None:
        published = load_published(study.data / "published_figures.yml", study.codebook)
        found = reproduce(published, _codebook(study), cleaned.answers)
        for figure, counted in zip(published.figures, found, strict=True):
            value = figure.value_percent / 100
            if figure.operator is Operator.GREATER:
                assert value < counted.share < value + ONE_POINT, figure.id
            else:
                assert abs(counted.share - value) <= ONE_POINT, figure.id

    def test_bases_of_all_are_everybody(self, study: Study, cleaned: CleanAnswers) -> None:
        published = load_published(study.data / "published_figures.yml", study.codebook)
        found = reproduce(published, _codebook(study), cleaned.answers)
        of_all = [figure.base["de"] == "alle" for figure in published.figures]
        bases = {counted.base for counted, all_ in zip(found, of_all, strict=True) if all_}
        assert bases == {412}

    def test_the_three_most_named_goals_are_the_published_ones(
        self, study: Study, cleaned: CleanAnswers
    ) -> None:
        named = _goals(study, cleaned.answers).sum().nlargest(3)
        assert set(named.index) == {"ziel_effizienz", "ziel_buergernaehe", "ziel_leistungsangebot"}

    def test_most_choose_three_goals(self, study: Study, cleaned: CleanAnswers) -> None:
        numbers = _goals(study, cleaned.answers).sum(axis=1).value_counts(normalize=True)
        assert set(numbers.index) == {1, 2, 3}
        assert numbers[3] > 0.75

    def test_larger_ones_more_often_have_a_strategy(self, cleaned: CleanAnswers) -> None:
        answers = cleaned.answers
        large = answers["einwohner"] >= 50_000
        has = answers["strategie"] != "nein"
        assert has[large].mean() > has[~large].mean() + 0.1


@pytest.fixture(scope="module")
def labels(study: Study, cleaned: CleanAnswers) -> pd.Series:
    return find_types(_goals(study, cleaned.answers), 4, seed=SEED).series()


class TestTypes:
    def test_structure_is_as_weak_as_in_real_surveys(
        self, study: Study, cleaned: CleanAnswers, labels: pd.Series
    ) -> None:
        assert 0.15 <= silhouette_score(_goals(study, cleaned.answers), labels) <= 0.25

    def test_types_overlap_but_are_found(self, wave: SyntheticWave, labels: pd.Series) -> None:
        planted = wave.planted[labels.index]
        assert 0.45 <= adjusted_rand_score(planted, labels) <= 0.70

    def test_types_are_of_unequal_size(self, wave: SyntheticWave) -> None:
        shares = wave.planted.value_counts(normalize=True)
        assert len(shares) == 4
        assert 0.1 < shares.min() < 0.2 < 0.3 < shares.max() < 0.4

    def test_every_type_is_recognised_by_its_published_goals(
        self, study: Study, wave: SyntheticWave, cleaned: CleanAnswers
    ) -> None:
        goals = _goals(study, cleaned.answers)
        solution = find_types(goals, 4, seed=SEED)
        assert study.typology is not None
        signatures = pd.DataFrame(
            [[int(goal in t.signature) for goal in goals] for t in study.typology.types],
            index=[t.id for t in study.typology.types],
            columns=goals.columns,
        )
        matched = match_types(solution, signatures)
        planted = wave.planted[solution.cases]
        mostly = [planted[solution.labels == at].mode()[0] for at in range(4)]
        assert list(matched.reference) == mostly

    @pytest.mark.parametrize(
        ("column", "type_"),
        [
            ("management_sicherheit", "bedaechtige"),
            ("management_kooperation", "bedaechtige"),
            ("management_daten", "optimierer"),
            ("management_personal", "serviceorientierte"),
            ("management_beteiligung", "community_manager"),
            ("komponente_apps", "optimierer"),
        ],
    )
    def test_the_published_strengths_show(
        self, column: str, type_: str, wave: SyntheticWave, cleaned: CleanAnswers
    ) -> None:
        own = wave.planted[cleaned.answers.index] == type_
        values = cleaned.answers[column].astype("Float64")
        assert values[own].mean() > values[~own].mean()


class TestKeys:
    def test_keys_lie_in_the_test_range(self, cleaned: CleanAnswers) -> None:
        assert set(cleaned.answers.index.str[3:5]) == {"95", "96", "97", "98", "99"}

    def test_the_regierungsbezirk_exists_in_its_land(
        self, study: Study, cleaned: CleanAnswers
    ) -> None:
        laender = load_parameters(WAVE, study.codebook).structure.laender.values()
        allowed = {(land.code, digit) for land in laender for digit in land.regierungsbezirke}
        keys = cleaned.answers.index
        assert set(zip(keys.str[:2], keys.str[2], strict=True)) <= allowed

    def test_no_city_state_answers(self, cleaned: CleanAnswers) -> None:
        laender = set(cleaned.answers["land"])
        assert laender.isdisjoint({"berlin", "hamburg", "bremen"})
        assert len(laender) == 13

    def test_keys_of_landkreise_and_kreisfreie_staedte_end_in_zeros(
        self, cleaned: CleanAnswers
    ) -> None:
        kreis_level = pd.Series(cleaned.answers.index.str.endswith("000"), cleaned.answers.index)
        within = cleaned.answers["art"] == "kreisangehoerige_gemeinde"
        assert (kreis_level == ~within).all()

    def test_no_cell_holds_more_than_the_frame(self, cleaned: CleanAnswers) -> None:
        frame = pd.read_csv(ROOT / "data/population/kreise_by_land_and_kgst_class.csv")
        counties = cleaned.answers.query("art == 'landkreis'")["land"].value_counts()
        assert counties["bayern"] <= frame.set_index("land").loc["BY", "kreise"]
        assert counties["saarland"] <= frame.set_index("land").loc["SL", "kreise"]


class TestNothingIsRevealed:
    def test_no_planted_type_is_named(self, wave: SyntheticWave) -> None:
        text = wave.raw.decode("utf-8-sig").lower()
        assert [name for name in set(wave.planted) if name in text] == []

    def test_no_column_tells_the_type(
        self, wave: SyntheticWave, rows: list[dict[str, str]]
    ) -> None:
        table = pd.DataFrame(rows)
        keys = table["AGS"].str.strip().str.zfill(8)
        counts = (table["submitdate"] != "") & keys.isin(wave.planted.index)
        kept = table[counts & ~keys.duplicated(keep="last")]
        planted = wave.planted[keys[kept.index]].to_numpy()
        for name in table.columns:
            groups = pd.Series(planted).groupby(kept[name].to_numpy())
            repeated = groups.filter(lambda group: len(group) > 1)
            right = groups.transform(lambda group: group.mode()[0])[repeated.index] == repeated
            assert len(repeated) == 0 or right.mean() < 0.75, name

    def test_the_order_of_rows_does_not_tell_the_type(
        self, wave: SyntheticWave, rows: list[dict[str, str]]
    ) -> None:
        keys = [row["AGS"].strip().zfill(8) for row in rows if row["submitdate"]]
        planted = np.array([wave.planted[key] for key in keys if key in wave.planted.index])
        shares = pd.Series(planted).value_counts(normalize=True)
        alike = np.mean(planted[1:] == planted[:-1])
        assert abs(alike - (shares**2).sum()) < 4 * np.sqrt(0.25 / len(planted))


class TestDirtyAsRealExports:
    def test_it_is_a_limesurvey_export(self, rows: list[dict[str, str]]) -> None:
        assert (WAVE / "raw.csv").read_bytes().startswith(b'\xef\xbb\xbf"id";"submitdate"')
        assert list(rows[0])[:8] == [
            *("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"),
            "AGS",
        ]

    def test_numbers_rise_with_gaps_and_time(self, rows: list[dict[str, str]]) -> None:
        numbers = [int(row["id"]) for row in rows]
        assert numbers == sorted(set(numbers))
        assert len(numbers) < numbers[-1] - numbers[0] + 1
        starts = [row["startdate"] for row in rows]
        assert starts == sorted(starts)

    def test_break_offs_are_empty_behind_their_last_page(self, rows: list[dict[str, str]]) -> None:
        broken = [row for row in rows if not row["submitdate"]]
        assert len(broken) == 70
        assert all(int(row["lastpage"]) < 7 and row["A1"] == "" for row in broken)
        early = next(row for row in broken if row["lastpage"] == "1")
        assert {value for name, value in early.items() if name.startswith(("Z1", "M1"))} == {""}

    def test_all_kinds_of_dirt_are_there(self, cleaned: CleanAnswers) -> None:
        audit = cleaned.audit
        assert {"leading_zero", "thousands_separator", "blanks", "correction_confirmed"} == set(
            audit.changes["rule"]
        )
        assert audit.exclusions["reason"].value_counts().to_dict() == {
            "broken_off": 70,
            "test_entry": 4,
            "answered_again": 1,
        }

    def test_the_later_answer_counts(self, rows: list[dict[str, str]]) -> None:
        whole = pd.DataFrame([row for row in rows if row["submitdate"]])
        keys = whole["AGS"].str.strip().str.zfill(8)
        twice = whole[keys.duplicated(keep=False) & (keys != "99999999")]
        assert len(twice) == 2
        assert twice["AGS"].str.len().min() == 7
        assert twice["submitdate"].iloc[0] < twice["submitdate"].iloc[1]

    def test_remarks_are_awkward(self, rows: list[dict[str, str]]) -> None:
        remarks = "|".join(row["A1"] for row in rows)
        for awkward in ("\n", '"', ";", ",", "ß", "=1+1", "<b>"):
            assert awkward in remarks

    def test_people_leave_questions_out_but_never_those_with_a_published_base(
        self, study: Study, cleaned: CleanAnswers
    ) -> None:
        reasons = cleaned.reasons
        assert (reasons["management_finanzen"] == "dont_know").any()
        assert (reasons["funktion"] == "not_answered").any()
        assert reasons["strategie"].isna().all()
        assert reasons[list(_codebook(study).item("gemeinschaft").columns)].isna().all(axis=None)


class TestTiny:
    def test_a_small_wave_is_written_and_cleaned(self, study: Study, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        for name in ("codebook.yml", "typology.yml"):
            shutil.copy(study.data / name, tmp_path / "data")
        shutil.copytree(study.data / "population", tmp_path / "data" / "population")
        small = open_study(tmp_path)
        parameters = load_parameters(WAVE, study.codebook)
        parameters = parameters.resized(TINY).model_copy(update={"seed": 1})
        made = synthesise(small, parameters)
        write_wave(made, WAVE / "wave.yml", small.data / "waves" / "tiny")
        opened = open_wave(small, "tiny")
        answers = clean(read_raw(opened, small.codebook), opened, small.codebook).answers
        assert list(answers.index) == list(made.planted.index)
        assert len(answers) == TINY

    def test_a_wave_larger_than_the_frame_is_refused(self, study: Study) -> None:
        parameters = load_parameters(WAVE, study.codebook)
        with pytest.raises(InputError, match="the frame has"):
            synthesise(study, parameters.resized(12_000))

    def test_a_study_without_typology_is_refused(self, study: Study) -> None:
        bare = replace(study, typology=None)
        with pytest.raises(InputError, match="no typology"):
            synthesise(bare, load_parameters(WAVE, study.codebook))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("shares: { ja: 0.14,", "shares: { ja: 0.24,", "shares add up to 1.1 instead of 1"),
        ("3: 0.84, 2: 0.11", "3: 0.84, 2: 0.12", "numbers add up to 1.01 instead of 1"),
        ("share: 0.23", "share: 0.33", "types add up to 1.1 instead of 1"),
        ("ziel_recht: { weight", "ziel_unrecht: { weight", "'ziel_unrecht' is no option"),
        ("items: [funktion]", "items: [anmerkung]", "'anmerkung' is no closed question"),
        ("    funktion: FUN\n", "", "'funktion' has no question code"),
        ("mistyped: verantwortung", "mistyped: ziele", "'ziele' is no question with one answer"),
        ("  - items: [glasfaser]", "  - items: [fortbildung]", "'glasfaser' has no rule"),
        (
            "types: { community_manager: 0.4 } }\n\ntiming",
            "types: { manager: 0.4 } }\n\ntiming",
            "no type 'manager' is planted",
        ),
        (
            "drivers: { types: { bedaechtige: 0.4 } }\n",
            "dont_know: 0.1\n",
            'has no code for "don\'t know"',
        ),
        ("maturity_size: 0.45", "maturity_size: high", "'high' is not allowed"),
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


class TestDraws:
    rng = np.random.Generator(np.random.PCG64(SEED))

    def test_normal_numbers_have_mean_0_and_variance_1(self) -> None:
        drawn = normal(self.rng, MANY)
        assert abs(drawn.mean()) < FOUR_SIGMA
        assert abs(drawn.var() - 1) < np.sqrt(2) * FOUR_SIGMA

    def test_first_places_are_won_in_proportion_to_the_weights(self) -> None:
        weights = np.array([5.0, 3.0, 2.0])
        won = np.argmax(np.log(weights) + gumbel(self.rng, MANY, 3), axis=1)
        shares = np.bincount(won) / MANY
        assert np.abs(shares - weights / weights.sum()).max() < FOUR_SIGMA

    @pytest.mark.parametrize("total", [0, 1, 7, 243, 412])
    def test_quotas_use_everybody_once(self, total: int) -> None:
        counts = quota_counts([0.14, 0.45, 0.41], total)
        assert sum(counts) == total
        assert min(counts) >= 0

    def test_ranks_of_equal_scores_keep_their_order(self) -> None:
        assert ranked(np.array([1.0, 2.0, 1.0, 2.0])).tolist() == [1, 3, 0, 2]

    def test_some_are_taken_only_from_those_allowed(self) -> None:
        among = np.arange(100) % 2 == 0
        taken = some(self.rng, among, 0.5)
        assert len(set(taken.tolist())) == 25
        assert among[taken].all()
