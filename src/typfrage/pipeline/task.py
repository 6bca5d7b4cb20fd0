"""One step of a build, as pytask runs it and tells of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pytask import PytaskError, TaskWithoutPath

from typfrage.pipeline.nodes import Node
from typfrage.pipeline.progress import Steps, Update
from typfrage.problems import BuildError


@dataclass(frozen=True)
class Task:
    """One step.

    Attributes:
        title: What a person calls it.
        action: Does it; called with a function that tells what it is doing.
        needs: What it depends on.
        makes: What it produces.
    """

    title: str
    action: Callable[[Update], None]
    needs: tuple[Node, ...]
    makes: tuple[Node, ...]


@dataclass(frozen=True)
class Why:
    """Why a task would run.

    Attributes:
        task: Its title.
        reasons: What changed or is missing; empty where the task need not run.
    """

    task: str
    reasons: tuple[str, ...]


def as_pytask(task: Task, steps: Steps) -> TaskWithoutPath:
    """Return a step for pytask; running it is told as a step of its title."""

    def function(**_: object) -> None:
        with steps.step(task.title) as update:
            task.action(update)

    return TaskWithoutPath(
        name=task.title,
        function=function,
        depends_on={f"needs_{at}": node for at, node in enumerate(task.needs)},
        produces={f"makes_{at}": node for at, node in enumerate(task.makes)},
    )


def error_of(title: str, error: BaseException) -> BaseException:
    """Return the error of a step; what pytask itself complains of becomes a message."""
    if isinstance(error, PytaskError):
        return BuildError(f"{title} failed: {error}")
    return error


def why_of(task: Any) -> Why:
    """Return why pytask would run a task that it was asked to explain."""
    words = {
        "changed": "{} changed",
        "missing": "{} is missing",
        "not_in_db": "{} was not there at the last run",
        "cascade": "{} runs before it",
    }
    explanation = task.attributes.get("explanation")
    reasons = [] if explanation is None else explanation.reasons
    return Why(
        task.name,
        tuple(words.get(r.reason, "{}: " + r.reason).format(r.node_name) for r in reasons),
    )
