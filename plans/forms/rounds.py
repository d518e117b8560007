"""Forms of planning rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch, District, SchoolKind
from plans.domain.draft import HEADING_LENGTH
from plans.domain.outline import MAX_LEVEL
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, current_period
from plans.forms.beginning import PeriodForm
from plans.forms.fields import LongSelect
from plans.models import PlanningRound, RoundState, SchoolGroup
from plans.models.plan import PAPER_CHOICES
from plans.models.rounds import INSTRUCTIONS_LENGTH, PART_LENGTH, POINT_LENGTH, REASON_LENGTH, ROUND_TITLE_LENGTH
from plans.selectors.rounds.reach import NamesRead, areas_of, schools_named
from plans.services.rounds.enclosures import PartFacts
from plans.services.rounds.writing import RoundFacts
from regulations.domain.quoting import quoted

MOST_POINTS = 40
NEXT_YEAR_FROM = 10
#: A paper that is asked for is due within so long of being asked: later is a slip of the pen.
LONGEST = timedelta(days=731)
#: What of an opened round may still change; the rest schools have already gone by.
OPEN_TO_CHANGE = ("title", "due_on", "instructions", "points", "drops_answers")


def names_error(read: NamesRead) -> str:
    """What is wrong with a list of schools, or ""."""
    words = []
    if read.unknown:
        words.append(f"没有找到：{'、'.join(read.unknown[:10])}{'等' if len(read.unknown) > 10 else ''}")
    if read.ambiguous:
        words.append(f"有同名的，请写全称：{'、'.join(read.ambiguous[:10])}")
    return "；".join(words)


class RoundForm(PeriodForm):
    """Everything about a round but its template and files."""

    title = forms.CharField(label="标题", max_length=ROUND_TITLE_LENGTH, help_text="如“2026年党支部工作计划”。")
    paper = forms.ChoiceField(label="报送什么", choices=PAPER_CHOICES)
    opens_on = DayField("开始日期")
    due_on = DayField("截止日期", help_text="当天仍可报送。")
    reviews = forms.TypedChoiceField(label="审核", coerce=int, choices=[(1, "一次审核"), (2, "初审和复核")])
    instructions = forms.CharField(
        label="要求", required=False, max_length=INSTRUCTIONS_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    points = forms.CharField(
        label="工作要点",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"每行一项，每项最多{POINT_LENGTH}字。学校要说明计划里哪一段、哪一条对应，没有对应的不能提交。",
    )
    drops_answers = forms.BooleanField(
        label="删去学校已做的对应", required=False, help_text="取消的要点，学校已经对应了段落或条目时才需要勾选。"
    )
    areas = forms.MultipleChoiceField(label="片区", required=False, widget=forms.CheckboxSelectMultiple)
    school_kinds = forms.MultipleChoiceField(
        label="学校类别",
        required=False,
        choices=SchoolKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="只限定上面勾选的片区；不选是全部类别。",
    )
    groups = forms.MultipleChoiceField(label="学校组", required=False, widget=forms.CheckboxSelectMultiple)
    schools = forms.CharField(
        label="另外指定的学校",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一所，写简称、学校名称或党组织名称。",
    )

    field_order = [
        "title", "paper", "cycle", "year", "part", "opens_on", "due_on", "reviews", "instructions", "points", "drops_answers",
        "areas", "school_kinds", "groups", "schools",
    ]  # fmt: skip

    def __init__(self, *args: Any, district: District, planning: PlanningRound | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planning = planning
        self._areas = {str(row.pk): row for row in areas_of(district)}
        self._groups = {str(row.pk): row for row in SchoolGroup.objects.filter(district=district).order_by("name")}
        self._schools: list[Branch] = []
        self.district = district
        if planning and planning.state != RoundState.DRAFT:
            self.fields = {name: self.fields[name] for name in OPEN_TO_CHANGE}
            return
        del self.fields["drops_answers"]  # nobody has answered what nobody was told of
        self._offer("areas", [(key, row.name) for key, row in self._areas.items()])
        if self._groups:
            self._offer("groups", [(key, row.name) for key, row in self._groups.items()])
        else:
            del self.fields["groups"]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        field.choices = choices

    @classmethod
    def initial_for(cls, district: District, today: date) -> dict[str, Any]:
        """A plan for the year from all schools of the district: from October on for the next one."""
        period = current_period(Cycle.CALENDAR_YEAR, today)
        if today.month >= NEXT_YEAR_FROM:
            period = period.next()
        return {
            **cls.initial_of(period),
            "paper": PaperKind.PLAN.value,
            "title": f"{period.label}党支部工作计划",
            "opens_on": today,
            "reviews": 1,
            "areas": [str(district.pk)],
        }

    @classmethod
    def initial_from(cls, planning: PlanningRound) -> dict[str, Any]:
        """The round as it stands. Four queries."""
        names = [branch.short_name for branch in planning.schools.order_by("district__path", "short_name")]
        return {
            **cls.initial_of(planning.period),
            **{name: getattr(planning, name) for name in ("title", "paper", "opens_on", "due_on", "reviews")},
            "instructions": planning.instructions,
            "points": "\n".join(planning.key_points.order_by("number").values_list("text", flat=True)),
            "areas": [str(pk) for pk in planning.areas.values_list("pk", flat=True)],
            "school_kinds": planning.school_kinds,
            "groups": [str(pk) for pk in planning.groups.values_list("pk", flat=True)],
            "schools": "\n".join(names),
        }

    def clean_points(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]
        if len(lines) > MOST_POINTS:
            raise forms.ValidationError(f"最多{MOST_POINTS}项，现在有{len(lines)}项。")
        if long := next((line for line in lines if len(line) > POINT_LENGTH), None):
            raise forms.ValidationError(f"{quoted(long, 20)}有{len(long)}字，每项最多{POINT_LENGTH}字。")
        return lines

    def clean_schools(self) -> str:
        read = schools_named(self.district, self.cleaned_data["schools"].splitlines())
        if error := names_error(read):
            raise forms.ValidationError(error)
        self._schools = read.branches
        return self.cleaned_data["schools"]

    def clean(self) -> dict[str, Any]:
        data = forms.Form.clean(self) or {} if "cycle" not in self.fields else super().clean()
        opens_on = data.get("opens_on") or (self.planning.opens_on if self.planning else None)
        if opens_on and data.get("due_on") and data["due_on"] < opens_on:
            self.add_error("due_on", "截止日期不能早于开始日期。")
        if opens_on and data.get("due_on") and data["due_on"] > opens_on + LONGEST:
            self.add_error("due_on", "截止日期在开始两年以后，请核对年份。")
        return data

    @property
    def facts(self) -> RoundFacts:
        """Of a valid form."""
        data, old = self.cleaned_data, self.planning
        if old and old.state != RoundState.DRAFT:
            return RoundFacts(
                data["title"], old.paper, old.period, old.opens_on, data["due_on"], data["instructions"],
                points=data["points"], drops_answers=data["drops_answers"],
            )  # fmt: skip
        return RoundFacts(
            title=data["title"],
            paper=data["paper"],
            period=self.period,
            opens_on=data["opens_on"],
            due_on=data["due_on"],
            instructions=data["instructions"],
            reviews=data["reviews"],
            areas=[self._areas[key] for key in data["areas"]],
            school_kinds=data["school_kinds"],
            groups=[self._groups[key] for key in data.get("groups", [])],
            schools=self._schools,
            points=data["points"],
        )


class PartForm(forms.Form):
    """A section of the template; the place is a number that may be changed."""

    place = forms.IntegerField(label="次序", required=False, min_value=1, max_value=999)
    level = forms.TypedChoiceField(
        label="级别", coerce=int, choices=[(n, f"{n}级") for n in range(1, MAX_LEVEL + 1)], initial=1
    )
    heading = forms.CharField(label="标题", required=False, max_length=HEADING_LENGTH)
    is_locked = forms.BooleanField(label="固定内容，学校不能改", required=False)
    body = forms.CharField(
        label="正文", required=False, max_length=PART_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    hint = forms.CharField(label="填写提示", required=False, max_length=200)

    helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("body") or data.get("hint")) and not data.get("heading"):
            self.add_error("heading", "请写标题；不要这一段时请把三项都清空。")
        return data


class PartFormSet(forms.BaseFormSet):
    """All sections of the template; an empty one is left out."""

    @property
    def parts(self) -> list[PartFacts]:
        """Of a valid set, by their places; those without one follow in the order they stand."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("heading")]
        order = sorted(range(len(rows)), key=lambda i: (rows[i].get("place") or 1000, i))
        names = ("level", "heading", "body", "hint", "is_locked")
        return [PartFacts(**{name: rows[i][name] for name in names}) for i in order]


