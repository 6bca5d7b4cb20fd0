from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.typology.em import em_step
from typfrage.typology.latent_classes import (
    EmptyClassError,
    LatentClasses,
    LatentClassModel,
    fit_latent_classes,
    posterior,
)
from typfrage.typology.partition import ABSENT
from typfrage.typology.segments import Segments

# Input that belongs to others lies beside the project's folder, as the Japanese raw file does.
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "latent-classes"
MODELS = (
    "carcinoma_1", "carcinoma_2", "carcinoma_3", "values_1", "values_2", "gss82_2", "gss82_3",
)  # fmt: skip
# poLCA's log-likelihoods are stored to six decimals, AIC and BIC to four, shares to five and
# probabilities to four.
STORED_LIKELIHOOD, STORED_CRITERION, STORED_SHARE, STORED_PROBABILITY = 1e-6, 1e-4, 1e-5, 1e-4
# What EM leaves to climb.
LIKELIHOOD = 1e-7
# A log-likelihood is flat at its maximum: parameters are less certain than it.
PARAMETER = 1e-4
ROUNDING = 1e-12


def expected(name: str) -> dict[str, Any]:
    """What poLCA found, or a skipped test."""
    if not (SHARED / "expected.json").is_file():
        pytest.skip(
            "the latent class references are not beside the project; they are no part of it"
        )
    models = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))["models"]
    assert set(MODELS) == set(models)
    return models[name]


def answers(n: int, categories: tuple[int, ...], missing: float, seed: int) -> pd.DataFrame:
    """Answers of two classes, some of them missing."""
    rng = np.random.default_rng(seed)
    member = rng.random(n) < 0.4
    columns = {}
    for j, size in enumerate(categories):
        chance = rng.dirichlet(np.full(size, 0.5), 2)
        drawn = [rng.choice(size, p=chance[int(own)]) for own in member]
        columns[f"Q{j}"] = np.where(rng.random(n) < missing, np.nan, drawn)
    return pd.DataFrame(columns)


def assert_same(first: LatentClassModel, second: LatentClassModel) -> None:
    assert first.log_likelihood == pytest.approx(second.log_likelihood, abs=LIKELIHOOD)
    np.testing.assert_allclose(first.shares, second.shares, atol=PARAMETER)
    for item, block in first.probabilities.items():
        np.testing.assert_allclose(block, second.probabilities[item], atol=PARAMETER)


def plain_em(
    X: np.ndarray, classes: int, steps: int, rng: np.random.Generator
) -> tuple[float, np.ndarray, list[np.ndarray]]:
    """EM as in the textbook, case by case, one start; NaN = missing."""
    n, p = X.shape
    values = [np.unique(column[~np.isnan(column)]) for column in X.T]
    given = [X[:, [j]] == values[j] for j in range(p)]
    shares = np.full(classes, 1 / classes)
    responses = [rng.dirichlet(np.ones(len(v)), classes) for v in values]
    for _ in range(steps):
        likelihood = np.tile(shares, (n, 1))
        for j in range(p):
            known = ~np.isnan(X[:, j])
            likelihood[known] *= given[j][known] @ responses[j].T
        total = likelihood.sum(axis=1)
        member = likelihood / total[:, None]
        log_likelihood = np.log(total).sum()
        shares = member.mean(axis=0)
        responses = [(member.T @ g) / (member.T @ g).sum(axis=1, keepdims=True) for g in given]
    return log_likelihood, shares, responses


@pytest.mark.parametrize("name", MODELS)
def test_model_is_that_of_polca(name: str) -> None:
    """R: poLCA 1.6.0.2, best of at least 20 starts, tolerance 1e-12."""
    reference = expected(name)
    X = pd.read_csv(SHARED / reference["file"])
    model = fit_latent_classes(X, reference["classes"], seed=1)
    assert model.log_likelihood == pytest.approx(reference["log_likelihood"], abs=STORED_LIKELIHOOD)
    assert (model.n, model.parameters) == (reference["n"], reference["parameters"])
    assert model.aic == pytest.approx(reference["aic"], abs=STORED_CRITERION)
    assert model.bic == pytest.approx(reference["bic"], abs=STORED_CRITERION)
    np.testing.assert_allclose(model.shares, reference["shares"], atol=STORED_SHARE)
    for item, block in reference["probabilities"].items():
        np.testing.assert_allclose(model.probabilities[item], block, atol=STORED_PROBABILITY)
    assert model.converged


