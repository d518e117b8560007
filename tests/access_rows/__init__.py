"""Rows of the access matrix, one module for a part of the portal: address, method, arguments, form, answers (see test_access_matrix).

A module that is put here is found by itself.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

Row = tuple[str, str, Any, dict[str, Any], str]


def rows_of_all_parts() -> list[Row]:
    """The rows of every module, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [row for name in names for row in import_module(f"{__name__}.{name}").ROWS]
