"""What the page of the Typ-Check says of an answer; ``assets/typ-check.js`` fills the gaps."""

from __future__ import annotations

from typfrage.profiles.type_check import TypeCheck
from typfrage.results.language import mark, speaker

_SENTENCES = {
    "quoted": mark("„{goal}“"),
    "pair": mark("{first} und {last}"),
    "mixed": mark(
        "Zwischen zwei Typen: Nur in {percent} der Stichproben führt diese Auswahl zu diesem Typ."
    ),
    "clear": mark("Eindeutig: In {percent} der Stichproben führt diese Auswahl zu diesem Typ."),
    "nearest_mixed": mark(
        "Dieser Typ steht Ihrer Kommune am nächsten: {type} ({percent}, zwischen zwei Typen)"
    ),
    "nearest_clear": mark(
        "Dieser Typ steht Ihrer Kommune am nächsten: {type} ({percent}, eindeutig)"
    ),
    "one_decided": mark("Entschieden hat"),
    "many_decided": mark("Entschieden haben"),
    "nothing_decided": mark("kein einzelnes Ziel"),
    "goal": mark("Ihr Ziel {present}"),
    "goals": mark("Ihre Ziele {present}"),
    "absent": mark("dass Sie {absent} nicht gewählt haben"),
    "goal_and_absent": mark("Ihr Ziel {present} und dass Sie {absent} nicht gewählt haben"),
    "goals_and_absent": mark("Ihre Ziele {present} und dass Sie {absent} nicht gewählt haben"),
    "none_chosen": mark("Noch kein Ziel gewählt. Wählen Sie mindestens eines."),
}


def page_words(check: TypeCheck, language: str) -> dict[str, str]:
    """Return the sentences of the page, with ``{name}`` where the page fills something in.

    Args:
        check: For the number of goals that may be chosen.
        language: Language of the sentences.
    """
    say, most = speaker(language), check.max_choices or len(check.goals)
    gaps = {
        name: f"{{{name}}}"
        for name in ("goal", "first", "last", "percent", "type", "present", "absent")
    }
    chosen = say.many(
        "{count} von höchstens {number} Ziel gewählt.",
        "{count} von höchstens {number} Zielen gewählt.",
        most,
        count="{count}",
    )
    another = say("Um ein anderes zu wählen, wählen Sie zuerst eines ab.")
    full = f"{chosen} {another}" if most < len(check.goals) else chosen
    said = {key: say(sentence, **gaps) for key, sentence in _SENTENCES.items()}
    return said | {"chosen": chosen, "all_chosen": full}
