"""Two versions of a tiny study in one folder, known by every byte that they publish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.project import contents, typfrage

BUILD = ("build", "2019", "--renderer", "embedded")


class Versions:
    """Two versions of a tiny study in one folder, and what each of them publishes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wave = root / "data" / "waves" / "2019" / "wave.yml"
        self._text = self.wave.read_text(encoding="utf-8")
        self.published = []
        for version in (0, 1):
            self.choose(version)
            done = typfrage(*BUILD, cwd=root)
            assert done.returncode == 0, done.stdout + done.stderr
            self.published.append(self.state())
        self._there = {path.name for path in root.iterdir()}

    def choose(self, version: int) -> None:
        """Make a version the one that the next build makes."""
        self.wave.write_text(f"{self._text}\n# version {version}\n", encoding="utf-8")

    def state(self) -> dict[str, bytes]:
        """What is published now."""
        return contents(self.root / "_book")

    def shows(self, version: int) -> bool:
        """Tell whether a version is published now, whole."""
        return contents(self.root / "_book" / "2019") == _of_wave(self.published[version])

    def flaws(self) -> Iterator[str]:
        """Say what is wrong where a build was stopped."""
        if not (self.shows(0) or self.shows(1)):
            yield "the publication is neither the last one nor the new one"
        if not (self.root / "_results" / "current").is_dir():
            yield "_results/current leads nowhere"
        if not (self.root / "_book" / "index.html").read_bytes().rstrip().endswith(b"</html>"):
            yield "the start page is torn"

    def leftovers(self) -> Iterator[str]:
        """Name what a finished build should not have left."""
        yield from sorted({path.name for path in self.root.iterdir()} - self._there)
        for path in self.root.rglob("*"):
            if path.name.endswith((".tmp", ".draft", "-old")) or path.name.startswith(".2019"):
                yield str(path.relative_to(self.root))


def _of_wave(files: dict[str, bytes]) -> dict[str, bytes]:
    wave = "2019/"
    return {name.removeprefix(wave): each for name, each in files.items() if name.startswith(wave)}
