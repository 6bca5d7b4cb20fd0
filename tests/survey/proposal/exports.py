"""The shipped wave 2019 as other survey tools would export it, written by independent software."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat

from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook, Item, MultipleItem, Option
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.study import Wave

NOT_ASKED, NOT_ANSWERED, DONT_KNOW = -77, -99, 98


@dataclass(frozen=True)
class Exported:
    """An export, and what a right proposal says of it.

    Attributes:
        path: The file.
        columns: Name of the column by item, or by item and option.
        recode: Code in the file by codebook code, by item; empty where they are the same.
    """

    path: Path
    columns: dict[tuple[str, str], str]
    recode: dict[str, dict[str, str]] = field(default_factory=dict)


Cells = dict[tuple[str, str], pd.Series]
"""(answers,) corrected cells of the shipped wave by item and option, in the codebook's order."""


def cells_of(raw: RawTable, wave: Wave, codebook: Codebook) -> tuple[Cells, pd.DataFrame]:
    """Return the shipped answers by item and option, and the columns of the tool."""
    table = raw.cells.set_axis(list(raw.header), axis=1)
    for correction in wave.corrections.corrections:
        table.loc[table["id"] == correction.answer, correction.column] = correction.becomes
    found = {}
    for item in wave.file.items(codebook):
        where = wave.file.columns[item.id]
        if isinstance(item, MultipleItem):
            for option in item.options:
                name = str(where.template).replace("{code}", option.code)
                found[item.id, option.id] = table[name]
        else:
            found[item.id, ""] = table[str(where.column)]
    tool = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
    return found, table[tool]


def texts(item: Item, option: str) -> tuple[str, str]:
    """Return the German wording of a question and the label of its option."""
    return item.wording["de"], _option(item, option).label["de"] if option else ""


def write_rows(
    path: Path, header: list[list[str]], table: pd.DataFrame, encoding: str, delimiter: str
) -> Path:
    """Write delimited text as Python's csv does."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([*header, *table.to_numpy().tolist()])
    path.write_bytes(text.getvalue().encode(encoding, "replace"))
    return path


def limesurvey_tsv(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """LimeSurvey, tab-separated, its own codes, other names of questions."""
    names = _numbered(cells, lambda number, at: f"Q{number:02}" + (f"[SQ{at:03}]" if at else ""))
    table = pd.concat([tool, pd.DataFrame({names[key]: cells[key] for key in cells})], axis=1)
    header = [f"{names[key]}. {_said(codebook, *key)}" for key in cells]
    path = write_rows(
        folder / "results-survey.txt", [[*tool.columns, *header]], table, "utf-8-sig", "\t"
    )
    return Exported(path, dict(zip(cells, header, strict=True)))


def limesurvey_words(
    folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook
) -> Exported:
    """LimeSurvey in German with questions as headings and full answers: everything in words."""
    names = {key: _said(codebook, *key) for key in cells}
    columns, recode = [], {}
    for (name, option), column in cells.items():
        item = codebook.item(name)
        if option:
            columns.append(column.map({"Y": "Ja", "": "Nein", "N/A": "N/A"}))
        elif isinstance(item, ClosedItem):
            said = {o.code: o.label["de"] for o in (*item.options, *item.missing)}
            recode[name] = {code: label for code, label in said.items() if label != code}
            columns.append(column.str.strip().replace(said))
        else:
            columns.append(column)
    own = [
        "Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert",
        "Datum gestartet", "Datum letzte Aktivität",
    ]  # fmt: skip
    path = write_rows(
        folder / "results-survey123.csv",
        [[*own, *names.values()]],
        pd.concat([tool, *columns], axis=1),
        "utf-8-sig",
        ",",
    )
    return Exported(path, names, recode)


def limesurvey_numbers(
    folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook
) -> Exported:
    """LimeSurvey with Y and N turned to numbers, as its export for SPSS does; the same names."""
    names = {key: str(column.name) for key, column in cells.items()}
    columns, recode = [], {}
    for (name, option), column in cells.items():
        if option:
            columns.append(column.map({"Y": "1", "": "0", "N/A": ""}))
        elif {o.code for o in getattr(codebook.item(name), "options", ())} == {"Y", "N"}:
            recode[name] = {"Y": "1", "N": "2"}
            columns.append(column.replace({"Y": "1", "N": "2", "N/A": ""}))
        else:
            columns.append(column.replace("N/A", ""))
    header = [*tool.columns, *names.values()]
    table = pd.concat([tool, *columns], axis=1)
    path = write_rows(folder / "survey_spss.dat", [header], table, "utf-8", ",")
    return Exported(path, names, recode)


def limesurvey_sav(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """LimeSurvey's plugin for .sav: codes that are no numbers as answers in full, yes/no as 1/0."""
    names = {key: str(column.name).replace("[", "_").rstrip("]") for key, column in cells.items()}
    values: dict[str, dict[int, str]] = {}
    columns, recode = {}, {}
    for (name, option), cell in cells.items():
        item, column, text = codebook.item(name), names[name, option], cell.str.strip()
        codes = {}
        if option:
            codes, values[column] = {"Y": 1, "": 0}, {1: "Ja", 0: "Nicht ausgewählt"}
        elif isinstance(item, ClosedItem):
            said = {o.code: o.label["de"] for o in (*item.options, *item.missing)}
            if set(said) == {"Y", "N"}:
                codes, values[column] = {"Y": 1, "N": 0}, {1: "Ja", 0: "Nein"}
                recode[name] = {"Y": "1", "N": "0"}
            elif name.startswith(("management", "daten_b")):
                codes = {code: int(code) for code in said}
                values[column] = {int(code): label for code, label in said.items()}
            else:
                recode[name] = {code: label for code, label in said.items() if code != label}
                text = text.replace(said).replace("N/A", "")
        columns[column] = text.map(codes) if codes else text
    labels = {names[key]: _said(codebook, *key) for key in cells}
    pyreadstat.write_sav(
        pd.concat([tool, pd.DataFrame(columns)], axis=1),
        folder / "survey_1.sav",
        column_labels=labels,
        variable_value_labels=values,
    )
    return Exported(folder / "survey_1.sav", names, recode)


