"""The site's own words: what stands around the chapters, in the language of the book."""

from __future__ import annotations

from typfrage.results.language import speaker

_CHAPTERS = {"de": "Kapitel", "en": "Chapters"}
"""Of one chapter German says the same word, English does not."""


def site_words(language: str) -> dict[str, str]:
    """Return the words of the page's template, by their names in it.

    Args:
        language: Language of the book.
    """
    say = speaker(language)
    return {
        "skip": say("Zum Inhalt springen"),
        "chapters": _CHAPTERS[language],
        "search-report": say("Im Bericht suchen"),
        "search": say("Suchen"),
        "search-help": say(
            "Strg+K springt zur Suche, Pfeiltasten wählen einen Treffer, Escape schließt."
        ),
        "no-hit": say("Keine Treffer"),
        "one-hit": say("1 Treffer"),
        "hits": say("{number} Treffer", number="{number}"),
        "dark": say("Dunkel"),
        "pdf": say("Bericht als PDF"),
        "status": say("Datenstand"),
        "on-this-page": say("Auf dieser Seite"),
        "appendix": say("Anhang"),
        "pager": say("Blättern"),
        "previous": say("Zurück"),
        "next": say("Weiter"),
    }
