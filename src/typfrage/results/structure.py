"""Who the types are: structure, regression, and what weighting changes."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.profiles.structure_model import StructureModel, type_on_structure
from typfrage.profiles.weighted import weighted_composition, weighted_means, weighted_shares
from typfrage.results import plots, wording
from typfrage.results.description import Description
from typfrage.results.language import speaker
from typfrage.results.run import Run
from typfrage.results.sections import NOT_ASKED, include, slug, store_section
from typfrage.results.tables import weighting
from typfrage.results.tables.regression import marginal_effects
from typfrage.results.type_names import named_types
from typfrage.survey.indicators.indicators import Regression
from typfrage.survey.indicators.regressors import regressors
from typfrage.survey.population.frame import frame_categories, load_frame
from typfrage.survey.population.raking import Weights, rake
from typfrage.typology import TypeSolution


def store_structure(run: Run, described: Description) -> None:
    """Store the sections that say what kind of municipalities belong to each type."""
    for section in described.indicators.sections:
        if section in described.indicators.structural:
            store_section(run.store, described, section)
    planned = () if run.study.indicators is None else run.study.indicators.sections
    for absent in planned:
        if absent.structure and absent.id not in described.indicators.sections:
            run.store.text(f"txt-feld-{slug(absent.id)}", speaker(described.language)(NOT_ASKED))


def store_in_short(run: Run, described: Description, model: StructureModel | None) -> None:
    """Store in a sentence what structure says of the types: ``txt-struktur-kurz``.

    Args:
        run: The wave.
        described: The types.
        model: The regression, or ``None``.
    """
    keys = described.indicators.of(*described.indicators.structural)
    tests = described.tests.reindex(list(keys))
    text = wording.structure_in_short(
        tests, described.indicators.labels, model, described.significance, described.language
    )
    run.store.text("txt-struktur-kurz", text)


def store_regression(
    run: Run, described: Description, answers: pd.DataFrame, solution: TypeSolution
) -> StructureModel | None:
    """Explain the type by structure and store what comes out: ``txt-regression``.

    Args:
        run: The wave.
        described: The types.
        answers: (municipalities × columns) clean answers.
        solution: The types.

    Returns:
        The model; ``None`` where the study names nothing that could explain the type.
    """
    file = run.study.indicators
    chosen = Regression() if file is None else file.regression
    columns = regressors(answers, run.codebook, described.indicators, chosen)
    if columns.values.empty:
        run.store.text("txt-regression", wording.no_regression(described.language))
        return None
    model = type_on_structure(columns.values, named_types(solution, described.names))
    data = marginal_effects(
        model, columns.labels, described.names, run.minimum_cases, described.language
    )
    parts = [
        wording.regression_sentences(
            model,
            data,
            columns.labels,
            columns.constant,
            described.significance,
            described.language,
        )
    ]
    if model.status == "estimated":
        run.store.figure(
            "fig-regression",
            plots.marginal_effects(data, described.names, described.language),
            speaker(described.language)(
                "Wie sich die Wahrscheinlichkeit jedes Typs mit der Struktur ändert: mittlere "
                "Wirkung in Prozentpunkten mit 95-%-Intervall (n = {n})",
                n=model.n,
            ),
            wording.alt_regression(data, described.language),
            data,
        )
        parts.append(include("fig-regression"))
    run.store.text("txt-regression", "\n\n".join(parts))
    return model


def store_weighting(
    run: Run, described: Description, answers: pd.DataFrame, solution: TypeSolution
) -> Weights | None:
    """Weight the answers to the frame and store what that changes: ``txt-gewichtung``.

    Args:
        run: The wave.
        described: The types.
        answers: (municipalities × columns) clean answers.
        solution: The types.

    Returns:
        The weights; ``None`` where the study has no frame.
    """
    frame = load_frame(run.study.data / "population")
    categories = frame_categories(answers, run.codebook, frame)
    if frame is None or categories is None or categories.dropna().empty:
        run.store.text("txt-gewichtung", wording.no_frame(described.language))
        return None
    known = categories.dropna()
    weights = rake(known, frame.margins(known), trim=run.wave.file.analysis.trim_weights)
    types = named_types(solution, described.names)
    composition = _store_weighted_types(run, described, types, weights.values)
    strengths = _store_weighted_strengths(run, described, types, weights.values)
    _store_weighted_shares(run, described, weights.values)
    sentences = wording.weighting_sentences(
        weights,
        len(answers) - len(known),
        composition,
        strengths,
        run.minimum_cases,
        described.language,
    )
    tables = ("tbl-gewichtung-typen", "tbl-gewichtung-staerken", "tbl-gewichtung")
    run.store.text("txt-gewichtung", "\n\n".join((sentences, *map(include, tables))))
    return weights


def _store_weighted_types(
    run: Run, described: Description, types: pd.Series[object], weights: pd.Series[float]
) -> Released:
    """Store the shares of the types; ``weights`` are those of municipalities in the frame."""
    say, language = speaker(described.language), described.language
    weighted = weighted_composition(types.loc[weights.index], weights)
    # Unweighted is what all say: beside it those alone whose place in the frame is known would
    # tell the types of the others.
    plain = weighted_composition(types, pd.Series(1.0, types.index))
    both = weighted.assign(**plain[["count", "base", "share", "low", "high"]])
    composition = weighting.weighted_types(both, described.names, run.minimum_cases, language)
    title = say(
        "Anteile der Typen, ungewichtet und auf alle Kommunen gewichtet (n = {n})", n=len(types)
    )
    run.store.table("tbl-gewichtung-typen", composition, title)
    return composition


def _store_weighted_strengths(
    run: Run, described: Description, types: pd.Series[object], weights: pd.Series[float]
) -> Released:
    """Store what becomes of the published strengths."""
    language = described.language
    strengths = weighting.weighted_strengths(
        described.strong,
        _weighted_differences(described, weights, types.loc[weights.index]),
        described.indicators.labels,
        described.names,
        run.minimum_cases,
        language,
    )
    title = speaker(language)(
        "Stärken der Typen: Unterschied zu den anderen Typen, ungewichtet und gewichtet (Anteile "
        "von 1, Skalen in Punkten)"
    )
    run.store.table("tbl-gewichtung-staerken", strengths, title)
    return strengths


def _store_weighted_shares(run: Run, described: Description, weights: pd.Series[float]) -> None:
    """Store what all municipalities do, weighted beside unweighted."""
    language = described.language
    shares = weighting.weighted_overall(
        _weighted_shares(described, weights),
        described.indicators.labels,
        run.minimum_cases,
        language,
    )
    title = speaker(language)("Anteile aller Kommunen, ungewichtet und gewichtet")
    run.store.table("tbl-gewichtung", shares, title)


def _weighted_differences(
    described: Description, weights: pd.Series[float], types: pd.Series[object]
) -> pd.DataFrame:
    """Weighted difference of each type to the others, by indicator and type."""
    own = described.indicators
    values = own.values.loc[weights.index]
    shares = [name for name in values if name not in own.scales]
    scales = [name for name in values if name in own.scales]
    parts = []
    if shares:
        parts.append(weighted_shares(values[shares], weights, types))
    if scales:
        parts.append(weighted_means(values[scales], weights, types))
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=["item", "group", "difference"])
    return rows.set_index(["item", "group"])[["difference"]]


def _weighted_shares(described: Description, weights: pd.Series[float]) -> pd.DataFrame:
    """Shares of all municipalities in what they do, weighted beside unweighted."""
    own = described.indicators
    keys = [
        name
        for section, names in own.sections.items()
        if section not in own.structural
        for name in names
        if name not in own.scales
    ]
    if not keys:
        return pd.DataFrame(columns=["item", "count", "told", "base", "asked", "share", "weighted"])
    values = own.values[keys]
    plain = weighted_shares(values, pd.Series(1.0, values.index))
    weighted = weighted_shares(values.loc[weights.index], weights)
    asked = plain["base"].where(~plain["item"].isin(own.filtered), len(values))
    # What the report withholds of all is withheld here, too.
    withheld = described.compared.withheld
    secret = withheld[["overall", "base"]].groupby(described.compared.frame["indicator"]).any()
    value, base = (plain["item"].map(secret[key]).astype(bool) for key in ("overall", "base"))
    return plain.assign(
        weighted=weighted["share"],
        told=plain["base"].mask(value | base, 0),
        base=plain["base"].mask(base, 0),
        asked=asked.mask(base, 0),
    )
