"""Files of the book: texts and settings that lie in its folder, read safely.

No path in a chapter or in settings leads out of the folder. Links that its owner laid there are
followed: whoever can lay one can also change the notebooks, which a build executes.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from typfrage.problems import InputError, Problem
from typfrage.survey.ordinary_files import read_whole
from typfrage.survey.yaml_files.yaml_document import Document, document_of

_LARGEST = 50_000_000


def leaves(path: PurePath | str) -> bool:
    """Tell whether a path that a book names leads out of its folder."""
    path = PurePath(path)
    return path.is_absolute() or ".." in path.parts or "\0" in str(path)


def is_book_file(root: Path, path: PurePath | str) -> bool:
    """Tell whether there is such a file in the folder of the book.

    Args:
        root: The folder of the book.
        path: Relative to it.
    """
    try:
        return not leaves(path) and (root / path).is_file()
    except (OSError, ValueError):
        return False


def read_book_file(root: Path, path: PurePath | str) -> str:
    """Read a text of the book.

    Args:
        root: The folder of the book.
        path: Relative to it.

    Raises:
        InputError: It is missing, lies elsewhere, is no ordinary file or no UTF-8.
    """
    where = str(path)
    if leaves(path):
        raise InputError(outside(where))
    try:
        return read_whole(root / path, where, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what, mend = f"byte {error.start} is not UTF-8", "save the file in UTF-8"
        raise InputError(Problem(what, where, "a text file in UTF-8", mend)) from None
    except OSError as error:
        what, mend = f"cannot be read: {error.strerror}", "restore the file"
        raise InputError(Problem(what, where, "a file of the book", mend)) from None


def read_book_yaml(root: Path, path: str) -> Document | None:
    """Read settings of the book; ``None`` where they say nothing.

    Raises:
        InputError: As for a text, or the file is no YAML.
    """
    return document_of(read_book_file(root, path).replace("\r\n", "\n"), path)


def outside(named: str) -> Problem:
    """Complain about a path that leads out of the book."""
    return Problem(
        f"{named!r} lies outside the folder of the book",
        named,
        "a path below the folder of _quarto.yml, without ..",
        "copy the file into the folder, and name it there",
    )
