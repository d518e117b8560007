"""The 18-digit citizen identity number (GB 11643-1999): its check digit, and what it says about its holder."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
EARLIEST_BIRTH = date(1900, 1, 1)
_BETWEEN = re.compile(r"[\s\-‐–—·]")
_SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)


class IdentityNumberError(Exception):
    """The text is no identity number; the message says why and never repeats the text."""


def normalised(text: str) -> str:
    """The number as it is kept: 18 ASCII characters, `X` a capital. Blanks, dashes and full-width digits are understood.

    Raises IdentityNumberError.
    """
    number = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        raise IdentityNumberError("这是15位的旧号码，请填写18位公民身份号码。")
    if len(number) != 18:
        raise IdentityNumberError(f"公民身份号码应为18位，现在是{len(number)}位。")
    if not _SHAPE.fullmatch(number):
        raise IdentityNumberError("公民身份号码由17位数字和1位数字或X组成，不以0开头。")
    _check_birth(number)
    if check_digit(number[:17]) != number[17]:
        raise IdentityNumberError("最后一位校验码不对，请核对有没有抄错。")
    return number


def check_digit(first: str) -> str:
    """The 18th character for 17 digits (ISO 7064, MOD 11-2)."""
    return CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def birth_date_of(number: str) -> date:
    """Of a normalised number."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> str:
    """ "male" for an odd, "female" for an even 17th digit of a normalised number."""
    return "male" if int(number[16]) % 2 else "female"


def contradictions(number: str, *, birth_date: date | None, sex: str, today: date) -> list[str]:
    """What the number says otherwise than the roster: sentences to look at, not faults. The number is not repeated in them."""
    said = []
    if birth_date is not None and birth_date_of(number) != birth_date:
        said.append("号码中的出生日期与名册上的不一致，请核对（档案认定的出生日期以组织认定为准）。")
    if sex and sex_of(number) != sex:
        said.append("号码中的性别与名册上的不一致，请核对。")
    if birth_date_of(number) > today:
        said.append("号码中的出生日期在今天以后，请核对。")
    return said


def _check_birth(number: str) -> None:
    try:
        born = birth_date_of(number)
    except ValueError:
        raise IdentityNumberError("第7至14位不是日历上有的出生日期，请核对。") from None
    if born < EARLIEST_BIRTH:
        raise IdentityNumberError("第7至14位的出生日期早于1900年，请核对。")
