"""Where the folders lie of the project that are no Python: notebooks, fonts, templates."""

from __future__ import annotations

from pathlib import Path


def shipped(folder: str) -> Path:
    """Return a folder of the project.

    Args:
        folder: Its path from the project's root, such as ``analysis`` or ``assets/fonts``.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for place in (package / "_shipped" / folder, package.parents[1] / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder {folder!r} of the project is missing beside {package}")
