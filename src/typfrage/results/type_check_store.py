"""What the book gets of the Typ-Check: the page, and in print the worksheet."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.profiles.type_check import TypeCheck
from typfrage.profiles.worksheet import worksheet
from typfrage.results.language import speaker
from typfrage.results.published_types import centres_of
from typfrage.results.run import Run
from typfrage.results.store import CURRENT
from typfrage.results.tables.worksheet import worksheet_points
from typfrage.results.type_check import MODEL, Refusal, type_check_json
from typfrage.results.type_check_page import type_check_page
from typfrage.results.type_names import TypeName
from typfrage.results.wording import type_check as wording

_SHEET = "tbl-arbeitsblatt"
_CENTRES = "fig-ziele"
"""The goals by type, with counts and bases, from which the Typ-Check is made."""
_LOOK_AND_BEHAVIOUR = """```{=html}
<link rel="stylesheet" href="../assets/typ-check.css">
<script src="../assets/typ-check.js"></script>
```
"""


def store_type_check(
    run: Run, check: TypeCheck | Refusal, names: tuple[TypeName, ...], profile: Released
) -> None:
    """Store the model, the page with its worksheet, and how both reckon.

    Args:
        run: The wave.
        check: Its Typ-Check; without one the page says why.
        names: The types, in the order of the Typ-Check.
        profile: The published goals by type from which the Typ-Check was made.
    """
    store, analysis = run.store, run.wave.file.analysis
    language = run.study.codebook.languages[0]
    store.model(MODEL, type_check_json(check), made_from=[_CENTRES])
    if isinstance(check, Refusal):
        store.text("txt-typ-check", wording.no_type_check(check, language))
        store.text("txt-typ-check-rechnung", "")
        return
    centres = centres_of(profile, names, check.goals)
    sheet = worksheet(centres, tuple(check.answers))
    points = worksheet_points(sheet, check, names, run.minimum_cases, language)
    caption = speaker(language)("Arbeitsblatt: Punkte der Typen für jedes gewählte Ziel")
    store.table(_SHEET, points, caption)
    codebook = run.codebook
    page = type_check_page(
        check,
        names,
        question=codebook.label(codebook.item(analysis.types_from).wording),
        wave=codebook.label(run.wave.file.title),
        synthetic=run.wave.file.synthetic,
        language=language,
    )
    steps = wording.how_to_use_the_worksheet(check, sheet, language)
    include = f"{{{{< include {CURRENT}/{_SHEET}.md >}}}}"
    on_site = _only(f"{page}\n{_LOOK_AND_BEHAVIOUR}", "html")
    in_print = _only(f"{steps}\n\n{include}", "typst")
    store.text("txt-typ-check", f"{on_site}\n\n{in_print}")
    explained = wording.how_it_reckons(
        check,
        replicates=analysis.certainty_replicates,
        mixed_below=analysis.mixed_below,
        withheld=bool(profile.withheld["count"].any()),
        language=language,
    )
    paper = _only(wording.where_the_worksheet_is(sheet, language), "html")
    store.text("txt-typ-check-rechnung", f"{explained}\n\n{paper}")


def _only(text: str, format_: str) -> str:
    return f'::: {{.content-visible when-format="{format_}"}}\n{text.strip()}\n:::'
