"""Are the types real? Criteria as pure functions with frozen results."""

from typfrage.validity.agreement import adjusted_rand_index, contingency
from typfrage.validity.jaccard import JaccardStability, bootstrap_jaccard, stability_band
from typfrage.validity.selection import Criteria, Evaluation, evaluate
from typfrage.validity.silhouette import Silhouette, silhouette_widths

__all__ = [
    "Criteria",
    "Evaluation",
    "JaccardStability",
    "Silhouette",
    "adjusted_rand_index",
    "bootstrap_jaccard",
    "contingency",
    "evaluate",
    "silhouette_widths",
    "stability_band",
]
