"""A reviewer's wording, put into the plan by the school with one click, or declined; either is taken back with another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from branches.models import User
from plans.models import Plan, PlanItem, PlanSection
from plans.services.editing import PlanTextError
from plans.services.items import edit_item, facts_of_item
from plans.services.sections import edit_section
from regulations.domain.quoting import quoted
from workflow.domain.anchoring import locate
from workflow.models import ReviewComment, WordingState
from workflow.services.remarks import decide_wording, reopen_wording

DECLINED = "未采用建议文字，理由：（请补充）"


@transaction.atomic
def accept_wording(*, issue: ReviewComment, plan: Plan, by: User, at: datetime) -> ReviewComment:
    """Replace the quoted words in the section or schedule line as it stands now, and answer the issue with that.

    Raises PlanTextError when the words are not there any more, EditConflict when a colleague saves at the same moment.
    """
    decided = decide_wording(issue=issue, document=plan, accepted=True, reply=_accepted(issue), by=by, at=at)
    gone = "原文已经改过，找不到要替换的文字，请手工修改后答复。"
    _replace(issue, plan, issue.quote, issue.wording, gone, by, at)
    return decided


def decline_wording(*, issue: ReviewComment, plan: Plan, by: User, at: datetime) -> ReviewComment:
    """Leave the words as they are; the answer says so and can be written out."""
    return decide_wording(issue=issue, document=plan, accepted=False, reply=DECLINED, by=by, at=at)


@transaction.atomic
def undo_wording(*, issue: ReviewComment, plan: Plan, by: User, at: datetime) -> ReviewComment:
    """Back to where nothing had been decided: the former words stand there again, the answer written for them is gone.

    Raises PlanTextError when the accepted words have been changed since, EditConflict when a colleague saves at the same moment.
    """
    accepted = issue.wording_state == WordingState.ACCEPTED
    reply = _accepted(issue) if accepted else DECLINED
    undone = reopen_wording(issue=issue, document=plan, reply=reply, by=by, at=at)
    if accepted:
        gone = "采用的文字后来又改过，找不到了，请手工修改。"
        _replace(issue, plan, issue.wording, issue.quote, gone, by, at)
    return undone


def _accepted(issue: ReviewComment) -> str:
    return f"已按建议改为：{quoted(issue.wording)}"


def _replace(issue: ReviewComment, plan: Plan, old: str, new: str, gone: str, by: User, at: datetime) -> None:
    """Put words in the place of others where the issue stands."""
    if issue.anchor is None:
        raise PlanTextError("这条意见没有对应的段落，请手工修改后答复。")
    section = PlanSection.objects.select_related("plan__branch__district").filter(
        plan=plan, pk=issue.anchor, removal__isnull=True
    ).first()  # fmt: skip
    if section:
        # As `PaperSection.text` puts them together: the offsets were counted there.
        text = _replaced("\n".join(part for part in (section.heading, section.body) if part), issue, old, new, gone)
        heading, body = (
            text.split("\n", 1) if section.heading and "\n" in text else (text, "") if section.heading else ("", text)
        )
        edit_section(section=section, heading=heading, body=body, base_version=section.version, by=by, at=at)
        return
    item = PlanItem.objects.with_responsible().select_related(
        "plan__branch__district", "measure"
    ).filter(plan=plan, pk=issue.anchor, removal__isnull=True).first()  # fmt: skip
    if item is None:
        raise PlanTextError("这一段已经删除，请手工修改后答复。")
    facts = replace(facts_of_item(item), text=_replaced(item.text, issue, old, new, gone))
    edit_item(item=item, facts=facts, base_version=item.version, by=by, at=at)


def _replaced(text: str, issue: ReviewComment, old: str, new: str, gone: str) -> str:
    place = locate(text, old, start=issue.start or 0, before=issue.before, after=issue.after)
    if place is None:
        raise PlanTextError(gone)
    return text[: place[0]] + new + text[place[1] :]
