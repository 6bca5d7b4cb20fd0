"""Sentences from findings: what was found is decided elsewhere, here it is put into German.

Every sentence reads well for one, none and many; numbers come formatted from the store's format.
Texts are Markdown, in which names and labels are escaped; alternative texts (``alt_…``) are plain.
"""

from typfrage.results.wording.agreement import (
    agreement_of_methods,
    agreement_of_starts,
    agreement_without_items,
    alt_items,
    alt_methods,
    method_name,
)
from typfrage.results.wording.benchmark import alt_benchmark, benchmark_sentences
from typfrage.results.wording.criteria import (
    CRITERION_WORDS,
    alt_criteria,
    choice_of_k,
    criterion_sentences,
)
from typfrage.results.wording.fields import (
    alt_field,
    alt_position,
    alt_team,
    section_sentences,
    types_in_section,
)
from typfrage.results.wording.phrases import enumeration
from typfrage.results.wording.published import published_note
from typfrage.results.wording.splitting import alt_splitting, splitting_sentences
from typfrage.results.wording.stability import (
    BAND_WORDS,
    STANDING_WORDS,
    alt_mixed,
    alt_stability,
    mixed_sentences,
    type_verdicts,
)
from typfrage.results.wording.strengths import (
    lesson_lines,
    strength_lines,
    strengths_overview,
    structure_lines,
)
from typfrage.results.wording.structure import (
    NO_REGRESSION,
    alt_regression,
    regression_sentences,
    structure_in_short,
)
from typfrage.results.wording.types import (
    absent_type,
    alt_goals,
    alt_heatmap,
    alt_types,
    card,
    matching_sentences,
    type_portrait,
    types_overview,
)
from typfrage.results.wording.verdict import verdict
from typfrage.results.wording.weighting import NO_FRAME, weighting_sentences

__all__ = [
    "BAND_WORDS",
    "CRITERION_WORDS",
    "NO_FRAME",
    "NO_REGRESSION",
    "STANDING_WORDS",
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
    "benchmark_sentences",
    "card",
    "choice_of_k",
    "criterion_sentences",
    "enumeration",
    "lesson_lines",
    "matching_sentences",
    "method_name",
    "mixed_sentences",
    "published_note",
    "regression_sentences",
    "section_sentences",
    "splitting_sentences",
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
