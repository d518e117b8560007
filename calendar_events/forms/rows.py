"""Fields that belong together, side by side."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from branches.forms.fields import plain_helper


def rows_helper(form: forms.Form, *rows: str | tuple[str, ...]) -> FormHelper:
    """A helper that puts the names of a tuple into one row, as far as the form has them; all other fields follow in their own order."""
    helper = plain_helper()
    present = [tuple(name for name in ([row] if isinstance(row, str) else row) if name in form.fields) for row in rows]
    helper.layout = Layout(*[Div(*names, css_class="row" if len(names) > 1 else "") for names in present if names])
    helper.render_unmentioned_fields = True
    return helper
