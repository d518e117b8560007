"""What a plan calls current although its time is over, or has not come. Framework-free; the dates are in the timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from documents.domain.numbering import parse_chinese_numeral
from plans.domain.checks.cite import at, cite, clause_around, sentence_around
from plans.domain.checks.congresses import HISTORY, check_congresses
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from plans.domain.checks.years import years_of
from regulations.domain.findings import Finding, Level
from regulations.domain.quoting import quoted
from regulations.domain.timeline import AgeingTerm, Campaign

_GRACE = timedelta(days=62)
_RESULTS = re.compile(r"巩固|拓展|深化|成果|常态化|长效|制度化|成效|经验|以来|持续|继续")
_YEARS_RESULTS_LAST = 3
_ENUMERATION = re.compile(r"习近平新时代中国特色社会主义思想|党的二十大")


def check_staleness(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Congresses, five-year plans, campaigns and ageing terms."""
    own = years_of(material)
    if own is None:
        return _of_an_unknown_year(material, knowledge, today)
    span = _span(material, own)
    findings = list(check_congresses(material, span, knowledge, today))
    for passage in material.passages:
        if passage.field == "signature":
            continue
        findings += _five_year_plans(passage, own, knowledge, today)
        findings += _campaigns(passage, span, knowledge, today)
        findings += _terms(passage, span, knowledge, today)
    return findings


def _of_an_unknown_year(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """A paper that leaves its year open (20XX年) is taken for one of this year; what is out of date then is only doubtful."""
    findings = check_staleness(replace(material, year=today.year), knowledge, today)
    return [
        replace(row, level=Level.WARNING) if row.level is Level.ERROR else row
        for row in findings
        if row.rule != "TL-02"
    ]


def _span(material: Material, own: tuple[int, int]) -> tuple[date, date]:
    """First and last day the plan speaks for; the day on the paper counts as the first when it is earlier."""
    if material.period:
        first = material.period.months[0]
        last_month = material.period.months[-1]
        last = (last_month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    else:
        first, last = date(own[0], 1, 1), date(own[1], 12, 31)
    if material.issued_on and abs((material.issued_on - first).days) < 400:
        first = max(first, min(material.issued_on, last))
    return first, last


def _five_year_plans(passage: Passage, own: tuple[int, int], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    current = knowledge.observances.five_year_plan_of(own[0])
    for found in re.finditer(
        r"[“\"]?(?<!二)(十[一二三四五六])五[”\"]?(?=规划|期间|时期|末|[\u4e00-\u9fff]{0,4}(?:规划|发展|收官|开局|课题))",
        passage.text,
    ):
        name = found.group(1) + "五"
        number = parse_chinese_numeral(found.group(1))
        if number is None:
            continue
        first_year = 2016 + 5 * (number - 13)
        around = passage.text[max(0, found.start() - 12) : found.end() + 12]
        first, last = sentence_around(passage.text, *found.span())
        looks_back = re.search(
            r"总结|回顾|(?:圆满|胜利|顺利|已)收官|收官后|以来|结题|成果|成就|期间取得|评估", around
        ) or re.search(
            r"期间[，,]?[^，,。；;]{0,20}(?:了|完成|实现|获得|荣获|达到)", passage.text[found.start() : last]
        )
        if first_year + 4 < own[0] and not looks_back and "回顾" not in passage.text[first : found.start()]:
            start, end = clause_around(passage.text, *found.span(), limit=16)
            text, where = at(passage, start, end)
            yield cite(
                knowledge,
                "TL-04",
                today,
                Level.WARNING,
                f"{quoted(name)}是{first_year}—{first_year + 4}年，计划期间属于{quoted(current.name if current else '新的五年规划')}。",
                text=text,
                where=where,
                evidence="verified",
            )


def _campaigns(passage: Passage, span: tuple[date, date], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    for row in knowledge.timeline.campaigns:
        for found in row.pattern.finditer(passage.text):
            finding = _campaign(passage, found, row, span, knowledge, today)
            if finding:
                yield finding


def _campaign(
    passage: Passage, found: re.Match[str], row: Campaign, span: tuple[date, date], knowledge: Knowledge, today: date
) -> Finding | None:
    start, end = clause_around(passage.text, *found.span(), limit=16)
    around = passage.text[start:end]
    label = (
        f"{row.first.year}年{row.first.month}月—{row.last.year}年{row.last.month}月"
        if row.last
        else f"{row.first.year}年起"
    )
    if row.first > span[1]:
        level, message = Level.ERROR, f"{row.name}（{label}）在计划期间之后才开始。"
    elif row.last and span[0] > row.last + _GRACE:
        years = span[0].year - row.last.year
        aside = passage.text[start : found.start()] + passage.text[found.end() : end]
        if HISTORY.search(aside) or (_RESULTS.search(around) and years <= _YEARS_RESULTS_LAST):
            return None
        level = Level.INFO if row.lasting else Level.WARNING
        message = f"{row.name}已经结束（{label}），不宜再写成正在开展。"
    else:
        return None
    text, where = at(passage, start, end)
    return cite(
        knowledge,
        "TL-05",
        today,
        level,
        message,
        text=text,
        hint="巩固成果、常态化开展的，请写明；否则请删去或换成当前的学习教育。",
        where=where,
        evidence=row.evidence.value,
    )


def _terms(passage: Passage, span: tuple[date, date], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    for row in knowledge.timeline.terms:
        for found in row.pattern.finditer(passage.text):
            finding = _term(passage, found, row, span, knowledge, today)
            if finding:
                yield finding


def _term(
    passage: Passage, found: re.Match[str], row: AgeingTerm, span: tuple[date, date], knowledge: Knowledge, today: date
) -> Finding | None:
    early = row.valid_from is not None and span[1] < row.valid_from
    late = row.valid_to is not None and span[0] > row.valid_to
    if not early and not late:
        return None
    first, last = sentence_around(passage.text, *found.span())
    sentence = passage.text[first:last]
    if late and (
        _ENUMERATION.search(sentence) or HISTORY.search(passage.text[max(first, found.start() - 12) : found.start()])
    ):
        return None  # 马克思列宁主义 … “三个代表” … 习近平新时代…思想 is the full enumeration
    start, end = clause_around(passage.text, *found.span(), limit=16)
    text, where = at(passage, start, end)
    message = (
        f"{quoted(found.group())}在计划期间之后才有：{row.note}。"
        if early
        else f"{quoted(found.group())}像是旧稿里的写法：{row.note}。"
    )
    return cite(
        knowledge,
        "PC-STALE",
        today,
        Level(row.level),
        message,
        code=f"PC-STALE-{row.key.upper()}",
        text=text,
        hint=f"现在写{row.replacement}。" if row.replacement and late else "如果确有所指，请标为“不适用”并说明。",
        where=where,
        evidence=row.evidence.value,
    )
