"""The shipped study's publications tell nothing that they must not tell."""

from __future__ import annotations

from tests.book.conftest import Built

from typfrage.publish.scan.of_study import scanner_of
from typfrage.survey.waves.study import open_study, open_wave


def test_nothing_that_is_published_leaks(either: Built) -> None:
    study = open_study(either.root)
    scanner = scanner_of(study, open_wave(study, either.wave))
    for folder in (either.book, either.results):
        report = scanner.scan(folder)
        assert [str(one) for one in report.findings] == []
        assert {one.reason for one in report.unread} <= {"fonts are not looked into"}
        assert not [one for one in report.not_looked_for if "raw file" in one]
