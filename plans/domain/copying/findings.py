"""Copied passages as findings for the panel: the fragment and how much of the plan it is, never where it was found. Framework-free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from plans.domain.checks.cite import cite
from plans.domain.checks.model import Knowledge
from plans.domain.copying.comparing import PassageKind, Relation, SourceMatch, Subject, Totals
from regulations.domain.findings import Finding, Level, Place

CODE = "PC-COPY"
#: A passage of so many letters is a warning by itself.
LONG_PASSAGE = 120
#: Shorter fragments are told only as part of the share; more than MOST findings help nobody.
SHORT_FRAGMENT = 20
MOST = 20
#: Share of the plan's own letters, per cent, from which the whole is a warning; districts may set their own.
WARNING_PERCENT = 60
_HINT = "请改写成本支部自己的做法；引用文件、使用区里的模板不算雷同。"


def findings_of(
    subject: Subject, sources: Sequence[SourceMatch], whole: Totals, knowledge: Knowledge, today: date
) -> list[Finding]:
    """One finding for the plan when its share is high, one for headings copied alone, one for each copied stretch of a field."""
    rule = knowledge.rules.find(CODE, today)
    limit = int(rule.parameters.get("share_percent", WARNING_PERCENT)) if rule else WARNING_PERCENT
    percent = round(100 * whole.share)
    others = [row for row in sources if row.relation is Relation.EARLIER]
    findings = []
    if percent >= limit:
        message = f"全文约{percent}%的文字与本区其他支部已提交的计划相同（超过{limit}%）。"
        findings.append(cite(knowledge, CODE, today, Level.WARNING, message, hint=_HINT))
    headings = max((row.headings for row in others if row.headings.is_copied), key=lambda row: row.share, default=None)
    if headings:
        few = "、".join(headings.headings[:3])
        message = f"有{len(headings.headings)}个小标题与本区另一份计划完全相同：{few}等。"
        findings.append(cite(knowledge, CODE, today, Level.WARNING, message, hint=_HINT, code=f"{CODE}-HEADINGS"))
    findings.extend(_passages(subject, others, knowledge, today))
    return findings


def copied_stretches(sources: Sequence[SourceMatch]) -> list[tuple[int, int]]:
    """Copied passages of all sources laid together: half-open stretches of letters, ascending, apart from each other."""
    stretches = sorted(
        (row.start, row.end) for source in sources for row in source.passages if row.kind is PassageKind.COPIED
    )
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _passages(subject: Subject, others: Sequence[SourceMatch], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """The longest fragments, in reading order; a passage that runs through several fields is told field by field."""
    stretches = copied_stretches(others)
    fragments = [row for stretch in stretches for row in subject.whole.letters.fragments(*stretch)]
    told = sorted((row for row in fragments if len(row.text) >= SHORT_FRAGMENT), key=lambda row: -len(row.text))[:MOST]
    for row in fragments:
        if row in told:
            level = Level.WARNING if len(row.text) >= LONG_PASSAGE else Level.INFO
            message = f"这一段有{len(row.text)}字与本区其他支部已提交的计划相同。"
            where = Place(row.part, row.name, row.start, row.end, row.label)
            yield cite(knowledge, CODE, today, level, message, text=row.text, hint=_HINT, where=where)
