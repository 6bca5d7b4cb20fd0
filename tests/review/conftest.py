"""A small folder of results, as a notebook stores it and the assembly step leaves it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook, new_output

FILES = {
    "fig-typen": {
        "fig-typen.svg": "<svg>1</svg>",
        "fig-typen.csv": "type,share\nA,0.31\nB,0.69\n",
        "fig-typen.md": "![Die Typen. Synthetische Daten.](fig-typen.svg)",
    },
    "tbl-typen": {
        "tbl-typen.csv": "type,count\nA,128\nB,284\n",
        "tbl-typen.md": "| Typ | n |\n|-----|---:|\n| A | 128 |\n| B | 284 |\n",
    },
    "tbl-versionen": {
        "tbl-versionen.csv": "key,value\nPython,3.11.7\nnumpy,2.4.6\n",
        "tbl-versionen.md": "| Python | 3.11.7 |\n| numpy | 2.4.6 |\n",
    },
    "txt-typen": {"txt-typen.md": "Zu A gehören 31,1\u202f% der Kommunen.\n"},
    "type_check": {"type_check.json": '{"answers": {"0 1": [2, 1, 66]}}\n'},
}
NUMBERS = {"goals.n": "412", "wave.response": "22,5\u202f%", "types.k": "vier"}
INPUTS = {"data/codebook.yml": "aa", "data/waves/2019/raw.csv": "bb"}

Write = Callable[..., Path]


@pytest.fixture
def write_results(tmp_path: Path) -> Write:
    """Write results.

    Its arguments: ``name``, the folder; ``changed``, new content by the name of a file; ``numbers``
    and ``inputs``, instead of :data:`NUMBERS` and :data:`INPUTS`; ``without``, ids that are not
    stored; ``output``, what the notebook's cell shows.
    """

    def write(
        name: str = "published",
        *,
        changed: Mapping[str, str] = {},
        numbers: Mapping[str, str] = NUMBERS,
        inputs: Mapping[str, str] = INPUTS,
        without: tuple[str, ...] = (),
        output: str = "412",
    ) -> Path:
        folder = tmp_path / name
        (folder / "notebooks").mkdir(parents=True)
        entries = {}
        for id_, files in FILES.items():
            if id_ in without:
                continue
            contents = {file: changed.get(file, text) for file, text in files.items()}
            for file, text in contents.items():
                (folder / file).write_text(text, encoding="utf-8")
            hashes = {
                file: hashlib.sha256(text.encode()).hexdigest() for file, text in contents.items()
            }
            cell = id_.partition("-")[2] or id_
            entries[id_] = {"notebook": "01_typen", "cell": cell, "files": hashes}
        manifest = {
            "wave": "2019",
            "synthetic": True,
            "inputs": dict(inputs),
            "numbers": dict(numbers),
            "entries": entries,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (folder / "_variables.yml").write_text(_variables(numbers), encoding="utf-8")
        shown = [new_output("stream", name="stdout", text=output)]
        cell = new_code_cell("#| label: versionen\nshow()", outputs=shown)
        nbformat.write(new_notebook(cells=[cell]), folder / "notebooks" / "01_typen.ipynb")
        return folder

    return write


def _variables(numbers: Mapping[str, str]) -> str:
    tree: dict[str, dict[str, str]] = {}
    for path, text in numbers.items():
        group, _, name = path.partition(".")
        tree.setdefault(group, {})[name] = text
    return str(yaml.safe_dump(tree, allow_unicode=True))
