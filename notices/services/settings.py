"""A district's habits and its group chats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from branches.models import District, User
from branches.permissions import check_can_administer
from branches.services.audit import record
from notices.models import GroupBot, NoticeSettings


@transaction.atomic
def save_settings(*, district: District, values: dict[str, Any], by: User, at: datetime) -> NoticeSettings:
    """The district's own habits from now on; they hold below it too."""
    check_can_administer(by, district)
    row, _ = NoticeSettings.objects.update_or_create(district=district, defaults=values)
    detail = {name: str(value) for name, value in values.items()}
    record(action="notice.settings", by=by, at=at, target=district, district=district, detail=detail)
    return row


@transaction.atomic
def add_bot(*, district: District, channel: str, name: str, key: str, secret: str, by: User, at: datetime) -> GroupBot:
    """A group chat of the district. The audit trail names it without its key."""
    check_can_administer(by, district)
    bot = GroupBot.objects.create(district=district, channel=channel, name=name, key=key, secret=secret)
    record(action="bot.add", by=by, at=at, target=bot, district=district, detail={"channel": channel})
    return bot


@transaction.atomic
def remove_bot(*, bot: GroupBot, by: User, at: datetime) -> None:
    """What still waits for it is dropped when its turn comes."""
    if bot.district:
        check_can_administer(by, bot.district)
    record(action="bot.remove", by=by, at=at, target=bot, district=bot.district, detail={"channel": bot.channel})
    bot.delete()
