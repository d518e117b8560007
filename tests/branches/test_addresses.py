"""Addresses that are kept are those that `reverse` gives, wherever the portal is mounted."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from django.urls.base import set_script_prefix

from branches.addresses import page_address, row_address

ID = UUID("12345678-1234-5678-1234-567812345678")


@pytest.mark.parametrize("prefix", ["/", "/portal/"])
def test_kept_addresses_are_those_of_the_router(prefix: str) -> None:
    set_script_prefix(prefix)
    try:
        page, row = page_address("notices:inbox"), row_address("calendar_events:event", ID)
        assert (page, row) == (reverse("notices:inbox"), reverse("calendar_events:event", args=[ID]))
        assert page.startswith(prefix)
    finally:
        set_script_prefix("/")
