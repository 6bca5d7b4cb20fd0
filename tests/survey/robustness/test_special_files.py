"""What is no ordinary file, or changes while it is read, is refused at once: nothing hangs."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from typfrage.problems import InputError
from typfrage.survey import ordinary_files
from typfrage.survey.formats import describe_export
from typfrage.survey.ordinary_files import inside, read_whole
from typfrage.survey.plain_tables.choices import read_choices
from typfrage.survey.plain_tables.matrix import read_items
from typfrage.survey.population.population import read_population
from typfrage.survey.proposal.export import hash_of
from typfrage.survey.waves.study import open_study
from typfrage.survey.yaml_files.yaml_document import read_document

DEADLINE = 300
READERS: dict[str, Callable[[Path], object]] = {
    "export": lambda path: describe_export(path, format="delimited"),
    "workbook": lambda path: describe_export(path, format="workbook"),
    "spss": lambda path: describe_export(path, format="spss"),
    "parquet": lambda path: describe_export(path, format="parquet"),
    "evaluate": lambda path: read_items(path, ["a"]),
    "classify": lambda path: read_choices(path, ["a"]),
    "yaml": read_document,
    "wave new": hash_of,
}


@pytest.fixture(autouse=True)
def _deadline() -> Iterator[None]:
    """What hangs fails."""
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(DEADLINE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _too_long(*_: object) -> None:
    raise AssertionError("reading hangs")


@pytest.fixture(params=["pipe", "device", "folder", "loop", "missing"])
def special(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "special"
    match request.param:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)
    return path


@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_ordinary_file_is_refused(reader: str, special: Path) -> None:
    with pytest.raises(InputError) as caught:
        READERS[reader](special)
    assert len(caught.value.problems) == 1
    assert "special" in str(caught.value)


def test_a_pipe_among_the_files_of_a_study_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data" / "population").mkdir(parents=True)
    os.mkfifo(tmp_path / "data" / "codebook.yml")
    with pytest.raises(InputError, match="this is a pipe"):
        open_study(tmp_path)
    for name in ("gemeinden", "kreise"):
        os.mkfifo(tmp_path / "data" / "population" / f"{name}_by_land_and_kgst_class.csv")
    with pytest.raises(InputError, match="this is a pipe"):
        read_population(tmp_path / "data" / "population")


@pytest.mark.parametrize("change", [b"", b"a;b\n1;2\n3;4\n"])
def test_a_file_that_shrinks_or_grows_meanwhile_is_refused(
    change: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, measured = tmp_path / "raw.csv", ordinary_files.size_of
    path.write_bytes(b"a;b\n1;2\n")

    def then_changed(*arguments: object) -> int:
        size = measured(*arguments)  # type: ignore[arg-type]
        path.write_bytes(change)
        return size

    monkeypatch.setattr(ordinary_files, "size_of", then_changed)
    with pytest.raises(InputError, match="the file changed while it was read"):
        read_whole(path, path.name)


@pytest.mark.parametrize("reader", [name for name in READERS if name not in ("yaml", "wave new")])
def test_a_file_that_vanishes_after_it_was_looked_at_is_refused(
    reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordinary_files.Path, "stat", lambda _: os.stat(__file__))
    with pytest.raises(InputError):
        READERS[reader](tmp_path / "gone.csv")


def test_a_file_of_more_than_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    for reader in READERS.values():
        with pytest.raises(InputError, match=r"the file has 2,147,483,648 bytes"):
            reader(path)


def test_what_lies_in_a_folder_is_told_by_following_links(tmp_path: Path) -> None:
    folder, other = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    other.mkdir()
    (folder / "link").symlink_to(other)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "back").symlink_to(folder)
    lies = [folder / "a", folder / "x/../a", folder / "back/a", folder]
    leaves = [folder / "link/a", folder / "../out/a", folder / "loop", other, tmp_path / "in2"]
    assert all(inside(path, folder) for path in lies)
    assert not any(inside(path, folder) for path in [*leaves, folder / "a\0b"])
