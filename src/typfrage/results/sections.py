"""A section of the questionnaire as a chapter includes it: figure, sentences, table."""

from __future__ import annotations

from typfrage.results import plots, wording
from typfrage.results.description import Description
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.store import CURRENT, Store
from typfrage.results.tables import field_tables, fields
from typfrage.survey.indicators.indicator_values import Indicators
from typfrage.survey.indicators.indicators import IndicatorFile

NOT_ASKED = mark("Danach wurde in dieser Welle nicht gefragt.")
NOTHING_ELSE = mark(
    "Außer der Frage, nach der die Typen gebildet sind, wurde nichts gefragt, was sich vergleichen "
    "ließe."
)

_TABLE = {
    ("share",): mark(
        "{title} nach Typen: Anteil, mit Pfeil bei gesichertem Unterschied zu den anderen"
    ),
    ("scale",): mark(
        "{title} nach Typen: Mittelwert, mit Pfeil bei gesichertem Unterschied zu den anderen"
    ),
    ("share", "scale"): mark(
        "{title} nach Typen: Anteil oder Mittelwert, mit Pfeil bei gesichertem Unterschied zu den "
        "anderen"
    ),
}
_SHARES = mark(
    "{title}: Anteil der Kommunen nach Typen; gefüllt, wo sich ein Typ gesichert von den anderen "
    "unterscheidet, der Strich steht für alle Kommunen"
)
_MEANS = mark(
    "{title}: Mittelwert auf der Skala bis {highest} nach Typen; gefüllt, wo sich ein Typ "
    "gesichert von den anderen unterscheidet, der Strich steht für alle Kommunen"
)
"""Captions, to which the numbers of answers are added in brackets."""


def store_sections(store: Store, described: Description, planned: IndicatorFile | None) -> None:
    """Store figure, table and text of every section that says what municipalities do.

    A section that the wave does not have gets a text that says so, so that a chapter can include
    it in every wave. ``txt-felder`` includes all sections, those on structure last, for
    chapters that do not name them.

    Args:
        store: Where to.
        described: The types.
        planned: The sections of the study; ``None`` where it names none.
    """
    own = described.indicators
    for section in own.sections:
        if section not in own.structural:
            store_section(store, described, section)
    for absent in () if planned is None else planned.sections:
        if absent.id not in own.sections and not absent.structure:
            store.text(f"txt-feld-{slug(absent.id)}", speaker(described.language)(NOT_ASKED))
    store.text("txt-felder", _all_sections(described, planned))


def _all_sections(described: Description, planned: IndicatorFile | None) -> str:
    """The text that includes every section below its title."""
    own = described.indicators
    titles = dict(own.titles)
    for section in () if planned is None else planned.sections:
        titles.setdefault(section.id, section.title[described.language])
    structural = set(own.structural) | {
        section.id for section in (() if planned is None else planned.sections) if section.structure
    }
    ordered = sorted(titles, key=lambda section: section in structural)
    if not ordered:
        return speaker(described.language)(NOTHING_ELSE)
    return "\n\n".join(
        f"## {escaped(titles[section])}\n\n{include(f'txt-feld-{slug(section)}')}"
        for section in ordered
    )


def store_section(store: Store, described: Description, section: str) -> None:
    """Store one section: ``txt-feld-…`` includes its figures and its table.

    Args:
        store: Where to.
        described: The types.
        section: Id of the section.
    """
    keys, own = described.indicators.of(section), f"feld-{slug(section)}"
    title = described.indicators.titles[section]
    rows = fields.selected(described.compared, keys)
    kinds = tuple(kind for kind in fields.KINDS if (rows.frame["kind"] == kind).any())
    figures: list[str] = []
    for highest, drawn in by_unit(described.indicators, section).items():
        if len(drawn) < 2:
            continue
        figures.append(f"fig-{own}-{len(figures) + 1}" if figures else f"fig-{own}")
        _store_figure(store, described, figures[-1], drawn, highest, title)
    store.table(
        f"tbl-{own}",
        field_tables.side_by_side(
            rows,
            described.tests["base"],
            described.names,
            described.language,
            described.significance,
        ),
        speaker(described.language)(_TABLE[kinds], title=title),
    )
    parts = (
        wording.section_sentences(
            rows, described.tests, described.names, described.significance, described.language
        ),
        *map(include, figures),
        wording.types_in_section(rows, described.names, described.significance, described.language),
        include(f"tbl-{own}"),
    )
    store.text(f"txt-{own}", "\n\n".join(parts))


def store_tests(store: Store, described: Description) -> None:
    """Store the tests of all types against each other: ``tbl-tests``.

    Args:
        store: Where to.
        described: The types.
    """
    table = field_tables.all_tests(
        described.tests, described.indicators, store.minimum_cases, described.language
    )
    say = speaker(described.language)
    caption = say("Alle Typen gegeneinander: Effekt und p-Werte jedes Merkmals")
    store.table("tbl-tests", table, caption)


def by_unit(indicators: Indicators, section: str) -> dict[int | None, list[str]]:
    """Return a section's indicators by the highest place of their scale, ``None`` for shares."""
    groups: dict[int | None, list[str]] = {}
    for key in indicators.of(section):
        groups.setdefault(indicators.highest.get(key), []).append(key)
    return groups


def _store_figure(
    store: Store,
    described: Description,
    figure: str,
    keys: list[str],
    highest: int | None,
    title: str,
) -> None:
    kind: fields.Kind = "share" if highest is None else "scale"
    data = fields.part(described.compared, keys, kind, described.language)
    say = speaker(described.language)
    what = say(_SHARES if highest is None else _MEANS, title=title, highest=highest)
    store.figure(
        figure,
        plots.field_dots(
            data,
            described.names,
            described.language,
            highest=highest,
            significance=described.significance,
        ),
        what + _bases(described, keys),
        wording.alt_field(data, described.names, described.language),
        fields.shown(data, described.names),
    )


def _bases(described: Description, keys: list[str]) -> str:
    """The published numbers of answers, in brackets; nothing where all are withheld."""
    base = described.tests["base"].reindex(keys)
    if base.isna().all():
        return ""
    say, secret = speaker(described.language), bool(base.isna().any())
    low, high = int(base.min()), int(base.max())
    if low == high:
        told = say("(n = {n}, soweit veröffentlicht)", n=high) if secret else f"(n = {high})"
    elif secret:
        told = say("(n = {low} bis {high}, soweit veröffentlicht)", low=low, high=high)
    else:
        told = say("(n = {low} bis {high})", low=low, high=high)
    return f" {told}"


def include(id_: str) -> str:
    """Return the line by which a text includes a figure or table."""
    return f"{{{{< include {CURRENT}/{id_}.md >}}}}"


def slug(id_: str) -> str:
    """Return an id of the data as part of an id of the store."""
    return id_.replace("_", "-")
