"""Last year's words for a new period: every year, semester, anniversary and ordinal in them is proposed for change, one by one.

A proposal is certain when it can be computed: the old text was right for the old period and the new value follows. Everything else is
shown and left unticked. Nothing is changed that a person did not accept. Framework-free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from documents.domain.numbering import chinese_numeral, parse_chinese_numeral
from plans.domain.draft import ItemDraft, PlanDraft
from plans.domain.period import Cycle, Period
from regulations.domain.observances import Observance, ObservanceBook
from regulations.domain.quoting import quoted

_CONTEXT = 16
_NUMBER = r"\d{1,3}|[一二三四五六七八九十百零〇]{1,5}"
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)(?!\d)(?=\s*(?:年|学年|[-—–~～至]|春|秋|级|届|\b))")
_YEAR_CN = re.compile(r"二[〇○零0][〇○零0一二三四五六七八九]{2}(?=年)")
_PART_WORDS = {
    Cycle.SEMESTER: (
        ("第一学期", "第二学期"),
        ("第1学期", "第2学期"),
        ("上学期", "下学期"),
        ("秋季学期", "春季学期"),
        ("秋季", "春季"),
    ),
    Cycle.HALF_YEAR: (("上半年", "下半年"),),
}
_WEEKDAY = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s*[（(]?\s*(?P<name>星期|周)(?P<weekday>[一二三四五六日天])"
)
_ORDINAL = re.compile(rf"第(?P<number>{_NUMBER})(?P<unit>届|个|次)(?!学期|月|专题|季度|方面|问题|全会)")
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`key` names the place (field and offset) and stays the same for the same text. `certain` proposals are ticked beforehand."""

    key: str
    group: str
    old: str
    new: str
    reason: str
    certain: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    new: str
    group: str
    reason: str
    certain: bool


def propose(draft: PlanDraft, new: Period, book: ObservanceBook) -> list[Proposal]:
    """All proposals for the draft's texts in reading order; `draft.period` is the old period."""
    proposals = []
    for place, text in _texts(draft):
        for find in _finds(text, draft.period, new, book):
            proposals.append(
                Proposal(
                    f"{place}.{find.start}",
                    find.group,
                    text[find.start : find.end],
                    find.new,
                    find.reason,
                    find.certain,
                    text[max(0, find.start - _CONTEXT) : find.start],
                    text[find.end : find.end + _CONTEXT],
                )
            )
    return proposals


def roll(draft: PlanDraft, new: Period, accepted: Mapping[str, str], book: ObservanceBook) -> PlanDraft:
    """The draft for the new period: months by their number, texts with exactly the accepted replacements (by proposal key)."""
    changed = {place: _apply(text, place, draft.period, new, accepted, book) for place, text in _texts(draft)}
    sections = [
        replace(section, heading=changed[f"s{i}h"], body=changed[f"s{i}b"], origin=None, is_locked=False)
        for i, section in enumerate(draft.sections)
    ]
    items = [item for i, old in enumerate(draft.items) if (item := _moved(old, new, changed[f"i{i}"]))]
    return replace(draft, period=new, title=changed["title"], sections=sections, items=items, signed_on=None)


def items_without_month(draft: PlanDraft, new: Period) -> list[ItemDraft]:
    """Lines whose months the new period does not have; they are not taken along and must be shown."""
    return [
        item
        for item in draft.items
        if new.month_of(item.first_month.month) is None and new.month_of(item.last_month.month) is None
    ]


def _texts(draft: PlanDraft) -> Iterator[tuple[str, str]]:
    yield "title", draft.title
    for i, section in enumerate(draft.sections):
        yield f"s{i}h", section.heading
        yield f"s{i}b", section.body
    for i, item in enumerate(draft.items):
        yield f"i{i}", item.text


def _moved(item: ItemDraft, new: Period, text: str) -> ItemDraft | None:
    first, last = new.month_of(item.first_month.month), new.month_of(item.last_month.month)
    if first is None and last is None:
        return None
    first, last = first or last, last or first
    if first and last and last < first:
        last = first
    if not first or not last:
        return None
    return replace(item, first_month=first, last_month=last, text=text, origin=None, planned_on=None)


def _apply(text: str, place: str, old: Period, new: Period, accepted: Mapping[str, str], book: ObservanceBook) -> str:
    result, position = "", 0
    for find in _finds(text, old, new, book):
        replacement = accepted.get(f"{place}.{find.start}")
        if replacement is not None:
            result += text[position : find.start] + replacement
            position = find.end
    return result + text[position:]


def _finds(text: str, old: Period, new: Period, book: ObservanceBook) -> list[_Find]:
    """All finds of a text in order, overlapping ones left to the more telling kind."""
    found: list[_Find] = []
    for source in (
        _observances(text, old, new, book),
        _weekdays(text, old, new),
        _parts(text, old, new),
        _years(text, old, new),
        _plans(text, new, book),
        _ordinals(text, old, new),
    ):
        for find in source:
            if find.new != text[find.start : find.end] and all(
                find.end <= other.start or find.start >= other.end for other in found
            ):
                found.append(find)
    return sorted(found, key=lambda find: find.start)


