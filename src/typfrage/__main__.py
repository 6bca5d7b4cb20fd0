"""Allow ``python -m typfrage``."""

from typfrage.cli import main

main()
