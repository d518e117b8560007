"""Half-yearly reviews (半年考察) counted: which were due, which are recorded. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from members.domain.development.conversion import probation_end
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules, cited
from members.domain.development.spans import add_months
from members.domain.development.steps import development_steps

PROBATION = 21
#: The period of reviews, the step it is counted from, the step that ends it, and its rule.
PERIODS = {6: (3, 7, "DV-HALFYEAR"), 21: (15, 23, "DV-PROBATION-REVIEW")}


@dataclass(frozen=True, slots=True)
class ReviewCount:
    """Reviews of one period: how many fell due up to its end or to today, how many are recorded (None: not known)."""

    step: int
    due: tuple[date, ...]
    recorded: tuple[date, ...] | None
    article: str

    @property
    def missing(self) -> int:
        return 0 if self.recorded is None else max(0, len(self.due) - len(self.recorded))

    @property
    def sentence(self) -> str:
        """What is missing, "" where nothing is."""
        if not self.missing:
            return ""
        days = "、".join(day.isoformat() for day in self.due)
        return f"到期的半年考察应有{len(self.due)}次（{days}），已登记{len(self.recorded or ())}次。"


def review_count(history: History, rules: DevelopmentRules, step: int) -> ReviewCount | None:
    """The reviews of step 6 or 21; None before the period has begun."""
    anchor, last_step, code = PERIODS[step]
    start = history.on(anchor)
    if start is None:
        return None
    end = min(history.on(last_step) or history.today, history.today)
    record = history.record(step)
    if step == PROBATION and (ended := probation_end(history, rules)):
        end = min(end, ended.day)
    recorded = record.reviews if record else None
    if record is None and not history.any_done(last_step):
        recorded = ()  # nothing recorded of a period that goes on: none was held
    months = rules.number(code, "months_most", max(start, min(end, history.today)))
    due: list[date] = []
    while (day := add_months(start, months * (len(due) + 1))) <= end:
        due.append(day)
    article = cited(rules.rule(code, max(start, end)), development_steps()[step].articles)
    return ReviewCount(step, tuple(due), recorded, article)
