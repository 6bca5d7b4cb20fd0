"""All sections about what has changed since the earlier wave, and the short of it."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results.changes.panel import store_panel
from typfrage.results.changes.quality import store_quality
from typfrage.results.changes.questionnaire import store_questionnaire
from typfrage.results.changes.trends import store_trends
from typfrage.results.changes.types import store_types
from typfrage.results.language import speaker
from typfrage.results.run import Run
from typfrage.results.sections import include
from typfrage.results.waves import Waves, open_waves
from typfrage.results.wording.changes_short import changes_in_short, where_it_is_shown
from typfrage.survey.clean_answers import CleanAnswers

CHAPTER = "@sec-veraenderung"
"""The chapter that includes the sections; waves without an earlier one do not have it."""


def compare_waves(run: Run, cleaned: CleanAnswers) -> Waves | None:
    """Set a wave beside the one that it is compared with; ``None`` where there is none.

    Args:
        run: The wave.
        cleaned: Its clean answers.

    Raises:
        InputError: The earlier wave's files are wrong.
    """
    return None if run.earlier is None else open_waves(run, cleaned)


def store_changes(run: Run, cleaned: CleanAnswers) -> None:
    """Store all sections, as the notebook does one by one.

    Args:
        run: The wave.
        cleaned: Its clean answers.
    """
    waves = compare_waves(run, cleaned)
    store_questionnaire(run.store, waves)
    types = store_types(run.store, waves)
    store_panel(run.store, waves)
    trends = store_trends(run.store, waves, run.study.indicators)
    store_quality(run.store, waves)
    store_in_short(run, waves, types, trends)


def store_in_short(
    run: Run, waves: Waves | None, types: Released | None, trends: Released | None
) -> None:
    """Store what the summary and a slide say, in every wave.

    ``txt-veraenderung-kurz`` says so much in any wave; ``txt-veraenderung-folie`` is empty without
    an earlier one. With an earlier wave, ``txt-veraenderung-antwort`` says the same at the head of
    the chapter, and ``txt-veraenderung-herkunft`` whether it is a finding at all.

    Args:
        run: The wave.
        waves: The wave beside the earlier one; ``None`` where there is none.
        types: Shares of the types in both, see :func:`store_types`.
        trends: Shares of what can be compared, see :func:`store_trends`.
    """
    if waves is None:
        run.store.text("txt-veraenderung-kurz", _alone(run))
        run.store.text("txt-veraenderung-folie", "")
        return
    answer = changes_in_short(waves, types, trends)
    run.store.text("txt-veraenderung-antwort", answer)
    run.store.text("txt-veraenderung-herkunft", _made_up(waves))
    more = where_it_is_shown(waves, CHAPTER)
    run.store.text("txt-veraenderung-kurz", f"{answer} {more}")
    figure = "" if types is None else include("fig-veraenderung-typen")
    run.store.text("txt-veraenderung-folie", f"{answer}\n\n{figure}")
    run.store.word("waves.earlier", waves.ids[0])


def _made_up(waves: Waves) -> str:
    """Say that changes are no findings where nobody gave the answers; else nothing."""
    say = speaker(waves.language)
    match sum(each.wave.file.synthetic for each in (waves.earlier, waves.later)):
        case 0:
            return ""
        case 1:
            return say("Eine der beiden Wellen ist synthetisch: Die Veränderungen sind erfunden.")
        case _:
            return say("Beide Wellen sind synthetisch: Die Veränderungen sind erfunden.")


def _alone(run: Run) -> str:
    """Say that there is nothing to compare with."""
    say = speaker(run.codebook.languages[0])
    if run.study.waves[0] == run.wave.id:
        return say(
            "Dies ist die erste Welle der Befragung; was sich verändert hat, zeigt erst die "
            "nächste."
        )
    return say("Diese Welle ist mit keiner früheren verglichen.")
