"""A district's own values for a rule: set, changed, ended. Rows are closed and opened, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import District, User
from branches.permissions import check_can_administer
from branches.services.audit import record
from regulations.domain.parameters import OverrideRefused, check_override
from regulations.domain.rules import Rule
from regulations.models import RuleOverride
from regulations.selectors.rules import rule_above


@transaction.atomic
def set_override(
    *,
    district: District,
    code: str,
    parameters: Mapping[str, Any],
    valid_from: date,
    reason: str,
    by: User,
    at: datetime,
) -> RuleOverride:
    """The district goes by these values from `valid_from` on, until further notice.

    `parameters` names every adjustable parameter of the rule. What was set before ends the day before; what was to begin later is
    withdrawn. Raises OverrideRefused with a sentence per parameter (or "valid_from", "reason", "").
    """
    check_can_administer(by, district)
    District.objects.select_for_update().get(pk=district.pk)
    _check_dates_and_reason(valid_from, reason, at)
    above = _rule_above(district, code, valid_from)
    values = check_override(above, parameters)
    before = _current(district, code, valid_from)
    if before is not None and before.valid_to is None and before.parameters == values:
        raise OverrideRefused({"": "与现在的取值相同，没有可以保存的改动。"})
    if before is None and all(above.parameters[name] == value for name, value in values.items()):
        raise OverrideRefused({"": "与上级的取值相同，不需要另行设定。"})
    _close(district, code, valid_from, by=by, at=at, reason=reason)
    row = RuleOverride.objects.create(
        district=district, code=code, parameters=values, valid_from=valid_from, reason=reason.strip(), by=by, at=at
    )
    detail = {
        "before": before.parameters if before else {name: above.parameters[name] for name in values},
        "after": values,
        "valid_from": valid_from.isoformat(),
        "reason": row.reason,
    }
    record(action="rule.override", by=by, at=at, target=row, district=district, detail=detail)
    return row


@transaction.atomic
def end_override(*, district: District, code: str, first_day: date, reason: str, by: User, at: datetime) -> None:
    """From `first_day` on the values above the district count again. Raises OverrideRefused where nothing is set from that day on."""
    check_can_administer(by, district)
    District.objects.select_for_update().get(pk=district.pk)
    _check_dates_and_reason(first_day, reason, at)
    ended = _close(district, code, first_day, by=by, at=at, reason=reason)
    if not ended:
        raise OverrideRefused({"": "这一条没有本地取值。"})
    detail = {"before": ended[0].parameters, "first_day": first_day.isoformat(), "reason": reason.strip()}
    record(action="rule.override_end", by=by, at=at, target=ended[0], district=district, detail=detail)


def _check_dates_and_reason(first_day: date, reason: str, at: datetime) -> None:
    messages = {}
    if first_day < timezone.localdate(at):
        messages["valid_from"] = "起始日期不能早于今天，已作出的检查结果不追改。"
    if not reason.strip():
        messages["reason"] = "请写明依据或理由，如文件名称和文号。"
    if messages:
        raise OverrideRefused(messages)


def _rule_above(district: District, code: str, on: date) -> Rule:
    rule = rule_above(district, code, on)
    if rule is None:
        raise OverrideRefused({"": f"规则库中没有在{on:%Y-%m-%d}有效的{code}。"})
    return rule


def _current(district: District, code: str, on: date) -> RuleOverride | None:
    return RuleOverride.objects.in_force(on).filter(district=district, code=code).first()


def _close(
    district: District, code: str, first_day: date, *, by: User, at: datetime, reason: str
) -> list[RuleOverride]:
    """End the row that holds on the day before it and withdraw those that would begin on or after it; the rows touched, oldest first."""
    rows = RuleOverride.objects.filter(district=district, code=code, withdrawn=False).order_by("valid_from")
    touched = []
    for row in rows.select_for_update():
        if row.valid_to is not None and row.valid_to < first_day:
            continue
        if row.valid_from >= first_day:
            row.withdrawn = True
        else:
            row.valid_to = first_day - timedelta(days=1)
        row.closed_by, row.closed_at, row.closing_reason = by, at, reason.strip()
        row.save(update_fields=["withdrawn", "valid_to", "closed_by", "closed_at", "closing_reason"])
        touched.append(row)
    return touched
