"""What pages ask by themselves, again and again, is no sign of a person before them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

#: Sent by static/js/portal.js when a key or a button was pressed on the page since it last asked.
TOUCHED = "X-Touched"


def polled(view: V) -> V:
    """Marks a view that pages ask at intervals through htmx: asked so, it keeps no session alive."""
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def is_sign_of_a_person(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Opened, clicked or sent by somebody, or asked by a page on which somebody is busy."""
    asked_by_itself = getattr(view, "is_polled", False) and "HX-Request" in request.headers
    return not asked_by_itself or TOUCHED in request.headers
