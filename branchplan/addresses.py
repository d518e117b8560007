"""Addresses of pages that need nothing but their name, looked up once: the frame of every page has a dozen of them."""

from __future__ import annotations

from functools import cache

from django.urls import get_script_prefix, reverse


def page_address(name: str) -> str:
    """What `reverse(name)` gives."""
    return _address(name, get_script_prefix())


@cache
def _address(name: str, prefix: str) -> str:
    """`prefix` is where the portal is mounted: `reverse` puts it in front."""
    return reverse(name)
