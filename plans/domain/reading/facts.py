"""Period, organisation and date of a plan, from its title, its first lines, its months and its end."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR

from documents.domain.numbering import parse_chinese_numeral
from plans.domain.reading.markers import fold
from plans.domain.reading.model import ReadPeriod
from plans.domain.reading.phrases import DATE_AT_END, DATE_LINE, MASKED, ORGANISATION

_CN_YEAR = re.compile(r"二[〇○零0O][〇○零0O一二三四五六七八九]{2}(?=\s*(?:年|[-至到—~]|学年|春|秋|届))")
_YEARS = r"(?P<first>20\d\d)\s*(?:年|学年)?\s*(?:[-~～至到/]+\s*(?P<second>20\d\d|\d\d))?"
_SCHOOL_YEAR = re.compile(rf"{_YEARS}\s*年?\s*学年(?:度)?")
_SEMESTER = re.compile(
    r"第?\s*(?P<number>[一二12])\s*学期|(?P<word>上|下|春季|秋季|春|秋)(?:季)?\s*学期|(?P<season>春季|秋季)|(?P<any>(?<![每各两新])学期)"
)
_MONTH_OF_YEAR = r"(20\d\d)\s*[年./]\s*(1[0-2]|0?[1-9])\s*月?(?:\s*\d{1,2}\s*日)?"
_MONTHS = re.compile(rf"{_MONTH_OF_YEAR}\s*[-~至到]+\s*(?:{_MONTH_OF_YEAR}|(1[0-2]|0?[1-9])\s*月)")
_HALF = re.compile(r"(?:(?P<year>20\d\d)\s*年?(?:度)?\s*)?(?P<part>上|下)半年(?!总结)")
_YEAR = re.compile(r"(?P<year>20\d\d)\s*(?:年度|年|年份|度)?")
_GENERIC = re.compile(
    r"(?:(?:全|我|本|各|该|中|小|中小|农村|城乡|基层|我们|兄弟|先进|民办|公办|示范|机关|普通|义务教育|特色|乡镇|村|市|区|县|年度|上级|某|所有|平安|文明|绿色|书香|和谐|党建|创建|建设|示范性|\d)*"
    r"(?:小学|中学|幼儿园|学校|学院|中心校|实验小学))(?:党支部|党总支|总支|支部|党委|党组织)?(?:委员会)?"
)
_SENTENCE = re.compile(
    r"[为以将把在按届]|党的|精神|贯彻|落实|关于|加强|坚持|根据|全面|认真|学习|结合|围绕|推进|推动|开展|进一步|深入|工作|计划"
)
_OWN_YEAR = re.compile(
    r"(20\d\d)\s*年?(?:度)?\s*(?:,|，)?\s*(?:是|(?:党支部|党建|支部|党总支|我校|我园|本校|本园|学校党|幼儿园党)(?:[^，。,]{0,12}工作)?)|(20\d\d)\s*年(?:度)?(?:党建|党支部|支部)?工作(?:计划|要点|思路)"
)


def read_period(title: str, body: str, months: Sequence[int], signed_on: str, *, collected: bool) -> ReadPeriod:
    """The period. The body's own year goes before the year of a collector's title; a silent body leaves the title's."""
    heading = _plain(title)
    found = _from_text(heading, months, signed_on)
    own = _own_year(body, signed_on)
    if found.kind == "unknown":
        found = _from_text(_plain(body[:160]), months, signed_on, strict=True)
    if found.kind == "unknown" and own is not None:
        return ReadPeriod("year", own, own, None, f"{own}年")
    if collected and own is not None and found.kind == "year":
        return ReadPeriod("year", own, own, None, f"{own}年")
    if found.year_start is None and own is not None:
        return _with_year(found, own, signed_on)
    return found


def _plain(text: str) -> str:
    folded = fold(text)
    return _CN_YEAR.sub(lambda m: str(parse_chinese_numeral(m.group(0)) or m.group(0)), folded)


