"""Tables of the answers: how they were cleaned, and who gave them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.profiles.linked_disclosure import option_partitions
from typfrage.results.language import Speaker, mark, speaker
from typfrage.survey.audit import Audit
from typfrage.survey.indicators.indicator_links import option_sums
from typfrage.survey.indicators.indicators import IndicatorFile
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
    """Balance the answers: read, excluded by reason, kept.

    Reasons that concern fewer than the threshold are told together, with as many of the others as
    it takes; how many answers were excluded in all follows from the first row and the last.
    """
    say = speaker(language)
    counts = audit.exclusions["reason"].value_counts()
    rows = [(say("Eingegangene Antworten"), audit.read)]
    rows += [
        ("− " + "; ".join(labels), number)
        for labels, number in _told_together(
            [(rule.label[language], int(counts.get(rule.reason, 0))) for rule in wave.screening],
            minimum_cases,
        )
    ]
    rows.append((say("Ausgewertete Kommunen"), audit.kept))
    frame = pd.DataFrame(rows, columns=["step", "answers"])
    return release(
        frame,
        (Column("step", say("Schritt")), Column("answers", say("Antworten"), "tally")),
        minimum_cases,
    )


def changes(audit: Audit, minimum_cases: int, language: str) -> Released:
    """Count the changed cells by rule, and the answers that were kept though they break one.

    A cell that was changed tells nothing of an answer; that few answers break a rule does.
    """
    say = speaker(language)
    changed, kept = (log["rule"].value_counts() for log in (audit.changes, audit.remarks))
    cells, answers = say("Zellen"), say("Antworten")
    rows = [(say(words), cells, int(changed.get(rule, 0))) for rule, words in RULES.items()]
    rows += [(say(words), answers, int(kept.get(rule, 0))) for rule, words in REMARKS.items()]
    frame = pd.DataFrame(rows, columns=["rule", "unit", "number"])
    frame = frame[frame["number"] > 0].reset_index(drop=True)
    columns = (
        Column("rule", say("Regel")),
        Column("unit", say("betrifft")),
        Column("number", say("Anzahl"), "tally"),
    )
    data = release(frame, columns, minimum_cases)
    few = (frame["unit"] == answers) & (frame["number"] < minimum_cases)
    withheld = data.withheld.assign(number=few)
    return replace(data, frame=data.frame.mask(withheld), withheld=withheld)


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


def structure(
    composition: pd.DataFrame,
    minimum_cases: int,
    language: str,
    indicators: IndicatorFile | None = None,
) -> Released:
    """Show who answered.

    Args:
        composition: As :func:`typfrage.profiles.structure.composition` returns it.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
        indicators: What else is published of these questions: sums of options must not tell the
            withheld ones.
    """
    say = speaker(language)
    sections = () if indicators is None else indicators.sections
    sums = option_sums(one for section in sections for one in section.indicators)
    rows, partitions = option_partitions(composition, sums)
    return release(
        rows,
        (
            Column("item", say("Merkmal"), grouped=True),
            Column("option", say("Ausprägung")),
            Column("count", say("Kommunen"), "count", base="base"),
            Column("share", say("Anteil"), "share", 1, count="count", base="base"),
            Column("base", say("Basis"), "count"),
        ),
        minimum_cases,
        *partitions,
    )


def _told_together(
    reasons: list[tuple[str, int]], minimum_cases: int
) -> list[tuple[list[str], int]]:
    """Put reasons together until none concerns fewer than the threshold, as far as that goes."""
    few = [number for _, number in reasons if 0 < number < minimum_cases]
    others = sorted(number for _, number in reasons if number >= minimum_cases)
    limit = minimum_cases - 1
    if few and sum(few) < minimum_cases and others:
        limit = others[0]
    together = [(label, number) for label, number in reasons if 0 < number <= limit]
    if not few or len(together) < 2:
        return [([label], number) for label, number in reasons]
    whole = ([label for label, _ in together], sum(number for _, number in together))
    apart = [([label], number) for label, number in reasons if not 0 < number <= limit]
    first = next(at for at, (_, number) in enumerate(reasons) if 0 < number <= limit)
    place = sum(not 0 < number <= limit for _, number in reasons[:first])
    return [*apart[:place], whole, *apart[place:]]


def _said(words: dict[str, str], say: Speaker) -> dict[str, str]:
    return {key: say(text) for key, text in words.items()}
