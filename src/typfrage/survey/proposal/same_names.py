"""A wave whose columns were called as those of an export are: its names tell what they hold."""

from __future__ import annotations

from typfrage.problems import InputError
from typfrage.survey.proposal.proposal import Proposal
from typfrage.survey.proposal.targets import targets_of
from typfrage.survey.waves.study import Study, open_wave
from typfrage.survey.waves.wave import WaveFile

_SAME_TOOL = 0.5
"""Share of a wave's columns that an export of the same questionnaire in the same tool has."""


def better_example(study: Study, proposal: Proposal) -> str | None:
    """Return the wave that knows the columns of an export by more names than the example does.

    Args:
        study: The study.
        proposal: A wave that was proposed after the example of another one.

    Returns:
        The name of the wave; ``None`` where none knows half of its columns there, or none knows
        more of them than the example.
    """
    like, found = proposal.like, {}
    for name in (each for each in study.waves if each != proposal.name):
        try:
            found[name] = _share_of_names(study, open_wave(study, name).file, proposal)
        except InputError:
            continue
    known = found.get(like.id, 0.0) if like else 0.0
    best = max(found, key=lambda name: found[name], default=None)
    return best if best and found[best] > max(_SAME_TOOL, known) else None


def _share_of_names(study: Study, file: WaveFile, proposal: Proposal) -> float:
    header = set(proposal.export.table.header)
    names = [target.former_name for target in targets_of(study.codebook, file)]
    return sum(name in header for name in names) / len(names)
