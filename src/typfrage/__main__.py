"""The program, from its first moment: ``typfrage`` and ``python -m typfrage``."""

import sys

from typfrage.problems import INTERRUPTED


def main() -> None:
    """Load the command line, which takes a moment, and run it."""
    try:
        from typfrage.cli import main as run
    except KeyboardInterrupt:
        print(INTERRUPTED, file=sys.stderr)
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
