"""Which licences no dependency may have."""

from __future__ import annotations

import re


def is_gpl(licence: str) -> bool:
    """Tell whether a licence binds by the GPL; the LGPL and a choice of another one do not."""
    choices = re.split(r"\s+OR\s+", licence)
    gpl = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public License")
    return all(gpl.search(choice) for choice in choices)
