"""Tables of the answers: how they were cleaned, and who gave them."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.survey.audit import Audit
from typfrage.survey.missing_balance import MissingBalance
from typfrage.survey.wave import WaveFile

RULES = {
    "correction_confirmed": "Berichtigung, bestätigt",
    "correction_assumed": "Berichtigung, angenommen",
    "blanks": "Leerzeichen am Rand entfernt",
    "inner_blanks": "Leerzeichen im AGS entfernt",
    "decimal_zero": "„.0“ hinter dem AGS entfernt",
    "leading_zero": "führende Null des AGS ergänzt",
    "ars": "Regionalschlüssel auf den AGS gekürzt",
    "kreis_zeros": "Kreisschlüssel um „000“ ergänzt",
    "thousands_separator": "Tausenderpunkt entfernt",
    "drop_exclusive": "ausschließende Angabe neben anderen entfernt",
}
REMARKS = {
    "too_many": "mehr Angaben als erlaubt, beibehalten",
    "nothing_ticked": "keine Angabe, als „keine“ gelesen",
    "exclusive_beside_others": "ausschließende Angabe neben anderen, beibehalten",
}
CAUSES = {
    "empty": "leer",
    "code": "Code",
    "sign": "Zeichen für „nicht gestellt“",
    "filter": "leer, und der Filter stellte die Frage nicht",
}
"""What stands in the raw file where an answer is missing."""
REASONS = {
    "not_asked": "Frage nicht gestellt",
    "not_answered": "keine Angabe",
    "dont_know": "weiß nicht",
    "not_applicable": "trifft nicht zu",
}


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


def missing_answers(balance: MissingBalance, answers: int, minimum_cases: int) -> Released:
    """Set empty answers in the raw file against those in the clean answers, over all questions.

    Args:
        balance: The balance by question.
        answers: Number of kept answers.
        minimum_cases: Smallest count that is published; it holds for the rest of all answers to the
            questions concerned, too.
    """
    causes = balance.frame.assign(
        reason=pd.Categorical(balance.frame["reason"], list(REASONS), ordered=True),
        cause=pd.Categorical(balance.frame["cause"], list(CAUSES), ordered=True),
    )
    by = causes.groupby(["reason", "cause", "code"], observed=True)
    rows = by.agg(
        questions=("item", "nunique"), before=("before", "sum"), after=("after", "sum")
    ).reset_index()
    named = rows["cause"].map(CAUSES).astype("str")
    rows["found"] = named.where(rows["code"] == "", named + " " + rows["code"])
    rows["reason"] = rows["reason"].map(REASONS).astype("str")
    rows["possible"] = rows["questions"] * answers
    return release(
        rows,
        (
            Column("reason", "Grund", grouped=True),
            Column("found", "In der Rohdatei"),
            Column("questions", "Fragen", "tally"),
            Column("before", "Angaben in der Rohdatei", "count", base="possible"),
            Column("after", "davon so gelesen", "count", base="possible"),
        ),
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
