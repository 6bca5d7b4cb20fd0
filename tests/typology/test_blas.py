"""Types are the same whichever linear algebra library a machine has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

STORED = Path(__file__).resolve().parents[1] / "references" / "stored"
# OpenBLAS computes with other instructions, in another order, on each of these processors.
LIBRARIES = (
    {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1"},
    {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "2"},
)
PROGRAM = """
import json, sys
import numpy as np, pandas as pd
from typfrage.typology import METHODS, find_types
from typfrage.validity import Settings, evaluate

few = Settings(starts=5, resample_starts=2, reference_starts=2, bootstrap=5, gap_samples=3,
               splits=2, pairs=2, null_samples=3, null_replicates=1, seeds=2)
found = {"product": (np.arange(1, 1001) ** -0.5 @ np.arange(1, 1001) ** -0.7).hex()}
for name in ("choices", "iris"):
    X = pd.read_csv(f"{sys.argv[1]}/{name}.csv").drop(columns="type", errors="ignore")
    for method in METHODS:
        for k in (2, 3, 4):
            types = find_types(X, k, method=method, starts=5, seed=1)
            found[f"{name} {method} {k}"] = types.labels.tolist()
    evaluation = evaluate(X, [2, 3, 4], settings=few, seed=1)
    # Sums of distances may differ in the last bits.
    found[f"{name} table"] = evaluation.table().round(9).astype(str).to_dict()
    found[f"{name} chosen"] = evaluation.chosen()
print(json.dumps(found))
"""


def found_with(library: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(STORED)],
        env={**os.environ, **library},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_another_library_finds_the_same_types() -> None:
    first, second = map(found_with, LIBRARIES)
    if first.pop("product") == second.pop("product"):
        pytest.skip("this machine's linear algebra does not take OPENBLAS_CORETYPE")
    assert first == second
