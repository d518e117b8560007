"""Who may open and do what with messages, their settings and long work."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from notices.models import Job
from tests.cast import NOW


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _foreign(stage: Any) -> dict[str, Any]:
    """A message of nobody here."""
    return {"pk": uuid4()}


def _district(stage: Any) -> dict[str, Any]:
    return {"district": stage.cast.district.pk}


def _job(stage: Any) -> dict[str, Any]:
    """Work of 何清, the reviewer."""
    return {"pk": Job.objects.create(owner=stage.cast.he, kind="k", title="名单", created_at=NOW).pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("notices:unread", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("notices:preferences", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("notices:preferences", "post", _nothing, {}, "302 302 302 302 302 302 302 302"),
    ("notices:acknowledge", "post", _foreign, {}, "404 404 404 404 404 404 404 404"),
    ("notices:snooze", "post", _foreign, {}, "404 404 404 404 404 404 404 404"),
    ("notices:health", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("notices:retry", "post", _nothing, {}, "403 403 403 403 403 403 302 403"),
    ("notices:test_message", "post", _nothing, {}, "403 403 403 403 403 403 302 403"),
    ("notices:settings", "get", _district, {}, "404 404 404 404 403 404 200 403"),
    ("notices:settings", "post", _district, {}, "404 404 404 404 403 404 422 403"),
    ("notices:bot_add", "post", _district, {}, "404 404 404 404 403 404 422 403"),
    ("notices:bot_remove", "post", _district, {"bot": str(uuid4())}, "404 404 404 404 403 404 404 403"),
    ("notices:job", "get", _job, {}, "404 404 404 404 200 404 404 404"),
    ("notices:job_cancel", "post", _job, {}, "404 404 404 404 302 404 404 404"),
    ("notices:job_result", "get", _job, {}, "404 404 404 404 404 404 404 404"),
    ("call_list", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("call_list", "post", _nothing, {}, "403 403 403 403 302 302 302 403"),
]
