"""The interface for other systems: tokens, what each of them may read, limits, and that it does what its description says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import DjangoAssertNumQueries, Settings

from branches.models import AuditEntry, District
from branches.services.accounts import give_role
from branchplan.api.models import ApiScope, ApiToken
from branchplan.api.services import count_request, make_token, revoke_token
from branchplan.wsgi import application
from calendar_events.models import CalendarEvent
from plans.domain.period import Cycle, Period
from plans.models import PlanningRound, RoundTarget
from tests.access_rows.api import TOKEN_ROWS, TOKENS
from tests.cast import NOW, TODAY, Cast, plan_at
from workflow.domain.transitions import Status


def secret_for(cast: Cast, *scopes: str, district: District | None = None, days: int = 30) -> str:
    """A token made by the administrator of that district, in force today."""
    now = timezone.now()
    expires_on = timezone.localdate(now) + timedelta(days=days)
    place = district or cast.district
    by = cast.wei if place == cast.district else cast.bai
    return make_token(district=place, name="数据中台", scopes=scopes, expires_on=expires_on, by=by, at=now)[1]


def read(secret: str, name: str, *args: object, **query: str) -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client(headers=headers).get(reverse(f"api:{name}", args=args), query)


@pytest.fixture
def stage(cast: Cast) -> dict[str, Any]:
    """An approved paper, an opened round for both schools, an event everybody knows of and a restricted one."""
    plan = plan_at(cast, Status.APPROVED)
    row = PlanningRound.objects.create(
        district=cast.district, title="2026年工作计划", cycle="year", year=2026, opens_on=TODAY, due_on=date(2026, 3, 20),
        state="open", created_by=cast.wei, created_at=NOW, opened_by=cast.wei, opened_at=NOW, changed_at=NOW,
    )  # fmt: skip
    for place, (branch, facts) in enumerate(
        [(cast.branch, {"plan": plan, "state": "approved"}), (cast.kindergarten, {})], 1
    ):
        RoundTarget.objects.create(
            round=row, branch=branch, district=cast.district, school_kind=branch.school_kind, place=place,
            due_on=row.due_on, changed_at=NOW, **facts,
        )  # fmt: skip
    facts = {
        "branch": cast.branch,
        "starts_on": TODAY,
        "ends_on": TODAY,
        "created_by": cast.lin,
        "changed_by": cast.lin,
    }
    facts |= {"created_at": NOW, "changed_at": NOW, "host_text": "林向阳"}
    CalendarEvent.objects.create(subject="主题党日", kind="theme_day", **facts)
    CalendarEvent.objects.create(subject="谈心谈话", audience="chosen", is_restricted=True, **facts)
    return {"plan": plan.pk, "round": row.pk}


def test_each_token_reads_what_the_matrix_says(cast: Cast, stage: dict[str, Any]) -> None:
    give_role(user=cast.bai, role="administrator", organisation=cast.other_district, starts_on=TODAY, by=None, at=NOW)
    now = timezone.now()
    secrets = {"none": "", "nonsense": "bp_nonsense"} | {name: secret_for(cast, name) for name in ApiScope.values}
    secrets |= {"expired": secret_for(cast, *ApiScope.values), "revoked": secret_for(cast, *ApiScope.values)}
    secrets["elsewhere"] = secret_for(cast, *ApiScope.values, district=cast.other_district)
    expired, revoked = (ApiToken.objects.get(hint=secrets[name][:10]) for name in ("expired", "revoked"))
    ApiToken.objects.filter(pk=expired.pk).update(expires_on=timezone.localdate(now) - timedelta(days=1))
    assert revoke_token(token=revoked, by=cast.wei, at=now)
    assert not revoke_token(token=revoked, by=cast.wei, at=now)
    wrong = {}
    for name, about, answers in TOKEN_ROWS:
        args = [stage[about]] if about else []
        for kind, expected in zip(TOKENS, answers.split(), strict=True):
            got = read(secrets[kind], name.removeprefix("api:"), *args).status_code
            if str(got) != expected:
                wrong[f"{name} {kind}"] = f"{got}, not {expected}"
        session = Client()
        session.force_login(cast.wei, backend="django.contrib.auth.backends.ModelBackend")
        if name != "api:schema" and session.get(reverse(name, args=args)).status_code != 401:
            wrong[f"{name} session"] = "a session opened it"
    assert wrong == {}


def test_rows_end_at_the_tokens_district_and_name_nobody(cast: Cast, stage: dict[str, Any]) -> None:
    give_role(user=cast.bai, role="administrator", organisation=cast.other_district, starts_on=TODAY, by=None, at=NOW)
    secret = secret_for(cast, *ApiScope.values)
    answers = {name: read(secret, name).json() for name in ("branches", "plans", "rounds", "events", "findings")}
    assert {row["short_name"] for row in answers["branches"]["results"]} == {"青榆一小", "青榆幼儿园"}
    (plan,) = answers["plans"]["results"]
    assert (plan["status"], plan["branch"], plan["year"]) == ("approved", str(cast.branch.pk), 2026)
    (row,) = answers["rounds"]["results"]
    assert (row["schools"], row["approved"], row["not_handed_in"]) == (2, 1, 1)
    assert [event["subject"] for event in answers["events"]["results"]] == ["主题党日"]
    (report,) = answers["findings"]["results"]
    assert report["plan"] == plan["id"]
    assert {"general_meeting", "theme_day"} <= {activity["kind"] for activity in report["activities"]}
    detail = read(secret, "plan", stage["plan"]).json()
    assert [section["heading"] for section in detail["text"]["sections"]][1:3] == ["指导思想", "主要措施"]
    assert detail["text"]["items"][0]["text"] == "召开支委会，讨论全年工作"
    everything = json.dumps([answers, detail], ensure_ascii=False)
    assert not [person.display_name for person in cast.people.values() if person.display_name in everything]
    other = secret_for(cast, *ApiScope.values, district=cast.other_district)
    assert [read(other, name).json()["results"] for name in ("plans", "rounds", "events")] == [[], [], []]


def test_lists_cost_the_same_with_one_row_and_three(
    cast: Cast, stage: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    secret = secret_for(cast, *ApiScope.values)
    read(secret, "branches")  # begins the minute
    costs = {"branches": 3, "plans": 3, "rounds": 3, "events": 3, "findings": 4}
    for year in (2031, 2032):
        for name, cost in costs.items():
            with django_assert_num_queries(cost):
                read(secret, name)
        plan_at(cast, Status.SUBMITTED, period=Period(Cycle.CALENDAR_YEAR, year))
        CalendarEvent.objects.update(is_restricted=False)


def test_pages_follow_a_cursor(cast: Cast, stage: dict[str, Any]) -> None:
    secret = secret_for(cast, "plans")
    first = read(secret, "branches", size="1").json()
    second = Client(headers={"Authorization": f"Bearer {secret}"}).get(first["next"]).json()
    names = [row["short_name"] for page in (first, second) for row in page["results"]]
    assert (sorted(names), second["next"]) == (["青榆一小", "青榆幼儿园"], None)


def test_a_wrong_question_is_told_what_is_wrong(cast: Cast) -> None:
    answer = read(secret_for(cast, "plans"), "plans", year="heute", status="draft")
    assert (answer.status_code, set(answer.json())) == (400, {"year", "status"})


def test_the_minute_is_counted_in_the_database(cast: Cast, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    secret = secret_for(cast, "plans")
    token = ApiToken.objects.get()
    assert [count_request(token=token, at=NOW + timedelta(seconds=10 * n)) for n in range(4)] == [0, 0, 0, 30]
    assert count_request(token=token, at=NOW + timedelta(seconds=60)) == 0
    token.refresh_from_db()
    assert (token.window_count, token.last_used_on) == (1, TODAY)
    answers = [read(secret, "plans") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60


def test_a_token_is_shown_once_and_kept_as_its_hash(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.wei, backend="django.contrib.auth.backends.ModelBackend")
    form = {"name": "数据中台", "district": str(cast.district.pk), "scopes": ["plans", "figures"]}
    wrong = client.post(reverse("api:tokens"), {**form, "expires_on": "2030-01-01"})
    assert (wrong.status_code, "最长一年" in wrong.content.decode(), "数据中台" in wrong.content.decode()) == (
        422,
        True,
        True,
    )
    elsewhere = {**form, "district": str(cast.city.pk), "expires_on": timezone.localdate().isoformat()}
    assert client.post(reverse("api:tokens"), elsewhere).status_code == 422
    made = client.post(reverse("api:tokens"), {**form, "expires_on": timezone.localdate().isoformat()})
    token = ApiToken.objects.get()
    secret = made.content.decode().split("<code>")[1].split("</code>")[0]
    assert (secret[:3], token.hint, made.headers["Cache-Control"]) == ("bp_", secret[:10], "no-store")
    assert secret not in client.get(reverse("api:tokens")).content.decode()
    assert secret not in str(ApiToken.objects.values().get())
    assert read(secret, "plans").status_code == 200
    client.post(reverse("api:token_revoke", args=[token.pk]))
    assert read(secret, "plans").status_code == 401
    actions = AuditEntry.objects.filter(action__startswith="api_token").order_by("number")
    assert list(actions.values_list("action", "actor_name")) == [
        ("api_token.make", "魏然"),
        ("api_token.revoke", "魏然"),
    ]


#: The same few questions each time.
QUICK = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(cast: Cast, stage: dict[str, Any], settings: Settings) -> Iterator[Any]:
    settings.API_REQUESTS_A_MINUTE = 100_000
    headers = {"Authorization": f"Bearer {secret_for(cast, *ApiScope.values)}"}
    # As Django's own test client does: a request must not end the connection that holds this test's transaction.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi(reverse("api:schema"), application, headers=headers)
    schema.config.update(headers=headers)
    yield schema
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_it_does_what_its_description_says(described: Any) -> None:
    """Every operation with made-up questions, right and wrong: answers, media types and fields are as described."""
    names = []
    for found in described.get_all_operations():
        operation = found.ok()
        names.append(operation.path)

        @QUICK
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate()

        ask()
    assert len(names) == len(TOKEN_ROWS) - 1  # the description leaves itself out
