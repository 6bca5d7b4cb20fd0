"""Tables of the answers: how they were cleaned, and who gave them."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.results.language import Speaker, mark, speaker
from typfrage.survey.audit import Audit
from typfrage.survey.missing.missing_balance import MissingBalance
from typfrage.survey.waves.wave import WaveFile

RULES = {
    "correction_confirmed": mark("Berichtigung, bestätigt"),
    "correction_assumed": mark("Berichtigung, angenommen"),
    "blanks": mark("Leerzeichen am Rand entfernt"),
    "inner_blanks": mark("Leerzeichen im AGS entfernt"),
    "decimal_zero": mark("„.0“ hinter dem AGS entfernt"),
    "leading_zero": mark("führende Null des AGS ergänzt"),
    "ars": mark("Regionalschlüssel auf den AGS gekürzt"),
    "kreis_zeros": mark("Kreisschlüssel um „000“ ergänzt"),
    "thousands_separator": mark("Tausenderpunkt entfernt"),
    "drop_exclusive": mark("ausschließende Angabe neben anderen entfernt"),
}
REMARKS = {
    "too_many": mark("mehr Angaben als erlaubt, beibehalten"),
    "nothing_ticked": mark("keine Angabe, als „keine“ gelesen"),
    "exclusive_beside_others": mark("ausschließende Angabe neben anderen, beibehalten"),
}
CAUSES = {
    "empty": mark("leer"),
    "code": mark("Code"),
    "sign": mark("Zeichen für „nicht gestellt“"),
    "filter": mark("leer, und der Filter stellte die Frage nicht"),
}
"""What stands in the raw file where an answer is missing."""
REASONS = {
    "not_asked": mark("Frage nicht gestellt"),
    "not_answered": mark("keine Angabe"),
    "dont_know": mark("weiß nicht"),
    "not_applicable": mark("trifft nicht zu"),
}


def exclusions(audit: Audit, wave: WaveFile, minimum_cases: int, language: str) -> Released:
    """Balance the answers: read, excluded by reason, kept."""
    say = speaker(language)
    counts = audit.exclusions["reason"].value_counts()
    rows = [(say("Eingegangene Antworten"), audit.read)]
    rows += [
        (f"− {rule.label[language]}", int(counts.get(rule.reason, 0))) for rule in wave.screening
    ]
    rows.append((say("Ausgewertete Kommunen"), audit.kept))
    frame = pd.DataFrame(rows, columns=["step", "answers"])
    return release(
        frame,
        (Column("step", say("Schritt")), Column("answers", say("Antworten"), "tally")),
        minimum_cases,
    )


def changes(audit: Audit, minimum_cases: int, language: str) -> Released:
    """Count the changed cells by rule, and the answers that were kept though they break one."""
    say = speaker(language)
    changed, kept = (log["rule"].value_counts() for log in (audit.changes, audit.remarks))
    cells, answers = say("Zellen"), say("Antworten")
    rows = [(say(words), cells, int(changed.get(rule, 0))) for rule, words in RULES.items()]
    rows += [(say(words), answers, int(kept.get(rule, 0))) for rule, words in REMARKS.items()]
    frame = pd.DataFrame(rows, columns=["rule", "unit", "number"])
    return release(
        frame[frame["number"] > 0],
        (
            Column("rule", say("Regel")),
            Column("unit", say("betrifft")),
            Column("number", say("Anzahl"), "tally"),
        ),
        minimum_cases,
    )


def missing_answers(
    balance: MissingBalance, answers: int, minimum_cases: int, language: str
) -> Released:
    """Set empty answers in the raw file against those in the clean answers, over all questions.

    Args:
        balance: The balance by question.
        answers: Number of kept answers.
        minimum_cases: Smallest count that is published; it holds for the rest of all answers to the
            questions concerned, too, and for each question that was not put to all: how many it was
            not put to follows for the others from the answers that filter them.
        language: Language of the words.
    """
    say = speaker(language)
    causes = balance.frame.assign(
        reason=pd.Categorical(balance.frame["reason"], list(REASONS), ordered=True),
        cause=pd.Categorical(balance.frame["cause"], list(CAUSES), ordered=True),
    )
    rest = answers - causes["before"]
    few = pd.concat([causes["before"], rest], axis=1).isin(range(1, minimum_cases)).any(axis=1)
    causes["told"] = ~few | (causes["reason"] != "not_asked")
    by = causes.groupby(["reason", "cause", "code"], observed=True)
    rows = by.agg(
        questions=("item", "nunique"),
        before=("before", "sum"),
        after=("after", "sum"),
        told=("told", "all"),
    ).reset_index()
    named = rows["cause"].map(_said(CAUSES, say)).astype("str")
    rows["found"] = named.where(rows["code"] == "", named + " " + rows["code"])
    rows["reason"] = rows["reason"].map(_said(REASONS, say)).astype("str")
    rows["possible"] = (rows["questions"] * answers).where(rows["told"].astype("bool"), 0)
    return release(
        rows,
        (
            Column("reason", say("Grund"), grouped=True),
            Column("found", say("In der Rohdatei")),
            Column("questions", say("Fragen"), "tally"),
            Column("before", say("Angaben in der Rohdatei"), "count", base="possible"),
            Column("after", say("davon so gelesen"), "count", base="possible"),
        ),
        minimum_cases,
    )


def structure(composition: pd.DataFrame, minimum_cases: int, language: str) -> Released:
    """Show who answered."""
    say = speaker(language)
    return release(
        composition,
        (
            Column("item", say("Merkmal"), grouped=True),
            Column("option", say("Ausprägung")),
            Column("count", say("Kommunen"), "count", base="base"),
            Column("share", say("Anteil"), "share", 1, count="count", base="base"),
            Column("base", say("Basis"), "count"),
        ),
        minimum_cases,
        Partition(across="option", within=("item",), count="count", total="base"),
    )


def _said(words: dict[str, str], say: Speaker) -> dict[str, str]:
    return {key: say(text) for key, text in words.items()}
