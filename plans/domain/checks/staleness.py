"""What a plan calls current although its time is over, or has not come. Framework-free; the dates are in the timeline.

"历届", "历次全会", "党的十八大以来" and enumerations that end with the newest congress look back and are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from documents.domain.numbering import chinese_numeral, parse_chinese_numeral
from plans.domain.checks.cite import at, cite, clause_around, sentence_around
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from plans.domain.checks.years import years_of
from regulations.domain.findings import Finding, Level, Replacement
from regulations.domain.timeline import AgeingTerm, Campaign

_ORDINALS = "[一二三四五六七]"
_CONGRESS_NUMBER = r"二?十[一二三四五六七八九]?"
_CONGRESS = re.compile(
    rf"(?<![一二三四五六七八九十第])(?P<number>{_CONGRESS_NUMBER})(?:"
    rf"大(?P<list>{_ORDINALS}中(?:全会)?(?:[、，,和及与]\s*{_ORDINALS}中(?:全会)?)*全会)?"
    rf"|届(?P<plenums>{_ORDINALS}中?(?:全会)?(?:[、，,和及与]\s*{_ORDINALS}中?(?:全会)?)*中?全会)"
    rf"|届中央(?:委员会)?(?:第(?P<formal>{_ORDINALS})次全体会议)?|届历次全会)"
    r"(?!学生|员|代表|[个门项类重]|常委)"
)
_LOOKING_BACK = re.compile(r"^[”\"]?(?:报告提出)?(?:以来|以后|后[，,]|之后)|^[^，,。；;]{0,6}?以来")
_AWAITED = re.compile(r"迎接|喜迎|即将召开|将(?:于|要)?[^，,。]{0,6}召开|召开前|胜利召开|迎庆")
_HISTORY = re.compile(r"历史|党史|四史|从[^，,。；;]{0,12}到|历届|历次|回顾|总结|百年|至$")
_FIVE_YEARS = re.compile(
    r"[“\"](?P<quoted>十[一二三四五六])五[”\"]|(?<!二)(?P<plain>十[一二三四五六])五(?=规划|期间|时期|末|[\u4e00-\u9fff]{0,4}(?:规划|发展|收官|开局|课题))"
)
_LOCAL_SESSION = re.compile(
    r"(?:学习|贯彻|落实)*[省市区县州旗]委[一二三四五六七八九十]{1,3}届[一二三四五六七八九十]{1,3}次(?:[、和][省市区县州旗]?委?[一二三四五六七八九十]*届?[一二三四五六七八九十]{1,3}次)*(?:全会|全体会议)?(?:精神)?"
)
_GRACE = timedelta(days=62)
_RESULTS = re.compile(r"巩固|拓展|深化|成果|常态化|长效|制度化|成效|经验|以来|持续|继续")
_YEARS_RESULTS_LAST = 3
_ENUMERATION = re.compile(r"习近平新时代中国特色社会主义思想|党的二十大")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    number: int
    plenums: tuple[int, ...]


def check_staleness(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Congresses, five-year plans, campaigns and ageing terms, then what is missing altogether."""
    own = years_of(material)
    if own is None:
        return []
    span = _span(material, own)
    findings: list[Finding] = []
    for passage in material.passages:
        if passage.field == "signature":
            continue
        findings += _garbled(passage, knowledge, today)
        findings += _congresses(passage, span, knowledge, today)
        findings += _five_year_plans(passage, own, knowledge, today)
        findings += _campaigns(passage, span, knowledge, today)
        findings += _terms(passage, span, knowledge, today)
        findings += _local_sessions(passage, knowledge, today)
    return [*findings, *_missing(material, span, knowledge, today)]


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


def _mentions(text: str) -> Iterator[_Mention]:
    for found in _CONGRESS.finditer(text):
        number = parse_chinese_numeral(found["number"])
        if number is None or number < 12:
            continue
        rest = found["plenums"] or found["list"] or found["formal"] or ""
        plenums = tuple(filter(None, (parse_chinese_numeral(char) for char in re.findall(_ORDINALS, rest))))
        yield _Mention(found.start(), found.end(), number, plenums)


