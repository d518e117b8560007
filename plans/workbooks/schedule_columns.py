"""The columns of a schedule in Excel, and how a cell of each is said and read. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from plans.domain.draft import TEXT_LENGTH
from plans.domain.period import Period
from regulations.domain.activities import LABELS, ActivityKind
from regulations.domain.quoting import quoted

SHEET = "行事历"
RESPONSIBLE_LENGTH = 60


class Column(StrEnum):
    """In the order of the sheet; the value is the heading."""

    FIRST = "月份"
    LAST = "至"
    DAY = "日期"
    KIND = "类别"
    TEXT = "内容"
    THEME = "本月主题"
    RESPONSIBLE = "责任人"
    CODE = "编号"


#: Other headings that schools write.
_ALIASES = {
    "起始月份": Column.FIRST,
    "开始月份": Column.FIRST,
    "时间": Column.FIRST,
    "结束月份": Column.LAST,
    "至月份": Column.LAST,
    "拟定日期": Column.DAY,
    "具体日期": Column.DAY,
    "活动类别": Column.KIND,
    "活动内容": Column.TEXT,
    "工作内容": Column.TEXT,
    "主题": Column.THEME,
    "负责人": Column.RESPONSIBLE,
    "责任部门": Column.RESPONSIBLE,
}
WIDTHS: Mapping[Column, int] = {
    Column.FIRST: 14,
    Column.LAST: 14,
    Column.DAY: 12,
    Column.KIND: 16,
    Column.TEXT: 60,
    Column.THEME: 10,
    Column.RESPONSIBLE: 18,
    Column.CODE: 18,
}
KINDS: Mapping[str, ActivityKind] = {label: kind for kind, label in LABELS.items()}
YES, NO = "是", "否"
_MONTH = re.compile(
    r"(?:(?P<year>\d{4})\s*[年\-/.]\s*)?(?P<month>\d{1,2})\s*(?:月份?)?(?:\s*[-/.]?\s*\d{1,2}\s*[日号]?)?"
)
_DAY = re.compile(
    r"(?:(?:(?P<year>\d{4})\s*[年\-/.]\s*)?(?P<month>\d{1,2})\s*[月\-/.]\s*)?(?P<day>\d{1,2})\s*[日号]?"
    r"(?:\s*[（(]?\s*(?:周|星期)[一二三四五六日天]\s*[）)]?)?"
)
_CODE = re.compile(r"(?P<key>[0-9a-f]{12})-(?P<version>\d{1,6})")


class CellRefused(ValueError):
    """What a cell says cannot be taken; the message is for the person who filled it in."""


def column_of(heading: str) -> Column | None:
    """The column a heading names, however it is spaced or annotated: 月份（必填）."""
    name = re.sub(r"[\s*＊]|[（(].*[)）]", "", heading)
    return next((column for column in Column if column.value == name), _ALIASES.get(name))


def month_words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def month_of(value: object, period: Period) -> date:
    """The first day of the month a cell names: 2026年9月, 9月, 9, 2026-09, 2026/9/15, or a day. Raises CellRefused."""
    if isinstance(value, date | datetime):
        year, number = value.year, value.month
    else:
        found = _MONTH.fullmatch(str(value).strip())
        if found is None:
            raise CellRefused(f"看不懂月份{quoted(value, 20)}，请写成“{month_words(period.months[0])}”或“9月”。")
        number = int(found["month"])
        of_period = period.month_of(number)
        year = int(found["year"]) if found["year"] else of_period.year if of_period else 0
    month = date(year, number, 1) if 1 <= number <= 12 and year else None
    if month is None or not period.contains(month):
        raise CellRefused(f"{quoted(value, 20)}不在{period.label}内。")
    return month


def day_words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def day_of(value: object, month: date) -> date:
    """The day of the month that a cell names: 15日, 15, 9月15日（周二）, 2026-09-15, or a day. Raises CellRefused."""
    if isinstance(value, date | datetime):
        said = f"{value.year}-{value.month:02}-{value.day:02}"
        year, number, day = value.year, value.month, value.day
    else:
        said = str(value).strip()
        found = _DAY.fullmatch(said)
        if found is None:
            raise CellRefused(f"看不懂日期{quoted(value, 20)}，请写成“15日”或“{month.month}月15日”。")
        year, number = int(found["year"] or month.year), int(found["month"] or month.month)
        day = int(found["day"])
    try:
        named = date(year, number, day)
    except ValueError:
        raise CellRefused(f"日历上没有{quoted(said, 20)}。") from None
    if named.replace(day=1) != month:
        raise CellRefused(f"{quoted(said, 20)}不在{month_words(month)}。")
    return named


def code_words(key: str, version: int) -> str:
    """How a sheet names a line that the plan has: twelve hexadecimal digits of its key and the version it was written out in."""
    return f"{key}-{version}"


def code_of(value: object) -> tuple[str, int] | None:
    """Key and version out of such a cell; None for anything else, such as a school's own running number."""
    found = _CODE.fullmatch(str(value).strip())
    return (found["key"], int(found["version"])) if found else None


def kind_of(value: str) -> ActivityKind:
    """Raises CellRefused for a kind that there is not."""
    if value not in KINDS:
        raise CellRefused(f"没有{quoted(value, 20)}这个类别，请从下拉列表里选。")
    return KINDS[value]


def theme_of(value: str) -> bool:
    """Raises CellRefused for anything but yes and no."""
    if value in {YES, "√", "1", "TRUE", "True"}:
        return True
    if value in {NO, "×", "0", "FALSE", "False"}:
        return False
    raise CellRefused(f"“{Column.THEME}”请填“是”或“否”，不是{quoted(value, 20)}。")


def text_of(value: str) -> str:
    """Raises CellRefused for a text longer than a line may be."""
    if len(value) > TEXT_LENGTH:
        raise CellRefused(f"内容最多{TEXT_LENGTH}个字，这里有{len(value)}个。")
    return value


def responsible_of(value: str) -> str:
    """Raises CellRefused where it is longer than the field."""
    if len(value) > RESPONSIBLE_LENGTH:
        raise CellRefused(f"责任人最多{RESPONSIBLE_LENGTH}个字，这里有{len(value)}个。")
    return value


def clean(text: str) -> str:
    """One line without what XML cannot hold: control signs, halves of characters."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)
    return " ".join(text.split())
