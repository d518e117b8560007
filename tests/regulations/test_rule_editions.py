"""Editions of the rule book: loading, staying with the old one, seeing what changes, confirming."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from branches.services.organisation import create_district
from regulations.domain.diff import diff_books
from regulations.domain.pack_storage import digest_of, packs_to_plain
from regulations.domain.packs import Pack, national_packs
from regulations.domain.rules import Rule, RuleBook, Severity
from regulations.models import RuleAdoption, RuleEdition
from regulations.selectors.rule_pages import edition_change
from regulations.selectors.rules import rule_book_for
from regulations.services.editions import EditionRefused, adopt_edition, load_edition
from regulations.services.overrides import set_override
from tests.cast import NOW, TODAY, Cast

LATER = NOW + timedelta(days=7)


def older_packs() -> tuple[Pack, ...]:
    """What shipped before: 主题党日 was asked for once a quarter, PC-LOAD did not exist, PC-VAGUE was graver."""
    return tuple(replace(pack, rules=tuple(_older(pack.rules))) for pack in national_packs())


def _older(rules: tuple[Rule, ...]) -> list[Rule]:
    rows = [rule for rule in rules if rule.code != "PC-LOAD"]
    for place, rule in enumerate(rows):
        if rule.code == "FQ-05":
            rows[place] = replace(rule, parameters={**rule.parameters, "per": "quarter"})
        if rule.code == "PC-VAGUE":
            rows[place] = replace(rule, severity=Severity.WARN)
    return rows


def load_older(at: Any = NOW) -> RuleEdition:
    """An edition loaded by an earlier version of the portal."""
    packs = older_packs()
    return RuleEdition.objects.create(number=1, digest=digest_of(packs), content=packs_to_plain(packs), loaded_at=at)


def _per(district: Any, on: date) -> str:
    return rule_book_for(district, on).rule("FQ-05", on).parameters["per"]


def test_without_any_edition_the_files_count(cast: Cast) -> None:
    assert _per(cast.district, TODAY) == "month"


def test_the_first_edition_counts_for_everybody(cast: Cast) -> None:
    edition = load_edition(at=NOW)
    assert edition is not None
    assert (edition.number, RuleAdoption.objects.count()) == (1, 0)
    assert edition_change(cast.district, TODAY).newest is None


def test_loading_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    load_edition(at=NOW)
    assert load_edition(at=LATER) is None
    assert (RuleEdition.objects.count(), RuleAdoption.objects.count()) == (1, 0)


def test_a_newer_edition_changes_nothing_before_it_is_confirmed(cast: Cast) -> None:
    load_older()
    newer = load_edition(at=LATER)
    assert newer is not None
    assert newer.number == 2
    assert (_per(cast.district, LATER.date()), _per(cast.city, LATER.date())) == ("quarter", "quarter")
    adopt_edition(district=cast.district, edition=newer, by=cast.wei, at=LATER)
    assert (_per(cast.district, LATER.date()), _per(cast.city, LATER.date())) == ("month", "quarter")
    assert _per(cast.other_district, LATER.date()) == "quarter"
    assert _per(cast.district, LATER.date() - timedelta(days=1)) == "quarter"


def test_a_district_without_history_begins_with_the_newest(cast: Cast) -> None:
    load_older()
    load_edition(at=LATER)
    elsewhere = create_district(name="海州市教育工委", code="hz", parent=None, by=None, at=LATER)
    assert _per(elsewhere, LATER.date()) == "month"


def test_a_program_rolled_back_loads_nothing(cast: Cast) -> None:
    load_edition(at=NOW)
    older = older_packs()
    RuleEdition.objects.create(number=2, digest=digest_of(older), content=packs_to_plain(older), loaded_at=LATER)
    assert load_edition(at=LATER) is None


def test_the_difference_names_added_removed_and_changed_with_local_values(cast: Cast) -> None:
    load_older()
    values = {"times": 1, "per": "month"}
    set_override(
        district=cast.district, code="FQ-05", parameters=values, valid_from=TODAY, reason="通知", by=cast.wei, at=NOW
    )
    load_edition(at=LATER)
    for district, changed in ((cast.district, ["PC-VAGUE"]), (cast.other_district, ["FQ-05", "PC-VAGUE"])):
        change = edition_change(district, LATER.date())
        assert change.diff is not None
        assert [rule.code for rule in change.diff.added] == ["PC-LOAD"]
        assert sorted(row.after.code for row in change.diff.changed) == changed


def test_only_the_newest_edition_is_adopted_and_only_once(cast: Cast) -> None:
    older = load_older()
    newer = load_edition(at=LATER)
    assert newer is not None
    with pytest.raises(EditionRefused, match="又有更新的版本"):
        adopt_edition(district=cast.district, edition=older, by=cast.wei, at=LATER)
    adopt_edition(district=cast.district, edition=newer, by=cast.wei, at=LATER)
    with pytest.raises(EditionRefused, match="已经确认过"):
        adopt_edition(district=cast.district, edition=newer, by=cast.wei, at=LATER)
    (entry,) = AuditEntry.objects.filter(action="rule.adopt", actor=cast.wei)
    assert entry.detail["edition"] == 2


@pytest.mark.parametrize("who", ["he", "lin", "yu"])
def test_only_administrators_adopt(cast: Cast, who: str) -> None:
    edition = load_edition(at=NOW)
    assert edition is not None
    with pytest.raises(NotAllowed):
        adopt_edition(district=cast.district, edition=edition, by=cast.people[who], at=NOW)


def test_a_local_value_of_a_rule_that_is_gone_is_left_aside(cast: Cast) -> None:
    load_edition(at=NOW)
    set_override(
        district=cast.district,
        code="PC-LOAD",
        parameters={"lines": 10},
        valid_from=TODAY,
        reason="通知",
        by=cast.wei,
        at=NOW,
    )
    older = older_packs()
    newest = RuleEdition.objects.create(
        number=2, digest=digest_of(older), content=packs_to_plain(older), loaded_at=LATER
    )
    adopt_edition(district=cast.district, edition=newest, by=cast.wei, at=LATER)
    assert rule_book_for(cast.district, LATER.date()).find("PC-LOAD", LATER.date()) is None


def test_the_command_reports_and_loads(cast: Cast) -> None:
    load_older()
    out, err = io.StringIO(), io.StringIO()
    call_command("load_rules", "--dry-run", stdout=out, stderr=err)
    assert "+ PC-LOAD 一个月安排的事项过多" in out.getvalue()
    assert "* FQ-05 周期：每季度 → 每月" in out.getvalue()
    assert "plan_checks：内容有变，版本号没有变" in err.getvalue()
    assert RuleEdition.objects.count() == 1
    call_command("load_rules", stdout=out)
    assert "已装载规则库第2版。" in out.getvalue()
    call_command("load_rules", stdout=out)
    assert "此前已装载" in out.getvalue()


def test_notes_and_titles_decide_nothing() -> None:
    book = RuleBook([rule for pack in national_packs() for rule in pack.rules])
    reworded = RuleBook([replace(rule, note=f"{rule.note}。") if rule.code == "FQ-01" else rule for rule in book])
    graver = RuleBook([replace(rule, severity=Severity.BLOCK) if rule.code == "FQ-01" else rule for rule in book])
    assert diff_books(book, book).is_empty
    assert (diff_books(book, reworded).is_empty, diff_books(book, reworded).decides) == (False, False)
    (change,) = diff_books(book, graver).changed
    assert [(row.label, row.before, row.after) for row in change.fields] == [("程度", "提醒", "必须")]
    assert diff_books(book, graver).decides


@pytest.mark.parametrize("count", [1, 3])
def test_an_edition_is_read_in_a_fixed_number_of_queries(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    load_older()
    newer = load_edition(at=LATER)
    assert newer is not None
    for district in (cast.district, cast.other_district, cast.city)[:count]:
        RuleAdoption.objects.get_or_create(
            district=district, edition=newer, defaults={"adopted_on": LATER.date(), "at": LATER}
        )
    rule_book_for(cast.district, LATER.date())
    with django_assert_num_queries(2):
        rule_book_for(cast.district, LATER.date())