def _garbled(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """十八大三中全会: plenums belong to the committee (届), not to the congress (大)."""
    for found in _CONGRESS.finditer(passage.text):
        if found["list"]:
            text, where = at(passage, *found.span())
            yield cite(
                knowledge,
                "PC-TERM",
                today,
                Level.ERROR,
                f"“{text}”写法有误：中央全会按“届”称呼。",
                code="PC-TERM-PLENUM",
                text=text,
                where=where,
                mends=[Replacement(text.replace("大", "届", 1))],
                evidence="computed",
            )


def _congresses(passage: Passage, span: tuple[date, date], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    current = knowledge.timeline.current_congress(span[0])
    if current is None:
        return
    stale: list[_Mention] = []
    for mention in _mentions(passage.text):
        start, end = sentence_around(passage.text, mention.start, mention.end)
        sentence = passage.text[start:end]
        before, after = passage.text[start : mention.start], passage.text[mention.end : end]
        if mention.number < current.number:
            newer = any(row.number >= current.number for row in _mentions(sentence))
            if not newer and not _LOOKING_BACK.match(after) and not _HISTORY.search(before[-24:] + after[:8]):
                stale.append(mention)
            continue
        yield from _not_yet(passage, mention, before + after, span, knowledge, today)
    for first, last in _joined(passage.text, stale):
        start, end = first.start, last.end
        tail = re.match(r"[”\"]?(?:文件|会议|系列)?精神", passage.text[end:])
        end += tail.end() if tail else 0
        head = re.search(r"(?:深入|认真)?(?:学习|贯彻|宣传|领会|落实|践行|全面)*(?:党的)?$", passage.text[:start])
        start -= len(head.group()) if head else 0
        text, where = at(passage, start, end)
        yield cite(
            knowledge,
            "TL-03",
            today,
            Level.ERROR,
            f"“{passage.text[first.start : last.end]}”已不是当前的党代会：计划期间开始时最近一次是党的{chinese_numeral(current.number)}大。",
            text=text,
            hint=f"如果是沿用旧稿，请改为党的{chinese_numeral(current.number)}大和近期全会精神；回顾历史的请写明。",
            where=where,
            evidence=current.evidence.value,
        )


def _joined(text: str, mentions: list[_Mention]) -> Iterator[tuple[_Mention, _Mention]]:
    """Neighbours in one breath (党的十七大和十七届三中全会) are one finding."""
    group: list[_Mention] = []
    for mention in mentions:
        if group and re.search(r"[，,。；;！\n]|.{8}", text[group[-1].end : mention.start]):
            yield group[0], group[-1]
            group = []
        group.append(mention)
    if group:
        yield group[0], group[-1]


def _not_yet(
    passage: Passage, mention: _Mention, around: str, span: tuple[date, date], knowledge: Knowledge, today: date
) -> Iterator[Finding]:
    """A congress or plenum later than the plan's whole period cannot be studied in it."""
    congress = knowledge.timeline.congress(mention.number)
    days = [congress.first] if congress else []
    if congress:
        days += [row.first for row in congress.plenums if row.number in mention.plenums]
    if not congress or (days and max(days) <= span[1]) or _AWAITED.search(around):
        return
    text, where = at(passage, mention.start, mention.end)
    yield cite(
        knowledge,
        "TL-01",
        today,
        Level.ERROR,
        f"“{text}”在计划期间（到{span[1].year}年{span[1].month}月）还没有召开。",
        text=text,
        where=where,
        evidence=congress.evidence.value,
    )


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
        if first_year + 4 < own[0] and not re.search(r"总结|回顾|收官|以来|结题|成果|成就|期间取得|评估", around):
            start, end = clause_around(passage.text, *found.span(), limit=16)
            text, where = at(passage, start, end)
            yield cite(
                knowledge,
                "TL-04",
                today,
                Level.WARNING,
                f"“{name}”是{first_year}—{first_year + 4}年，计划期间属于“{current.name if current else '新的五年规划'}”。",
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
        if _HISTORY.search(around) or (_RESULTS.search(around) and years <= _YEARS_RESULTS_LAST):
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
        _ENUMERATION.search(sentence) or _HISTORY.search(passage.text[max(first, found.start() - 12) : found.start()])
    ):
        return None  # 马克思列宁主义 … “三个代表” … 习近平新时代…思想 is the full enumeration
    start, end = clause_around(passage.text, *found.span(), limit=16)
    text, where = at(passage, start, end)
    when = f"{row.valid_from:%Y年}才提出" if early else "已是过去的提法"
    exact = (
        row.replacement
        and row.replacement.startswith("《")
        and late
        and passage.text[found.start() - 1 : found.start()] == "《"
    )
    return cite(
        knowledge,
        "PC-STALE",
        today,
        Level(row.level),
        f"“{found.group()}”{when}。",
        code=f"PC-STALE-{row.key.upper()}",
        text=text,
        hint=row.note + (f"；现写作{row.replacement}" if row.replacement and late and not exact else ""),
        where=where,
        evidence=row.evidence.value,
    )


def _local_sessions(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """省委七届十次全会: no table of local sessions exists, so a person has to look."""
    for found in _LOCAL_SESSION.finditer(passage.text):
        text, where = at(passage, *found.span())
        yield cite(
            knowledge,
            "TL-03",
            today,
            Level.INFO,
            f"请核对“{text}”是不是最近的一次。",
            code="TL-03-LOCAL",
            text=text,
            where=where,
        )


def _missing(material: Material, span: tuple[date, date], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """The newest congress is not named at all, or the newest plenum is not."""
    whole = "\n".join(passage.text for passage in material.prose)
    current = knowledge.timeline.current_congress(span[0])
    newest = knowledge.timeline.newest_plenum(span[0])
    if current is None or len(whole) < 600 or re.search(r"(?:[xX×*_]{1,4}|__)\s*(?:大|届)", whole):
        return
    named = {row.number for row in _mentions(whole)}
    name = f"党的{chinese_numeral(current.number)}大"
    if current.number not in named:
        later = any(number > current.number for number in named)
        if not later:
            yield cite(
                knowledge,
                "TL-02",
                today,
                Level.INFO if named else Level.WARNING,
                f"全文没有提到{name}。",
                code="TL-02-CONGRESS",
                evidence=current.evidence.value,
            )
    elif newest and newest[1].number > 1:
        plenum = newest[1]
        said = any(
            row.number == current.number and (plenum.number in row.plenums) for row in _mentions(whole)
        ) or re.search(r"历次全会|近期全会|全会精神", whole)
        if not said:
            yield cite(
                knowledge,
                "TL-02",
                today,
                Level.INFO,
                f"没有提到最近的{chinese_numeral(current.number)}届{chinese_numeral(plenum.number)}中全会"
                f"（{plenum.first.year}年{plenum.first.month}月）。",
                code="TL-02-PLENUM",
                evidence=plenum.evidence.value,
            )
