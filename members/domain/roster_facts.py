"""What a cell of a roster says, and which facts about a person cannot be true together. Framework-free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

EARLIEST = date(1900, 1, 1)
#: Excel counts days from here; a number in this range in a column of dates is a date that lost its format.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(3_000, 60_000)
_PHONE = re.compile(r"[0-9+() -]{5,20}", re.ASCII)
_MASKED = re.compile(r"(?:.{3})?\*{4}(?:.{4})?")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff ]+")
_DAY = (
    re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?", re.ASCII),
    re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII),
)
_MONTH_ONLY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?|\d{6}", re.ASCII)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))


class CellFault(Exception):
    """A cell cannot be taken as it is; the message says what it should be."""


def text_of(cell: Any) -> str:
    """The cell as people read it: whole numbers without a point, invisible marks and doubled blanks gone."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        cell = cell.strftime("%Y-%m-%d")
    words = unicodedata.normalize("NFC", str(cell)).translate(_INVISIBLE)
    words = "".join(char if unicodedata.category(char) != "Cc" else " " for char in words)
    return re.sub(r"\s+", " ", words).strip()


def name_of(text: str) -> str:
    """Chinese names carry no blanks; names of other peoples and languages may."""
    return text.replace(" ", "") if _CHINESE.fullmatch(text) else text


def day_of(cell: Any, today: date) -> date:
    """A day out of a date cell or of text in the customary spellings; raises CellFault."""
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        day = _day_from_text(unicodedata.normalize("NFKC", text_of(cell)))
    if day < EARLIEST:
        raise CellFault("早于1900年，请核对")
    if day > today:
        raise CellFault("晚于今天，请核对")
    return day


def _day_from_text(text: str) -> date:
    for pattern in _DAY:
        if match := pattern.fullmatch(text):
            try:
                return date(*(int(part) for part in match.groups()))
            except ValueError:
                raise CellFault("不是日历上有的日期") from None
    if _MONTH_ONLY.fullmatch(text):
        raise CellFault("只有年和月，请补上日，如 1985-07-06")
    if text.isdecimal() and int(text) in _SERIALS:
        meant = _EPOCH + timedelta(days=int(text))
        raise CellFault(f"是数字，没有设成日期。如果是{meant.isoformat()}，请这样填写")
    raise CellFault("不是日期，应如 1985-07-06")


def phone_of(text: str) -> str:
    """A telephone number; raises CellFault. Masked ones are for `is_masked` to find first."""
    phone = unicodedata.normalize("NFKC", text)
    if not _PHONE.fullmatch(phone):
        raise CellFault("电话只含数字和 + - ( )，5至20位")
    return phone


def is_masked(phone: str) -> bool:
    """As lists and exports show a number: 138****0001."""
    return bool(_MASKED.fullmatch(phone))


def contradictions(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Which facts cannot be true together: field and sentence. `facts` by field name, empty ones may be missing."""
    born, joined, full = (facts.get(name) for name in ("birth_date", "joined_on", "became_full_on"))
    status = facts.get("status")
    found = []
    if born and joined and joined <= born:
        found.append(("joined_on", "入党日期应晚于出生日期"))
    if joined and full and full < joined:
        found.append(("became_full_on", "转正日期不能早于入党日期"))
    if joined and status in ("applicant", "activist", "candidate"):
        found.append(("joined_on", "还没有入党的人，入党日期请留空"))
    if full and status and status != "full":
        found.append(("became_full_on", "还没有转正的人，转正日期请留空"))
    return found
