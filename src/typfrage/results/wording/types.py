"""Sentences about the types: how many belong to each, and which one it is."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import COUNT, SHARE


def types_overview(data: Released, names: Sequence[TypeName], language: str) -> str:
    """Say how many municipalities belong to which type.

    Args:
        data: One row a type, in the order of ``names``: ``count``, ``share``, ``base``.
        names: The types.
        language: Language of the sentence.
    """
    return overview(data, [escaped(name.name) for name in names], language)


def overview(data: Released, called: Sequence[str], language: str) -> str:
    """Say how many municipalities belong to types that are called so."""
    say = speaker(language)
    parts = []
    for (_, row), name in zip(data.frame.iterrows(), called, strict=True):
        if pd.isna(row["count"]):
            parts.append(f"{name} ({say('Zahl nicht veröffentlicht')})")
        else:
            share = formatted(row["share"], SHARE, language)
            count = formatted(row["count"], COUNT, language)
            parts.append(f"{name} ({share}, n\u202f=\u202f{count})")
    return say("Die Kommunen verteilen sich auf {types}.", types=say.listed(parts))


def matching_sentences(names: Sequence[TypeName], expected: Sequence[str], language: str) -> str:
    """Say which reference types were found again.

    Args:
        names: The found types.
        expected: Names of all reference types.
        language: Language of the sentences.
    """
    say = speaker(language)
    found = [escaped(name.name) for name in names if name.reference is not None]
    without = [escaped(name.name) for name in names if name.reference is None]
    absent = [name for name in map(escaped, expected) if name not in found]
    if not expected:
        return say(
            "Für diese Befragung gibt es keine Referenztypen; die Typen sind nach den zwei Angaben "
            "benannt, die sie am stärksten abheben."
        )
    sentences = []
    if not absent and not without:
        sentences.append(say("Jeder gefundene Typ entspricht einem Typ der Studie."))
    elif not found:
        sentences.append(say("Keiner der gefundenen Typen entspricht einem Typ der Studie."))
    else:
        matched = say.many(
            "Einem Typ der Studie entspricht dieser Typ: {types}.",
            "Einem Typ der Studie entsprechen diese Typen: {types}.",
            len(found),
            types=say.listed(found),
        )
        sentences.append(matched)
    if without:
        left = say.many(
            "Ohne Entsprechung bleibt dieser Typ: {types}.",
            "Ohne Entsprechung bleiben diese Typen: {types}.",
            len(without),
            types=say.listed(without),
        )
        sentences.append(left)
    if absent:
        missing = say.many(
            "Nicht wiedergefunden wurde dieser Typ: {types}.",
            "Nicht wiedergefunden wurden diese Typen: {types}.",
            len(absent),
            types=say.listed(absent),
        )
        sentences.append(missing)
    return " ".join(sentences)
