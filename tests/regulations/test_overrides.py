"""A district's own values: who may set what, from when, and what becomes of earlier ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry, District, User
from branches.permissions import NotAllowed
from branches.services.organisation import create_district
from regulations.domain.parameters import OverrideRefused
from regulations.models import RuleOverride
from regulations.selectors.rules import rule_book_for
from regulations.services.overrides import end_override, set_override
from tests.cast import NOW, TODAY, Cast, _person

LECTURE = {"times": 1, "per": "half_year"}
MONTHLY = {"times": 1, "per": "month"}


def _set(
    cast: Cast, code: str, values: dict[str, Any], *, district: District | None = None, **changes: Any
) -> RuleOverride:
    given: dict[str, Any] = {"valid_from": TODAY, "reason": "青教工委〔2026〕3号", "by": cast.wei, "at": NOW, **changes}
    return set_override(district=district or cast.district, code=code, parameters=values, **given)


def _values(district: District, code: str, on: date = TODAY) -> tuple[Any, ...]:
    rule = rule_book_for(district, on).rule(code, on)
    return rule.parameters["times"], rule.parameters["per"]


def _city_administrator(cast: Cast) -> User:
    return _person("xia", "夏晴", "administrator", cast.city)


def test_the_national_value_stands_beside_the_district_s(cast: Cast) -> None:
    _set(cast, "FQ-04", LECTURE)
    rule = rule_book_for(cast.district, TODAY).rule("FQ-04", TODAY)
    assert (rule.parameters["times"], rule.parameters["per"], rule.authority) == (1, "half_year", "青榆区教育工委")
    assert rule.national is not None
    assert rule.national.parameters["per"] == "quarter"
    assert rule.parameters["activity"] == "party_lecture"


def test_another_district_is_not_touched(cast: Cast) -> None:
    _set(cast, "FQ-04", LECTURE)
    assert _values(cast.other_district, "FQ-04") == (1, "quarter")
    assert _values(cast.city, "FQ-04") == (1, "quarter")


def test_the_nearest_district_wins_and_areas_below_follow(cast: Cast) -> None:
    area = create_district(name="城东片", code="cd", parent=cast.district, by=None, at=NOW)
    _set(cast, "FQ-04", {"times": 2, "per": "quarter"}, district=cast.city, by=_city_administrator(cast))
    assert _values(area, "FQ-04") == (2, "quarter")
    _set(cast, "FQ-04", MONTHLY)
    assert (_values(area, "FQ-04"), _values(cast.other_district, "FQ-04")) == ((1, "month"), (2, "quarter"))


def test_a_change_closes_the_old_row_and_opens_a_new_one(cast: Cast) -> None:
    old = _set(cast, "FQ-04", LECTURE)
    new = _set(cast, "FQ-04", MONTHLY, valid_from=TODAY + timedelta(days=10), reason="新文件")
    old.refresh_from_db()
    assert (old.valid_to, old.withdrawn, old.closing_reason) == (TODAY + timedelta(days=9), False, "新文件")
    assert new.valid_to is None
    assert _values(cast.district, "FQ-04", TODAY + timedelta(days=9)) == (1, "half_year")
    assert _values(cast.district, "FQ-04", TODAY + timedelta(days=10)) == (1, "month")


def test_a_correction_on_the_same_day_withdraws_what_was_set(cast: Cast) -> None:
    old = _set(cast, "FQ-04", LECTURE)
    _set(cast, "FQ-04", MONTHLY)
    old.refresh_from_db()
    assert (old.withdrawn, old.valid_to) == (True, None)
    assert _values(cast.district, "FQ-04") == (1, "month")


def test_ending_brings_the_value_above_back(cast: Cast) -> None:
    _set(cast, "FQ-04", LECTURE)
    later = TODAY + timedelta(days=30)
    end_override(district=cast.district, code="FQ-04", first_day=later, reason="文件废止", by=cast.wei, at=NOW)
    assert _values(cast.district, "FQ-04", later - timedelta(days=1)) == (1, "half_year")
    assert _values(cast.district, "FQ-04", later) == (1, "quarter")


def test_what_was_never_set_cannot_be_ended(cast: Cast) -> None:
    with pytest.raises(OverrideRefused, match="没有本地取值"):
        end_override(district=cast.district, code="FQ-04", first_day=TODAY, reason="无", by=cast.wei, at=NOW)


@pytest.mark.parametrize(
    ("code", "values", "changes", "messages"),
    [
        ("FQ-01", {"times": 1, "per": "half_year"}, {}, {"times": "不能低于上级要求：每年至少4次。"}),
        ("FQ-01", {"times": 13, "per": "month"}, {}, {"times": "不能大于12。"}),
        ("FQ-01", {"times": "2", "per": "month"}, {}, {"times": "请填整数。"}),
        ("FQ-01", {"times": 2}, {}, {"per": "请填写。"}),
        ("FQ-01", {**MONTHLY, "activity": "dues"}, {}, {"activity": "这一项不能调整。"}),
        ("FQ-01", {"times": 1, "per": "quarter"}, {}, {"": "与上级的取值相同，不需要另行设定。"}),
        ("MT-01", {"numerator": 1}, {}, {"": "MT-01是全国统一的规定，不能在本地调整。"}),
        ("XX-99", MONTHLY, {}, {"": "规则库中没有在2026-03-02有效的XX-99。"}),
        (
            "FQ-04",
            MONTHLY,
            {"valid_from": date(2026, 3, 1)},
            {"valid_from": "起始日期不能早于今天，已作出的检查结果不追改。"},
        ),
        ("FQ-04", MONTHLY, {"reason": " "}, {"reason": "请写明依据或理由，如文件名称和文号。"}),
        (
            "FQ-06",
            {"times": 1, "per": "year", "window_first": "12-01", "window_last": "02-30"},
            {},
            {"window_last": "没有这一天。"},
        ),
    ],
)
def test_values_that_cannot_be_are_refused_beside_their_field(
    cast: Cast, code: str, values: dict[str, Any], changes: dict[str, Any], messages: dict[str, str]
) -> None:
    with pytest.raises(OverrideRefused) as caught:
        _set(cast, code, values, **changes)
    assert caught.value.messages == messages
    assert not RuleOverride.objects.exists()


def test_a_district_cannot_ask_for_less_than_the_city_does(cast: Cast) -> None:
    _set(cast, "FQ-04", MONTHLY, district=cast.city, by=_city_administrator(cast))
    with pytest.raises(OverrideRefused, match="每年至少12次"):
        _set(cast, "FQ-04", LECTURE)


def test_the_same_values_again_are_no_change(cast: Cast) -> None:
    _set(cast, "FQ-04", LECTURE)
    with pytest.raises(OverrideRefused, match="没有可以保存的改动"):
        _set(cast, "FQ-04", LECTURE)


def test_back_to_the_national_value_by_setting_it_is_kept_as_set(cast: Cast) -> None:
    _set(cast, "FQ-04", LECTURE)
    _set(cast, "FQ-04", {"times": 1, "per": "quarter"}, valid_from=TODAY + timedelta(days=1))
    assert _values(cast.district, "FQ-04", TODAY + timedelta(days=1)) == (1, "quarter")


@pytest.mark.parametrize("who", ["he", "lin", "yu"])
def test_only_administrators_set_and_end(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        _set(cast, "FQ-04", LECTURE, by=cast.people[who])
    with pytest.raises(NotAllowed):
        end_override(district=cast.district, code="FQ-04", first_day=TODAY, reason="无", by=cast.people[who], at=NOW)


def test_an_administrator_sets_nothing_for_the_city_above(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        _set(cast, "FQ-04", LECTURE, district=cast.city)


def test_setting_and_ending_are_in_the_audit_trail_with_both_values(cast: Cast) -> None:
    row = _set(cast, "FQ-04", LECTURE)
    end_override(district=cast.district, code="FQ-04", first_day=TODAY, reason="文件废止", by=cast.wei, at=NOW)
    entries = AuditEntry.objects.about("regulations.ruleoverride", row.pk).order_by("number")
    assert [(entry.action, entry.actor_name) for entry in entries] == [
        ("rule.override", "魏然"),
        ("rule.override_end", "魏然"),
    ]
    assert entries[0].detail == {
        "before": {"times": 1, "per": "quarter"},
        "after": LECTURE,
        "valid_from": "2026-03-02",
        "reason": "青教工委〔2026〕3号",
    }


def test_a_text_of_another_day_is_not_overridden(cast: Cast) -> None:
    """Values set after 2026-05-11 belong to the text in force then, not to the one it replaced."""
    day = datetime(2026, 6, 1, 9, tzinfo=NOW.tzinfo)
    _set(cast, "DV-REPORT", {"times": 2, "per": "quarter"}, valid_from=day.date(), at=day)
    rules = rule_book_for(cast.district, day.date()).versions("DV-REPORT")
    assert [rule.parameters["times"] for rule in rules] == [1, 2]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"valid_from": date(2026, 4, 1)}, "rule_override_one_open"),
        ({"valid_to": date(2026, 3, 1)}, "rule_override_days_in_order"),
        ({"code": "FQ-05", "reason": ""}, "rule_override_has_reason"),
        ({"valid_to": date(2026, 12, 1)}, "rule_override_one_a_day"),
    ],
)
def test_the_database_refuses_rows_that_cannot_be(cast: Cast, changes: dict[str, Any], name: str) -> None:
    _set(cast, "FQ-04", LECTURE)
    given = {"code": "FQ-04", "valid_from": TODAY, "reason": "无", "parameters": LECTURE, **changes}
    # SQLite names the columns of a unique constraint instead of the constraint.
    with pytest.raises(IntegrityError, match=rf"{name}|UNIQUE"), transaction.atomic():
        RuleOverride.objects.create(district=cast.district, by=cast.wei, at=NOW, **given)


@pytest.mark.parametrize("count", [1, 3])
def test_a_book_takes_a_fixed_number_of_queries(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for code in ["FQ-01", "FQ-04", "FQ-05"][:count]:
        _set(cast, code, {"times": 2, "per": "month"})
    with django_assert_num_queries(3):
        rule_book_for(cast.district, TODAY)
