"""Requests to the superior: written, handed in, decided by a person. The decision is written into the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import User
from branches.services.audit import record as note
from members.cases_permissions import check_can_keep_case
from members.documents.case_requests import request_text
from members.domain.development.entry import missing_before
from members.domain.development.history import History
from members.domain.development.steps import development_steps
from members.models import CONSENT_STEPS, ConsentRequest, DevelopmentCase, Member, StepRecord
from members.selectors.case_papers import sheet_of
from members.selectors.cases import case_of, clock_for
from members.services.case_steps import Recorded, StepEntry, write_step
from members.services.cases import CaseError, holding_case
from workflow.domain.transitions import Action
from workflow.permissions import check_can_decide
from workflow.services.perform import InvalidTransition, perform

FACTS = ("title", "recipient", "body", "signed_on")
_LEAVING = "本人的组织关系正在接转，请先办结介绍信；接收以后由接收的党支部报送。"


@dataclass(frozen=True)
class Decision:
    """What the superior decided. `outcome` 合格/不合格 for step 13, `approver` for 17 and 24, `number` the 文号."""

    on: date
    outcome: str = ""
    approver: str = ""
    number: str = ""


@dataclass
class RequestConflict(Exception):
    """Somebody else saved the same paper first; nothing was overwritten."""

    current: ConsentRequest

    def __str__(self) -> str:
        return "这份材料在您打开之后被别人修改过，请对照后再保存。"


def begin_request(*, case: DevelopmentCase, step: int, by: User, at: datetime) -> ConsentRequest:
    """A draft in the customary words from the records; the one that is in the making where there is one."""
    with holding_case(case, by=by) as held:
        if held.closed_on:
            raise CaseError("这份档案已经终止，恢复办理后才能报送。")
        if step not in CONSENT_STEPS:
            raise CaseError("这一步不需要上级批复。")
        if _is_leaving(held):
            raise CaseError(_LEAVING)
        turn = _turn(held, step)
        rows = ConsentRequest.objects.filter(case=held, step=step, turn=turn)
        standing = rows.exclude(status__in=["approved", "archived"]).first()
        if standing:
            return standing
        blockers = _blockers(held, step, timezone.localdate(at))
        if blockers:
            raise CaseError("".join(blockers))
        sheet = sheet_of(held, timezone.localdate(at))
        text = request_text(sheet, step, turn)
        try:
            with transaction.atomic():
                request = ConsentRequest.objects.create(
                    branch=held.member.branch,
                    case=held,
                    step=step,
                    turn=turn,
                    title=text.title,
                    body=text.body,
                    recipient=sheet.superior,
                    signed_on=timezone.localdate(at),
                    created_by=by,
                    created_at=at,
                )
        except IntegrityError as error:
            raise CaseError("这一步的材料刚才由另一个人建立，请刷新后查看。") from error
        note(action="consent.begin", by=by, at=at, target=request, branch=request.branch, detail={"step": step})
    return request


def _is_leaving(case: DevelopmentCase) -> bool:
    """Whether a letter for the person is on its way. Holds the person's row, as sending and accepting a letter do: nothing is laid before the
    superior by a branch that the person is leaving.
    """
    return Member.objects.select_for_update(of=("self",)).get(pk=case.member_id).transfers.open().exists()


def edit_request(
    *, request: ConsentRequest, facts: Mapping[str, Any], base_version: int, by: User, at: datetime
) -> ConsentRequest:
    """New words for a paper that is the school's; raises RequestConflict when somebody else was faster."""
    check_can_keep_case(by, request.branch)
    with transaction.atomic():
        held = (
            ConsentRequest.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=request.pk)
        )
        if not held.is_editable:
            raise InvalidTransition("已经提交的材料不能修改，可以先撤回。")
        changed = {name: facts[name] for name in FACTS if getattr(held, name) != facts[name]}
        if not changed:
            return held
        if held.version != base_version:
            raise RequestConflict(held)
        for name, value in changed.items():
            setattr(held, name, value)
        held.version += 1
        held.save(update_fields=[*changed, "version"])
        note(action="consent.edit", by=by, at=at, target=held, branch=held.branch, detail={"fields": sorted(changed)})
    return held


