"""The renderer as a whole: what it writes, where, and that it writes the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from typfrage.publish.embedded import RenderedBook, render_book

pytestmark = pytest.mark.book


def test_rendering_again_gives_the_same_bytes(
    rendered: RenderedBook, sample: Path, files_of: Callable[[Path], Iterator[Path]]
) -> None:
    assert rendered.site is not None
    first = rendered.site.parent
    again = sample.parent / "elsewhere"
    render_book(sample, again)
    assert list(files_of(first)) == list(files_of(again))
    for path in files_of(first):
        assert (first / path).read_bytes() == (again / path).read_bytes(), path


def test_sources_stay_untouched(sample: Path, files_of: Callable[[Path], Iterator[Path]]) -> None:
    before = {path: (sample / path).read_bytes() for path in files_of(sample)}
    render_book(sample, sample.parent / "elsewhere", formats=["html"])
    assert {path: (sample / path).read_bytes() for path in files_of(sample)} == before


def test_progress_is_told(sample: Path) -> None:
    told: list[str] = []
    render_book(sample, sample / "_book", formats=["html"], progress=told.append)
    assert told == ["Reading 6 chapters", "Writing 6 pages"]


def test_unknown_format(sample: Path) -> None:
    with pytest.raises(ValueError, match=r"unknown formats \['docx'\]"):
        render_book(sample, sample / "_book", formats=["docx"])