def _from_text(text: str, months: Sequence[int], signed_on: str, *, strict: bool = False) -> ReadPeriod:
    school_year = _SCHOOL_YEAR.search(text)
    semester = _SEMESTER.search(text)
    if strict and semester and semester.group("any"):
        semester = None
    part = _semester_part(semester, months, signed_on) if semester else None
    if school_year:
        first = int(school_year.group("first"))
        second = school_year.group("second")
        last = (
            int(second) if second and len(second) == 4 else (first // 100 * 100 + int(second) if second else first + 1)
        )
        label = _label(
            text,
            school_year.start(),
            (semester.end() if semester and semester.start() >= school_year.end() - 2 else school_year.end()),
        )
        if part:
            return ReadPeriod("semester", first, last, part, label)
        return ReadPeriod("school_year", first, last, None, label)
    half = _HALF.search(text)
    if half:
        year = int(half.group("year")) if half.group("year") else None
        return ReadPeriod("half_year", year, year, 1 if half.group("part") == "上" else 2, half.group(0).strip())
    spanned = _MONTHS.search(text)
    if spanned and (found := _from_months(spanned, bool(semester or "学期" in text))):
        return found
    if part:
        spanning = re.search(r"(20\d\d)\s*年?\s*[-~至到/]+\s*(20\d\d|\d\d(?!\d))", text)
        if spanning:
            first = int(spanning.group(1))
            return ReadPeriod(
                "semester",
                first,
                first + 1,
                part,
                _label(text, spanning.start(), semester.end() if semester else spanning.end()),
            )
        year_found = _YEAR.search(text)
        if year_found:
            year = int(year_found.group("year"))
            start = year if part == 1 else year - 1
            end = semester.end() if semester else year_found.end()
            return ReadPeriod("semester", start, start + 1, part, _label(text, year_found.start(), end))
        return ReadPeriod("semester", None, None, part, semester.group(0) if semester else "")
    if strict:
        own = _OWN_YEAR.search(text)
        if own:
            year = int(own.group(1) or own.group(2))
            return ReadPeriod("year", year, year, None, f"{year}年")
        return ReadPeriod()
    ranged = re.search(r"(20\d\d)\s*年?\s*(?:\d{1,2}\s*月)?\s*[-~至到/]+\s*(20\d\d)", text)
    if ranged:
        first, last = int(ranged.group(1)), int(ranged.group(2))
        return ReadPeriod("school_year" if last - first <= 1 else "year", first, last, None, ranged.group(0))
    year_found = _YEAR.search(text)
    if year_found:
        year = int(year_found.group("year"))
        return ReadPeriod("year", year, year, None, year_found.group(0).strip())
    if re.search(r"(?:20[xX_*×]{2}|[xX_*×]{2,4})\s*年|年度", text):
        return ReadPeriod("year", None, None, None, "")
    if "学年" in text:
        return ReadPeriod("school_year", None, None, None, "学年")
    return ReadPeriod()


def _from_months(spanned: re.Match[str], semester: bool) -> ReadPeriod | None:
    """2026年9月—2027年1月 is the first semester, 2026.9—2027.7 a school year, 2026年1—6月 a half-year."""
    first, begins, last, ends, ends_same_year = (int(part) if part else None for part in spanned.groups())
    if first is None or begins is None:
        return None
    until = ends or ends_same_year or 0
    label = spanned.group(0).strip()
    if last == first + 1:
        if until <= 2:
            return ReadPeriod("semester", first, last, 1, label)
        return ReadPeriod("school_year", first, last, None, label) if until >= 5 else None
    if last not in {None, first}:
        return None
    if begins in {1, 2, 3} and until in {5, 6, 7, 8}:
        if semester or begins > 1:
            return ReadPeriod("semester", first - 1, first, 2, label)
        return ReadPeriod("half_year", first, first, 1, label)
    if begins in {7, 8, 9} and until == 12:
        if semester or begins > 7:
            return ReadPeriod("semester", first, first + 1, 1, label)
        return ReadPeriod("half_year", first, first, 2, label)
    return ReadPeriod("year", first, first, None, label) if begins <= 3 and until >= 11 else None


def _semester_part(found: re.Match[str], months: Sequence[int], signed_on: str) -> int | None:
    """1 for the autumn semester, 2 for the spring one. With a bare calendar year the months decide what 上学期 means;
    a plan 学期工作计划 that says no more is told by its months or by the day it was signed, else not at all."""
    if found.group("number"):
        return 1 if found.group("number") in "一1" else 2
    word = found.group("word") or found.group("season") or ""
    if word.startswith(("春", "秋")):
        return 2 if word.startswith("春") else 1
    autumn = sum(month >= 9 for month in months)
    spring = sum(2 <= month <= 7 for month in months)
    if autumn != spring:
        return 1 if autumn > spring else 2
    if not word:
        return (1 if 7 <= int(signed_on[5:7]) <= 12 else 2) if len(signed_on) >= 7 else None
    return 1 if word == "上" else 2


def _label(text: str, start: int, end: int) -> str:
    return text[start : max(start, end)].strip()


def _own_year(body: str, signed_on: str) -> int | None:
    """The year that the body gives as its own: stated, or that of the date it is signed on."""
    years = Counter(int(a or b) for a, b in _OWN_YEAR.findall(_plain(body)))
    if years:
        return years.most_common(1)[0][0]
    return int(signed_on[:4]) if signed_on else None


def _with_year(found: ReadPeriod, year: int, signed_on: str) -> ReadPeriod:
    if found.kind == "semester":
        month = int(signed_on[5:7]) if len(signed_on) >= 7 else (9 if found.part == 1 else 2)
        start = year if found.part == 1 and month >= 6 else year - 1
        return ReadPeriod("semester", start, start + 1, found.part, found.label)
    if found.kind == "school_year":
        return ReadPeriod("school_year", year, year + 1, None, found.label)
    return ReadPeriod(found.kind, year, year, found.part, found.label or f"{year}年")


def read_date(text: str) -> str:
    """ISO date of a date line, empty when it is none; year and month alone, also before a day that the month does not have, as 2026-03."""
    folded = fold(text)
    found = DATE_LINE.match(folded) or DATE_AT_END.match(folded)
    if not found:
        return ""
    parts = [found.group(name) or found.group(f"{name}2") for name in ("y", "m", "d")]
    year = parse_chinese_numeral(parts[0] or "")
    month = 1 if parts[1] in {"元", "正"} else parse_chinese_numeral(parts[1] or "")
    day = parse_chinese_numeral(parts[2]) if parts[2] else None
    if not year or not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return ""
    has_day = day is not None and MINYEAR <= year <= MAXYEAR and day <= monthrange(year, month)[1]
    return f"{year}-{month:02d}" + (f"-{day:02d}" if has_day else "")


def read_organisation(title: str, signature: str, opening: str) -> str:
    """The body whose plan it is, by its own name; "学校" or "我园" names nobody, nor does XX小学."""
    for text in (signature, title, opening):
        for sentence in re.split(r"[,，。;；:：\s]", text[:400])[:4]:
            sentence = re.sub(
                r"^(?:中共|[xX_×]{1,4}年|20__年|20\d\d\s*(?:[-—~至]\s*20\d\d)?\s*(?:学年度?|年度?)?(?:第[一二]学期|[上下]学期|[上下]半年)?|【.*?】|以来|在)+",
                "",
                sentence.strip(),
            )
            found = ORGANISATION.match(sentence)
            if (
                found
                and not _SENTENCE.search(found.group(0))
                and not _GENERIC.fullmatch(found.group(0))
                and not MASKED.search(found.group(0))
                and len(found.group(0)) >= 4
            ):
                return found.group(0)
    return ""
