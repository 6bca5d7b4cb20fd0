"""Published figures: counted by hand on a few answers, and refused where they contradict."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from typfrage.problems import InputError
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.published import (
    PublishedFigures,
    comparable_figures,
    load_published,
    reproduce,
)
from typfrage.survey.waves.study import open_study

DATA = Path(__file__).resolve().parents[3] / "data"

BROKEN = {
    "unknown block": (
        'block: strategie\n    statement: { de: "Digitalisierungsstrategie vorhanden"',
        'block: strategien\n    statement: { de: "Digitalisierungsstrategie vorhanden"',
        ["figures[0].block", "'strategien'", "one of struktur"],
    ),
    "unknown item": (
        "{ item: daten_zentral, chosen: [ja] }",
        "{ item: daten_dezentral, chosen: [ja] }",
        ["figures[10].count.item", "'daten_dezentral'", "one of art"],
    ),
    "unknown option": (
        "{ item: glasfaser, chosen: [dafuer] }",
        "{ item: glasfaser, chosen: [dafuer, egal] }",
        ["figures[15].count.chosen[1]", "'egal'", "one of dafuer, unentschieden, dagegen"],
    ),
    "both conditions": (
        "{ item: glasfaser, chosen: [dafuer] }",
        "{ item: glasfaser, chosen: [dafuer], number_chosen: [1] }",
        ["figures[15].count", "exactly one of chosen, number_chosen"],
    ),
    "number of a single choice": (
        "{ item: glasfaser, chosen: [dafuer] }",
        "{ item: glasfaser, number_chosen: [1] }",
        ["figures[15].count.number_chosen", "'glasfaser'", "no multiple-choice item"],
    ),
    "figure twice": (
        "id: fim_hilfreich\n",
        "id: fim_bekannt\n",
        ["the figure 'fim_bekannt' stands twice"],
    ),
    "share above all": ("value_percent: 76", "value_percent: 760", ["figures[15].value_percent"]),
    "unknown operator": ("operator: gt", "operator: more", ["figures[3].operator", "'gt'"]),
    "base in one language": (
        'base: { de: "FIM bekannt", en: "knows FIM" }',
        'base: { de: "FIM bekannt" }',
        ["figures[8].base", "'en'"],
    ),
}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return open_study(DATA.parent).codebook


@pytest.fixture(scope="module")
def published(codebook: Codebook) -> PublishedFigures:
    return load_published(DATA / "published_figures.yml", codebook)


def _counts(
    published: PublishedFigures, codebook: Codebook, answers: pd.DataFrame
) -> dict[str, tuple[int, int]]:
    return {f.id: (f.count, f.base) for f in reproduce(published, codebook, answers)}


def test_a_single_choice_is_counted_among_those_who_answered(
    published: PublishedFigures, codebook: Codebook
) -> None:
    answers = pd.DataFrame({"strategie": pd.Categorical(["ja", "nein", None, "in_entwicklung"])})
    assert _counts(published, codebook, answers) == {
        "strategie_vorhanden": (1, 3),
        "strategie_in_arbeit": (1, 3),
    }


def test_places_on_a_scale_are_counted_by_their_options(
    published: PublishedFigures, codebook: Codebook
) -> None:
    places = pd.array([1, 2, 3, 4, pd.NA], dtype="Int8")
    answers = pd.DataFrame({"daten_bestandsaufnahme": places})
    assert _counts(published, codebook, answers) == {"daten_bestandsaufnahme": (2, 4)}


def test_a_number_of_ticks_leaves_none_of_these_out(
    published: PublishedFigures, codebook: Codebook
) -> None:
    columns = codebook.item("gemeinschaft").columns
    answers = pd.DataFrame(0, index=range(4), columns=list(columns)).astype("Int8")
    answers.loc[0, "gemeinschaft_keine"] = 1
    answers.loc[1, "angebot_wlan"] = 1
    answers.loc[2, ["angebot_wlan", "angebot_app"]] = 1
    answers.loc[3] = pd.NA
    assert _counts(published, codebook, answers) == {
        "gemeinschaft_keine": (1, 3),
        "gemeinschaft_eine": (1, 3),
    }


def test_one_of_several_fields_is_counted_where_it_was_asked(
    published: PublishedFigures, codebook: Codebook
) -> None:
    columns = codebook.item("handlungsfelder").columns
    answers = pd.DataFrame(0, index=range(3), columns=list(columns)).astype("Int8")
    answers.loc[:1, "feld_verwaltung"] = 1
    answers.loc[2] = pd.NA
    assert _counts(published, codebook, answers)["handlungsfeld_verwaltung"] == (2, 2)


def test_an_empty_base_has_no_share(published: PublishedFigures, codebook: Codebook) -> None:
    answers = pd.DataFrame({"fim_hilfreich": pd.Categorical([None, None], categories=["ja"])})
    (figure,) = reproduce(published, codebook, answers)
    assert (figure.count, figure.base) == (0, 0)
    assert math.isnan(figure.share)


class TestAnotherDay:
    """Figures are compared only where their question stayed what it was."""

    def test_on_their_own_day_all_are_comparable(
        self, published: PublishedFigures, codebook: Codebook
    ) -> None:
        assert comparable_figures(published, codebook, date(2018, 12, 1)) == published

    def test_numbers_of_components_are_others_once_the_components_are(
        self, published: PublishedFigures, codebook: Codebook
    ) -> None:
        kept = comparable_figures(published, codebook, date(2024, 3, 1)).figures
        left_out = {figure.id for figure in published.figures} - {figure.id for figure in kept}
        assert left_out == {"basiskomponenten_keine", "basiskomponenten_1_2"}

    @pytest.mark.parametrize(
        ("item", "option", "lost"),
        [
            ("fim_bekannt", None, {"fim_bekannt", "fim_hilfreich"}),
            ("fim_bekannt", "ja", {"fim_bekannt", "fim_hilfreich"}),
            ("glasfaser", "dagegen", {"glasfaser_dafuer"}),
        ],
    )
    def test_figures_of_a_question_that_ended_or_lost_an_option_are_left_out(
        self,
        item: str,
        option: str | None,
        lost: set[str],
        published: PublishedFigures,
        codebook: Codebook,
    ) -> None:
        content = codebook.model_dump(mode="json")
        (ended,) = (one for one in content["items"] if one["id"] == item)
        if option is not None:
            (ended,) = (one for one in ended["options"] if one["id"] == option)
        ended["valid"] = {"last": "2020-01-01"}
        changed = Codebook.model_validate(content)
        kept = comparable_figures(published, changed, date(2023, 1, 1)).figures
        assert {f.id for f in published.figures} - {f.id for f in kept} == lost

    def test_figures_without_a_day_are_compared_with_any_wave(
        self, published: PublishedFigures, codebook: Codebook
    ) -> None:
        undated = published.model_copy(update={"asked": None})
        assert comparable_figures(undated, codebook, date(2024, 3, 1)) == undated


def test_sixteen_figures_are_published(published: PublishedFigures) -> None:
    assert len(published.figures) == 16


@pytest.mark.parametrize("case", BROKEN)
def test_broken_figures_are_refused(case: str, codebook: Codebook, tmp_path: Path) -> None:
    old, new, fragments = BROKEN[case]
    text = (DATA / "published_figures.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "published_figures.yml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_published(path, codebook)
    message = str(refused.value)
    lacking = [part for part in ["published_figures.yml, line", *fragments] if part not in message]
    assert lacking == []
