"""Waves stand in the order of their field periods, and each knows with which it is compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.waves import add_wave, change_wave

from typfrage.problems import InputError
from typfrage.survey.waves import wave_order
from typfrage.survey.waves.study import Study, earlier_wave, open_study, open_wave
from typfrage.survey.waves.wave_series import check_earlier_raw_file, open_waves, unfinished_after

Make = Callable[..., Path]


@pytest.fixture
def root(tiny_study: Make) -> Path:
    """Waves of 2018/19, 2012 and 2024, whose names do not follow their dates."""
    root = tiny_study()
    add_wave(root, "zuerst", "2012-05-01")
    add_wave(root, "a-neu", "2024-03-01")
    return root


def _earlier(study: Study, name: str) -> str | None:
    earlier = earlier_wave(study, open_wave(study, name))
    return None if earlier is None else earlier.id


def _refusal(root: Path, name: str) -> str:
    study = open_study(root)
    with pytest.raises(InputError) as refused:
        earlier_wave(study, open_wave(study, name))
    return str(refused.value)


def test_waves_are_ordered_by_the_first_day_of_their_field_periods(root: Path) -> None:
    study = open_study(root)
    assert study.waves == ("zuerst", "2019", "a-neu")
    assert open_wave(study).id == "a-neu"


def test_waves_of_the_same_day_are_ordered_by_name(root: Path) -> None:
    add_wave(root, "a-auch", "2024-03-01")
    study = open_study(root)
    assert study.waves[2:] == ("a-auch", "a-neu")
    assert _earlier(study, "a-neu") == "2019"


@pytest.mark.parametrize(
    "text", [None, "", "- keine Angabe", "field_period: {first: bald}", "a: [", "field_period: 3"]
)
def test_a_wave_that_is_being_written_comes_last_and_breaks_no_other(
    root: Path, text: str | None
) -> None:
    folder = add_wave(root, "0-entwurf", None)
    if text is not None:
        (folder / "wave.yml").write_text(text, encoding="utf-8")
    study = open_study(root)
    assert study.waves == ("zuerst", "2019", "a-neu", "0-entwurf")
    newest = open_wave(study)
    assert newest.id == "a-neu"
    assert unfinished_after(study, newest) == ("0-entwurf",)
    assert _earlier(study, "a-neu") == "2019"


def test_no_older_wave_takes_the_place_of_the_newest_with_errors(root: Path) -> None:
    add_wave(root, "2025", "2025-03-01", contacted="viele")

    with pytest.raises(InputError, match="contacted"):
        open_wave(open_study(root))


def test_where_no_wave_can_be_read_the_newest_is_told(tiny_study: Make) -> None:
    root = tiny_study(wave=lambda wave: wave.update(contacted=0))
    add_wave(root, "2024", "2024-03-01", title="ohne Sprache")
    with pytest.raises(InputError, match="title"):
        open_wave(open_study(root))


def test_drafts_beside_the_waves_are_none(root: Path) -> None:
    add_wave(root, ".2024.abc", "2024-03-01")
    assert open_study(root).waves == ("zuerst", "2019", "a-neu")


def test_a_file_is_read_once_for_its_place_in_the_order(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    original = wave_order.document_of
    monkeypatch.setattr(
        wave_order, "document_of", lambda text, name: (read.append(text), original(text, name))[1]
    )
    study = open_study(root)
    assert study.waves == study.waves
    assert len(read) == len(set(read))
    change_wave(root / "data/waves/a-neu", field_period={"first": "2011-01-01"})
    assert study.waves == ("a-neu", "zuerst", "2019")


def test_a_file_that_changes_within_a_tick_of_the_clock_moves_in_the_order(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux before 6.13 stamps files to 4 or 10 ms: two writes may leave the same times."""
    path = root / "data/waves/a-neu/wave.yml"
    stamp, original, study = path.stat(), Path.stat, open_study(root)
    monkeypatch.setattr(
        Path, "stat", lambda self, **named: stamp if self == path else original(self, **named)
    )
    assert study.waves[-1] == "a-neu"
    day = "2011-01-01"
    change_wave(path.parent, field_period={"first": day, "last": day})
    assert study.waves[0] == "a-neu"


