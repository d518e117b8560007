"""Before a newer edition of the rule book is confirmed: which plans would change verdict."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.domain.period import Cycle, Period
from plans.selectors.rule_changes import changed_plans, current_plans
from plans.services import rule_changes
from plans.services.rule_changes import preview_edition, work_out_previews
from plans.tasks import work_out_previews_task
from regulations.models import EditionPreview, RuleAdoption, RuleEdition
from regulations.services.editions import adopt_edition, load_edition
from tests.cast import Cast, plan_at
from tests.regulations.test_rule_editions import load_older
from workflow.domain.transitions import Status

AT = datetime(2026, 3, 9, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def newer(cast: Cast) -> RuleEdition:
    """Loaded after an older one under which 主题党日 was asked for once a quarter."""
    load_older()
    edition = load_edition(at=AT)
    assert edition is not None
    return edition


def _administrator(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.wei, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_plan_whose_coverage_changes_is_listed_with_both_verdicts(cast: Cast, newer: RuleEdition) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    (row,) = changed_plans(cast.district, newer, AT.date())
    assert (row["plan"], row["branch"], row["title"]) == (str(plan.pk), "青榆一小", plan.title)
    (activity,) = row["activities"]
    assert activity["name"].startswith("主题党日")
    assert "季" in activity["before"]
    assert "月" in activity["after"]


@pytest.mark.parametrize(
    ("status", "listed"),
    [(Status.DRAFT, 0), (Status.SUBMITTED, 1), (Status.RETURNED, 1), (Status.APPROVED, 1), (Status.ARCHIVED, 0)],
)
def test_only_plans_the_district_has_to_do_with_are_looked_at(cast: Cast, status: Status, listed: int) -> None:
    plan_at(cast, status)
    assert current_plans(cast.district, AT.date()).count() == listed
    assert current_plans(cast.other_district, AT.date()).count() == 0


def test_plans_whose_period_is_over_are_left_out(cast: Cast, newer: RuleEdition) -> None:
    plan_at(cast, Status.SUBMITTED)
    assert list(changed_plans(cast.district, newer, datetime(2027, 1, 5, tzinfo=AT.tzinfo).date())) == []


def test_a_district_that_confirmed_for_itself_is_left_out_of_the_city_s_list(cast: Cast, newer: RuleEdition) -> None:
    plan_at(cast, Status.SUBMITTED)
    assert current_plans(cast.city, AT.date()).count() == 1
    adopt_edition(district=cast.district, edition=newer, by=cast.wei, at=AT)
    assert current_plans(cast.city, AT.date()).count() == 0


def test_few_plans_are_answered_at_once_many_by_the_worker(
    cast: Cast, newer: RuleEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_at(cast, Status.SUBMITTED)
    preview = preview_edition(district=cast.district, edition=newer, by=cast.wei, at=AT)
    assert preview.rows is not None
    assert len(preview.rows) == 1
    monkeypatch.setattr(rule_changes, "AT_ONCE", 0)
    asked = preview_edition(district=cast.district, edition=newer, by=cast.wei, at=AT)
    assert (asked.pk, asked.rows) == (preview.pk, None)
    assert (work_out_previews(at=AT), work_out_previews(at=AT)) == (1, 0)
    asked.refresh_from_db()
    assert asked.rows == preview.rows
    assert work_out_previews_task() == 0


def test_the_page_shows_rules_first_then_plans_then_lets_confirm(cast: Cast, newer: RuleEdition) -> None:
    plan_at(cast, Status.SUBMITTED, period=Period(Cycle.CALENDAR_YEAR, timezone.localdate().year))
    client, url = _administrator(cast), reverse("plans:rule_changes", args=[cast.district.pk])
    adopt = reverse("plans:rule_changes_adopt", args=[cast.district.pk])
    page = client.get(url).content.decode()
    assert "PC-LOAD" in page
    assert "确认启用" not in page
    refused = client.post(adopt, {"edition": str(newer.pk)}, follow=True).content.decode()
    assert "请先查看受影响的计划" in refused
    preview = reverse("plans:rule_changes_preview", args=[cast.district.pk])
    page = client.post(preview, follow=True).content.decode()
    assert "青榆一小" in page
    assert "确认启用" in page
    assert "规则库的版本已有变化" in client.post(adopt, {"edition": "old"}, follow=True).content.decode()
    page = client.post(adopt, {"edition": str(newer.pk)}, follow=True).content.decode()
    assert "没有等待确认的新版本" in page
    (row,) = RuleAdoption.objects.filter(district=cast.district)
    assert (row.by, row.adopted_on) == (cast.wei, timezone.localdate())
    assert "规则库已是最新" in client.post(preview, follow=True).content.decode()


def test_the_list_of_rules_tells_of_the_waiting_edition(cast: Cast, newer: RuleEdition) -> None:
    page = _administrator(cast).get(reverse("regulations:rules")).content.decode()
    assert reverse("plans:rule_changes", args=[cast.district.pk]) in page
    assert EditionPreview.objects.count() == 0
