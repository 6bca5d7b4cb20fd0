"""What is installed, and what to do where something is missing or too old."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from typfrage.pipeline.notebook import KERNEL
from typfrage.problems import BuildError
from typfrage.shipped import shipped

PACKAGE = "typfrage"
QUARTO = SpecifierSet(">=1.9")
PANDOC = SpecifierSet(">=3.8")
"""The embedded renderer calls pandoc with ``--syntax-highlighting``, which 3.8 brought."""

TYPST = SpecifierSet(">=0.14")
"""Tagged PDF (``ua-1``) came with Typst 0.14."""

FONT = "Source Sans 3"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

_INSTALL = "run make study, or pip install --requirement requirements.lock"
_FOREIGN_KERNEL = (
    "it runs another Python; remove it, or run python -m ipykernel install --sys-prefix"
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked for.

    Attributes:
        what: What it is.
        found: Its version or place; empty where it is absent.
        ok: Whether it will do; ``None`` where it is optional and absent.
        advice: What to do, or what goes without it; empty where all is well.
    """

    what: str
    found: str
    ok: bool | None
    advice: str = ""


def examine() -> tuple[Finding, ...]:
    """Look for everything that the project needs or can use, the most basic first."""
    return (
        python(),
        *packages(),
        spss_reader(),
        bundle_writer(),
        kernel(),
        pandoc(),
        typst_compiler(),
        fonts(),
        quarto(),
        chromium(),
    )


def python() -> Finding:
    """Hold the running Python against the range that the package declares."""
    wanted = SpecifierSet(metadata(PACKAGE)["Requires-Python"])
    return held("Python", platform.python_version(), wanted, f"install a Python {wanted}")


def packages() -> Iterator[Finding]:
    """Hold the installed version of every dependency against its bounds."""
    for requirement in map(Requirement, requires(PACKAGE) or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield package(requirement)


def package(requirement: Requirement) -> Finding:
    """Hold the installed version of a package against a requirement."""
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return Finding(requirement.name, "", False, _INSTALL)
    return held(requirement.name, found, requirement.specifier, _INSTALL)


def spss_reader() -> Finding:
    """Look for the package that reads SPSS files; other exports need none."""
    return optional("pyreadstat", 'reads SPSS files; pip install "typfrage[spss]"')


def bundle_writer() -> Finding:
    """Look for the package that writes the workbook of a bundle; nothing else needs it."""
    return optional("xlsxwriter", 'for typfrage bundle; pip install "typfrage[bundle]"')


def optional(name: str, use: str) -> Finding:
    """Look for the package of an extra.

    Args:
        name: Its name.
        use: What it is for, and how it is installed.
    """
    listed = map(Requirement, requires(PACKAGE) or [])
    found = package(next(each for each in listed if each.name == name))
    return found if found.found else Finding(found.what, "", None, f"optional: {use}")


def kernel() -> Finding:
    """Look for the Jupyter kernel that the notebooks name, and see whose Python it runs."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    what = f"Jupyter kernel {KERNEL}"
    try:
        spec = KernelSpecManager().get_kernel_spec(KERNEL)
    except NoSuchKernel:
        return Finding(
            what, "", False, f"run python -m ipykernel install --sys-prefix --name {KERNEL}"
        )
    # Jupyter puts the running Python in the place of a bare program name.
    bare = {"python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info)}
    own = spec.argv[0] in bare or Path(spec.argv[0]) == Path(sys.executable)
    return Finding(what, spec.resource_dir, own, "" if own else _FOREIGN_KERNEL)


def pandoc() -> Finding:
    """Ask the pandoc that the embedded renderer runs for its version."""
    from typfrage.publish.embedded.pandoc import run_pandoc

    try:
        told = run_pandoc(["--version"], "", "version")
    except (BuildError, OSError):
        return Finding("pandoc", "", False, _INSTALL)
    return held("pandoc", told.split()[1], PANDOC, _INSTALL)


def typst_compiler() -> Finding:
    """Let Typst say its version in a document of its own."""
    import typst

    source = b"#metadata(str(sys.version)) <version>"
    try:
        found = typst.query(source, "<version>", field="value", one=True).strip('"')
    except (typst.TypstError, RuntimeError) as error:
        return Finding("Typst", "", False, f"Typst does not run: {error}")
    return held("Typst", found, TYPST, _INSTALL)


def fonts() -> Finding:
    """See whether Typst finds the book's font among the shipped ones."""
    import typst

    try:
        folder = shipped("assets/fonts")
    except FileNotFoundError as error:
        return Finding("fonts", "", False, str(error))
    faces = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
    if FONT not in faces.families():
        return Finding("fonts", "", False, f"restore {FONT} in {folder}")
    return Finding("fonts", FONT, True)


def quarto() -> Finding:
    """Ask Quarto for its version; without it the embedded renderer takes its place."""
    program = shutil.which("quarto")
    if program is None:
        return Finding("Quarto", "", None, "optional: the embedded renderer takes its place")
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    advice = "install a newer one, or build with --renderer embedded"
    return held("Quarto", answer.stdout.strip(), QUARTO, advice)


def chromium() -> Finding:
    """Look for a browser; only tests use it."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        return Finding("Chromium", "", None, "optional: make test installs one for the tests")
    return Finding("Chromium", program, True)


def held(what: str, found: str, wanted: SpecifierSet, advice: str) -> Finding:
    """Hold a version against its bounds.

    Args:
        what: What it is the version of.
        found: The version; whatever is none is held to be out of bounds.
        wanted: The bounds.
        advice: What to do where it is out of bounds.
    """
    try:
        ok = wanted.contains(Version(found), prereleases=True)
    except InvalidVersion:
        ok = False
    return Finding(what, found, ok, "" if ok else f"needs {wanted}: {advice}")
