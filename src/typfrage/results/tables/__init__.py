"""Tables of the report, released by the disclosure rules."""

from typfrage.results.tables.answers import REMARKS, RULES, changes, exclusions, structure
from typfrage.results.tables.published import published_against_reproduced
from typfrage.results.tables.sources import (
    EVIDENCE,
    fingerprints,
    key_values,
    questionnaire,
)
from typfrage.results.tables.types import goal_matrix, goal_profile, goals_of, type_sizes
from typfrage.results.tables.validity import criteria, stability

__all__ = [
    "EVIDENCE",
    "REMARKS",
    "RULES",
    "changes",
    "criteria",
    "exclusions",
    "fingerprints",
    "goal_matrix",
    "goal_profile",
    "goals_of",
    "key_values",
    "published_against_reproduced",
    "questionnaire",
    "stability",
    "structure",
    "type_sizes",
]
