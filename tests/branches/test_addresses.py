"""Addresses that are kept are those that `reverse` gives, wherever the portal is mounted."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.base import set_script_prefix

from branches.addresses import page_address, row_address
from tests.cast import Cast

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


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/members/district/?q=%00", 400),
        ("/plans/?page=%00", 400),
        ("/calendar/weeks/?year=%C2%B2", 200),
        ("/members/district/?page=%C2%B2", 200),
    ],
)
def test_what_cannot_be_a_word_or_a_number_in_an_address_breaks_nothing(cast: Cast, address: str, status: int) -> None:
    client = Client()
    client.force_login(cast.he, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == status
