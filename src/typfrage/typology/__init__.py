"""Distinct answer patterns, clustering, canonical labels, matching to reference types."""

from typfrage.typology.assignment import Assignment, assign
from typfrage.typology.kmeans import Partition
from typfrage.typology.matching import Matching, distinguishing_items, match_types
from typfrage.typology.patterns import Patterns, distinct_patterns
from typfrage.typology.solution import METHODS, TypeSolution, find_types, partition_by

__all__ = [
    "METHODS",
    "Assignment",
    "Matching",
    "Partition",
    "Patterns",
    "TypeSolution",
    "assign",
    "distinct_patterns",
    "distinguishing_items",
    "find_types",
    "match_types",
    "partition_by",
]
