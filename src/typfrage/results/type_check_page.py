"""The Typ-Check as a page: the form, the result of each type, and the model, all in one text.

``assets/typ-check.js`` only shows what is written here: it looks the answer up, fills the gaps of
sentences and unhides.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from typfrage.profiles.type_check import TypeCheck
from typfrage.results.language import mark, speaker
from typfrage.results.type_check import type_check_json
from typfrage.results.type_check_words import page_words
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import capitalised
from typfrage.results.wording.type_check import limit

_SHAPES = {
    "circle": '<circle cx="12" cy="12" r="9"/>',
    "square": '<rect x="4" y="4" width="16" height="16"/>',
    "triangle": '<path d="M12 3 22 21H2z"/>',
    "diamond": '<path d="M12 2 22 12 12 22 2 12z"/>',
    "pentagon": '<path d="M12 2 22 9.5 18 21H6L2 9.5z"/>',
    "cross": '<path d="M9 3h6v6h6v6h-6v6H9v-6H3V9h6z"/>',
}
"""Markers of the types, as in the figures; the shapes' box is 24 wide and high."""

_STATUS = mark(
    "<strong>Synthetische Daten.</strong> Die Typen beruhen auf künstlich erzeugten Antworten. "
    "Keine Kommune hat sie gegeben."
)


def type_check_page(
    check: TypeCheck,
    names: Sequence[TypeName],
    *,
    question: str,
    wave: str,
    synthetic: bool,
    language: str,
) -> str:
    """Write the page's content as Markdown with raw HTML.

    Args:
        check: The types of all possible answers.
        names: The types, in the same order.
        question: The question that formed the types, in its wording.
        wave: Title of the wave.
        synthetic: Whether the result must say that the data are synthetic.
        language: Language of the page.
    """
    html = "\n".join(
        [
            '<div class="typ-check">',
            _without_script(language),
            _form(check, question, language),
            _result(names, wave, synthetic, language),
            _json("typ-check-modell", type_check_json(check)),
            _json("typ-check-worte", page_words(check, language)),
            "</div>",
        ]
    )
    return f"```{{=html}}\n{html}\n```\n"


def _steckbrief(name: TypeName) -> str | None:
    """Return the page of a type's Steckbrief, relative to its neighbours; a type of the study's."""
    return None if name.reference is None else f"steckbrief-{name.id.replace('_', '-')}.html"


def _without_script(language: str) -> str:
    say = speaker(language)
    text = say(
        "Diese Seite rechnet in Ihrem Browser und braucht dazu JavaScript, das hier nicht läuft. "
        "Ohne JavaScript hilft das Arbeitsblatt: Es steht an dieser Stelle im PDF des Berichts und "
        "kommt mit Stift und Papier aus."
    )
    return f'<p class="typ-check-ohne">{text}</p>'


def _form(check: TypeCheck, question: str, language: str) -> str:
    say = speaker(language)
    rule = say(
        "Wählen Sie {goals}. Ihre Auswahl bleibt in Ihrem Browser.", goals=limit(check, language)
    )
    clear = say("Auswahl löschen")
    boxes = "\n".join(
        f'<li><label><input type="checkbox" value="{at}" aria-describedby="typ-check-regel"> '
        f"<span>{_text(goal.name)}</span></label></li>"
        for at, goal in enumerate(check.goals)
    )
    return f"""<form class="typ-check-form" autocomplete="off" hidden>
<fieldset>
<legend>{_text(question)}</legend>
<p id="typ-check-regel">{rule}</p>
<ul class="typ-check-ziele">
{boxes}
</ul>
</fieldset>
<p class="typ-check-stand" role="status"></p>
<button type="reset">{clear}</button>
</form>"""


def _result(names: Sequence[TypeName], wave: str, synthetic: bool, language: str) -> str:
    say = speaker(language)
    status = f'<p class="typ-check-daten">{say(_STATUS)}</p>' if synthetic else ""
    label, head = say("Ergebnis des Typ-Checks"), say("Typ-Check: Welcher Typ ist Ihre Kommune?")
    certainty, second = say("Sicherheit"), say("Zweitnächster Typ")
    decided = say("Entschieden haben")
    choice, to_print = say("Ihre Auswahl"), say("Zusammenfassung drucken")
    types = "\n".join(_type(name, language) for name in names)
    return f"""<section class="typ-check-ergebnis" aria-label="{label}" hidden>
<p class="typ-check-kopf">{head} · {_text(wave)}</p>
<p class="typ-check-kurz" aria-live="polite" aria-atomic="true"></p>
<div class="typ-check-mehr" hidden>
{status}
{types}
<dl>
<dt>{certainty}</dt><dd class="typ-check-sicherheit"></dd>
<dt>{second}</dt><dd class="typ-check-zweiter"></dd>
<dt class="typ-check-entschieden">{decided}</dt><dd class="typ-check-gruende"></dd>
<dt>{choice}</dt><dd class="typ-check-auswahl"></dd>
</dl>
<button type="button" class="typ-check-drucken">{to_print}</button>
</div>
</section>"""


def _type(name: TypeName, language: str) -> str:
    say, called, page = speaker(language), _text(capitalised(name.name)), _steckbrief(name)
    heading = link = ""
    if name.reference:
        quoted = say("„{heading}“", heading=_text(name.reference.heading[language]))
        heading = f"<p>{quoted}</p>"
    if page:
        words = say("Zum Steckbrief: {type}", type=called)
        link = f'<p><a href="{page}">{words}</a></p>'
    return f"""<div class="typ-check-typ" style="--type-color: {name.colour}" hidden>
<svg viewBox="0 0 24 24" fill="{name.colour}" aria-hidden="true">{_SHAPES[name.marker]}</svg>
<h2>{called}</h2>
{heading}
{link}
</div>"""


def _text(text: str) -> str:
    """Write a text from data as text, for the browser and for the Markdown around it."""
    line = escape(" ".join(text.splitlines()))
    return line.replace("`", "&#96;").replace("{{", "&#123;{")


def _json(class_: str, content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("{{", "\\u007b{").replace("`", "\\u0060")
    return f'<script type="application/json" class="{class_}">{text}</script>'
