"""The content models of DDI-Codebook 2.5, as far as ``ddi.xml`` uses its elements.

The official XSD is under the LGPL and cannot be kept here, and no package that may be used here
brings it. So its rules stand below: which elements an element may hold, in the order of its
sequence, and which attributes; as the field-level documentation of the DDI Alliance states them
(https://ddialliance.org/Specification/DDI-Codebook/2.5/).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

DDI = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

SEQUENCES = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide? docStatus? docSrc* controlledVocabUsed* notes*",
    "stdyDscr": "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* "
    "othrStdyMat* notes*",
    "citation": "titlStmt rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit* holdings* notes*",
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "prodStmt": "producer* copyright* prodDate* prodPlac* software* fundAg* grantNo*",
    "verStmt": "version* verResp* notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement? notes* "
    "exPostEvaluation*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly* anlyUnit* "
    "universe* dataKind*",
    "method": "dataColl* notes* anlyInfo? stdyClas* dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* "
    "targetSampleSize* deviat* collMode* resInstru* instrumentDevelopment* sources? collSitu* "
    "actMin* ConOps* weight* cleanOps*",
    "anlyInfo": "respRate* EstSmpErr* dataAppr*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "confDec* specPerm* restrctn* contact* citReq* deposReq* conditions* disclaimer*",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName* fileCitation? dataFingerprint* fileCont* fileStrc? dimensns? fileType* "
    "format* filePlac* dataChck* ProcStat* dataMsng* software* verStmt*",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn* universe* notes*",
    "var": "location* labl* imputation* security* embargo* respUnit* anlysUnit* qstn* valrng* "
    "invalrng* undocCod* universe* TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* "
    "codInstr* verStmt* concept* derivation? varFormat? geoMap* catLevel* notes*",
    "catgry": "catValu? labl* txt* catStat* mrow?",
    "valrng": "item* range* key? notes*",
    "qstn": "preQTxt* qstnLit* postQTxt* forward* backward* ivuInstr*",
}
ATTRIBUTES = {
    "codeBook": "version", "AuthEnty": "affiliation abbr", "IDNo": "agency level",
    "prodDate": "date", "software": "date version", "version": "date type",
    "collDate": "date event cycle", "notes": "type subject level resp parent sameNote",
    "fileDscr": "URI", "fileType": "charset", "varGrp": "type otherType var varGrp name",
    "var": "name wgt wgt-var qstn files vendor dcml intrvl rectype access measUnit scale origin "
    "nature additivity temporal geog geoVocab catQnty representationType",
    "catgry": "missing missType country excls catgry level", "range": "UNITS min max minExclusive "
    "maxExclusive", "varFormat": "type formatname schema otherSchema category URI",
}  # fmt: skip
"""Beside ID and language, which every element may have."""

VALUES = {
    ("collDate", "event"): {"start", "end", "single"},
    ("var", "intrvl"): {"contin", "discrete"},
    ("catgry", "missing"): {"Y", "N"},
    ("range", "UNITS"): {"INT", "REAL"},
    ("varFormat", "type"): {"numeric", "character"},
    ("varGrp", "type"): {"section", "multipleResp", "grid", "other"},
}


def name(element: ET.Element) -> str:
    assert element.tag.startswith(DDI), element.tag
    return element.tag.removeprefix(DDI)


def flaws(root: ET.Element) -> list[str]:
    """Name what breaks the content models."""
    found = []
    for element in root.iter():
        kind, children = name(element), [name(child) for child in element]
        model = SEQUENCES.get(kind, "").split()
        pattern = "".join(
            rf"(?:{one.rstrip('*+?')} ){one[-1] if one[-1] in '*+?' else ''}" for one in model
        )
        if not re.fullmatch(pattern, "".join(f"{child} " for child in children)):
            found.append(f"{kind} holds {children}")
        known = {"ID", LANGUAGE, *ATTRIBUTES.get(kind, "").split()}
        found += [f"{kind} has {one}" for one in element.attrib if one not in known]
        for (owner, attribute), allowed in VALUES.items():
            value = element.get(attribute)
            if owner == kind and value is not None and value not in allowed:
                found.append(f"{kind} {attribute}={value}")
    return found
