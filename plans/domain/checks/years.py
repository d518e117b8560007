"""Years, anniversaries and ordinals that do not fit the plan's period. Framework-free.

Looking back and quoting are no faults: document names in 《》, 〔2018〕3号, 2021年7月1日的讲话, 总结2025年工作, 自2019年以来, 到2035年.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from documents.domain.numbering import chinese_numeral, parse_chinese_numeral
from plans.domain.checks.cite import at, cite, clause_around
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level, Replacement
from regulations.domain.observances import Observance

_YEAR = re.compile(r"(?<![\d\-—–〔\[（(])(?P<year>19[89]\d|20[0-4]\d)(?:年度?)(?!代|以来|来|起|至今|至)")
_QUOTED = re.compile(r"《[^》]*》|〔\d{4}〕|“[^”]{0,40}规划”")
#: A plan's own business of a year: what is worked by, or carried out, in that year.
_OWN_BUSINESS = re.compile(
    r"^\s*(?:[\u4e00-\u9fff]{0,12}?)(?:工作要点|党建(?:工作)?要点|工作计划|工作部署|工作安排|工作目标|工作意见|目标考评|考核(?:细则|办法|方案)|春季|秋季|行事历|重点工作|党建工作|全年|上半年|下半年)"
)
_LOOKING_BACK = re.compile(
    r"总结|回顾|去年|上年|上一年|已经|曾经|获得|荣获|被评为|被授予|成立于|创建于|始建于|建于|创办于|以来|年来|先后|分别于|继|入党|参加工作|出生|颁布|印发|发布|实施|修订|讲话|会议|大会|召开|视察|考察时|批示|提出|通过的|脱贫|收官"
)
_LOOKING_AHEAD = re.compile(r"规划|远景|目标|到\s*$|截至|末|底前|之前|建成|实现|五年|三年|行动计划|创建")
_SCHOOL_YEAR = re.compile(r"(?P<first>20\d\d)\s*年?\s*[-—–~～至/]{1,2}\s*(?P<second>20\d\d|\d\d(?!\d))\s*年?\s*学年")
_NUMBER = r"\d{1,3}|[一二三四五六七八九十百零〇]{1,5}"
_AFTERWARDS = re.compile(r"^(?:[^，,。；;]{0,4}?(?:大会|讲话|重要讲话|时|之际[，,]习|阅兵|座谈会))")


def check_years(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Years, school years, anniversaries and ordinals, in reading order of the passages."""
    findings: list[Finding] = []
    findings += _title(material, knowledge, today)
    for passage in material.passages:
        findings += _school_years(passage, material, knowledge, today)
        findings += _years(passage, material, knowledge, today)
        findings += _observances(passage, material, knowledge, today)
    return findings


