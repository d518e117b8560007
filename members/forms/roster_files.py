"""Forms of rosters as files."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from members.workbooks.roster_reading import MAX_BYTES


class RosterUploadForm(forms.Form):
    """A roster to be read."""

    file = forms.FileField(
        label="名册文件",
        help_text=".xlsx 或 .csv，不超过 10 MB、1 万行。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    helper = plain_helper()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过10 MB。请只保留名册这一张表，或者分成几个文件。")
        return file


class RosterExportForm(forms.Form):
    """What for, and what is written out whole."""

    purpose = forms.CharField(
        label="用途",
        max_length=100,
        min_length=2,
        help_text="写在每一页上，也记入审计记录，例如“年度党内统计”。",
        error_messages={"required": "请写明用途。"},
    )
    with_phones = forms.BooleanField(label="写出完整的电话号码", required=False, help_text="不选时电话中间四位不显示。")
    with_numbers = forms.BooleanField(
        label="写出身份证号", required=False, help_text="每个人的记录里都会写明这次导出。"
    )

    helper = plain_helper()

    def __init__(self, *args: Any, may_write_numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_write_numbers:
            del self.fields["with_numbers"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("with_numbers", False)
        return data
