"""What the words of questions and options say, in German and English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from typfrage.survey.proposal.texts import normal

_RESIDUAL = re.compile(
    r"(other|others|sonstige\w*|andere\w*|anderes|weitere\w*|その他|其の他)( .{0,25})?"
)
_NOTHING = re.compile(r"none( of .*)?|nothing( of .*)?|no .{0,20}(problems?|issues?)|keine?s? .*"
                      r"|nichts .*|課題や問題点はない|特にない|なし")  # fmt: skip
_DEGREES = re.compile(
    r"\b(gar nicht|ueberhaupt nicht|sehr|stark|voellig|voll|immer|nie|selten|oft|teils|kaum"
    r"|trifft .*zu|in hohem masse|not at all|very|never|always|often|seldom|rarely|strongly"
    r"|fully|completely|somewhat|hardly|partly|slightly|extremely)\b"
)
_AT_MOST = re.compile(
    r"(?:up to|at most|no more than|bis zu|hoechstens|maximal|max)\s+(\w+)"
    r"|([0-9]+|[一二三四五六七八九])つまで"
)
_NUMBERS = {
    word: number
    for words in (
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        ("eine", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn"),
        "一二三四五六七八九",
    )
    for number, word in enumerate(words, start=1)
}
_NO_IDENTIFIER = re.compile(r"[^a-z0-9]+")
_NO_TEXT_IN_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_LONGEST_NAME, _LONGEST_OPTION = 14, 28


def is_residual(label: str) -> bool:
    """Tell whether an option says nothing about priorities: "other", "none of these"."""
    return bool(_RESIDUAL.fullmatch(normal(label))) or is_exclusive(label)


def is_exclusive(label: str) -> bool:
    """Tell whether an option says that no other applies."""
    return bool(_NOTHING.fullmatch(normal(label)))


def is_scale(labels: Sequence[str]) -> bool:
    """Tell whether options are degrees of one thing, from the first to the last."""
    ends = (labels[0], labels[-1]) if len(labels) > 2 else ()
    return bool(ends) and all(_DEGREES.search(normal(label)) for label in ends)


def most_choices(question: str) -> int | None:
    """Return how many options a question allows, as its words say it."""
    found = _AT_MOST.search(normal(question))
    if found is None:
        return None
    word = found[1] or found[2]
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def name_of(code: str, number: int) -> str:
    """Return the id of a question: what the survey tool calls it, or its number.

    Args:
        code: Name of its column or columns.
        number: Its place.
    """
    plain = _identifier(code)
    short = len(plain) <= _LONGEST_NAME and len(normal(code).split()) <= 2
    usable = short and plain[:1].isalpha() and plain not in _NO_TEXT_IN_YAML
    return plain if usable else f"q{number}"


def option_name(item: str, label: str, number: int) -> str:
    """Return the id of an option: its question and the first words of its label, or its place."""
    plain = _identifier(label)
    if len(plain) > _LONGEST_OPTION:
        plain = plain[: _LONGEST_OPTION + 1].rpartition("_")[0] or plain[:_LONGEST_OPTION]
    return f"{item}_{plain or number}"


def distinct(names: Sequence[str], taken: set[str]) -> list[str]:
    """Return names with a number behind those that are taken; all are taken afterwards."""
    result = []
    for name in names:
        own, number = name, 1
        while own in taken:
            number += 1
            own = f"{name}_{number}"
        taken.add(own)
        result.append(own)
    return result


def _identifier(text: str) -> str:
    """The letters and digits of a text that an id may hold; empty where there are hardly any."""
    plain = _NO_IDENTIFIER.sub("_", normal(text)).strip("_")
    foreign = len(_NO_IDENTIFIER.sub("", normal(text))) < len(re.sub(r"\W", "", normal(text))) / 2
    return "" if foreign else plain
