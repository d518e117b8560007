"""Who hears of a step, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from branches.models import Role, User
from branches.models.people import AUTHOR_ROLES
from branches.selectors import holders_above, holders_in_branch
from notices.services.post import post
from workflow.domain.transitions import Action, Transition
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
        case Action.CLAIM:
            return f"{paper}开始审核", f"{by.display_name}已认领审核，审核期间不能修改。{added}"
        case Action.RELEASE:
            return f"{paper}放回待审", f"{by.display_name}放回待审，等待其他审核员认领；现在可以撤回。{added}"
        case Action.RETURN:
            return f"{paper}退回修改", _issues(document) + added
        case Action.APPROVE:
            return f"{paper}已审定", f"{by.display_name}审定。{document.approval_note}{added}"
        case _:
            return "", ""


def _issues(document: Reviewable) -> str:
    """Every open issue in full: the message alone tells what to mend."""
    lines = ["请按以下意见修改并逐条答复："]
    for issue in ReviewComment.objects.of(document).open().order_by("number"):
        lines.append(f"{issue.number}. 【{issue.anchor_label or '全文'}】{issue.body}")
        if issue.suggestion:
            lines.append(f"   建议：{issue.suggestion}")
    return "\n".join(lines)


def _school(document: Reviewable, at: datetime) -> Iterable[User]:
    return holders_in_branch(document.branch, AUTHOR_ROLES, localdate(at))


def _district(document: Reviewable, at: datetime) -> Iterable[User]:
    """The reviewer who holds the paper, else all reviewers above the branch."""
    if document.claimed_by:
        return [document.claimed_by]
    return holders_above(document.branch, Role.REVIEWER, localdate(at))
