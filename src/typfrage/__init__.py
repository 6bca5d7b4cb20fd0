"""A reproducible survey typology: from a raw survey wave to the published study."""

from importlib.metadata import version

__version__ = version("typfrage")
