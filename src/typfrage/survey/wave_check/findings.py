"""What a check of a wave finds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from typfrage.problems import Cell, Problem

_PLACE = re.compile(r"^(?P<file>[^,]+\.yml), line (?P<row>[0-9]+)(?:, (?P<column>.*))?$")


@dataclass(frozen=True)
class Finding:
    """One complaint about a wave.

    Attributes:
        severity: An error stops the build, a warning does not.
        problem: What is wrong, where, what was expected, and what to do.
    """

    severity: Literal["error", "warning"]
    problem: Problem

    @property
    def cell(self) -> Cell:
        """The place in its parts: of a YAML file its line and path."""
        if self.problem.cell is not None:
            return self.problem.cell
        if place := _PLACE.match(self.problem.where):
            return Cell(place["file"], int(place["row"]), place["column"] or "")
        return Cell(self.problem.where.partition(",")[0])


@dataclass(frozen=True)
class WaveCheck:
    """What is wrong with a wave.

    Attributes:
        wave: Its name.
        findings: Errors and warnings in the order in which they were found.
        unchecked: What could not be looked at because of the errors, in words.
    """

    wave: str
    findings: tuple[Finding, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether the wave can be built."""
        return not any(one.severity == "error" for one in self.findings)


@dataclass
class Collected:
    """Takes what the single checks find, in their order."""

    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    def errors(self, problems: Iterable[Problem]) -> None:
        """Note what stops the build."""
        self.findings += [Finding("error", problem) for problem in problems]

    def warnings(self, problems: Iterable[Problem]) -> None:
        """Note what a person should look at."""
        self.findings += [Finding("warning", problem) for problem in problems]
