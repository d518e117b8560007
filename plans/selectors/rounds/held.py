"""What the district already holds of a school and therefore does not ask again."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from branches.models import Branch
from members.models import CommitteePost, Member, MemberStatus, PartyGroup
from plans.domain.period import Period
from plans.models import RoutineLine, RoutinePattern

#: Names of people that a page shows; more become “等n人”.
MOST_NAMES = 12


def held_facts(branch: Branch, period: Period, today: date) -> dict[str, str]:
    """By the field names of `plans.domain.rounds.fields`; what is not known is left out. Three queries."""
    counts = _counts(branch)
    posts = list(
        CommitteePost.objects.held_on(today)
        .filter(term__branch=branch)
        .select_related("member")
        .order_by("starts_on", "pk")
    )
    groups = list(
        PartyGroup.objects.filter(branch=branch, is_active=True).order_by("name").values_list("name", flat=True)
    )
    secretary = next((row.member.name for row in posts if row.post == "secretary"), "")
    committee = "、".join(f"{row.get_post_display()}{row.member.name}" for row in posts[:MOST_NAMES])
    on_roster = sum(counts.values())
    known = {
        "党组织名称": branch.name,
        "学校名称": branch.school_name,
        "书记": secretary,
        "支委会成员": committee,
        "党小组": "、".join(groups),
        "计划周期": period.label,
    }
    if on_roster:
        full, probationary = counts[MemberStatus.FULL], counts[MemberStatus.PROBATIONARY]
        known |= {
            "党员人数": str(full + probationary),
            "正式党员人数": str(full),
            "预备党员人数": str(probationary),
            "入党积极分子人数": str(counts[MemberStatus.ACTIVIST] + counts[MemberStatus.CANDIDATE]),
        }
    return {name: value for name, value in known.items() if value}


def fixed_days_of(branch: Branch) -> list[str]:
    """The branch's 固定安排 in words, which its draft takes over: 主题党日：每月第一周星期五 15:30. Two queries."""
    patterns = RoutinePattern.objects.filter(routine__branch=branch).order_by("kind")
    lines = RoutineLine.objects.filter(routine__branch=branch).order_by("position", "pk")
    hours = {row.pk: f" {row.starts_at:%H:%M}" if row.starts_at else "" for row in patterns}
    return [*(f"{row}{hours[row.pk]}" for row in patterns), *map(str, lines)]


def _counts(branch: Branch) -> dict[str, int]:
    rows = Member.objects.filter(branch=branch, is_active=True).values_list("status").annotate(Count("pk"))
    return dict.fromkeys(MemberStatus.values, 0) | dict(rows)
