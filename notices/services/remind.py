"""What the apps say is due becomes outbox entries, each once; what nobody sees to climbs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from branches.models import Branch, Role
from branches.models.people import LEADING_ROLES
from notices.domain.due import Audience, DueFact
from notices.domain.escalation import LEVELS, level_on
from notices.domain.manners import Manners
from notices.models import Notice, OutboxEntry
from notices.services.post import post_due

SECRETARY, AREA, DISTRICT = 1, 2, 3


def remind(
    facts: Sequence[DueFact], *, branches: Mapping[UUID, Branch], manners: Mapping[UUID, Manners], at: datetime
) -> int:
    """Post what has not been told yet; returns how many entries that were. Doing it twice posts nothing the second time.

    `branches` holds those the facts are about with `district__parent`, `manners` the habits by district. Two queries.
    """
    known = _told(facts)
    today = timezone.localdate(at)
    fresh = [fact for fact in facts if fact.key not in known]
    post_due(fresh, at=at)
    climbing: dict[int, list[tuple[DueFact, str]]] = defaultdict(list)
    for fact in facts:
        branch = branches.get(fact.audience.branch) if fact.audience.branch else None
        if fact.cap == 0 or fact.key not in known or branch is None:
            continue
        acknowledged = any(known[key][1] for key in _keys_of(fact) if key in known)
        level = _level(fact, known[fact.key][0], manners[branch.district_id], today, acknowledged)
        key = f"{fact.key}:L{level}"
        if level and key not in known and (raised := _raised(fact, level, branch)):
            climbing[level].append((raised, key))
    for level, pairs in climbing.items():
        post_due([fact for fact, _ in pairs], at=at, level=level, dedupe_keys=[key for _, key in pairs])
    return len({fact.key for fact in fresh}) + sum(len(pairs) for pairs in climbing.values())


def _told(facts: Sequence[DueFact]) -> dict[str, tuple[date, bool]]:
    """By dedupe key: the day it was told first, and whether somebody has acknowledged it."""
    keys = [key for fact in facts for key in _keys_of(fact)]
    seen = Notice.objects.filter(entry=OuterRef("pk"), acknowledged_at__isnull=False)
    rows = OutboxEntry.objects.filter(dedupe_key__in=keys).annotate(acknowledged=Exists(seen))
    return {
        key: (timezone.localdate(posted_at), acknowledged)
        for key, posted_at, acknowledged in rows.values_list("dedupe_key", "posted_at", "acknowledged")
    }


def _keys_of(fact: DueFact) -> list[str]:
    """The dedupe keys of the matter on each level it may reach."""
    climbs = range(1, len(LEVELS)) if fact.cap else ()
    return [fact.key, *(f"{fact.key}:L{level}" for level in climbs)]


def _level(fact: DueFact, told_on: date, manners: Manners, today: date, acknowledged: bool) -> int:
    cap = min(fact.cap, manners.escalate_cap)
    return level_on(told_on, today, after=manners.escalate_after, cap=cap, acknowledged=acknowledged)


def _raised(fact: DueFact, level: int, branch: Branch) -> DueFact | None:
    """The fact for the next higher ear: the secretary of the branch, then the office of its district, then that above. None without one."""
    if level == SECRETARY:
        audience = Audience(branch=branch.pk, roles=tuple(sorted(LEADING_ROLES)))
    else:
        district = branch.district_id if level == AREA else branch.district.parent_id
        if district is None:
            return None
        audience = Audience(district=district, roles=(Role.REVIEWER.value, Role.DISTRICT_ADMINISTRATOR.value))
    place = f"{branch.short_name}：" if level > SECRETARY else ""
    return replace(
        fact, audience=audience, title=f"【催办】{place}{fact.title}", path=fact.path if level == SECRETARY else ""
    )
