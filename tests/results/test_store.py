"""The store: the one door to the book lets pass what is released, named and described."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.figure import Figure
from tests.project import contents

from typfrage.profiles.disclosure import (
    Column,
    DisclosureError,
    Partition,
    Released,
    release,
)
from typfrage.results.numbers import Format
from typfrage.results.plots.theme import theme
from typfrage.results.store import Store
from typfrage.results.stored_files import part_path

COLUMNS = (
    Column("type", "Typ"),
    Column("count", "Kommunen", "count", base="base"),
    Column("share", "Anteil", "share", 1, count="count", base="base"),
    Column("mean", "Mittel", "number", 2, base="base"),
    Column("base", "Basis", "count"),
)


def _open(folder: Path, **changes: object) -> Store:
    settings = {
        **{"notebook": "02_x", "synthetic": True, "minimum_cases": 5, "language": "de"},
        **{"inputs": {"raw.csv": "0" * 64}, "cell": lambda: "zelle"},
        **changes,
    }
    return Store(folder=folder, **settings)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return _open(tmp_path)


def _data(minimum_cases: int = 5, names: tuple[str, ...] = ("eins", "zwei", "drei")) -> Released:
    frame = pd.DataFrame({"type": names, "count": [1200, 3, 0], "base": 2000, "mean": -0.004})
    frame = frame.assign(share=frame["count"] / 2000, mean=[0.5, -0.004, float("nan")])
    return release(frame, COLUMNS, minimum_cases)


def _figure() -> Figure:
    with theme():
        figure, axes = plt.subplots()
        axes.bar(["ä", "b"], [1, 2])
    return figure


def _fill(store: Store) -> None:
    store.figure("fig-typen", _figure(), "Typen", "Balken.", _data())
    store.table("tbl-typen", _data(), "Typen")
    store.text("txt-typen", "Ein Satz.")
    store.number("goals.n", 412, Format())
    store.close()


def test_storing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    _fill(_open(tmp_path / "a"))
    _fill(_open(tmp_path / "b"))
    first = contents(tmp_path / "a")
    assert first == contents(tmp_path / "b")
    assert sorted(first) == [
        *("fig-typen.csv", "fig-typen.md", "fig-typen.png", "fig-typen.svg"),
        *("parts/02_x.json", "tbl-typen.csv", "tbl-typen.md", "txt-typen.md"),
    ]


def test_the_manifest_names_origin_verdict_and_true_hashes(store: Store) -> None:
    _fill(store)
    part = json.loads(part_path(store.folder, "02_x").read_text(encoding="utf-8"))
    assert part["notebook"] == "02_x"
    assert part["inputs"] == {"raw.csv": "0" * 64}
    assert part["numbers"] == {"goals.n": "412"}
    entry = part["entries"]["tbl-typen"]
    assert entry["cell"] == "zelle"
    assert entry["synthetic"] is True
    assert entry["disclosure"]["withheld"] == 2
    for entry in part["entries"].values():
        for name, digest in entry["files"].items():
            content = (store.folder / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == digest


def test_the_manifest_says_by_which_rules_each_thing_was_let_through(store: Store) -> None:
    sums = Partition(across="type", within=("all",), count="count")
    counts = pd.DataFrame({"type": list("abc"), "count": [3, 9, 20], "all": 1, "base": 32})
    store.table("tbl-a", release(counts, (*COLUMNS[:2], COLUMNS[-1]), 5, sums), "A")
    store.figure("fig-b", _figure(), "B", "Balken.", _data().rows(pd.Index([0])))
    store.text("txt-c", "Siehe @tbl-a und @fig-b, {{< include /_results/current/fig-b.md >}}")
    store.model("d", {}, made_from=["tbl-a"])
    store.number("x.share", 0.5, Format("share"), base=40)
    store.number("x.n", 40, Format())
    store.word("x.word", "vier")
    store.close()
    part = json.loads(part_path(store.folder, "02_x").read_text(encoding="utf-8"))
    partly, whole = (part["entries"][id_]["disclosure"] for id_ in ("tbl-a", "fig-b"))
    assert partly == {
        "verdict": "released, small counts and their company withheld",
        "minimum_cases": 5,
        "withheld": 2,
        "columns": {
            "type": {"kind": "text", "withheld": 0},
            "count": {"kind": "count", "base": "base", "withheld": 2},
            "base": {"kind": "count", "withheld": 0},
        },
        "sums": [{"across": "type", "within": ["all"], "count": "count"}],
    }
    assert whole["verdict"] == "released, nothing withheld"
    assert whole["columns"]["share"] == {
        "kind": "share",
        "count": "count",
        "base": "base",
        "withheld": 0,
    }
    assert part["entries"]["txt-c"]["made_from"] == ["fig-b", "tbl-a"]
    assert part["entries"]["d"]["made_from"] == ["tbl-a"]
    assert {path: rule.partition(":")[0] for path, rule in part["number_rules"].items()} == {
        "x.share": "share",
        "x.n": "count",
        "x.word": "word",
    }


def test_a_table_reads_as_german_readers_expect(store: Store) -> None:
    store.table("tbl-typen", _data(), "Typen.")
    lines = (store.folder / "tbl-typen.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:5]]
    assert cells[0] == ["Typ", "Kommunen", "Anteil", "Mittel", "Basis"]
    assert cells[2] == ["eins", "1.200", "60,0\u202f%", "0,50", "2.000"]
    assert cells[3] == ["zwei", ".", ".", "0,00", "2.000"]
    assert cells[4] == ["drei", "–", "–", "x", "2.000"]
    assert lines[6] == ": Typen. Synthetische Daten. {#tbl-typen}"


def test_a_table_reads_as_english_readers_expect(tmp_path: Path) -> None:
    store = _open(tmp_path, language="en", synthetic=False)
    store.table("tbl-typen", _data(), "Types")
    text = (tmp_path / "tbl-typen.md").read_text(encoding="utf-8")
    assert "| 1,200 | 60.0\u202f% | 0.50 |" in text
    assert ": Types. {#tbl-typen}" in text
    assert "ynthetic" not in text


def test_the_data_file_has_the_digits_of_the_table_and_withholds_the_same(store: Store) -> None:
    store.table("tbl-typen", _data(), "Typen")
    with (store.folder / "tbl-typen.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows == [
        ["type", "count", "share", "mean", "base"],
        ["eins", "1200", "0.6", "0.5", "2000"],
        ["zwei", ".", ".", "0.0", "2000"],
        ["drei", "0", "0.0", "", "2000"],
    ]


def test_a_figure_shows_its_data_on_the_site_and_withholds_the_same(store: Store) -> None:
    store.figure("fig-typen", _figure(), "Typen", "Balken.", _data())
    text = (store.folder / "fig-typen.md").read_text(encoding="utf-8")
    assert text.count("{#fig-typen") == 1
    assert "Zelle „zelle“, Daten [`fig-typen.csv`](/_results/current/fig-typen.csv)" in text
    rows = text[text.index("<tbody>") :].splitlines()[1:4]
    cells = [re.findall(r">([^<]*)</t[hd]>", row) for row in rows]
    assert cells == [
        ["eins", "1.200", "60,0\u202f%", "0,50", "2.000"],
        ["zwei", ".", ".", "0,00", "2.000"],
        ["drei", "–", "–", "x", "2.000"],
    ]


def test_the_data_behind_a_figure_repeat_what_a_table_groups(store: Store) -> None:
    columns = (Column("type", "Typ", grouped=True), Column("state", "Zustand"))
    frame = pd.DataFrame({"type": ["eins", "eins"], "state": ["a", "b"]})
    store.figure("fig-typen", _figure(), "Typen", "Balken.", release(frame, columns, 5))
    text = (store.folder / "fig-typen.md").read_text(encoding="utf-8")
    assert text.count('<th scope="row">eins</th>') == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_of_the_data_file_becomes_a_formula(store: Store, sign: str) -> None:
    formula = f"{sign}HYPERLINK(1)"
    store.table("tbl-typen", _data(names=(formula, "− Minus", "a=b")), "Typen")
    table = pd.read_csv(store.folder / "tbl-typen.csv", lineterminator="\n")
    assert table["type"].to_list() == ["'" + formula, "− Minus", "a=b"]


@pytest.mark.parametrize(
    "id_", ["typen", "fig-typen", "tbl-Typen", "tbl-", "tbl-a--b", "tbl-ä", "tbl-a_b", "tbl-../x"]
)
def test_an_id_must_be_a_safe_name(store: Store, id_: str) -> None:
    with pytest.raises(ValueError, match="must read tbl-…"):
        store.table(id_, _data(), "Typen")


def test_an_id_is_stored_once(store: Store) -> None:
    store.text("txt-a", "Eins.")
    with pytest.raises(ValueError, match="'txt-a' is stored already"):
        store.text("txt-a", "Zwei.")
    assert (store.folder / "txt-a.md").read_text(encoding="utf-8") == "Eins.\n"


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_needs_an_alternative_text(store: Store, alt: str) -> None:
    with pytest.raises(ValueError, match="no alternative text"):
        store.figure("fig-a", _figure(), "Titel", alt, _data())
    assert not list(store.folder.glob("fig-a*"))


def test_figures_are_closed_when_they_are_stored(store: Store) -> None:
    plt.close("all")
    store.figure("fig-a", _figure(), "Titel", "Balken.", _data())
    assert plt.get_fignums() == []


def test_what_has_not_passed_the_rules_is_refused(store: Store) -> None:
    with pytest.raises(DisclosureError, match="has not passed"):
        store.table("tbl-a", _data().frame, "Titel")  # type: ignore[arg-type]
    with pytest.raises(DisclosureError, match="released at 3 cases"):
        store.table("tbl-a", _data(minimum_cases=3), "Titel")
    assert not list(store.folder.glob("tbl-a*"))


@pytest.mark.parametrize(
    ("value", "how", "base"),
    [
        (1, Format(), None),
        (4, Format(), None),
        (4.4, Format(), None),
        (0.7, Format(), None),
        (0.5, Format("share"), None),
        (0.5, Format("share"), 4),
        (0.5, Format("points"), None),
        (0.01, Format("share"), 400),
        (0.99, Format("share"), 400),
        (3 / 412, Format("share", 1), 412),
    ],
)
def test_numbers_that_tell_of_few_are_refused(
    store: Store, value: float, how: Format, base: int | None
) -> None:
    with pytest.raises(DisclosureError):
        store.number("a.b", value, how, base)
    store.close()
    assert json.loads(part_path(store.folder, "02_x").read_text())["numbers"] == {}


@pytest.mark.parametrize(
    ("value", "how", "base", "text"),
    [
        (0, Format(), None, "0"),
        (5, Format(), None, "5"),
        (4.6, Format(), None, "5"),
        (0, Format("share"), 412, "0\u202f%"),
        (1, Format("share"), 5, "100\u202f%"),
        (5 / 412, Format("share", 1), 412, "1,2\u202f%"),
        (0.031, Format("points", 1), 412, "+3,1"),
        (3, Format("decimal"), None, "3"),
        (float("nan"), Format(), None, "x"),
        (float("nan"), Format("share"), 5, "x"),
    ],
)
def test_other_numbers_are_written(
    store: Store, value: float, how: Format, base: int | None, text: str
) -> None:
    store.number("a.b", value, how, base)
    store.close()
    part = json.loads(part_path(store.folder, "02_x").read_text(encoding="utf-8"))
    assert part["numbers"] == {"a.b": text}


@pytest.mark.parametrize("path", ["n", "Goals.n", "goals n.x", "goals..n", ".n", "goals.ä"])
def test_a_number_needs_a_dotted_path(store: Store, path: str) -> None:
    with pytest.raises(ValueError, match="no dotted path"):
        store.word(path, "x")


def test_a_number_is_stored_once(store: Store) -> None:
    store.word("a.b", "x")
    with pytest.raises(ValueError, match=r"'a\.b' is stored already"):
        store.number("a.b", 7, Format())


def test_a_notebook_that_runs_again_leaves_nothing_stale(tmp_path: Path) -> None:
    _fill(_open(tmp_path))
    other = _open(tmp_path, notebook="03_y")
    other.text("txt-andere", "Bleibt.")
    other.close()
    again = _open(tmp_path)
    assert sorted(contents(tmp_path)) == ["parts/03_y.json", "txt-andere.md"]
    again.text("txt-typen", "Neu.")
    again.close()
    assert sorted(contents(tmp_path)) == [
        *("parts/02_x.json", "parts/03_y.json", "txt-andere.md", "txt-typen.md")
    ]


@pytest.mark.parametrize("order", [("02_from", "03_to"), ("03_to", "02_from")])
def test_a_result_may_move_to_another_notebook_in_any_order(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    for notebook, id_ in (("02_from", "txt-moved"), ("03_to", "txt-stays")):
        store = _open(tmp_path, notebook=notebook)
        store.text(id_, "Gleich.")
        store.close()
    texts = {"02_from": [], "03_to": ["txt-stays", "txt-moved"]}
    for notebook in order:
        store = _open(tmp_path, notebook=notebook)
        for id_ in texts[notebook]:
            store.text(id_, "Gleich.")
        store.close()
    assert sorted(contents(tmp_path)) == [
        *("parts/02_from.json", "parts/03_to.json", "txt-moved.md", "txt-stays.md")
    ]


def test_a_notebook_that_did_not_close_does_not_count_as_done(tmp_path: Path) -> None:
    _open(tmp_path).text("txt-a", "Halb.")
    assert not part_path(tmp_path, "02_x").exists()


@pytest.mark.parametrize("secret", ["4711", "vertraulich"])
def test_withheld_values_reach_no_file(tmp_path: Path, secret: str) -> None:
    frame = pd.DataFrame({"type": ["a", "b"], "count": [3, 60], "base": 412, "mean": 1.0})
    frame = frame.assign(share=[4711.0, 0.5], extra="vertraulich")
    store = _open(tmp_path)
    store.table("tbl-a", release(frame, COLUMNS, 5), "Titel")
    store.figure("fig-a", _figure(), "Titel", "Balken.", release(frame, COLUMNS, 5))
    store.close()
    assert not any(secret.encode() in content for content in contents(tmp_path).values())
