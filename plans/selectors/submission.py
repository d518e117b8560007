"""What still stands between a plan and its submission."""

from __future__ import annotations

from plans.models import Plan, SectionKind
from plans.selectors.rounds.answers import unanswered_points


def submission_blockers(plan: Plan) -> list[str]:
    """What must be there before a plan can be submitted; an empty list when nothing is missing."""
    blockers = []
    if not plan.title.strip():
        blockers.append("还没有标题。")
    sections = plan.sections.present().filter(kind=SectionKind.HEADING)
    if not sections.exclude(heading="", body="").exists():
        blockers.append("至少要有一个段落。")
    if points := unanswered_points(plan):
        blockers.append(
            f"还有{len(points)}项工作要点没有对应的段落或条目（如“{points[0].text[:20]}”），请在“工作要点”里逐项对应。"
        )
    return blockers
