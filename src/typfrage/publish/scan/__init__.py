"""Looks through everything published for what it must not tell.

The way of a scan: :mod:`reading` chooses a reader for each file, which yields passages;
:mod:`scanner` holds each of them against :mod:`microdata` (what the answers say) and :mod:`shapes`
(what looks like a leak); :mod:`finding` masks what was found; :mod:`gate` refuses a draft.
"""
