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
from typfrage.results.wording.phrases import enumeration
from typfrage.results.wording.splitting import alt_splitting, splitting_sentences
from typfrage.results.wording.stability import (
    BAND_WORDS,
    STANDING_WORDS,
    alt_mixed,
    alt_stability,
    mixed_sentences,
    type_verdicts,
)
from typfrage.results.wording.types import (
    absent_type,
    alt_goals,
    alt_heatmap,
    alt_types,
    matching_sentences,
    type_portrait,
    types_overview,
)
from typfrage.results.wording.verdict import verdict

__all__ = [
    "BAND_WORDS",
    "CRITERION_WORDS",
    "STANDING_WORDS",
    "absent_type",
    "agreement_of_methods",
    "agreement_of_starts",
    "agreement_without_items",
    "alt_benchmark",
    "alt_criteria",
    "alt_goals",
    "alt_heatmap",
    "alt_items",
    "alt_methods",
    "alt_mixed",
    "alt_splitting",
    "alt_stability",
    "alt_types",
    "benchmark_sentences",
    "choice_of_k",
    "criterion_sentences",
    "enumeration",
    "matching_sentences",
    "method_name",
    "mixed_sentences",
    "splitting_sentences",
    "type_portrait",
    "type_verdicts",
    "types_overview",
    "verdict",
]
