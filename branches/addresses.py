"""Addresses that stand on every page, or on one a hundred times. `reverse` searches its patterns anew each time, which such pages notice."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, reverse

_ANY = UUID(int=0)


def page_address(name: str) -> str:
    """What `reverse(name)` gives, for a page that needs nothing but its name. Asked once."""
    return _page(name, get_script_prefix())


def row_address(name: str, pk: UUID) -> str:
    """What `reverse(name, args=[pk])` gives. Asked once."""
    return _of_each(name, get_script_prefix())(pk)


def address_of_each(name: str, *before: object) -> Callable[[object], str]:
    """The address of `name` for each identifier: reversed once, then filled in. `before` are arguments that stand before it."""
    start, _, end = reverse(name, args=[*before, _ANY]).rpartition(str(_ANY))
    return lambda pk: f"{start}{pk}{end}"


@cache
def _page(name: str, prefix: str) -> str:
    """`prefix` is where the portal is mounted: `reverse` puts it in front."""
    return reverse(name)


@cache
def _of_each(name: str, prefix: str) -> Callable[[object], str]:
    return address_of_each(name)
