"""Where results come from: parameters of the run, versions, and hashes."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import version

from typfrage.survey.wave import WaveFile

PACKAGES = (
    "typfrage", "numpy", "pandas", "scipy", "scikit-learn", "statsmodels", "matplotlib",
    "seaborn", "papermill", "pytask",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that compute and draw."""
    return {"Python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def parameters(wave: WaveFile) -> dict[str, str]:
    """Return the parameters of the analysis as ``wave.yml`` states them, in words."""
    analysis = wave.analysis
    return {
        "Welle": wave.id,
        "Zahl der Typen k": str(analysis.k),
        "geprüfte Zahlen": f"{analysis.k_range[0]} bis {analysis.k_range[1]}",
        "Startwert des Zufallsgenerators": str(analysis.seed),
        "Startlösungen je Clusterung": str(analysis.starts),
        "Startlösungen je Clusterung von Stichproben": str(analysis.resample_starts),
        "Startlösungen je Clusterung erzeugter Daten": str(analysis.reference_starts),
        "Bootstrap-Stichproben": str(analysis.bootstrap),
        "Referenzstichproben der Gap-Statistik": str(analysis.gap_samples),
        "Halbierungen für die Vorhersagestärke": str(analysis.splits),
        "Paare von Stichproben für die Instabilität": str(analysis.pairs),
        "Datensätze ohne Typen": str(analysis.null_matrices),
        "Bootstrap-Stichproben je Datensatz ohne Typen": str(analysis.null_replicates),
        "Stichproben für die Sicherheit der Zuordnung": str(analysis.certainty_replicates),
        "zwischen zwei Typen unter einem Anteil von": as_set(analysis.mixed_below),
        "Mindestübereinstimmung mit einem Referenztyp": as_set(analysis.match_threshold),
        "größter angepasster p-Wert eines gesicherten Unterschieds": as_set(analysis.significance),
        "Mindesteffekt einer Stärke": as_set(analysis.minimum_effect),
        "Gewichte höchstens das Vielfache des Mittels": as_set(analysis.trim_weights),
        "Mindestzahl von Kommunen je veröffentlichtem Wert": str(analysis.minimum_cases),
    }


def as_set(value: float) -> str:
    """Write a parameter with the digits that it was set with."""
    return f"{value:g}".replace(".", ",")


def day(of: date) -> str:
    """Write a date as German does: 31.12.2018."""
    return f"{of.day}.{of.month}.{of.year}"


def period(wave: WaveFile) -> str:
    """Write the field period by its months: Dezember 2018 bis Februar 2019."""
    first, last = wave.field_period.first, wave.field_period.last
    if (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{_MONTHS[first.month - 1]} {first.year} bis {_MONTHS[last.month - 1]} {last.year}"


_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
