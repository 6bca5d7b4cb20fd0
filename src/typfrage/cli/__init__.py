"""One command per thing a person wants.

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.
"""

# The modules of the commands register them.
import typfrage.cli.assure
import typfrage.cli.build
import typfrage.cli.bundle
import typfrage.cli.classify
import typfrage.cli.doctor
import typfrage.cli.evaluate
import typfrage.cli.latent_classes
import typfrage.cli.notebooks
import typfrage.cli.scan
import typfrage.cli.schema
import typfrage.cli.slides
import typfrage.cli.study_new
import typfrage.cli.verify
import typfrage.cli.wave
import typfrage.cli.wave_check
import typfrage.cli.wave_new  # noqa: F401
from typfrage.cli.application import app, main

__all__ = ["app", "main"]