@pytest.mark.parametrize("missing", [0.0, 0.25])
@pytest.mark.parametrize("classes", [2, 3])
def test_likelihood_is_the_best_that_plain_em_finds(classes: int, missing: float) -> None:
    """Brute force: EM on the cases, 10 starts of 1500 steps."""
    X = answers(120, (2, 3, 2, 4, 2), missing, seed=5)
    rng = np.random.default_rng(1)
    found = [plain_em(X.to_numpy(), classes, 1500, rng) for _ in range(10)]
    log_likelihood, shares, responses = max(found, key=lambda end: end[0])
    model = fit_latent_classes(X, classes, starts=100, seed=2)
    assert model.log_likelihood > log_likelihood - LIKELIHOOD
    if classes == 2:
        assert model.log_likelihood == pytest.approx(log_likelihood, abs=LIKELIHOOD)
        order = np.argsort(-shares)
        np.testing.assert_allclose(model.shares, shares[order], atol=PARAMETER)
        for block, other in zip(model.probabilities.values(), responses, strict=True):
            np.testing.assert_allclose(block, other[order], atol=PARAMETER)


def test_log_likelihood_is_that_of_the_parameters() -> None:
    """Brute force: the probability of each case's answers from shares and probabilities."""
    X = answers(80, (2, 3, 2), 0.3, seed=7)
    model = fit_latent_classes(X, 2, seed=1)
    total = 0.0
    for case, row in enumerate(X.itertuples(index=False)):
        joint = model.shares.copy()
        for item, value in zip(X.columns, row, strict=True):
            if not np.isnan(value):
                joint *= model.probabilities[item][:, model.categories[item].index(value)]
        total += np.log(joint.sum())
        np.testing.assert_allclose(
            model.posterior[model.patterns.of_case[case]], joint / joint.sum(), atol=ROUNDING
        )
    assert model.log_likelihood == pytest.approx(total, abs=LIKELIHOOD)


def test_entropy_r2_is_that_of_the_cases(choices: pd.DataFrame) -> None:
    """Brute force: the entropy of every case's posterior probabilities."""
    model = fit_latent_classes(choices, 3, starts=5, seed=1)
    rows = model.posterior[model.patterns.of_case]
    entropies = [-sum(q * np.log(q) for q in row if q > 0) for row in rows]
    assert model.entropy_r2 == pytest.approx(1 - sum(entropies) / (len(choices) * np.log(3)))


def test_one_em_step_is_that_of_the_textbook() -> None:
    """Brute force: the parameters after one step, segments and missing answers included."""
    X = answers(60, (2, 3, 2, 2), 0.2, seed=3)
    patterns = fit_latent_classes(X, 1, starts=1, seed=0).patterns
    first, classes = patterns.first, 3
    rng, again = np.random.default_rng(8), np.random.default_rng(8)
    _, shares, responses = plain_em(X.to_numpy(), classes, 1, rng)
    start = np.concatenate([again.dirichlet(np.ones(size), classes).T for size in np.diff(first)])
    segments = Segments.of(patterns.columns)
    assert len(segments.of_pattern[0]) < len(X.columns)
    weights = np.bincount(patterns.of_case).astype(float)
    after, after_shares = np.empty_like(start), np.empty(classes)
    room = np.empty((2 * len(segments.columns) + len(start) + 2, classes))
    em_step(
        segments.of_pattern, segments.columns, weights, first,
        np.full(classes, 1 / classes), start, after_shares, after, room,
    )  # fmt: skip
    np.testing.assert_allclose(after_shares, shares, rtol=1e-12)
    np.testing.assert_allclose(after, np.vstack([r.T for r in responses]), rtol=1e-12)


def test_one_class_is_independence() -> None:
    """Special case: every item's marginal distribution, of the cases that answered it."""
    X = answers(90, (2, 3, 4), 0.2, seed=2)
    model = fit_latent_classes(X, 1, starts=3, seed=1)
    total = 0.0
    for item in X:
        counts = X[item].value_counts().sort_index()
        np.testing.assert_allclose(model.probabilities[item][0], counts / counts.sum())
        total += (counts * np.log(counts / counts.sum())).sum()
    assert model.log_likelihood == pytest.approx(total, abs=LIKELIHOOD)
    assert np.isnan(model.entropy_r2)
    assert model.starts_at_best == 3


