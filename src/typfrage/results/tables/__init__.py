"""Tables of the report, released by the disclosure rules."""

from typfrage.results.tables.agreement import agreement_of_methods, agreement_without_items
from typfrage.results.tables.answers import (
    REMARKS,
    RULES,
    changes,
    exclusions,
    missing_answers,
    structure,
)
from typfrage.results.tables.benchmark import benchmark, without_types
from typfrage.results.tables.certainty import mixed_by_type, mixed_overall, mixed_shares
from typfrage.results.tables.criteria import criteria, criteria_explained, criteria_side_by_side
from typfrage.results.tables.published import published_against_reproduced
from typfrage.results.tables.sources import (
    EVIDENCE,
    fingerprints,
    key_values,
    questionnaire,
)
from typfrage.results.tables.splitting import splitting
from typfrage.results.tables.types import (
    goal_matrix,
    goal_profile,
    goals_of,
    type_sizes,
    with_names,
)
from typfrage.results.tables.validity import stability, type_verdicts

__all__ = [
    "EVIDENCE",
    "REMARKS",
    "RULES",
    "agreement_of_methods",
    "agreement_without_items",
    "benchmark",
    "changes",
    "criteria",
    "criteria_explained",
    "criteria_side_by_side",
    "exclusions",
    "fingerprints",
    "goal_matrix",
    "goal_profile",
    "goals_of",
    "key_values",
    "missing_answers",
    "mixed_by_type",
    "mixed_overall",
    "mixed_shares",
    "published_against_reproduced",
    "questionnaire",
    "splitting",
    "stability",
    "structure",
    "type_sizes",
    "type_verdicts",
    "with_names",
    "without_types",
]