def submit_request(*, request: ConsentRequest, comment: str, by: User, at: datetime) -> ConsentRequest:
    """Hand it in, first time or again; raises InvalidTransition with what is still missing."""
    with transaction.atomic():
        case = DevelopmentCase.objects.select_related("member__branch__district").get(pk=request.case_id)
        if _is_leaving(case):
            raise InvalidTransition(_LEAVING)
        held = (
            ConsentRequest.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=request.pk)
        )
        if case.closed_on:
            raise InvalidTransition("这份档案已经终止，不能报送。")
        if blockers := _blockers(case, held.step, timezone.localdate(at)):
            raise InvalidTransition("还不能提交：" + "".join(blockers))
        return perform(held, Action.SUBMIT, by=by, at=at, comment=comment)


def decide_request(
    *, request: ConsentRequest, decision: Decision, comment: str, by: User, at: datetime
) -> tuple[ConsentRequest, Recorded]:
    """The superior's word: the paper is settled and the step gets its day and outcome, in one transaction.

    Raises StepRefused where the day or the outcome breaks a rule, InvalidTransition and SomebodyFaster as the common desk does.
    """
    check_can_decide(by, request)
    with holding_case(request.case, by=None) as held:
        if held.closed_on:
            raise InvalidTransition("这份档案已经终止，请退回。")
        decided = perform(request, Action.APPROVE, by=by, at=at, comment=comment)
        plain = {"on": decision.on.isoformat(), "outcome": decision.outcome, "approver": decision.approver}
        outcome = {name: value for name, value in plain.items() if value} | {"number": decision.number}
        ConsentRequest.objects.filter(pk=decided.pk).update(outcome=outcome)
        clock = clock_for(held.member.branch.district, timezone.localdate(at))
        recorded = write_step(held, _entry(held, decided, decision), clock, by=by, at=at)
    return decided, recorded


def _entry(held: DevelopmentCase, request: ConsentRequest, decision: Decision) -> StepEntry:
    """The step with the decision, over what the branch had recorded of it."""
    rows = StepRecord.objects.filter(case=held, step=request.step, turn=request.turn, removal__isnull=True)
    current = rows.first()
    details: dict[str, Any] = dict(current.details) if current else {}
    facts: dict[str, Any] = dict(current.facts) if current else {}
    if decision.number:
        facts["number"] = decision.number
    on: date | None = decision.on
    clock = clock_for(held.member.branch.district, decision.on)
    if request.step == 8 and clock.rules.needs_notice(decision.on):
        details["consent_on"], on = decision.on.isoformat(), (current.on if current else None)
    if request.step == 13:
        details["outcome"] = decision.outcome
    if request.step in (17, 24):
        details["approver"] = decision.approver
    if request.step == 17:
        met = StepRecord.objects.filter(case=held, step=15, removal__isnull=True).values_list("on", flat=True).first()
        if met:
            details["probation_start"] = (
                met.isoformat()
            )  # 第三十一条: from the day of the meeting, never from the approval
    note_text = current.note if current else ""
    people = current.people if current else []
    return StepEntry(request.step, request.turn, on, details, people, facts, note_text)


def _turn(case: DevelopmentCase, step: int) -> int:
    """The second round where the first approval of a conversion is there already."""
    done = StepRecord.objects.filter(case=case, step=step, removal__isnull=True, on__isnull=False)
    return 2 if step == 24 and done.filter(turn=1).exists() else 1


def _blockers(case: DevelopmentCase, step: int, today: date) -> list[str]:
    """What must be there before the superior is asked."""
    clock = clock_for(case.member.branch.district, today)
    records = StepRecord.objects.present().filter(case=case)
    turn = _turn(case, step)
    mine = next((row for row in records if (row.step, row.turn) == (step, turn)), None)
    if mine and (mine.on or (step == 8 and mine.details.get("consent_on"))):
        return ["这一步已经登记了上级的批复。"]
    history = History(case_of(case, [row for row in records if row is not mine]), today)
    table = development_steps()
    missing = list(missing_before(history, clock.rules, step))
    if step == 24 and turn == 2 and not any(row.step == 23 and row.turn == 2 and row.on for row in records):
        missing.append(23)
    return [f"第{number}步“{table[number].name}”还没有登记。" for number in missing]
