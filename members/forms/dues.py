"""Forms about bases, reliefs, voluntary sums, reversals and the publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator

from branches.forms.fields import DayField, plain_helper
from members.domain.dues import CENT, Basis
from members.models import DuesBase, DuesRelief, Member, PaidBy, PayBasis
from members.models.people import NAME_LENGTH
from members.services.dues import BaseFacts, ReliefFacts
from members.services.dues_publication import NOTE_LENGTH

#: The regulation is of April 2008: before, other tables held.
EARLIEST = date(2008, 4, 1)
ITEM = "item_"


class MonthField(forms.Field):
    """A month: "2026-03", "2026-3" or "2026年3月"; as value its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip().replace("年", "-").replace("/", "-").rstrip("月")
        if not text:
            return None
        year, _, month = text.partition("-")
        try:
            found = date(int(year), int(month), 1)
        except ValueError as error:
            raise ValidationError("请按“2026-03”的样子填写月份。") from error
        if not EARLIEST <= found <= date(2100, 1, 1):
            raise ValidationError("月份不在可以登记的范围内（2008年4月以后）。")
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


def paid_on_field() -> DayField:
    """The day of a payment; before the regulation other tables held."""
    return DayField(
        "交纳日期", validators=[MinValueValidator(EARLIEST, f"请核对年份：登记{EARLIEST:%Y年%-m月}以后交纳的。")]
    )


def money_field(label: str, *, required: bool = True, **more: Any) -> forms.DecimalField:
    """Yuan with at most two decimals."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, required=required, max_digits=10, decimal_places=2, min_value=Decimal(0), widget=widget, **more
    )


class BaseForm(forms.Form):
    """The base of one member from a month on; either the sum, or its parts by the items of DF-01 that then make the sum."""

    from_month = MonthField(label="自何月起", help_text="工资变动的，为领取新工资的当月。")
    basis = forms.ChoiceField(label="计算依据", choices=PayBasis.choices)
    amount = money_field("基数（元/月）", required=False, help_text="填了上面各项的，这里可以不填，由各项相加。")
    quarterly = forms.BooleanField(label="经支部同意按季交纳", required=False)
    note = forms.CharField(label="备注", required=False, max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    helper = plain_helper()

    def __init__(self, *args: Any, items: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {f"{ITEM}{number}": name for number, name in enumerate(items)}
        for key, name in self.items.items():
            self.fields[key] = money_field(f"{name}（税后，元）", required=False)
        self.order_fields(["from_month", "basis", *self.items, "amount", "quarterly", "note", "seen"])

    @staticmethod
    def initial_of(row: DuesBase | None, items: Sequence[str], month: date) -> dict[str, Any]:
        """What the form shows first: the base that counts now, to be changed from this month on."""
        if row is None:
            return {"from_month": month, "basis": PayBasis.WAGE}
        parts = {f"{ITEM}{number}": row.components.get(name) for number, name in enumerate(items)}
        return {
            "from_month": month, "basis": row.basis, "amount": row.amount, "quarterly": row.quarterly, **parts,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parts = {name: data[key] for key, name in self.items.items() if data.get(key) is not None}
        total = sum(parts.values(), Decimal(0))
        if data.get("basis") != PayBasis.WAGE:
            parts = {}
        if parts and data.get("amount") not in (None, total):
            self.add_error("amount", f"各项相加为{total}元，与填写的基数不一致。")
        if not parts and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "请填写基数。")
        data["amount"] = total if parts else data.get("amount")
        data["components"] = {name: str(value.quantize(CENT)) for name, value in parts.items()}
        return data

    def facts(self, member: Member) -> BaseFacts:
        data = self.cleaned_data
        return BaseFacts(
            member=member,
            from_month=data["from_month"],
            basis=Basis(data["basis"]),
            amount=data["amount"],
            quarterly=data["quarterly"],
            components=data["components"],
            note=data["note"],
            seen=data["seen"] or 0,
        )


class BasesForm(forms.Form):
    """Bases of many members from one month on; members without a sum are left as they are."""

    from_month = MonthField(label="自何月起")

    helper = plain_helper()

    def __init__(
        self,
        *args: Any,
        members: Sequence[Member],
        current: dict[Any, DuesBase],
        seen: dict[Any, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.current = members, current
        for member in members:
            row = current.get(member.pk)
            first = row.basis if row else PayBasis.PENSION if member.is_retired else PayBasis.WAGE
            basis = forms.ChoiceField(label=f"{member.name}的计算依据", choices=PayBasis.choices, initial=first)
            self.fields[f"basis_{member.pk}"] = basis
            self.fields[f"amount_{member.pk}"] = money_field(f"{member.name}的新基数", required=False)
            self.fields[f"quarterly_{member.pk}"] = forms.BooleanField(
                label="按季", required=False, initial=bool(row and row.quarterly)
            )
            self.fields[f"seen_{member.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=seen.get(member.pk, 0)
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for member in self.members:
            changed = any(data.get(name) != self.fields[name].initial for name in self._terms(member))
            amount = f"amount_{member.pk}"
            if changed and data.get(amount) is None and amount not in self.errors:
                self.add_error(amount, "改了计算依据或交纳方式的，请同时填写基数。")
        return data

    def _terms(self, member: Member) -> tuple[str, str]:
        return f"basis_{member.pk}", f"quarterly_{member.pk}"

    def rows(self) -> list[dict[str, Any]]:
        """For the template: the member, the base that counts, the bound fields."""
        return [
            {
                "member": member,
                "current": self.current.get(member.pk),
                **{name: self[f"{name}_{member.pk}"] for name in ("basis", "amount", "quarterly", "seen")},
            }
            for member in self.members
        ]

    def facts(self) -> list[BaseFacts]:
        data = self.cleaned_data
        return [
            BaseFacts(
                member=member,
                from_month=data["from_month"],
                basis=Basis(data[f"basis_{member.pk}"]),
                amount=data[f"amount_{member.pk}"],
                quarterly=data[f"quarterly_{member.pk}"],
                seen=data[f"seen_{member.pk}"] or 0,
            )
            for member in self.members
            if data[f"amount_{member.pk}"] is not None
        ]


class ReliefForm(forms.Form):
    """What the branch decided about somebody in difficulty. The circumstances themselves are not written down here."""

    from_month = MonthField(label="起始月份")
    to_month = MonthField(label="截止月份")
    monthly = money_field("每月交纳（元）", help_text="免交的填0。")
    decided_on = DayField("支部讨论日期")
    approved_on = DayField("上级批准日期", required=False, help_text="还没有批复的，先空着；批复以后才生效。")
    approval = forms.CharField(label="批准单位和文号", required=False, max_length=100)

    helper = plain_helper()

    def facts(self) -> ReliefFacts:
        return ReliefFacts(**self.cleaned_data)


class ApprovalForm(forms.Form):
    """The superior's answer."""

    approved_on = DayField("上级批准日期")
    approval = forms.CharField(label="批准单位和文号", max_length=100)
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    helper = plain_helper()


