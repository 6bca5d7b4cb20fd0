"""The doctor looks at real things: this environment, and programs written for the test."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.pipeline import doctor


def put_on_path(folder: Path, name: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a program of this name the only one on the PATH."""
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_all_is_well_where_the_tests_run() -> None:
    wrong = [finding for finding in doctor.examine() if finding.ok is False]
    assert wrong == []


def test_advice_stands_exactly_where_something_is_amiss() -> None:
    for finding in doctor.examine():
        assert bool(finding.advice) == (finding.ok is not True), finding


def test_every_dependency_is_looked_at_and_no_extra() -> None:
    needed = {r.name for r in map(Requirement, requires("typfrage") or []) if r.marker is None}
    assert {finding.what for finding in doctor.packages()} == needed


@pytest.mark.parametrize(
    ("bounds", "ok"), [("", True), (">=9", True), (">=9999", False), ("<1", False)]
)
def test_a_package_is_held_against_its_bounds(bounds: str, ok: bool) -> None:
    finding = doctor.package(Requirement(f"pytest{bounds}"))
    assert (finding.found, finding.ok) == (version("pytest"), ok)


def test_a_missing_package_is_named_with_a_way_out() -> None:
    finding = doctor.package(Requirement("no-such-package-at-all>=1"))
    assert finding.ok is False
    assert "make study" in finding.advice


@pytest.mark.parametrize(
    ("found", "ok"),
    [
        ("1.9", True),
        ("1.9.38", True),
        ("1.10.0", True),
        ("2.0.0rc1", True),
        ("1.8.27", False),
        ("", False),
        ("ERROR: no such command", False),
    ],
)
def test_versions_at_the_edges(found: str, ok: bool) -> None:
    assert doctor.held("Quarto", found, SpecifierSet(">=1.9"), "update it").ok is ok


@pytest.mark.parametrize(("says", "ok"), [("1.9.38", True), ("1.4.550", False), ("", False)])
def test_quarto_is_asked_for_its_version(
    says: str, ok: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(tmp_path, "quarto", says, monkeypatch)
    assert doctor.quarto().ok is ok


def test_quarto_and_chromium_are_optional(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [doctor.quarto().ok, doctor.chromium().ok] == [None, None]


@pytest.mark.parametrize(
    ("look", "name", "extra"),
    [(doctor.spss_reader, "pyreadstat", "spss"), (doctor.bundle_writer, "xlsxwriter", "bundle")],
)
def test_what_an_extra_brings_is_optional(
    look: Callable[[], doctor.Finding], name: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (look().found, look().ok) == (version(name), True)

    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", absent)
    assert look().ok is None
    assert f"typfrage[{extra}]" in look().advice


@pytest.mark.parametrize("name", doctor.CHROMIUM_NAMES)
def test_a_browser_is_found_by_each_of_its_names(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(tmp_path, name, "", monkeypatch)
    assert doctor.chromium().found == str(tmp_path / name)


@pytest.mark.parametrize(
    ("program", "ok"), [("python", True), (sys.executable, True), ("/opt/other/python", False)]
)
def test_a_kernel_of_another_python_is_refused(
    program: str, ok: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kernels" / doctor.KERNEL
    folder.mkdir(parents=True)
    spec = {"argv": [program, "-m", "ipykernel_launcher"], "display_name": "a kernel"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    finding = doctor.kernel()
    assert (finding.found, finding.ok) == (str(folder), ok)


def test_command_prints_every_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "COLUMNS", "200")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    for finding in doctor.examine():
        assert finding.what in result.output


def test_command_fails_where_something_needed_is_amiss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(tmp_path, "quarto", "1.4.550", monkeypatch)
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 1
