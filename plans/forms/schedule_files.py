"""The form that takes a schedule out of Excel."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from plans.workbooks.schedule_reading import MAX_BYTES


class ScheduleUploadForm(forms.Form):
    """A schedule to be read."""

    file = forms.FileField(
        label="填好的表格",
        help_text=".xlsx，不超过 5 MB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    helper = plain_helper()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过5 MB。请只保留行事历这一张表。")
        return file
