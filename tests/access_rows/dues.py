"""Who may open and do what with dues and study hours of 青榆一小."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from members.models import Member, PaidBy, StudyKind
from members.services.dues import ReliefFacts, grant_relief
from members.services.dues_ledger import Handover, record_extra
from members.services.dues_publication import publish_year
from members.services.hours import record_hours
from tests.cast import NOW, TODAY


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _payer(stage: Any) -> dict[str, Any]:
    """唐果, a member of 青榆一小."""
    return {"member": Member.objects.get(user=stage.cast.tang).pk}


def _relief(stage: Any) -> dict[str, Any]:
    member = Member.objects.get(user=stage.cast.tang)
    facts = ReliefFacts(date(2026, 1, 1), date(2026, 6, 1), Decimal("0"), date(2026, 1, 5))
    return {"pk": grant_relief(member=member, facts=facts, by=stage.cast.lin, at=NOW).pk}


def _dues_receipt(stage: Any) -> dict[str, Any]:
    member = Member.objects.get(user=stage.cast.tang)
    handover = Handover(TODAY, PaidBy.CASH, {})
    return {"pk": record_extra(member=member, amount=Decimal("50"), handover=handover, by=stage.cast.lin, at=NOW).pk}


def _dues_publication(stage: Any) -> dict[str, Any]:
    facts = {"year": 2025, "with_people": False, "note": "", "seen": 0}
    return {"pk": publish_year(branch=stage.cast.branch, **facts, by=stage.cast.lin, at=NOW).pk}


def _sheet(ending: str) -> Any:
    return lambda stage: {"branch": stage.cast.branch.pk, "year": "2026", "month": "2", "ending": ending}


def _study(stage: Any) -> dict[str, Any]:
    facts = {"on": TODAY, "hours": Decimal("2.0"), "kind": StudyKind.LECTURE, "note": ""}
    members = [Member.objects.get(user=stage.cast.tang)]
    return {"pk": record_hours(branch=stage.cast.branch, members=members, **facts, by=stage.cast.lin, at=NOW)[0].pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("members:my_dues", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("members:dues_district", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("members:dues", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:dues_record", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:dues_record", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:dues_bases", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:dues_bases", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:dues_arrears", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:dues_sheet", "get", _sheet("pdf"), {}, "404 403 403 200 403 404 403 403"),
    ("members:dues_sheet", "get", _sheet("xlsx"), {}, "404 403 403 200 403 404 403 403"),
    ("members:dues_publication", "get", _branch, {}, "404 200 200 200 200 404 200 403"),
    ("members:dues_publication", "post", _branch, {}, "404 403 403 302 403 404 403 403"),
    ("members:dues_publication_pdf", "get", _dues_publication, {}, "404 200 200 200 200 404 200 404"),
    ("members:dues_member", "get", _payer, {}, "404 403 404 200 403 404 403 404"),
    ("members:dues_base", "get", _payer, {}, "404 403 404 200 403 404 403 404"),
    ("members:dues_base", "post", _payer, {}, "404 403 404 422 403 404 403 404"),
    ("members:dues_relief", "get", _payer, {}, "404 403 404 200 403 404 403 404"),
    ("members:dues_relief", "post", _payer, {}, "404 403 404 422 403 404 403 404"),
    ("members:dues_extra", "get", _payer, {}, "404 403 404 200 403 404 403 404"),
    ("members:dues_extra", "post", _payer, {}, "404 403 404 422 403 404 403 404"),
    ("members:dues_relief_approve", "get", _relief, {}, "404 403 404 200 404 404 404 404"),
    ("members:dues_relief_approve", "post", _relief, {}, "404 403 404 422 404 404 404 404"),
    ("members:dues_relief_end", "get", _relief, {}, "404 403 404 200 404 404 404 404"),
    ("members:dues_relief_end", "post", _relief, {}, "404 403 404 422 404 404 404 404"),
    ("members:dues_relief_withdraw", "get", _relief, {}, "404 403 404 200 404 404 404 404"),
    ("members:dues_relief_withdraw", "post", _relief, {}, "404 403 404 422 404 404 404 404"),
    ("members:dues_receipt", "get", _dues_receipt, {}, "404 200 404 200 404 404 404 404"),
    ("members:dues_receipt_pdf", "get", _dues_receipt, {}, "404 200 404 200 404 404 404 404"),
    ("members:dues_reverse", "post", _dues_receipt, {}, "404 403 404 422 404 404 404 404"),
    ("members:my_hours", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("members:hours_district", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("members:hours", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:hours_record", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:hours_record", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:hours_member", "get", _payer, {}, "404 403 404 200 403 404 403 404"),
    ("members:hours_remove", "post", _study, {}, "404 403 404 302 404 404 404 404"),
]
