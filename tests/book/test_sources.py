"""The chapters keep to what both renderers can do, and hold no number that data could change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from typfrage.survey.waves.study import open_study

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = [ROOT / "index.qmd", *sorted((ROOT / "chapters").glob("*.qmd"))]
STATUS = "{{< include /_results/current/status.md >}}"

NOT_PROSE = re.compile(
    r"^---\n.*?\n---$"  # front matter
    r"|\{\{<.*?>\}\}"  # what comes from the store
    r"|\{[#.][^}]*\}"  # attributes
    r"|@[\w-]+"  # references and citations
    r"|^:::.*$",  # divs, save their titles
    re.MULTILINE | re.DOTALL,
)
NORM = re.compile(
    r"§\s\d+b? (?:Absatz \d )?(?:BGG|BITV 2\.0)|BITV 2\.0|WCAG 2\.1|EN 301 549|PDF/UA-1"
)
"""Laws and standards that are called by a number."""

YEAR = re.compile(r"\b20(1[89]|20)\b")
"""The years of the study itself; no wave changes them."""


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.name)
def chapter(request: pytest.FixtureRequest) -> str:
    return request.param.read_text(encoding="utf-8")


def test_no_digit_in_prose_can_come_from_the_data(chapter: str) -> None:
    titles = " ".join(re.findall(r'title="([^"]*)"', chapter))
    prose = YEAR.sub("", NORM.sub("", NOT_PROSE.sub(" ", chapter) + titles))

    assert re.findall(r".{0,20}\d.{0,20}", prose) == []


def test_the_search_for_digits_finds_a_typed_number() -> None:
    text = "Es antworteten 412 Kommunen, {{< var wave.n >}} davon [@oefit2020] 2020."

    assert re.findall(r"\d+", YEAR.sub("", NOT_PROSE.sub(" ", text))) == ["412"]


def test_every_chapter_states_the_data_status_before_its_first_sentence(chapter: str) -> None:
    text = re.sub(r"\A---\n.*?\n---\n", "", chapter, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if line.strip()]

    assert lines[0].startswith("# ")
    assert lines[1] == STATUS


def test_quotation_marks_are_german(chapter: str) -> None:
    prose = re.sub(r'\{[^}]*\}|title="[^"]*"', "", chapter)

    assert '"' not in prose
    assert prose.count("„") == prose.count("“")


def test_traps_of_quarto_are_avoided(chapter: str) -> None:
    assert "panel-tabset" not in chapter
    assert not re.search(r"\]\([^)]*\.qmd", chapter)
    assert not re.search(r"^```\{", chapter, re.MULTILINE)
    assert "{{< embed" not in chapter


def test_includes_stand_in_paragraphs_of_their_own(chapter: str) -> None:
    for match in re.finditer(r"(.*)\{\{< include .*?>\}\}(.*)", chapter):
        assert match.group(1) == match.group(2) == ""


def test_every_chapter_is_in_the_book_and_every_listed_one_exists() -> None:
    book = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))["book"]
    listed = []
    for entry in [*book["chapters"], *book["appendices"]]:
        listed += entry["chapters"] if isinstance(entry, dict) else [entry]

    assert sorted(listed) == sorted(str(path.relative_to(ROOT)) for path in CHAPTERS)


def test_every_reference_type_has_its_steckbrief() -> None:
    typology = open_study(ROOT).typology
    assert typology is not None
    for type_ in typology.types:
        slug = type_.id.replace("_", "-")
        text = (ROOT / "chapters" / f"steckbrief-{slug}.qmd").read_text(encoding="utf-8")
        assert f"/_results/current/txt-steckbrief-{slug}.md" in text
        name = type_.name["de"].removeprefix("die ")
        assert text.startswith(f"# Die {name} {{#sec-{slug}}}")
