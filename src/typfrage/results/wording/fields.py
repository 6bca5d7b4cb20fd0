"""Sentences about what the types do besides their goals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.markdown import escaped
from typfrage.results.numbers import in_words
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import (
    AS_PUBLISHED,
    capitalised,
    decimal,
    enumeration,
    quoted,
    short,
    told,
)

_NO_DIFFERENCE = "Ohne gesicherten Unterschied zu den anderen"
_UNTOLD = "Nicht geprüft oder nicht veröffentlicht"


def section_sentences(
    data: Released, tests: pd.DataFrame, names: Sequence[TypeName], significance: float
) -> str:
    """Say in how many indicators of a section the types differ, and where most.

    Args:
        data: Rows of indicator × type of the section: ``indicator``, ``label``, ``type``, ``kind``,
            ``value``.
        tests: By indicator: ``effect`` and ``p_bh`` of all types against each other; missing where
            withheld or not testable.
        names: The types.
        significance: Largest adjusted p-value of a difference that counts.
    """
    labels = data.frame.drop_duplicates("indicator").set_index("indicator")["label"]
    own = tests.reindex(labels.index)
    tested = own[own["p_bh"].notna()]
    differ = tested[tested["p_bh"] <= significance].sort_values(
        "effect", ascending=False, kind="stable"
    )
    if tested.empty:
        return (
            "Ob sich die Typen hier unterscheiden, ließ sich nicht prüfen, oder es wird nicht "
            "veröffentlicht, damit keine einzelne Kommune zu erkennen ist."
        )
    alone = _stand_out(data, differ.index, significance)
    sentences = [_how_many([labels[key] for key in differ.index], len(tested), alone=alone)]
    untold = len(own) - len(tested)
    if untold:
        who = (
            "Ein weiteres Merkmal bleibt"
            if untold == 1
            else f"{capitalised(in_words(untold))} weitere Merkmale bleiben"
        )
        sentences.append(f"{who} ungeprüft oder geheim.")
    if len(differ):
        sentences.append(_clearest(data, differ.index[0], differ["effect"].iloc[0], names))
    return " ".join(sentences)


def _stand_out(data: Released, differ: pd.Index, significance: float) -> bool:
    """Tell whether a type differs from the others where all types together do not."""
    rows = data.frame[~data.frame["indicator"].isin(differ)]
    return bool((rows["p_bh"] <= significance).any())


def _how_many(labels: Sequence[str], tested: int, *, alone: bool) -> str:
    """Say in how many indicators the types differ, and what that means for the rest.

    Args:
        labels: Those in which all types together differ.
        tested: How many were tested.
        alone: Whether a single type stands out in one of the rest.
    """
    if not labels:
        none = (
            "Bei dem einen geprüften Merkmal ist kein Unterschied zwischen den Typen insgesamt "
            "gesichert."
            if tested == 1
            else f"Bei keinem der {'beiden' if tested == 2 else in_words(tested)} geprüften "
            "Merkmale ist ein Unterschied zwischen den Typen insgesamt gesichert."
        )
        rest = (
            "Einzelne Typen heben sich dennoch ab." if alone else "Was man sieht, kann Zufall sein."
        )
        return f"{none} {rest}"
    if len(labels) == tested:
        few = {1: "dem einen geprüften Merkmal", 2: "beiden geprüften Merkmalen"}
        where = few.get(tested, f"allen {in_words(tested)} geprüften Merkmalen")
        return f"Bei {where} ist ein Unterschied zwischen den Typen gesichert."
    number = "einem" if len(labels) == 1 else in_words(len(labels))
    return (
        f"Bei {number} von {in_words(tested)} geprüften Merkmalen ist ein Unterschied zwischen "
        f"den Typen gesichert: {enumeration([quoted(label) for label in labels])}. "
        + (
            "Bei den übrigen heben sich höchstens einzelne Typen ab."
            if alone
            else "Was man sonst sieht, kann Zufall sein."
        )
    )


def _clearest(data: Released, key: str, effect: float, names: Sequence[TypeName]) -> str:
    rows = data.frame[data.frame["indicator"] == key].dropna(subset=["value"])
    called = {name.id: escaped(short(name.name)) for name in names}
    top, bottom = rows.loc[rows["value"].idxmax()], rows.loc[rows["value"].idxmin()]
    return (
        f"Am weitesten gehen die Typen bei {quoted(top['label'])} auseinander (Effekt "
        f"{decimal(effect)}): am höchsten {called[top['type']]} ({_value(top)}), am niedrigsten "
        f"{called[bottom['type']]} ({_value(bottom)})."
    )


def types_in_section(data: Released, names: Sequence[TypeName], significance: float) -> str:
    """List for each type in what it differs from the others by more than chance.

    Args:
        data: Rows of indicator × type: ``label``, ``type``, ``kind``, ``value``, ``rest``,
            ``difference``, ``p_bh``.
        names: The types.
        significance: Largest adjusted p-value of a difference that counts.
    """
    found = [
        _differences(data.frame[data.frame["type"] == name.id], significance) for name in names
    ]
    if set(found) == {_NO_DIFFERENCE}:
        return "Kein einzelner Typ hebt sich in diesem Abschnitt gesichert von den anderen ab."
    if set(found) == {_UNTOLD}:
        return "Für die einzelnen Typen ist nichts geprüft oder veröffentlicht."
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
            lines.append(f"- {rest}: {enumeration(called)}.")
    return "\n".join(lines)


def _differences(rows: pd.DataFrame, significance: float) -> str:
    found = rows[(rows["p_bh"] <= significance).fillna(False)]
    found = found.sort_values("effect", ascending=False, kind="stable")
    parts = []
    for word, group in (
        ("über den anderen bei", found[found["difference"] > 0]),
        ("unter den anderen bei", found[found["difference"] < 0]),
    ):
        if len(group):
            each = [
                f"{quoted(row.label)} ({_value(row)} gegenüber {_rest(row)})"
                for row in group.itertuples()
            ]
            parts.append(f"{word} {enumeration(each)}")
    if parts:
        return f"{'; '.join(parts)}."
    if rows["p_bh"].notna().any():
        return _NO_DIFFERENCE
    return _UNTOLD


def alt_field(data: Released, names: Sequence[TypeName]) -> str:
    """Describe a figure of dots: the highest type in every row."""
    called = {name.id: short(name.name) for name in names}
    parts = []
    for _, rows in data.frame.groupby("indicator", sort=False):
        shown = rows.dropna(subset=["value"])
        if len(shown):
            top = shown.loc[shown["value"].idxmax()]
            overall = told(top["overall"], top["kind"])
            parts.append(f"{top['label']}: {called[top['type']]} {_value(top)} (alle {overall})")
    secret = AS_PUBLISHED * bool(data.frame["value"].isna().any())
    most = f"Am höchsten{secret} – {'; '.join(parts)}." if parts else "Alle Werte sind geheim (.)."
    return f"Punktdiagramm, je Zeile ein Merkmal, je Typ ein Zeichen. {most}"


def alt_position(panels: Sequence[tuple[str, Released]], name: TypeName) -> str:
    """Describe the figure of one type's position: its largest gap upwards and downwards."""
    parts = []
    for title, data in panels:
        frame = data.frame.assign(
            gap=(data.frame["value"] - data.frame["overall"]).astype(float)
        ).dropna(subset=["gap"])
        noun = "Merkmal" if len(data.frame) == 1 else "Merkmale"
        secret = AS_PUBLISHED * (0 < len(frame) < len(data.frame))
        parts.append(f"{title} ({len(data.frame)} {noun}{secret}): {_extremes(frame)}")
    return f"Balken nach links und rechts vom Durchschnitt für {name.name}. {'; '.join(parts)}."


