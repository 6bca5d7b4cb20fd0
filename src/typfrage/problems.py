"""What is wrong with an input, said so that its owner can mend it.

Every complaint about an input says what is wrong, where, what was expected,
and what to do. The command line turns :class:`InputError` into exit code 2, without traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

INTERRUPTED = "Interrupted; what was there before is untouched."
"""What the command line says when it ends with exit code 130."""


@dataclass(frozen=True)
class Cell:
    """A place in a file, for programs that read complaints.

    Attributes:
        file: Name of the file.
        row: Row as a spreadsheet counts it, or line of a text; none where the whole file is meant.
        column: Name of the column; empty where the whole row is meant.
        value: What stands there; none where nothing single does.
    """

    file: str
    row: int | None = None
    column: str = ""
    value: str | None = None


@dataclass(frozen=True)
class Problem:
    """One complaint about one place in an input.

    Attributes:
        what: The defect, with the offending value.
        where: File and place in it, e.g. ``raw.csv, row 17, column "Z1[3]"``.
        expected: What is allowed there.
        mend: What the owner of the input should do.
        cell: The same place in its parts, where they are known.
    """

    what: str
    where: str = ""
    expected: str = ""
    mend: str = ""
    cell: Cell | None = None

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.expected:
            lines.append(f"  expected: {self.expected}")
        if self.mend:
            lines.append(f"  to do: {self.mend}")
        return "\n".join(lines)


class InputError(Exception):
    """An input cannot be used; all its problems are listed at once.

    Args:
        problems: At least one problem, in the order in which the input states them.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BuildError(Exception):
    """A step of the build failed; the message says which, where, and what was left untouched."""


def one_of(names: Iterable[str]) -> str:
    """Say which names are allowed."""
    return "one of " + ", ".join(names)
