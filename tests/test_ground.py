"""The ground on which everything stands: environment, licences, citation, import direction."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from tests.licences import is_gpl
from typer.main import get_command

from typfrage.cli import app
from typfrage.publish.bundle.bundle import EXTRAS
from typfrage.publish.bundle.software import installed_packages

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))

CONDA_ONLY = {"python", "pip", "quarto"}
"""What environment.yml names and pip does not install."""

RUN_NOT_LINKED = {
    "pypandoc-binary": "its wheel is MIT; it carries pandoc, which is run as a program of its own",
}
"""Packages whose GPL parts are allowed, with the reason."""

FOREIGN = re.compile(
    # A machine's own folders: after a quote, blank or bracket, so that parts of URLs do not count.
    r"(?:^|[\s\"'(=`])/(?:work|home|root|Users|mnt|opt/pypi)/"
    # Hosts of package registries, put together here so that this file does not name them.
    + "|"
    + "|".join(
        re.escape(".".join(parts))
        for parts in [
            ("pypi", "org"),
            ("files", "pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("deb", "debian", "org"),
            ("conda", "anaconda", "org"),
            ("proxy", "golang", "org"),
        ]
    ),
    re.MULTILINE,
)


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Return the bounds of requirements by normalised name."""
    parsed = map(Requirement, requirements)
    return {canonicalize_name(each.name): each.specifier for each in parsed}


def all_requirements() -> list[str]:
    """Return the requirements of the package and of its extras."""
    extras = PROJECT["optional-dependencies"].values()
    return [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]


def optional_requirements() -> list[str]:
    """Return the requirements of what the package does where they are installed."""
    extras = PROJECT["optional-dependencies"]
    return [*extras["bundle"], *extras["spss"]]


def tracked_files() -> list[Path]:
    """Return the files that git knows; skip the test outside a checkout."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not in a git checkout")
    listed = subprocess.run(
        # Also where somebody else cloned it, as in a container.
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """Return a file's text, empty for a binary one."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


class TestEnvironment:
    def test_conda_and_pip_name_the_same_packages_and_bounds(self) -> None:
        *conda, last = ENVIRONMENT["dependencies"]
        named = bounds([*conda, *last["pip"]])
        assert {k: v for k, v in named.items() if k not in CONDA_ONLY} == bounds(all_requirements())

    def test_conda_takes_the_same_pythons(self) -> None:
        python = bounds(ENVIRONMENT["dependencies"][:-1])["python"]
        assert python == SpecifierSet(PROJECT["requires-python"])

    def test_every_bound_has_two_sides(self) -> None:
        for name, bound in bounds(all_requirements()).items():
            operators = {each.operator for each in bound}
            assert operators == {">=", "<"}, name

    def test_every_import_is_declared(self) -> None:
        declared = set(bounds([*PROJECT["dependencies"], *optional_requirements()]))
        known_as = {"sklearn": "scikit-learn", "yaml": "pyyaml", "pypandoc": "pypandoc-binary"}
        # traitlets is the configuration language of nbclient and Jupyter, not a choice of its own.
        given = {"typfrage", "traitlets"}
        for path in (ROOT / "src").rglob("*.py"):
            for module in imported(path) - sys.stdlib_module_names - given:
                name = canonicalize_name(known_as.get(module, module))
                assert name in declared, f"{path.name} imports {module}"

    def test_what_is_optional_is_imported_where_it_is_needed(self) -> None:
        optional = set(bounds(optional_requirements()))
        for path in (ROOT / "src").rglob("*.py"):
            outside = ast.parse(path.read_text("utf-8")).body
            lines = [ast.unparse(node) for node in outside if isinstance(node, ast.Import)]
            assert [line for line in lines if line.removeprefix("import ") in optional] == []


