"""The portraits of the types: one for each reference type, and one for each type without one."""

from __future__ import annotations

import re

from typfrage.profiles.disclosure import Released
from typfrage.results import plots, tables, wording
from typfrage.results.description import Description, rows_of
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.sections import by_unit, include, slug
from typfrage.results.store import Store
from typfrage.results.tables import fields
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import capitalised
from typfrage.survey.questionnaire.codebook import Evidence
from typfrage.survey.waves.reference_types import MarkedText, ReferenceType, Typology

STRENGTHS, GOALS = 5, 8
"""So many strengths and goals fit a page."""

_ORIGIN = {
    Evidence.FOUND: mark("so in öffentlichen Quellen zur Studie"),
    Evidence.DERIVED: mark("aus Quellen zur Studie abgeleitet"),
    Evidence.RECONSTRUCTED: mark("für diesen Bericht gewählt"),
}
_GOALS = mark("Die häufigsten Ziele: {type} und alle Kommunen (n = {n})")
_SECRET_GOALS = mark("Die häufigsten veröffentlichten Ziele: {type} und alle Kommunen (n = {n})")


def store_portraits(
    store: Store,
    typology: Typology | None,
    described: Description,
    sizes: Released,
    profile: Released,
) -> None:
    """Store text and figures of every portrait, and all portraits in one text.

    A reference type that the wave does not have gets a portrait that says so, so that a chapter
    can include it in every wave. ``txt-steckbriefe`` is for chapters that do not name types.

    Args:
        store: Where to.
        typology: The reference types, or ``None``.
        described: What the types do besides their goals.
        sizes: One row a type, in the order of the types' names.
        profile: The goals by type, see :func:`typfrage.results.tables.goal_profile`.
    """
    references = {} if typology is None else {type_.id: type_ for type_ in typology.types}
    language = described.language
    portraits: dict[str, tuple[str, str]] = {}
    for place, name in enumerate(described.names):
        goals = tables.goals_of(profile, name)
        base = int(sizes.frame["base"].iloc[0])
        figures = _store_figures(store, described, name, goals, base)
        about = wording.type_portrait(
            sizes.frame.iloc[place], goals, base, language, name.signature
        )
        portrait = _portrait(described, name, references.get(name.id), about, figures)
        portraits[name.id] = capitalised(name.name) if name.reference else name.short, portrait
    found = {name.id for name in described.names}
    for absent, reference in references.items():
        if absent not in found:
            portraits[absent] = capitalised(reference.name[language]), _absent(reference, language)
    for id_, (_, portrait) in portraits.items():
        store.text(f"txt-steckbrief-{slug(id_)}", portrait)
    headed = (_headed(title, id_, text) for id_, (title, text) in portraits.items())
    store.text("txt-steckbriefe", "\n\n".join(headed))


def store_cards(store: Store, described: Description, sizes: Released, profile: Released) -> None:
    """Store the types side by side in a few lines each, and those without reference in full.

    Args:
        store: Where to.
        described: What the types do besides their goals.
        sizes: One row a type, in the order of the types' names.
        profile: The goals by type.
    """
    say = speaker(described.language)
    cards = [
        _box(
            f'karte style="--type-color: {name.colour}" marker="{name.marker}"',
            f"**{escaped(capitalised(name.name))}**",
            wording.card(
                sizes.frame.iloc[place],
                tables.goals_of(profile, name),
                described.strong[described.strong["type"] == name.id],
                described.sentences,
                described.language,
                name.signature,
            ),
            *(
                [say("Steckbrief: {reference}", reference=f"@sec-{slug(name.id)}")]
                if name.reference
                else []
            ),
        )
        for place, name in enumerate(described.names)
    ]
    store.text("txt-typen-karten", _box("karten", *cards))
    further = [name for name in described.names if name.reference is None]
    title = [say("## Typen ohne Entsprechung in der Studie")] if further else []
    portraits = [include(f"txt-steckbrief-{slug(name.id)}") for name in further]
    store.text("txt-weitere-typen", "\n\n".join([*title, *portraits]))


def _store_figures(
    store: Store, described: Description, name: TypeName, goals: Released, base: int
) -> tuple[str, ...]:
    """Store the goals and the position of a type; return the figures' ids."""
    say = speaker(described.language)
    goal_figure = f"fig-steckbrief-{slug(name.id)}"
    secret = goals.frame["share"].isna().any()
    caption = _SECRET_GOALS if secret else _GOALS
    most_chosen = goals.rows(goals.frame.index[:GOALS])
    store.figure(
        goal_figure,
        plots.goal_bars(most_chosen, name, described.language),
        say(caption, type=name.name, n=base),
        wording.alt_goals(goals, name, described.language),
        tables.with_names(most_chosen, described.names),
    )
    own = rows_of(described.compared, name.id)
    panels = [
        (described.indicators.titles[section], fields.selected(own, keys))
        for section in described.indicators.portrayed
        for keys in by_unit(described.indicators, section).values()
    ]
    if not panels:
        return (goal_figure,)
    shown = fields.selected(own, described.indicators.of(*described.indicators.portrayed))
    position = f"fig-position-{slug(name.id)}"
    store.figure(
        position,
        plots.position(panels, name, described.language, described.significance),
        say(
            "{type}: Abstand zu allen Kommunen; gefüllt, wo der Unterschied zu den anderen Typen "
            "gesichert ist",
            type=capitalised(name.name),
        ),
        wording.alt_position(panels, name, described.language),
        fields.shown(shown, described.names),
    )
    return goal_figure, position


