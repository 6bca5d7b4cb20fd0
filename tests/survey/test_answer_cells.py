"""Cells of some answers are those of the whole frame, without a copy of it."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.answer_cells import AnswerCells

FRAME = pd.DataFrame({0: ["a", "b", "c"], 1: ["x", "y", "z"]}, index=pd.RangeIndex(2, 5))


def test_all_answers_are_there_at_first() -> None:
    cells = AnswerCells.of_all(FRAME)
    assert cells[1].to_dict() == {2: "x", 3: "y", 4: "z"}
    assert cells.index.equals(FRAME.index)


def test_what_is_left_out_stays_out() -> None:
    cells = AnswerCells.of_all(FRAME).of(FRAME.index[[0, 2]])
    assert cells[1].to_dict() == {2: "x", 4: "z"}
    assert cells.of(cells.index[:1])[0].to_dict() == {2: "a"}
    assert cells.frame is FRAME
