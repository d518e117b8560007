"""Who may bring and take the roster of 青榆一小 as a file, and who handles identity numbers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from members.models import Member
from members.services.roster_export import export_roster
from members.services.roster_import import upload_roster
from tests.cast import NOW


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _district(stage: Any) -> dict[str, Any]:
    return {"district": stage.cast.district.pk}


def _member(stage: Any) -> dict[str, Any]:
    """唐果, a member of 青榆一小."""
    return {"pk": Member.objects.get(user=stage.cast.tang).pk}


def _preview(stage: Any) -> dict[str, Any]:
    data = "姓名,身份\n江一苇,入党申请人\n".encode()
    facts = {"branch": stage.cast.branch, "data": data, "filename": "名册.csv"}
    return {"pk": upload_roster(**facts, by=stage.cast.lin, at=NOW).pk}


def _export(stage: Any) -> dict[str, Any]:
    """Written for the secretary, still valid today."""
    people = Member.objects.filter(branch=stage.cast.branch)
    facts = {"branch": stage.cast.branch, "people": people, "purpose": "年度党内统计"}
    return {"pk": export_roster(**facts, by=stage.cast.lin, at=timezone.now()).pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("members:import_begin", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:import_begin", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:import_template", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:import", "get", _preview, {}, "404 404 404 200 404 404 404 404"),
    ("members:import_confirm", "post", _preview, {}, "404 404 404 409 404 404 404 404"),
    ("members:import_again", "post", _preview, {}, "404 404 404 302 404 404 404 404"),
    ("members:import_undo", "post", _preview, {}, "404 404 404 409 404 404 404 404"),
    ("members:import_discard", "post", _preview, {}, "404 404 404 302 404 404 404 404"),
    ("members:export", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:export", "post", _branch, {}, "404 403 403 422 422 404 422 403"),
    ("members:export_file", "get", _export, {}, "404 404 404 200 404 404 404 404"),
    ("members:identity", "get", _member, {}, "404 403 404 200 403 404 403 404"),
    ("members:identity_show", "post", _member, {"reason": "核对信息"}, "404 403 404 422 403 404 403 404"),
    ("members:identity_record", "post", _member, {}, "404 403 404 422 403 404 403 404"),
    ("members:identity_remove", "post", _member, {}, "404 403 404 422 403 404 403 404"),
    ("members:identity_find", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:identity_find", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:people_setting", "get", _district, {}, "404 404 404 404 403 404 200 403"),
    ("members:people_setting", "post", _district, {}, "404 404 404 404 403 404 422 403"),
]
