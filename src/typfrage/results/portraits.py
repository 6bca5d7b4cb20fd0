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
    references = {} if typology is None else {type_.id: type_ for type_ in typology.types}
    base = int(sizes.frame["base"].iloc[0])
    for place, name in enumerate(names):
        goals = tables.goals_of(profile, name)
        figure = f"fig-steckbrief-{_slug(name.id)}"
        store.figure(
            figure,
            plots.goal_bars(goals, name, language, "alle Kommunen"),
            f"Ziele: {name.name} und der Durchschnitt aller Kommunen (n = {base})",
            wording.alt_goals(goals, name),
            goals,
        )
        text = wording.type_portrait(name, sizes.frame.iloc[place], goals, base)
        include = f"{{{{< include {CURRENT}/{figure}.md >}}}}"
        portrait = _portrait([text, include], name.colour, references.get(name.id), language)
        store.text(f"txt-steckbrief-{_slug(name.id)}", portrait)
    found = {name.id for name in names}
    for absent, reference in references.items():
        if absent in found:
            continue
        text = wording.absent_type(reference.name[language])
        portrait = _portrait([text], reference.colour, reference, language)
        store.text(f"txt-steckbrief-{_slug(absent)}", portrait)


def _slug(id_: str) -> str:
    return id_.replace("_", "-")


def _portrait(found: list[str], colour: str, reference: ReferenceType | None, language: str) -> str:
    """What was found of a type, framed by what ``typology.yml`` says of it."""
    parts = [f'::: {{.steckbrief style="--type-color: {colour}"}}', *found, ":::"]
    if reference is not None:
        parts.insert(1, _heading(reference, language))
        parts[-1:-1] = [
            "## Stärken und Anstöße {.unnumbered .unlisted}",
            _described(reference),
        ]
    return "\n\n".join(parts)


def _heading(reference: ReferenceType, language: str) -> str:
    """The heading of a type, with its evidence."""
    origin = {
        Evidence.FOUND: "so in öffentlichen Quellen zur Studie.",
        Evidence.DERIVED: "aus Quellen zur Studie abgeleitet.",
        Evidence.RECONSTRUCTED: "für diesen Bericht gewählt.",
    }
    heading = escaped(reference.heading[language])
    return f"**„{heading}“** – {origin[reference.heading_evidence]}"


def _described(reference: ReferenceType) -> str:
    """What ``typology.yml`` says of a type, each statement with its evidence."""
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
