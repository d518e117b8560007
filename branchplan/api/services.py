"""Making, revoking and counting tokens."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches.models import District, User
from branches.permissions import check_can_administer
from branches.services.audit import record
from branchplan.api.models import ApiScope, ApiToken

#: Tells people and secret scanners what it is.
PREFIX = "bp_"
HINT_LENGTH = 10
WINDOW = timedelta(minutes=1)
#: No token lasts longer than a year: who still needs it makes a new one.
LONGEST = timedelta(days=366)


class TokenError(Exception):
    """Not possible; the message is for the person."""


def digest_of(secret: str) -> str:
    """What is kept. The secret has 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, district: District, name: str, scopes: Collection[str], expires_on: date, by: User, at: datetime
) -> tuple[ApiToken, str]:
    """The token and its secret, which is nowhere to be found afterwards. Raises TokenError."""
    check_can_administer(by, district)
    today = timezone.localdate(at)
    wanted = [scope.value for scope in ApiScope if scope in scopes]
    if not wanted:
        raise TokenError("请至少选择一项可以读取的内容。")
    if not today <= expires_on <= today + LONGEST:
        raise TokenError("有效期从今天起，最长一年。")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        district=district,
        name=name,
        scopes=",".join(wanted),
        hint=secret[:HINT_LENGTH],
        digest=digest_of(secret),
        expires_on=expires_on,
        created_by=by,
        created_at=at,
    )
    detail = {"scopes": wanted, "expires_on": expires_on.isoformat()}
    record(action="api_token.make", by=by, at=at, target=token, district=district, detail=detail)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> bool:
    """From now on it opens nothing; False when it was revoked before."""
    check_can_administer(by, token.district)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_by=by, revoked_at=at):
        return False
    record(action="api_token.revoke", by=by, at=at, target=token, district=token.district)
    return True


def token_of(secret: str, at: datetime) -> ApiToken | None:
    """The valid token with this secret. One query."""
    rows = ApiToken.objects.valid(timezone.localdate(at)).select_related("district")
    return rows.filter(digest=digest_of(secret)).first()


def count_request(*, token: ApiToken, at: datetime) -> int:
    """Count a request against the token's minute and note the day; returns how many seconds to wait, 0 when it may go on.

    Compare-and-swap in the database, so the limit holds however many processes answer.
    """
    rows = ApiToken.objects.filter(pk=token.pk)
    today = timezone.localdate(at)
    running = rows.filter(window_began_at__gt=at - WINDOW)
    if running.filter(window_count__lt=settings.API_REQUESTS_A_MINUTE).update(
        window_count=F("window_count") + 1, last_used_on=today
    ):
        return 0
    began = running.values_list("window_began_at", flat=True).first()
    if began is not None:
        return max(1, math.ceil((began + WINDOW - at).total_seconds()))
    rows.update(window_began_at=at, window_count=1, last_used_on=today)
    return 0
