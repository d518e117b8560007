"""Making, revoking and counting secrets, whatever they open."""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

from branches.models import User
from branches.models.tokens import SecretToken

WINDOW = timedelta(minutes=1)
_HINT_LETTERS = 7


@dataclass(frozen=True)
class Secret:
    """Something with 256 random bits, and what is kept of it."""

    text: str
    hint: str

    @property
    def kept(self) -> dict[str, Any]:
        """The columns of a `SecretToken`."""
        return {"hint": self.hint, "digest": digest_of(self.text)}


def new_secret(prefix: str = "") -> Secret:
    """`prefix` tells people and secret scanners what it is."""
    text = prefix + secrets.token_urlsafe(32)
    return Secret(text, text[: len(prefix) + _HINT_LETTERS])


def digest_of(secret: str) -> str:
    """What is kept. The secret has 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def revoke(token: SecretToken, *, by: User, at: datetime) -> bool:
    """From now on it opens nothing; False when it was revoked before. The caller checks and audits."""
    rows = type(token)._default_manager.filter(pk=token.pk, revoked_at__isnull=True)
    return bool(rows.update(revoked_by=by, revoked_at=at))


def count_request(rows: models.QuerySet[Any], *, limit: int, at: datetime) -> int:
    """Count a request against the minute of the one token in `rows` and note the day; returns how many seconds to wait, 0 when it may go on.

    Compare-and-swap in the database, so the limit holds however many processes answer.
    """
    today = timezone.localdate(at)
    running = rows.filter(window_began_at__gt=at - WINDOW)
    if running.filter(window_count__lt=limit).update(window_count=F("window_count") + 1, last_used_on=today):
        return 0
    began = running.values_list("window_began_at", flat=True).first()
    if began is not None:
        return max(1, math.ceil((began + WINDOW - at).total_seconds()))
    rows.update(window_began_at=at, window_count=1, last_used_on=today)
    return 0
