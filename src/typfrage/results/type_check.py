"""The Typ-Check of a wave: made from its published table, kept as JSON, opened again."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.profiles.disclosure import Released
from typfrage.profiles.possible_answers import as_points, number_of_answers, possible_answers
from typfrage.profiles.type_check import (
    MOST_ANSWERS,
    CheckedAnswer,
    Named,
    TypeCheck,
    type_check,
)
from typfrage.results.published_types import centres_of, published_certainty
from typfrage.results.run import Run
from typfrage.results.type_names import TypeName
from typfrage.survey.questionnaire.codebook import MultipleItem
from typfrage.typology import TypeSolution

MODEL = "type_check"
"""Its name in the store."""

FILE = f"{MODEL}.json"
"""Its file among the results."""


class Refusal(StrEnum):
    """Why a wave has no Typ-Check."""

    TOO_MANY_ANSWERS = "too_many_answers"
    SMALL_TYPE = "small_type"


def check_types(
    run: Run, solution: TypeSolution, names: tuple[TypeName, ...], profile: Released
) -> TypeCheck | Refusal:
    """Make the Typ-Check of a wave.

    Args:
        run: The wave.
        solution: Its types.
        names: What they are called.
        profile: The published goals by type, see :func:`typfrage.results.tables.goal_profile`.

    Returns:
        The types of all possible answers, those of ``names`` in their order; or why there are none.
    """
    codebook, analysis = run.codebook, run.wave.file.analysis
    question = codebook.item(analysis.types_from)
    assert isinstance(question, MultipleItem)
    goals, most = len(solution.items), question.max_choices
    if number_of_answers(goals, most) > MOST_ANSWERS:
        return Refusal.TOO_MANY_ANSWERS
    if profile.withheld["base"].any():
        return Refusal.SMALL_TYPE
    answers = possible_answers(goals, most)
    labels = codebook.labels()
    named_goals = [Named(item, labels[item]) for item in solution.items]
    centres = centres_of(profile, names, named_goals)
    return type_check(
        centres,
        published_certainty(
            centres,
            [int(solution.sizes[name.label]) for name in names],
            as_points(answers, goals),
            method=solution.method,
            analysis=analysis,
        ),
        answers,
        goals=named_goals,
        types=[Named(name.id, name.name) for name in names],
        max_choices=most,
        threshold=analysis.mixed_below,
    )


def type_check_json(check: TypeCheck | Refusal) -> dict[str, Any]:
    """Write a Typ-Check as values of strict JSON.

    Returns:
        ``goals`` and ``types`` with ``id`` and ``name``; ``max_choices``; ``answers``: by the
        places of the chosen goals, parted by blanks, a list of the places of the nearest and the
        second-nearest type, the certainty in percent, whether the answer lies between the two, and
        the places of the goals that decided, of the chosen ones and of others. Or ``refused``.
    """
    if isinstance(check, Refusal):
        return {"refused": check.value}
    return {
        "goals": [{"id": goal.id, "name": goal.name} for goal in check.goals],
        "types": [{"id": type_.id, "name": type_.name} for type_ in check.types],
        "max_choices": check.max_choices,
        "answers": {
            " ".join(map(str, chosen)): [
                answer.type,
                answer.second,
                answer.certainty,
                answer.mixed,
                list(answer.deciding),
                list(answer.deciding_absent),
            ]
            for chosen, answer in check.answers.items()
        },
    }


def type_check_of(content: Any) -> TypeCheck | Refusal:
    """Read what :func:`type_check_json` wrote.

    Raises:
        ValueError: It is something else.
    """
    try:
        if "refused" in content:
            return Refusal(content["refused"])
        goals, types = (
            tuple(Named(str(entry["id"]), str(entry["name"])) for entry in content[key])
            for key in ("goals", "types")
        )
        most = content["max_choices"]
        if number_of_answers(len(goals), most) > MOST_ANSWERS:
            raise ValueError(f"more than {MOST_ANSWERS:,} answers")
        answers = {
            tuple(map(int, chosen.split())): _checked_answer(row, len(goals), len(types))
            for chosen, row in content["answers"].items()
        }
        complete = set(possible_answers(len(goals), most)) == set(answers)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(f"this is no Typ-Check: {error!r}") from error
    if not complete:
        raise ValueError("this is no Typ-Check: it does not hold every possible answer")
    return TypeCheck(goals, types, most, answers)


def _checked_answer(row: Any, goals: int, types: int) -> CheckedAnswer:
    own, second, certainty, mixed, deciding, absent = row
    answer = CheckedAnswer(own, second, certainty, mixed, tuple(deciding), tuple(absent))
    places = {own, second} <= set(range(types)) and {*deciding, *absent} <= set(range(goals))
    if not places or certainty not in range(101) or not isinstance(mixed, bool):
        raise ValueError(f"{row} names a type, a goal or a certainty that there is not")
    return answer


def open_type_check(folder: Path) -> TypeCheck:
    """Read the Typ-Check of a wave.

    Args:
        folder: ``_results/<wave>``.

    Raises:
        InputError: The wave has none; the message says why and what to do.
    """
    path = folder / FILE
    expected, mend = "what notebook 07 stores", "run `typfrage run` for this wave"
    if not path.is_file():
        what = f"the wave {folder.name} has no Typ-Check yet"
        raise InputError(Problem(what, str(path), expected, mend))
    try:
        found = type_check_of(json.loads(path.read_text(encoding="utf-8")))
    except RecursionError:
        raise InputError(Problem("it is nested too deeply", str(path), expected, mend)) from None
    except ValueError as error:
        raise InputError(Problem(str(error), str(path), expected, mend)) from None
    if isinstance(found, Refusal):
        raise InputError(Problem(_REFUSED[found], str(path)))
    return found


_REFUSED = {
    Refusal.TOO_MANY_ANSWERS: "this wave has no Typ-Check: its question allows more than "
    f"{MOST_ANSWERS:,} answers",
    Refusal.SMALL_TYPE: "this wave has no Typ-Check: one of its types has so few municipalities "
    "that its size is not published",
}
