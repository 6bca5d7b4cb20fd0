"""Where results come from: parameters of the run, versions, and hashes."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import version

from typfrage.results.language import SOURCE, speaker
from typfrage.survey.waves.wave import WaveFile

PACKAGES = (
    "typfrage", "numpy", "pandas", "scipy", "scikit-learn", "statsmodels", "matplotlib",
    "seaborn", "papermill", "pytask",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that compute and draw."""
    return {"Python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def parameters(wave: WaveFile, language: str) -> dict[str, str]:
    """Return the parameters of the analysis as ``wave.yml`` states them, in words."""
    say, analysis = speaker(language), wave.analysis
    first, last = analysis.k_range
    return {
        say("Welle"): wave.id,
        say("Zahl der Typen k"): str(analysis.k),
        say("geprüfte Zahlen"): say("{first} bis {last}", first=first, last=last),
        say("Startwert des Zufallsgenerators"): str(analysis.seed),
        say("Startlösungen je Clusterung"): str(analysis.starts),
        say("Startlösungen je Clusterung von Stichproben"): str(analysis.resample_starts),
        say("Startlösungen je Clusterung erzeugter Daten"): str(analysis.reference_starts),
        say("Bootstrap-Stichproben"): str(analysis.bootstrap),
        say("Referenzstichproben der Gap-Statistik"): str(analysis.gap_samples),
        say("Halbierungen für die Vorhersagestärke"): str(analysis.splits),
        say("Paare von Stichproben für die Instabilität"): str(analysis.pairs),
        say("Datensätze ohne Typen"): str(analysis.null_matrices),
        say("Bootstrap-Stichproben je Datensatz ohne Typen"): str(analysis.null_replicates),
        say("Stichproben für die Sicherheit der Zuordnung"): str(analysis.certainty_replicates),
        say("zwischen zwei Typen unter einem Anteil von"): as_set(analysis.mixed_below, language),
        say("Mindestübereinstimmung mit einem Referenztyp"): as_set(
            analysis.match_threshold, language
        ),
        say("größter angepasster p-Wert eines gesicherten Unterschieds"): as_set(
            analysis.significance, language
        ),
        say("Mindesteffekt einer Stärke"): as_set(analysis.minimum_effect, language),
        say("Gewichte höchstens das Vielfache des Mittels"): as_set(
            analysis.trim_weights, language
        ),
        say("Mindestzahl von Kommunen je veröffentlichtem Wert"): str(analysis.minimum_cases),
    }


def as_set(value: float, language: str) -> str:
    """Write a parameter with the digits that it was set with."""
    return f"{value:g}".replace(".", "," if language == SOURCE else ".")


def day(of: date, language: str) -> str:
    """Write a date: 31.12.2018 in German, 31 December 2018 elsewhere."""
    if language == SOURCE:
        return f"{of.day}.{of.month}.{of.year}"
    return speaker(language).day(of)


def period(wave: WaveFile, language: str) -> str:
    """Write the field period by its months: Dezember 2018 bis Februar 2019."""
    say = speaker(language)
    first, last = say.month(wave.field_period.first), say.month(wave.field_period.last)
    return first if first == last else say("{first} bis {last}", first=first, last=last)
