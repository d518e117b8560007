"""What the coverage matrix says as findings: gaps with a suggested line, frequencies that contradict each other. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from plans.domain.checks.cite import cite
from plans.domain.checks.coverage import gather
from plans.domain.checks.frequency import Stated
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import ActivityVerdict, Knowledge, Verdict
from plans.domain.checks.naming import NAMINGS, Naming
from plans.domain.checks.suggesting import suggested_lines, wording_of
from regulations.domain.findings import Finding, Level, Place, SuggestedLine
from regulations.domain.quoting import quoted
from regulations.domain.rules import Evidence, Rule


def check_coverage(
    material: Material, knowledge: Knowledge, today: date, rows: Sequence[ActivityVerdict]
) -> list[Finding]:
    """The gaps as findings, with a suggested line for every stretch without one; and frequencies that contradict each other."""
    findings = [_gap(material, knowledge, today, row) for row in rows if row.verdict in _TOLD]
    findings += [
        _vacation(knowledge, today, row) for row in rows if row.verdict is Verdict.MET and row.months and row.missing
    ]
    return findings + _contradictions(material, knowledge, today)


_SURE = {Evidence.VERIFIED, Evidence.SECONDARY}


_TOLD = {
    Verdict.ABSENT: (Level.WARNING, "计划里没有安排{name}（应{required}）。"),
    Verdict.BELOW: (Level.WARNING, "{name}安排不足：应{required}，{what}。"),
    Verdict.CONFLICT: (Level.WARNING, "{name}前后不一：文字写{stated}，行事历{months}。"),
    Verdict.NAMED_WITHOUT_FREQUENCY: (Level.INFO, "提到{name}，但没有写次数，也没有排进行事历（应{required}）。"),
    Verdict.RELATED_ONLY: (Level.INFO, "只有与{name}近似的活动，没有写明{name}（应{required}）。"),
    Verdict.IMPLIED_ONLY: (Level.INFO, "只以“三会一课”带过，没有写明{name}（应{required}）。"),
}


def _gap(material: Material, knowledge: Knowledge, today: date, row: ActivityVerdict) -> Finding:
    level, wording = _TOLD[row.verdict]
    rule = knowledge.rules.find(row.rule, today)
    if level is Level.WARNING and rule and rule.evidence in _SURE:
        level = Level.ERROR  # a gap that rests on a source nobody has read again stays a warning
    if rule and _may_come_later(material, rule):
        level = Level.INFO
    months = "、".join(f"{month}月" for month in row.months)
    what = f"文字写{quoted(row.stated)}" if row.stated and not row.months else f"行事历只有{months}"
    vacation = [day for day in row.missing if knowledge.calendar.is_vacation_month(day)]
    hint = f"{'、'.join(f'{day.month}月' for day in vacation)}大部分在假期，可以说明理由。" if vacation else ""
    return cite(
        knowledge,
        row.rule,
        today,
        level,
        wording.format(
            name=row.name,
            required=row.required,
            what=what,
            stated=quoted(row.stated),
            months=f"只有{months}" if months else "没有安排",
        ),
        code=f"{row.rule}-{row.verdict.value.upper()}",
        hint=hint,
        where=Place(label="行事历"),
        mends=suggested_lines(material, knowledge, row),
    )


def _may_come_later(material: Material, rule: Rule) -> bool:
    """A yearly activity need not lie in a plan for half a year, unless its customary months do."""
    months = material.period.months if material.period else ()
    if rule.parameters["per"] != "year" or not months or len(months) >= 12:
        return False
    window = rule.parameters.get("window_first", "")
    return int(window[:2]) not in {day.month for day in months} if window else True


def _vacation(knowledge: Knowledge, today: date, row: ActivityVerdict) -> Finding:
    months = "、".join(f"{day.month}月" for day in row.missing)
    return cite(
        knowledge,
        row.rule,
        today,
        Level.WARNING,
        f"{months}在假期，没有安排{row.name}（一般{row.required}）。",
        code=f"{row.rule}-VACATION",
        hint="确实不安排的，请标为“不适用”并说明理由。",
        where=Place(label="行事历"),
        mends=[SuggestedLine(row.kind, wording_of(row.kind, day), day) for day in row.missing],
    )


def _contradictions(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Two frequencies for one kind in one plan, unless they speak of different people (党员…, 班子…)."""
    evidence, _ = gather(material)
    findings = []
    for naming in NAMINGS:
        stated = evidence[naming.kind.value].stated
        for place, (row, passage) in enumerate(stated[1:], 1):
            clash = next(
                (
                    (old, first)
                    for old, first in stated[:place]
                    if (old.most < row.per_year or row.most < old.per_year)
                    and _about(first, old) == _about(passage, row)
                ),
                None,
            )
            if clash:
                old, _first = clash
                start, end = _quote(passage, row, naming)
                findings.append(
                    cite(
                        knowledge,
                        "PC-CONTRADICTION",
                        today,
                        Level.WARNING,
                        f"{naming.name}的次数前后矛盾：这里写{quoted(row.text)}，前面写{quoted(old.text)}。",
                        text=passage.text[start:end],
                        where=passage.place(start, end),
                    )
                )
    return findings


def _about(passage: Passage, row: Stated) -> str:
    """Whom the frequency is for, as far as the clause says so."""
    start = max(passage.text.rfind(mark, 0, row.start) for mark in "，,。；;、\n") + 1
    clause = re.split(r"[，,。；;、\n]", passage.text[start : row.end + 16], maxsplit=1)[0]
    found = re.search(r"班子|领导|干部|书记|支委|委员|校长|园长|教职工|教师|积极分子|青年", clause)
    return found.group() if found else ""


def _quote(passage: Passage, row: Stated, naming: Naming) -> tuple[int, int]:
    """From the name to the frequency or the other way round, whichever comes first."""
    named = [found for found in naming.explicit.finditer(passage.text) if abs(found.start() - row.start) < 40]
    if not named:
        return row.start, row.end
    nearest = min(named, key=lambda found: abs(found.start() - row.start))
    return min(row.start, nearest.start()), max(row.end, nearest.end())
