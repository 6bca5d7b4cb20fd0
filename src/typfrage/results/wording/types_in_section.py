"""Sentences about a section of the questionnaire, type by type."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import capitalised, quoted, short, told

_NO_DIFFERENCE = mark("Ohne gesicherten Unterschied zu den anderen: {types}.")

_UNTOLD = mark("Nicht geprüft oder nicht veröffentlicht: {types}.")


def types_in_section(
    data: Released, names: Sequence[TypeName], significance: float, language: str
) -> str:
    """List for each type in what it differs from the others by more than chance.

    Args:
        data: Rows of indicator × type: ``label``, ``type``, ``kind``, ``value``, ``rest``,
            ``difference``, ``p_bh``.
        names: The types.
        significance: Largest adjusted p-value of a difference that counts.
        language: Language of the sentences.
    """
    say = speaker(language)
    found = [
        _differences(data.frame[data.frame["type"] == name.id], significance, language)
        for name in names
    ]
    if set(found) == {_NO_DIFFERENCE}:
        return say("Kein einzelner Typ hebt sich in diesem Abschnitt gesichert von den anderen ab.")
    if set(found) == {_UNTOLD}:
        return say("Für die einzelnen Typen ist nichts geprüft oder veröffentlicht.")
    lines = [
        f"- **{escaped(capitalised(short(name.name)))}:** {differences}"
        for name, differences in zip(names, found, strict=True)
        if differences not in (_NO_DIFFERENCE, _UNTOLD)
    ]
    for rest in (_NO_DIFFERENCE, _UNTOLD):
        called = [
            escaped(short(name.name))
            for name, differences in zip(names, found, strict=True)
            if differences == rest
        ]
        if called:
            lines.append(f"- {say(rest, types=say.listed(called))}")
    return "\n".join(lines)


def _differences(rows: pd.DataFrame, significance: float, language: str) -> str:
    """Tell the differences of one type; without any, the sentence for all such types."""
    say = speaker(language)
    found = rows[(rows["p_bh"] <= significance).fillna(False)]
    found = found.sort_values("effect", ascending=False, kind="stable")
    above = _versus(found[found["difference"] > 0], language)
    below = _versus(found[found["difference"] < 0], language)
    if above and below:
        return say(
            "über den anderen bei {above}; unter den anderen bei {below}.", above=above, below=below
        )
    if above:
        return say("über den anderen bei {above}.", above=above)
    if below:
        return say("unter den anderen bei {below}.", below=below)
    return _NO_DIFFERENCE if rows["p_bh"].notna().any() else _UNTOLD


def _versus(rows: pd.DataFrame, language: str) -> str:
    """List indicators with the type's value and that of the others."""
    say = speaker(language)
    return say.listed(
        [
            say(
                "{label} ({value} gegenüber {rest})",
                label=quoted(row.label, language),
                value=_value(row, language),
                rest=told(row.rest, row.kind, language),
            )
            for row in rows.itertuples()
        ]
    )


def _value(row: object, language: str) -> str:
    return told(row.value, row.kind, language)  # type: ignore[attr-defined]
