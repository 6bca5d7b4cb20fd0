"""Sentences about strengths, lessons and structure of the types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import capitalised, quoted, short, told

NO_STRENGTHS_NAMED = mark("Was in dieser Befragung als Stärke gilt, ist nicht festgelegt.")


def strength_lines(
    strong: pd.DataFrame,
    sentences: Mapping[str, str],
    highest: Mapping[str, int],
    most: int | None = None,
    *,
    secret: bool = False,
    language: str,
) -> str:
    """List the strengths of one type, the largest first.

    Args:
        strong: Rows of :func:`typfrage.profiles.strengths.strengths` of this type.
        sentences: How each strength is worded.
        highest: Highest place of each scale.
        most: So many at most; what is left out is counted.
        secret: Whether some of the type's values are withheld.
        language: Language of the sentences.
    """
    say = speaker(language)
    if not sentences:
        return say(NO_STRENGTHS_NAMED)
    if strong.empty and secret:
        return say(
            "Soweit veröffentlicht, hebt sich dieser Typ in keinem Merkmal deutlich und gesichert "
            "nach oben von den anderen ab."
        )
    if strong.empty:
        return say(
            "In keinem Merkmal hebt sich dieser Typ deutlich und gesichert nach oben von den "
            "anderen ab."
        )
    lines = [
        f"- {escaped(sentences[row.indicator])} "
        f"[{_evidence(row, highest.get(row.indicator), language)}]{{.beleg}}"
        for row in strong.head(most).itertuples()
    ]
    further = len(strong) - len(lines)
    if further > 0:
        left_out = say.many(
            "Eine weitere steht in den Kapiteln zu den Feldern.",
            "{count} weitere stehen in den Kapiteln zu den Feldern.",
            further,
            count=capitalised(say.number(further)),
        )
        lines.append(f"\n{left_out}")
    return "\n".join(lines)


def _evidence(row: object, highest: int | None, language: str) -> str:
    """Tell the values behind a strength, and after which adjustment they differ."""
    say = speaker(language)
    gaps: dict[str, object] = {
        "value": told(row.value, row.kind, language),  # type: ignore[attr-defined]
        "rest": told(row.rest, row.kind, language),  # type: ignore[attr-defined]
        "sure": certainty_word(bool(row.strict), language),  # type: ignore[attr-defined]
    }
    if highest:
        return say("{value} gegenüber {rest} von {highest}; {sure}", highest=highest, **gaps)
    return say("{value} gegenüber {rest}; {sure}", **gaps)


def certainty_word(strict: bool, language: str) -> str:
    """Say after which adjustment a difference is significant."""
    say = speaker(language)
    return say("streng gesichert") if strict else say("gesichert")


def lesson_lines(
    taught: pd.DataFrame, lessons: Mapping[str, str], names: Sequence[TypeName], language: str
) -> str:
    """List what one type may learn, teacher by teacher.

    Args:
        taught: Rows of :func:`typfrage.profiles.strengths.lessons` of one learner, with ``kind``.
        lessons: What may be learned, by indicator.
        names: The types.
        language: Language of the sentences.
    """
    say = speaker(language)
    lines = []
    for name in names:
        rows = taught[taught["teacher"] == name.id]
        if rows.empty:
            continue
        parts = [
            say(
                "{lesson} ({teacher} gegenüber {learner})",
                lesson=escaped(lessons[row.indicator]),
                teacher=told(row.teacher_value, row.kind, language),
                learner=told(row.learner_value, row.kind, language),
            )
            for row in rows.itertuples()
        ]
        lines.append(f"- **{escaped(capitalised(short(name.name)))}:** {'; '.join(parts)}.")
    return "\n".join(lines) or say(
        "Die Auswertung findet, soweit veröffentlicht, keine gesicherte Stärke eines anderen Typs, "
        "in der dieser Typ unter den anderen liegt."
    )


def structure_lines(data: Released, significance: float, language: str) -> str:
    """Describe what kind of municipalities belong to one type.

    Args:
        data: Rows of this type: ``label``, ``kind``, ``value``, ``overall``, ``difference``,
            ``p_bh``.
        significance: Largest adjusted p-value of a difference that counts.
        language: Language of the sentences.
    """
    say = speaker(language)
    known = data.frame.dropna(subset=["value"])
    if known.empty:
        return say("Wie sich dieser Typ zusammensetzt, wird nicht veröffentlicht.")
    parts = [
        say(
            "{label} {value} (alle: {overall})",
            label=escaped(row.label),
            value=told(row.value, row.kind, language),
            overall=told(row.overall, row.kind, language),
        )
        for row in known.itertuples()
    ]
    differs = known[(known["p_bh"] <= significance).fillna(False)]
    return f"{' · '.join(parts)}. {_more_and_less(differs, language)}"


def _more_and_less(differs: pd.DataFrame, language: str) -> str:
    """Say of what a type has significantly more and less than the others."""
    say = speaker(language)
    more, less = (
        say.listed([quoted(label, language) for label in differs.loc[which, "label"]])
        for which in (differs["difference"] > 0, differs["difference"] < 0)
    )
    if more and less:
        return say(
            "Gesichert ist der Unterschied zu den anderen Typen: mehr bei {more}, weniger bei "
            "{less}.",
            more=more,
            less=less,
        )
    if more:
        return say(
            "Gesichert ist der Unterschied zu den anderen Typen: mehr bei {more}.", more=more
        )
    if less:
        return say(
            "Gesichert ist der Unterschied zu den anderen Typen: weniger bei {less}.", less=less
        )
    return say("Von den anderen Typen hebt ihn davon nichts gesichert ab.")
