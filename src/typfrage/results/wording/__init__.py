"""Sentences from findings: what was found is decided elsewhere, here it is put into words.

The sentences stand in German, see :mod:`typfrage.results.language`; each reads well for one, none
and many; numbers come formatted from the store's format. Texts are Markdown, in which names and
labels are escaped; alternative texts (``alt_…``) are plain.
"""

from typfrage.results.wording.agreement import (
    agreement_of_methods,
    agreement_of_starts,
    alt_methods,
    method_name,
)
from typfrage.results.wording.alt_fields import alt_field, alt_position, alt_team
from typfrage.results.wording.alt_types import alt_goals, alt_heatmap, alt_types
from typfrage.results.wording.benchmark import alt_benchmark, benchmark_sentences
from typfrage.results.wording.criteria import alt_criteria, choice_of_k, criterion_sentences
from typfrage.results.wording.criteria_words import criterion_words
from typfrage.results.wording.fields import section_sentences
from typfrage.results.wording.mixed import alt_mixed, mixed_sentences
from typfrage.results.wording.portraits import absent_type, card, type_portrait
from typfrage.results.wording.published import published_note
from typfrage.results.wording.regression import (
    alt_regression,
    no_regression,
    regression_sentences,
)
from typfrage.results.wording.splitting import alt_splitting, splitting_sentences
from typfrage.results.wording.stability import (
    alt_stability,
    band_words,
    standing_words,
    type_verdicts,
)
from typfrage.results.wording.strengths import (
    lesson_lines,
    strength_lines,
    structure_lines,
)
from typfrage.results.wording.strengths_overview import strengths_overview
from typfrage.results.wording.structure import structure_in_short
from typfrage.results.wording.types import matching_sentences, types_overview
from typfrage.results.wording.types_in_section import types_in_section
from typfrage.results.wording.verdict import verdict
from typfrage.results.wording.weighting import no_frame, weighting_sentences
from typfrage.results.wording.without_items import agreement_without_items, alt_items

__all__ = [
    "absent_type",
    "agreement_of_methods",
    "agreement_of_starts",
    "agreement_without_items",
    "alt_benchmark",
    "alt_criteria",
    "alt_field",
    "alt_goals",
    "alt_heatmap",
    "alt_items",
    "alt_methods",
    "alt_mixed",
    "alt_position",
    "alt_regression",
    "alt_splitting",
    "alt_stability",
    "alt_team",
    "alt_types",
    "band_words",
    "benchmark_sentences",
    "card",
    "choice_of_k",
    "criterion_sentences",
    "criterion_words",
    "lesson_lines",
    "matching_sentences",
    "method_name",
    "mixed_sentences",
    "no_frame",
    "no_regression",
    "published_note",
    "regression_sentences",
    "section_sentences",
    "splitting_sentences",
    "standing_words",
    "strength_lines",
    "strengths_overview",
    "structure_in_short",
    "structure_lines",
    "type_portrait",
    "type_verdicts",
    "types_in_section",
    "types_overview",
    "verdict",
    "weighting_sentences",
]
