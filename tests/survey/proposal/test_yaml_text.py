"""What is written into ``wave.yml`` is read back as it was, whatever a column is called."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from typfrage.survey.proposal.yaml_text import column_ref, flow
from typfrage.survey.waves.source import HeaderCell

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.booleans() | st.integers() | st.none(), max_size=3))
def test_keys_and_values_survive(content: dict[str, object]) -> None:
    assert yaml.safe_load(f"{flow(content)}  # a comment") == content


@given(ANY_TEXT, st.integers(1, 999))
def test_names_of_columns_survive(name: str, at: int) -> None:
    assert yaml.safe_load(column_ref(name)) == name
    cell = column_ref(HeaderCell(at=at, header=name))
    assert yaml.safe_load(cell) == {"at": at, "header": name}
