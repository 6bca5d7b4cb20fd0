"""``ddi.xml``: study and questionnaire for data archives, as DDI-Codebook 2.5.

The order of elements is part of the standard.

Source: https://ddialliance.org/Specification/DDI-Codebook/2.5/.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from typfrage.publish.bundle.clean_fields import CleanField
from typfrage.publish.bundle.ddi_variables import describe_variables
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.part import Part
from typfrage.publish.bundle.xml_tree import NAMESPACE, add, xml_bytes
from typfrage.results.language import speaker

_VERSION = "2.5"


def ddi_codebook(
    facts: Facts,
    numbers: Mapping[str, str],
    fields: Sequence[CleanField],
    answers: Part | None,
) -> bytes:
    """Return the description of a wave.

    Args:
        facts: What is told of the study.
        numbers: The numbers of the report, for cases and response.
        fields: Columns of the clean answers.
        answers: The clean answers, ``None`` where the bundle holds none.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}codeBook", {"version": _VERSION})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", facts.language)
    _document(add(root, "docDscr"), facts)
    _study(add(root, "stdyDscr"), facts, numbers)
    _file(add(root, "fileDscr", ID="answers"), facts, numbers, fields, answers)
    describe_variables(add(root, "dataDscr"), facts, fields)
    return xml_bytes(root)


def _document(parent: ET.Element, facts: Facts) -> None:
    citation = add(parent, "citation")
    add(add(citation, "titlStmt"), "titl", facts.name)
    made = add(citation, "prodStmt")
    add(made, "software", "typfrage", version=facts.program)


def _study(parent: ET.Element, facts: Facts, numbers: Mapping[str, str]) -> None:
    say = speaker(facts.language)
    _citation(add(parent, "citation"), facts)
    info = add(parent, "stdyInfo")
    add(info, "abstract", facts.description)
    summary = add(info, "sumDscr")
    for event, day in (
        ("start", facts.wave.field_period.first),
        ("end", facts.wave.field_period.last),
    ):
        add(summary, "collDate", day.isoformat(), event=event, date=day.isoformat())
    add(summary, "anlyUnit", say("Kommune"))
    add(summary, "dataKind", say("Antworten einer Befragung"))
    add(info, "notes", facts.status, type="synthetic" if facts.wave.synthetic else "observed")
    method = add(parent, "method")
    collection = add(method, "dataColl")
    contacted = say("Befragt wurden {number} Kommunen.", number=say.number(facts.wave.contacted))
    add(collection, "sampProc", contacted)
    add(
        collection,
        "cleanOps",
        say("Die Regeln stehen in codebook.yml und wave.yml, ihr Code ist offen."),
    )
    if "wave.response" in numbers:
        add(add(method, "anlyInfo"), "respRate", numbers["wave.response"])
    _access(add(parent, "dataAccs"), facts)


def _citation(citation: ET.Element, facts: Facts) -> None:
    titles = add(citation, "titlStmt")
    add(titles, "titl", facts.title)
    for language, title in facts.wave.title.items():
        add(titles, "parTitl", title, language)
    add(titles, "IDNo", f"{facts.study}-{facts.wave.id}", agency=facts.study)
    responsible = add(citation, "rspStmt")
    for name in facts.authors:
        add(responsible, "AuthEnty", name)
    made = add(citation, "prodStmt")
    if facts.licences.content:
        add(made, "copyright", facts.licences.content)
    add(made, "prodDate", facts.published.isoformat(), date=facts.published.isoformat())
    add(made, "software", "typfrage", version=facts.program)
    version = add(citation, "verStmt")
    add(version, "version", facts.wave.id, date=facts.published.isoformat())


def _access(access: ET.Element, facts: Facts) -> None:
    say, terms = speaker(facts.language), facts.released
    use = add(access, "useStmt")
    if terms is None:
        add(use, "restrctn", say("Die Antworten selbst sind nicht freigegeben."))
        return
    for language, statement in terms.statement.items():
        add(use, "restrctn", statement, language)
    add(use, "conditions", terms.licence)


def _file(
    parent: ET.Element,
    facts: Facts,
    numbers: Mapping[str, str],
    fields: Sequence[CleanField],
    answers: Part | None,
) -> None:
    say = speaker(facts.language)
    text = add(parent, "fileTxt")
    if answers is not None:
        add(text, "fileName", answers.path)
    held = say("Bereinigte Antworten, eine Zeile je Kommune")
    add(text, "fileCont", held)
    dimensions = add(text, "dimensns")
    if digits := re.sub(r"\D", "", numbers.get("wave.n", "")):
        add(dimensions, "caseQnty", digits)
    add(dimensions, "varQnty", str(len(fields)))
    if answers is not None:
        add(text, "fileType", "text/csv", charset="UTF-8")
    else:
        add(text, "dataMsng", say("Die Datei liegt dem Bündel nicht bei."))
