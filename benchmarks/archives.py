"""A bundle before the validators of those who made the standards.

They bring some forty packages, so they are no dependency and live in an environment of their own:

    python -m venv validators
    validators/bin/pip install frictionless roc-validator rocrate
    typfrage bundle 2019
    validators/bin/python benchmarks/archives.py _bundle/2019.zip

Prints what they say and writes ``archives.md`` beside this file. The context of
RO-Crate is taken from the package rocrate, which ships that of RO-Crate 1.3, so that no network
is needed. No XSD of DDI can be had that way; ``tests/publish/bundle/ddi_rules.py`` stands for it.
"""

from __future__ import annotations

import email.message
import io
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.response import addinfourl
from zipfile import ZipFile

import frictionless
import requests
import requests_cache
import rocrate
from requests.adapters import BaseAdapter
from rocrate_validator import models, services

HERE = Path(__file__)
CONTEXT = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()


class Offline(BaseAdapter):
    """Answers with the context of RO-Crate, and that nothing else is to be found."""

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        answer = requests.Response()
        answer.request, answer.url = request, str(request.url)
        found = answer.url.endswith("/context")
        answer.status_code = 200 if found else 404
        answer._content = CONTEXT if found else b""
        answer.headers["Content-Type"] = "application/ld+json"
        return answer

    def close(self) -> None:
        """Nothing is open."""


def stay_offline() -> None:
    """Let every request of the validators be answered here."""
    requests.Session.get_adapter = lambda self, url: Offline()
    requests_cache.CachedSession = requests.Session
    usual = urllib.request.OpenerDirector.open

    def opened(self: Any, request: Any, *rest: Any, **named: Any) -> Any:
        url = request if isinstance(request, str) else request.full_url
        if url.startswith("file:"):
            return usual(self, request, *rest, **named)
        headers = email.message.Message()
        headers["Content-Type"] = "application/ld+json"
        return addinfourl(io.BytesIO(CONTEXT), headers, url, 200)

    urllib.request.OpenerDirector.open = opened


def frictionless_says(folder: Path) -> Iterator[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    yield f"## Frictionless Data Package: {'valid' if report.valid else 'not valid'}\n"
    errors = report.stats["errors"]
    yield f"frictionless {version('frictionless')}: {len(report.tasks)} resources, {errors} errors."
    for task in report.tasks:
        for error in task.errors:
            yield f"- {task.name}: {error.message}"


def ro_crate_says(folder: Path) -> Iterator[str]:
    found = services.validate(
        {
            "rocrate_uri": str(folder),
            "profile_identifier": "ro-crate-1.2",
            "requirement_severity": models.Severity.RECOMMENDED,
            "abort_on_first": False,
        }
    )
    issues = Counter((one.severity.name, str(one.message)) for one in found.get_issues())
    wrong = sum(times for (severity, _), times in issues.items() if severity == "REQUIRED")
    yield f"\n## RO-Crate 1.2: {wrong} MUSTs broken\n"
    yield f"roc-validator {version('roc-validator')} says besides:\n"
    for (severity, message), times in sorted(issues.items()):
        yield f"- {severity}, {times} times: {' '.join(message.split())}"


def main() -> None:
    stay_offline()
    bundle = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        with ZipFile(bundle) as zip_file:
            zip_file.extractall(folder)
        lines = [
            "# A bundle before the standards' own validators\n",
            f"Written by `benchmarks/archives.py` on {date.today()}, of {bundle.name}.\n",
            *frictionless_says(Path(folder)),
            *ro_crate_says(Path(folder)),
        ]
    HERE.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
