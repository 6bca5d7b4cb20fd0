"""What the command line prints is text: nothing in it commands the terminal or loses brackets."""

from __future__ import annotations

import io

import pytest
from rich.table import Table

from typfrage.cli.terminal import Terminal, harmless


def _printed(*objects: object, colour: bool = False, markup: bool | None = None) -> str:
    stream = io.StringIO()
    terminal = Terminal(
        file=stream,
        emoji=False,
        highlight=False,
        width=200,
        force_terminal=colour,
        color_system="standard" if colour else None,
    )
    terminal.print(*objects, markup=markup, soft_wrap=True)
    return stream.getvalue()


@pytest.mark.parametrize("markup", [None, False])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mrot", "␛[31mrot"),
        ("\x1b]0;titel", "␛]0;titel"),
        ("a\x00b\x7fc", "a␀b␡c"),
        ("\x9b2J", "\ufffd2J"),
        ("\u202eabc\u2066", "\ufffdabc\ufffd"),
        ("Zelle [3], [link=x]y[/link]", "Zelle [3], [link=x]y[/link]"),
        (":warning: 5", ":warning: 5"),
        ("ä – „ü“ 5\u202f%", "ä – „ü“ 5\u202f%"),
    ],
)
def test_text_of_others_is_shown_as_it_is(text: str, shown: str, markup: bool | None) -> None:
    assert _printed(text, markup=markup) == f"{shown}\n"


def test_a_closing_tag_of_others_is_no_error() -> None:
    assert _printed("Ordner [/red] und [/]") == "Ordner [/red] und [/]\n"


def test_cells_of_tables_are_text_too() -> None:
    table = Table("[/x]", "b\x1b[2J", box=None)
    table.add_row("[study]", "[/red]")

    printed = _printed(table)

    assert "\x1b" not in printed
    for text in ("[/x]", "b␛[2J", "[study]", "[/red]"):
        assert text in printed


def test_the_commands_own_colours_remain() -> None:
    assert _printed("[bold red]Failed[/bold red]: [x]", colour=True).startswith("\x1b[1;31mFailed")


def test_a_colour_of_others_is_not_taken() -> None:
    assert "\x1b[" not in _printed("\x1b[31mrot", colour=True, markup=False)


def test_lines_and_tabs_are_left() -> None:
    assert harmless("a\n\tb") == "a\n\tb"
