"""Can it be carried out? Measures without who, when or proof, phrases without a deed, meetings on days off, crowded months, numbers that
disagree with the development pipeline. Framework-free."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from documents.domain.numbering import parse_chinese_numeral
from plans.domain.checks.cite import at, cite
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level, Place
from regulations.domain.quoting import quoted

CROWDED = 15
_EMPTY = re.compile(
    r"进一步(?:加强|提高|增强|完善|深化|推进|强化|提升)|不断(?:提高|增强|加强|完善|提升|推进|改善)|切实(?:加强|提高|增强)|大力(?:加强|推进)|全面(?:加强|提高|提升)|努力(?:提高|提升|做好)|深入(?:推进|贯彻)|扎实(?:推进|做好)|着力(?:加强|提升)|充分(?:发挥|调动)"
)
#: Something one can do on a day and show afterwards.
_DEED = re.compile(
    r"召开|组织|举办|举行|开展(?:一次|一场|.{0,12}活动)|签订|公示|检查|考核|评选|评比|走访|慰问|上党课|撰写|收缴|培训|讲座|比赛|演讲|征文|座谈|参观|观看|测试|结对|建立.{0,10}(?:制度|台账|档案|小组)|制[定订]|每(?:月|周|季|学期|年|人)|\d+[次场篇人名]|[一二三四五六七八九十两][次场篇人名]"
)
_WHO = re.compile(
    r"书记|支委|委员|组长|党小组|校长|园长|主任|办公室|工会|团支部|党员|教师|负责|牵头|责任人|全体|班子|干部|组织"
)
_WHEN = re.compile(
    r"[一二三四五六七八九十\d]+月|每(?:月|周|季|学期|年|双周)|学期|学年|季度|年底|年初|年末|开学|期[初中末]|上半年|下半年|寒假|暑假|节|前完成|定期|\d+日"
)
_LEAST_MEASURE = 60
_DATE = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?!\s*(?:[—\-至到]|之?以?前))")
_MEETING = re.compile(r"召开|开会|会议|大会|支委会|党课|党日|活动|学习|座谈|培训|评议")
_ADMIT = re.compile(
    r"(?:发展|吸收|接收)(?:新|预备)?(?:党员)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:名|人|位)|(?:发展|吸收|接收)(?:新)?党员(?P<count2>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:名|人|位)|(?P<count3>\d{1,2}|[一二两三四五六七八九十]{1,2})名(?:发展对象|同志|教师)(?:的)?入党"
)


def check_feasibility(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Phrases, measures, days off, crowded months, the pipeline."""
    findings: list[Finding] = []
    for passage in material.passages:
        if passage.kind == "heading" and passage.field == "body":
            findings += _measures(passage, knowledge, today)
        if passage.field not in {"title", "signature"}:
            findings += _days_off(passage, material, knowledge, today)
            findings += _admissions(passage, material, knowledge, today)
    findings += _vacations(material, knowledge, today)
    return findings + list(_crowded(material, knowledge, today))


def _measures(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    text = passage.text
    phrases = [found.group() for found in _EMPTY.finditer(text)]
    if len(phrases) >= 3 and not _DEED.search(text):
        start = next(_EMPTY.finditer(text)).start()
        quote, where = at(passage, start, min(len(text), start + 30))
        yield cite(
            knowledge,
            "PC-VAGUE",
            today,
            Level.INFO,
            f"这一段有{len(phrases)}处{''.join(map(quoted, dict.fromkeys(phrases[:3])))}一类的话，没有可以做、可以查的事。",
            text=quote,
            where=where,
            hint="写清做什么、谁来做、什么时候完成、留下什么材料。",
        )
    elif len(text) >= _LEAST_MEASURE and _DEED.search(text):
        lacking = [name for name, pattern in (("责任人", _WHO), ("时间", _WHEN)) if not pattern.search(text)]
        if lacking:
            yield cite(
                knowledge,
                "PC-OWNER",
                today,
                Level.INFO,
                f"这一段的措施没有写{'和'.join(lacking)}。",
                where=passage.place(0, 0),
                hint="可以在行事历里排到月份，并写上责任人。",
            )


def _days_off(passage: Passage, material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """A meeting on a day of rest, by the work calendar; years without a table count weekends only and say so."""
    for found in _DATE.finditer(passage.text):
        day = _day(found, material)
        around = passage.text[max(0, found.start() - 20) : found.end() + 30]
        if day is None or not _MEETING.search(around) or re.search(r"讲话|印发|通知|以来", around):
            continue
        holiday = knowledge.calendar.holiday_on(day)
        examination = knowledge.calendar.examination_on(day)
        if not holiday and not examination:
            continue
        text, where = at(passage, *found.span())
        yield cite(
            knowledge,
            "PC-HOLIDAY",
            today,
            Level.WARNING,
            f"{day.month}月{day.day}日是{holiday or examination}，不宜安排会议或活动。",
            text=text,
            where=where,
        )


def _day(found: re.Match[str], material: Material) -> date | None:
    month = material.period.month_of(int(found["month"])) if material.period else None
    year = int(found["year"]) if found["year"] else (month.year if month else None)
    try:
        return date(year, int(found["month"]), int(found["day"])) if year else None
    except ValueError:
        return None


def _vacations(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """Meetings in a month that is mostly vacation: worth a look, not a fault (the regulations say 一般)."""
    meetings: dict[date, list[Passage]] = defaultdict(list)
    for line in material.lines:
        if line.month and len(line.months) == 1 and re.search(r"支委会|党员大会|党小组会|党课", line.text):
            meetings[line.month].append(line)
    for month, lines in meetings.items():
        if knowledge.calendar.is_vacation_month(month):
            yield cite(
                knowledge,
                "PC-HOLIDAY",
                today,
                Level.INFO,
                f"{month.month}月大部分在假期，排了{len(lines)}项会议，请确认能召开。",
                code="PC-HOLIDAY-VACATION",
                text=lines[0].text[:30],
                where=lines[0].place(0, len(lines[0].text)),
            )


def _crowded(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    rule = knowledge.rules.find("PC-LOAD", today)
    limit = rule.parameters.get("lines", CROWDED) if rule else CROWDED
    counts: dict[tuple[int, date | None], int] = defaultdict(int)
    for line in material.lines:
        if line.field == "text" and len(line.months) == 1:
            counts[line.months[0], line.month] += 1
    for (number, month), count in counts.items():
        if count >= limit:
            yield cite(
                knowledge,
                "PC-LOAD",
                today,
                Level.WARNING,
                f"{number}月排了{count}项，恐怕难以完成。",
                where=Place(label=f"{number}月", month=month),
                hint="把可以提前或推后的挪到相邻月份。",
            )


def promises_admissions(material: Material) -> bool:
    """Whether the plan says how many people it will admit."""
    return any(_ADMIT.search(passage.text) for passage in material.passages)


def _admissions(passage: Passage, material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    known = material.branch.admissions_in_pipeline
    if known is None:
        return
    for found in _ADMIT.finditer(passage.text):
        count = parse_chinese_numeral(found["count"] or found["count2"] or found["count3"])
        if count is not None and count > known:
            text, where = at(passage, *found.span())
            yield cite(
                knowledge,
                "PC-PIPELINE",
                today,
                Level.WARNING,
                f"计划发展{count}名，台账里本期能够接收的只有{known}名。",
                text=text,
                where=where,
            )