class TestComparison:
    def test_the_wave_before_is_the_default(self, root: Path) -> None:
        study = open_study(root)
        assert [_earlier(study, name) for name in study.waves] == [None, "zuerst", "2019"]

    def test_another_wave_may_be_named_or_none(self, root: Path) -> None:
        folder = root / "data/waves/a-neu"
        change_wave(folder, compare_with="zuerst")
        assert _earlier(open_study(root), "a-neu") == "zuerst"
        change_wave(folder, compare_with="none")
        assert _earlier(open_study(root), "a-neu") is None

    @pytest.mark.parametrize(
        ("wave", "named", "what"),
        [
            ("2019", "2019", "compared with itself"),
            ("2019", "1999", "no wave '1999'"),
            ("2019", "a-neu", "'a-neu' began on 2024-03-01, not before this one on 2018-12-01"),
            ("2019", "gleich", "'gleich' began on 2018-12-01, not before"),
            ("2019", "entwurf", "'entwurf' is unfinished"),
        ],
    )
    def test_only_an_earlier_wave_of_the_study_can_be_named(
        self, root: Path, wave: str, named: str, what: str
    ) -> None:
        add_wave(root, "gleich", "2018-12-01")
        add_wave(root, "entwurf", None)
        change_wave(root / "data/waves" / wave, compare_with=named)
        message = _refusal(root, wave)
        assert what in message
        assert re.search(r"wave\.yml, line \d+, compare_with", message)
        assert "one of previous, none, zuerst" in message

    def test_a_number_is_no_name(self, root: Path) -> None:
        change_wave(root / "data/waves/a-neu", compare_with=2019)
        message = _refusal(root, "a-neu")
        assert "compare_with" in message
        assert "quotes" in message

    @pytest.mark.parametrize("name", ["none", "previous"])
    def test_a_wave_cannot_be_called_what_means_something_else(self, root: Path, name: str) -> None:
        add_wave(root, name, "2020-01-01")
        assert f"{name!r} has a meaning of its own" in _refusal(root, name)

    def test_an_earlier_wave_with_errors_is_not_silently_left_out(self, root: Path) -> None:
        change_wave(root / "data/waves/2019", contacted="viele")
        message = _refusal(root, "a-neu")
        assert "'a-neu' is compared with '2019', whose files are wrong" in message
        assert "a-neu/wave.yml, compare_with" in message
        assert "compare_with: none" in message
        assert "contacted" in message

    def test_the_earlier_raw_file_must_be_there(self, root: Path) -> None:
        study = open_study(root)
        wave = open_wave(study, "a-neu")
        check_earlier_raw_file(study, wave)
        (root / "data/waves/2019/raw.csv").unlink()
        with pytest.raises(InputError) as refused:
            check_earlier_raw_file(study, wave)
        reason, missing = refused.value.problems
        assert reason.what == "the wave 'a-neu' is compared with '2019', which needs its raw file"
        assert reason.mend == "put it back, or set compare_with: none"
        assert missing.where == "2019/wave.yml, source.file"
        change_wave(root / "data/waves/a-neu", compare_with="none")
        check_earlier_raw_file(study, open_wave(study, "a-neu"))


def test_all_waves_are_opened_with_what_keeps_others_from_it(root: Path) -> None:
    add_wave(root, "entwurf", None)
    add_wave(root, "2020", "2020-01-01", contacted="viele")
    series = open_waves(open_study(root))
    # The newest would be compared with the wrong one; that is told when it is built.
    assert [wave.id for wave in series.waves] == ["zuerst", "2019", "a-neu"]
    assert series.unfinished == ("entwurf",)
    assert series.problems[0].where == "data/waves/2020"
    assert "typfrage wave check 2020" in series.problems[0].mend
    assert "contacted" in series.problems[1].where
