"""What a person does about messages that did not get through, and the message that tests the way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from branches.models import User
from branches.services.audit import record
from notices.models import Delivery, DeliveryState
from notices.permissions import check_can_watch
from notices.querysets import DeliveryQuerySet
from notices.services.post import nudge, post


def try_again(*, rows: DeliveryQuerySet, by: User, at: datetime) -> int:
    """Put dead deliveries back into the queue with all their attempts; `rows` is narrowed by `visible_to`. Returns how many there were."""
    check_can_watch(by)
    with transaction.atomic():
        keys = list(rows.filter(state=DeliveryState.DEAD).values_list("pk", flat=True))
        dead = Delivery.objects.filter(pk__in=keys, state=DeliveryState.DEAD)
        count = dead.update(
            state=DeliveryState.PENDING, due_at=at, attempts=0, claim=None, leased_until=None, handed_at=None
        )
        if count:
            record(action="delivery.try_again", by=by, at=at, target=by, detail={"number": count})
            transaction.on_commit(nudge)
    return count


def send_test(*, by: User, at: datetime) -> int:
    """A message to oneself through every channel one has; returns how many deliveries were made."""
    check_can_watch(by)
    with transaction.atomic():
        notices = post(
            to=[by],
            kind="other.test",
            title="测试消息",
            body="收到这条消息，说明发送正常。",
            path="/notices/health/",
            dedupe_key=f"test:{at:%Y%m%d%H%M%S%f}",
            at=at,
        )
        record(action="notice.test", by=by, at=at, target=by)
    return Delivery.objects.filter(notice__in=notices).count()
