"""Small steps with which an XML document is put together."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

NAMESPACE = "ddi:codebook:2_5"

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def add(
    parent: ET.Element, name: str, text: str = "", language: str = "", /, **attributes: str
) -> ET.Element:
    """Append an element.

    Args:
        parent: Where it goes.
        name: Its name in DDI's namespace.
        text: Its text; what XML cannot hold is left out.
        language: Language of the text, where it is not that of the document.
        **attributes: Its attributes.
    """
    element = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    if language:
        element.set(_LANGUAGE, language)
    if text:
        element.text = _FORBIDDEN.sub("", text)
    return element


def xml_bytes(root: ET.Element) -> bytes:
    """Return a document, indented so that it can be read."""
    ET.indent(root, space=" ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
