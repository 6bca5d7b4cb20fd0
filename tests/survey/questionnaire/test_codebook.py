"""Specification: what a codebook must look like, and what is said where it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from typfrage.problems import InputError
from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem, ScaleItem
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.yaml_files.yaml_document import LARGEST_FILE
from typfrage.survey.yaml_files.yaml_file import load_yaml

ROOT = Path(__file__).resolve().parents[3]

SMALL = """\
id: small
title: { de: "Klein", en: "Small" }
languages: [de, en]
blocks:
  - { id: teil, label: { de: "Teil", en: "Part" } }
items:
  - id: ags
    kind: key
    block: teil
    evidence: R
    format: ags
    agrees_with: land
    wording: { de: "Schlüssel", en: "Key" }
  - id: land
    kind: single
    block: teil
    evidence: R
    wording: { de: "Land", en: "Land" }
    options:
      - { id: eins, code: "01", label: { de: "Eins", en: "One" } }
      - { id: zwei, code: "02", label: { de: "Zwei", en: "Two" } }
    missing:
      - { code: "99", reason: dont_know, label: { de: "Weiß nicht", en: "Don’t know" } }
  - id: ziele
    kind: multiple
    block: teil
    evidence: F
    max_choices: 3
    wording: { de: "Ziele", en: "Goals" }
    asked_if: { item: land, chosen: [eins] }
    valid: { first: 2018-12-01 }
    options:
      - { id: ziel_a, code: "1", label: { de: "A", en: "A" } }
      - { id: ziel_b, code: "2", label: { de: "B", en: "B" }, residual: true }
