"""The open questions of a proposal as a list with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from typfrage.survey.proposal.proposal import Proposal
from typfrage.survey.proposal.question import Question


def checklist_text(proposal: Proposal, asked: tuple[Question, ...]) -> str:
    """Write the checklist of a new wave.

    Args:
        proposal: What is proposed.
        asked: The open questions, in order.
    """
    name = proposal.name
    lines = [
        f"# Wave {name}: what is still to be said",
        "",
        f"{len(asked)} open questions. Answer them in `wave.yml` or `data/codebook.yml`; then "
        f"`typfrage wave check {name}` lists what is left, and `typfrage build {name}` makes the "
        "study.",
        "",
    ]
    for part, group in groupby(asked, key=lambda question: question.part):
        lines += [f"## {part}", "", *(line for one in group for line in _box(one)), ""]
    lines += ["## To look over", "", *_to_look_over(proposal)]
    return "\n".join(lines) + "\n"


def _box(question: Question) -> Iterator[str]:
    yield f"- [ ] {_one_line(question.text)}"
    yield from (f"      {_one_line(line)}" for line in question.lines)
    if question.snippet:
        yield from ("", "      ```yaml", *(f"      {line}" for line in question.snippet))
        yield from ("      ```", "")


def _to_look_over(proposal: Proposal) -> Iterator[str]:
    convention, like = proposal.convention, proposal.like
    yield f"- [ ] The signs are those of `{convention.name}`, recognised by {convention.by}."
    if proposal.export.encoding_found:
        yield f"- [ ] The encoding is {proposal.export.encoding}: {proposal.export.encoding_found}."
    if like is not None:
        parts = "`analysis`, `choices` and `screening`"
        yield f"- [ ] {parts} are those of wave {like.id}, as far as they fit."
    yield "- [ ] Columns found by their words are the right ones: see the comments in `wave.yml`."
    yield (
        "- [ ] May the raw file lie in this folder? Real answers are personal data; begin again "
        "with `--external` if not. `.gitignore` keeps it out of version control."
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
