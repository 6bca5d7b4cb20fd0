"""Sentences about a section of the questionnaire: in what the types differ, and where most."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import capitalised, decimal, quoted, short, told


def section_sentences(
    data: Released,
    tests: pd.DataFrame,
    names: Sequence[TypeName],
    significance: float,
    language: str,
) -> str:
    """Say in how many indicators of a section the types differ, and where most.

    Args:
        data: Rows of indicator × type of the section: ``indicator``, ``label``, ``type``, ``kind``,
            ``value``.
        tests: By indicator: ``effect`` and ``p_bh`` of all types against each other; missing where
            withheld or not testable.
        names: The types.
        significance: Largest adjusted p-value of a difference that counts.
        language: Language of the sentences.
    """
    say = speaker(language)
    labels = data.frame.drop_duplicates("indicator").set_index("indicator")["label"]
    own = tests.reindex(labels.index)
    tested = own[own["p_bh"].notna()]
    differ = tested[tested["p_bh"] <= significance].sort_values(
        "effect", ascending=False, kind="stable"
    )
    if tested.empty:
        return say(
            "Ob sich die Typen hier unterscheiden, ließ sich nicht prüfen, oder es wird nicht "
            "veröffentlicht, damit keine einzelne Kommune zu erkennen ist."
        )
    alone = _stand_out(data, differ.index, significance)
    sentences = [_how_many([labels[key] for key in differ.index], len(tested), alone, language)]
    untold = len(own) - len(tested)
    if untold:
        sentences.append(
            say.many(
                "Ein weiteres Merkmal bleibt ungeprüft oder geheim.",
                "{count} weitere Merkmale bleiben ungeprüft oder geheim.",
                untold,
                count=capitalised(say.number(untold)),
            )
        )
    if len(differ):
        sentences.append(_clearest(data, differ.iloc[0], names, language))
    return " ".join(sentences)


def _stand_out(data: Released, differ: pd.Index, significance: float) -> bool:
    """Tell whether a type differs from the others where all types together do not."""
    rows = data.frame[~data.frame["indicator"].isin(differ)]
    return bool((rows["p_bh"] <= significance).any())


def _how_many(labels: Sequence[str], tested: int, alone: bool, language: str) -> str:
    """Say in how many indicators the types differ, and what that means for the rest.

    Args:
        labels: Those in which all types together differ.
        tested: How many were tested.
        alone: Whether a single type stands out in one of the rest.
        language: Language of the sentences.
    """
    say = speaker(language)
    if not labels:
        rest = (
            say("Einzelne Typen heben sich dennoch ab.")
            if alone
            else say("Was man sieht, kann Zufall sein.")
        )
        return f"{_in_none(tested, language)} {rest}"
    if len(labels) == tested:
        return _in_all(tested, language)
    some = say.many(
        "Bei einem von {tested} geprüften Merkmalen ist ein Unterschied zwischen den Typen "
        "gesichert: {labels}.",
        "Bei {count} von {tested} geprüften Merkmalen ist ein Unterschied zwischen den Typen "
        "gesichert: {labels}.",
        len(labels),
        count=say.number(len(labels)),
        tested=say.number(tested),
        labels=say.listed([quoted(label, language) for label in labels]),
    )
    rest = (
        say("Bei den übrigen heben sich höchstens einzelne Typen ab.")
        if alone
        else say("Was man sonst sieht, kann Zufall sein.")
    )
    return f"{some} {rest}"


def _in_none(tested: int, language: str) -> str:
    say = speaker(language)
    if tested == 1:
        return say(
            "Bei dem einen geprüften Merkmal ist kein Unterschied zwischen den Typen insgesamt "
            "gesichert."
        )
    if tested == 2:
        return say(
            "Bei keinem der beiden geprüften Merkmale ist ein Unterschied zwischen den Typen "
            "insgesamt gesichert."
        )
    return say(
        "Bei keinem der {tested} geprüften Merkmale ist ein Unterschied zwischen den Typen "
        "insgesamt gesichert.",
        tested=say.number(tested),
    )


def _in_all(tested: int, language: str) -> str:
    say = speaker(language)
    if tested == 1:
        return say(
            "Bei dem einen geprüften Merkmal ist ein Unterschied zwischen den Typen gesichert."
        )
    if tested == 2:
        return say(
            "Bei beiden geprüften Merkmalen ist ein Unterschied zwischen den Typen gesichert."
        )
    return say(
        "Bei allen {tested} geprüften Merkmalen ist ein Unterschied zwischen den Typen gesichert.",
        tested=say.number(tested),
    )


def _clearest(data: Released, test: pd.Series, names: Sequence[TypeName], language: str) -> str:
    rows = data.frame[data.frame["indicator"] == test.name].dropna(subset=["value"])
    called = {name.id: escaped(short(name.name)) for name in names}
    top, bottom = rows.loc[rows["value"].idxmax()], rows.loc[rows["value"].idxmin()]
    return speaker(language)(
        "Am weitesten gehen die Typen bei {label} auseinander (Effekt {effect}): am höchsten "
        "{highest} ({most}), am niedrigsten {lowest} ({least}).",
        label=quoted(top["label"], language),
        effect=decimal(test["effect"], language),
        highest=called[top["type"]],
        most=_value(top, language),
        lowest=called[bottom["type"]],
        least=_value(bottom, language),
    )


def _value(row: object, language: str) -> str:
    return told(row.value, row.kind, language)  # type: ignore[attr-defined]
