"""``README.md`` of a bundle: what lies where, how to check it, and what is not in it."""

from __future__ import annotations

from collections.abc import Collection

from typfrage.publish.bundle.archive import SUMS_FILE
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.ro_crate import METADATA_FILE
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped


def readme(facts: Facts, folders: Collection[str], name: str) -> bytes:
    """Return what a reader sees first.

    Args:
        facts: What is told of the study.
        folders: Folders that the bundle has.
        name: Name of the bundle's file.
    """
    say = speaker(facts.language)
    told = [row for row in _places(facts) if row[0].rstrip("/") in folders or "/" not in row[0]]
    rows = "\n".join(f"| `{place}` | {what} |" for place, what in told)
    table = f"| {say('Ort')} | {say('Inhalt')} |\n|---|---|\n{rows}"
    paragraphs = [
        f"# {escaped(facts.name)}",
        escaped(facts.status),
        say("Urheber: {names}.", names=escaped(say.listed(facts.authors))),
        f"## {say('Inhalt')}",
        table,
        f"## {say('Prüfen')}",
        say("Die Dateien sind vollständig und unverändert, wenn dieser Befehl nichts beanstandet:"),
        f"```sh\nsha256sum --check --quiet {SUMS_FILE}\n```",
        say(
            "Die Zahlen lassen sich aus den Quellen der Studie neu erzeugen. Dieser Befehl, "
            "gegeben im Ordner der Studie mit ihrer Rohdatei, führt alle Notebooks in einer Kopie "
            "aus und vergleicht, was entsteht, mit diesem Bündel; vor seinem Namen steht der Pfad, "
            "wenn es anderswo liegt:"
        ),
        f"```sh\ntypfrage verify {facts.wave.id} --against {name}\n```",
        f"## {say('Antworten')}",
        _microdata(facts),
    ]
    return ("\n\n".join(paragraphs) + "\n").encode("utf-8")


def _places(facts: Facts) -> list[tuple[str, str]]:
    say = speaker(facts.language)
    return [
        ("results/", say("Tabellen, Abbildungen und Texte mit Verzeichnis und Prüfsummen")),
        ("notebooks/", say("die Notebooks mit ihren Ausgaben")),
        ("tables/", say("alle Tabellen in einer Arbeitsmappe")),
        ("report/", say("der Bericht als PDF")),
        ("data/", say("Fragebogen, Typen, Merkmale, Angaben zur Welle, Grundgesamtheit")),
        ("microdata/", say("die Antworten selbst")),
        (
            "lock/",
            say("die installierten Pakete und ihre Lizenzen; was rechnete, sagt tbl-versionen"),
        ),
        ("datapackage.json", say("die Tabellen für Programme, nach Frictionless Data Package")),
        ("ddi.xml", say("Studie und Fragebogen für Datenarchive, nach DDI-Codebook 2.5")),
        (METADATA_FILE, say("Herkunft und Lizenz jeder Datei, nach RO-Crate 1.2")),
        (SUMS_FILE, say("Prüfsummen aller Dateien")),
    ]


def _microdata(facts: Facts) -> str:
    say, terms = speaker(facts.language), facts.released
    if terms is None:
        return say("Die Antworten selbst sind nicht freigegeben und liegen nicht bei.")
    statement = terms.statement.get(facts.language) or next(iter(terms.statement.values()))
    licence = say("Lizenz der Antworten: {licence}.", licence=terms.licence)
    return f"{escaped(statement)} {licence}"
