"""The archive: the same bytes for the same parts, and hashes that other programs check."""

from __future__ import annotations

import os
import subprocess
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from typfrage.publish.bundle.archive import SUMS_FILE, archive
from typfrage.publish.bundle.part import Part

PARTS = [Part("b/zwei ä.csv", b"2" * 1000, "zwei"), Part("a.md", b"1", "eins")]


def test_order_clock_zone_and_umask_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    first = archive(PARTS)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    before = os.umask(0o077)
    try:
        assert archive(PARTS[::-1]) == first
    finally:
        os.umask(before)


def test_unpacked_files_can_be_read_by_everyone() -> None:
    with ZipFile(BytesIO(archive(PARTS))) as zip_file:
        assert {entry.external_attr >> 16 for entry in zip_file.infolist()} == {0o100644}


def test_sha256sum_finds_nothing_wrong_and_what_was_changed(tmp_path: Path) -> None:
    """Rung 1: the program that readers use."""
    with ZipFile(BytesIO(archive(PARTS))) as zip_file:
        zip_file.extractall(tmp_path)
    check = ["sha256sum", "--check", "--quiet", SUMS_FILE]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "a.md").write_bytes(b"2")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("path", ["/etc/passwd", "a/../../b"])
def test_no_path_leads_out(path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        archive([Part(path, b"", "")])


def test_no_place_is_taken_twice() -> None:
    with pytest.raises(ValueError, match=r"two parts lie at 'a\.md'"):
        archive([*PARTS, Part("a.md", b"other", "")])
