"""What a text might have been that is no Amtlicher Gemeindeschlüssel."""

from __future__ import annotations

import re
from datetime import date

from typfrage.survey.keys.ags import AGS, structure_flaw
from typfrage.survey.keys.key_repair import KREIS_KINDS

_DIGITS = re.compile(r"[0-9]+")


def doubt(key: str, land: str, kind: str, day: date) -> str:
    """Say what a text is, and what it might have been.

    Args:
        key: What is left after the repairs; no key of a municipality.
        land: Code of the Land that was answered; empty where it is not known.
        kind: Kind of the municipality that was answered; empty where it is not known.
        day: The Gebietsstand.
    """
    if not key:
        return "it is empty"
    if not _DIGITS.fullmatch(key):
        return "other characters than digits stand in it"
    match len(key):
        case 8:
            return structure_flaw(key, day)
        case 7 | 11:
            return _without_zero(key, land)
        case 4 | 5:
            return _of_a_kreis(key, land, kind)
        case 9:
            return "nine digits are the Regionalschlüssel of a Gemeindeverband, not of a Gemeinde"
        case 12 if AGS.match(key):
            return "this Regionalschlüssel is that of a Gemeindeverband, not of a Gemeinde"
        case number:
            return f"it has {number} digits"


def _without_zero(key: str, land: str) -> str:
    what = "seven digits" if len(key) == 7 else "a Regionalschlüssel of eleven digits"
    if key[0] == "0":
        return f"{what}: a digit is missing at the end or within"
    perhaps = f"{what}: perhaps {'0' + key!r} without its zero"
    return f"{perhaps}, but the Land {_answered(land)}"


def _of_a_kreis(key: str, land: str, kind: str) -> str:
    whole = key.zfill(5) + "000"
    what = "four" if len(key) == 4 else "five"
    perhaps = f"{what} digits may be those of a Kreis, {whole!r}"
    if kind not in KREIS_KINDS:
        known = f"the answered kind is {kind!r}" if kind else "no kind of municipality was answered"
        return f"{perhaps}, but {known}"
    return f"{perhaps}, but the Land {_answered(land)}"


def _answered(land: str) -> str:
    return f"that was answered is {land}" if land else "was not answered"
