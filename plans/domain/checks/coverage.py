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

from plans.domain.checks.frequency import Stated, frequency_of, stated_frequencies
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import ActivityVerdict, Knowledge, Verdict
from plans.domain.checks.naming import NAMINGS, THREEFOLD, Naming, mentions
from regulations.domain.rules import Rule

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
    evidence, threefold = gather(material)
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


def gather(material: Material) -> tuple[dict[str, _Evidence], bool]:
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
