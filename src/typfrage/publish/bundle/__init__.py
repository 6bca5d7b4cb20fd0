"""Everything that a wave has published in one zip, for reviewers and archives."""

from typfrage.publish.bundle.bundle import make_bundle

__all__ = ["make_bundle"]
