"""The hand-worked cases of cases.toml and later_cases.toml."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from members.domain.development.audit import Audit, audit
from members.domain.development.findings import Code
from members.domain.development.plain import case_from_plain
from members.domain.development.rules import national_development_rules
from regulations.domain.holidays import national_calendar
from tests.members.development.table import WorkedCase, worked_cases

CASES = worked_cases()


def audited(plain: dict[str, Any]) -> Audit:
    read = case_from_plain(plain, 1)
    assert read.case is not None
    assert [fault.sentence for fault in read.faults] == []
    return audit(read.case, date(2029, 1, 1), national_development_rules(), national_calendar())


def in_short(step: dict[str, Any]) -> str:
    return f"{step['earliest'] or '-'}..{step['due'] or '-'}{'~' if step['provisional'] else ''}"


@pytest.mark.parametrize("worked", CASES, ids=lambda case: case.name)
def test_case_is_read_as_worked_out_by_hand(worked: WorkedCase) -> None:
    result = audited(worked.plain).to_plain()
    found = [f"{finding['code']}@{finding['step']}" for finding in result["findings"]]
    following = {step["step"]: in_short(step) for step in result["next"]}
    if worked.stage:
        assert result["stage"] == worked.stage
    if worked.findings is not None:
        assert found == worked.findings
    if worked.next == {}:
        assert following == {}
    elif worked.next:
        assert {step: following.get(step) for step in worked.next} == worked.next


def test_each_code_is_broken_once_in_the_table() -> None:
    broken = {finding.partition("@")[0] for case in CASES for finding in case.findings or []}
    assert broken == {code.value for code in Code}


def test_names_say_each_case_once_and_each_has_its_reason() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert [case.name for case in CASES if not case.why] == []