def imported(path: Path) -> set[str]:
    """Return the top-level modules that a Python file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


class TestLock:
    ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)

    def test_covers_every_dependency_within_its_bounds(self) -> None:
        pinned: dict[str, str] = {
            canonicalize_name(name): version for name, version in self.ENTRY.findall(LOCK)
        }
        needed = bounds([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]])
        assert set(needed) <= set(pinned)
        wrong = [name for name in needed if not needed[name].contains(pinned[name])]
        assert wrong == []

    def test_pins_every_package_by_hash(self) -> None:
        for entry in re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]:
            assert "--hash=sha256:" in entry, entry.splitlines()[0]

    def test_names_no_address(self) -> None:
        assert "://" not in LOCK
        assert not re.search(r"^\s*--(?!hash)", LOCK, re.MULTILINE)

    @pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
    def test_every_marker_leaves_each_python_one_pin(self, python: str) -> None:
        environment = {"python_version": python, "python_full_version": f"{python}.5"}
        names = []
        for line in LOCK.splitlines():
            if self.ENTRY.match(line):
                pin, _, marker = line.rstrip(" \\").partition(" ; ")
                if not marker or Marker(marker).evaluate(environment):
                    names.append(pin.partition("==")[0])
        assert sorted(names) == sorted(set(names))


class TestPromises:
    @pytest.mark.parametrize("target", ["study", "test"])
    def test_readme_names_commands_that_exist(self, target: str) -> None:
        assert re.search(rf"^make {target}\b", (ROOT / "README.md").read_text("utf-8"), re.M)
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.M)

    def test_ci_runs_the_readmes_test_command(self) -> None:
        lines = (ROOT / ".ci" / "run").read_text("utf-8").strip().splitlines()
        assert lines[-1] == "make test"

    def test_readme_names_every_command_and_no_other(self) -> None:
        rows = re.findall(
            r"^\| `typfrage ([^`]+)` \|", (ROOT / "README.md").read_text("utf-8"), re.M
        )
        named = {command(row.split()) for row in rows}
        assert named == set(commands())

    @pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
    def test_links_lead_somewhere(self, name: str) -> None:
        text = (ROOT / name).read_text("utf-8")
        targets = [t for t in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in t]
        missing = [target for target in targets if not (ROOT / target).exists()]
        assert missing == []

    def test_help_names_every_target_that_a_person_calls(self) -> None:
        shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
        first_words = {line.split()[0] for line in shown.stdout.splitlines()}
        assert {"study", "test", "check", "bench", "lock", "clean", "distclean"} <= first_words


def commands() -> Iterator[str]:
    """Yield the command line's commands, those of groups after the group's name."""
    for name, found in get_command(app).commands.items():  # type: ignore[attr-defined]
        members = getattr(found, "commands", None)
        yield from [name] if members is None else (f"{name} {member}" for member in members)


def command(words: list[str]) -> str:
    """Return the command that a command line calls, its first word where there is none."""
    return next(
        (" ".join(words[:n]) for n in (1, 2) if " ".join(words[:n]) in commands()), words[0]
    )


class TestWheel:
    def test_brings_the_folders_that_the_package_looks_for(self, tmp_path: Path) -> None:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
        subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
        with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
            names = set(wheel.namelist())
        for folder in ("analysis", "assets/fonts"):
            for path in tracked_files():
                if path.is_relative_to(ROOT / folder):
                    assert f"typfrage/_shipped/{path.relative_to(ROOT)}" in names


class TestCitation:
    CITATION = (ROOT / "CITATION.cff").read_text("utf-8")

    def test_keeps_to_the_official_schema(self) -> None:
        schema = json.loads(
            (ROOT / "tests/ground/cff-1.2.0.schema.json").read_text(encoding="utf-8")
        )
        # The schema wants dates and versions as text, as they stand in the file.
        citation = yaml.load(self.CITATION, yaml.BaseLoader)
        for number in ("year", "month"):
            citation["references"][0][number] = int(citation["references"][0][number])
        errors = jsonschema.Draft7Validator(schema).iter_errors(citation)
        assert [error.message for error in errors] == []

    def test_agrees_with_the_package(self) -> None:
        citation = yaml.safe_load(self.CITATION)
        assert str(citation["version"]) == PROJECT["version"]
        assert " AND ".join(citation["license"]) == PROJECT["license"]

    def test_names_the_study_that_is_rebuilt(self) -> None:
        titles = [each["title"] for each in yaml.safe_load(self.CITATION)["references"]]
        assert titles == ["Digitale Kommune: Eine Typfrage?"]


class TestLicences:
    def test_every_licence_of_the_project_is_there(self) -> None:
        for pattern in PROJECT["license-files"]:
            assert list(ROOT.glob(pattern)), pattern

    def test_no_installed_dependency_is_under_the_gpl(self) -> None:
        found = {
            name: each.licence
            for name, each in installed_packages(extras=EXTRAS).items()
            if name not in RUN_NOT_LINKED
        }
        assert len(found) > len(PROJECT["dependencies"])
        assert {name: text for name, text in found.items() if is_gpl(text)} == {}

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("GPL-3.0-or-later", True),
            ("License :: OSI Approved :: GNU General Public License v2 (GPLv2)", True),
            ("AGPL-3.0", True),
            ("GPL-2.0-or-later OR MIT", False),
            ("LGPL-2.1-or-later", False),
            ("BSD-3-Clause", False),
            ("", False),
        ],
    )
    def test_what_counts_as_gpl(self, text: str, verdict: bool) -> None:
        assert is_gpl(text) is verdict


class TestHouse:
    def test_imports_have_one_direction(self) -> None:
        program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
        assert program, "import-linter is not installed beside this Python"
        run = subprocess.run(
            [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr

    def test_no_file_names_a_machine_or_a_registry(self) -> None:
        found = [
            f"{path.relative_to(ROOT)}: {match.group().strip()}"
            for path in tracked_files()
            for match in FOREIGN.finditer(text_of(path))
        ]
        assert found == []

    def test_nothing_generated_is_in_git(self) -> None:
        generated = (
            "_results",
            "_work",
            "_book",
            "_slides",
            "_bundle",
            "_variables.yml",
            ".venv",
            "pytask.lock",
        )
        found = [
            path.relative_to(ROOT)
            for path in tracked_files()
            if set(path.relative_to(ROOT).parts) & set(generated)
        ]
        assert found == []

    @pytest.mark.parametrize("text", ["see /{}/me/x", '"/{}/y"', "path: /{}/me/z"])
    @pytest.mark.parametrize("folder", ["home", "work", "Users"])
    def test_the_scan_finds_paths_of_a_machine(self, text: str, folder: str) -> None:
        assert FOREIGN.search(text.format(folder))

    @pytest.mark.parametrize("text", ["https://example.org/home/x", "data/work/x", "</root>"])
    def test_the_scan_lets_other_paths_pass(self, text: str) -> None:
        assert not FOREIGN.search(text)
