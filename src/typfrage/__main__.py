"""The program, from its first moment: ``typfrage`` and ``python -m typfrage``."""

import sys


def main() -> None:
    """Load the command line, which takes a moment, and run it."""
    try:
        from typfrage.cli import main as run
    except KeyboardInterrupt:
        print("Interrupted; what was there before is untouched.", file=sys.stderr)
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
