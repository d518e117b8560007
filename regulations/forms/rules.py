"""Forms about the rule book."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from regulations.domain.parameters import Kind, OverrideRefused, Parameter, adjustable_parameters
from regulations.domain.rules import Evidence, Rule

PREFIX = "p_"
REASON_LENGTH = 200
YES_NO = [("True", "是"), ("False", "否")]


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        """A list has no length in characters; the rule itself says what is allowed."""


class RuleFilterForm(forms.Form):
    """Filters of the list of rules; all of them are part of the address."""

    q = forms.CharField(label="条目或名称", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    document = forms.ChoiceField(label="文件", required=False)
    evidence = forms.ChoiceField(
        label="依据情况", required=False, choices=[("", "全部"), *((row.value, row.label) for row in Evidence)]
    )
    only = forms.ChoiceField(
        label="范围", required=False, choices=[("", "全部"), ("local", "可在本地调整"), ("set", "本地已有取值")]
    )
    past = forms.BooleanField(label="含已废止和未生效", required=False)

    helper = plain_helper()

    def __init__(self, *args: Any, documents: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", "全部"), *((name, name) for name in documents)]


class OverrideForm(forms.Form):
    """The district's own values of one rule, from a day on, with the reason."""

    valid_from = DayField("自何日起", help_text="不早于今天；已作出的检查结果不追改。")
    reason = forms.CharField(
        label="依据或理由", max_length=REASON_LENGTH, help_text="如教育工委的文件名称和文号，党支部会看到。"
    )

    helper = plain_helper()

    def __init__(self, *args: Any, rule: Rule, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adjustable = adjustable_parameters(rule)
        for parameter in self.adjustable:
            field = _field(parameter)
            field.initial = _initial(parameter, rule.parameters[parameter.name])
            self.fields[PREFIX + parameter.name] = field
        self.fields["valid_from"].initial = today
        self.order_fields([PREFIX + parameter.name for parameter in self.adjustable])

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of a valid form by name."""
        values = {parameter.name: self.cleaned_data[PREFIX + parameter.name] for parameter in self.adjustable}
        flags = [parameter.name for parameter in self.adjustable if parameter.kind is Kind.FLAG]
        return values | {name: values[name] == "True" for name in flags}

    def add_refusal(self, error: OverrideRefused) -> None:
        """Each sentence beside its field."""
        for name, message in error.messages.items():
            known = name if name in self.fields else PREFIX + name
            self.add_error(known if known in self.fields else None, message)


class EndOverrideForm(forms.Form):
    """From which day on the value above counts again, and why."""

    valid_from = DayField("自何日起恢复")
    reason = forms.CharField(label="依据或理由", max_length=REASON_LENGTH)

    prefix = "end"
    helper = plain_helper()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today

    def add_refusal(self, error: OverrideRefused) -> None:
        for name, message in error.messages.items():
            self.add_error(name if name in self.fields else None, message)


def _field(parameter: Parameter) -> forms.Field:
    has_own_unit = not parameter.unit or parameter.unit in parameter.label
    label = parameter.label if has_own_unit else f"{parameter.label}（{parameter.unit}）"
    bounds: dict[str, Any] = {"min_value": parameter.least, "max_value": parameter.most}
    if parameter.kind is Kind.WHOLE:
        return forms.IntegerField(label=label, **bounds)
    if parameter.kind is Kind.NUMBER:
        return forms.FloatField(label=label, **bounds)
    if parameter.kind is Kind.FLAG:
        return forms.ChoiceField(label=label, choices=YES_NO)
    if parameter.kind is Kind.CHOICE:
        return forms.ChoiceField(label=label, choices=list(parameter.choices.items()))
    if parameter.kind is Kind.TEXTS:
        return LinesField(label=label, help_text="每行一项。")
    hint = "写作“月-日”，如10-01。" if parameter.kind is Kind.MONTH_DAY else ""
    return forms.CharField(label=label, help_text=hint)


def _initial(parameter: Parameter, value: Any) -> Any:
    return str(value) if parameter.kind is Kind.FLAG else value
