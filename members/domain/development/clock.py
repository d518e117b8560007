"""What comes next in a case: the earliest lawful day and the deadline of each step, with the sum that leads to it. Framework-free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from members.domain.development.case import FIRST_STEP, LAST_STEP, Conversion
from members.domain.development.conversion import current_end
from members.domain.development.history import CONVERSION_APPROVAL, CONVERSION_MEETING, History, Round
from members.domain.development.order import nearest_recorded, text_of_order
from members.domain.development.rules import DevelopmentRules, cited
from members.domain.development.spans import MONTHS_A_YEAR, Bound, add_months, after_months, after_workdays
from members.domain.development.stages import Stage, is_admitted, stage_of
from members.domain.development.steps import development_steps
from regulations.domain.work_calendar import WorkCalendar

# Steps whose own limit is known before everything in front of them is done: the year as activist, the month after the pre-review, the
# three months after the meeting, the end of probation. Each with the step that must be done.
ANCHORED = {7: 3, 15: 13, 17: 15, 22: 17}
# Steps of which nothing can be said while the day they are counted from is not known.
COUNTED = {1, 7, 22, 23}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that can be done next.

    `earliest` is the first lawful day as far as the records tell, `due` the last; None where the rules set none, its anchor is not known, or
    (earliest) the steps in front came so late that no lawful day is left.
    Both may be past: a `due` before today is overdue. `because` are the sums in words, `article` the source.
    """

    step: int
    earliest: date | None
    due: date | None
    provisional: bool
    because: tuple[str, ...]
    article: str


def next_steps(history: History, rules: DevelopmentRules, calendar: WorkCalendar) -> tuple[NextStep, ...]:
    """The steps that can be done next, by number; none for a case that is closed."""
    stage = stage_of(history, rules)
    if stage in {Stage.CANCELLED, Stage.REJECTED, Stage.WITHDRAWN}:
        return ()
    clock = _Clock(history, rules, calendar)
    open_steps = _open_steps(history, rules) if stage is not Stage.FULL else _after_conversion(history)
    return tuple(clock.next(step) for step in open_steps)


def _after_conversion(history: History) -> list[int]:
    return [] if history.on(LAST_STEP) else [LAST_STEP]


def _open_steps(history: History, rules: DevelopmentRules) -> list[int]:
    """Not done, nothing that must follow done either, and everything in front done or passed over in an old file."""
    table = development_steps()
    version = text_of_order(history, rules, history.today)
    followers: dict[int, set[int]] = {number: set() for number in table}
    for number in reversed(table):
        for earlier in table[number].predecessors(version):
            followers[earlier] |= {number} | followers[number]
    rounds = history.rounds()
    passed = {n for n in table if history.on(n) or any(history.on(m) for m in followers[n])} - {CONVERSION_MEETING}
    result = [number for number in _reviews_going_on(history) if not _is_passed(history, followers[number])]
    for number in range(FIRST_STEP, CONVERSION_MEETING):
        ready = all(earlier in passed for earlier in table[number].predecessors(version))
        anchored = number in ANCHORED and bool(history.on(ANCHORED[number]))
        ready = ready and (number != 21 or is_admitted(history))
        if number not in passed and (ready or anchored):
            result.append(number)
    if conversion := _conversion_step(history, rounds):
        result.append(conversion)
    return sorted(set(result))


def _is_passed(history: History, followers: Iterable[int]) -> bool:
    return any(history.on(number) for number in followers)


def _reviews_going_on(history: History) -> list[int]:
    """The periods of half-yearly reviews (6, 21) that have begun."""
    return [number for number in (6, 21) if history.on(number)]


def _conversion_step(history: History, rounds: tuple[Round, ...]) -> int | None:
    """The meeting or the approval that the conversion waits for, None before admission."""
    last = rounds[-1] if rounds else None
    if last and last.meeting and last.meeting.on and not (last.approval and last.approval.on):
        return CONVERSION_APPROVAL
    if last and last.approval and last.approval.on:
        extended = last.meeting is not None and last.meeting.conversion is Conversion.EXTENDED
        return CONVERSION_MEETING if extended else None
    return CONVERSION_MEETING if is_admitted(history) else None


