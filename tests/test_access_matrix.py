"""Every named address × everybody: who gets in, who is told why not, who must not even know.

A row is an address, what it is asked with, and one answer per person in the order of PEOPLE. An address without a row fails, and so does a
row without an address. Anonymous visitors are sent to the log-in page everywhere but at the doors that stand open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from documents.domain.source import SourceText
from members.models import CommitteeTerm, Member
from members.services.committee import record_term, take_post
from members.services.transfers import send_transfer
from plans.domain.period import Cycle, Period
from plans.models import Plan, PlanUpload
from plans.services.copying import add_template
from plans.services.drafting import create_plan
from plans.services.items import remove_item
from plans.services.review import submit_plan
from plans.services.sections import remove_section
from plans.services.uploads import store_upload
from tests.access_rows import Row, rows_of_all_parts
from tests.access_rows.api import TOKEN_ROWS
from tests.access_rows.feeds import FEED_ADDRESS
from tests.cast import NOW, Cast, add_issue, assemble_cast, plan_at, plan_draft
from tests.snapshot import Snapshot
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.services.perform import perform

#: outsider: member of another branch; then member, group leader, secretary, reviewer, reviewer of another district, administrator, auditor.
PEOPLE = ("gu", "tang", "song", "lin", "he", "bai", "wei", "yu")
LOGIN = "login"


@dataclass
class Stage:
    """The objects the addresses are about, made anew for each row."""

    cast: Cast
    plans: dict[str, Plan] = field(default_factory=dict)

    def plan(self, state: str) -> Plan:
        """A plan of 青榆一小 in this state, each in a period of its own."""
        if state not in self.plans:
            period = Period(Cycle.CALENDAR_YEAR, 2026 + len(self.plans))
            self.plans[state] = plan_at(self.cast, Status(state), period=period)
        return self.plans[state]

    def issue(self, state: str) -> ReviewComment:
        plan = self.plan(state)
        found = ReviewComment.objects.of(plan).first()
        return found or add_issue(plan, self.cast)

    def upload(self) -> PlanUpload:
        source = SourceText.from_lines("青榆一小2025年工作计划\n一、目标\n争创先进。")
        data = "青榆一小2025年工作计划".encode()
        return store_upload(
            branch=self.cast.branch, source=source, data=data, filename="a.txt", by=self.cast.lin, at=NOW
        )


def _section(stage: Stage) -> dict[str, Any]:
    plan = stage.plan("draft")
    return {"pk": plan.pk, "section": plan.sections.get(heading="带好青年教师").pk}


def _item(stage: Stage) -> dict[str, Any]:
    plan = stage.plan("draft")
    return {"pk": plan.pk, "item": plan.items.present()[0].pk}


def _removed(stage: Stage) -> dict[str, Any]:
    plan = stage.plan("draft")
    section = plan.sections.get(heading="带好青年教师")
    return {"pk": plan.pk, "removal": remove_section(section=section, by=stage.cast.lin, at=NOW)}


def _removed_item(stage: Stage) -> dict[str, Any]:
    plan = stage.plan("draft")
    return {"pk": plan.pk, "removal": remove_item(item=plan.items.present()[0], by=stage.cast.lin, at=NOW)}


def _remark(stage: Stage) -> dict[str, Any]:
    issue = stage.issue("in_review")
    return {"pk": stage.plan("in_review").pk, "remark": issue.pk}


def _settled(stage: Stage) -> dict[str, Any]:
    plan = stage.plan("returned")
    issue = ReviewComment.objects.of(plan).get()
    ReviewComment.objects.filter(pk=issue.pk).update(reply="已写明", replied_by=stage.cast.lin, replied_at=NOW)
    plan = perform(plan, Action.SUBMIT, by=stage.cast.lin, at=NOW)
    plan = perform(plan, Action.CLAIM, by=stage.cast.he, at=NOW)
    return {"pk": plan.pk, "remark": issue.pk}


@cache
def _of(state: str) -> Any:
    return lambda stage: {"pk": stage.plan(state).pk}


def _copied(stage: Stage) -> dict[str, Any]:
    """The plan of 青榆一小, and the one of 青榆幼儿园 that has the same words and was handed in before."""
    cast = stage.cast
    other = create_plan(branch=cast.kindergarten, draft=plan_draft(), source="blank", by=cast.fang, at=NOW)
    submit_plan(plan=other, comment="", by=cast.fang, at=NOW)
    return {"pk": stage.plan("submitted").pk, "source": other.pk}


def _template(stage: Stage) -> dict[str, Any]:
    text = "各支部每季度末把本季度主题党日的记录和照片报送区教育工委组织科。"
    facts = {"district": stage.cast.district, "title": "报送要求", "text": text}
    return {"template": add_template(**facts, by=stage.cast.wei, at=NOW).pk}


def _branch(stage: Stage) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _person(stage: Stage) -> dict[str, Any]:
    return {"pk": Member.objects.get(user=stage.cast.tang).pk}


def _group(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.group.pk}


def _term(stage: Stage) -> dict[str, Any]:
    facts = {"elected_on": date(2024, 6, 20)}
    return {"pk": record_term(branch=stage.cast.branch, facts=facts, by=stage.cast.lin, at=NOW).pk}


def _post(stage: Stage) -> dict[str, Any]:
    term = CommitteeTerm.objects.get(pk=_term(stage)["pk"])
    member = Member.objects.get(user=stage.cast.qiao)
    row = take_post(
        term=term, member=member, post="organisation", starts_on=date(2024, 6, 20), by=stage.cast.lin, at=NOW
    )
    return {"pk": row.pk}


def _letter(stage: Stage, **facts: Any) -> dict[str, Any]:
    member = Member.objects.get(user=stage.cast.tang)
    facts["issued_on"] = NOW.date()
    return {"pk": send_transfer(member=member, facts=facts, by=stage.cast.lin, at=NOW).pk}


def _transfer(stage: Stage) -> dict[str, Any]:
    """tang goes to the kindergarten."""
    return _letter(stage, to_branch=stage.cast.kindergarten)


def _leaving(stage: Stage) -> dict[str, Any]:
    """tang leaves the district."""
    return _letter(stage, counterpart="红柳区第三中学党支部")


def _account(stage: Stage) -> dict[str, Any]:
    return {"pk": stage.cast.tang.pk}


def _district(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk}


def _rule(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk, "code": "FQ-01"}


def _year(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk, "year": "2027"}


def _school_year(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk, "school_year_begins": "2026"}


def _timeline_kind(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk, "kind": "plenum"}


def _timeline_key(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk, "key": "plenum-20-5"}


def _observance(stage: Stage) -> dict[str, Any]:
    return {"district": stage.cast.district.pk, "key": "silian_day"}


def _notice(stage: Stage) -> dict[str, Any]:
    return {"pk": uuid4()}


def _nothing(stage: Stage) -> dict[str, Any]:
    return {}


NEW_ITEM = {"text": "读书会", "first_month": "2026-05-01"}
YEAR = {"cycle": "year", "year": "2031", "part": "0"}

# One line an address: name, method, address arguments, form, then the answers of PEOPLE (outsider, member, group leader, secretary,
# reviewer, reviewer elsewhere, administrator, auditor). 200 page, 302 done, 403 told why not, 404 unknown to them, 422 wrong input.
ROWS: list[Row] = [
    ("home", "get", _nothing, {}, "302 302 302 200 200 200 200 200"),
    ("branches:change_password", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("branches:change_password", "post", _nothing, {}, "422 422 422 422 422 422 422 422"),
    ("branches:switch_role", "post", _nothing, {"role": str(uuid4())}, "404 404 404 404 404 404 404 404"),
    ("branches:set_type_size", "post", _nothing, {"size": "large"}, "302 302 302 302 302 302 302 302"),
    ("branches:logout", "post", _nothing, {}, "302 302 302 302 302 302 302 302"),
    ("branches:branch_list", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("branches:branch_add", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("branches:branch_add", "post", _nothing, {}, "403 403 403 403 403 403 422 403"),
    ("branches:branch_change", "get", lambda s: {"pk": s.cast.branch.pk}, {}, "404 403 403 403 403 404 200 403"),
    ("branches:branch_change", "post", lambda s: {"pk": s.cast.branch.pk}, {}, "404 403 403 403 403 404 422 403"),
    ("branches:account_list", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("branches:account_add", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("branches:account_add", "post", _nothing, {}, "403 403 403 403 403 403 422 403"),
    ("branches:account", "get", _account, {}, "403 403 403 403 403 403 200 403"),
    ("branches:role_give", "post", _account, {}, "403 403 403 403 403 403 422 403"),
    (
        "branches:role_end",
        "post",
        lambda s: {"pk": s.cast.tang.pk, "role": s.cast.tang.assignments.get().pk},
        {},
        "403 403 403 403 403 403 302 403",
    ),
    ("branches:account_reset", "post", _account, {}, "403 403 403 403 403 403 200 403"),
    ("branches:account_activity", "post", _account, {"active": "1"}, "403 403 403 403 403 403 302 403"),
    ("branches:audit", "get", _nothing, {}, "403 403 403 403 403 403 403 200"),
    ("regulations:rules", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("regulations:rule", "get", lambda s: {"code": "FQ-01"}, {}, "200 200 200 200 200 200 200 200"),
    ("regulations:override", "get", _rule, {}, "403 403 403 403 403 404 200 403"),
    ("regulations:override", "post", _rule, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:override_end", "post", _rule, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("regulations:calendar_terms", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("regulations:calendar_timeline", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("regulations:calendar_observances", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("regulations:calendar_days", "get", _year, {}, "403 403 403 403 403 404 200 403"),
    ("regulations:calendar_day_add", "post", _year, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar_days_paste", "post", _year, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar_day_remove", "post", _year, {"day": "2027-01-01"}, "403 403 403 403 403 404 302 403"),
    ("regulations:calendar_confirm", "post", _year, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar_reopen", "post", _year, {}, "403 403 403 403 403 404 302 403"),
    ("regulations:calendar_terms_edit", "get", _school_year, {}, "403 403 403 403 403 404 200 403"),
    ("regulations:calendar_terms_edit", "post", _school_year, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar_terms_remove", "post", _school_year, {}, "403 403 403 403 403 404 302 403"),
    ("regulations:calendar_timeline_add", "get", _timeline_kind, {}, "403 403 403 403 403 404 200 403"),
    ("regulations:calendar_timeline_add", "post", _timeline_kind, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar_timeline_edit", "get", _timeline_key, {}, "403 403 403 403 403 404 200 403"),
    ("regulations:calendar_timeline_edit", "post", _timeline_key, {}, "403 403 403 403 403 404 422 403"),
    ("regulations:calendar_timeline_remove", "post", _timeline_key, {}, "403 403 403 403 403 404 302 403"),
    ("regulations:calendar_observance_list", "post", _observance, {}, "403 403 403 403 403 404 302 403"),
    ("plans:rule_changes", "get", _district, {}, "404 404 404 404 403 404 200 403"),
    ("plans:rule_changes_preview", "post", _district, {}, "404 404 404 404 403 404 302 403"),
    ("plans:rule_changes_adopt", "post", _district, {}, "404 404 404 404 403 404 302 403"),
    ("members:me", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("members:roster", "get", _nothing, {}, "403 403 403 302 302 302 302 403"),
    ("members:district", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("members:branch", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:search", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("members:add", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:add", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:person", "get", _person, {}, "404 403 404 200 200 404 200 404"),
    ("members:edit", "get", _person, {}, "404 403 404 200 403 404 403 404"),
    ("members:edit", "post", _person, {}, "404 403 404 422 403 404 403 404"),
    ("members:leave", "post", _person, {}, "404 403 404 422 403 404 403 404"),
    ("members:come_back", "post", _person, {}, "404 403 404 302 403 404 403 404"),
    ("members:report", "post", _nothing, {}, "422 422 422 422 404 404 404 404"),
    ("members:groups", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:group_create", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:group_assign", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:group_rename", "post", _group, {}, "404 403 403 422 403 404 403 404"),
    ("members:group_close", "post", _group, {}, "404 403 403 302 403 404 403 404"),
    ("members:group_lead", "post", _group, {}, "404 403 403 302 403 404 403 404"),
    ("members:committee", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:term_record", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:term_record", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:term_change", "get", _term, {}, "404 403 403 200 403 404 403 404"),
    ("members:term_change", "post", _term, {}, "404 403 403 422 403 404 403 404"),
    ("members:post_take", "post", _term, {}, "404 403 403 422 403 404 403 404"),
    ("members:post_leave", "post", _post, {}, "404 403 403 422 403 404 403 404"),
    ("members:transfers", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:transfer_send", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:transfer_send", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:transfer_enter", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("members:transfer_enter", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:transfer", "get", _transfer, {}, "404 200 404 200 200 404 200 404"),
    ("members:transfer_accept", "post", _transfer, {}, "404 403 404 403 403 404 403 404"),
    ("members:transfer_accept", "post", _leaving, {}, "404 403 404 422 403 404 403 404"),
    ("members:transfer_return", "post", _transfer, {}, "404 403 404 422 403 404 403 404"),
    ("members:letter_pdf", "get", _transfer, {}, "404 403 404 200 200 404 200 404"),
    ("members:letter_docx", "get", _transfer, {}, "404 403 404 200 200 404 200 404"),
    ("notices:inbox", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("notices:open", "post", _notice, {}, "404 404 404 404 404 404 404 404"),
    ("notices:read_all", "post", _nothing, {}, "302 302 302 302 302 302 302 302"),
    ("calendar_events:month", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:year", "get", _nothing, {}, "200 200 200 200 302 302 302 200"),
    ("plans:list", "get", _nothing, {}, "200 200 200 200 302 302 200 200"),
    ("plans:detail", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:detail", "get", _of("submitted"), {}, "404 404 404 200 200 404 404 404"),
    ("plans:detail", "get", _of("approved"), {}, "404 200 200 200 200 404 404 404"),
    ("plans:pdf", "get", _of("approved"), {}, "404 200 200 200 200 404 404 404"),
    ("plans:docx", "get", _of("approved"), {}, "404 200 200 200 200 404 404 404"),
    ("plans:docx", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:begin", "get", _nothing, {}, "403 403 403 200 403 403 403 403"),
    ("plans:begin_blank", "get", _nothing, {}, "403 403 403 200 403 403 403 403"),
    ("plans:begin_blank", "post", _nothing, YEAR, "403 403 403 302 403 403 403 403"),
    ("plans:upload", "post", _nothing, {}, "403 403 403 422 403 403 403 403"),
    ("plans:reading", "get", lambda s: {"pk": s.upload().pk}, {}, "404 404 404 200 404 404 404 404"),
    ("plans:decide", "post", lambda s: {"pk": s.upload().pk}, {}, "404 404 404 422 404 404 404 404"),
    ("plans:create_from_reading", "post", lambda s: {"pk": s.upload().pk}, {}, "404 404 404 422 404 404 404 404"),
    ("plans:roll_reading", "get", lambda s: {"pk": s.upload().pk}, {}, "404 404 404 200 404 404 404 404"),
    ("plans:delete_upload", "post", lambda s: {"pk": s.upload().pk}, {}, "404 404 404 302 404 404 404 404"),
    ("plans:roll", "get", _of("approved"), {}, "404 403 403 200 403 404 404 404"),
    ("plans:edit", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:edit", "get", _of("submitted"), {}, "404 404 404 302 403 404 404 404"),
    ("plans:facts", "post", _of("draft"), {}, "404 404 404 422 404 404 404 404"),
    ("plans:facts", "post", _of("approved"), {"title": "改"}, "404 403 403 403 403 404 404 404"),
    ("plans:section_add", "post", _of("draft"), {}, "404 404 404 302 404 404 404 404"),
    ("plans:special_add", "post", _of("draft"), {"kind": "nonsense"}, "404 404 404 422 404 404 404 404"),
    (
        "plans:section_save",
        "post",
        _section,
        {"heading": "带好新人", "body": "", "base_version": "1"},
        "404 404 404 302 404 404 404 404",
    ),
    ("plans:section_split", "post", _section, {}, "404 404 404 422 404 404 404 404"),
    ("plans:section_step", "post", _section, {"step": "promote"}, "404 404 404 302 404 404 404 404"),
    ("plans:section_move", "post", _section, {}, "404 404 404 302 404 404 404 404"),
    ("plans:section_remove", "post", _section, {}, "404 404 404 302 404 404 404 404"),
    ("plans:section_restore", "post", _removed, {}, "404 404 404 302 404 404 404 404"),
    ("plans:schedule", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:item_add", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:item_add", "post", _of("draft"), NEW_ITEM, "404 404 404 302 404 404 404 404"),
    ("plans:item_edit", "get", _item, {}, "404 404 404 200 404 404 404 404"),
    ("plans:item_edit", "post", _item, {}, "404 404 404 422 404 404 404 404"),
    ("plans:item_move", "post", _item, {"month": "2026-05-01"}, "404 404 404 302 404 404 404 404"),
    ("plans:item_remove", "post", _item, {}, "404 404 404 302 404 404 404 404"),
    ("plans:item_restore", "post", _removed_item, {}, "404 404 404 302 404 404 404 404"),
    ("plans:submit", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:submit", "post", _of("draft"), {}, "404 404 404 302 404 404 404 404"),
    ("plans:withdraw", "post", _of("submitted"), {}, "404 404 404 302 403 404 404 404"),
    ("plans:issues", "get", _of("returned"), {}, "404 404 404 200 403 404 404 404"),
    (
        "plans:answer",
        "post",
        lambda s: {"pk": s.plan("returned").pk, "issue": s.issue("returned").pk},
        {"reply": "已写明每月五日"},
        "404 404 404 302 403 404 404 404",
    ),
    ("plans:amend", "post", _of("approved"), {}, "404 403 403 302 403 404 404 404"),
    ("plans:queue", "get", _nothing, {}, "403 403 403 403 200 200 403 403"),
    ("plans:review", "get", _of("submitted"), {}, "404 404 404 403 200 404 404 404"),
    ("plans:review_next", "get", _of("submitted"), {}, "404 404 404 403 302 404 404 404"),
    ("plans:review_previous", "get", _of("submitted"), {}, "404 404 404 403 302 404 404 404"),
    ("plans:claim", "post", _of("submitted"), {}, "404 404 404 403 302 404 404 404"),
    ("plans:release", "post", _of("in_review"), {}, "404 404 404 403 302 404 404 404"),
    ("plans:remark_add", "post", _of("in_review"), {"body": "写明日期"}, "404 404 404 403 302 404 404 404"),
    ("plans:remark_change", "post", _remark, {"body": "写明具体日期"}, "404 404 404 403 302 404 404 404"),
    ("plans:remark_remove", "post", _remark, {}, "404 404 404 403 302 404 404 404"),
    ("plans:settle", "post", _settled, {"settled": "1"}, "404 404 404 403 302 404 404 404"),
    ("plans:return", "get", _of("in_review"), {}, "404 404 404 403 200 404 404 404"),
    ("plans:return", "post", _of("in_review"), {"answer_by": "2099-01-01"}, "404 404 404 403 409 404 404 404"),
    ("plans:approve", "get", _of("in_review"), {}, "404 404 404 403 200 404 404 404"),
    ("plans:approve", "post", _of("in_review"), {}, "404 404 404 403 302 404 404 404"),
    ("plans:checks", "get", _of("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("plans:checks", "get", _of("submitted"), {}, "404 404 404 200 403 404 404 404"),
    ("plans:mend", "post", _of("draft"), {}, "404 404 404 422 404 404 404 404"),
    ("plans:mend", "post", _of("submitted"), {}, "404 404 404 403 403 404 404 404"),
    ("plans:unmend", "post", _of("draft"), {}, "404 404 404 422 404 404 404 404"),
    ("plans:dismiss", "post", _of("draft"), {"key": "0"}, "404 404 404 422 404 404 404 404"),
    ("plans:undismiss", "post", _of("draft"), {"key": "0"}, "404 404 404 302 404 404 404 404"),
    ("plans:gaps", "get", _nothing, {}, "403 403 403 403 200 200 403 403"),
    ("plans:compare", "get", _of("submitted"), {}, "404 404 404 200 200 404 404 404"),
    ("plans:copying", "get", _of("submitted"), {}, "404 404 404 200 200 404 404 404"),
    ("plans:copying", "get", _of("approved"), {}, "404 403 403 200 200 404 404 404"),
    ("plans:copying_source", "get", _copied, {}, "404 404 404 403 200 404 404 404"),
    ("plans:templates", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("plans:templates", "post", _nothing, {}, "403 403 403 403 403 403 422 403"),
    ("plans:template_remove", "post", _template, {}, "403 403 403 403 403 403 302 403"),
    *rows_of_all_parts(),
]
#: Open to everybody, logged in or not.
OPEN = {"healthz", "readyz", "branches:login", "branches:set_type_size"}


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + entry.name


def test_every_address_has_a_row() -> None:
    by_secret = {row[0] for row in TOKEN_ROWS} | {FEED_ADDRESS}
    assert set(_names(get_resolver())) == {row[0] for row in ROWS} | by_secret | OPEN


POSTED_ONLY = {row[0] for row in ROWS if row[1] == "post"} - {row[0] for row in ROWS if row[1] == "get"}


def _by_stage() -> dict[str, list[Row]]:
    """Rows that are about the same objects, by the name of what makes these."""
    found: dict[Any, list[Row]] = {}
    for row in ROWS:
        found.setdefault(row[2], []).append(row)
    return {f"{rows[0][0]}+{len(rows) - 1}": rows for rows in found.values()}


def _assemble() -> tuple[Cast, dict[str, str]]:
    """The cast, and a session of each of PEOPLE."""
    cast = assemble_cast()
    sessions = {}
    for person in PEOPLE:
        client = Client()
        client.force_login(cast.people[person], backend="django.contrib.auth.backends.ModelBackend")
        sessions[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
    Member.objects.filter(user=cast.people["tang"]).update(group=cast.group)
    return cast, sessions


_signed_in = Snapshot(_assemble)


def _client(session: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


@pytest.mark.parametrize("rows", [pytest.param(rows, id=name) for name, rows in _by_stage().items()])
def test_each_person_gets_what_the_matrix_says(rows: list[Row], db: None) -> None:
    """One cast and one stage for the rows about the same objects; what each person does is rolled back before the next one comes."""
    cast, sessions = _signed_in.lay_out()
    given = {key: value for key, value in rows[0][2](Stage(cast)).items() if isinstance(value, UUID | str)}
    wrong = {}
    for name, method, _, form, answers in rows:
        url = reverse(name, kwargs=given)
        for person, expected in zip(PEOPLE, answers.split(), strict=True):
            before = transaction.savepoint()
            response = getattr(_client(sessions[person]), method)(url, form)
            if response.streaming:
                b"".join(
                    response
                )  # read to the end, which closes the file; close() itself would end the database connection
            got = str(response.status_code)
            transaction.savepoint_rollback(before)
            if got != expected:
                wrong[name, method, person] = f"{got}, not {expected}"
        response = getattr(Client(), method)(url, form)
        if name in OPEN:
            assert response.status_code in {200, 302}
        else:
            assert (response.status_code, response.headers.get("Location", "")[:7]) == (302, "/login/")
        if name in POSTED_ONLY and (got := _client(sessions["lin"]).get(url).status_code) != 405:
            wrong[name, "get"] = f"{got}, not 405: it changes something"
    assert wrong == {}


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_health_is_open_to_everybody(name: str, db: None) -> None:
    response = Client().get(reverse(name))
    assert (response.status_code, response.json()["status"]) == (200, "ok")
