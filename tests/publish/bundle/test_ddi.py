"""``ddi.xml`` held against the content models of DDI-Codebook 2.5 (rung 2: see ``ddi_rules``)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from tests.publish.bundle.ddi_rules import DDI, LANGUAGE, flaws, name


@pytest.fixture(scope="module")
def codebook(closed: dict[str, bytes]) -> ET.Element:
    return ET.fromstring(closed["ddi.xml"])


@pytest.fixture(scope="module")
def variables(codebook: ET.Element) -> dict[str, ET.Element]:
    return {one.get("name", ""): one for one in codebook.iter(f"{DDI}var")}


def test_elements_stand_in_the_order_of_the_standard(codebook: ET.Element) -> None:
    assert codebook.get("version") == "2.5"
    assert flaws(codebook) == []


def test_so_they_do_where_answers_are_released(open_: dict[str, bytes]) -> None:
    assert flaws(ET.fromstring(open_["ddi.xml"])) == []


def test_the_rules_find_what_is_out_of_order(closed: dict[str, bytes]) -> None:
    broken = ET.fromstring(closed["ddi.xml"])
    variable = next(broken.iter(f"{DDI}var"))
    variable.insert(0, variable[-1])
    variable.set("colour", "red")
    assert len(flaws(broken)) == 2


def test_identifiers_differ_and_references_lead_somewhere(codebook: ET.Element) -> None:
    ids = [one.get("ID") for one in codebook.iter() if one.get("ID")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id_ or "") for id_ in ids)
    for kind, attribute in (("varGrp", "var"), ("var", "files")):
        for element in codebook.iter(f"{DDI}{kind}"):
            assert set((element.get(attribute) or "").split()) <= set(ids)


def test_the_study_is_told(codebook: ET.Element) -> None:
    study = codebook.find(f"{DDI}stdyDscr")
    assert study is not None
    told = [(name(one), one.text) for one in study.iter() if one.text and one.text.strip()]
    assert ("titl", "Kleine Studie: Typen? Forschungsbericht") in told
    assert [text for kind, text in told if kind == "AuthEnty"] == ["Erika Muster", "Team Nord"]
    assert [text for kind, text in told if kind == "collDate"] == ["2018-12-01", "2019-02-28"]
    assert ("respRate", "22,5 %") in told
    assert ("restrctn", "Die Antworten selbst sind nicht freigegeben.") in told
    assert [one.get("type") for one in study.iter(f"{DDI}notes")] == ["synthetic"]


def test_cases_and_variables_are_counted(codebook: ET.Element) -> None:
    counted = {kind: codebook.findtext(f".//{DDI}{kind}") for kind in ("caseQnty", "varQnty")}
    assert counted == {"caseQnty": "1412", "varQnty": "15"}
    assert codebook.find(f".//{DDI}fileName") is None


def test_a_question_has_its_words_options_and_reasons(variables: dict[str, ET.Element]) -> None:
    single = variables["strategie"]
    assert single.findtext(f"{DDI}labl") == "Frage strategie"
    assert single.findtext(f"{DDI}qstn/{DDI}qstnLit") == "Frage strategie"
    told = [
        (one.findtext(f"{DDI}catValu"), one.findtext(f"{DDI}labl"), one.get("missing"))
        for one in single.iter(f"{DDI}catgry")
    ]
    assert told[:3] == [
        ("ja", "Vorgabe ja", None),
        ("nein", "Vorgabe nein", None),
        ("not_asked", "nicht gefragt", "Y"),
    ]
    assert single.findtext(f"{DDI}notes") == "R"
    assert [one.get(LANGUAGE) for one in single.findall(f"{DDI}labl")] == ["de"]


def test_a_filter_is_the_universe(variables: dict[str, ET.Element]) -> None:
    assert variables["partner"].findtext(f"{DDI}universe") == (
        "Nur gefragt, wer bei „Frage strategie“ gewählt hat: Vorgabe ja."
    )
    assert variables["strategie"].find(f"{DDI}universe") is None


def test_numbers_have_their_bounds(variables: dict[str, ET.Element]) -> None:
    bounds = variables["einwohner"].find(f"{DDI}valrng/{DDI}range")
    assert bounds is not None
    assert bounds.attrib == {"UNITS": "INT", "min": "1", "max": "4000000"}
    assert variables["anteil"].find(f"{DDI}valrng") is None
    assert variables["anteil"].get("intrvl") == "contin"


def test_options_of_one_question_are_grouped(codebook: ET.Element) -> None:
    groups = {one.get("ID"): one for one in codebook.iter(f"{DDI}varGrp")}
    assert groups["question-felder"].get("var") == "V-feld_a V-feld_b"
    assert groups["question-felder"].get("type") == "multipleResp"
    assert groups["block-teil"].get("type") == "section"
