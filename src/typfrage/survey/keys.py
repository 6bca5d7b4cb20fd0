"""Municipality keys: repaired only where there is no doubt, and checked against their structure."""

from __future__ import annotations

import re

import pandas as pd

from typfrage.survey.audit import AuditLog
from typfrage.survey.codebook import KeyItem
from typfrage.survey.conversion import trimmed

AGS = re.compile(r"(0[1-9]|1[0-6])[0-9]{6}")
"""Amtlicher Gemeindeschlüssel: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3 digits."""

_AGS_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{6}")
_SURELY_WITHOUT_ZERO = re.compile(r"[2-9][0-9]{6}")
"""What begins with 1 may as well be a key of the Länder 10 to 16 that lost another digit."""

_LISTED_ROWS = 10


def clean_keys(
    cells: pd.Series, position: int, item: KeyItem, partner: pd.Series | None, log: AuditLog
) -> pd.Series:
    """Return the keys as text.

    A spreadsheet takes the leading zero from the AGS of the Länder 01 to 09. It is put back where
    seven digits remain and the Land that results is the one that was answered or, if the codebook
    names no item that the key must agree with, where the digits can be no key of another Land.

    Args:
        cells: (answers,) text of the key's column.
        position: The column's position in the raw file.
        item: The key's item.
        partner: (answers,) code of the Land that was answered, empty where it was not answered;
            ``None`` where it was not asked.
        log: Where changes and problems go.
    """
    keys = trimmed(cells, position, item.id, log)
    if item.format == "ags":
        if partner is None:
            short = keys.str.fullmatch(_SURELY_WITHOUT_ZERO)
        else:
            short = keys.str.fullmatch(_AGS_WITHOUT_ZERO) & (("0" + keys.str[:1]) == partner)
        log.change(keys[short], "0" + keys[short], position, "leading_zero", item.id)
        keys = keys.where(~short, "0" + keys)
        pattern, expected = AGS, "eight digits, the first two a Land from 01 to 16"
    else:
        assert item.pattern is not None
        pattern, expected = re.compile(item.pattern), f"text that matches {item.pattern}"
    wrong = keys.index[~keys.str.fullmatch(pattern)]
    log.problem(wrong, position, "the key " + keys[wrong].map(repr) + " is no key", expected)
    return keys


def refuse_doubles(keys: pd.Series, position: int, log: AuditLog) -> None:
    """Note every key that two answers carry; empty keys are noted as no keys already."""
    double = keys[keys.duplicated(keep=False) & (keys != "")]
    for key, group in double.groupby(double, sort=True):
        rows = ", ".join(str(row) for row in group.index[:_LISTED_ROWS])
        if len(group) > _LISTED_ROWS:
            rows += f" and {len(group) - _LISTED_ROWS} more"
        log.problem(
            group.index[1:2],
            position,
            f"the key {key!r} stands in rows {rows}",
            "one answer a municipality",
            "correct the wrong key in corrections.yml, or add a screening rule with superseded_by",
        )


def refuse_disagreement(keys: pd.Series, partner: pd.Series, position: int, log: AuditLog) -> None:
    """Note every key of an answer that counts whose Land is another one than answered."""
    answered = partner.loc[keys.index]
    differs = keys.str.fullmatch(AGS) & (keys.str[:2] != answered) & (answered != "")
    rows = keys.index[differs]
    what = "the key " + keys[rows].map(repr) + " lies in another Land than answered"
    log.problem(rows, position, what, "a key that begins with the Land's two digits")
