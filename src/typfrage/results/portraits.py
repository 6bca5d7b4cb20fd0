"""The portraits of the types: one for each reference type, and one for each type without one."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results import plots, tables, wording
from typfrage.results.markdown import escaped
from typfrage.results.store import CURRENT, Store
from typfrage.results.type_names import TypeName
from typfrage.survey.codebook import Evidence
from typfrage.survey.reference_types import MarkedText, ReferenceType, Typology


def store_portraits(
    store: Store,
    typology: Typology | None,
    names: tuple[TypeName, ...],
    sizes: Released,
    profile: Released,
    language: str,
) -> None:
    """Store text and figure of every portrait.

    A reference type that the wave does not have gets a portrait that says so, so that a chapter
    can include it in every wave.

    Args:
        store: Where to.
        typology: The reference types, or ``None``.
        names: The types that were found.
        sizes: One row a type, in the order of ``names``.
        profile: The goals by type, see :func:`typfrage.results.tables.goal_profile`.
        language: Language of the numbers.
    """
    base = int(sizes.frame["base"].iloc[0])
    for place, name in enumerate(names):
        goals = tables.goals_of(profile, name)
        slug = name.id.replace("_", "-")
        figure = f"fig-steckbrief-{slug}"
        store.figure(
            figure,
            plots.goal_bars(goals, name, language, "alle Kommunen"),
            f"Ziele: {name.name} und der Durchschnitt aller Kommunen (n = {base})",
            wording.alt_goals(goals, name),
            goals,
        )
        text = wording.type_portrait(name, sizes.frame.iloc[place], goals, base)
        include = f"{{{{< include {CURRENT}/{figure}.md >}}}}"
        store.text(f"txt-steckbrief-{slug}", f"{text}\n\n{include}")
    found = {name.id for name in names}
    for reference in () if typology is None else typology.types:
        slug = reference.id.replace("_", "-")
        if reference.id not in found:
            store.text(f"txt-steckbrief-{slug}", wording.absent_type(reference.name[language]))
        store.text(f"txt-ueberschrift-{slug}", _heading(reference, language))
        store.text(f"txt-studie-{slug}", _from_the_study(reference))


def _heading(reference: ReferenceType, language: str) -> str:
    """The study's heading for a type, with its evidence."""
    origin = {
        Evidence.FOUND: "so überschreibt die Studie diesen Typ.",
        Evidence.DERIVED: "aus Quellen zur Studie abgeleitet.",
        Evidence.RECONSTRUCTED: "für diesen Bericht gewählt.",
    }
    heading = escaped(reference.heading[language])
    return f"**„{heading}“** – {origin[reference.heading_evidence]}"


def _from_the_study(reference: ReferenceType) -> str:
    """What the published study says of a type, each statement with its evidence."""
    sections = (
        ("Stärken", reference.strengths),
        ("Was andere lernen können", reference.others_learn),
        ("Anstöße", reference.questions),
    )
    return "\n\n".join(f"**{title}**\n\n{_marked(texts)}" for title, texts in sections if texts)


def _marked(texts: tuple[MarkedText, ...]) -> str:
    return "\n".join(
        f"- {escaped(one.text)} *({tables.EVIDENCE[one.evidence.value]})*" for one in texts
    )
