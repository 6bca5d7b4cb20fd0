"""The gate in front of every publication: what would leak is not published."""

from __future__ import annotations

import shutil
from pathlib import Path

from typfrage.problems import BuildError
from typfrage.publish.scan.finding import Finding
from typfrage.publish.scan.of_study import scanner_of
from typfrage.results.run import work_folder
from typfrage.survey.waves.study import Study, Wave

REFUSED = "refused"
"""Where a refused draft lies for the team, below the folder of the wave's microdata."""

TOLD = 20
"""So many findings are told; the scan of the refused draft tells all."""


def check_draft(draft: Path, study: Study, wave: Wave) -> None:
    """Look through a publication before it takes the place of the last one.

    Args:
        draft: Its folder; if it is refused, it is moved aside.
        study: The study.
        wave: The wave that is published.

    Raises:
        BuildError: It would leak; the message names every kind of leak with its places, masked.
    """
    certain = _certain(scanner_of(study, wave).scan(draft).findings)
    if not certain:
        return
    aside = work_folder(study, wave.id) / REFUSED
    shutil.rmtree(aside, ignore_errors=True)
    aside.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(draft, aside)
    _refuse(certain, f"the publication of {wave.id}", aside.relative_to(study.root))


def check_file(name: str, content: bytes, study: Study, wave: Wave) -> None:
    """Look through a file before it is written, such as slides or a bundle.

    Args:
        name: Its name.
        content: What it will hold.
        study: The study.
        wave: The wave that it tells of.

    Raises:
        BuildError: It would leak; nothing has been written but a copy for the team.
    """
    certain = _certain(scanner_of(study, wave).scan_content(name, content).findings)
    if not certain:
        return
    aside = work_folder(study, wave.id) / f"{REFUSED}-{name}"
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.write_bytes(content)
    _refuse(certain, name, aside.relative_to(study.root))


def _certain(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.certain)


def _refuse(findings: tuple[Finding, ...], what: str, aside: Path) -> None:
    lines = [f"  {one}" for one in findings[:TOLD]]
    if len(findings) > TOLD:
        lines.append(f"  … and {len(findings) - TOLD} more")
    command = f"typfrage scan {aside} --show"
    raise BuildError(
        "\n".join(
            (
                f"{what} would tell what must not be told; the last one is untouched:",
                *lines,
                f"  to do: `{command}` shows them; mend what wrote them, and build again",
            )
        )
    )
