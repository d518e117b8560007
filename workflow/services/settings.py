"""A district's habits of reviewing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from branches.models import District, User
from branches.permissions import NotAllowed
from branches.scope import scope_of
from branches.services.audit import record
from workflow.models import ReviewSettings


def check_can_set_review(user: User, district: District) -> None:
    """Whoever leads the reviewers there, or administers the district."""
    scope = scope_of(user)
    if not any(district.path.startswith(path) for path in scope.review_led_paths | scope.administered_paths):
        raise NotAllowed("只有审核组长或管理员可以修改审核设置。")


@transaction.atomic
def save_review_settings(*, district: District, values: dict[str, Any], by: User, at: datetime) -> ReviewSettings:
    """The district's own habits from now on; they hold below it too."""
    check_can_set_review(by, district)
    row, _ = ReviewSettings.objects.update_or_create(district=district, defaults=values)
    record(action="review.settings", by=by, at=at, target=district, district=district, detail=dict(values))
    return row
