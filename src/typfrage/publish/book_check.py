"""What can be known of the book before anything is computed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from typfrage.problems import InputError, Problem, one_of
from typfrage.publish.book_chapters import chapter_texts, left_out_chapters
from typfrage.publish.embedded.settings import FILE as BOOK_FILE
from typfrage.publish.lost_references import lost_references
from typfrage.results.store import CURRENT
from typfrage.survey.indicators.indicator_values import default_indicators
from typfrage.survey.waves.study import Study, Wave, earlier_wave

BOOK_SOURCES = (BOOK_FILE, "index.qmd")

PORTRAIT, SECTION = "steckbrief", "feld"
"""Kinds of texts whose names follow from the study's files."""

_NAME = rf"txt-({PORTRAIT}|{SECTION})-([a-z0-9-]+)"
_INCLUDE = re.compile(rf"\{{\{{<\s*include\s+[\"']?{CURRENT}/{_NAME}\.md[\"']?\s*>\}}\}}")


def check_book(
    study: Study, wave: Wave, notebooks: Iterable[Path], *, whole: bool = False
) -> frozenset[str]:
    """Refuse a book that cannot be rendered whatever is computed.

    Args:
        study: The study.
        wave: The wave whose results the book includes.
        notebooks: The notebooks that will store these results.
        whole: All listed chapters are going to be rendered, as `quarto render` does.

    Returns:
        The listed chapters that do not belong to the book of this wave.

    Raises:
        InputError: The study has no book, its settings are no YAML, chapters include types or
            sections that the study will not have, or refer to chapters that are left out.
    """
    missing = [name for name in BOOK_SOURCES if not (study.root / name).is_file()]
    if missing:
        raise InputError(
            Problem(
                f"the study has no book: {' and '.join(missing)} missing",
                str(study.root),
                "a Quarto book",
                "write one, or use `typfrage run`, which needs none",
            )
        )
    given = {PORTRAIT: type_ids(study, wave), SECTION: section_ids(study, wave)}
    for notebook in notebooks:
        for kind, slug in re.findall(_NAME, notebook.read_text(encoding="utf-8")):
            given[kind].append(_id(slug))
    texts = chapter_texts(study.root)
    left_out = left_out_chapters(texts, earlier_wave=earlier_wave(study, wave) is not None)
    kept = {path: text for path, text in texts.items() if path not in left_out}
    problems = [*absent_texts(kept, given[PORTRAIT], given[SECTION])]
    problems += _out_of_place(left_out, wave) if whole else lost_references(texts, left_out)
    if problems:
        raise InputError(problems)
    return left_out


def type_ids(study: Study, wave: Wave) -> list[str]:
    """Return the ids of all types that may get a portrait.

    The reference types always do. Which of the found types have no counterpart among them, and are
    numbered, is not known before they are found.
    """
    reference = () if study.typology is None else study.typology.types
    numbered = (f"typ_{number}" for number in range(1, wave.file.analysis.k + 1))
    return [*(type_.id for type_ in reference), *numbered]


def section_ids(study: Study, wave: Wave) -> list[str]:
    """Return the ids of the sections that the report has.

    Those of ``indicators.yml`` all get a text, also where the wave did not ask for them; without
    that file there is one for each block of which the wave asked something.
    """
    asked = study.codebook.model_copy(update={"items": wave.file.items(study.codebook)})
    file = study.indicators or default_indicators(asked, wave.file.analysis.types_from)
    return [] if file is None else [section.id for section in file.sections]


def absent_texts(
    chapters: Mapping[str, str], types: Collection[str], sections: Collection[str]
) -> Iterator[Problem]:
    """Find the includes of portraits and sections that no analysis of the study will write.

    Args:
        chapters: Text of each chapter by its path.
        types: Ids of the types that may get a portrait.
        sections: Ids of the report's sections.
    """
    known = {
        PORTRAIT: (types, "type", "data/typology.yml"),
        SECTION: (sections, "section", "data/indicators.yml"),
    }
    for path, text in chapters.items():
        for number, line in enumerate(text.splitlines(), start=1):
            include = _INCLUDE.fullmatch(line.strip())
            if include is None:
                continue
            ids, what, file = known[include[1]]
            if _id(include[2]) not in ids:
                yield Problem(
                    f"the study has no {what} {_id(include[2])!r}, whose text is included here",
                    f"{path}, line {number}",
                    one_of(ids) if ids else f"no text of a {what}, for there is none",
                    f"restore the {what} in {file}, or leave the chapter out of {BOOK_FILE}",
                )


def _out_of_place(left_out: Collection[str], wave: Wave) -> Iterator[Problem]:
    for path in sorted(left_out):
        yield Problem(
            f"this chapter needs an earlier wave, and the wave {wave.id} is compared with none",
            path,
            f"chapters in {BOOK_FILE} that the wave has results for",
            "render with `typfrage build`, which leaves the chapter out, or name another wave",
        )


def _id(slug: str) -> str:
    """The id in the data of what is named so in the store."""
    return slug.replace("-", "_")
