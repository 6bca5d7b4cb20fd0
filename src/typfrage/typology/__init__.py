"""Distinct answer patterns, clustering, canonical labels, matching to reference types."""

from typfrage.typology.assignment import Assignment, assign
from typfrage.typology.matching import Matching, match_types
from typfrage.typology.methods import METHODS, prepare
from typfrage.typology.partition import ABSENT, Method, Partition
from typfrage.typology.patterns import Patterns, distinct_patterns
from typfrage.typology.solution import TypeSolution, find_types

__all__ = [
    "ABSENT",
    "METHODS",
    "Assignment",
    "Matching",
    "Method",
    "Partition",
    "Patterns",
    "TypeSolution",
    "assign",
    "distinct_patterns",
    "find_types",
    "match_types",
    "prepare",
]
