"""The Typ-Check as a page: the form, the result of each type, and the model, all in one text.

``assets/typ-check.js`` only shows what is written here: it looks the answer up and unhides.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from typfrage.profiles.type_check import TypeCheck
from typfrage.results.type_check import type_check_json
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

_STATUS = (
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
        language: Language of the types' headings.
    """
    html = "\n".join(
        [
            '<div class="typ-check">',
            _without_script(),
            _form(check, question),
            _result(names, wave, synthetic, language),
            f'<script type="application/json" class="typ-check-modell">{_model(check)}</script>',
            "</div>",
        ]
    )
    return f"```{{=html}}\n{html}\n```\n"


def _steckbrief(name: TypeName) -> str | None:
    """Return the page of a type's Steckbrief, relative to its neighbours; a type of the study's."""
    return None if name.reference is None else f"steckbrief-{name.id.replace('_', '-')}.html"


def _without_script() -> str:
    return (
        '<p class="typ-check-ohne">Diese Seite rechnet in Ihrem Browser und braucht dazu '
        "JavaScript, das hier nicht läuft. Ohne JavaScript hilft das Arbeitsblatt: Es steht an "
        "dieser Stelle im PDF des Berichts und kommt mit Stift und Papier aus.</p>"
    )


def _form(check: TypeCheck, question: str) -> str:
    boxes = "\n".join(
        f'<li><label><input type="checkbox" value="{at}" aria-describedby="typ-check-regel"> '
        f"<span>{_text(goal.name)}</span></label></li>"
        for at, goal in enumerate(check.goals)
    )
    return f"""<form class="typ-check-form" autocomplete="off" hidden>
<fieldset>
<legend>{_text(question)}</legend>
<p id="typ-check-regel">Wählen Sie {limit(check)}. Ihre Auswahl bleibt in Ihrem Browser.</p>
<ul class="typ-check-ziele">
{boxes}
</ul>
</fieldset>
<p class="typ-check-stand" role="status"></p>
<button type="reset">Auswahl löschen</button>
</form>"""


def _result(names: Sequence[TypeName], wave: str, synthetic: bool, language: str) -> str:
    status = f'<p class="typ-check-daten">{_STATUS}</p>' if synthetic else ""
    types = "\n".join(_type(name, language) for name in names)
    return f"""<section class="typ-check-ergebnis" aria-label="Ergebnis des Typ-Checks" hidden>
<p class="typ-check-kopf">Typ-Check: Welcher Typ ist Ihre Kommune? · {_text(wave)}</p>
<p class="typ-check-kurz" aria-live="polite" aria-atomic="true"></p>
<div class="typ-check-mehr" hidden>
{status}
{types}
<dl>
<dt>Sicherheit</dt><dd class="typ-check-sicherheit"></dd>
<dt>Zweitnächster Typ</dt><dd class="typ-check-zweiter"></dd>
<dt class="typ-check-entschieden">Entschieden haben</dt><dd class="typ-check-gruende"></dd>
<dt>Ihre Auswahl</dt><dd class="typ-check-auswahl"></dd>
</dl>
<button type="button" class="typ-check-drucken">Zusammenfassung drucken</button>
</div>
</section>"""


def _type(name: TypeName, language: str) -> str:
    called, page = _text(capitalised(name.name)), _steckbrief(name)
    heading = f"<p>„{_text(name.reference.heading[language])}“</p>" if name.reference else ""
    link = f'<p><a href="{page}">Zum Steckbrief: {called}</a></p>' if page else ""
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


def _model(check: TypeCheck) -> str:
    content = json.dumps(type_check_json(check), ensure_ascii=False, separators=(",", ":"))
    return content.replace("<", "\\u003c").replace("{{", "\\u007b{").replace("`", "\\u0060")
