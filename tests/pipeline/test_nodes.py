"""The state of a node changes with its content, and with nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from typfrage.pipeline import nodes
from typfrage.results.store import Store


def test_the_state_of_files_follows_content_and_not_time(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("one", encoding="utf-8")
    node = nodes.files("a", lambda: [path])
    before = node.state()
    os.utime(path, (1, 1))
    assert node.state() == before
    path.write_text("two", encoding="utf-8")
    os.utime(path, (1, 1))
    assert node.state() not in (before, None)
    path.write_text("one", encoding="utf-8")
    assert node.state() == before


def test_a_file_that_is_replaced_by_one_of_equal_time_and_size_is_noticed(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("one", encoding="utf-8")
    other.write_text("two", encoding="utf-8")
    for file in (path, other):
        os.utime(file, (1, 1))
    node = nodes.files("a", lambda: [path])
    before = node.state()
    other.replace(path)
    assert node.state() != before


def test_a_file_that_changes_within_a_tick_of_the_clock_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux before 6.13 stamps files to 4 or 10 ms: two writes may leave the same times."""
    path = tmp_path / "a"
    path.write_text("one", encoding="utf-8")
    stamp, node = path.stat(), nodes.files("a", lambda: [path])
    monkeypatch.setattr(Path, "stat", lambda *_, **__: stamp)
    before = node.state()
    path.write_text("two", encoding="utf-8")
    assert node.state() != before


def test_files_are_missing_where_one_or_all_are(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    assert nodes.files("a", list).state() is None
    assert nodes.files("a", lambda: [path, tmp_path / "b"]).state() is None
    assert nodes.files("a", lambda: [tmp_path]).state() is None


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    assert (
        nodes.files("x", lambda: paths).state()
        == nodes.files("x", lambda: [*reversed(paths), paths[0]]).state()
    )


def test_a_folder_changes_with_names_and_contents_below_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "a.py"
    file.write_text("1", encoding="utf-8")
    node = nodes.folder("code", tmp_path, ".py")
    before = node.state()
    (tmp_path / "in" / "notes.txt").write_text("2", encoding="utf-8")
    (tmp_path / "in" / "__pycache__").mkdir()
    (tmp_path / "in" / "__pycache__" / "a.py").write_text("3", encoding="utf-8")
    assert node.state() == before
    file.rename(tmp_path / "in" / "b.py")
    assert node.state() not in (before, None)


def test_an_empty_or_absent_folder_is_missing(tmp_path: Path) -> None:
    assert nodes.folder("x", tmp_path).state() is None
    assert nodes.folder("x", tmp_path / "absent").state() is None


@pytest.fixture
def results(tmp_path: Path) -> Path:
    store = Store(tmp_path, "01_a", True, 5, "de", {}, lambda: "")
    store.text("txt-a", "Eins.")
    store.text("txt-b", "Zwei.")
    store.close()
    return tmp_path


def test_what_a_notebook_stored_is_missing_until_it_closed(tmp_path: Path) -> None:
    Store(tmp_path, "01_a", True, 5, "de", {}, lambda: "").text("txt-a", "Halb.")
    assert nodes.stored("a", tmp_path, "01_a").state() is None


def test_a_deleted_result_is_missing(results: Path) -> None:
    node = nodes.stored("a", results, "01_a")
    assert node.state() is not None
    (results / "txt-b.md").unlink()
    assert node.state() is None


def test_a_result_changed_by_hand_is_noticed(results: Path) -> None:
    node = nodes.stored("a", results, "01_a")
    before = node.state()
    (results / "txt-b.md").write_text("Drei.\n", encoding="utf-8")
    assert node.state() != before
    (results / "txt-b.md").write_text("Zwei.\n", encoding="utf-8")
    assert node.state() == before
    (results / "stray.md").write_text("stray", encoding="utf-8")
    assert node.state() == before


def test_nodes_keep_their_identity_between_runs() -> None:
    one, same, other = (nodes.files(name, list) for name in ("a", "a", "b"))
    assert one.signature == same.signature != other.signature


def test_versions_of_libraries_are_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    before = nodes.environment().state()
    assert before == nodes.environment().state()
    monkeypatch.setattr(nodes, "version", lambda package: "0.0")
    assert nodes.environment().state() != before
