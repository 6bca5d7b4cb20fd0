"""Tables of the report, released by the disclosure rules."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.profiles.shares import OVERALL
from typfrage.results.numbers import Format, formatted
from typfrage.results.type_names import TypeName
from typfrage.results.wording import BAND_WORDS
from typfrage.survey.audit import Audit
from typfrage.survey.codebook import Codebook, MultipleItem, ScaleItem, SingleItem
from typfrage.survey.published import Operator, PublishedFigures, reproduce
from typfrage.survey.study import Study
from typfrage.survey.wave import WaveFile
from typfrage.typology import TypeSolution
from typfrage.validity import Evaluation, JaccardStability

RULES = {
    "correction_confirmed": "Berichtigung, bestätigt",
    "correction_assumed": "Berichtigung, angenommen",
    "blanks": "Leerzeichen am Rand entfernt",
    "leading_zero": "führende Null des AGS ergänzt",
    "thousands_separator": "Tausenderpunkt entfernt",
    "drop_exclusive": "ausschließende Angabe neben anderen entfernt",
}
REMARKS = {
    "too_many": "mehr Angaben als erlaubt, beibehalten",
    "nothing_ticked": "keine Angabe, als „keine“ gelesen",
    "exclusive_beside_others": "ausschließende Angabe neben anderen, beibehalten",
}
EVIDENCE = {"F": "belegt", "D": "abgeleitet", "R": "rekonstruiert"}
KINDS = {
    "key": "Schlüssel",
    "number": "Zahl",
    "text": "Freitext",
    "single": "Einfachwahl",
    "scale": "Skala",
    "multiple": "Mehrfachwahl",
}
FINGERPRINT = 16
"""Digits of a hash that a table shows."""
_OPERATORS = {Operator.EQUAL: "", Operator.GREATER: "mehr als ", Operator.APPROXIMATE: "rund "}


def exclusions(audit: Audit, wave: WaveFile, language: str, minimum_cases: int) -> Released:
    """Balance the answers: read, excluded by reason, kept."""
    counts = audit.exclusions["reason"].value_counts()
    rows = [("Eingegangene Antworten", audit.read)]
    rows += [
        (f"− {rule.label[language]}", int(counts.get(rule.reason, 0))) for rule in wave.screening
    ]
    rows.append(("Ausgewertete Kommunen", audit.kept))
    frame = pd.DataFrame(rows, columns=["step", "answers"])
    return release(
        frame, (Column("step", "Schritt"), Column("answers", "Antworten", "tally")), minimum_cases
    )


def changes(audit: Audit, minimum_cases: int) -> Released:
    """Count the changed cells by rule, and the answers that were kept though they break one."""
    changed = audit.changes["rule"].map(RULES).value_counts()
    kept = audit.remarks["rule"].map(REMARKS).value_counts()
    rows = [(rule, "Zellen", int(changed.get(rule, 0))) for rule in RULES.values()]
    rows += [(rule, "Antworten", int(kept.get(rule, 0))) for rule in REMARKS.values()]
    frame = pd.DataFrame(rows, columns=["rule", "unit", "number"])
    return release(
        frame[frame["number"] > 0],
        (Column("rule", "Regel"), Column("unit", "betrifft"), Column("number", "Anzahl", "tally")),
        minimum_cases,
    )


def structure(composition: pd.DataFrame, minimum_cases: int) -> Released:
    """Show who answered."""
    return release(
        composition,
        (
            Column("item", "Merkmal", grouped=True),
            Column("option", "Ausprägung"),
            Column("count", "Kommunen", "count", base="base"),
            Column("share", "Anteil", "share", 1, count="count", base="base"),
            Column("base", "Basis", "count"),
        ),
        minimum_cases,
        Partition(across="option", within=("item",), count="count", total="base"),
    )


def type_sizes(solution: TypeSolution, names: Sequence[TypeName], minimum_cases: int) -> Released:
    """Show the types with their sizes and how well they match the reference types."""
    n = int(solution.sizes.sum())
    rows = [
        {
            "type": name.name,
            "count": int(solution.sizes[name.label]),
            "share": solution.sizes[name.label] / n,
            "base": n,
            "correlation": name.correlation,
            "all": "alle",
        }
        for name in names
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("type", "Typ"),
            Column("count", "Kommunen", "count", base="base"),
            Column("share", "Anteil", "share", 1, count="count", base="base"),
            Column("correlation", "Übereinstimmung mit der Studie", "number", 2, base="base"),
            Column("base", "Basis", "count"),
        ),
        minimum_cases,
        Partition(across="type", within=("all",), count="count"),
    )


def goal_profile(
    profile: pd.DataFrame, names: Sequence[TypeName], codebook: Codebook, minimum_cases: int
) -> Released:
    """Show the share of every goal in every type, the goal most chosen overall first.

    Args:
        profile: As :func:`typfrage.profiles.goals.goal_profile` returns it, groups by type id.
        names: The types.
        codebook: For the goals' labels.
        minimum_cases: Threshold of the disclosure rules.
    """
    overall = profile[profile["group"] == OVERALL].set_index("item")
    order = overall["count"].sort_values(ascending=False, kind="stable").index
    place = {goal: at for at, goal in enumerate(order)}
    column = {name.id: at for at, name in enumerate(names)}
    frame = profile[profile["group"] != OVERALL].assign(
        label=lambda rows: rows["item"].map(codebook.labels()),
        overall=lambda rows: rows["item"].map(overall["share"]),
        overall_count=lambda rows: rows["item"].map(overall["count"]),
        overall_base=lambda rows: rows["item"].map(overall["base"]),
        place=lambda rows: rows["item"].map(place),
        column=lambda rows: rows["group"].map(column),
        type=lambda rows: rows["group"],
    )
    return release(
        frame.sort_values(["place", "column"]),
        (
            Column("label", "Ziel"),
            Column("type", "Typ"),
            Column("count", "Nennungen", "count", base="base"),
            Column("share", "Anteil", "share", 0, count="count", base="base"),
            Column("low", "untere Grenze", "share", 0, count="count", base="base"),
            Column("high", "obere Grenze", "share", 0, count="count", base="base"),
            Column("overall", "alle", "share", 0, count="overall_count", base="overall_base"),
            Column("deviation", "Abweichung", "number", 3, count="count", base="base"),
            Column("base", "Basis", "count"),
        ),
        minimum_cases,
        Partition(across="type", within=("item",), count="base"),
        Partition(across="type", within=("item",), count="count", total="overall"),
    )


def goals_of(profile: Released, name: TypeName) -> Released:
    """Return the rows of one type, its most chosen goal first."""
    rows = profile.frame[profile.frame["type"] == name.id]
    rows = rows.sort_values("share", ascending=False, kind="stable")
    return Released(
        rows.reset_index(drop=True),
        profile.columns,
        profile.withheld.loc[rows.index].reset_index(drop=True),
        profile.minimum_cases,
    )


def goal_matrix(profile: Released, names: Sequence[TypeName]) -> Released:
    """Return the shares with one column a type and one for all municipalities."""
    keys = [name.id for name in names]
    rows = profile.frame["label"].drop_duplicates().to_list()

    def wide(frame: pd.DataFrame, values: str) -> pd.DataFrame:
        labelled = frame[[values]].assign(label=profile.frame["label"], type=profile.frame["type"])
        return labelled.pivot(index="label", columns="type", values=values).loc[rows, keys]

    shares = wide(profile.frame, "share")
    withheld = wide(profile.withheld, "share")
    first = profile.frame.drop_duplicates("label").index
    frame = shares.assign(overall=profile.frame.loc[first, "overall"].to_numpy()).reset_index()
    hidden = withheld.assign(overall=profile.withheld.loc[first, "overall"].to_numpy())
    hidden = hidden.reset_index().assign(label=False)
    columns = (
        Column("label", "Ziel"),
        *(Column(name.id, name.name, "share", 0, base="base") for name in names),
        Column("overall", "alle", "share", 0, base="base"),
    )
    order = [column.key for column in columns]
    return Released(frame[order], columns, hidden[order].astype(bool), profile.minimum_cases)


def criteria(evaluation: Evaluation, minimum_cases: int) -> Released:
    """Show silhouette and stability for every number of types."""
    frame = evaluation.table().reset_index()
    n = int(next(iter(evaluation.by_k.values())).solution.sizes.sum())
    return release(
        frame.assign(base=n),
        (
            Column("k", "Typen", "tally"),
            Column("smallest_size", "kleinster Typ", "count", base="base"),
            Column("total_within_ss", "Quadratsumme in den Typen", "number", 1, base="base"),
            Column("silhouette", "Silhouette", "number", 3, base="base"),
            Column("mean_jaccard", "Jaccard, Mittel", "number", 2, base="base"),
            Column("smallest_jaccard", "Jaccard, kleinster", "number", 2, base="base"),
            Column("stable_types", "stabile Typen", "tally"),
        ),
        minimum_cases,
    )


def stability(
    jaccard: JaccardStability, names: Sequence[TypeName], solution: TypeSolution, minimum_cases: int
) -> Released:
    """Show how stable each type is."""
    rows = [
        {
            "type": name.name,
            "jaccard": float(jaccard.mean[name.label]),
            "dissolved": int(jaccard.dissolved[name.label]),
            "recovered": int(jaccard.recovered[name.label]),
            "band": BAND_WORDS[jaccard.bands[name.label]],
            "base": int(solution.sizes.sum()),
        }
        for name in names
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("type", "Typ"),
            Column("jaccard", "Jaccard, Mittel", "number", 2, base="base"),
            Column("dissolved", "aufgelöst (Stichproben)", "tally"),
            Column("recovered", "wiedergefunden (Stichproben)", "tally"),
            Column("band", "Stufe"),
        ),
        minimum_cases,
    )


def published_against_reproduced(
    study: Study, answers: pd.DataFrame, minimum_cases: int
) -> Released:
    """Set every published share beside the one that the wave gives.

    Args:
        study: The study; without published figures the table has no rows.
        answers: (municipalities × columns) clean answers.
        minimum_cases: Threshold of the disclosure rules.
    """
    columns = (
        Column("statement", "Aussage"),
        Column("published", "veröffentlicht"),
        Column("share", "reproduziert", "share", 1, count="count", base="base"),
        Column("base", "n", "count"),
        Column("who", "Basis"),
        Column("source", "Quelle"),
    )
    rows = [] if study.published is None else _published_rows(study, study.published, answers)
    keys = [column.key for column in columns]
    return release(
        pd.DataFrame(rows, columns=[*keys, "count", "item"]),
        columns,
        minimum_cases,
        Partition(across="statement", within=("item",), count="count", overlapping=True),
    )


def _published_rows(
    study: Study, published: PublishedFigures, answers: pd.DataFrame
) -> list[dict[str, object]]:
    language = study.codebook.languages[0]
    results = {one.id: one for one in reproduce(published, study.codebook, answers)}
    return [
        {
            "statement": figure.statement[language],
            "published": _OPERATORS[figure.operator]
            + formatted(figure.value_percent / 100, Format("share"), language),
            "share": results[figure.id].share,
            "count": results[figure.id].count,
            "base": results[figure.id].base,
            "item": figure.count.item,
            "who": figure.base[language],
            "source": figure.source,
        }
        for figure in published.figures
        if figure.id in results
    ]


def questionnaire(codebook: Codebook, wave: WaveFile, minimum_cases: int) -> Released:
    """List the questions of a wave with their evidence marks."""
    blocks = {block.id: codebook.label(block.label) for block in codebook.blocks}
    rows = []
    for item in wave.items(codebook):
        options = item.options if isinstance(item, MultipleItem | SingleItem | ScaleItem) else ()
        marks = sorted({(option.evidence or item.evidence).value for option in options})
        rows.append(
            {
                "block": blocks[item.block],
                "wording": codebook.label(item.wording),
                "kind": KINDS[item.kind],
                "options": len(options),
                "evidence": EVIDENCE[item.evidence.value],
                "marks": ", ".join(marks) or "–",
            }
        )
    return release(
        pd.DataFrame(rows),
        (
            Column("block", "Abschnitt", grouped=True),
            Column("wording", "Frage"),
            Column("kind", "Art"),
            Column("options", "Vorgaben", "tally"),
            Column("evidence", "Frage ist"),
            Column("marks", "Vorgaben sind"),
        ),
        minimum_cases,
    )


def fingerprints(hashes: dict[str, str]) -> dict[str, str]:
    """Return the first digits of hashes; the manifest holds them whole."""
    return {name: digest[:FINGERPRINT] for name, digest in hashes.items()}


def key_values(rows: dict[str, str], key: str, value: str, minimum_cases: int) -> Released:
    """Show facts about the run: parameters, versions, hashes."""
    frame = pd.DataFrame(rows.items(), columns=["key", "value"])
    return release(frame, (Column("key", key), Column("value", value)), minimum_cases)
