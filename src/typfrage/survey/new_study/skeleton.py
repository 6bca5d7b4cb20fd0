"""The files with which every study begins, in the language of its report."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Literal

from typfrage.shipped import shipped

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

TEMPLATES = "templates/study"
_COPIED = ("assets", "_extensions")
_DOTTED = {"gitignore": ".gitignore"}


def write_skeleton(root: Path, study: str, title: str, language: Language) -> None:
    """Write book, look and commented files of a study.

    Args:
        root: An empty folder.
        study: Id of the study.
        title: Its title.
        language: Language of the report.
    """
    templates = shipped(TEMPLATES)
    values = {
        "STUDY_ID": study,
        "TITLE_IN_YAML": json.dumps(title, ensure_ascii=False),
        "TITLE": title,
        "TODAY": date.today().isoformat(),
    }
    for folder in (templates / "shared", templates / language):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                _write(path, root / path.relative_to(folder), values)
    for name in _COPIED:
        shutil.copytree(shipped(name), root / name)


def _write(source: Path, target: Path, values: dict[str, str]) -> None:
    target = target.with_name(_DOTTED.get(target.name, target.name))
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@@{name}@@", value)
    target.write_text(text, encoding="utf-8", newline="\n")
