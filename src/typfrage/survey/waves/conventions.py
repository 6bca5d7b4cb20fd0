"""What survey tools write for ticks and for empty answers: one named preset an export.

A preset fills in what ``source`` in ``wave.yml`` leaves out. Nearly every tool lets its users
choose other codes, so each part can be overridden there, and codes that no preset knows are
refused as long as neither ``wave.yml`` nor the codebook explains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from typfrage.survey.questionnaire.codebook import MissingReason

ConventionName = Literal[
    "limesurvey_csv",
    "limesurvey_spss",
    "limesurvey_sav",
    "sosci",
    "unipark",
    "spreadsheet",
    "spss",
    "parquet",
]


@dataclass(frozen=True)
class Convention:
    """What an export writes for ticks and for empty answers.

    Attributes:
        ticked: What stands for a tick in tick columns.
        unticked: What stands for no tick.
        not_shown: What stands for a question that was not shown.
        not_chosen: What stands for no choice where a closed question has one column.
        missing: Codes that stand for an empty answer, with the reason.
    """

    ticked: tuple[str, ...]
    unticked: tuple[str, ...]
    not_shown: tuple[str, ...] = ()
    not_chosen: tuple[str, ...] = ()
    missing: Mapping[str, MissingReason] = field(default_factory=lambda: MappingProxyType({}))


LIMESURVEY_CSV = Convention(ticked=("Y",), unticked=("",), not_shown=("N/A",))
"""LimeSurvey's CSV, tab-separated or Excel export with answer codes.

A tick is ``Y`` and no tick an empty cell. "N/A" stands for what was not shown only in some of its
versions and settings; without it, questions that were not shown are empty and only the filters of
the codebook tell them from unanswered ones. Source:
https://www.limesurvey.org/manual/Exporting_results
"""

LIMESURVEY_SPSS = Convention(ticked=("1",), unticked=("0",), not_shown=("",))
"""LimeSurvey's SPSS export by syntax and data file: a tick is 1, no tick 0, not shown is empty.

Yes/no questions are 1/2 there, which is for ``recode`` to say. Source: the functions
``SPSSExportData`` and ``SPSSGetValues`` in
https://github.com/LimeSurvey/LimeSurvey/blob/master/application/helpers/export_helper.php
"""

LIMESURVEY_SAV = Convention(ticked=("1", "Y"), unticked=("0",), not_shown=("",))
"""LimeSurvey's plugin ExportSPSSsav: 1/0 as by its value labels, not shown is empty.

Yes/no questions are 1/0 and not 1/2 as in the export by syntax. Where the codes of a question's
answers are no numbers, it writes the answers in full, which is for ``recode`` to say. Its older
versions leave ticks as ``Y``. Source:
https://github.com/LimeSurvey/LimeSurvey/blob/master/application/core/plugins/ExportSPSSsav/SPSSWriter.php
"""

SOSCI = Convention(
    ticked=("2",),
    unticked=("1",),
    not_shown=("",),
    missing=MappingProxyType(
        {
            "-9": MissingReason.NOT_ANSWERED,
            "-1": MissingReason.DONT_KNOW,
            "-2": MissingReason.DONT_KNOW,
            "-3": MissingReason.DONT_KNOW,
        }
    ),
)
"""SoSci Survey: a tick is 2, no tick 1, and answers are always above 0.

-9 is a question that was shown and not answered. -1 to -3 are its residual options, whose meaning
the questionnaire gives them: mostly "don't know" or "no answer", which is what is assumed here; say
``not_applicable`` in ``wave.yml`` or in the item where they mean that. An empty cell was not shown,
or is a text left empty. -8 is an erroneous value and not explained here, so that it is refused. An
export may have a second header row with the questions' texts (``header_rows: 2``). Source:
https://www.soscisurvey.de/help/doku.php/en:results:values
"""

UNIPARK = Convention(
    ticked=("1",),
    unticked=("0",),
    not_chosen=("0",),
    missing=MappingProxyType(
        {
            "-77": MissingReason.NOT_ASKED,
            "-66": MissingReason.NOT_ASKED,
            "-99": MissingReason.NOT_ANSWERED,
        }
    ),
)
"""EFS Survey (Unipark, now Tivian): 1 for a tick, 0 for none.

0 in a closed question with one column is a question that was seen and not answered, unless one of
its options has the code 0. -77 was not seen, be it for a filter or because somebody broke off; of
text boxes, -66 was not seen and -99 was seen and left empty. Source: "The meaning of the codes" in
the help of the makers, https://qbdocs.atlassian.net/wiki/spaces/DOC/pages/3008823310
"""

SPREADSHEET = Convention(
    ticked=("x", "X", "1", "ja", "Ja", "JA", "yes", "Yes", "TRUE", "WAHR"),
    unticked=("", "0", "nein", "Nein", "NEIN", "no", "No", "FALSE", "FALSCH", "-"),
)
"""A table that people typed: crosses, ones or words; it cannot tell what was not shown.

What people type for a cross is nobody's standard; TRUE and FALSE are how Excel shows a checkbox.
"""

SPSS = Convention(ticked=("1",), unticked=("0",), not_shown=("",))
"""SPSS's own format: codes as the file labels them, system-missing for what was not shown.

User-missing values are the file's own; each needs a reason in ``missing`` or in the codebook.
Source: https://www.ibm.com/docs/en/spss-statistics (MISSING VALUES)
"""

PARQUET = Convention(
    ticked=("1", "TRUE", "true", "True"), unticked=("0", "FALSE", "false", "False"), not_shown=("",)
)
"""A table of a statistics program in Parquet: 1/0 or Booleans, null for what was not shown.

Source: https://parquet.apache.org/docs/file-format/types
"""

CONVENTIONS: Mapping[str, Convention] = MappingProxyType(
    {
        "limesurvey_csv": LIMESURVEY_CSV,
        "limesurvey_spss": LIMESURVEY_SPSS,
        "limesurvey_sav": LIMESURVEY_SAV,
        "sosci": SOSCI,
        "unipark": UNIPARK,
        "spreadsheet": SPREADSHEET,
        "spss": SPSS,
        "parquet": PARQUET,
    }
)
"""The presets by their names in ``source.convention``."""
