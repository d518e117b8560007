"""Addresses that only take what a form sends, opened by a person: after a log-in that timed out, or by reloading."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from branchplan.middleware import page_above
from tests.cast import Cast
from tests.plans.test_review import as_


def test_the_page_says_what_to_do_and_leads_back(cast: Cast) -> None:
    event = uuid4()
    response = as_(cast.lin).get(reverse("calendar_events:event_to_day", args=[event]))
    page = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "不能直接打开" in page
    assert f'href="{reverse("calendar_events:event", args=[event])}"' in page
    assert "工作计划" in page  # within the frame


def test_somebody_logged_out_in_between_is_led_there_by_the_log_in(cast: Cast) -> None:
    url = reverse("notices:read_all")
    assert Client().post(url)["Location"] == f"{reverse('branches:login')}?next={url}"
    response = as_(cast.tang).get(url)
    assert (response.status_code, f'href="{reverse("notices:inbox")}"' in response.content.decode()) == (405, True)


def test_what_programs_send_is_answered_as_before(cast: Cast) -> None:
    response = as_(cast.lin).put(reverse("notices:read_all"))
    assert (response.status_code, response.content) == (405, b"")


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/calendar/feeds/7d1f2f0e-1111-4111-8111-111111111111/revoke/", "/calendar/feeds/"),
        ("/logout/", "/"),
        ("/account/type/", "/"),
    ],
)
def test_the_nearest_address_above(path: str, above: str) -> None:
    assert page_above(path) == above