def _extremes(frame: pd.DataFrame) -> str:
    """The largest gap upwards and downwards, where there is one."""
    if frame.empty:
        return "nicht veröffentlicht"
    top, bottom = frame.loc[frame["gap"].idxmax()], frame.loc[frame["gap"].idxmin()]
    above = f"am weitesten über dem Durchschnitt {top['label']} ({_value(top)})"
    below = f"am weitesten unter dem Durchschnitt {bottom['label']} ({_value(bottom)})"
    found = [above] * bool(top["gap"] > 0) + [below] * bool(bottom["gap"] < 0)
    return ", ".join(found) or "überall wie der Durchschnitt"


def alt_team(data: Released) -> str:
    """Describe the matrix of the D-Team: the pair with the most lessons."""
    frame = data.frame[data.frame["learner"] != data.frame["teacher"]]
    total = int(frame["lessons"].sum())
    if not total:
        return "Matrix, wer von wem lernen kann. In allen Feldern stehen 0 Stärken."
    top = frame.loc[frame["lessons"].idxmax()]
    return (
        f"Matrix mit {len(data.frame)} Feldern, wer von wem lernen kann. Die meisten Stärken "
        f"({top['lessons']}): Zeile „{top['learner']}“, Spalte „{top['teacher']}“."
    )


def _value(row: object) -> str:
    return told(row.value, row.kind)  # type: ignore[attr-defined]


def _rest(row: object) -> str:
    return told(row.rest, row.kind)  # type: ignore[attr-defined]
