"""The words of the clock and of the findings, beside the days that the table checks."""

from __future__ import annotations

from datetime import date

import pytest

from members.domain.development.audit import audit
from members.domain.development.case import Case, StepRecord
from members.domain.development.clock import NextStep, next_steps
from members.domain.development.findings import RULE_OF, CaseFinding, Code
from members.domain.development.history import History
from members.domain.development.plain import case_from_plain
from members.domain.development.rules import national_development_rules
from members.domain.development.steps import StepDataError, development_steps, parse_steps
from members.domain.development.validation import validate
from regulations.domain.holidays import national_calendar
from regulations.domain.rules import Severity
from tests.members.development.table import base_file

RULES, CALENDAR = national_development_rules(), national_calendar()


def history(*steps: StepRecord, today: date = date(2026, 10, 1)) -> History:
    return History(Case(steps=steps), today)


def next_of(step: int, *steps: StepRecord, today: date = date(2026, 10, 1)) -> NextStep:
    (found,) = (n for n in next_steps(history(*steps, today=today), RULES, CALENDAR) if n.step == step)
    return found


def the_finding(*steps: StepRecord) -> CaseFinding:
    (found,) = validate(history(*steps), RULES, CALENDAR)
    return found


def test_arithmetic_of_the_year_is_said_in_words() -> None:
    step = next_of(7, StepRecord(3, on=date(2025, 3, 10)))
    assert step.because == ("确定为积极分子 2025-03-10 + 12 个月 → 2026-03-10",)
    assert step.article == "《中国共产党发展党员工作细则》（2026年）第十三条"


def test_arithmetic_of_the_notice_counts_working_days() -> None:
    posted = StepRecord(8, consent_on=date(2026, 9, 24), notice_start=date(2026, 9, 24))
    step = next_of(8, StepRecord(7, on=date(2026, 9, 23)), posted, today=date(2026, 9, 25))
    # Thursday 24; Friday 25 is Mid-Autumn; Mon 28, Tue 29, Wed 30; 10-01 to 10-07 off; Thursday 10-08
    assert step.because == ("公示 2026-09-24 起第 5 个工作日 → 2026-10-08",)


def test_both_sums_of_a_meeting_are_said() -> None:
    step = next_of(15, StepRecord(13, on=date(2026, 8, 31)))
    assert step.because == (
        "第13步“上级党委预审” 2026-08-31 之后",
        "预审合格 2026-08-31 + 1 个月 → 2026-09-30",
    )


def test_no_lawful_day_is_left_when_the_talk_came_after_the_deadline() -> None:
    step = next_of(17, StepRecord(15, on=date(2026, 3, 1)), StepRecord(16, on=date(2026, 6, 2)))
    assert (step.earliest, step.due) == (None, date(2026, 6, 1))
    assert step.because[-1] == "期限已过，没有合规的日期"


def test_approval_warns_for_three_months_and_blocks_after_six() -> None:
    met = StepRecord(15, on=date(2025, 8, 31))
    # three months end on 2025-11-30, six on 2026-02-28
    assert the_finding(met, StepRecord(17, on=date(2026, 2, 28))).severity is Severity.WARN
    assert the_finding(met, StepRecord(17, on=date(2026, 3, 1))).severity is Severity.BLOCK


def test_late_talk_only_warns() -> None:
    finding = the_finding(StepRecord(1, on=date(2026, 1, 31)), StepRecord(2, on=date(2026, 3, 1)))
    assert finding.severity is Severity.WARN
    assert finding.message == ("2026-03-01 才派人谈话，应在收到申请书后1个月内（2026-01-31 + 1 个月 → 2026-02-28）。")
    assert finding.article == "《中国共产党发展党员工作细则》（2014年）第七条"


def test_article_of_a_ballot_on_conversion_is_that_of_its_row() -> None:
    plain = base_file("new")
    plain["steps"][2]["meeting"]["secret"] = False  # records stand backwards: 25, 24, 23
    assert plain["steps"][2]["step"] == 23
    case = case_from_plain(plain, 1).case
    assert case is not None
    (finding,) = audit(case, date(2029, 1, 1), RULES, CALENDAR).findings
    assert finding.article == "《中国共产党发展党员工作细则》（2026年）第三十一条、第三十二条"


def test_order_names_the_steps_in_their_own_words() -> None:
    finding = the_finding(StepRecord(12, on=date(2022, 3, 2)), StepRecord(13, on=date(2022, 3, 1)))
    assert (
        finding.message == "第13步“上级党委预审”（2022-03-01）应在下列步骤之后：第12步“支部委员会审查”在 2022-03-02。"
    )


def test_days_before_the_text_of_2014_are_read_by_it() -> None:
    finding = the_finding(StepRecord(3, on=date(2010, 1, 4)), StepRecord(7, on=date(2010, 12, 1)))
    assert finding.article == "《中国共产党发展党员工作细则》（2014年）第十三条"


def test_the_step_table_has_25_rows_whose_rules_exist() -> None:
    steps = development_steps()
    assert list(steps) == list(range(1, 26))
    assert [code for step in steps.values() for code in step.rules if not RULES.has(code, date(2026, 6, 1))] == []


def test_a_step_table_with_a_gap_is_refused() -> None:
    with pytest.raises(StepDataError, match="step 2: stage is missing"):
        parse_steps("[[step]]\nnumber = 2\n")


def test_every_code_has_a_rule_in_both_texts_but_for_the_notice() -> None:
    missing = [code for code, rule in RULE_OF.items() if not RULES.has(rule, date(2026, 5, 10))]
    assert missing == [Code.NOTICE_SHORT, Code.NOTICE_BEFORE_CONSENT, Code.LISTED_BEFORE_NOTICE_END]
    assert [code for code, rule in RULE_OF.items() if not RULES.has(rule, date(2026, 5, 11))] == []
    assert set(RULE_OF) == set(Code)
