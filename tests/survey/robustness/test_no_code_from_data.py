"""Nothing that stands in a file is executed: no code, no object, no template, no long pattern."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from tests.project import ROOT

from typfrage.problems import InputError
from typfrage.survey.whole_cell import LONGEST, check_pattern, matches_whole
from typfrage.survey.yaml_files.yaml_document import read_document

SOURCES = sorted((ROOT / "src").rglob("*.py"))
FORBIDDEN = {
    *("eval", "exec", "compile", "__import__", "breakpoint"),
    *("pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "dbm", "code", "codeop"),
    *("os.system", "os.popen", "pd.eval", "pd.read_pickle", "np.load", "joblib.load"),
    *("joblib.Memory", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.Loader"),
    *(".format_map", ".to_pickle", ".query", "shell="),
    *("runpy.run_path", "runpy.run_module", "importlib.import_module"),
}
ALLOWED = {
    # What a cluster's own workers exchange; nothing of a study.
    "src/typfrage/cli/scheduler.py": {"cloudpickle", "importlib.import_module"},
    # Of Typst, for its version.
    "src/typfrage/pipeline/doctor.py": {".query"},
}
TEMPLATES = {
    # Parameters that hold sentences of the code.
    *("choice_file.py: said", "language.py: chosen", "language.py: self._translated(sentence)"),
    # Chosen from a constant of the same module.
    *("markdown.py: words", "regressors.py: compared", "yaml_complaints.py: known"),
    "regressors.py: _in_language(_DOUBLED, codebook)",
    # What pytask calls its reasons.
    "task.py: words.get(r.reason, '{}: ' + r.reason)",
}
"""Where a template is no constant; whoever adds one says where it comes from."""


def _name(node: ast.expr) -> str:
    return ast.unparse(node)


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_the_code_neither_evaluates_nor_unpickles() -> None:
    found = {}
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            name.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        }
        named |= {
            (node.module or "").partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
        }
        for call in _calls(path):
            named |= {_name(call.func), *(f"{word.arg}=" for word in call.keywords)}
            if isinstance(call.func, ast.Attribute):
                named.add(f".{call.func.attr}")
        place = path.relative_to(ROOT).as_posix()
        found[place] = (named & FORBIDDEN) - ALLOWED.get(place, set())
    assert {place: names for place, names in found.items() if names} == {}


def test_no_template_comes_from_data() -> None:
    """``str.format`` reads attributes of what it fills in; a label could ask for any of them."""
    templates = {
        f"{path.name}: {ast.unparse(call.func.value)}"
        for path in SOURCES
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "format"
        if not _stands_in_the_code(call.func.value)
    }
    assert templates == TEMPLATES


def _stands_in_the_code(template: ast.expr) -> bool:
    """Tell whether a template is a text or a constant."""
    while isinstance(template, ast.Subscript | ast.Call):
        template = template.value if isinstance(template, ast.Subscript) else template.func
    if isinstance(template, ast.Attribute):
        template = template.value
    return isinstance(template, ast.Constant) or _name(template).strip("_").isupper()


@pytest.mark.parametrize(
    "line",
    [
        "id: !!python/object/apply:os.system [touch executed]",
        "id: !!python/name:os.system",
        "id: !!python/module:os",
        "id: !ruby/object:X {}",
        "id: !!set {a, b}",
        "id: !!bool x",
        "id: !!int ''",
        "id: !!timestamp x",
        "id: !!binary eA==",
        "!!str id: 1",
    ],
)
def test_a_tag_is_refused(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "codebook.yml").write_text(line)
    with pytest.raises(InputError, match=r"tags \(!name\) are not allowed here"):
        read_document(tmp_path / "codebook.yml")
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: [*x, *x]", r"aliases \(\*name\) are not allowed here"),
        ("a: {<<: {b: 1}}", "merge keys"),
        ("a: 1\na: 2", "the key 'a' stands here twice"),
        ("a: " + "9" * 5_000, "a number of more than 30 characters"),
        ("a: 0x" + "f" * 5_000, "a number of more than 30 characters"),
        ("a: " + "1:" * 100_000 + "1", "a number of more than 30 characters"),
        ("a: 2001-02-30", "'2001-02-30' is no value"),
        ("[" * 100_000, "nested too deeply"),
        ("{a: " * 5_000, "nested too deeply"),
        ("- " * 100_000, "nested too deeply"),
        ("? " * 5_000, "nested too deeply|not allowed|single value|mapping"),
        ("a: [1]: 2", "mapping values are not allowed here"),
        ("{[1]: 2}", "a key must be a single value"),
        ("a: \x00", "special characters are not allowed"),
    ],
    ids=lambda text: text[:20],
)
def test_yaml_that_says_too_much_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "wave.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_document(tmp_path / "wave.yml")


def test_a_pattern_that_could_run_for_ever_does_not() -> None:
    """Python's own ``re`` needs about 2^30 steps for thirty letters."""
    cells = pd.Series(["a" * 100_000 + "!", "aaab"], index=[7, 9])
    begun = time.process_time()
    for pattern in ("(a+)+b", "(a|aa)+b", "(.*)*b", "a*a*a*a*a*a*a*a*a*a*b"):
        assert matches_whole(cells, pattern).to_dict() == {7: False, 9: True}
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "pattern",
    ["[", "(", "a)|(b", "(?=a)a", "(?<=a)b", r"(a)\1", "(?P<", "*", "a{2000}", "x" * (LONGEST + 1)],
)
def test_what_is_no_pattern_of_bounded_cost_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="regular expression"):
        check_pattern(pattern)


def test_a_pattern_matches_the_whole_cell() -> None:
    cells = pd.Series(["LOL", "rofl", "lol!", "a\nlol", "", "interview", "interviews"])
    assert matches_whole(cells, "(?i)lol|rofl").tolist() == [True, True, *[False] * 5]
    beside = matches_whole(cells, "(?!interview$).+").tolist()
    assert beside == [True, True, True, False, False, False, True]
