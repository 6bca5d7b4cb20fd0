"""The tutorial does what it says: its files are written, its commands run, its outputs compared."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from tests.project import ROOT

pytestmark = pytest.mark.end_to_end

TUTORIAL = ROOT / "docs" / "tutorial-own-survey.md"
BLOCK = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.M | re.S
)
FAILS = re.compile(r"#.*exit code (\d)")
QUICK = {
    "bootstrap: 100": "bootstrap: 10\n  splits: 5\n  pairs: 5\n  k_range: [2, 4]",
    "gap_samples: 50": "gap_samples: 10",
    "null_matrices: 99": "null_matrices: 19\n  null_replicates: 1",
    "certainty_replicates: 50": "certainty_replicates: 10",
}
"""What is computed often is computed rarely here."""


@dataclass(frozen=True)
class Block:
    kind: str
    title: str
    text: str


@dataclass
class Reader:
    """Somebody who does what the tutorial says, in an empty folder."""

    root: Path
    here: Path
    output: str = ""

    def follow(self, block: Block) -> None:
        match block.kind:
            case "sh":
                self.output = ""
                for line in block.text.splitlines():
                    self.run(line)
            case "text":
                for line in block.text.splitlines():
                    assert line in self.output, f"{line!r} is not in:\n{self.output}"
            case "diff":
                self.change(self.root / block.title, block.text)
            case _:
                (self.root / block.title).write_text(block.text, encoding="utf-8")

    def run(self, line: str) -> None:
        words = shlex.split(line, comments=True)
        if words[0] == "cd":
            self.here /= words[1]
            return
        own = {"python": [sys.executable], "typfrage": [sys.executable, "-m", "typfrage"]}
        done = subprocess.run(
            [*own[words[0]], *words[1:]],
            cwd=self.here,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PATH": os.defpath},
            capture_output=True,
            text=True,
            check=False,
        )
        expected = FAILS.search(line)
        assert done.returncode == (int(expected[1]) if expected else 0), done.stdout + done.stderr
        self.output += done.stdout + done.stderr

    def change(self, path: Path, diff: str) -> None:
        """Replace the lines with a minus by those with a plus; each change fits one place."""
        before = "".join(line[1:] for line in diff.splitlines(True) if line[0] in " -")
        after = "".join(line[1:] for line in diff.splitlines(True) if line[0] in " +")
        content = path.read_text(encoding="utf-8")
        assert content.count(before) == 1, f"{path.name} does not hold once:\n{before}"
        for often, seldom in QUICK.items():
            after = after.replace(often, seldom)
        path.write_text(content.replace(before, after), encoding="utf-8")


def _blocks() -> Iterator[Block]:
    for found in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8")):
        yield Block(found["kind"], found["title"] or "", found["text"])


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tutorial")
    reader = Reader(root, root)
    for block in _blocks():
        reader.follow(block)
    return root / "open-data"


def test_every_block_says_what_it_is() -> None:
    blocks = list(_blocks())
    assert len(blocks) == TUTORIAL.read_text(encoding="utf-8").count("```") / 2
    assert all(bool(block.title) == (block.kind not in ("sh", "text")) for block in blocks)


def test_the_planted_types_are_found(study: Path) -> None:
    """A third of the 240 towns each, less those that did not submit."""
    results = study / "_results" / "2026"
    sizes = pd.read_csv(results / "tbl-typen.csv")["count"]
    assert len(sizes) == 3
    assert sizes.between(60, 95).all()
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["numbers"]["goals.n"] == f"{sizes.sum()}"


def test_the_report_is_english_and_says_that_the_data_are_synthetic(study: Path) -> None:
    book = study / "_book" / "2026"
    assert len(list(book.glob("*.pdf"))) == 1
    for page in book.rglob("*.html"):
        if page.parent.name != "notebooks":
            text = page.read_text(encoding="utf-8")
            assert "Synthetic data." in text, page.name
            assert 'lang="en"' in text


def test_no_answer_of_a_single_town_is_published(study: Path) -> None:
    for folder in ("_results", "_book"):
        for path in (study / folder).rglob("*"):
            if path.suffix in (".md", ".csv", ".json", ".html", ".ipynb"):
                text = path.read_text(encoding="utf-8")
                assert not re.search(r"Town \d|Remark of town", text), path.name


def test_the_next_wave_reads_every_column_of_the_last_one(study: Path) -> None:
    text = (study / "data" / "waves" / "2028" / "wave.yml").read_text(encoding="utf-8")
    for item in ("key", "q2", "q3", "q4", "q5"):
        assert f"\n  {item}:" in text
    assert "exclusive: drop_exclusive" in text.replace('"', "")
    assert "not_submitted" in text
