"""What LimeSurvey writes above its own columns where questions are exported in words.

An export has codes or words as heading. With words, the columns that LimeSurvey adds on its own
account are called in the language of its administration; here stand those of German and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LIMESURVEY_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "Antwort ID": "id",
        "Datum Abgeschickt": "submitdate",
        "Letzte Seite": "lastpage",
        "Start-Sprache": "startlanguage",
        "Zufallsstartwert": "seed",
        "Datum gestartet": "startdate",
        "Datum letzte Aktivität": "datestamp",
        "IP-Adresse": "ipaddr",
        "Response ID": "id",
        "Date submitted": "submitdate",
        "Last page": "lastpage",
        "Start language": "startlanguage",
        "Seed": "seed",
        "Date started": "startdate",
        "Date last action": "datestamp",
        "IP address": "ipaddr",
    }
)
"""Name of the column by its heading in words."""
