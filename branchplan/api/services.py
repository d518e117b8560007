"""Making, revoking and counting tokens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from branches.models import District, User
from branches.permissions import check_can_administer
from branches.services import tokens
from branches.services.audit import record
from branchplan.api.models import ApiScope, ApiToken

#: Tells people and secret scanners what it is.
PREFIX = "bp_"
#: No token lasts longer than a year: who still needs it makes a new one.
LONGEST = timedelta(days=366)


class TokenError(Exception):
    """Not possible; the message is for the person."""


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
    secret = tokens.new_secret(PREFIX)
    token = ApiToken.objects.create(
        district=district,
        name=name,
        scopes=",".join(wanted),
        expires_on=expires_on,
        created_by=by,
        created_at=at,
        **secret.kept,
    )
    detail = {"scopes": wanted, "expires_on": expires_on.isoformat()}
    record(action="api_token.make", by=by, at=at, target=token, district=district, detail=detail)
    return token, secret.text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> bool:
    """From now on it opens nothing; False when it was revoked before."""
    check_can_administer(by, token.district)
    if not tokens.revoke(token, by=by, at=at):
        return False
    record(action="api_token.revoke", by=by, at=at, target=token, district=token.district)
    return True


def token_of(secret: str, at: datetime) -> ApiToken | None:
    """The valid token with this secret. One query."""
    rows = ApiToken.objects.valid(timezone.localdate(at)).select_related("district")
    return rows.filter(digest=tokens.digest_of(secret)).first()


def count_request(*, token: ApiToken, at: datetime) -> int:
    """How many seconds this token has to wait, 0 when the request may go on."""
    return tokens.count_request(ApiToken.objects.filter(pk=token.pk), limit=settings.API_REQUESTS_A_MINUTE, at=at)
