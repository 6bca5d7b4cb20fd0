"""A study with one wide wave: 150 columns, mostly codes of one or two characters, a tenth empty."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

MULTIPLES, OPTIONS, SINGLES, SCALES, NUMBERS = 11, 10, 15, 10, 8
EMPTY, SEED = 0.1, 20201020
TICKED, UNTICKED = ("1",), ("0", "")
# Länder with Regierungsbezirke, so that there are more than a million keys.
LAENDER = {"05": "13579", "09": "1234567"}

Cells = dict[str, pa.Array]


def answers(rows: int) -> Cells:
    """Draw answers: text by column name."""
    rng = np.random.default_rng(SEED)
    land, keys = _keys(rows, rng)
    seconds = rng.integers(90 * 86_400, size=rows).astype("timedelta64[s]")
    cells: Cells = {
        "id": _numbers(np.arange(1, rows + 1)),
        "submitdate": pa.array(np.datetime64("2018-12-01T08:00:00") + seconds).cast("string"),
        "lastpage": _numbers(rng.integers(6, 8, size=rows)),
        "language": pa.array(["de"] * rows),
        "seed": _numbers(rng.integers(10**9, size=rows)),
        "AGS": keys,
        "LAND": land,
    }
    for item in range(1, MULTIPLES + 1):
        left_out = rng.random(rows) < EMPTY
        for option in range(1, OPTIONS + 1):
            ticks = rng.integers(2, size=rows)
            cells[f"M{item}_{option}"] = _codes(["0", "1", ""], np.where(left_out, 2, ticks))
    for name, codes in _singles().items():
        places = rng.integers(len(codes), size=rows)
        places[rng.random(rows) < EMPTY] = len(codes)
        cells[name] = _codes([*codes, ""], places)
    for item in range(1, NUMBERS + 1):
        numbers = pa.array(rng.integers(1, 100_000, size=rows), mask=rng.random(rows) < EMPTY)
        cells[f"N{item}"] = numbers.cast("string").fill_null("")
    return cells


def write_study(root: Path, file: Path, **source: Any) -> Path:
    """Write codebook and wave.yml for a raw file that lies anywhere."""
    folder = root / "data" / "waves" / "2019"
    folder.mkdir(parents=True, exist_ok=True)
    with file.open("rb") as raw:
        sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    wave = {
        **_wave(),
        "source": {
            **{"file": str(file), "external": True, "sha256": sha256, "answer_id": "id"},
            **{"ticked": TICKED, "unticked": UNTICKED, **source},
        },
    }
    (root / "data" / "codebook.yml").write_text(json.dumps(_codebook()), encoding="utf-8")
    (folder / "wave.yml").write_text(json.dumps(wave), encoding="utf-8")
    return root


def _keys(rows: int, rng: np.random.Generator) -> tuple[pa.Array, pa.Array]:
    """Länder and keys, no key twice."""
    places = [land + bezirk for land, digits in LAENDER.items() for bezirk in digits]
    chosen = rng.permutation(len(places) * 99 * 999)[:rows]
    place, rest = np.divmod(chosen, 99 * 999)
    kreis, gemeinde = np.divmod(rest, 999)
    digits = (kreis + 1) * 1000 + gemeinde + 1
    keys = [f"{places[p]}{d:05d}" for p, d in zip(place.tolist(), digits.tolist(), strict=True)]
    return pa.array([key[:2] for key in keys]), pa.array(keys)


def _numbers(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast("string")


def _codes(codes: list[str], places: np.ndarray) -> pa.Array:
    return pa.array(codes).take(pa.array(places))


def _singles() -> dict[str, list[str]]:
    codes = {f"S{at}": [f"A{code}" for code in range(1, 7)] for at in range(1, SINGLES + 1)}
    return codes | {f"L{at}": list("12345") for at in range(1, SCALES + 1)}


def _codebook() -> dict[str, Any]:
    items = [
        _item("ags", "key", format="ags", agrees_with="land"),
        _item("land", "single", options=_options("land", list(LAENDER))),
        *(
            _item(f"m{at}", "multiple", options=_options(f"m{at}", _up_to(OPTIONS)))
            for at in range(1, MULTIPLES + 1)
        ),
        *(
            _item(name.lower(), kind, options=_options(name.lower(), codes))
            for name, codes in _singles().items()
            for kind in ["scale" if name.startswith("L") else "single"]
        ),
        *(
            _item(f"n{at}", "number", unit={"de": "Personen"}, minimum=1)
            for at in range(1, NUMBERS + 1)
        ),
    ]
    return {
        **{"id": "wide", "title": {"de": "Breite Studie"}, "languages": ["de"]},
        **{"blocks": [{"id": "teil", "label": {"de": "Teil"}}], "items": items},
    }


def _wave() -> dict[str, Any]:
    label = {"de": "Regel"}
    return {
        **{"id": "2019", "title": {"de": "Welle"}, "synthetic": True, "contacted": 2_000_000},
        "field_period": {"first": "2018-12-01", "last": "2019-02-28"},
        "gebietsstand": "2018-12-31",
        "screening": [
            {"reason": "test", "label": label, "column": "AGS", "equals": ["99999999"]},
            {"reason": "broken_off", "label": label, "column": "submitdate", "empty": True},
            {"reason": "again", "label": label, "superseded_by": "submitdate"},
        ],
        "analysis": {"types_from": "m1", "k": 4, "seed": SEED},
        "columns": {
            **{"ags": {"column": "AGS"}, "land": {"column": "LAND"}},
            **{f"m{at}": {"template": f"M{at}_{{code}}"} for at in range(1, MULTIPLES + 1)},
            **{name.lower(): {"column": name} for name in _singles()},
            **{f"n{at}": {"column": f"N{at}"} for at in range(1, NUMBERS + 1)},
        },
    }


def _item(name: str, kind: str, **rest: object) -> dict[str, Any]:
    wording = {"de": f"Frage {name}"}
    return {"id": name, "kind": kind, "block": "teil", "evidence": "R", "wording": wording, **rest}


def _options(item: str, codes: list[str]) -> list[dict[str, Any]]:
    return [
        {"id": f"{item}_{code.lower()}", "code": code, "label": {"de": f"Vorgabe {code}"}}
        for code in codes
    ]


def _up_to(number: int) -> list[str]:
    return [str(code) for code in range(1, number + 1)]
