"""Terms of the committee and the posts in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from documents.domain.content import format_date
from members.domain.committee import end_of_term, usual_years
from members.models import CommitteePost, CommitteeTerm, Member, MemberStatus, Post
from members.permissions import check_can_keep_roster
from members.services.people import RosterError
from regulations.selectors.rules import rule_book_for

#: So long before it a leave from the committee can be known.
KNOWN_BEFORE = timedelta(days=366)


def record_term(*, branch: Branch, facts: Mapping[str, Any], by: User, at: datetime) -> CommitteeTerm:
    """An election. `facts`: elected_on, and as they are known number, years, approval, note. Years are those of rule ZB-08 when left out.

    Posts of the term before it end on the day before the election.
    """
    check_can_keep_roster(by, branch)
    elected_on: date = facts["elected_on"]
    years = facts.get("years") or usual_years(rule_book_for(branch.district, elected_on), elected_on)
    with transaction.atomic():
        Branch.objects.select_for_update(of=("self",)).get(pk=branch.pk)
        if CommitteeTerm.objects.filter(branch=branch, elected_on=elected_on).exists():
            raise RosterError("这一天的选举已经登记过。")
        term = CommitteeTerm.objects.create(
            branch=branch,
            number=facts.get("number"),
            elected_on=elected_on,
            years=years,
            ends_on=end_of_term(elected_on, years),
            approval=facts.get("approval", ""),
            note=facts.get("note", ""),
        )
        eve = elected_on - timedelta(days=1)
        for post in CommitteePost.objects.lasting_beyond(eve).filter(
            term__branch=branch, term__elected_on__lt=elected_on
        ):
            post.ends_on = max(post.starts_on, eve)
            post.save(update_fields=["ends_on"])
        record(action="term.record", by=by, at=at, target=term, branch=branch, detail={"elected_on": str(elected_on)})
    return term


def change_term(
    *, term: CommitteeTerm, facts: Mapping[str, Any], base_version: int, by: User, at: datetime
) -> CommitteeTerm:
    """Correct a term or write down that its end was put off. `facts` as in `record_term`, and postponed_to."""
    check_can_keep_roster(by, term.branch)
    with transaction.atomic():
        held = CommitteeTerm.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=term.pk)
        if held.version != base_version:
            raise RosterError("其他人刚才修改了这一届的信息，请核对后再改。")
        for name in ("number", "elected_on", "years", "approval", "postponed_to", "note"):
            if name in facts:
                setattr(held, name, facts[name])
        held.years = held.years or usual_years(rule_book_for(held.branch.district, held.elected_on), held.elected_on)
        held.ends_on = end_of_term(held.elected_on, held.years)
        if held.postponed_to and held.postponed_to <= held.ends_on:
            raise RosterError(f"延期后的日期应晚于任期届满日{format_date(held.ends_on)}。")
        if held.postponed_to and not held.approval:
            raise RosterError("延期换届须经上级批准，请填写批复文号。")
        taken = CommitteeTerm.objects.filter(branch=held.branch, elected_on=held.elected_on).exclude(pk=held.pk)
        if taken.exists():
            raise RosterError("这一天的选举已经登记过。")
        held.version += 1
        held.save()
        record(action="term.change", by=by, at=at, target=held, branch=held.branch)
    return held


def take_post(
    *, term: CommitteeTerm, member: Member, post: str, starts_on: date, by: User, at: datetime
) -> CommitteePost:
    """A person takes a post in the term. Full members of the branch only; one secretary at a time."""
    check_can_keep_roster(by, term.branch)
    if member.branch_id != term.branch_id or not member.is_active:
        raise RosterError(f"{member.name}不在本支部的名册上。")
    if member.status != MemberStatus.FULL:
        raise RosterError("预备党员没有表决权、选举权和被选举权，支部委员由正式党员担任。")
    if starts_on < term.elected_on:
        raise RosterError("任职日期不能早于选举日期。")
    try:
        with transaction.atomic():
            row = CommitteePost.objects.create(term=term, member=member, post=post, starts_on=starts_on)
            detail = {"post": Post(post).label, "starts_on": str(starts_on)}
            record(action="post.take", by=by, at=at, target=row, name=member.name, branch=term.branch, detail=detail)
    except IntegrityError as error:
        if post == Post.SECRETARY:
            raise RosterError("本届已有在任的支部书记，请先登记其卸任日期。") from error
        raise RosterError(f"{member.name}已经担任这一职务。") from error
    return row


def leave_post(*, post: CommitteePost, ends_on: date, by: User, at: datetime) -> CommitteePost:
    """The last day in the post; known beforehand perhaps, but not years before."""
    branch = post.term.branch
    check_can_keep_roster(by, branch)
    if ends_on > timezone.localdate(at) + KNOWN_BEFORE:
        raise RosterError("卸任日期在一年以后，请核对年份。")
    with transaction.atomic():
        held = CommitteePost.objects.select_for_update(of=("self",)).select_related("member").get(pk=post.pk)
        if held.ends_on:
            raise RosterError(f"{held.member.name}已于{format_date(held.ends_on)}卸任。")
        if ends_on < held.starts_on:
            raise RosterError(f"卸任日期不能早于任职日期{format_date(held.starts_on)}。")
        held.ends_on = ends_on
        held.save(update_fields=["ends_on"])
        detail = {"post": held.get_post_display(), "ends_on": str(ends_on)}
        record(action="post.leave", by=by, at=at, target=held, name=held.member.name, branch=branch, detail=detail)
    return held
