"""Roster files made in the test, and keys for identity numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from branches.models import District, User
from members.domain.identity import check_digit
from members.models import KeepNumbers, RosterImport
from members.services.identity import set_people_setting
from members.services.roster_import import upload_roster
from tests.cast import NOW, TODAY, Cast

RINGS = {"IDENTITY_KEYS": {"s1": b"s" * 32}, "IDENTITY_INDEX_KEYS": {"i1": b"i" * 32}}
#: The example of GB 11643-1999.
EXAMPLE = "11010519491231002X"


def number_for(born: date, order: int = 1, area: str = "110105") -> str:
    """A number that nobody was given: order is odd for a man, even for a woman."""
    first = f"{area}{born:%Y%m%d}{order:03d}"
    return first + check_digit(first)


def workbook(*rows: Sequence[Any], prepare: Callable[[Worksheet], None] | None = None, title: str = "名册") -> bytes:
    """An .xlsx with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if prepare:
        prepare(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bring(cast: Cast, data: bytes, filename: str = "名册.xlsx", by: User | None = None) -> RosterImport:
    """Uploaded by the secretary of 青榆一小 and read."""
    return upload_roster(branch=cast.branch, data=data, filename=filename, by=by or cast.lin, at=NOW)


def turn_on(cast: Cast, district: District | None = None) -> None:
    """青榆区 keeps identity numbers from today on."""
    set_people_setting(
        district=district or cast.district,
        keep_numbers=KeepNumbers.YES,
        valid_from=TODAY,
        reason="区委组织部通知",
        by=cast.wei,
        at=NOW,
    )
