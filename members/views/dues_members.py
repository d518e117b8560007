"""党费 of one member: the committee's page, bases, reliefs, voluntary sums; the member's own page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from members.domain.dues import DuesRefused, first_of
from members.forms.dues import ApprovalForm, BaseForm, ExtraForm, ReliefEndForm, ReliefForm, ReliefWithdrawForm
from members.models import DuesRelief, Member, PaidBy
from members.permissions import check_can_keep_dues
from members.selectors.dues import effective_bases, member_dues, member_with_dues, revisions_in, year_from
from members.selectors.dues_overview import publications_of
from members.selectors.dues_rates import rate_table
from members.services import dues as services
from members.services.dues_ledger import Handover, record_extra


@require_GET
def member(request: PortalRequest, member: UUID) -> HttpResponse:
    """Base, months, receipts and reliefs of a member, with everything the committee may do."""
    person = member_with_dues(request.user, member)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    context = {
        "branch": person.branch,
        "tab": "dues",
        "member": person,
        "dues": member_dues(person, year, today),
        "year": year,
        "today": today,
    }
    return render(request, "members/dues/member.html", context)


@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """My dues."""
    person = Member.objects.filter(user=request.user).select_related("branch__district").first()
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    context = {
        "member": person,
        "dues": member_dues(person, year, today) if person and person.is_party_member else None,
        "publications": publications_of(person.branch) if person else [],
        "year": year,
        "today": today,
    }
    return render(request, "members/dues/mine.html", context)


def _form_page(
    request: PortalRequest, person: Member, form: Any, title: str, lead: str, button: str, status: int
) -> HttpResponse:
    context = {
        "branch": person.branch, "tab": "dues", "member": person, "form": form, "title": title, "lead": lead, "button": button,
    }  # fmt: skip
    return render(request, "members/dues/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def base(request: PortalRequest, member: UUID) -> HttpResponse:
    """A new base, or a correction of one."""
    person = member_with_dues(request.user, member)
    now = timezone.now()
    month = first_of(timezone.localdate(now))
    items = rate_table(person.branch.district, month, month).in_month(month).base_items
    if request.method == "GET":
        row = effective_bases([person], month).get(person.pk)
        initial = {**BaseForm.initial_of(row, items, month), "seen": revisions_in([person], month).get(person.pk, 0)}
        form = BaseForm(initial=initial, items=items)
    else:
        form = BaseForm(request.POST, items=items)
        if form.is_valid():
            facts = form.facts(person)
            try:
                services.fix_bases(
                    branch=person.branch, facts=[_as_seen(facts, person, month)], by=request.user, at=now
                )
            except DuesRefused as error:
                form.add_error("amount", str(error))
            except services.DuesChangedMeanwhile as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已核定{person.name}的党费基数。")
                return redirect("members:dues_member", person.pk)
    lead = "工资、养老金有变动的，从领取新工资的当月起按新基数计算；以前月份已经登记的党费不变。"
    return _form_page(request, person, form, "核定基数", lead, "保存", 422 if form.is_bound else 200)


def _as_seen(facts: services.BaseFacts, person: Member, month: date) -> services.BaseFacts:
    """The form's version is about the month it was opened for; a base for another month corrects whatever stands there now."""
    if facts.from_month == month:
        return facts
    return replace(facts, seen=revisions_in([person], facts.from_month).get(person.pk, 0))


@require_http_methods(["GET", "POST"])
def relief(request: PortalRequest, member: UUID) -> HttpResponse:
    """少交、免交 as the branch decided."""
    person = member_with_dues(request.user, member)
    form = ReliefForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.grant_relief(member=person, facts=form.facts(), by=request.user, at=timezone.now())
        except DuesRefused as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"已登记{person.name}的党费减免。")
            return redirect("members:dues_member", person.pk)
    lead = "交纳党费确有困难的，由支部讨论，报上一级党委批准后少交或免交。具体困难情况不在系统里登记。"
    return _form_page(request, person, form, "少交、免交党费", lead, "保存", 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def extra(request: PortalRequest, member: UUID) -> HttpResponse:
    """A voluntary sum."""
    person = member_with_dues(request.user, member)
    now = timezone.now()
    initial = {"paid_on": timezone.localdate(now), "paid_by": PaidBy.CASH}
    form = ExtraForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        handover = Handover(data["paid_on"], PaidBy(data["paid_by"]), {person.pk: data["payer"]})
        try:
            receipt = record_extra(member=person, amount=data["amount"], handover=handover, by=request.user, at=now)
        except DuesRefused as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"已登记，收据编号{receipt.label}。")
            return redirect("members:dues_receipt", receipt.pk)
    lead = "党员自愿多交党费不限。不得要求党员交纳规定以外的党费。"
    return _form_page(request, person, form, "自愿多交党费", lead, "登记", 422 if form.is_bound else 200)


def _relief(request: PortalRequest, pk: UUID) -> DuesRelief:
    rows = DuesRelief.objects.visible_to(request.user).select_related("member__branch__district")
    row = get_visible_or_404(rows, pk=pk)
    check_can_keep_dues(request.user, row.member.branch)
    return row


@require_http_methods(["GET", "POST"])
def approve_relief(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The superior's approval."""
    row = _relief(request, pk)
    form = ApprovalForm(request.POST if request.method == "POST" else None, initial={"base_version": row.version})
    if form.is_bound and form.is_valid():
        try:
            services.approve_relief(relief=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except DuesRefused as error:
            form.add_error(error.field or None, str(error))
        except services.DuesChangedMeanwhile as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记上级批复，减免从起始月份起生效。")
            return redirect("members:dues_member", row.member.pk)
    lead = f"{row.from_month.year}年{row.from_month.month}月起的减免，登记上一级党委的批复。"
    return _form_page(request, row.member, form, "登记批复", lead, "保存", 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def end_relief(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Let a relief end earlier."""
    row = _relief(request, pk)
    form = ReliefEndForm(request.POST if request.method == "POST" else None, initial=ReliefEndForm.initial_of(row))
    if form.is_bound and form.is_valid():
        try:
            services.end_relief(relief=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except DuesRefused as error:
            form.add_error(error.field or None, str(error))
        except services.DuesChangedMeanwhile as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已改截止月份。")
            return redirect("members:dues_member", row.member.pk)
    return _form_page(request, row.member, form, "提前结束减免", "", "保存", 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def withdraw_relief(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take back a relief that was entered by mistake."""
    row = _relief(request, pk)
    form = ReliefWithdrawForm(request.POST if request.method == "POST" else None, initial={"base_version": row.version})
    if form.is_bound and form.is_valid():
        try:
            services.withdraw_relief(relief=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except DuesRefused as error:
            form.add_error(error.field or None, str(error))
        except services.DuesChangedMeanwhile as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已撤销，可以重新登记。")
            return redirect("members:dues_member", row.member.pk)
    lead = f"{row.from_month.year}年{row.from_month.month}月至{row.to_month.year}年{row.to_month.month}月的减免登记有误，撤销后这几个月按基数计算。"
    return _form_page(request, row.member, form, "撤销减免登记", lead, "撤销", 422 if form.is_bound else 200)
