"""What is under way in a branch on a day: read from every app, about 40 queries however much it is.

Single members' dues and study hours are their branch's business; administrators read packs too, so of those there are sums only.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from branches.models import Branch, RoleAssignment
from branchplan.handover.domain.pack import Line, Pack, Section
from branchplan.handover.selectors.records import records_of
from calendar_events.domain.fulfilment import end_of_month
from calendar_events.models import CalendarEvent, DroppedPromise
from documents.domain.content import format_date
from members.domain.development.steps import development_steps
from members.domain.dues import published_by
from members.models import ConsentRequest, DevelopmentCase, DuesPublication, Transfer, TransferKind
from members.selectors.committee import size_of
from members.selectors.dues_overview import branch_dues
from members.selectors.hours import branch_hours
from plans.domain.period import Period
from plans.models import Plan, PlanItem, RoundTarget
from plans.models.rounds import RoundState, TargetState
from regulations.selectors.rules import rule_book_for
from workflow.domain.transitions import LOCKED, Status
from workflow.models import ReviewComment

#: Papers whose turn it is.
_STANDS = {
    Status.DRAFT: "正在起草",
    Status.SUBMITTED: "已提交，等待审核",
    Status.IN_REVIEW: "审核中",
    Status.PASSED: "初审通过，等待复核",
    Status.RECHECKING: "复核中",
    Status.RETURNED: "退回修改",
}
_DONE_STATES = (TargetState.SUBMITTED, TargetState.IN_REVIEW, TargetState.APPROVED)


def pack_of(branch: Branch, day: date) -> Pack:
    """The pack of the branch, which comes with its district, as of the day."""
    size = size_of(branch, day)
    return Pack(
        day,
        (
            Section("timers", "正在走的期限", _timers(branch, day, size), "没有正在走的期限。"),
            Section(
                "measures", "没有完成的计划事项", _measures(branch, day), "计划事项都已完成，或者还没有审定的计划。"
            ),
            Section("reviews", "审核中的材料和没有答复的意见", _papers(branch), "没有在办的材料。"),
            Section(
                "records", "没有存档的记录、谈心谈话和收交清单", records_of(branch, day), "记录、谈话和清单都已办完。"
            ),
            Section("people", "党员、党小组和支委会", _people(branch, size), "名册是空的。", is_work=False),
            Section("money", "党费和学时", _money(branch, day), "没有登记党费和学时。", is_work=False),
            Section("accounts", "账号", _accounts(branch, day), "没有账号。", is_work=False),
        ),
    )


def _timers(branch: Branch, day: date, size: Any) -> tuple[Line, ...]:
    """Development steps, letters, reports to the district, the committee's term."""
    lines = [_case(row) for row in _cases(branch)]
    letters = Transfer.objects.filter(branch=branch).open().exclude(kind=TransferKind.IN)
    lines += [
        Line(
            f"letter:{row.pk}",
            f"{row.name}的组织关系介绍信",
            f"转往{row.counterpart or '本区党支部'}，对方还没有接收",
            row.valid_until,
            reverse("members:transfer", args=[row.pk]),
        )
        for row in letters.order_by("valid_until", "pk")
    ]
    asked = RoundTarget.objects.filter(branch=branch, round__state=RoundState.OPEN).exclude(state__in=_DONE_STATES)
    lines += [
        Line(f"round:{row.pk}", f"上报：{row.round.title}", row.get_state_display(), row.due_on, reverse("plans:list"))
        for row in asked.select_related("round").order_by("due_on", "pk")
    ]
    page = reverse("members:committee", args=[branch.pk])
    outlook = size.outlook
    if outlook.last_day:
        lines.append(Line("term", "本届支部委员会任期届满", outlook.message, outlook.last_day, page))
    last_year = day.year - 1
    until = published_by(rule_book_for(branch.district, day), day)
    if until and day <= until and not DuesPublication.objects.filter(branch=branch, year=last_year).exists():
        dues = reverse("members:dues", args=[branch.pk])
        lines.append(Line(f"dues:{last_year}", f"公布{last_year}年度党费收缴情况", "", until, dues))
    return tuple(sorted(lines, key=lambda line: (line.due or date.max, line.key)))


def _cases(branch: Branch) -> Any:
    rows = DevelopmentCase.objects.filter(member__branch=branch).in_progress().select_related("member")
    return rows.order_by("next_due", "pk")


def _case(row: DevelopmentCase) -> Line:
    """One person on the way: stage, next step, its days."""
    name = development_steps()[row.next_step].name if row.next_step else ""
    note = f"{row.get_stage_display()}；下一步：{name}" if name else row.get_stage_display()
    if row.next_earliest and name:
        note += f"，最早{format_date(row.next_earliest)}"
    path = reverse("members:case", args=[row.pk])
    return Line(f"case:{row.pk}:{row.next_step or 0}", f"发展党员：{row.member.name}", note, row.next_due, path)