def test_separated_patterns_are_classes() -> None:
    """Special case: three patterns without a common answer have closed-form maxima."""
    X = pd.DataFrame([["a"] * 6, ["b"] * 6, ["c"] * 6], columns=list("uvwxyz"))
    X = X.loc[[0] * 5 + [1] * 3 + [2] * 2].reset_index(drop=True)
    model = fit_latent_classes(X, 3, seed=1)
    counts = np.array([5, 3, 2])
    assert model.log_likelihood == pytest.approx(
        (counts * np.log(counts / 10)).sum(), abs=LIKELIHOOD
    )
    np.testing.assert_allclose(model.shares, counts / 10, atol=PARAMETER)
    assert np.array_equal(model.probabilities["u"], np.eye(3))
    assert model.entropy_r2 == pytest.approx(1)
    assert model.labels.tolist() == [0] * 5 + [1] * 3 + [2] * 2


def test_frequencies_are_repeated_rows() -> None:
    """Special case: a row with weight 3 is three rows, one with weight 0 is none."""
    X = answers(40, (2, 3, 2, 2), 0.2, seed=4)
    weights = np.random.default_rng(0).integers(0, 4, len(X))
    weighted = fit_latent_classes(X, 2, seed=1, sample_weight=weights)
    repeated = fit_latent_classes(X.loc[X.index.repeat(weights)], 2, seed=1)
    assert weighted.log_likelihood == repeated.log_likelihood
    assert (weighted.n, weighted.bic) == (repeated.n, repeated.bic)
    assert weighted.entropy_r2 == pytest.approx(repeated.entropy_r2)
    assert np.array_equal(weighted.mixture.responses, repeated.mixture.responses)
    assert np.array_equal(np.repeat(weighted.labels, weights), repeated.labels)


def test_what_only_absent_rows_answer_is_no_category() -> None:
    """Special case: a row of weight zero with a value of its own has no part in the model."""
    X = pd.DataFrame({"a": [0, 0, 1, 1, 7], "b": [0, 1, 0, 1, 1], "c": [0, 0, 1, 1, 1]})
    weighted = fit_latent_classes(X, 2, seed=1, sample_weight=[1, 1, 1, 1, 0])
    assert weighted.categories == {"a": (0, 1), "b": (0, 1), "c": (0, 1)}
    assert weighted.log_likelihood == fit_latent_classes(X[:4], 2, seed=1).log_likelihood
    assert len(weighted.labels) == 5


def test_the_order_of_rows_changes_nothing(choices: pd.DataFrame) -> None:
    order = np.random.default_rng(0).permutation(len(choices))
    model = fit_latent_classes(choices, 4, seed=1)
    shuffled = fit_latent_classes(choices.iloc[order], 4, seed=1)
    assert model.log_likelihood == shuffled.log_likelihood
    assert np.array_equal(model.mixture.responses, shuffled.mixture.responses)
    assert np.array_equal(model.labels[order], shuffled.labels)


def test_the_order_of_items_changes_nothing(choices: pd.DataFrame) -> None:
    """Special case: other start values, the same maximum and the same labels."""
    model = fit_latent_classes(choices, 4, seed=1)
    turned = fit_latent_classes(choices[choices.columns[::-1]], 4, seed=1)
    assert_same(model, turned)
    assert np.array_equal(model.labels, turned.labels)


def test_names_of_categories_change_nothing(choices: pd.DataFrame) -> None:
    """Special case: text, truth values and numbers of any type are the same categories."""
    model = fit_latent_classes(choices, 3, starts=5, seed=1)
    text = choices.replace({0: "no", 1: "yes"})
    for same in (text, text.astype("category"), choices.astype(bool), choices.to_numpy(float)):
        other = fit_latent_classes(same, 3, starts=5, seed=1)
        assert np.array_equal(model.mixture.responses, other.mixture.responses)
    assert fit_latent_classes(text, 1, seed=1).categories["X1"] == ("no", "yes")


def test_classes_are_ordered_by_share_then_by_probabilities() -> None:
    """Special case: of two classes of one size the one that answers 0 less often is first."""
    X = np.repeat([[1, 1, 1, 0], [0, 0, 0, 1], [1, 0, 1, 0]], [20, 20, 30], axis=0)
    model = fit_latent_classes(np.tile(X, (1, 2)), 3, seed=1)
    np.testing.assert_allclose(model.shares, [3 / 7, 2 / 7, 2 / 7], atol=PARAMETER)
    ones = np.stack([block[:, 1] for block in model.probabilities.values()], axis=1)
    assert ones[:, :4].round(3).tolist() == [[1, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]]