class _Clock:
    """The limits of each step in one case."""

    def __init__(self, history: History, rules: DevelopmentRules, calendar: WorkCalendar) -> None:
        self.history, self.rules, self.calendar = history, rules, calendar
        self._earliest: dict[int, Callable[[], Iterator[Bound]]] = {
            1: self._age,
            7: self._candidate,
            8: self._listing,
            22: self._conversion,
            23: self._conversion,
        }
        self._due: dict[int, Callable[[], Bound | None]] = {
            2: lambda: self._months_after(1, "DV-TALK", "收到入党申请书"),
            6: lambda: self._review(6, 3, "DV-HALFYEAR", "确定为积极分子"),
            15: lambda: self._months_after(13, "DV-MEETING", "预审合格"),
            17: lambda: self._months_after(15, "DV-APPROVAL", "党员大会"),
            20: lambda: self._months_after(17, "DV-OATH", "上级党委批准"),
            21: lambda: self._review(21, 15, "DV-PROBATION-REVIEW", "党员大会通过"),
            24: self._conversion_approval,
        }

    def next(self, step: int) -> NextStep:
        under_way = step in (6, 21) and self.history.on(step) is not None
        own = [] if under_way or step not in self._earliest else list(self._earliest[step]())
        unknown = under_way or (step in COUNTED and not own)
        bounds = [] if unknown else [*self._orders(step), *own]
        earliest = max(bounds, key=lambda bound: bound.day, default=None)
        due = self._due[step]() if step in self._due else None
        because = [bound.words for bound in (earliest, due) if bound]
        if earliest and due and earliest.day > due.day:
            because.append("期限已过，没有合规的日期")
            earliest = None
        row = development_steps()[step]
        on = max(self.history.today, earliest.day) if earliest else self.history.today
        source = self.rules.rule("DV-CANDIDATE", on)
        return NextStep(
            step,
            earliest.day if earliest else None,
            due.day if due else None,
            any(bound.provisional for bound in bounds),
            tuple(because),
            cited(source, row.articles),
        )

    def _orders(self, step: int) -> Iterator[Bound]:
        """Not before the steps it must follow."""
        if step == CONVERSION_APPROVAL:
            days = [(CONVERSION_MEETING, turn.meeting.on) for turn in self.history.rounds() if turn.meeting]
        else:
            before = nearest_recorded(self.history, self.rules, step, self.history.today)
            days = [(earlier, self.history.on(earlier)) for earlier in before]
        table = development_steps()
        for earlier, day in days:
            if day:
                yield Bound(day, f"第{earlier}步“{table[earlier].called(self.rules.version(day))}” {day} 之后")
        if step == CONVERSION_MEETING and (approved := self.history.on(CONVERSION_APPROVAL)):
            yield Bound(approved, f"延长预备期的审批 {approved} 之后")

    def _months_after(self, anchor: int, code: str, what: str) -> Bound | None:
        day = self.history.on(anchor)
        months = self.rules.optional_number(code, "months_most", self._day_to_come(day)) if day else None
        return after_months(day, months, what) if day and months else None

    def _day_to_come(self, earliest: date) -> date:
        """The day whose text holds for a step not done yet: it cannot be done before today."""
        return max(earliest, self.history.today)

    def _age(self) -> Iterator[Bound]:
        if birth := self.history.birth_date:
            years = self.rules.number("DV-AGE", "age_least", self.history.today)
            day = add_months(birth, MONTHS_A_YEAR * years)
            yield Bound(day, f"出生日期 {birth} + {years} 周岁 → {day}")

    def _candidate(self) -> Iterator[Bound]:
        if activist := self.history.on(3):
            months = self.rules.number("DV-CANDIDATE", "months_least", self._day_to_come(activist))
            yield after_months(activist, months, "确定为积极分子")

    def _listing(self) -> Iterator[Bound]:
        """list_date >= max(candidate_earliest, notice_end, superior_consent); a notice not posted yet starts at consent at the soonest."""
        yield from self._candidate()
        decided, record = self.history.on(7), self.history.record(8)
        if not self.rules.needs_notice(self._day_to_come(decided or self.history.today)):
            return
        consent = record.consent_on if record else None
        start = record.notice_start if record else None
        end = record.notice_end if record else None
        if consent:
            yield Bound(consent, f"上级党委同意 {consent} 之后")
        if end:
            yield Bound(end, f"公示到 {end} 结束")
        first = start or max((day for day in (consent, decided) if day), default=None)
        if first:
            days = self.rules.number("DV-NOTICE", "workdays_least", self._day_to_come(first))
            what = "公示" if start else "公示最早" if consent else "上级党委同意和公示最早"
            yield after_workdays(first, days, what, self.calendar)

    def _review(self, step: int, anchor: int, code: str, what: str) -> Bound | None:
        """The next half-yearly review: the one after those recorded; where it is not known how many there were, the next one to come."""
        start, record = self.history.on(anchor), self.history.record(step)
        if start is None:
            return None
        months = self.rules.number(code, "months_most", self._day_to_come(start))
        if record and record.reviews is None:
            count = 1
            while add_months(start, months * count) < self.history.today:
                count += 1
        else:
            count = (len(record.reviews) if record and record.reviews else 0) + 1
        due = after_months(start, months * count, what)
        last = current_end(self.history, self.rules) if step == 21 else None
        return None if last and due.day > last.day else due

    def _conversion(self) -> Iterator[Bound]:
        if end := current_end(self.history, self.rules):
            yield end

    def _conversion_approval(self) -> Bound | None:
        met = [turn.meeting.on for turn in self.history.rounds() if turn.meeting and turn.meeting.on]
        if not met:
            return None
        months = self.rules.number("DV-TRANSFER-APPROVAL", "months_most", self._day_to_come(met[-1]))
        return after_months(met[-1], months, "党员大会")
