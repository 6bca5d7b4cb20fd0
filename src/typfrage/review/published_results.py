"""Published results, wherever they lie: a folder of results, a publication, a bundle."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.results.assembly import MANIFEST_FILE, VARIABLES_FILE
from typfrage.results.manifest import Manifest, read_manifest
from typfrage.results.notebook_outputs import FOLDER as NOTEBOOKS
from typfrage.results.store import CURRENT

LARGEST = 200_000_000
"""Bytes of the largest file that is read; no table, figure or notebook comes near."""

BUNDLED = "results"
"""Folder of the results in a bundle; the notebooks lie beside it."""

_EXPECTED = (
    f"a folder of results with {MANIFEST_FILE}, a publication (_book/<wave>), or a bundle (.zip)"
)
_PLACES = (
    (PurePosixPath(), PurePosixPath(NOTEBOOKS), True),
    (PurePosixPath(CURRENT.lstrip("/")), PurePosixPath(CURRENT.lstrip("/"), NOTEBOOKS), False),
    (PurePosixPath(BUNDLED), PurePosixPath(NOTEBOOKS), True),
)
"""Where results and notebooks lie, and whether all stored files do."""

Names = list[PurePosixPath]
Read = Callable[[PurePosixPath], bytes]


@dataclass(frozen=True)
class PublishedResults:
    """Results as they were published.

    Attributes:
        manifest: What they rest on and consist of.
        files: Content of the stored files that lie there, by their names.
        notebooks: Content of the executed notebooks by their names, without suffix.
        complete: Whether all stored files should lie there; a site shows texts in its pages.
        variables: Content of the file by which chapters find the numbers, where there is one.
    """

    manifest: Manifest
    files: Mapping[str, bytes]
    notebooks: Mapping[str, bytes]
    complete: bool = True
    variables: bytes | None = None


def read_published(place: Path) -> PublishedResults:
    """Read published results.

    Args:
        place: A folder of results, a publication, or a bundle: a zip file or its folder.

    Raises:
        InputError: Nothing of that kind lies there, or it cannot be read.
    """
    try:
        if place.is_dir():
            names = [PurePosixPath(path.relative_to(place)) for path in _files_below(place)]
            return _read(names, lambda name: _limited(place / name))
        if not place.is_file():
            raise ValueError("nothing lies there")
        with zipfile.ZipFile(place) as archive:
            names = [PurePosixPath(info.filename) for info in archive.infolist()]
            return _read(names, lambda name: _unpacked(archive, name))
    except (ValueError, OSError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        mend = "name another place, or publish the wave first: `typfrage build`"
        raise InputError(
            Problem(f"no published results: {error}", str(place), _EXPECTED, mend)
        ) from None


def _files_below(place: Path) -> list[Path]:
    folders = {place / results for results, _, _ in _PLACES}
    folders |= {place / notebooks for _, notebooks, _ in _PLACES}
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir()]


def _read(names: Names, read: Read) -> PublishedResults:
    there = set(names)
    for results, notebooks, complete in _PLACES:
        if results / MANIFEST_FILE not in there:
            continue
        manifest = read_manifest(read(results / MANIFEST_FILE))
        stored = [name for name in manifest.files if results / name in there]
        executed = [path for path in names if path.parent == notebooks and path.suffix == ".ipynb"]
        listed = results / VARIABLES_FILE
        return PublishedResults(
            manifest,
            {name: read(results / name) for name in stored},
            {path.stem: read(path) for path in sorted(executed)},
            complete,
            read(listed) if listed in there else None,
        )
    raise ValueError(f"no {MANIFEST_FILE} lies there")


def _limited(path: Path) -> bytes:
    with path.open("rb") as handle:
        return _checked(handle.read(LARGEST + 1), path.name)


def _unpacked(archive: zipfile.ZipFile, name: PurePosixPath) -> bytes:
    with archive.open(str(name)) as handle:
        return _checked(handle.read(LARGEST + 1), name.name)


def _checked(content: bytes, name: str) -> bytes:
    if len(content) > LARGEST:
        raise ValueError(f"{name} is larger than {LARGEST:,} bytes")
    return content
