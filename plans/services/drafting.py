"""Where a plan begins: blank with the customary headings, from a reading, from an earlier plan, or as an amendment."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from plans.domain.draft import TITLE_LENGTH, ItemDraft, PlanDraft, SectionDraft
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan, PlanItem, PlanningRound, PlanSection
from plans.services.editing import PlanTextError, editing, note_change
from plans.services.rounds.answers import carry_answers
from plans.services.rounds.linking import answer_rounds
from workflow.domain.transitions import Status
from workflow.services.perform import InvalidTransition

__all__ = ["ItemDraft", "PlanDraft", "SectionDraft", "amend_plan", "change_plan_facts", "copy_of", "create_plan"]


def create_plan(
    *, branch: Branch, draft: PlanDraft, source: str, by: User, at: datetime, planning: PlanningRound | None = None
) -> Plan:
    """A new first revision. `source` ("blank", "reading", "rolled") goes into the trail.

    One plan and one summary per branch and period, one other paper per branch and round. It answers every round that asks the branch for
    it, begun from one or not. Raises PlanTextError.
    """
    check_can_write_for(by, branch)
    if len(draft.title) > TITLE_LENGTH:
        raise PlanTextError(f"标题有{len(draft.title)}字，最多{TITLE_LENGTH}字。")
    period = draft.period
    same = Plan.objects.of(branch, period, draft.paper)
    if draft.paper is PaperKind.OTHER:
        same = same.filter(round=planning)
    if existing := same.order_by("-revision").first():
        raise PlanTextError(_exists(existing))
    plan = Plan(
        branch=branch,
        created_by=by,
        created_at=at,
        paper=draft.paper,
        round=planning,
        cycle=period.cycle,
        year=period.year,
        part=period.part,
    )
    try:
        return _write(plan, draft, source, by, at)
    except IntegrityError as error:  # a colleague created the same period's plan at the same moment
        raise PlanTextError(f"{period.label}的{draft.paper.label}刚由其他人建立，请打开那一份。") from error


def amend_plan(*, plan: Plan, by: User, at: datetime) -> Plan:
    """The next revision of an approved plan, a draft with the same words; the approved one stays in force until this one is approved."""
    check_can_write_for(by, plan.branch)
    if plan.status != Status.APPROVED:
        raise InvalidTransition("只有已审定的计划才能新建修订版。")
    revision = Plan(
        branch=plan.branch,
        created_by=by,
        created_at=at,
        paper=plan.paper,
        round_id=plan.round_id,
        cycle=plan.cycle,
        year=plan.year,
        part=plan.part,
        revision=plan.revision + 1,
        amends=plan,
    )
    try:
        return _write(revision, copy_of(plan), "amendment", by, at, copied_from=plan)
    except IntegrityError as error:
        raise InvalidTransition("这份计划已经有一个正在修改的修订版，请打开那一份。") from error


def copy_of(plan: Plan) -> PlanDraft:
    """The plan's words as a draft for the same period."""
    return PlanDraft(
        period=plan.period,
        paper=PaperKind(plan.paper),
        title=plan.title,
        signature=plan.signature,
        signed_on=plan.signed_on,
        sections=[
            SectionDraft(row.kind, row.level, row.heading, row.body, row.origin, row.is_locked)
            for row in plan.sections.present()
        ],
        items=[
            ItemDraft(
                row.first_month,
                row.last_month,
                row.text,
                row.kind,
                row.is_theme,
                row.responsible,
                row.origin,
                row.planned_on,
            )
            for row in plan.items.present().with_responsible()
        ],
    )


def change_plan_facts(
    *,
    plan: Plan,
    title: str,
    signature: str,
    signed_on: date | None,
    by: User,
    at: datetime,
) -> Plan:
    """Title, signature and date."""
    with editing(plan, by=by) as held:
        held.title, held.signature, held.signed_on = " ".join(title.split()), signature.strip(), signed_on
        held.save(update_fields=["title", "signature", "signed_on"])
        note_change(held, "plan.facts", by=by, at=at, title=held.title)
    return held


def _write(plan: Plan, draft: PlanDraft, source: str, by: User, at: datetime, copied_from: Plan | None = None) -> Plan:
    plan.title, plan.signature, plan.signed_on = draft.title, draft.signature, draft.signed_on
    with transaction.atomic():
        plan.save(force_insert=True)
        sections = [
            PlanSection(
                plan=plan,
                kind=section.kind,
                level=section.level,
                heading=section.heading,
                body=section.body,
                is_locked=section.is_locked,
                origin=section.origin or uuid.uuid4(),
                position=position * 10,
                changed_by=by,
                changed_at=at,
            )
            for position, section in enumerate(draft.sections)
        ]
        PlanSection.objects.bulk_create(sections)
        items = [
            PlanItem(
                plan=plan,
                first_month=item.first_month,
                last_month=item.last_month,
                position=position,
                text=item.text,
                kind=item.kind,
                is_theme=item.is_theme,
                responsible_text=item.responsible_text,
                planned_on=item.planned_on,
                origin=item.origin or uuid.uuid4(),
                changed_by=by,
                changed_at=at,
            )
            for position, item in enumerate(draft.items)
        ]
        PlanItem.objects.bulk_create(items)
        if copied_from is not None:
            _carry_links(copied_from, sections, items)
            carry_answers(copied_from, plan)
        else:
            answer_rounds(plan, at=at)
        note_change(plan, "plan.create", by=by, at=at, source=source, sections=len(sections), items=len(items))
    return plan


def _carry_links(former: Plan, sections: list[PlanSection], items: list[PlanItem]) -> None:
    """Responsible people and measures of an amended plan's lines, found again by their origin."""
    section_by_origin = {section.origin: section for section in sections}
    item_by_origin = {item.origin: item for item in items}
    for old in former.items.present().select_related("measure"):
        new = item_by_origin[old.origin]
        new.responsible_member_id, new.responsible_group_id = old.responsible_member_id, old.responsible_group_id
        new.responsible_text, new.proposed_as = old.responsible_text, old.proposed_as
        new.measure = section_by_origin.get(old.measure.origin) if old.measure else None
    fields = ["responsible_member", "responsible_group", "responsible_text", "measure", "proposed_as"]
    PlanItem.objects.bulk_update(items, fields)


def _exists(plan: Plan) -> str:
    status = Status(plan.status).label
    return f"{plan.period.label}的{plan.get_paper_display()}已经有了（{status}），不能再建一份；请打开那一份，已审定的可以新建修订版。"
