"""Addresses of feeds are made, given another alarm, exchanged and revoked. The secret leaves this module once and is kept nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from branches.models import Branch, User
from branches.scope import scope_of
from branches.services import tokens
from branches.services.audit import record
from branches.services.personal_keys import PersonalKeys
from calendar_events.feeds_permissions import check_can_give_out, check_can_keep_feed, check_can_subscribe
from calendar_events.models import PERSONAL_KINDS, CalendarFeed, FeedAlarm, FeedKind
from calendar_events.models.feeds import FEED_NAME_LENGTH

#: Tells people, secret scanners and our own log filter what it is.
PREFIX = "bpf_"
#: Addresses in use of one person, or of one branch.
MOST = 5


class FeedError(Exception):
    """Not possible; the message is for the person."""


@transaction.atomic
def create_feed(
    *, kind: FeedKind, name: str, alarm: FeedAlarm, by: User, at: datetime, branch: Branch | None = None
) -> tuple[CalendarFeed, str]:
    """The feed and its secret. `branch` for what is given out in its name. Raises FeedError."""
    name = " ".join(name.split())
    if not name or len(name) > FEED_NAME_LENGTH:
        raise FeedError(f"请写明用在哪里，最多{FEED_NAME_LENGTH}字。")
    if branch is None or kind in PERSONAL_KINDS:
        check_can_subscribe(by)
        # Two clicks at once do not pass the limit together, and who asks with a password that was reset meanwhile gets nothing.
        if User.objects.select_for_update(no_key=True).get(pk=by.pk).password != by.password:
            raise FeedError("密码刚被重置，请重新登录。")
        place: dict[str, Any] = {"owner": by}
    else:
        check_can_give_out(by, branch)
        Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
        place = {"branch": branch}
    if CalendarFeed.objects.live().filter(**place).count() >= MOST:
        raise FeedError(f"最多同时使用{MOST}个地址，请先停用不再使用的。")
    return _make({"kind": kind, "name": name, "alarm": alarm, **place}, "feed.create", by, at)


@transaction.atomic
def renew_feed(*, feed: CalendarFeed, by: User, at: datetime) -> tuple[CalendarFeed, str]:
    """Another address for the same; the old one opens nothing from now on. Raises FeedError when somebody else was faster."""
    check_can_keep_feed(by, feed)
    if not tokens.revoke(feed, by=by, at=at):
        raise FeedError("这个地址已经停用或者换过了，请刷新后查看。")
    facts = {name: getattr(feed, name) for name in ("kind", "name", "alarm", "owner", "branch")}
    return _make(facts, "feed.renew", by, at)


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User, at: datetime) -> bool:
    """It opens nothing from now on; False when it was revoked before."""
    check_can_keep_feed(by, feed)
    if not tokens.revoke(feed, by=by, at=at):
        return False
    _note("feed.revoke", feed, by, at)
    return True


@transaction.atomic
def revoke_feeds_of(*, user: User, by: User, at: datetime) -> int:
    """All addresses that show what `user` may see open nothing from now on; returns how many. Those given out for a branch stay. The caller
    checks: `by` changes the user's password."""
    branch = _branch_of(user)
    gone = [row for row in CalendarFeed.objects.live().filter(owner=user) if tokens.revoke(row, by=by, at=at)]
    for feed in gone:
        record(action="feed.revoke", by=by, at=at, target=feed, branch=branch, detail={"reason": "password"})
    return len(gone)


@transaction.atomic
def change_alarm(*, feed: CalendarFeed, alarm: FeedAlarm, before: str, by: User, at: datetime) -> bool:
    """Another alarm at the same address; False when it is that already. `before` is what the person saw. Raises FeedError when it is not so any more."""
    check_can_keep_feed(by, feed)
    if alarm == before:
        return False
    if not CalendarFeed.objects.live().filter(pk=feed.pk, alarm=before).update(alarm=alarm):
        raise FeedError("这个地址刚被停用或改过，请刷新后查看。")
    _note("feed.alarm", feed, by, at, before=before, after=alarm.value)
    return True


def count_request(*, feed: CalendarFeed, at: datetime) -> int:
    """How many seconds a client of this address has to wait, 0 when it may go on."""
    rows = CalendarFeed.objects.filter(pk=feed.pk)
    return tokens.count_request(rows, limit=settings.FEED_REQUESTS_A_MINUTE, at=at)


def _make(facts: dict[str, Any], action: str, by: User, at: datetime) -> tuple[CalendarFeed, str]:
    secret = tokens.new_secret(PREFIX)
    feed = CalendarFeed.objects.create(**facts, created_by=by, created_at=at, **secret.kept)
    _note(action, feed, by, at, kind=feed.kind, alarm=feed.alarm)
    return feed, secret.text


def _note(action: str, feed: CalendarFeed, by: User, at: datetime, **detail: Any) -> None:
    """In the trail of the branch: of the feed, or the one its owner belongs to."""
    record(action=action, by=by, at=at, target=feed, branch=feed.branch or _branch_of(by), detail=detail)


def _branch_of(user: User) -> Branch | None:
    return Branch.objects.filter(pk__in=scope_of(user).branch_ids).order_by("name").first()


def _count(user: User) -> int:
    return CalendarFeed.objects.live().filter(owner=user).count()


#: They end with the password: named in the setting PERSONAL_KEYS.
PERSONAL_FEEDS = PersonalKeys("日历订阅地址", _count, revoke_feeds_of)
