"""A reviewer's wording, put into the plan by the school with one click, or declined."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from branches.models import User
from plans.models import Plan, PlanSection
from plans.services.editing import PlanTextError
from plans.services.sections import edit_section
from workflow.domain.anchoring import locate
from workflow.models import ReviewComment
from workflow.services.remarks import decide_wording


@transaction.atomic
def accept_wording(*, issue: ReviewComment, plan: Plan, by: User, at: datetime) -> ReviewComment:
    """Replace the quoted words in the section as it stands now, and answer the issue with that.

    Raises PlanTextError when the words are not there any more, EditConflict when a colleague saves at the same moment.
    """
    decided = decide_wording(
        issue=issue, document=plan, accepted=True, reply=f"已按建议改为：“{issue.wording}”", by=by, at=at
    )
    if issue.anchor is None:
        raise PlanTextError("这条意见没有对应的段落，请手工修改后答复。")
    section = PlanSection.objects.select_related("plan__branch__district").filter(
        plan=plan, pk=issue.anchor, removal__isnull=True
    ).first()  # fmt: skip
    if section is None:
        raise PlanTextError("这一段已经删除，请手工修改后答复。")
    # As `PaperSection.text` puts them together: the offsets were counted there.
    text = "\n".join(part for part in (section.heading, section.body) if part)
    place = locate(text, issue.quote, start=issue.start or 0, before=issue.before, after=issue.after)
    if place is None:
        raise PlanTextError("原文已经改过，找不到要替换的文字，请手工修改后答复。")
    new = text[: place[0]] + issue.wording + text[place[1] :]
    heading, body = (
        new.split("\n", 1) if section.heading and "\n" in new else (new, "") if section.heading else ("", new)
    )
    edit_section(section=section, heading=heading, body=body, base_version=section.version, by=by, at=at)
    return decided


def decline_wording(*, issue: ReviewComment, plan: Plan, by: User, at: datetime) -> ReviewComment:
    """Leave the words as they are; the answer says so and can be written out."""
    return decide_wording(
        issue=issue, document=plan, accepted=False, reply="未采用建议文字，理由：（请补充）", by=by, at=at
    )
