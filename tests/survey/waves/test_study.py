"""A study on disk: which waves it has, and which raw file belongs to a wave."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from typfrage.problems import InputError
from typfrage.survey.waves.study import check_raw_file, open_study, open_wave

Make = Callable[..., Path]


def _refusal(path: Path) -> str:
    study = open_study(path)
    with pytest.raises(InputError) as refused:
        check_raw_file(open_wave(study))
    (problem,) = refused.value.problems
    assert problem.expected
    assert problem.mend
    return str(refused.value)


def test_a_study_needs_neither_typology_nor_published_figures(tiny_study: Make) -> None:
    study = open_study(tiny_study())
    assert study.typology is None
    assert study.published is None
    assert study.waves == ("2019",)


def test_the_newest_wave_is_opened_if_none_is_named(tiny_study: Make) -> None:
    root = tiny_study()
    newer = root / "data" / "waves" / "2021"
    newer.mkdir()
    text = (root / "data" / "waves" / "2019" / "wave.yml").read_text(encoding="utf-8")
    (newer / "wave.yml").write_text(text.replace('"id": "2019"', '"id": "2021"'), encoding="utf-8")
    assert open_wave(open_study(root)).id == "2021"
    assert open_wave(open_study(root), "2019").id == "2019"


def test_an_unknown_wave_is_refused_with_those_that_there_are(tiny_study: Make) -> None:
    with pytest.raises(InputError, match="no wave '2020'") as refused:
        open_wave(open_study(tiny_study()), "2020")
    assert "one of 2019" in str(refused.value)


def test_a_study_without_wave_says_so(tiny_study: Make) -> None:
    root = tiny_study()
    (root / "data" / "waves" / "2019" / "wave.yml").unlink()
    with pytest.raises(InputError, match="the study has no wave"):
        open_wave(open_study(root))


def test_a_wave_must_bear_the_name_of_its_folder(tiny_study: Make) -> None:
    root = tiny_study(wave=lambda wave: wave.update(id="2020"))
    with pytest.raises(InputError, match="the wave is called '2020'"):
        open_wave(open_study(root))


def test_the_pinned_raw_file_is_found(tiny_study: Make) -> None:
    root = tiny_study()
    assert check_raw_file(open_wave(open_study(root))) == root / "data/waves/2019/raw.csv"


def test_another_raw_file_is_refused_with_both_hashes(tiny_study: Make) -> None:
    root = tiny_study()
    path = root / "data" / "waves" / "2019" / "raw.csv"
    pinned = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes() + b"\n")
    message = _refusal(root)
    assert "2019/wave.yml, source.sha256" in message
    assert pinned in message
    assert hashlib.sha256(path.read_bytes()).hexdigest() in message


def test_a_missing_raw_file_is_refused(tiny_study: Make) -> None:
    root = tiny_study()
    (root / "data" / "waves" / "2019" / "raw.csv").unlink()
    assert "put it back" in _refusal(root)


def test_a_raw_file_that_may_not_be_read_is_refused(
    tiny_study: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tiny_study()
    wave = open_wave(open_study(root))

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"'raw\.csv' cannot be read: Permission denied"):
        check_raw_file(wave)


def _at(file: str, **rest: bool) -> Callable[[dict[str, Any]], None]:
    return lambda wave: wave["source"].update(file=file, **rest)


@pytest.mark.parametrize("file", ["../other.csv", "../../../../outside.csv", "/etc/hostname"])
def test_a_raw_file_outside_the_wave_is_refused_unless_it_is_declared_external(
    tiny_study: Make, file: str
) -> None:
    assert "external: true" in _refusal(tiny_study(wave=_at(file)))


def test_a_link_out_of_the_wave_does_not_pass_as_inside(tiny_study: Make) -> None:
    root = tiny_study(wave=_at("link.csv"))
    outside = root / "outside.csv"
    outside.write_text("id\n1\n", encoding="utf-8")
    (root / "data" / "waves" / "2019" / "link.csv").symlink_to(outside)
    assert "lies outside the wave's folder" in _refusal(root)


def test_an_external_file_stays_with_its_owner(tiny_study: Make) -> None:
    root = tiny_study(wave=_at("../../../answers.csv", external=True))
    assert "belong to others" in _refusal(root)
    (root / "answers.csv").write_bytes((root / "data/waves/2019/raw.csv").read_bytes())
    assert check_raw_file(open_wave(open_study(root))) == root / "answers.csv"


def test_a_folder_is_no_raw_file(tiny_study: Make) -> None:
    assert "is missing" in _refusal(tiny_study(wave=_at(".")))


def test_a_typology_must_name_goals_of_the_codebook(tiny_study: Make) -> None:
    root = tiny_study()
    type_ = """
  - id: {id}
    name: {{ de: {id} }}
    heading: {{ de: Titel }}
    heading_evidence: R
    colour: "{colour}"
    marker: {marker}
    signature: [{goal}]
    strengths: []
    others_learn: []
    questions: []"""
    text = "types_from: ziele\ntypes:" + type_.format(
        id="eins", colour="#000000", marker="circle", goal="ziel_a"
    )
    text += type_.format(id="zwei", colour="#ffffff", marker="cross", goal="kein_ziel")
    path = root / "data" / "typology.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="'kein_ziel' is no such goal"):
        open_study(root)
    path.write_text(text.replace("types_from: ziele", "types_from: land"), encoding="utf-8")
    with pytest.raises(InputError, match="'land' is no multiple-choice item"):
        open_study(root)
