"""What still stands between a plan and its submission."""

from __future__ import annotations

from django.db.models import Count, Q

from plans.models import Plan, SectionKind
from plans.selectors.rounds.answers import unanswered_points


def submission_blockers(plan: Plan) -> list[str]:
    """What must be there before a plan can be submitted; an empty list when nothing is missing."""
    blockers = []
    if not plan.title.strip():
        blockers.append("还没有标题。")
    sections = plan.sections.present().filter(kind=SectionKind.HEADING)
    told = sections.exclude(heading="", body="").aggregate(parts=Count("pk"), written=Count("pk", filter=~Q(body="")))
    if not told["parts"]:
        blockers.append("至少要有一个段落。")
    elif not told["written"] and not plan.items.present().exists():
        # The frame of a summary, or of what the district laid out, is no paper yet.
        blockers.append("只有小标题，还没有写正文。")
    if points := unanswered_points(plan):
        blockers.append(
            f"还有{len(points)}项工作要点没有对应的段落或条目（如“{points[0].text[:20]}”），请在“工作要点”里逐项对应。"
        )
    return blockers
