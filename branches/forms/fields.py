"""Fields that forms of every app have, and how crispy sets a form."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
UNLIKELY = "请核对年份：应在1900年至2100年之间。"
FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


def plain_helper() -> FormHelper:
    """Fields only: the page writes the form element and its buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class DayField(forms.DateField):
    """A day with the browser's own calendar; 2026-3-1, 2026/3/1, 2026.3.1 and 2026年3月1日 are read as well.

    Years that can only be slips of the pen (0226, 20266) are refused, so that nothing has to reckon with them.
    """

    default_validators = [MinValueValidator(FIRST_DAY, UNLIKELY), MaxValueValidator(LAST_DAY, UNLIKELY)]

    def __init__(self, label: str, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, input_formats=FORMATS, widget=widget, **more)
