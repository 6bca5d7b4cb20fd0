"""The software that made the results: a bill of materials, and the licences of all packages."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from typfrage.publish.bundle.part import json_bytes

ROOT = "typfrage"

BILL_FILE = "lock/sbom.cdx.json"
"""Where the bill of materials lies in a bundle."""

_CLASSIFIER = "License :: "


@dataclass(frozen=True)
class Package:
    """An installed package.

    Attributes:
        name: Normalised name.
        version: Its version.
        licence: What its metadata say of its licence, in one line.
        expression: Whether that is an SPDX expression (PEP 639), not a name.
        url: Its page, empty where its metadata name none.
        needs: Normalised names of the installed packages that it needs directly.
    """

    name: str
    version: str
    licence: str
    expression: bool
    url: str
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL, see https://github.com/package-url/purl-spec."""
        return f"pkg:pypi/{self.name}@{self.version}"


def installed_packages(extras: tuple[str, ...] = ()) -> dict[str, Package]:
    """Return this package and all installed ones that it needs, by normalised name in order.

    Args:
        extras: Extras of it that count as well, as far as their packages are installed.
    """
    found: dict[str, Package] = {}
    waiting = [(ROOT, extras)]
    while waiting:
        name, wanted = waiting.pop()
        if name not in found:
            needs = _needs(name, wanted)
            found[name] = _described(name, distribution(name), needs)
            waiting += [(needed, ()) for needed in needs]
    return dict(sorted(found.items()))


def licence_list(packages: Mapping[str, Package]) -> bytes:
    """Return names, versions, licences and pages as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("package", "version", "licence", "url"))
    writer.writerows((one.name, one.version, one.licence, one.url) for one in packages.values())
    return text.getvalue().encode("utf-8")


def bill_of_materials(packages: Mapping[str, Package]) -> bytes:
    """Return a CycloneDX 1.6 bill of materials, without serial number or time.

    Args:
        packages: Result of :func:`installed_packages`.

    Source: ECMA-424, https://cyclonedx.org/docs/1.6/json/.
    """
    return json_bytes(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {"component": _component(packages[ROOT], "application")},
            "components": [
                _component(one, "library") for name, one in packages.items() if name != ROOT
            ],
            "dependencies": [
                {"ref": one.purl, "dependsOn": [packages[name].purl for name in one.needs]}
                for one in packages.values()
            ],
        }
    )


def _needs(name: str, extras: tuple[str, ...]) -> tuple[str, ...]:
    needed = set()
    for requirement in map(Requirement, requires(name) or []):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": one}) for one in ("", *extras)):
            try:
                distribution(requirement.name)
            except PackageNotFoundError:
                continue
            needed.add(str(canonicalize_name(requirement.name)))
    return tuple(sorted(needed))


def _described(name: str, package: Distribution, needs: tuple[str, ...]) -> Package:
    expression = bool(_field(package, "License-Expression"))
    return Package(name, package.version, _licence(package), expression, _url(package), needs)


def _licence(package: Distribution) -> str:
    stated = _field(package, "License-Expression")
    classifiers = package.metadata.get_all("Classifier") or []
    named = [each for each in classifiers if each.startswith(_CLASSIFIER)]
    # The old field may hold the whole text of a licence: its first line is its name.
    old = _field(package, "License").strip().partition("\n")[0]
    return stated or "; ".join(named) or old


def _url(package: Distribution) -> str:
    labelled = [one.partition(", ") for one in package.metadata.get_all("Project-URL") or []]
    pages = {label.strip().lower(): url.strip() for label, _, url in labelled}
    known = [pages[label] for label in ("homepage", "source", "repository") if label in pages]
    return next(filter(None, [*known, _field(package, "Home-page"), *pages.values()]), "")


def _field(package: Distribution, name: str) -> str:
    return "".join(package.metadata.get_all(name) or [])


def _component(package: Package, kind: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": kind,
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
    }
    if package.licence:
        named = {"license": {"name": package.licence}}
        component["licenses"] = [{"expression": package.licence} if package.expression else named]
    if package.url.startswith(("https://", "http://")):
        component["externalReferences"] = [{"type": "website", "url": package.url}]
    return component
