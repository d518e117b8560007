"""Phrases for remarks."""

from __future__ import annotations

from branches.models import User
from plans.models import ReviewPhrase

#: So many have a key of their own (Alt and the number).
WITH_KEYS = 9
MOST_SHOWN = 60


def phrases_for(user: User) -> list[ReviewPhrase]:
    """One's own first, then the district's, each in its order."""
    rows = ReviewPhrase.objects.visible_to(user).select_related("district")
    return sorted(rows[:MOST_SHOWN], key=lambda row: (row.district_id is not None, row.position, row.title))