class FileForm(forms.Form):
    """A file that goes with the round."""

    file = forms.FileField(label="选择文件", error_messages={"required": "请选择文件。"})

    helper = plain_helper()


class BoardForm(forms.Form):
    """What the board's address asks for; a wrong value is told beside the field and left out."""

    area = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label="进度", required=False, widget=LongSelect)
    kind = forms.ChoiceField(
        label="学校类别", required=False, choices=[("", "全部"), *SchoolKind.choices], widget=LongSelect
    )
    q = forms.CharField(label="学校", required=False, max_length=40)

    def __init__(self, *args: Any, states: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("" if value == "expected" else value, label) for value, label in states.items()]


class ExtendForm(forms.Form):
    """Another last day for the chosen schools."""

    due_on = DayField("新的截止日期")
    reason = forms.CharField(label="理由", max_length=REASON_LENGTH, help_text="学校会看到。")

    helper = plain_helper()


class GroupForm(forms.Form):
    """A group of schools by their names."""

    name = forms.CharField(label="名称", max_length=40, help_text="如“集团校”“党建示范校”。")
    schools = forms.CharField(
        label="学校",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="每行一所，写简称、学校名称或党组织名称。",
    )

    helper = plain_helper()

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district = district
        self.branches: list[Branch] = []

    def clean_schools(self) -> str:
        read = schools_named(self.district, self.cleaned_data["schools"].splitlines())
        if error := names_error(read):
            raise forms.ValidationError(error)
        self.branches = read.branches
        return self.cleaned_data["schools"]
