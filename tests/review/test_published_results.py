"""Published results are found in a folder, a publication and a bundle; nothing else is trusted."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from typfrage.problems import InputError
from typfrage.review import published_results
from typfrage.review.integrity import changed_after_publication
from typfrage.review.published_results import read_published

Write = Callable[..., Path]


def _bundle(results: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(results.rglob("*")):
            inside = path.relative_to(results)
            if path.is_file():
                name = inside if inside.parts[0] == "notebooks" else Path("results") / inside
                archive.write(path, name)
    return target


def test_a_bundle_holds_the_same_as_the_folder(write_results: Write, tmp_path: Path) -> None:
    folder = write_results()
    bundle = _bundle(folder, tmp_path / "bundle.zip")
    assert read_published(bundle) == read_published(folder)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert read_published(tmp_path / "unpacked") == read_published(folder)


def test_a_publication_shows_texts_in_its_pages_alone(write_results: Write, tmp_path: Path) -> None:
    folder = write_results()
    shutil.copytree(folder, tmp_path / "book" / "_results" / "current")
    for path in (tmp_path / "book").rglob("*.md"):
        path.unlink()
    published = read_published(tmp_path / "book")
    assert published.manifest == read_published(folder).manifest
    assert list(published.notebooks) == ["01_typen"]
    assert changed_after_publication(published) == {}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda manifest: manifest.pop("numbers"), "numbers"),
        (lambda manifest: manifest.update(entries=[]), "no list of results"),
        (
            lambda manifest: manifest["entries"]["txt-typen"]["files"].update({"../key": "00"}),
            "files elsewhere: '../key'",
        ),
    ],
)
def test_a_manifest_that_is_none_or_leads_elsewhere_is_refused(
    write_results: Write, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    path = write_results() / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_published(path.parent)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"[" * 100_000, b"\xff\xfe"])
def test_files_that_are_no_results_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bundle.zip").write_bytes(content)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "manifest.json").write_bytes(content)
    for place in (tmp_path / "bundle.zip", tmp_path / "folder", tmp_path / "none", tmp_path):
        with pytest.raises(InputError, match="no published results"):
            read_published(place)


def test_a_bundle_that_unpacks_to_too_much_is_refused(
    write_results: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = _bundle(write_results(), tmp_path / "bundle.zip")
    monkeypatch.setattr(published_results, "LARGEST", 50)
    with pytest.raises(InputError, match="larger than 50 bytes"):
        read_published(bundle)