class ReliefEndForm(forms.Form):
    """An earlier last month."""

    to_month = MonthField(label="改为截止到")
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    helper = plain_helper()

    @staticmethod
    def initial_of(relief: DuesRelief) -> dict[str, Any]:
        return {"to_month": relief.to_month, "base_version": relief.version}


class ReliefWithdrawForm(forms.Form):
    """Why the entry was a mistake."""

    reason = forms.CharField(
        label="撤销的原因",
        max_length=200,
        help_text="如“月份登记错了”。原来的一条留着，不再计算；困难情况不写在这里。",
        error_messages={"required": "请写明撤销的原因。"},
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    helper = plain_helper()


class ExtraForm(forms.Form):
    """A voluntary sum beyond the dues."""

    amount = money_field("金额（元）", help_text="一次1000元以上的全部上缴中央，由中央组织部出具收据。")
    paid_on = paid_on_field()
    paid_by = forms.ChoiceField(label="方式", choices=PaidBy.choices)
    payer = forms.CharField(label="代交人", required=False, max_length=NAME_LENGTH, help_text="本人交纳的不填。")

    helper = plain_helper()


class ReverseForm(forms.Form):
    """Why a receipt is taken back."""

    reason = forms.CharField(label="冲正原因", max_length=200)

    helper = plain_helper()


class PublishForm(forms.Form):
    """What goes into the publication beyond the sums."""

    note = forms.CharField(
        label="补充说明", required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如党费上缴和使用情况。",
    )  # fmt: skip
    with_people = forms.BooleanField(label="同时公布每名党员全年交纳的数额（由支部决定）", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    helper = plain_helper()
