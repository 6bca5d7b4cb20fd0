"""Everything that is wrong with a wave, at once, without running it."""

from __future__ import annotations

from typfrage.survey.wave_check.check import check_wave
from typfrage.survey.wave_check.findings import Finding, WaveCheck

__all__ = ["Finding", "WaveCheck", "check_wave"]
