"""Sentences from findings: what was found is decided elsewhere, here it is put into German.

Every sentence reads well for one, none and many; numbers come formatted from the store's format.
Texts are Markdown, in which names and labels are escaped; alternative texts (``alt_…``) are plain.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted, in_words
from typfrage.results.type_names import TypeName

BAND_WORDS = {
    "dissolved": "aufgelöst",
    "doubtful": "zweifelhaft",
    "pattern": "Muster",
    "stable": "stabil",
    "highly_stable": "sehr stabil",
}
"""Hennig's reading of a mean Jaccard similarity, the lowest band first."""

_BAND_SENTENCES = {
    "dissolved": "löst sich in den Stichproben auf und darf nicht als eigener Typ gelesen werden",
    "doubtful": "findet sich in den Stichproben nur ungefähr wieder; sein Bestand ist zweifelhaft",
    "pattern": "zeigt ein Muster, dessen Grenzen von der Stichprobe abhängen",
    "stable": "findet sich in den Stichproben stabil wieder",
    "highly_stable": "findet sich in den Stichproben sehr stabil wieder",
}
_NO_SHARES = "Die Anteile werden nicht veröffentlicht."
_DECIMAL = Format("decimal", 2)
_SHARE = Format("share", 1)


def enumeration(words: Sequence[str]) -> str:
    """Join words as German does: „a, b und c“."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} und {words[-1]}"


def types_overview(data: Released, names: Sequence[TypeName]) -> str:
    """Say how many municipalities belong to which type.

    Args:
        data: One row a type, in the order of ``names``: ``count``, ``share``, ``base``.
        names: The types.
    """
    return _overview(data, [escaped(name.name) for name in names])


def matching_sentences(names: Sequence[TypeName], expected: Sequence[str]) -> str:
    """Say which reference types were found again.

    Args:
        names: The found types.
        expected: Names of all reference types.
    """
    found = [escaped(name.name) for name in names if name.reference is not None]
    without = [escaped(name.name) for name in names if name.reference is None]
    absent = [name for name in map(escaped, expected) if name not in found]
    if not expected:
        return (
            "Für diese Befragung gibt es keine Referenztypen; die Typen sind nach den zwei "
            "Angaben benannt, die sie am stärksten abheben."
        )
    sentences = []
    if not absent and not without:
        sentences.append("Jeder gefundene Typ entspricht einem Typ der Studie.")
    elif found:
        verb = "entspricht dieser Typ" if len(found) == 1 else "entsprechen diese Typen"
        sentences.append(f"Einem Typ der Studie {verb}: {enumeration(found)}.")
    else:
        sentences.append("Keiner der gefundenen Typen entspricht einem Typ der Studie.")
    if without:
        verb = "bleibt dieser Typ" if len(without) == 1 else "bleiben diese Typen"
        sentences.append(f"Ohne Entsprechung {verb}: {enumeration(without)}.")
    if absent:
        verb = "wurde dieser Typ" if len(absent) == 1 else "wurden diese Typen"
        sentences.append(f"Nicht wiedergefunden {verb}: {enumeration(absent)}.")
    return " ".join(sentences)


def choice_of_k(table: pd.DataFrame, chosen: int, *, published: bool) -> str:
    """Say which number of types each criterion favours and how the reported one fares.

    Args:
        table: Indexed by number of types: ``silhouette``, ``smallest_jaccard``, ``stable_types``.
        chosen: The number of types that is reported.
        published: Whether a published typology has that number of types.
    """
    by_silhouette = int(table["silhouette"].idxmax())
    by_stability = int(table["smallest_jaccard"].idxmax())
    silhouette = formatted(table.at[chosen, "silhouette"], _DECIMAL)
    jaccard = formatted(table.at[chosen, "smallest_jaccard"], _DECIMAL)
    stable = int(table.at[chosen, "stable_types"])
    agree = by_silhouette == by_stability == chosen
    origin = "durch die veröffentlichte Typologie" if published else "für diese Welle"
    sentences = [
        f"Die mittlere Silhouette ist bei k\u202f=\u202f{by_silhouette} am größten "
        f"({formatted(table.at[by_silhouette, 'silhouette'], _DECIMAL)}); "
        f"die Stabilität des schwächsten Typs ist es bei k\u202f=\u202f{by_stability} "
        f"({formatted(table.at[by_stability, 'smallest_jaccard'], _DECIMAL)}).",
        f"Bei der berichteten Zahl von k\u202f=\u202f{chosen} beträgt die Silhouette {silhouette}, "
        f"der schwächste Typ erreicht eine Jaccard-Ähnlichkeit von {jaccard}.",
        _stable_types(stable, chosen),
        "Beide Kriterien sprechen für die berichtete Zahl."
        if agree
        else "Die Kriterien sprechen nicht einhellig für die berichtete Zahl; sie ist "
        f"{origin} vorgegeben, nicht durch diese Kriterien gewählt.",
    ]
    return " ".join(sentences)


def verdict(table: pd.DataFrame, chosen: int, *, synthetic: bool) -> str:
    """Answer the study's question in two or three sentences.

    Args:
        table: Indexed by number of types: ``silhouette``, ``smallest_jaccard``, ``stable_types``.
        chosen: The number of types that is reported.
        synthetic: Whether the answers were generated.
    """
    sentences = [_stable_types(int(table.at[chosen, "stable_types"]), chosen)]
    if int(table["silhouette"].idxmax()) == int(table["smallest_jaccard"].idxmax()) == chosen:
        sentences.append("Trennung und Stabilität sprechen beide für diese Zahl von Typen.")
    else:
        sentences.append(
            f"Ob es gerade {in_words(chosen)} Typen sind, sagen die Kriterien nicht einhellig."
        )
    if synthetic:
        sentences.append("Über wirkliche Kommunen sagt beides nichts: Die Daten sind synthetisch.")
    return " ".join(sentences)


def stability_verdicts(data: Released, names: Sequence[TypeName]) -> str:
    """Say for each type how stable it is, as a list.

    Args:
        data: One row a type, in the order of ``names``: ``jaccard``, ``band``.
        names: The types.
    """
    lines = []
    for name, jaccard, band in zip(names, data.frame["jaccard"], data.frame["band"], strict=True):
        code = next(code for code, word in BAND_WORDS.items() if word == band)
        value = formatted(jaccard, _DECIMAL)
        lines.append(f"- **{escaped(name.name)}** (Jaccard {value}): {_BAND_SENTENCES[code]}.")
    return "\n".join(lines)


def type_portrait(name: TypeName, row: pd.Series, goals: Released, base: int) -> str:
    """Introduce a type: its share, and the goals that mark it.

    Args:
        name: The type.
        row: ``count`` and ``share`` of the type; missing where withheld.
        goals: One row a goal of this type: ``label``, ``share``, ``overall``, ``deviation``.
        base: Municipalities in all.
    """
    if pd.isna(row["count"]):
        size = (
            "Wie viele Kommunen zu diesem Typ gehören, wird nicht veröffentlicht, damit keine "
            "einzelne zu erkennen ist."
        )
    else:
        size = (
            f"Zu diesem Typ gehören {formatted(row['count'], Format())} der "
            f"{formatted(base, Format())} Kommunen ({formatted(row['share'], _SHARE)})."
        )
    frame = goals.frame.dropna(subset=["deviation"]).sort_values(
        "deviation", ascending=False, kind="stable"
    )
    if frame.empty:
        return f"{size} Auch die Anteile seiner Ziele werden nicht veröffentlicht."
    marks = frame[frame["deviation"] > 0].head(2)
    if marks.empty:
        return f"{size} Kein Ziel hebt ihn vom Durchschnitt ab."
    parts = [
        f"„{escaped(goal.label)}“ ({formatted(goal.share, Format('share'))} gegenüber "
        f"{formatted(goal.overall, Format('share'))} im Durchschnitt)"
        for goal in marks.itertuples()
    ]
    noun = "das Ziel" if len(parts) == 1 else "die Ziele"
    verb = "hebt" if len(parts) == 1 else "heben"
    return f"{size} Am stärksten {verb} ihn {noun} {enumeration(parts)} vom Durchschnitt ab."


def absent_type(name: str) -> str:
    """Say that a reference type was not found in this wave."""
    return (
        "In dieser Welle entspricht kein gefundener Typ den Zielen, die "
        f"{escaped(name)} in der Studie kennzeichnen."
    )


def alt_types(data: Released, names: Sequence[TypeName]) -> str:
    """Describe the figure of type sizes."""
    return f"Balkendiagramm. {_overview(data, [name.name for name in names])}"


def alt_heatmap(data: Released, names: Sequence[TypeName]) -> str:
    """Describe the heat map of goals: the most chosen goal of every type."""
    parts = []
    for name in names:
        frame = data.frame[data.frame["type"] == name.id].dropna(subset=["share"])
        if len(frame):
            top = frame.loc[frame["share"].idxmax()]
            parts.append(
                f"{name.name}: {top['label']} ({formatted(top['share'], Format('share'))})"
            )
    most = f"Am häufigsten gewählt – {'; '.join(parts)}." if parts else _NO_SHARES
    return f"Heatmap der Ziele nach Typen. {most}"


def alt_goals(goals: Released, name: TypeName) -> str:
    """Describe the bars of one type: its three most chosen goals."""
    top = goals.frame.dropna(subset=["share"]).nlargest(3, "share")
    parts = [f"{g.label} {formatted(g.share, Format('share'))}" for g in top.itertuples()]
    return (
        f"Balkendiagramm der Ziele von {name.name} mit dem Durchschnitt aller Kommunen als "
        f"Strich. {f'Am häufigsten: {enumeration(parts)}.' if parts else _NO_SHARES}"
    )


def alt_criteria(table: pd.DataFrame) -> str:
    """Describe the figure of criteria by number of types."""
    first, last = table.index[0], table.index[-1]
    best = int(table["silhouette"].idxmax())
    value = formatted(table.at[best, "silhouette"], _DECIMAL)
    return (
        f"Zwei Liniendiagramme für {first} bis {last} Typen. Links die mittlere Silhouette, am "
        f"größten bei {best} Typen mit {value}. Rechts die mittlere und die kleinste "
        f"Jaccard-Stabilität; die kleinste ist am größten bei "
        f"{int(table['smallest_jaccard'].idxmax())} Typen."
    )


def alt_stability(data: Released, names: Sequence[TypeName]) -> str:
    """Describe the figure of the types' stability."""
    parts = [
        f"{name.name} {formatted(value, _DECIMAL)} ({band})"
        for name, value, band in zip(names, data.frame["jaccard"], data.frame["band"], strict=True)
    ]
    return f"Punktdiagramm der Jaccard-Stabilität auf Hennigs Stufen. {enumeration(parts)}."


def _overview(data: Released, called: Sequence[str]) -> str:
    parts = []
    for (_, row), name in zip(data.frame.iterrows(), called, strict=True):
        if pd.isna(row["count"]):
            parts.append(f"{name} (Zahl nicht veröffentlicht)")
        else:
            share, count = formatted(row["share"], _SHARE), formatted(row["count"], Format())
            parts.append(f"{name} ({share}, n\u202f=\u202f{count})")
    return f"Die Kommunen verteilen sich auf {enumeration(parts)}."


def _stable_types(stable: int, k: int) -> str:
    types = f"{in_words(k)} Typen"
    if stable == 0:
        return f"Keiner der {types} gilt nach Hennigs Stufen als stabil."
    if stable == k:
        return f"Alle {types} gelten nach Hennigs Stufen als stabil."
    if stable == 1:
        return f"Nur einer der {types} gilt nach Hennigs Stufen als stabil."
    return f"Nur {in_words(stable)} der {types} gelten nach Hennigs Stufen als stabil."