def test_missing_answers_of_every_kind_are_the_same() -> None:
    """Special case: NaN, None and pandas.NA."""
    X = answers(50, (2, 2, 3), 0.3, seed=9)
    model = fit_latent_classes(X, 2, starts=5, seed=1)
    nullable = X.astype("Int64")
    objects = X.astype(object).where(X.notna(), None)
    for same in (nullable, objects, objects.to_numpy(), objects.to_numpy().tolist()):
        other = fit_latent_classes(same, 2, starts=5, seed=1)
        assert model.log_likelihood == other.log_likelihood


def test_cases_without_any_answer_change_nothing() -> None:
    """Special case: they keep their place, with the shares as posterior probabilities."""
    X = answers(60, (2, 3, 2), 0.0, seed=9)
    empty = pd.DataFrame(np.nan, index=range(5), columns=X.columns)
    model = fit_latent_classes(X, 2, seed=1)
    longer = fit_latent_classes(pd.concat([empty, X], ignore_index=True), 2, seed=1)
    assert (longer.n, longer.bic, longer.entropy_r2) == (model.n, model.bic, model.entropy_r2)
    assert np.array_equal(longer.labels[5:], model.labels)
    np.testing.assert_allclose(
        longer.posterior[longer.patterns.of_case[:5]], np.tile(model.shares, (5, 1)), rtol=1e-12
    )


def test_answers_missing_at_random_do_not_mislead() -> None:
    """Simulation: half of the items are asked only where the first answer is 1.

    Left to the complete cases, the share of the first class would be far off.
    """
    rng = np.random.default_rng(11)
    shares, ones = np.array([0.6, 0.4]), np.array([[0.2] * 3 + [0.9] * 3, [0.8] * 3 + [0.3] * 3])
    member = rng.choice(2, 40_000, p=shares)
    X = (rng.random((len(member), 6)) < ones[member]).astype(float)
    X[X[:, 0] == 0, 3:] = np.nan
    sampling = 0.02
    model = fit_latent_classes(X, 2, starts=10, seed=1)
    np.testing.assert_allclose(model.shares, shares, atol=sampling)
    found = np.stack([block[:, 1] for block in model.probabilities.values()], axis=1)
    np.testing.assert_allclose(found, ones, atol=sampling)
    complete = X[X[:, 0] == 1]
    assert abs(model.labels[X[:, 0] == 1].mean() - shares[1]) > 10 * sampling
    assert 0.3 < len(complete) / len(X) < 0.5


def test_a_hundred_items_do_not_underflow() -> None:
    """Simulation: classes that differ in every item are recovered exactly."""
    rng = np.random.default_rng(2)
    member = rng.random(500) < 0.3
    chance = np.where(member[:, None], 0.9, 0.1) * np.ones(100)
    X = (rng.random(chance.shape) < chance).astype(int)
    model = fit_latent_classes(X, 2, starts=3, seed=1)
    assert np.isfinite(model.log_likelihood)
    assert np.array_equal(model.labels, member)


def test_more_starts_never_find_less(choices: pd.DataFrame) -> None:
    few, many = (
        fit_latent_classes(choices, 5, starts=starts, seed=3).log_likelihood for starts in (5, 40)
    )
    assert many >= few - LIKELIHOOD


def test_parameters_and_degrees_of_freedom_are_counted() -> None:
    """Special case: 2 · 3 · 4 cells leave 23 to vary; two classes take 1 + 2 · (1 + 2 + 3)."""
    model = fit_latent_classes(answers(400, (2, 3, 4), 0, seed=1), 2, starts=5, seed=1)
    assert (model.parameters, model.degrees_of_freedom) == (13, 10)


def test_posterior_of_the_same_cases_is_the_models() -> None:
    X = answers(60, (2, 3, 2), 0.2, seed=9)
    model = fit_latent_classes(X, 2, seed=1)
    same = model.posterior[model.patterns.of_case]
    np.testing.assert_allclose(posterior(model, X), same, rtol=1e-12)
    turned = X[X.columns[::-1]].assign(other="ignored")
    np.testing.assert_allclose(posterior(model, turned), same, rtol=1e-12)
    np.testing.assert_allclose(posterior(model, X.to_numpy()), same, rtol=1e-12)


