"""The central results as slides: a study's ``folien.qmd`` and a wave's store become one PDF.

The way of a deck: :mod:`typfrage.results.freshness` makes sure that the results are there and
fresh, :mod:`manuscript` reads the texts, :mod:`portraits` makes a slide of each type, :mod:`deck`
chooses and orders, :mod:`pdf` sets.
"""

from typfrage.publish.slides.pdf import make_slides

__all__ = ["make_slides"]
