"""Random tables, and what is read of an export, for tests of all formats."""

from __future__ import annotations

from hypothesis import strategies as st

from typfrage.survey.raw_table import RawTable

Rows = list[list[str]]


def texts(alphabet: str, longest: int = 4) -> st.SearchStrategy[str]:
    return st.text(alphabet, max_size=longest)


@st.composite
def tables(draw: st.DrawFn, alphabet: str, narrowest: int = 1, longest: int = 6) -> Rows:
    """At most so many rows of one width, the first with names; no row is wholly empty."""
    width = draw(st.integers(narrowest, 4))
    rows = draw(st.integers(1, longest))
    header = [f"v{at}" for at in range(width)]
    cells = st.lists(texts(alphabet), min_size=width, max_size=width)
    body = st.lists(cells.filter(any), min_size=rows, max_size=rows)
    return [header, *draw(body)]


def content(table: RawTable) -> Rows:
    """Names and cells of what was read."""
    return [list(table.header), *table.cells.to_numpy().tolist()]
