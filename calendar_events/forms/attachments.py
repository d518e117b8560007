"""The form for several files at once."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from calendar_events.domain.files import ALLOWED
from calendar_events.models import EVENT_PURPOSES, Purpose

MOST_AT_ONCE = 20
ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.txt"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(f"一次最多上传{MOST_AT_ONCE}个文件。")
        found = [super(FilesField, self).clean(file, initial) for file in files]
        if self.required and not found:
            raise forms.ValidationError("请选择文件。")
        return found


class FilesForm(forms.Form):
    """Files; at an event also what they are."""

    purpose = forms.ChoiceField(label="用途", choices=[(p.value, p.label) for p in EVENT_PURPOSES])
    upload = FilesField(label="选择文件", help_text=f"{ALLOWED}；可以一次选几个。照片会去掉拍摄地点等信息。")

    helper = plain_helper()

    def __init__(self, *args: Any, with_purpose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = ACCEPT
        if not with_purpose:
            del self.fields["purpose"]

    @property
    def purpose_of(self) -> Purpose:
        """What they are; proof where there is nothing to choose."""
        return Purpose(self.cleaned_data.get("purpose", Purpose.PROOF))
