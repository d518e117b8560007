"""The filters above a list."""

from __future__ import annotations

from django import template
from django.forms import BoundField, Form
from django.utils.safestring import SafeString

from branchplan.markup import put, put_join

register = template.Library()


@register.simple_tag
def filter_fields(form: Form) -> SafeString:
    """All fields, as `look/field.html` shows them: label, widget, errors. A list has up to eight, and crispy renders four templates for
    each, which takes longer than the list."""
    return put_join("\n", "{}", ((_field(field),) for field in form))


def _field(field: BoundField) -> SafeString:
    if field.is_hidden:
        return put("{}", field)
    errors = put_join("", "<li>{}</li>", ((error,) for error in field.errors))
    said = put('<ul class="errorlist" id="{}_error">{}</ul>', field.auto_id, errors) if errors else ""
    return put(
        '<div id="div_{}" class="field{}"><label for="{}">{}</label>{}{}</div>',
        field.auto_id, " field-wrong" if errors else "", field.id_for_label, field.label, field, said,
    )  # fmt: skip
