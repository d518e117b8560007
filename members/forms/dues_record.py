"""The form in which several payments are recorded at once: a row a member, a cell a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from branches.forms.fields import plain_helper
from members.forms.dues import money_field, paid_on_field
from members.models import PaidBy
from members.models.people import NAME_LENGTH
from members.selectors.dues import RecordCell, RecordRow
from members.services.dues_ledger import Cell, Handover, PaymentLine


class HandoverForm(forms.Form):
    """How the money came, the same for all of them."""

    paid_on = paid_on_field()
    paid_by = forms.ChoiceField(label="方式", choices=PaidBy.choices)

    helper = plain_helper()


class RecordForm(HandoverForm):
    """A tick, a sum and the version of the cell for each month of each member, and who brought it.

    Fields are made for every cell, payable or not: what somebody else recorded meanwhile must come back as a conflict, not be dropped.
    """

    def __init__(self, *args: Any, rows: Sequence[RecordRow], tick_all: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_rows = rows
        for row in rows:
            for cell in row.cells:
                key = _key(row, cell.line.month)
                name = f"{row.member.name}{cell.line.month.month}月"
                self.fields[f"pay_{key}"] = forms.BooleanField(
                    label=name, required=False, initial=tick_all and cell.can_pay
                )
                self.fields[f"amount_{key}"] = money_field(
                    f"{name}金额", required=False, initial=cell.line.open_amount or None
                )
                self.fields[f"seen_{key}"] = forms.IntegerField(
                    widget=forms.HiddenInput, required=False, initial=cell.line.entries
                )
            self.fields[f"payer_{row.member.pk}"] = forms.CharField(
                label=f"{row.member.name}的代交人", required=False, max_length=NAME_LENGTH
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the template."""
        return [
            {
                "member": row.member,
                "can_pay": any(cell.can_pay for cell in row.cells),
                "payer": self[f"payer_{row.member.pk}"],
                "cells": [self._bound(row, cell) for cell in row.cells],
            }
            for row in self.record_rows
        ]

    def _bound(self, row: RecordRow, cell: RecordCell) -> dict[str, Any]:
        key = _key(row, cell.line.month)
        return {"cell": cell, **{name: self[f"{name}_{key}"] for name in ("pay", "amount", "seen")}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.record_rows:
            for cell in row.cells:
                key = _key(row, cell.line.month)
                if data.get(f"pay_{key}") and data.get(f"amount_{key}") is None and f"amount_{key}" not in self.errors:
                    self.add_error(f"amount_{key}", "请填写金额。")
        return data

    def lines(self) -> list[PaymentLine]:
        """The ticked cells."""
        data = self.cleaned_data
        return [
            PaymentLine(row.member, cell.line.month, data[f"amount_{key}"] or Decimal(0), data[f"seen_{key}"] or 0)
            for row in self.record_rows
            for cell in row.cells
            if data[f"pay_{(key := _key(row, cell.line.month))}"]
        ]

    def handover(self) -> Handover:
        data = self.cleaned_data
        payers: dict[UUID, str] = {row.member.pk: data[f"payer_{row.member.pk}"] for row in self.record_rows}
        return Handover(data["paid_on"], PaidBy(data["paid_by"]), payers)

    def refuse(self, messages: Mapping[Cell, str], *, overtaken: bool = False) -> None:
        """Put a sentence beside each cell; an overtaken one loses its tick and takes the version that stands now."""
        data: Any = self.data
        self.data = data = data.copy()
        for row in self.record_rows:
            for cell in row.cells:
                message = messages.get((row.member.pk, cell.line.month))
                if not message:
                    continue
                key = _key(row, cell.line.month)
                self.add_error(f"amount_{key}", message)
                if overtaken:
                    data.pop(f"pay_{key}", None)
                    data[f"seen_{key}"] = str(cell.line.entries)


def _key(row: RecordRow, month: date) -> str:
    return f"{row.member.pk}_{month:%Y%m}"
