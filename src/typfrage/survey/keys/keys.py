"""Municipality keys: repaired only where there is no doubt, and checked against their structure."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from typfrage.survey.audit import AuditLog
from typfrage.survey.conversion import trimmed
from typfrage.survey.keys.ags import AGS, structure_flaw
from typfrage.survey.keys.key_doubts import doubt
from typfrage.survey.keys.key_repair import repaired
from typfrage.survey.keys.municipality import AboutTheMunicipality
from typfrage.survey.questionnaire.codebook import KeyItem
from typfrage.survey.raw_table import LISTED_PROBLEMS
from typfrage.survey.whole_cell import matches_whole

_LISTED_ROWS = 10
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_EXPECTED_AGS = "eight digits: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3"


def clean_keys(
    cells: pd.Series, position: int, item: KeyItem, about: AboutTheMunicipality, log: AuditLog
) -> pd.Series:
    """Return the keys as text.

    Keys in the form ``ags`` are repaired where there is no doubt, see
    :func:`typfrage.survey.keys.key_repair.repaired`, and checked against the structure of the AGS.

    Args:
        cells: (answers,) text of the key's column.
        position: The column's position in the raw file.
        item: The key's item.
        about: What else the answers say.
        log: Where changes and problems go.
    """
    found = trimmed(cells, position, item.id, log)
    if item.format == "pattern":
        assert item.pattern is not None
        wrong = found.index[~matches_whole(found, item.pattern)]
        what = "the key " + found[wrong].map(repr) + " is no key"
        log.problem(wrong, position, what, f"text that matches {item.pattern}")
        return found
    keys = repaired(found, position, item.id, about.land, about.kind, log)
    _refuse_wrong(found, keys, position, about, log)
    if about.kind is not None:
        _refuse_wrong_kind(keys, about.kind, position, log)
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
            f"the key {key!r} stands in {log.table.unit}s {rows}",
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


def _refuse_wrong(
    found: pd.Series, keys: pd.Series, position: int, about: AboutTheMunicipality, log: AuditLog
) -> None:
    """Note what is no key of a municipality, with what it might have been."""
    numbers, distinct = pd.factorize(keys)
    flawed = [
        not _EIGHT_DIGITS.fullmatch(key) or bool(structure_flaw(key, about.gebietsstand))
        for key in distinct
    ]
    wrong = keys.index[np.array(flawed, dtype=bool)[numbers]]
    listed = wrong[:LISTED_PROBLEMS]
    land, kind = (
        pd.Series("", index=listed) if column is None else column.loc[listed]
        for column in (about.land, about.kind)
    )
    reasons = [
        f"the key {was!r} is no key: {doubt(key, of, what, about.gebietsstand)}"
        for was, key, of, what in zip(found[listed], keys[listed], land, kind, strict=True)
    ]
    log.problem(wrong, position, pd.Series(reasons, listed, dtype="str"), _EXPECTED_AGS)


def _refuse_wrong_kind(keys: pd.Series, kind: pd.Series, position: int, log: AuditLog) -> None:
    """Note keys of Kreise for Gemeinden, and the other way round."""
    whole = keys.str.fullmatch(AGS)
    of_kreis = keys.str.endswith("000")
    rows = keys.index[whole & of_kreis & (kind == "kreisangehoerige_gemeinde")]
    what = (
        "the key "
        + keys[rows].map(repr)
        + (" is that of a Kreis or kreisfreie Stadt, but a Gemeinde within a Kreis answered")
    )
    log.problem(rows, position, what, "a key whose last three digits name the Gemeinde")
    rows = keys.index[whole & ~of_kreis & (kind == "landkreis")]
    what = "the key " + keys[rows].map(repr) + " is that of a Gemeinde, but a Landkreis answered"
    log.problem(rows, position, what, "a key of five digits for the Kreis and 000")
