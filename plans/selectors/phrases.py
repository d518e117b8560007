"""Phrases for remarks."""

from __future__ import annotations

from django.db.models import F
from django.db.models.lookups import IsNull

from branches.models import User
from plans.models import ReviewPhrase

MOST_SHOWN = 60


def phrases_for(user: User) -> list[ReviewPhrase]:
    """One's own first, then the district's, each in its order."""
    rows = ReviewPhrase.objects.visible_to(user).select_related("district")
    return list(rows.order_by(IsNull(F("district"), False), "position", "title", "pk")[:MOST_SHOWN])
