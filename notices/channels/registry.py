"""Which class sends through which channel: settings.NOTICES_SENDERS, dotted names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from notices.channels.message import Sender
from notices.models import Channel


@contextmanager
def open_sender(channel: str, *, at: datetime) -> Iterator[Sender]:
    """The sender of a channel, open for one batch."""
    name = settings.NOTICES_SMS_SENDER if channel == Channel.SMS else settings.NOTICES_SENDERS[channel]
    opened: AbstractContextManager[Sender] = import_string(name)(channel=channel, at=at)
    with opened as sender:
        yield sender
