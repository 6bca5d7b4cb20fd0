"""The tasks of a study, and what decides that one of them must run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytask
from pytask import TaskOutcome

import typfrage
from typfrage.pipeline import nodes
from typfrage.pipeline.nodes import Node
from typfrage.pipeline.notebook import run_notebook
from typfrage.pipeline.one_at_a_time import one_at_a_time
from typfrage.pipeline.progress import Steps, Update
from typfrage.pipeline.task import Task, Why, as_pytask, error_of, why_of
from typfrage.problems import BuildError
from typfrage.publish.accessibility_facts import write_accessibility_facts
from typfrage.publish.book_chapters import chapter_texts, left_out_chapters
from typfrage.publish.book_check import BOOK_SOURCES, check_book
from typfrage.publish.embedded.footer import read_footer
from typfrage.publish.embedded.settings import FILE as BOOK_FILE
from typfrage.publish.imprint import CITATION_FILE, write_imprint
from typfrage.publish.notebook_page import page_paths, write_notebook_pages
from typfrage.publish.publication import Publication, Renderer, publish
from typfrage.publish.report_places import Chapter, read_chapters
from typfrage.publish.scan.gate import check_draft
from typfrage.publish.start_page import BOOKS, write_start_page
from typfrage.results.assembly import MANIFEST_FILE, assemble, make_current
from typfrage.results.freshness import fresh_results
from typfrage.results.notebook_outputs import FOLDER as NOTEBOOKS
from typfrage.results.provenance import parameters
from typfrage.results.republication import check_republication, remember_publication
from typfrage.results.run import input_files, results_folder, work_folder
from typfrage.shipped import shipped
from typfrage.survey.waves.study import Study, Wave, check_raw_file, earlier_wave
from typfrage.survey.waves.wave_series import check_earlier_raw_file

COMPUTING = ("survey", "typology", "validity", "profiles", "results")
"""Packages whose code can change a result."""

BOOK_FOLDERS = ("chapters", "assets", "_extensions")


@dataclass(frozen=True)
class Plan:
    """Everything that is done for one wave.

    Attributes:
        study: The study.
        wave: The wave.
        renderer: Who renders the book; ``None`` to stop at the results.
    """

    study: Study
    wave: Wave
    renderer: Renderer | None = None

    @property
    def book(self) -> Path:
        """Folder of the wave's publication."""
        return self.study.root / BOOKS / self.wave.id

    @property
    def results(self) -> Path:
        """Folder of the wave's results."""
        return results_folder(self.study, self.wave.id)

    @property
    def work(self) -> Path:
        """Folder of the wave's microdata."""
        return work_folder(self.study, self.wave.id)

    def run(self, steps: Steps) -> None:
        """Run what must run, in order, and make the wave the one that chapters include.

        Raises:
            InputError: An input is wrong.
            BuildError: A step failed; what it was to replace is untouched.
        """
        with one_at_a_time(self.study.root, f"building wave {self.wave.id}"):
            session = self._session(steps, explain=False)
            for report in session.execution_reports:
                if report.outcome is TaskOutcome.FAIL and report.exc_info:
                    raise error_of(report.task.name, report.exc_info[1])
            skipped = (TaskOutcome.SKIP_UNCHANGED, TaskOutcome.PERSISTENCE)
            steps.unchanged(
                [r.task.name for r in session.execution_reports if r.outcome in skipped]
            )
            make_current(self.results, self.study.root)
            if self.renderer is not None:
                write_start_page(self.study)

    def render(self, steps: Steps) -> Publication:
        """Render the book anew from the results that are there.

        Raises:
            InputError: A chapter is wrong, or the results are missing, older than their inputs, or
                not whole, as where a run was killed.
            BuildError: The renderer failed. The last publication is untouched in both cases.
        """
        with one_at_a_time(self.study.root, f"rendering wave {self.wave.id}"):
            fresh_results(self.study, self.wave)
            with steps.step(f"render with {self.renderer}") as update:
                publication = self._publish(update)
            write_start_page(self.study)
        return publication

    def check_book(self, *, whole: bool = False) -> frozenset[str]:
        """Return the chapters that the wave's book leaves out, if the book is sound.

        Args:
            whole: All listed chapters are going to be rendered, as `quarto render` does.

        Raises:
            InputError: The book cannot be rendered whatever is computed.
        """
        return check_book(self.study, self.wave, self._notebooks(), whole=whole)

    def explain(self, steps: Steps) -> tuple[Why, ...]:
        """Return why each task would run now, without running it."""
        with one_at_a_time(self.study.root, f"explaining wave {self.wave.id}"):
            session = self._session(steps, explain=True)
        order = [task.title for task in self._tasks()]
        whys = [why_of(report.task) for report in session.execution_reports]
        return tuple(sorted(whys, key=lambda why: order.index(why.task)))

    def _session(self, steps: Steps, explain: bool) -> Any:
        check_raw_file(self.wave)
        check_earlier_raw_file(self.study, self.wave)
        if self.renderer is not None:
            self.check_book()
        self.work.mkdir(parents=True, exist_ok=True)
        # Its folder is where pytask keeps what it knows: one memory a wave, none in the checkout.
        config = self.work / "pytask.toml"
        config.write_text("[tool.pytask.ini_options]\n", encoding="utf-8")
        pytask.console.quiet = True
        session = pytask.build(
            tasks=[as_pytask(task, steps) for task in self._tasks()],
            config=config,
            paths=self.work,
            database_url=f"sqlite:///{self.work / 'tasks.sqlite3'}",
            capture="no",
            verbose=0,
            dry_run=explain,
            explain=explain,
            show_traceback=False,
            max_failures=1,
        )
        if not session.execution_reports:
            raise BuildError(f"the steps could not be put in order: {session.exit_code}")
        return session

    def _tasks(self) -> list[Task]:
        inputs = (
            nodes.files(
                "codebook, typology, population and wave",
                lambda: input_files(self.study, self.wave),
            ),
            nodes.environment(),
            *(
                nodes.folder(f"code of typfrage.{name}", _package(name), ".py")
                for name in COMPUTING
            ),
        )
        clean = nodes.folder("clean answers", self.work / "clean")
        names = [path.stem for path in self._notebooks()]
        parts = {name: nodes.stored(f"results of {name}", self.results, name) for name in names}
        tasks = [
            self._notebook_task(path, parts[path.stem], inputs, clean, first=number == 0)
            for number, path in enumerate(self._notebooks())
        ]
        manifest = nodes.files("manifest", lambda: [self.results / MANIFEST_FILE])
        pages = nodes.files("pages of the notebooks", lambda: page_paths(self.results, names))
        tasks.append(self._assembly_task(tuple(parts.values()), (manifest, pages)))
        if self.renderer is not None:
            tasks.append(self._render_task((manifest, pages), tuple(parts.values())))
        return tasks

    def _assembly_task(self, parts: tuple[Node, ...], made: tuple[Node, ...]) -> Task:
        executed = (self._executed_node(path) for path in self._notebooks())
        named = [self.study.root / name for name in (BOOK_FILE, CITATION_FILE)]
        sources = [path for path in named if path.is_file()]
        told = nodes.files("facts of the imprint", lambda: sources)
        listed = nodes.names("list of notebooks", [path.stem for path in self._notebooks()])
        shown = nodes.names("what chapters show", list(map(repr, self._chapters())))
        return Task(
            "assemble results",
            lambda _: self._assemble(),
            (listed, shown, *parts, *executed, *((told,) if sources else ()), _publishing()),
            made,
        )

    def _notebook_task(
        self, path: Path, part: Node, inputs: tuple[Node, ...], clean: Node, *, first: bool
    ) -> Task:
        source = nodes.files(path.name, lambda: [path])
        executed = self._executed_node(path)
        return Task(
            path.stem,
            lambda update: self._execute(path, update),
            (source, *inputs, *(() if first else (clean,))),
            (part, executed, *((clean,) if first else ())),
        )

    def _render_task(self, assembled: tuple[Node, ...], parts: tuple[Node, ...]) -> Task:
        root = self.study.root

        def render(update: Update) -> None:
            self._publish(update)

        return Task(
            f"render with {self.renderer}",
            render,
            (
                *assembled,
                *parts,
                nodes.files("book sources", self._book_sources),
                *(
                    nodes.folder(name, root / name)
                    for name in BOOK_FOLDERS
                    if (root / name).is_dir()
                ),
                _publishing(),
            ),
            (nodes.folder(f"publication {self.wave.id}", self.book),),
        )

    def _publish(self, update: Update) -> Publication:
        assert self.renderer is not None
        left_out = self.check_book()
        make_current(self.results, self.study.root)
        check_republication(self.study, self.wave)
        return publish(self.study.root, self.book, self.renderer, update, left_out, self._admit)

    def _admit(self, draft: Path) -> None:
        """Look through a draft, and remember what it was made from before it is in its place.

        A build that is killed between the two then remembers too much, and never too little.
        """
        check_draft(draft, self.study, self.wave)
        remember_publication(self.study, self.wave)

    def _chapters(self) -> tuple[Chapter, ...]:
        """What the chapters of the wave's book take from the store, where the study has a book."""
        if not (self.study.root / BOOK_FILE).is_file():
            return ()
        texts, earlier = chapter_texts(self.study.root), earlier_wave(self.study, self.wave)
        left_out = left_out_chapters(texts, earlier_wave=earlier is not None)
        return read_chapters(texts, left_out)

    def _book_sources(self) -> list[Path]:
        root = self.study.root
        return [*(root / name for name in BOOK_SOURCES), *root.glob("*.bib")]

    def _notebooks(self) -> list[Path]:
        own = self.study.root / "analysis"
        return sorted((own if own.is_dir() else shipped("analysis")).glob("[0-9]*.ipynb"))

    def _executed(self, path: Path) -> Path:
        return self.results / NOTEBOOKS / path.name

    def _executed_node(self, path: Path) -> Node:
        return nodes.files(f"executed {path.name}", lambda: [self._executed(path)])

    def _execute(self, path: Path, update: Update) -> None:
        run_notebook(
            path,
            self._executed(path),
            {"study": ".", "wave": self.wave.id},
            self.study.root,
            self.work / "notebooks",
            lambda done, total: update(f"cell {done} of {total}"),
        )

    def _assemble(self) -> None:
        names = [path.stem for path in self._notebooks()]
        language = self.study.codebook.languages[0]
        decided = check_republication(self.study, self.wave)
        run = parameters(self.wave.file, language)
        root, footer = self.study.root, read_footer(self.study.root)

        def write_others() -> None:
            write_notebook_pages(self.results, names, language, run, self._chapters(), footer)
            write_imprint(root, self.results, self.wave.file, language)
            write_accessibility_facts(root, self.results, language)

        assemble(self.results, names, self.wave.file, language, decided, write_others)


def _publishing() -> Node:
    return nodes.folder("code of typfrage.publish", _package("publish"))


def _package(name: str) -> Path:
    return Path(typfrage.__file__).parent / name
