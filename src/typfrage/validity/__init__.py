"""Are the types real? Criteria as pure functions with frozen results."""

from typfrage.validity.agreement import (
    Agreement,
    adjusted_rand_index,
    compare_partitions,
    contingency,
)
from typfrage.validity.alternatives import (
    Alternatives,
    ItemAgreement,
    MethodAgreement,
    SeedAgreement,
    agreement_of_methods,
    agreement_of_seeds,
    agreement_without_items,
)
from typfrage.validity.arguments import UndefinedError
from typfrage.validity.certainty import Certainty, assignment_certainty, type_shares
from typfrage.validity.curveball import curveball
from typfrage.validity.dispersion import Dispersion, dispersion
from typfrage.validity.evaluation import Evaluation, evaluate
from typfrage.validity.gap import GapStatistic, gap_statistic
from typfrage.validity.information import InformationCriteria, information_criteria
from typfrage.validity.instability import Instability, instability
from typfrage.validity.jaccard import JaccardStability, bootstrap_jaccard, stability_band
from typfrage.validity.null_benchmark import NullBenchmark, null_benchmark
from typfrage.validity.prediction import PredictionStrength, prediction_strength
from typfrage.validity.registry import CRITERIA, Criterion
from typfrage.validity.silhouette import Silhouette, silhouette_widths, silhouettes
from typfrage.validity.task import Settings

__all__ = [
    "CRITERIA",
    "Agreement",
    "Alternatives",
    "Certainty",
    "Criterion",
    "Dispersion",
    "Evaluation",
    "GapStatistic",
    "InformationCriteria",
    "Instability",
    "ItemAgreement",
    "JaccardStability",
    "MethodAgreement",
    "NullBenchmark",
    "PredictionStrength",
    "SeedAgreement",
    "Settings",
    "Silhouette",
    "UndefinedError",
    "adjusted_rand_index",
    "agreement_of_methods",
    "agreement_of_seeds",
    "agreement_without_items",
    "assignment_certainty",
    "bootstrap_jaccard",
    "compare_partitions",
    "contingency",
    "curveball",
    "dispersion",
    "evaluate",
    "gap_statistic",
    "information_criteria",
    "instability",
    "null_benchmark",
    "prediction_strength",
    "silhouette_widths",
    "silhouettes",
    "stability_band",
    "type_shares",
]
