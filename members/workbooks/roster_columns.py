"""The columns of a roster as a file: headings, what people also call them, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from enum import Enum, auto
from typing import Any

from members.domain.identity import IdentityNumberError, normalised
from members.domain.roster_facts import CellFault, day_of, is_masked, name_of, phone_of, text_of
from members.models import Education, MemberStatus, Sex
from regulations.domain.quoting import quoted

SHEET = "名册"
#: What clears a fact; an empty cell leaves it as it is.
CLEAR = "清空"
_YES_NO = {"是": True, "否": False, "√": True, "×": False, "有": True, "无": False, "y": True, "n": False}
_NAME = re.compile(r"[^\W\d_]+(?:[ ·•・.'’-][^\W\d_]+)*\.?")


class Kind(Enum):
    NAME = auto()
    TEXT = auto()
    CHOICE = auto()
    GROUP = auto()
    DAY = auto()
    PHONE = auto()
    YES_NO = auto()
    IDENTITY = auto()


@dataclass(frozen=True)
class Column:
    """`field` is the fact's name in `Member`; `choices` are words by value, `words` what else is understood."""

    field: str
    heading: str
    kind: Kind
    width: int = 12
    also: tuple[str, ...] = ()
    choices: Mapping[str, str] = default(default_factory=dict)
    words: Mapping[str, str] = default(default_factory=dict)
    longest: int = 0

    def __hash__(self) -> int:
        return hash(self.field)


_STATUS_WORDS = {
    "中共党员": "full", "正式": "full", "预备": "probationary", "中共预备党员": "probationary", "申请人": "applicant",
    "积极分子": "activist",
}  # fmt: skip
_EDUCATION_WORDS = {
    "本科": "bachelor", "大学": "bachelor", "专科": "college", "大学专科": "college", "硕士": "master", "博士": "doctor",
    "中师": "vocational", "中等专科": "vocational",
}  # fmt: skip

COLUMNS = (
    Column("name", "姓名", Kind.NAME, 12, longest=30),
    Column("status", "身份", Kind.CHOICE, 14, ("人员类别", "政治面貌"), dict(MemberStatus.choices), _STATUS_WORDS),
    Column("group", "党小组", Kind.GROUP, 16, ("所在党小组",)),
    Column("sex", "性别", Kind.CHOICE, 8, (), dict(Sex.choices)),
    Column("birth_date", "出生日期", Kind.DAY, 14, ("出生年月日", "出生年月")),
    Column("ethnicity", "民族", Kind.TEXT, 10, longest=20),
    Column("education", "学历", Kind.CHOICE, 14, ("文化程度",), dict(Education.choices), _EDUCATION_WORDS),
    Column("post", "岗位", Kind.TEXT, 18, ("职务（岗位）", "职务(岗位)", "职务", "工作岗位"), longest=40),
    Column("phone", "联系电话", Kind.PHONE, 16, ("电话", "手机", "手机号", "手机号码", "联系方式"), longest=20),
    Column("joined_on", "入党日期", Kind.DAY, 14, ("入党时间", "加入中国共产党日期")),
    Column("became_full_on", "转正日期", Kind.DAY, 14, ("转正时间", "转为正式党员日期")),
    Column("is_retired", "离退休", Kind.YES_NO, 9),
    Column("in_difficulty", "生活困难", Kind.YES_NO, 10),
    Column("is_moving", "流动党员", Kind.YES_NO, 10),
)
IDENTITY = Column("identity", "身份证号", Kind.IDENTITY, 22, ("身份证号码", "公民身份号码", "身份证"))
HEADINGS = {column.field: column.heading for column in (*COLUMNS, IDENTITY)}


def column_of(heading: str) -> Column | None:
    """The column that a heading means, blanks and stars aside."""
    plain = re.sub(r"[\s*＊★]", "", heading)
    for column in (*COLUMNS, IDENTITY):
        if plain == column.heading or plain in column.also:
            return column
    return None


def value_of(column: Column, cell: Any, *, groups: Mapping[str, str], today: date) -> Any:
    """What a filled cell says: text, date, bool, a choice's value, a group's id; None for `CLEAR`. Raises CellFault.

    `groups`: ids by name.
    """
    text = text_of(cell)
    if text == CLEAR:
        if column.field in ("name", "status") or column.kind in (Kind.YES_NO, Kind.IDENTITY):
            raise CellFault("这一项不能清空")
        return None if column.kind in (Kind.DAY, Kind.GROUP) else ""
    match column.kind:
        case Kind.NAME:
            return _name(text, column.longest)
        case Kind.TEXT:
            return _short(text, column.longest)
        case Kind.CHOICE:
            return _choice(column, text)
        case Kind.GROUP:
            if text not in groups:
                raise CellFault(f"本支部没有在用的{quoted(text, 20)}，请先在“党小组”里建立")
            return groups[text]
        case Kind.DAY:
            return day_of(cell, today)
        case Kind.PHONE:
            return text if is_masked(text) else phone_of(text)
        case Kind.YES_NO:
            return cell if isinstance(cell, bool) else _yes_no(text)
        case Kind.IDENTITY:
            return _identity(cell)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CellFault(f"超过{longest}字")
    return text


def _name(text: str, longest: int) -> str:
    name = name_of(text)
    if not _NAME.fullmatch(name):
        raise CellFault("不像姓名：姓名里只有文字、空格和间隔号")
    return _short(name, longest)


def _choice(column: Column, text: str) -> str:
    values = {word: value for value, word in column.choices.items()} | dict(column.words)
    if text not in values:
        raise CellFault(f"应为{'、'.join(column.choices.values())}之一")
    return values[text]


def _yes_no(text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise CellFault("应为“是”或“否”")
    return _YES_NO[text.lower()]


def _identity(cell: Any) -> str:
    if isinstance(cell, int | float):
        raise CellFault("是数字格式，Excel 已丢掉后几位。请把这一列设为文本后重新填写")
    try:
        return normalised(str(cell))
    except IdentityNumberError as error:
        raise CellFault(str(error).rstrip("。")) from None
