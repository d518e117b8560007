"""Who hears of a step, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from branches.models import User
from branches.models.people import AUTHOR_ROLES, REVIEWING_ROLES
from branches.selectors import holders_above, holders_in_branch
from notices.services.post import post
from regulations.domain.quoting import quoted
from workflow.domain.transitions import Action, Status, Transition
from workflow.models import Reviewable, ReviewComment


def announce(document: Reviewable, step: Transition, *, by: User, at: datetime, comment: str, key: str) -> None:
    """Post the messages of one step: to the school about the district's steps and the other way round, never to oneself."""
    title, body = _words(document, step, by, comment)
    if not title:
        return
    to_district = step.action in (Action.SUBMIT, Action.WITHDRAW)
    path = document.reviewer_path() if to_district else document.author_path()
    if step.action is Action.WITHDRAW:
        path = ""  # the district may no longer see it
    people = _district(document, at) if to_district else _school(document, at)
    recipients = [user for user in people if user.pk != by.pk]
    # Whoever leaves the school before the mail goes out does not get it any more.
    branch = None if to_district else document.branch
    kind = f"workflow.{step.action}"
    post(to=recipients, kind=kind, title=title, body=body, path=path, dedupe_key=key, at=at, branch=branch)
    if step.action is Action.PASS:
        others = [user for user in _district(document, at) if user.pk != by.pk]
        body, path = "请另一名审核员认领复核。", document.reviewer_path()
        post(to=others, kind=kind, title=title, body=body, path=path, dedupe_key=f"{key}:second", at=at)


def _words(document: Reviewable, step: Transition, by: User, comment: str) -> tuple[str, str]:
    paper = f"《{document.review_title()}》"
    school = document.branch.short_name
    added = f"\n{comment}" if comment else ""
    match step.action:
        case Action.SUBMIT if document.submission_count > 1:
            return (
                f"{school}重新提交了{paper}",
                f"{by.display_name}已逐条答复意见并重新提交（第{document.submission_count}次）。{added}",
            )
        case Action.SUBMIT:
            return f"{school}提交了{paper}", f"由{by.display_name}提交，等待认领审核。{added}"
        case Action.WITHDRAW:
            return f"{school}撤回了{paper}", f"{by.display_name}在审核开始前撤回。{added}"
        case Action.CLAIM if step.target is Status.RECHECKING:
            return f"{paper}开始复核", f"{by.display_name}已认领复核。{added}"
        case Action.PASS:
            return f"{paper}初审通过，待复核", f"{by.display_name}初审通过，由另一名审核员复核。{added}"
        case Action.CLAIM:
            return f"{paper}开始审核", f"{by.display_name}已认领审核，审核期间不能修改。{added}"
        case Action.RELEASE:
            return f"{paper}放回待审", f"{by.display_name}放回待审，等待其他审核员认领；现在可以撤回。{added}"
        case Action.RETURN:
            return f"{paper}退回修改", _issues(document) + _answer_by(document) + added
        case Action.APPROVE:
            return f"{paper}已审定", f"{by.display_name}审定。{document.approval_note}{added}"
        case _:
            return "", ""


def _issues(document: Reviewable) -> str:
    """Every open issue in full: the message alone tells what to mend."""
    lines = ["请按以下意见修改并逐条答复："]
    for issue in ReviewComment.objects.of(document).open().order_by("number"):
        lines.append(
            f"{issue.number}. 【{issue.anchor_label or '全文'}】（{issue.get_severity_display()}）{issue.body}"
        )
        if issue.clause:
            lines.append(f"   依据：{issue.clause}")
        if issue.suggestion:
            lines.append(f"   建议：{issue.suggestion}")
        if issue.wording:
            lines.append(f"   {quoted(issue.quote)}建议改为{quoted(issue.wording)}")
    return "\n".join(lines)


def _answer_by(document: Reviewable) -> str:
    day = document.answer_by
    return f"\n请于{day.year}年{day.month}月{day.day}日前修改、答复并重新提交。" if day else ""


def _school(document: Reviewable, at: datetime) -> Iterable[User]:
    return holders_in_branch(document.branch, AUTHOR_ROLES, localdate(at))


def _district(document: Reviewable, at: datetime) -> Iterable[User]:
    """The reviewer who holds the paper or was given it, else all reviewers above the branch."""
    if holder := document.claimed_by or document.assigned_to:
        return [holder]
    return holders_above(document.branch, REVIEWING_ROLES, localdate(at))
