"""Reading an export, whatever its format, as the text that stands in its cells."""

from __future__ import annotations

from typfrage.survey.formats.export import Export
from typfrage.survey.formats.reading import describe_export, read_export

__all__ = ["Export", "describe_export", "read_export"]