def _years(text: str, old: Period, new: Period) -> Iterator[_Find]:
    own = {month.year for month in old.months} | (
        {old.year, old.year + 1} if old.cycle in {Cycle.SCHOOL_YEAR, Cycle.SEMESTER} else {old.year}
    )
    shift = new.year - old.year
    for found in _YEAR.finditer(text):
        year = int(found.group("year"))
        if shift:
            yield _Find(
                found.start(),
                found.end(),
                str(year + shift),
                "年份",
                f"{year}年 → {year + shift}年",
                year in own and not _quoted(text, found.start()),
            )
    for found in _YEAR_CN.finditer(text):
        parsed = parse_chinese_numeral(found.group(0))
        if parsed and shift:
            year = parsed
            digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year + shift))
            yield _Find(found.start(), found.end(), digits, "年份", f"{year}年 → {year + shift}年", year in own)


def _quoted(text: str, position: int) -> bool:
    """Inside 《》 the year belongs to a document's name."""
    return text.rfind("《", 0, position) > text.rfind("》", 0, position)


def _parts(text: str, old: Period, new: Period) -> Iterator[_Find]:
    if old.cycle != new.cycle or old.part == new.part:
        return
    for words in _PART_WORDS.get(old.cycle, ()):
        before, after = words[old.part - 1], words[new.part - 1]
        for found in re.finditer(re.escape(before), text):
            yield _Find(found.start(), found.end(), after, "学期", f"{old.label} → {new.label}", True)


def _observances(text: str, old: Period, new: Period, book: ObservanceBook) -> Iterator[_Find]:
    for observance in book.observances:
        names = "|".join(f"(?:{pattern})" for pattern in observance.patterns)
        shapes = (
            re.compile(rf"(?:{names})[^，。；\d一二三四五六七八九十百]{{0,4}}?(?P<number>{_NUMBER})\s*(?P<unit>周年)"),
            re.compile(rf"第(?P<number>{_NUMBER})\s*(?P<unit>个|届|次)[“‘]?[^，。；]{{0,4}}?(?:{names})"),
        )
        for shape in shapes:
            for found in shape.finditer(text):
                yield from _observance(found, observance, old, new)


def _observance(found: re.Match[str], observance: Observance, old: Period, new: Period) -> Iterator[_Find]:
    written = found.group("number")
    number = parse_chinese_numeral(written)
    if number is None:
        return
    count = observance.anniversary if found.group("unit") == "周年" else observance.ordinal
    was, becomes = count(_year_of(observance.month, old)), count(_year_of(observance.month, new))
    if becomes < 1:
        return
    text = str(becomes) if written.isdigit() else chinese_numeral(becomes)
    year = _year_of(observance.month, new)
    unit = found.group("unit")
    reason = (
        f"{observance.name}{becomes}周年：{year} − {observance.origin}"
        if unit == "周年"
        else f"{year}年是第{becomes}{unit}{observance.name}"
    )
    if number != was:
        reason += f"（原文写{number}，按{old.label}应为{was}）"
    yield _Find(found.start("number"), found.end("number"), text, "周年和届次", reason, number == was)


def _year_of(month: int, period: Period) -> int:
    first_day = period.month_of(month)
    return first_day.year if first_day else period.months[0].year


def _ordinals(text: str, old: Period, new: Period) -> Iterator[_Find]:
    shift = new.year - old.year
    for found in _ORDINAL.finditer(text):
        number = parse_chinese_numeral(found.group("number"))
        if number and shift and number > 1:
            becomes = number + shift
            written = str(becomes) if found.group("number").isdigit() else chinese_numeral(becomes)
            yield _Find(
                found.start("number"),
                found.end("number"),
                written,
                "周年和届次",
                f"如果每年一{found.group('unit')}，应为第{becomes}{found.group('unit')}；请核对",
                False,
            )


def _plans(text: str, new: Period, book: ObservanceBook) -> Iterator[_Find]:
    current = book.five_year_plan_of(new.year)
    for plan in book.five_year_plans:
        if current and plan != current:
            for found in re.finditer(re.escape(plan.name), text):
                yield _Find(
                    found.start(),
                    found.end(),
                    current.name,
                    "五年规划",
                    f"{new.year}年属于{quoted(current.name)}（{current.first_year}—{current.last_year}）；回顾性文字请保留",
                    False,
                )


def _weekdays(text: str, old: Period, new: Period) -> Iterator[_Find]:
    for found in _WEEKDAY.finditer(text):
        month, day = int(found.group("month")), int(found.group("day"))
        try:
            before, after = (date(_year_of(month, period), month, day) for period in (old, new))
        except ValueError:
            continue
        right = WEEKDAYS[before.weekday()] == found.group("weekday").replace("天", "日")
        yield _Find(
            found.start("weekday"),
            found.end("weekday"),
            WEEKDAYS[after.weekday()],
            "星期",
            f"{after.year}年{month}月{day}日是星期{WEEKDAYS[after.weekday()]}",
            right,
        )
