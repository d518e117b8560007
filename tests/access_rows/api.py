"""Who keeps tokens and reads the description; what tokens themselves may read is in TOKEN_ROWS."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from branchplan.api.services import make_token


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _token(stage: Any) -> dict[str, Any]:
    now = timezone.now()
    expires_on = timezone.localdate(now) + timedelta(days=30)
    facts = {"district": stage.cast.district, "name": "数据中台", "scopes": ["plans"], "expires_on": expires_on}
    return {"pk": make_token(**facts, by=stage.cast.wei, at=now)[0].pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("api:docs", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("api:tokens", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("api:tokens", "post", _nothing, {}, "403 403 403 403 403 403 422 403"),
    ("api:token_revoke", "post", _token, {}, "403 403 403 403 403 403 302 403"),
]

#: Kinds of tokens: none, nonsense, run out, revoked, of another district, of 青榆区 for plans, rounds, events, findings, figures.
TOKENS = ("none", "nonsense", "expired", "revoked", "elsewhere", "plans", "rounds", "events", "findings", "figures")
#: Address, what it is about, the answers by kind of token. A session opens none of them but the description.
TOKEN_ROWS: list[tuple[str, str, str]] = [
    ("api:schema", "", "401 401 401 401 200 200 200 200 200 200"),
    ("api:branches", "", "401 401 401 401 200 200 200 200 200 200"),
    ("api:plans", "", "401 401 401 401 200 200 403 403 403 403"),
    ("api:plan", "plan", "401 401 401 401 404 200 403 403 403 403"),
    ("api:rounds", "", "401 401 401 401 200 403 200 403 403 403"),
    ("api:targets", "round", "401 401 401 401 200 403 200 403 403 403"),
    ("api:events", "", "401 401 401 401 200 403 403 200 403 403"),
    ("api:figures", "", "401 401 401 401 200 403 403 403 403 200"),
    ("api:findings", "", "401 401 401 401 200 403 403 403 200 403"),
]
