"""Questions about codes, signs, and the rules by which answers count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typfrage.survey.proposal.columns import SHOWN_COUNT
from typfrage.survey.proposal.item_columns import ItemProposal
from typfrage.survey.proposal.proposal import Proposal
from typfrage.survey.proposal.question import CODES, RULES, Question, named, new_option
from typfrage.survey.proposal.targets import option_words
from typfrage.survey.questionnaire.codebook import ClosedItem


def of_codes(
    item: ItemProposal, proposal: Proposal, languages: Sequence[str]
) -> Iterator[Question]:
    """Ask for the codes of one question that are new, missing, or without a meaning."""
    name, codes = f"`{item.item.id}`", item.codes
    for code, label in codes.new.items():
        text = f"{name}: code {code}, “{label}”, is no option of the codebook. What is it?"
        snippet = new_option(label, languages, proposal.facts.first)
        yield Question(CODES, text, ("If it is a new option, add it:",), (snippet,))
    for option in codes.absent:
        label = option_words(option)[0]
        yield Question(CODES, f"{name}: the file does not name “{label}”. Was it still offered?")
    if codes.unknown or codes.rare:
        rare = (f"some that fewer than {SHOWN_COUNT} answers have",) if codes.rare else ()
        said = ", ".join((*codes.unknown, *rare))
        text = f"{name}: what do these codes in {named(item.matches[0].column)} mean: {said}?"
        yield Question(CODES, text, (f"Say it with `recode`; in the codebook: {_options(item)}.",))
    if codes.undecided:
        text = f"{name}: some codes have labels that differ from the codebook's, others have none."
        yield Question(CODES, text, ("Complete `recode`, and take the line out of its comment.",))


def of_signs(proposal: Proposal) -> Iterator[Question]:
    """Ask for signs that nothing explains."""
    for signs, items in proposal.signs.unknown.items():
        said = ", ".join(signs) or f"those that fewer than {SHOWN_COUNT} answers have"
        names = ", ".join(f"`{name}`" for name in items)
        yield Question(CODES, f"{names}: which signs are ticks and which are none: {said}?")
    for code, label in proposal.signs.unexplained.items():
        text = f"Why is there no answer where {code} stands{f' (“{label}”)' if label else ''}?"
        lines = (
            "Give its reason under `source.missing`; where it may be a number as well, recode it "
            "to a missing code of the codebook.",
        )
        yield Question(CODES, text, lines)


def of_rules(proposal: Proposal) -> Iterator[Question]:
    """Ask for rules of the example wave whose column is not there."""
    for one in proposal.screening:
        if one.rule is None:
            yield Question(RULES, f"`{one.reason}`: which column tells it now?", (f"{one.by}.",))


def _options(item: ItemProposal) -> str:
    """The codes of the codebook with their words."""
    assert isinstance(item.item, ClosedItem)
    return "; ".join(f"{o.code} {option_words(o)[0]}" for o in item.item.options)
