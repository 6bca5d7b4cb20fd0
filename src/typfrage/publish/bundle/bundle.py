"""Put a bundle together: everything that a wave has published, for reviewers and archives."""

from __future__ import annotations

from collections.abc import Iterator

from typfrage.publish.bundle.archive import archive
from typfrage.publish.bundle.data_package import data_package, questionnaire_schema
from typfrage.publish.bundle.ddi import ddi_codebook
from typfrage.publish.bundle.facts import Facts, read_facts
from typfrage.publish.bundle.microdata import ReleasedAnswers, released_answers
from typfrage.publish.bundle.part import Part
from typfrage.publish.bundle.published import Published, read_results
from typfrage.publish.bundle.readme import readme
from typfrage.publish.bundle.ro_crate import METADATA_FILE, ro_crate
from typfrage.publish.bundle.software import (
    BILL_FILE,
    bill_of_materials,
    installed_packages,
    licence_list,
)
from typfrage.publish.bundle.study_files import (
    input_parts,
    licence_parts,
    lock_parts,
    report_parts,
    result_parts,
)
from typfrage.publish.bundle.workbook import tables_workbook
from typfrage.results.language import speaker
from typfrage.survey.waves.study import Study, Wave

EXTRAS = ("bundle", "scale", "spss")
"""Extras whose packages, where they are installed, take part in making results and bundle."""


def make_bundle(study: Study, wave: Wave, name: str) -> bytes:
    """Make the bundle of a wave from what it has published.

    Args:
        study: A study with a report.
        wave: The wave; results and publication are up to date.
        name: Name of the bundle's file, for its README.

    Returns:
        A zip, the same bytes for the same results.

    Raises:
        InputError: Results or publication are missing, stale, incomplete or were changed by hand;
            the report lacks what archives ask for; XlsxWriter is not installed.
    """
    facts = read_facts(study, wave)
    published = read_results(study, wave)
    released = released_answers(study, wave, facts)
    parts = [
        *result_parts(published, facts),
        *report_parts(study, wave, published, facts),
        *input_parts(study, wave, facts),
        *released.others,
        *([] if released.answers is None else [released.answers]),
        *lock_parts(study, facts),
        *licence_parts(study, facts),
        *_software(facts),
        *_described(facts, published, released),
    ]
    folders = {part.path.partition("/")[0] for part in parts}
    title = speaker(facts.language)("Was im Bündel liegt und wie man es prüft")
    parts.append(Part("README.md", readme(facts, folders, name), title, facts.licences.content))
    crate = ro_crate(facts, published, sorted(parts, key=lambda part: part.path))
    return archive([*parts, Part(METADATA_FILE, crate, "RO-Crate")])


def _software(facts: Facts) -> Iterator[Part]:
    say, licence = speaker(facts.language), facts.licences.content
    packages = installed_packages(extras=EXTRAS)
    bill = bill_of_materials(packages)
    yield Part(BILL_FILE, bill, say("Stückliste der Software, CycloneDX 1.6"), licence)
    yield Part("lock/licences.csv", licence_list(packages), say("Lizenzen der Pakete"), licence)


def _described(facts: Facts, published: Published, released: ReleasedAnswers) -> Iterator[Part]:
    say, licence = speaker(facts.language), facts.licences.content
    tables, fields, answers = published.tables, released.fields, released.answers
    workbook = tables_workbook(tables, facts)
    yield Part("tables/tables.xlsx", workbook, say("alle Tabellen in einer Arbeitsmappe"), licence)
    package = data_package(facts, tables, answers, fields)
    title = say("die Tabellen für Programme, nach Frictionless Data Package")
    yield Part("datapackage.json", package, title, licence)
    schema = questionnaire_schema(facts, fields)
    title = say("Spalten der bereinigten Antworten, Welle {wave}", wave=facts.wave.id)
    yield Part("data/answers.schema.json", schema, title, licence)
    described = ddi_codebook(facts, published.numbers, fields, answers)
    title = say("Studie und Fragebogen für Datenarchive, nach DDI-Codebook 2.5")
    yield Part("ddi.xml", described, title, licence)