"""

BROKEN = {
    "code without quotes": (
        'code: "01"',
        "code: 01",
        ["codebook.yml, line 20, items[1].options[0].code", "1", "in quotes"],
    ),
    "code twice": ('code: "02"', 'code: "01"', ["line 14, items[1]:", "'01'", "twice"]),
    "code of a missing value is an option's": (
        'code: "99"',
        'code: "02"',
        ["line 14, items[1]", "'02'", "twice"],
    ),
    "option twice": ("id: zwei", "id: eins", ["line 14, items[1]", "'eins'", "twice"]),
    "unknown kind": (
        "kind: multiple",
        "kind: many",
        ["line 25, items[2].kind", "'many'", "'multiple'"],
    ),
    "kind left out": (
        "    kind: multiple\n",
        "",
        ["line 24, items[2].kind", "required key is missing", "add it"],
    ),
    "unknown key": (
        "max_choices: 3",
        "max_choice: 3",
        ["line 28, items[2].max_choice", "unknown key", "spelling"],
    ),
    "required key left out": (
        "    evidence: F\n",
        "",
        ["line 24, items[2].evidence", "required key is missing", "add it"],
    ),
    "unknown evidence mark": (
        "evidence: F",
        "evidence: X",
        ["line 27, items[2].evidence", "'X'", "'F', 'D' or 'R'"],
    ),
    "number of choices as text": (
        "max_choices: 3",
        'max_choices: "3"',
        ["line 28, items[2].max_choices", "'3'", "whole number"],
    ),
    "no choice allowed": (
        "max_choices: 3",
        "max_choices: 0",
        ["line 28, items[2].max_choices", "0", "greater than or equal to 1"],
    ),
    "id with a capital": (
        "id: ziel_a",
        "id: Ziel_A",
        ["line 33, items[2].options[0].id", "'Ziel_A'", "^[a-z][a-z0-9_]*$"],
    ),
    "only one option": (
        '      - { id: zwei, code: "02", label: { de: "Zwei", en: "Two" } }\n',
        "",
        ["line 19, items[1].options", "at least 2"],
    ),
    "unknown block": (
        "kind: multiple\n    block: teil",
        "kind: multiple\n    block: tail",
        ["line 26, items[2].block", "'tail'", "one of teil"],
    ),
    "filter on an unknown item": (
        "item: land, chosen",
        "item: band, chosen",
        ["line 30, items[2].asked_if.item", "'band'", "one of land"],
    ),
    "filter on an unknown option": (
        "chosen: [eins]",
        "chosen: [eins, drei]",
        ["line 30, items[2].asked_if.chosen[1]", "'drei'", "one of eins, zwei"],
    ),
    "filter on nothing": (
        "chosen: [eins]",
        "chosen: []",
        ["line 30, items[2].asked_if.chosen", "at least 1"],
    ),
    "tick option named like an item": (
        "id: ziel_a",
        "id: land",
        ["line 33, items[2].options[0].id", "'land'", "of its own"],
    ),
    "wording of a language left out": (
        'label: { de: "Zwei", en: "Two" }',
        'label: { de: "Zwei" }',
        ["line 21, items[1].options[1].label", "'en'"],
    ),
    "wording is empty": (
        'wording: { de: "Ziele"',
        'wording: { de: " "',
        ["line 29, items[2].wording", "'de'"],
    ),
    "YAML takes no for false": (
        'en: "Two"',
        "en: no",
        ["line 21, items[1].options[1].label.en", "False", "in quotes"],
    ),
    "validity in the wrong order": (
        "valid: { first: 2018-12-01 }",
        "valid: { first: 2018-12-01, last: 2017-12-01 }",
        ["line 31, items[2].valid", "2017-12-01"],
    ),
    "date that does not exist": (
        "first: 2018-12-01",
        'first: "2018-13-01"',
        ["line 31, items[2].valid.first", "2018-13-01"],
    ),
    "pattern beside the AGS": (
        "    format: ags\n",
        '    format: ags\n    pattern: "x"\n',
        ["line 7, items[0]", "'pattern'"],
    ),
    "key agrees with nothing": (
        "agrees_with: land",
        "agrees_with: ziele",
        ["line 12, items[0].agrees_with", "'ziele'", "one of land"],
    ),
    "no key": (
        SMALL[SMALL.index("  - id: ags") : SMALL.index("  - id: land")],
        "",
        ["line 6, items", "0 items are of kind 'key'", "exactly one"],
    ),
    "unknown reason of emptiness": (
        "reason: dont_know",
        "reason: dunno",
        ["line 23, items[1].missing[0].reason", "'dunno'", "'dont_know'"],
    ),
    "a text instead of a list": (
        "languages: [de, en]",
        "languages: de",
        ["line 3, languages", "'de'", "a list"],
    ),
    "the same key twice": (
        "    evidence: F\n",
        "    evidence: F\n    evidence: R\n",
        ["line 28, column 5", "'evidence'", "twice"],
    ),
    "a bracket is never closed": ("languages: [de, en]", "languages: [de, en", ["line 4"]),
    "a tab as indentation": ("    kind: multiple", "\tkind: multiple", ["line 25", "valid YAML"]),
    "an alias": ("languages: [de, en]", "languages: &a [de, en]\nmore: *a", ["line 4", "aliases"]),
}


def _write(folder: Path, text: str) -> Path:
    path = folder / "codebook.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _load(path: Path) -> Codebook:
    return load_yaml(path, Codebook, codebook_flaws)


def _refused(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        _load(path)
    return str(refused.value)


def test_the_small_codebook_is_sound(tmp_path: Path) -> None:
    assert [item.id for item in _load(_write(tmp_path, SMALL)).items] == ["ags", "land", "ziele"]


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_codebook_is_refused_with_place_value_and_what_is_allowed(
    case: str, tmp_path: Path
) -> None:
    old, new, fragments = BROKEN[case]
    assert SMALL.count(old) == 1
    message = _refused(_write(tmp_path, SMALL.replace(old, new)))
    assert [fragment for fragment in ["codebook.yml", *fragments] if fragment not in message] == []


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('code: "01"', "code: 01").replace("evidence: F", "evidence: X")
    with pytest.raises(InputError) as refused:
        _load(_write(tmp_path, text))
    assert [problem.where for problem in refused.value.problems] == [
        "codebook.yml, line 20, items[1].options[0].code",
        "codebook.yml, line 27, items[2].evidence",
    ]


def test_all_contradictions_are_listed_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("item: land, chosen", "item: band, chosen")
    text = text.replace("agrees_with: land", "agrees_with: ziele")
    with pytest.raises(InputError) as refused:
        _load(_write(tmp_path, text))
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "null\n"])
def test_an_empty_file_is_refused(text: str, tmp_path: Path) -> None:
    assert "the file is empty" in _refused(_write(tmp_path, text))


def test_a_file_that_is_a_list_is_refused(tmp_path: Path) -> None:
    message = _refused(_write(tmp_path, "- id: small\n"))
    assert "a list is not allowed" in message
    assert "keys with values" in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    message = _refused(tmp_path / "codebook.yml")
    assert str(tmp_path / "codebook.yml") in message
    assert "missing" in message


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "codebook.yml").mkdir()
    assert "this is a folder" in _refused(tmp_path / "codebook.yml")


def test_another_encoding_is_refused_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yml"
    path.write_bytes(SMALL.encode("cp1252"))
    message = _refused(path)
    assert "is not UTF-8" in message
    assert "save the file in UTF-8" in message


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yml"
    path.write_bytes(SMALL.encode("utf-8-sig"))
    assert _load(path).id == "small"


def test_a_bomb_of_aliases_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "aliases (*name) are not allowed" in _refused(_write(tmp_path, "\n".join(lines)))


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    assert "nested too deeply" in _refused(_write(tmp_path, "[" * 20_000))


def test_a_tag_that_would_run_code_is_refused(tmp_path: Path) -> None:
    assert "tag" in _refused(_write(tmp_path, "id: !!python/object/apply:os.getcwd []\n"))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    message = _refused(_write(tmp_path, "#" * (LARGEST_FILE + 1)))
    assert f"at most {LARGEST_FILE:,} bytes" in message


def test_validity_covers_both_its_ends(tmp_path: Path) -> None:
    valid = _load(_write(tmp_path, SMALL)).item("ziele").valid
    assert valid.covers(date(2018, 12, 1))
    assert not valid.covers(date(2018, 11, 30))


def test_residual_options_form_no_types(tmp_path: Path) -> None:
    item = _load(_write(tmp_path, SMALL)).item("ziele")
    assert isinstance(item, MultipleItem)
    assert item.substantive == ("ziel_a",)


def test_unknown_items_are_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        _load(_write(tmp_path, SMALL)).item("nichts")


class TestShippedCodebook:
    """The codebook of the study asks what ``questionnaire.md`` reconstructs."""

    codebook = _load(ROOT / "data" / "codebook.yml").on(date(2018, 12, 1))

    def test_up_to_three_of_twelve_goals(self) -> None:
        goals = self.codebook.item("ziele")
        assert isinstance(goals, MultipleItem)
        assert (len(goals.substantive), goals.max_choices) == (12, 3)

    def test_eight_goals_are_found_and_four_reconstructed(self) -> None:
        goals = self.codebook.item("ziele")
        assert isinstance(goals, MultipleItem)
        marks = [option.evidence for option in goals.options]
        assert marks == ["F"] * 8 + ["R"] * 4

    def test_the_second_wave_asks_as_much(self) -> None:
        later = _load(ROOT / "data" / "codebook.yml").on(date(2024, 3, 1))
        for name in ("ziele", "basiskomponenten"):
            asked = later.item(name), self.codebook.item(name)
            assert len({len(item.columns) for item in asked}) == 1
        assert len(later.items) == len(self.codebook.items)

    def test_nine_components_each_with_its_operator(self) -> None:
        components = self.codebook.item("basiskomponenten")
        assert isinstance(components, MultipleItem)
        operators = [item.asked_if for item in self.codebook.items if item.id[:8] == "betrieb_"]
        assert [(c.chosen if c else ()) for c in operators] == [
            (name,) for name in components.substantive
        ]

    def test_nine_management_fields_on_five_points(self) -> None:
        scales = [item for item in self.codebook.items if item.block == "management"]
        assert len(scales) == 9
        assert all(isinstance(item, ScaleItem) and len(item.options) == 5 for item in scales)

    def test_codes_of_the_laender_begin_the_key(self) -> None:
        land = self.codebook.item(self.codebook.key.agrees_with or "")
        assert [o.code for o in getattr(land, "options", ())] == [f"{n:02d}" for n in range(1, 17)]