def test_posterior_of_answers_that_no_class_gives_together() -> None:
    """Special case: the class that gives most of them."""
    X = np.repeat([[0, 0, 0, 0], [1, 1, 1, 1]], [6, 4], axis=0)
    model = fit_latent_classes(X, 2, seed=1)
    np.testing.assert_allclose(posterior(model, [[0, 1, 1, 1]]), [[0, 1]], atol=ROUNDING)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (pd.DataFrame({"a": [2], "b": [0], "c": [1]}), "item 'a' holds 2; allowed: 0, 1, or none"),
        (pd.DataFrame({"a": [1], "c": [1]}), r"X lacks the items \['b'\]"),
        ([[0, 1]], "X has 2 columns"),
    ],
)
def test_posterior_refuses_what_the_model_does_not_know(X: Any, message: str) -> None:
    known = pd.DataFrame({"a": [0, 0, 1, 1], "b": [0, 1, 0, 1], "c": [0, 0, 1, 1]})
    model = fit_latent_classes(known, 2, starts=3, seed=1)
    with pytest.raises(ValueError, match=message):
        posterior(model, X)


GOOD = [[0, 0], [0, 1], [1, 0], [1, 1]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"classes": 0}, "classes is 0; allowed: 1 to the number of distinct answers, 4"),
        ({"classes": 5}, "classes is 5; allowed: 1 to the number of distinct answers, 4"),
        ({"starts": 0}, "starts is 0; allowed: at least 1"),
        ({"X": [[0, 1], [1, 1]]}, "item 1 holds only 1; allowed: at least two categories"),
        ({"X": [[0, np.nan], [1, np.nan]]}, "item 1 holds no answer; allowed: at least two"),
        ({"X": [[0, np.inf], [1, 0]]}, "item 1 holds an infinite number"),
        ({"X": [0, 1]}, r"shape \(2,\)"),
        ({"X": np.empty((0, 2))}, r"shape \(0, 2\)"),
        ({"X": pd.DataFrame([[0, 1], [1, 0]], columns=["a", "a"])}, "more than one column 'a'"),
        ({"sample_weight": [1, 1, 1]}, "one number from 0 for each of 4 rows"),
        ({"sample_weight": [1, 1, 1, -1]}, "one number from 0 for each of 4 rows"),
        ({"sample_weight": [0, 0, 0, 0]}, "zero everywhere"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_latent_classes(**{"X": GOOD, "classes": 1, "seed": 1, **arguments})


def test_what_is_no_category_is_refused() -> None:
    with pytest.raises(TypeError, match="item 'a' holds what is no category"):
        fit_latent_classes(pd.DataFrame({"a": [{}, 1], "b": [0, 1]}), 1, seed=1)


def test_partition_is_the_models(choices: pd.DataFrame) -> None:
    """Special case: the method on distinct points and the model on the cases."""
    model = fit_latent_classes(choices, 4, seed=1)
    points, weights = np.unique(choices.to_numpy(float), axis=0, return_counts=True)
    found = LatentClasses(points).partition(weights, 4, starts=50, rng=np.random.default_rng(1))
    assert found.objective == pytest.approx(-model.log_likelihood, abs=LIKELIHOOD)
    assert found.starts_at_best == model.starts_at_best
    labels = model.pattern_labels
    pairs = set(zip(found.labels.tolist(), labels.tolist(), strict=True))
    assert len(pairs) == 4
    assert list(dict.fromkeys(found.labels.tolist())) == [0, 1, 2, 3]


def test_points_without_weight_are_absent(choices: pd.DataFrame) -> None:
    """Special case: as if they had not been there."""
    points, weights = np.unique(choices.to_numpy(float), axis=0, return_counts=True)
    weights[::3] = 0
    with_absent, without = (
        LatentClasses(p).partition(w, 3, starts=20, rng=np.random.default_rng(1))
        for p, w in ((points, weights), (points[weights > 0], weights[weights > 0]))
    )
    assert (with_absent.labels[::3] == ABSENT).all()
    assert np.array_equal(with_absent.labels[weights > 0], without.labels)
    assert with_absent.objective == pytest.approx(without.objective, abs=LIKELIHOOD)


def test_a_class_that_is_nobodys_is_refused() -> None:
    """Special case: the smaller class has 7 % and a part of one pattern only."""
    points = np.array(list(product((0, 1), repeat=3)))
    weights = [28, 19, 20, 27, 17, 23, 25, 7]
    with pytest.raises(EmptyClassError, match="of 2 latent classes only 1"):
        LatentClasses(points).partition(weights, 2, starts=30, rng=np.random.default_rng(1))
