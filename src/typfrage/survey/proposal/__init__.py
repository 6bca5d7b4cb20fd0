"""Beginning a wave: from a survey tool's export to a ``wave.yml`` that a person completes."""

from __future__ import annotations

from typfrage.survey.proposal.export import Declared
from typfrage.survey.proposal.new_wave import NewWave, begin_wave
from typfrage.survey.proposal.proposal import Facts

__all__ = ["Declared", "Facts", "NewWave", "begin_wave"]
