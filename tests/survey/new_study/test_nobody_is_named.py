"""What respondents wrote is in no file of a new study but the export itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from typfrage.survey.new_study.begin import Wanted, begin_study

pyreadstat = pytest.importorskip("pyreadstat")

KEYS = [f"0599{5000 + at}" for at in range(60)]


def begun(folder: Path, frame: pd.DataFrame, labels: dict[str, dict[float, str]]) -> Path:
    """Begin a study with an SPSS file."""
    export = folder / "export.sav"
    words = {name: f"Contact: {name}" for name in frame}
    pyreadstat.write_sav(
        frame.assign(ags=KEYS), export, column_labels=words, variable_value_labels=labels
    )
    begin_study(folder / "study", Wanted("Study", "en", "2024", export))
    return folder / "study"


def said(study: Path) -> str:
    """All that is written about the export."""
    files = [study / "data" / "codebook.yml", *(study / "data" / "waves" / "2024").glob("*.*")]
    return "\n".join(f.read_text(encoding="utf-8") for f in files if f.suffix in (".yml", ".md"))


@pytest.mark.parametrize("often", [1, 20])
def test_texts_that_spss_numbered_are_no_options(tmp_path: Path, often: int) -> None:
    """AUTORECODE makes each text a label; one may stand there again and again."""
    numbers = [float(max(1, at - often + 2)) for at in range(40)] + [float("nan")] * 20
    labels = {number: f"Geheim {number:.0f}" for number in set(numbers[:40])}
    text = said(begun(tmp_path, pd.DataFrame({"note": numbers}), {"note": labels}))
    assert "Geheim" not in text
    assert "kind: text" in text


def test_labels_that_nobody_or_many_chose_are_options(tmp_path: Path) -> None:
    frame = pd.DataFrame({"place": [1.0, 2.0] * 29 + [3.0, 3.0]})
    labels = {1.0: "North", 2.0: "South", 3.0: "East", 4.0: "West"}
    text = said(begun(tmp_path, frame, {"place": labels}))
    assert all(label in text for label in labels.values())


@pytest.mark.parametrize(("written", "shown"), [(1, False), (3, True)])
def test_what_few_wrote_is_no_sign_of_a_tick(tmp_path: Path, written: int, shown: bool) -> None:
    cells = ["Geheim"] * written + [""] * (60 - written)
    frame = pd.DataFrame({"told_a": cells, "told_b": cells[::-1]})
    assert ("Geheim" in said(begun(tmp_path, frame, {}))) == shown


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
@pytest.mark.parametrize(
    "name",
    [
        "data/waves/2024/raw.csv",
        "data/waves/2024/corrections.yml",
        "data/.2024.123.draft/raw.sav",
        "export.xlsx",
    ],
)
def test_git_leaves_out_answers(tmp_path: Path, name: str) -> None:
    begin_study(tmp_path / "study", Wanted("Study", "en", "2024"))
    git = ["git", "-C", str(tmp_path / "study")]
    subprocess.run([*git, "init", "-q"], check=True)
    ignored = subprocess.run([*git, "check-ignore", "-q", name], check=False)
    assert ignored.returncode == 0
    kept = subprocess.run([*git, "check-ignore", "-q", "data/codebook.yml"], check=False)
    assert kept.returncode == 1
