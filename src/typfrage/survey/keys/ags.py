"""The structure of the Amtlicher Gemeindeschlüssel (AGS), and of the Regionalschlüssel (ARS).

The AGS has eight digits: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3. The ARS puts four digits
of the Gemeindeverband between Kreis and Gemeinde. Sources: Statistische Ämter des Bundes und der
Länder, Gemeindeverzeichnis-Informationssystem GV-ISys,
https://www.destatis.de/DE/Themen/Laender-Regionen/Regionales/Gemeindeverzeichnis/_inhalt.html;
for the parts of the ARS also
https://service.brandenburg.de/service/de/adressen/kommunalverzeichnis/regionalschluessel/.
"""

from __future__ import annotations

import re
from datetime import date

AGS = re.compile(r"(0[1-9]|1[0-6])[0-9]{6}")
"""A key of one of the sixteen Länder."""

CITY_STATES = ("02", "11")
"""Hamburg and Berlin have no Kreis: their keys are the number of the Land and six zeros."""

_KNOWN_FROM = date(1990, 10, 3)
_BEZIRKE: dict[str, tuple[tuple[date, str], ...]] = {
    **dict.fromkeys(("01", "02", "04", "10", "11", "12", "13", "16"), ((_KNOWN_FROM, "0"),)),
    "03": ((_KNOWN_FROM, "1234"),),
    "05": ((_KNOWN_FROM, "13579"),),
    "06": ((_KNOWN_FROM, "456"),),
    "07": ((_KNOWN_FROM, "123"),),
    "08": ((_KNOWN_FROM, "1234"),),
    "09": ((_KNOWN_FROM, "1234567"),),
    "14": ((date(1996, 1, 1), "123"), (date(2008, 8, 1), "567")),
    "15": ((date(2007, 7, 1), "0"),),
}
"""Third digits of a Land's keys from a day on. Niedersachsen, Rheinland-Pfalz and Sachsen keep
those of Bezirke that no longer exist. Sachsen renumbered all its keys on 1 August 2008
(https://www.statistik.sachsen.de/html/400.htm), Sachsen-Anhalt its Kreise on 1 July 2007
(https://statistik.sachsen-anhalt.de/themen/gebiet-und-wahlen/gebiet/gebietsstaende). What held
before the first day of a Land is not looked at."""


def bezirke(land: str, day: date) -> str | None:
    """Return the digits that can stand for the Regierungsbezirk in the keys of a Land.

    Args:
        land: Two digits.
        day: The Gebietsstand.

    Returns:
        The digits, ``"0"`` where the Land has no Bezirke; ``None`` where nothing is known.
    """
    valid = [digits for first, digits in _BEZIRKE.get(land, ()) if first <= day]
    return valid[-1] if valid else None


def structure_flaw(key: str, day: date) -> str:
    """Say why eight digits cannot be the key of a municipality; empty where they can.

    Args:
        key: Eight digits.
        day: The Gebietsstand.
    """
    if not AGS.fullmatch(key):
        return f"no Land has the number {key[:2]!r}"
    if key[:2] in CITY_STATES:
        only = f"{key[:2]}000000"
        return "" if key == only else f"the one municipality of this Land is {only!r}"
    allowed = bezirke(key[:2], day)
    if allowed is not None and key[2] not in allowed:
        return (
            f"on {day} no key of the Land {key[:2]} had the third digit {key[2]}, "
            f"but {', '.join(allowed)}"
        )
    if key[3:5] == "00":
        return "it names a Land or Regierungsbezirk and no Kreis"
    return ""
