"""What the README shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

README = (Path(__file__).resolve().parents[1] / "README.md").read_text("utf-8")


def test_the_python_example_runs(choices: pd.DataFrame) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    # As an example would be tried out: few answers, one case each, and little resampling.
    example = example.replace("seed=1, jobs=2", "seed=1, settings=few")
    assert "settings=few" in example
    from typfrage.validity import Settings

    few = Settings(
        starts=3, resample_starts=1, reference_starts=1, bootstrap=3, gap_samples=3, splits=2,
        pairs=2, null_samples=2, null_replicates=1, seeds=2,
    )  # fmt: skip
    names = {"answers": choices, "counts": np.ones(len(choices)), "few": few}
    exec(example, names)
    assert len(names["types"]) == len(choices)
    assert names["table"].index.tolist() == list(range(1, 9))


def test_its_figures_of_speed_are_those_of_the_last_benchmark() -> None:
    """Bars and machine stand in the results of the benchmarks word for word."""
    folder = Path(__file__).resolve().parents[1] / "benchmarks"
    results = (folder / "results.md").read_text("utf-8")
    every = results + (folder / "reading.md").read_text("utf-8")
    beginnings = ("| whole table", "| each criterion", "| 1,000,000 answers")
    quoted = [line for line in README.splitlines() if line.startswith(beginnings)]
    assert len(quoted) == 7
    for line in quoted:
        assert line in every
    machine = results.split("## Machine")[1].split("##")[0].strip()
    assert machine in README