def _title(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """The title's year is not the one the plan speaks of."""
    own = years_of(material)
    title = next((passage for passage in material.passages if passage.field == "title"), None)
    if own is None or title is None or _SCHOOL_YEAR.search(title.text):
        return
    for found in _YEAR.finditer(title.text):
        if not own[0] <= int(found["year"]) <= own[1]:
            text, where = at(title, *found.span())
            yield cite(
                knowledge,
                "PC-YEAR",
                today,
                Level.ERROR,
                f"标题写{text}，正文说的是{own[0]}年。",
                code="PC-YEAR-TITLE",
                text=text,
                where=where,
            )


def years_of(material: Material) -> tuple[int, int] | None:
    """First and last calendar year of the period; None when the plan does not say."""
    if material.period:
        return material.period.months[0].year, material.period.months[-1].year
    if material.year:
        return material.year, material.year
    return None


def _school_years(passage: Passage, material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    for found in _SCHOOL_YEAR.finditer(passage.text):
        first = int(found["first"])
        second = int(found["second"]) if len(found["second"]) > 2 else first // 100 * 100 + int(found["second"])
        own = years_of(material)
        if second == first + 1 and own and (second < own[0] or first > own[1]) and passage.field != "title":
            around = passage.text[max(0, found.start() - 12) : found.end() + 8]
            if not _LOOKING_BACK.search(around):
                yield _year_finding(
                    passage,
                    *found.span(),
                    f"计划期间是{own[0]}—{own[1]}年，这里写的是{found.group()}。",
                    knowledge,
                    today,
                )
        if second != first + 1:
            text, where = at(passage, *found.span())
            yield cite(
                knowledge,
                "PC-YEAR",
                today,
                Level.ERROR,
                f"学年跨两个日历年，“{text}”的起止年份不对。",
                code="PC-YEAR-SCHOOL",
                text=text,
                hint=f"应为{first - 1}—{first}学年或{first}—{first + 1}学年，请核对。",
                where=where,
            )


def _years(passage: Passage, material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    own = years_of(material)
    if own is None or passage.field == "title":
        return
    quoted = [found.span() for found in _QUOTED.finditer(passage.text)]
    spans_school_year = [found.span() for found in _SCHOOL_YEAR.finditer(passage.text)]
    for found in _YEAR.finditer(passage.text):
        if any(start <= found.start() < end for start, end in [*quoted, *spans_school_year]):
            continue
        year = int(found["year"])
        message = _year_fault(passage.text, found, year, own)
        if message:
            start, end = clause_around(passage.text, found.start(), found.end())
            yield _year_finding(passage, start, end, message, knowledge, today)


def _year_finding(passage: Passage, start: int, end: int, message: str, knowledge: Knowledge, today: date) -> Finding:
    text, where = at(passage, start, end)
    return cite(
        knowledge,
        "PC-YEAR",
        today,
        Level.ERROR,
        message,
        text=text,
        hint="可能是沿用旧稿时漏改；如果确实说的是那一年，请标为“不适用”并说明。",
        where=where,
    )


def _year_fault(text: str, found: re.Match[str], year: int, own: tuple[int, int]) -> str:
    """Why this year does not belong in a plan of these years, "" when it may stand."""
    first, last = own
    label = f"{first}年" if first == last else f"{first}—{last}年"
    start, end = clause_around(text, found.start(), found.end(), limit=40)
    before, after = text[start : found.start()], text[found.end() : end]
    if re.match(r"\s*\d{1,2}\s*月", after) and (year < first or year > last):
        # A full date of another year is a document's or a meeting's, unless something is to be done then.
        return (
            f"{year}年不在计划期间（{label}）内。"
            if re.search(r"(?:将|拟|计划|定于|截止|之?前(?:完成|上交|报送))", before + after) and year < first
            else ""
        )
    if year < first:
        if _OWN_BUSINESS.match(after) and not re.search(r"总结|回顾", before + after):
            if year == first - 1 and not re.search(r"要点|春季|秋季|考评|细则", after):
                return ""
            return f"计划期间是{label}，这里写的是{year}年的工作。"
        if year < first - 1 and not _LOOKING_BACK.search(before + after):
            return f"计划期间是{label}，这里写的是{year}年。"
    if year > last + 1 and not _LOOKING_AHEAD.search(before + after):
        return f"计划期间是{label}，这里写的是{year}年。"
    return ""


def _observances(passage: Passage, material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    own = years_of(material) or (today.year, today.year)
    taken: list[tuple[int, int]] = []
    if "第" not in passage.text and "周年" not in passage.text:
        return
    for row in knowledge.observances.observances:
        for shape in _shapes(tuple(row.patterns)):
            for found in shape.finditer(passage.text):
                if any(start < found.end() and found.start() < end for start, end in taken):
                    continue
                taken.append(found.span())
                finding = _observance(passage, found, row, material, own, knowledge, today)
                if finding:
                    yield finding


@cache
def _shapes(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """建党105周年 and 第42个教师节, for an observed day of these names."""
    names = "|".join(f"(?:{pattern})" for pattern in patterns)
    return (
        re.compile(
            rf"(?:{names})[^，,。；;、\d一二三四五六七八九十百]{{0,4}}?第?(?P<number>{_NUMBER})\s*(?P<unit>周年)"
        ),
        re.compile(rf"第(?P<number>{_NUMBER})\s*(?P<unit>个|届|次)[“‘\"]?[^，,。；;、]{{0,4}}?(?:{names})"),
    )


def _observance(
    passage: Passage,
    found: re.Match[str],
    row: Observance,
    material: Material,
    own: tuple[int, int],
    knowledge: Knowledge,
    today: date,
) -> Finding | None:
    number = parse_chinese_numeral(found["number"])
    unit = found["unit"]
    if number is None or _AFTERWARDS.match(passage.text[found.end() :]):
        return None
    start = max(passage.text.rfind(mark, 0, found.start()) for mark in "，,。；;！\n") + 1
    if re.search(r"在庆祝|总结|回顾|去年", passage.text[start : found.start()]):
        return None
    month = material.period.month_of(row.month) if material.period else None
    years = [month.year] if month else list(range(own[0], own[1] + 1))
    right = [row.anniversary(year) if unit == "周年" else row.ordinal(year) for year in years]
    if number in right or right[-1] < 1:
        return None
    becomes = right[-1]
    written = str(becomes) if found["number"].isdigit() else chinese_numeral(becomes)
    text, where = at(passage, *found.span())
    inside = found.start("number") - found.start()
    mended = text[:inside] + written + text[inside + len(found["number"]) :]
    meant = row.origin + number if unit == "周年" else row.origin + number - 1
    if years_of(material) is None:
        return cite(
            knowledge,
            "PC-ORDINAL",
            today,
            Level.WARNING if meant <= today.year else Level.ERROR,
            f"{row.name}{'' if unit == '周年' else '第'}{number}{unit}是{meant}年，{today.year}年应为{becomes}{unit}。",
            text=text,
            hint=row.source,
            where=where,
            evidence=row.evidence,
        )
    arithmetic = f"{years[-1]} − {row.origin} = {becomes}" if unit == "周年" else f"第一{unit}在{row.origin}年"
    return cite(
        knowledge,
        "PC-ORDINAL",
        today,
        Level.ERROR,
        f"{row.name}第{number}{unit}是{meant}年，计划年份{years[-1]}年应为{becomes}{unit}（{arithmetic}）。"
        if unit != "周年"
        else f"{row.name}{number}周年是{meant}年，计划年份{years[-1]}年应为{becomes}周年（{arithmetic}）。",
        text=text,
        hint=row.source,
        where=where,
        mends=[Replacement(mended)],
        evidence=row.evidence,
    )