def _measures(branch: Branch, day: date) -> tuple[Line, ...]:
    """Lines of the plans in force that are still to come this year, and those of months gone by that no event stands for."""
    plans = [plan for plan in Plan.objects.filter(branch=branch).in_force() if _is_current(plan.period, day)]
    path = {plan.pk: reverse("calendar_events:progress", args=[plan.pk]) for plan in plans}
    kept = CalendarEvent.objects.filter(branch=branch, item_origin=OuterRef("origin")).planned()
    dropped = DroppedPromise.objects.filter(branch=branch, item_origin=OuterRef("origin"))
    rows = PlanItem.objects.filter(plan__in=plans, is_theme=False).present().with_responsible()
    rows = rows.annotate(has_event=Exists(kept), is_dropped=Exists(dropped))
    month = day.replace(day=1)
    return tuple(
        Line(
            f"item:{row.origin}",
            row.text,
            "，".join(filter(None, (f"责任人：{row.responsible}" if row.responsible else "", _event_word(row, month)))),
            end_of_month(row.last_month),
            path[row.plan_id],
        )
        for row in rows
        if not row.is_dropped and (row.last_month >= month or not row.has_event)
    )


def _event_word(row: Any, month: date) -> str:
    if row.has_event:
        return "已排入行事历"
    return "已过月份，没有活动记录" if row.last_month < month else ""


def _is_current(period: Period, day: date) -> bool:
    return period.contains(day.replace(day=1))


def _papers(branch: Branch) -> tuple[Line, ...]:
    """Plans and reports to the superior that are not settled, with the issues that wait for an answer."""
    rows: list[Plan | ConsentRequest] = [
        *Plan.objects.filter(branch=branch).exclude(status__in=LOCKED).order_by("-year", "-part"),
        *ConsentRequest.objects.filter(branch=branch).exclude(status__in=LOCKED).order_by("created_at"),
    ]
    issues = ReviewComment.objects.filter(document_id__in=[row.pk for row in rows]).unanswered()
    unanswered = dict(issues.order_by().values_list("document_id").annotate(Count("pk")))
    return tuple(
        Line(
            f"paper:{row.pk}:{row.status}:{row.submission_count}",
            row.review_title(),
            _STANDS[Status(row.status)] + (f"，{unanswered[row.pk]}条意见没有答复" if unanswered.get(row.pk) else ""),
            None,
            row.author_path(),
        )
        for row in rows
    )


def _people(branch: Branch, size: Any) -> tuple[Line, ...]:
    """Numbers, and what of them breaks the rules of size."""
    facts = size.facts
    roster = reverse("members:branch", args=[branch.pk])
    note = "；".join(finding.message for finding in size.findings)
    counted = f"正式党员{facts.full_members}名、预备党员{facts.probationary_members}名"
    lines = [Line("people", counted, note, None, roster)]
    if facts.committee_size is not None:
        committee = reverse("members:committee", args=[branch.pk])
        lines.append(Line("committee", f"支部委员会{facts.committee_size}人", "", None, committee))
    return tuple(lines)


def _money(branch: Branch, day: date) -> tuple[Line, ...]:
    """Sums of the year; no single people."""
    (dues,) = branch_dues([branch], day.year, day)
    hours = branch_hours([branch], day.year, day)[branch.pk]
    late = f"{dues.late_members}人有欠交" if dues.late_members else "没有欠交"
    if dues.without_base:
        late += f"；{dues.without_base}人没有登记基数"
    page = reverse("members:dues", args=[branch.pk])
    lines = [Line("dues", f"{day.year}年已收党费{dues.received}元", late, None, page)]
    studied = (
        f"{hours.met}人已达到学时要求，{hours.lagging}人进度落后" if hours.lagging else f"{hours.met}人已达到学时要求"
    )
    return (*lines, Line("hours", f"{day.year}年学时：{studied}", "", None, reverse("members:hours", args=[branch.pk])))


def _accounts(branch: Branch, day: date) -> tuple[Line, ...]:
    """Who may do what in the branch, by role and name."""
    rows = (
        RoleAssignment.objects.current(day)
        .filter(branch=branch)
        .select_related("user")
        .order_by("role", "user__name_pinyin")
    )
    people: dict[Any, tuple[Any, list[str]]] = {}
    for row in rows:
        people.setdefault(row.user_id, (row.user, []))[1].append(row.get_role_display())
    officers = [(user, roles) for user, roles in people.values() if roles != ["党员"]]
    lines = [
        Line(f"account:{user.pk}", f"{user.display_name}：{'、'.join(roles)}", _account_note(user))
        for user, roles in officers
    ]
    plain = len(people) - len(officers)
    return (*lines, Line("account:members", f"普通党员账号{plain}个")) if plain else tuple(lines)


def _account_note(user: Any) -> str:
    if not user.is_active:
        return "已停用"
    return "还在用初始密码" if user.must_change_password else ""
