"""Forms of the queue: its filters, giving papers to reviewers, who reviews what, the district's habits."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F, Q, QuerySet

from branches.forms.fields import plain_helper
from branches.models import Branch, District, SchoolKind, User
from branches.querysets import below
from branches.scope import scope_of
from plans.domain.period import EARLIEST, LATEST
from plans.forms.fields import LongSelect
from plans.models import Plan
from plans.selectors.queue import areas_of, reviewers_of, rounds_of
from workflow.domain.transitions import UNCLAIMED, WAITING, Status
from workflow.models import ReviewSettings

Choices = list[tuple[str | UUID, str]]


class QueueForm(forms.Form):
    """Filters of the queue; all optional, wrong values are told beside the field. What a person may choose is offered by `offer`."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "待办"), ("all", "全部"), *((s.value, s.label) for s in Status if s is not Status.DRAFT)],
        widget=LongSelect,
    )
    who = forms.CharField(label="审核员", required=False, widget=LongSelect)
    only = forms.ChoiceField(
        label="只看",
        required=False,
        choices=[("", "全部"), ("found", "查出问题的"), ("clean", "没有问题的"), ("late", "迟交的")],
        widget=LongSelect,
    )
    round = forms.UUIDField(label="布置", required=False, widget=LongSelect)
    area = forms.UUIDField(label="片区", required=False, widget=LongSelect)
    kind = forms.ChoiceField(
        label="学校类别", required=False, choices=[("", "全部"), *SchoolKind.choices], widget=LongSelect
    )
    year = forms.IntegerField(label="年份", required=False, min_value=EARLIEST, max_value=LATEST)
    name = forms.CharField(
        label="学校", required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )

    def offer(self, user: User, today: date) -> None:
        """Fill the lists with the rounds, areas and reviewers of this user; a list with nothing to choose is left out."""
        everything = ("", "全部")
        people = reviewers_of(user, today).exclude(pk=user.pk).values_list("pk", "display_name")
        self._choices("who", [everything, ("me", "我认领的、分给我的"), ("nobody", "没有人认领的"), *people])
        self._choices("round", [everything, *rounds_of(user).values_list("pk", "title")])
        self._choices("area", [everything, *areas_of(user, self.data.get("area", ""))])

    def _choices(self, name: str, choices: Choices) -> None:
        if len(choices) > 1:
            widget = self.fields[name].widget
            widget.choices = choices
        else:
            del self.fields[name]

    def clean_who(self) -> str:
        who: str = self.cleaned_data["who"]
        if who not in {"", "me", "nobody"}:
            try:
                UUID(who)
            except ValueError as error:
                raise forms.ValidationError("没有这名审核员。") from error
        return who

    def narrow(self, rows: QuerySet[Plan], user: User) -> QuerySet[Plan]:
        """The rows that fit the filters; invalid filters narrow nothing."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        status = data.get("status")
        if not status:
            rows = rows.filter(status__in=sorted(WAITING))
        elif status != "all":
            rows = rows.filter(status=status)
        rows = _of_reviewer(rows, data.get("who") or "", user)
        if data.get("only") == "late":
            rows = rows.filter(risks__submission=F("submission_count"), risks__days_late__gt=0)
        elif data.get("only"):
            rows = rows.filter(is_clean=data["only"] == "clean")
        if data.get("round"):
            rows = rows.filter(round=data["round"])
        if data.get("area"):
            path = District.objects.filter(pk=data["area"]).values_list("path", flat=True).first() or "-"
            rows = rows.filter(branch__district__path__startswith=path)
        if data.get("kind"):
            rows = rows.filter(branch__school_kind=data["kind"])
        if data.get("year"):
            rows = rows.filter(year=data["year"])
        if data.get("name"):
            rows = rows.filter(
                Q(branch__school_name__icontains=data["name"]) | Q(branch__short_name__icontains=data["name"])
            )
        return rows


def _of_reviewer(rows: QuerySet[Plan], who: str, user: User) -> QuerySet[Plan]:
    """Whoever holds a paper has it; what nobody holds belongs to whom it was given."""
    if not who:
        return rows
    if who == "nobody":
        return rows.filter(status__in=sorted(UNCLAIMED), assigned_to__isnull=True)
    person = user.pk if who == "me" else UUID(who)
    return rows.filter(Q(claimed_by=person) | Q(status__in=sorted(UNCLAIMED), assigned_to=person))


class ReviewerForm(forms.Form):
    """To whom papers are given."""

    reviewer = forms.ModelChoiceField(
        label="审核员", queryset=User.objects.none(), error_messages={"required": "请选择审核员。"}
    )

    helper = plain_helper()

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = reviewers_of(user, today)


class SchoolField(forms.ModelChoiceField):
    """A school by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


class AssignmentForm(ReviewerForm):
    """A standing rule: an area, one kind of school in it, or one school."""

    district = forms.ModelChoiceField(
        label="片区", queryset=District.objects.none(), error_messages={"required": "请选择片区。"}
    )
    school_kind = forms.ChoiceField(label="学校类别", required=False, choices=[("", "全部类别"), *SchoolKind.choices])
    branch = SchoolField(
        label="只是一所学校",
        queryset=Branch.objects.none(),
        required=False,
        empty_label="（整个片区）",
        help_text="选了学校，片区和类别不起作用。",
    )

    field_order = ["district", "school_kind", "branch", "reviewer"]

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, today=today, **kwargs)
        paths = scope_of(user).review_led_paths
        districts, branches = self.fields["district"], self.fields["branch"]
        assert isinstance(districts, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        assert isinstance(branches, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        districts.queryset = District.objects.filter(below(paths)).order_by("path")
        branches.queryset = Branch.objects.filter(below(paths, "district__"), is_active=True).order_by("short_name")


class ReviewSettingsForm(forms.ModelForm):
    """A district's habits of reviewing."""

    helper = plain_helper()

    class Meta:
        model = ReviewSettings
        fields = ["answer_days", "sample_percent", "sample_least"]
