"""Beginning a study: from an export, or from nothing, to a folder that a person completes."""

from __future__ import annotations

from typfrage.survey.new_study.begin import NewStudy, Wanted, begin_study

__all__ = ["NewStudy", "Wanted", "begin_study"]