def spreadsheet(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """A workbook that people keep: questions as headers, answers in words, crosses for ticks."""
    book = openpyxl.Workbook()
    sheet = book.active
    names = {key: _said(codebook, *key) for key in cells}
    sheet.append(["Nr.", "Abgeschickt am", *names.values()])
    recode = {}
    columns = []
    for (name, option), column in cells.items():
        item = codebook.item(name)
        if option:
            columns.append(column.map({"Y": "x", "": "", "N/A": ""}))
        elif isinstance(item, ClosedItem):
            said = {o.code: o.label["de"] for o in (*item.options, *item.missing)}
            recode[name] = {code: label for code, label in said.items() if label != code}
            columns.append(column.str.strip().map({**said, "N/A": "", "": ""}))
        else:
            columns.append(column.str.strip().replace("N/A", ""))
    rows = pd.concat([tool["id"], tool["submitdate"], *columns], axis=1)
    for row in rows.to_numpy().tolist():
        sheet.append([cell or None for cell in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    book.save(folder / "antworten.xlsx")
    return Exported(folder / "antworten.xlsx", names, recode)


def cp1252_csv(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """A table from Excel under Windows with the names of the codebook's items."""
    names = {(item, option): option or item.upper() for item, option in cells}
    table = pd.concat([tool[["id", "submitdate"]], *cells.values()], axis=1)
    header = ["Fall", "Datum", *names.values()]
    path = write_rows(folder / "export.csv", [header], table, "cp1252", ";")
    return Exported(path, names)


def sosci(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """SoSci Survey: codes from 1, ticks 2/1, -9 and -1, a second row of labels, UTF-16."""
    names = _numbered(cells, lambda number, at: f"DK{number:02}" + (f"_{at:02}" if at else ""))
    own = pd.DataFrame(
        {
            "CASE": tool["id"], "SERIAL": "", "REF": "", "QUESTNNR": "base", "MODE": "interview",
            "STARTED": tool["startdate"], "LASTDATA": tool["datestamp"],
            "FINISHED": (tool["submitdate"] != "").astype(int).astype(str),
        }
    )  # fmt: skip
    said = [
        "Interview-Nummer (fortlaufend)", "Personenkennung oder Teilnahmecode", "Referenz",
        "Fragebogen", "Interview-Modus", "Zeitpunkt zu dem das Interview begonnen hat",
        "Zeitpunkt als der Datensatz das letzte mal geändert wurde",
        "Wurde die Befragung abgeschlossen?",
    ]  # fmt: skip
    columns, recode = [], {}
    for (name, option), column in cells.items():
        item = codebook.item(name)
        column = column.str.strip()
        if option:
            columns.append(column.map({"Y": "2", "": "1", "N/A": ""}))
        elif isinstance(item, ClosedItem) and name != "land":
            codes = {o.code: str(at) for at, o in enumerate(item.options, start=1)}
            recode[name] = codes
            missing = {code.code: "-1" for code in item.missing}
            columns.append(column.map({**codes, **missing, "N/A": "", "": "-9"}))
        else:
            columns.append(column)
    labels = [_said(codebook, *key, option_first=False) for key in cells]
    path = write_rows(
        folder / "rdata_digital.csv",
        [[*own.columns, *names.values()], [*said, *labels]],
        pd.concat([own, *columns], axis=1),
        "utf-16",
        "\t",
    )
    return Exported(path, dict(zip(cells, labels, strict=True)), recode)


def spss(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """SPSS from another tool: own names, codes 1 to n with labels, user-missing codes."""
    names = _numbered(cells, lambda number, at: f"frage{number:02}" + (f"_{at}" if at else ""))
    own = pd.DataFrame({"fallnr": tool["id"].astype(float), "ende": tool["submitdate"]})
    labels = {"fallnr": "Laufende Nummer", "ende": "Zeitpunkt der Abgabe"}
    return _sav(folder / "welle.sav", own, labels, names, cells, codebook)


def unipark(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """EFS Survey: v_ and a number, dispcode, exported for SPSS."""
    number = iter(range(101, 1000))
    names = {key: f"v_{next(number)}" for key in cells}
    own = pd.DataFrame(
        {
            "lfdn": tool["id"].astype(float),
            "external_lfdn": 0.0,
            "tester": 0.0,
            "dispcode": (tool["submitdate"] != "").map({True: 31.0, False: 22.0}),
            "lastpage": tool["lastpage"].astype(float),
            "datetime": tool["datestamp"],
        }
    )
    labels = {"lfdn": "fortlaufende Nummer", "dispcode": "Dispositionscode"}
    return _sav(folder / "project.sav", own, labels, names, cells, codebook)


def parquet(folder: Path, cells: Cells, tool: pd.DataFrame, codebook: Codebook) -> Exported:
    """A data frame with the names of the clean answers."""
    names = {(item, option): option or item for item, option in cells}
    ticks = {"Y": True, "": False, "N/A": None}
    frame = pd.DataFrame(
        {
            names[item, option]: (column.map(ticks) if option else column.str.strip().replace(
                {"N/A": None, "": None}))
            for (item, option), column in cells.items()
        }
    )  # fmt: skip
    frame.insert(0, "respondent", tool["id"])
    frame.insert(1, "submitted", tool["submitdate"])
    frame.to_parquet(folder / "answers.parquet")
    return Exported(folder / "answers.parquet", names)


WRITERS: dict[str, Callable[[Path, Cells, pd.DataFrame, Codebook], Exported]] = {
    "limesurvey_csv": limesurvey_tsv,
    "limesurvey_words": limesurvey_words,
    "limesurvey_spss": limesurvey_numbers,
    "limesurvey_sav": limesurvey_sav,
    "spreadsheet": spreadsheet,
    "cp1252": cp1252_csv,
    "sosci": sosci,
    "spss": spss,
    "unipark": unipark,
    "parquet": parquet,
}


def _sav(
    path: Path,
    own: pd.DataFrame,
    labels: dict[str, str],
    names: dict[tuple[str, str], str],
    cells: Cells,
    codebook: Codebook,
) -> Exported:
    values: dict[str, dict[int, str]] = {}
    missing: dict[str, list[int]] = {}
    columns, recode, labels = {}, {}, dict(labels)
    for (name, option), cell in cells.items():
        item, column, text = codebook.item(name), names[name, option], cell.str.strip()
        labels[column] = _said(codebook, name, option)
        if option:
            codes = {"Y": 1, "": 0, "N/A": NOT_ASKED}
            values[column] = {1: "genannt", 0: "nicht genannt", NOT_ASKED: "nicht gestellt"}
        elif isinstance(item, ClosedItem):
            codes = {o.code: at for at, o in enumerate(item.options, start=1)}
            values[column] = {at: _option_of_code(item, c).label["de"] for c, at in codes.items()}
            recode[name] = {code: str(at) for code, at in codes.items()}
            recode[name] |= {code.code: str(DONT_KNOW) for code in item.missing}
            codes |= {code.code: DONT_KNOW for code in item.missing}
            codes |= {"N/A": NOT_ASKED, "": NOT_ANSWERED}
            values[column] |= {DONT_KNOW: "weiß nicht"} if item.missing else {}
            values[column] |= {NOT_ASKED: "nicht gestellt", NOT_ANSWERED: "keine Angabe"}
        else:
            columns[column] = text
            continue
        missing[column] = [NOT_ASKED, NOT_ANSWERED] if not option else [NOT_ASKED]
        if item.missing and not option:
            missing[column].append(DONT_KNOW)
        columns[column] = text.map(codes).astype("float64")
    pyreadstat.write_sav(
        pd.concat([own, pd.DataFrame(columns)], axis=1),
        path,
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges=missing,
    )
    return Exported(path, names, recode)


def _said(codebook: Codebook, name: str, option: str, option_first: bool = True) -> str:
    question, label = texts(codebook.item(name), option)
    if not option:
        return question
    return f"{question} [{label}]" if option_first else f"{label}: {question}"


def _numbered(cells: Cells, name: Callable[[int, int], str]) -> dict[tuple[str, str], str]:
    """Names by the number of the question and, for options, their place in it."""
    items = list(dict.fromkeys(item for item, _ in cells))
    found, places = {}, dict.fromkeys(items, 0)
    for item, option in cells:
        places[item] += bool(option)
        found[item, option] = name(items.index(item) + 1, places[item])
    return found


def _option(item: Item, name: str) -> Option:
    assert isinstance(item, MultipleItem)
    return item.option(name)


def _option_of_code(item: ClosedItem, code: str) -> Option:
    return next(option for option in item.options if option.code == code)