def _portrait(
    described: Description,
    name: TypeName,
    reference: ReferenceType | None,
    about: str,
    figures: tuple[str, ...],
) -> str:
    """One page: head, goals and strengths side by side, position, lessons and questions."""
    say = speaker(described.language)
    own = described.strong[described.strong["type"] == name.id]
    strengths = wording.strength_lines(
        own,
        described.sentences,
        described.indicators.highest,
        STRENGTHS,
        secret=described.has_secrets(name.id),
        language=described.language,
    )
    structure = fields.selected(
        rows_of(described.compared, name.id),
        described.indicators.of(*described.indicators.structural),
    )
    sides = [
        _box("steckbrief-spalte", include(figures[0])),
        _box(
            "steckbrief-spalte",
            _titled(say("Stärken"), strengths),
            *([_in_the_study(reference, described.language)] if reference else []),
        ),
    ]
    parts = [
        _box(
            "steckbrief-kopf",
            *([_heading(reference, described.language)] if reference else []),
            about,
        ),
        _box("steckbrief-spalten", *sides),
        *map(include, figures[1:]),
        *(
            [
                _titled(
                    say("Struktur"),
                    wording.structure_lines(structure, described.significance, described.language),
                )
            ]
            if len(structure.frame)
            else []
        ),
    ]
    if reference is not None:
        parts.append(_outlook(reference, described.language))
    return _page(parts, name.colour, name.marker)


def _absent(reference: ReferenceType, language: str) -> str:
    """The page of a reference type that the wave does not have."""
    parts = [
        _box(
            "steckbrief-kopf",
            _heading(reference, language),
            wording.absent_type(reference.name[language], language),
        ),
        _in_the_study(reference, language),
        _outlook(reference, language),
    ]
    return _page(parts, reference.colour, reference.marker)


def _in_the_study(reference: ReferenceType, language: str) -> str:
    """The strengths that the study names."""
    return _titled(speaker(language)("In der Studie"), _marked(reference.strengths, language))


def _outlook(reference: ReferenceType, language: str) -> str:
    """What others can learn from a type, and questions for one's own practice."""
    say = speaker(language)
    boxes = (
        _titled(say("Was andere lernen können"), _marked(reference.others_learn, language)),
        _titled(say("Anstöße"), _marked(reference.questions, language)),
    )
    sides = [_box("steckbrief-spalte", _box("steckbrief-kasten", box)) for box in boxes]
    return _box("steckbrief-spalten", *sides)


def _headed(title: str, id_: str, portrait: str) -> str:
    """A portrait as a section of a chapter that holds several."""
    lower = re.sub(r"^## ", "### ", portrait, flags=re.MULTILINE)
    return f"## {escaped(title)} {{#sec-{slug(id_)}}}\n\n{lower}"


def _page(parts: list[str], colour: str, marker: str) -> str:
    opening = f'{_fence(parts)} {{.steckbrief style="--type-color: {colour}" marker="{marker}"}}'
    return "\n\n".join((opening, *parts, _fence(parts)))


def _box(kind: str, *parts: str) -> str:
    """A fenced div around parts that may hold fenced divs."""
    return "\n\n".join((f"{_fence(parts)} {{.{kind}}}", *parts, _fence(parts)))


def _fence(parts: tuple[str, ...] | list[str]) -> str:
    """More colons than any div inside has."""
    inside = (line for part in parts for line in part.splitlines())
    deepest = max((len(line) - len(line.lstrip(":")) for line in inside), default=0)
    return ":" * max(3, deepest + 1)


def _titled(title: str, text: str) -> str:
    return f"## {title} {{.unnumbered .unlisted}}\n\n{text}"


def _heading(reference: ReferenceType, language: str) -> str:
    """The heading of a type, with its evidence."""
    say = speaker(language)
    heading = say("**„{heading}“**", heading=escaped(reference.heading[language]))
    return f"{heading} [{say(_ORIGIN[reference.heading_evidence])}]{{.beleg}}"


def _marked(texts: tuple[MarkedText, ...], language: str) -> str:
    say = speaker(language)
    return "\n".join(
        f"- {escaped(one.text)} [{say(tables.EVIDENCE[one.evidence.value])}]{{.beleg}}"
        for one in texts
    )
