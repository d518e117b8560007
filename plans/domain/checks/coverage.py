"""The coverage matrix: does the plan hold the activities that the regulations ask for, month by month? Framework-free.

Two sources are counted: lines of the schedule by month, and frequencies stated in the text. A verdict is about the wording of the plan,
never about what will be held.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from plans.domain.checks.cite import cite
from plans.domain.checks.frequency import Stated, frequency_of, stated_frequencies
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import ActivityVerdict, Knowledge, Verdict
from plans.domain.checks.naming import NAMINGS, THREEFOLD, Naming, mentions
from plans.domain.checks.suggesting import suggested_lines, wording_of
from regulations.domain.findings import Finding, Level, Place, SuggestedLine
from regulations.domain.quoting import quoted
from regulations.domain.rules import Evidence, Rule

PER_YEAR = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}
_PER_LABEL = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
_FIRST_CLAUSE = re.compile(r"[，,]")
_ONCE_A_YEAR = re.compile(r"一年一度|每年(?:度)?(?:进行|开展|组织)?一次")


@dataclass
class _Evidence:
    """What the plan says about one kind."""

    explicit: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    stated: list[tuple[Stated, Passage]] = field(default_factory=list)
    months: set[int] = field(default_factory=set)


def coverage(material: Material, knowledge: Knowledge, today: date) -> list[ActivityVerdict]:
    """One row per required kind, in the order of the rule book; kinds no rule asks for are left out."""
    evidence, threefold = _gather(material)
    namings = {naming.kind.value: naming for naming in NAMINGS}
    rows = []
    for rule in knowledge.rules.in_force(today):
        kind = rule.parameters.get("activity")
        if not kind or "times" not in rule.parameters:
            continue
        naming = namings.get(kind)
        implied = threefold and bool(naming and naming.in_threefold)
        rows.append(_row(material, knowledge, rule, naming, evidence[kind], implied))
    return rows


def _gather(material: Material) -> tuple[dict[str, _Evidence], bool]:
    """Mentions with their frequencies and months, by kind; and whether 三会一课 is named at all."""
    evidence: dict[str, _Evidence] = defaultdict(_Evidence)
    threefold = False
    by_part: dict[str, list[Passage]] = defaultdict(list)
    for passage in material.passages:
        if passage.kind in {"title", "signature"}:
            continue
        threefold = threefold or bool(THREEFOLD.search(passage.text))
        by_part[passage.part].append(passage)
        found = list(mentions(passage.text))
        for mention in found:
            entry = evidence[mention.kind.value]
            quote = passage.text[max(0, mention.start - 12) : mention.end + 12]
            (entry.explicit if mention.is_explicit else entry.related).append(quote)
            stated = frequency_of(passage.text, mention, found)
            if stated and mention.is_explicit:
                entry.stated.append((stated, passage))
            if mention.is_explicit and passage.kind == "line":
                entry.months.update(passage.months)
        if passage.kind == "line" and passage.activity and not found and passage.field != "theme":
            _count_marked(evidence, passage)
    for passages in by_part.values():
        _from_heading(passages, evidence)
    return evidence, threefold


def _count_marked(evidence: dict[str, _Evidence], passage: Passage) -> None:
    """In the portal a person gives a line its kind; that counts although the words do not name it."""
    entry = evidence[passage.activity]
    entry.explicit.append(passage.text[:30])
    entry.months.update(passage.months)


def _from_heading(passages: Sequence[Passage], evidence: dict[str, _Evidence]) -> None:
    """民主评议工作 as a heading, 把一年一度的… below it; 党小组会 as a heading, 每月召开一次 below it: the text speaks of what the
    heading names."""
    heading = next((row for row in passages if row.field == "heading"), None)
    body = next((row for row in passages if row.field == "body"), None)
    if not heading or not body:
        return
    named = {mention.kind: mention for mention in mentions(heading.text) if mention.is_explicit}
    if len(named) != 1:
        return
    first_sentence = re.split(r"[。；;\n]", body.text, maxsplit=1)[0]
    kind, mention = next(iter(named.items()))
    named_alone = len(re.sub(r"制度|工作|活动|方面|[“”\"]", "", heading.text)) <= mention.end - mention.start + 2
    if named_alone and (opening := stated_frequencies(_FIRST_CLAUSE.split(first_sentence, maxsplit=1)[0])):
        evidence[kind.value].stated.append((opening[0], body))
        return
    if any(True for _ in mentions(first_sentence)):
        return
    found = _ONCE_A_YEAR.search(first_sentence)
    stated = [row for row in stated_frequencies(first_sentence) if found and found.start() <= row.start < found.end()]
    if stated:
        evidence[kind.value].stated.append((stated[0], body))


def _row(
    material: Material, knowledge: Knowledge, rule: Rule, naming: Naming | None, found: _Evidence, is_implied: bool
) -> ActivityVerdict:
    needed = rule.parameters["times"] * PER_YEAR[rule.parameters["per"]]
    per = rule.parameters["per"]
    name = naming.name if naming else rule.title
    required = f"{_PER_LABEL[per]}{rule.parameters['times']}次"
    needs = rule.parameters.get("needs", "")
    branch = material.branch
    if (needs == "committee" and branch.has_committee is False) or (needs == "groups" and branch.has_groups is False):
        return ActivityVerdict(
            rule.parameters["activity"], name, Verdict.NOT_REQUIRED, required, rule=rule.code, source=rule.source
        )
    missing = _missing(material, knowledge, found.months, per, rule.parameters["times"])
    # The regulations say 一般: a month of vacation without a meeting is pointed out, it is no fault.
    at_fault = [day for day in missing if not knowledge.calendar.is_vacation_month(day)]
    stated = found.stated
    by_text = {row.per_year >= needed for row, _ in stated}
    text_verdict = None if not stated else (Verdict.MET if any(by_text) else Verdict.BELOW)
    plan_verdict = None if not found.months else (Verdict.BELOW if at_fault else Verdict.MET)
    if text_verdict and plan_verdict:
        verdict = text_verdict if text_verdict is plan_verdict else Verdict.CONFLICT
    elif text_verdict or plan_verdict:
        verdict = text_verdict or plan_verdict  # type: ignore[assignment]
    elif found.explicit:
        verdict = Verdict.NAMED_WITHOUT_FREQUENCY
    elif found.related:
        verdict = Verdict.RELATED_ONLY
    else:
        verdict = Verdict.IMPLIED_ONLY if is_implied else Verdict.ABSENT
    return ActivityVerdict(
        rule.parameters["activity"],
        name,
        verdict,
        required,
        "；".join(dict.fromkeys(row.text for row, _ in stated)),
        tuple(dict.fromkeys(row.per_year for row, _ in stated)),
        tuple(sorted(found.months)),
        missing if material.has_schedule else (),
        tuple(dict.fromkeys([*found.explicit, *found.related]))[:6],
        rule.code,
        rule.source,
    )


def _missing(material: Material, knowledge: Knowledge, months: set[int], per: str, times: int) -> tuple[date, ...]:
    """The stretches (month, quarter, half-year, period) that hold fewer lines than asked for, each by its first month in term time."""
    covered = material.covered
    if not covered:
        return () if months else (material.period.months[0],) if material.period else ()
    if per == "year":
        return () if len(months) >= times else (covered[-1],)
    stretches: dict[tuple[int, int], list[date]] = defaultdict(list)
    size = {"month": 1, "quarter": 3, "half_year": 6}[per]
    for day in covered:
        stretches[day.year, (day.month - 1) // size].append(day)
    lacking = [days for days in stretches.values() if sum(day.month in months for day in days) < min(times, len(days))]
    return tuple(
        next((day for day in days if not knowledge.calendar.is_vacation_month(day)), days[0]) for days in lacking
    )


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
    evidence, _ = _gather(material)
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
