"""Who subscribes and who keeps addresses; what an address itself opens, whoever asks, is in FEED_ROWS."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from calendar_events.models import FeedAlarm, FeedKind
from calendar_events.services.feeds import create_feed


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _own(stage: Any) -> dict[str, Any]:
    facts = {"kind": FeedKind.PERSON, "name": "手机", "alarm": FeedAlarm.NONE}
    return {"pk": create_feed(**facts, by=stage.cast.tang, at=timezone.now())[0].pk}


def _branchs(stage: Any) -> dict[str, Any]:
    facts = {"kind": FeedKind.BRANCH, "branch": stage.cast.branch, "name": "工作群", "alarm": FeedAlarm.NONE}
    return {"pk": create_feed(**facts, by=stage.cast.lin, at=timezone.now())[0].pk}


MINE = {"what": "mine", "name": "手机", "alarm": "day"}
HOUR = {"alarm": "hour", "before": "none"}
ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:feeds", "get", _nothing, {}, "200 200 200 200 403 403 403 403"),
    ("calendar_events:feeds", "post", _nothing, {}, "422 422 422 422 403 403 403 403"),
    ("calendar_events:feeds", "post", _nothing, MINE, "200 200 200 200 403 403 403 403"),
    ("calendar_events:feed_renew", "post", _own, {}, "404 200 404 404 404 404 404 404"),
    ("calendar_events:feed_renew", "post", _branchs, {}, "404 404 404 200 404 404 404 404"),
    ("calendar_events:feed_revoke", "post", _own, {}, "404 302 404 404 404 404 404 404"),
    ("calendar_events:feed_revoke", "post", _branchs, {}, "404 404 404 302 404 404 404 404"),
    ("calendar_events:feed_alarm", "post", _own, HOUR, "404 302 404 404 404 404 404 404"),
    ("calendar_events:feed_alarm", "post", _branchs, HOUR, "404 404 404 302 404 404 404 404"),
]

#: Addresses by what became of them, and what each answers: to a stranger, to its owner in a session and to anybody else alike.
FEED_ROWS: dict[str, int] = {
    "live": 200,
    "of the branch": 200,
    "of the school": 200,
    "unknown": 404,
    "revoked": 404,
    "exchanged": 404,
    "of somebody shut out": 404,
    "of somebody who left": 404,
    "of a branch given up": 404,
}
FEED_ADDRESS = "calendar_events:feed"
