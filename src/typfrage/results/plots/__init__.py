"""Figures of the report; each is drawn from a released table."""

from typfrage.results.plots.agreement import agreement_of_methods, agreement_without_items
from typfrage.results.plots.benchmark import without_types
from typfrage.results.plots.certainty import mixed_by_type
from typfrage.results.plots.criteria import criteria_by_k
from typfrage.results.plots.fields import field_dots
from typfrage.results.plots.goals import goal_bars, goal_heatmap, type_sizes
from typfrage.results.plots.position import position
from typfrage.results.plots.splitting import clustergram
from typfrage.results.plots.structure import marginal_effects
from typfrage.results.plots.team import team_matrix
from typfrage.results.plots.validity import stability_of_types

__all__ = [
    "agreement_of_methods",
    "agreement_without_items",
    "clustergram",
    "criteria_by_k",
    "field_dots",
    "goal_bars",
    "goal_heatmap",
    "marginal_effects",
    "mixed_by_type",
    "position",
    "stability_of_types",
    "team_matrix",
    "type_sizes",
    "without_types",
]
