"""Repairs of the Amtlicher Gemeindeschlüssel where spreadsheets and other keys left no doubt."""

from __future__ import annotations

import re

import pandas as pd

from typfrage.survey.audit import AuditLog

_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")
_DIGITS_AND_BLANKS = re.compile(r"[0-9][0-9\s\u00a0\u2007\u202f]*[0-9]", re.ASCII)
_WITH_DECIMAL = re.compile(r"[0-9]+[.,]0")
_OF_GEMEINDE = re.compile(r"(0[1-9]|1[0-6])[0-9]{7}(?!000)[0-9]{3}")
_OF_KREIS = re.compile(r"(0[1-9]|1[0-6])[0-9]{3}0{7}")
_WITHOUT_ZERO = {4: re.compile(r"[1-9][0-9]{3}"), 7: re.compile(r"[1-9][0-9]{6}")}
_ARS_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{10}")
_SURELY_WITHOUT_ZERO = re.compile(r"[2-9][0-9]{6}")
"""What begins with 1 may as well be a key of the Länder 10 to 16 that lost another digit."""
_KREIS = re.compile(r"(0[1-9]|1[0-6])[0-9]{3}")
KREIS_KINDS = ("kreisfreie_stadt", "landkreis")
"""Kinds of municipalities whose key is that of a Kreis."""


def repaired(
    keys: pd.Series,
    position: int,
    item: str,
    land: pd.Series | None,
    kind: pd.Series | None,
    log: AuditLog,
) -> pd.Series:
    """Repair keys where there is no doubt; each repair is one rule of the audit.

    - ``inner_blanks``: blanks between the digits are removed.
    - ``decimal_zero``: a ".0" behind the digits is removed.
    - ``leading_zero``: a spreadsheet takes the zero from the keys of the Länder 01 to 09. It is put
      back where the Land that results is the one that was answered or, if no Land was asked for,
      where seven digits can be no key of another Land.
    - ``ars``: of the twelve digits of a Regionalschlüssel the first five and the last three remain,
      but not where they name a Gemeindeverband.
    - ``kreis_zeros``: the five digits of a Kreis get three zeros where a Landkreis or a kreisfreie
      Stadt answered.

    Args:
        keys: (answers,) text without blanks at its ends.
        position: The column's position in the raw file.
        item: The key's item.
        land: (answers,) code of the Land that was answered; ``None`` where it was not asked.
        kind: (answers,) kind of the municipality; ``None`` where it was not asked.
        log: Where changes go.
    """

    def change(keys: pd.Series, which: pd.Series, becomes: pd.Series, rule: str) -> pd.Series:
        log.change(keys[which], becomes[which], position, rule, item)
        return keys.where(~which, becomes)

    blanks = keys.str.fullmatch(_DIGITS_AND_BLANKS) & keys.str.contains(_BLANKS)
    without = keys.str.replace(_BLANKS, "", regex=True)
    keys = change(keys, blanks, without, "inner_blanks")
    keys = change(keys, keys.str.fullmatch(_WITH_DECIMAL), keys.str[:-2], "decimal_zero")
    keys = change(keys, _lost_zero(keys, land, kind), "0" + keys, "leading_zero")
    ars = keys.str.fullmatch(_OF_GEMEINDE) | keys.str.fullmatch(_OF_KREIS)
    keys = change(keys, ars, keys.str[:5] + keys.str[9:], "ars")
    if kind is not None:
        kreis = keys.str.fullmatch(_KREIS) & kind.isin(KREIS_KINDS)
        keys = change(keys, kreis, keys + "000", "kreis_zeros")
    return keys


def _lost_zero(keys: pd.Series, land: pd.Series | None, kind: pd.Series | None) -> pd.Series:
    """(answers,) whether surely a zero is missing before the digits."""
    if land is None:
        return keys.str.fullmatch(_SURELY_WITHOUT_ZERO)
    short = keys.str.fullmatch(_WITHOUT_ZERO[7]) | keys.str.fullmatch(_ARS_WITHOUT_ZERO)
    if kind is not None:
        short |= keys.str.fullmatch(_WITHOUT_ZERO[4]) & kind.isin(KREIS_KINDS)
    return short & (("0" + keys.str[:1]) == land)
