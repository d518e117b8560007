"""Two at the same address, or at the last free place, at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from calendar_events.models import CalendarFeed, FeedAlarm, FeedKind
from calendar_events.services.feeds import MOST, FeedError, create_feed, renew_feed, revoke_feed
from tests.cast import NOW, Cast, assemble_cast
from tests.races import at_once, fresh, races, refused

pytestmark = races


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


def test_one_new_address_comes_of_two_exchanges_and_the_limit_holds(cast: Cast) -> None:
    group = {"kind": FeedKind.BRANCH, "branch": cast.branch, "name": "工作群", "alarm": FeedAlarm.NONE}
    for _ in range(4):
        CalendarFeed.objects.filter(branch=cast.branch).delete()
        seen = create_feed(**group, by=cast.lin, at=NOW)[0]
        steps = [partial(renew_feed, feed=seen, by=fresh(cast.lin), at=NOW) for _ in range(2)]
        assert len(refused(at_once(*steps, told=(FeedError,)))) == 1
        assert CalendarFeed.objects.live().filter(branch=cast.branch).count() == 1
        # one exchanges while the other revokes: either the old address is dead and a new one lives, or none does
        held = CalendarFeed.objects.live().select_related("branch", "owner").get(branch=cast.branch)
        exchange, end = at_once(
            partial(renew_feed, feed=held, by=fresh(cast.lin), at=NOW),
            partial(revoke_feed, feed=held, by=fresh(cast.lin), at=NOW),
            told=(FeedError,),
        )
        assert isinstance(exchange, FeedError) == (end is True)
        assert not CalendarFeed.objects.live().filter(pk=held.pk).exists()
        assert CalendarFeed.objects.live().filter(branch=cast.branch).count() == (0 if end else 1)
    own = {"kind": FeedKind.MINE, "name": "手机", "alarm": FeedAlarm.NONE}
    for _ in range(MOST - 1):
        create_feed(**own, by=cast.tang, at=NOW)
    steps = [partial(create_feed, **own, by=fresh(cast.tang), at=NOW) for _ in range(3)]
    assert len(refused(at_once(*steps, told=(FeedError,)))) == 2
    assert CalendarFeed.objects.live().filter(owner=cast.tang).count() == MOST
