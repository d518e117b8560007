"""The command: once, on any day, only where it is wanted."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from branches.models import AuditEntry, User
from branchplan.demo.people import PASSWORD
from branchplan.demo.word import write_word_plan
from branchplan.management.commands.demo import Command
from documents.intake import read_source
from plans.domain.reading import read_plan
from plans.models import Plan
from workflow.domain.transitions import Status

TODAY = date(2026, 11, 20)


def run_demo(**options: object) -> str:
    out = StringIO()
    call_command(Command(), stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 9, 1)])
def test_on_any_day_once_and_a_second_run_changes_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    monkeypatch.setenv("BRANCHPLAN_DEMO", "1")
    first = run_demo(today=today)
    assert set(Plan.objects.values_list("status", flat=True)) == set(Status) - {Status.RECHECKING}
    assert not AuditEntry.objects.filter(at__date__gt=today).exists()
    before = (AuditEntry.objects.count(), Plan.objects.count(), User.objects.count())
    second = run_demo(today=today)
    assert (AuditEntry.objects.count(), Plan.objects.count(), User.objects.count()) == before
    assert "演示数据已经在了" in second
    assert first.split("\n", 1)[1] == second.split("\n", 1)[1]
    assert PASSWORD in second


def test_refused_without_debug_unless_wanted(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = False
    monkeypatch.delenv("BRANCHPLAN_DEMO", raising=False)
    with pytest.raises(CommandError, match="BRANCHPLAN_DEMO=1"):
        run_demo()
    assert not User.objects.exists()


def test_not_made_beside_other_accounts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRANCHPLAN_DEMO", "1")
    User.objects.create(username="zhen", display_name="真人")
    with pytest.raises(CommandError, match="空的数据库"):
        run_demo(today=TODAY)
    assert User.objects.count() == 1


def test_the_word_file_is_read_as_a_plan_of_its_year_with_twelve_months(tmp_path: Path) -> None:
    path = tmp_path / "计划.docx"
    write_word_plan(path, 2026)
    reading = read_plan(read_source(path.read_bytes(), path.name))
    assert reading.title == "青榆区第一小学党支部2026年工作计划"
    assert [s.heading for s in reading.sections if s.level == 1][:4] == ["指导思想", "工作目标", "主要工作", "保障措施"]
    assert {month for entry in reading.schedule for month in entry.months} == set(range(1, 13))
