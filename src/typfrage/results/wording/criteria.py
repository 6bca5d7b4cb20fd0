"""Sentences about the number of types: what each criterion favours, and where they disagree."""

from __future__ import annotations

from collections.abc import Sequence

from typfrage.results.findings import Favour
from typfrage.results.language import speaker
from typfrage.results.numbers import formatted
from typfrage.results.wording.criteria_words import Words, criterion_words
from typfrage.results.wording.phrases import capitalised, k_equals, types


def criterion_sentences(found: Sequence[Favour], language: str) -> str:
    """Say for each criterion which number of types it favours, as a list."""
    lines = []
    for one in found:
        words = criterion_words(one.criterion, language)
        lines.append(f"- **{words.name}.** {_sentences(one, words, language)}")
    return "\n".join(lines)


def choice_of_k(found: Sequence[Favour], *, published: bool, language: str) -> str:
    """Say whether the criteria agree, and what disagrees with what.

    Args:
        found: What each criterion favours.
        published: Whether a published typology has the reported number of types.
        language: Language of the sentences.
    """
    say = speaker(language)
    reported = types(found[0].reported, language)
    votes = _votes(found)
    silent = [one for one in found if one.computed and one.favoured is None]
    if not votes and not silent:
        first = say("Keines der Kriterien ließ sich für diese Daten berechnen.")
    elif list(votes) == [found[0].reported] and not silent:
        first = say("Alle berechneten Kriterien sprechen für {types}.", types=reported)
    elif len(votes) == 1 and not silent:
        first = say(
            "Alle berechneten Kriterien sprechen für {types}, keines für {reported}.",
            types=types(next(iter(votes)), language),
            reported=reported,
        )
    else:
        first = _disagreement(votes, silent, found[0].reported, language)
    return f"{first} {_origin(found[0].reported, published, language)}"


def alt_criteria(found: Sequence[Favour], first: int, last: int, language: str) -> str:
    """Describe the figure of all criteria: what each favours."""
    say = speaker(language)
    parts = [_alt_favour(one, language) for one in found]
    return say(
        "Acht kleine Liniendiagramme der Kriterien für {first} bis {last} Typen; schattiert ist "
        "die berichtete Zahl von {reported}. Es spricht für – {criteria}.",
        first=first,
        last=last,
        reported=found[0].reported,
        criteria="; ".join(parts),
    )


def _alt_favour(one: Favour, language: str) -> str:
    say = speaker(language)
    words = criterion_words(one.criterion, language)
    if not one.computed:
        return f"{words.name}: {say('nicht berechenbar')}"
    if one.favoured is None:
        return f"{words.name}: {say('keine Zahl')}"
    return f"{words.name}: {one.favoured}{_in_brackets(one, words, language)}"


def _in_brackets(one: Favour, words: Words, language: str) -> str:
    """The value at the favoured number; one type may have none, others' may be withheld."""
    return "" if one.value != one.value else f" ({formatted(one.value, words.how, language)})"


def _sentences(one: Favour, words: Words, language: str) -> str:
    say = speaker(language)
    criterion = capitalised(words.subject)
    if not one.computed:
        return say("{criterion} ließ sich für diese Daten nicht berechnen.", criterion=criterion)
    reported = {
        "k": k_equals(one.reported),
        "value": formatted(one.value_at_reported, words.how, language),
    }
    known = one.value_at_reported == one.value_at_reported
    if one.favoured is None:
        none = say("{criterion} spricht für keine der geprüften Zahlen.", criterion=criterion)
        return f"{none} {say('Bei {k} beträgt der Wert {value}.', **reported)}" if known else none
    kept = bool(one.at_the_end and words.at_the_end)
    value = _in_brackets(one, words, language)
    best = say(words.at_the_end if kept else words.best, chosen=f"{k_equals(one.favoured)}{value}")
    first = (
        f"{best}."
        if one.for_reported or not known
        else say("{best}; bei {k} sind es {value}.", best=best, **reported)
    )
    more = (
        say("Das ist die größte geprüfte Zahl; noch mehr Typen könnten noch besser abschneiden.")
        if one.at_the_end and not kept
        else ""
    )
    return " ".join(filter(None, (first, _conclusion(one, language), more)))


def _conclusion(one: Favour, language: str) -> str:
    say = speaker(language)
    if one.for_reported:
        return say(
            "Das spricht für die berichtete Zahl von {types}.", types=types(one.reported, language)
        )
    if one.favoured == 1:
        return say("Das spricht gegen jede Einteilung in Typen.")
    return say("Das spricht für {types}.", types=types(one.favoured or 0, language))


def _votes(found: Sequence[Favour]) -> dict[int, list[Favour]]:
    votes: dict[int, list[Favour]] = {}
    for one in found:
        if one.favoured is not None:
            votes.setdefault(one.favoured, []).append(one)
    return votes


def _disagreement(
    votes: dict[int, list[Favour]], silent: Sequence[Favour], reported: int, language: str
) -> str:
    """Say who favours which number of types, the reported one first."""
    say = speaker(language)
    sentences = [say("Die Kriterien widersprechen sich.")]
    order = sorted(votes, key=lambda k: (k != reported, k))
    sentences += [_vote(k, votes[k], reported, language) for k in order]
    if reported not in votes:
        sentences.append(
            say("Für die berichteten {types} spricht keines.", types=types(reported, language))
        )
    if silent:
        sentences.append(
            say.many(
                "Für keine der geprüften Zahlen spricht {criteria}.",
                "Für keine der geprüften Zahlen sprechen {criteria}.",
                len(silent),
                criteria=_subjects(silent, language),
            )
        )
    sentences.append(
        say(
            "Das ist kein Fehler: Jedes Kriterium sieht etwas anderes, und keines entscheidet "
            "allein."
        )
    )
    return " ".join(sentences)


def _vote(k: int, voters: Sequence[Favour], reported: int, language: str) -> str:
    say = speaker(language)
    criteria = _subjects(voters, language)
    if k == reported:
        return say.many(
            "Für die berichteten {types} spricht {criteria}.",
            "Für die berichteten {types} sprechen {criteria}.",
            len(voters),
            types=types(k, language),
            criteria=criteria,
        )
    if k == 1:
        return say.many(
            "Gegen jede Einteilung spricht {criteria}.",
            "Gegen jede Einteilung sprechen {criteria}.",
            len(voters),
            criteria=criteria,
        )
    return say.many(
        "Für {types} spricht {criteria}.",
        "Für {types} sprechen {criteria}.",
        len(voters),
        types=types(k, language),
        criteria=criteria,
    )


def _origin(reported: int, published: bool, language: str) -> str:
    """Say who set the reported number of types."""
    say = speaker(language)
    if published:
        return say(
            "Die berichtete Zahl von {number} ist durch die veröffentlichte Typologie vorgegeben, "
            "nicht durch die Kriterien gewählt.",
            number=say.number(reported),
        )
    return say(
        "Die berichtete Zahl von {number} ist für diese Welle vorgegeben, nicht durch die "
        "Kriterien gewählt.",
        number=say.number(reported),
    )


def _subjects(voters: Sequence[Favour], language: str) -> str:
    return speaker(language).listed(
        [criterion_words(one.criterion, language).subject for one in voters]
    )
