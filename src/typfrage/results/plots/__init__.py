"""Figures of the report; each is drawn from a released table."""

from typfrage.results.plots.goals import goal_bars, goal_heatmap, type_sizes
from typfrage.results.plots.validity import criteria_by_k, stability_of_types

__all__ = ["criteria_by_k", "goal_bars", "goal_heatmap", "stability_of_types", "type_sizes"]
