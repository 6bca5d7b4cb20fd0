"""How inner loops are compiled: exact, with the interpreter released, kept for the next process."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from numba import njit

NOT_KEPT = "Compiled code cannot be kept"
"""How the warning begins that it is compiled anew in each process."""


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function when it is first called, and keep what was compiled.

    It is kept beside the package or in the user's cache. Where neither can be written, the function
    is compiled anew in each process, and a warning says so.

    Args:
        function: Uses NumPy and other compiled functions of its own file only.

    Returns:
        The function, compiled on its first call with arguments of each type.
    """
    try:
        return njit(nogil=True, cache=True)(function)
    except RuntimeError:
        warnings.warn(
            f"{NOT_KEPT}: neither the package's folder nor a cache of this user "
            "can be written. Each process compiles anew, which takes about 15 s. Set "
            "NUMBA_CACHE_DIR to a folder that can be written.",
            # One place for all functions: the warning is then shown once.
            stacklevel=1,
        )
        return njit(nogil=True)(function)
