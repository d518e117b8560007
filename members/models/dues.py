"""党费: bases, reliefs, receipts and the ledger. Nothing in the ledger is edited: a mistake is reversed by an entry of its own."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from members.domain.dues import Basis
from members.models.people import NAME_LENGTH, Member
from members.querysets import (
    DuesOfMembersQuerySet,
    DuesPublicationQuerySet,
    DuesReceiptQuerySet,
    DuesReliefQuerySet,
)

DIGITS, PLACES = 10, 2


class PayBasis(models.TextChoices):
    """What dues are reckoned from; the values are those of `members.domain.dues.Basis`."""

    WAGE = Basis.WAGE.value, Basis.WAGE.label
    PENSION = Basis.PENSION.value, Basis.PENSION.label
    FIXED = Basis.FIXED.value, Basis.FIXED.label


class PaidBy(models.TextChoices):
    """How the money came."""

    CASH = "cash", "现金"
    TRANSFER = "transfer", "转账"


class EntryKind(models.TextChoices):
    """Dues of a month, or a voluntary sum beyond them (DF-09)."""

    DUES = "dues", "党费"
    EXTRA = "extra", "自愿多交"


class DuesBase(models.Model):
    """The base from a month on. A correction is a new row of the same month with the next `revision`; the highest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_bases")
    from_month = models.DateField("起算月份")
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    basis = models.CharField("计算依据", max_length=8, choices=PayBasis.choices)
    amount = models.DecimalField("基数（元/月）", max_digits=DIGITS, decimal_places=PLACES)
    components = models.JSONField("基数构成", default=dict, blank=True)
    quarterly = models.BooleanField("经支部同意按季交纳", default=False)
    note = models.CharField("备注", max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = DuesOfMembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "from_month", "revision"], name="dues_base_revision"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="dues_base_not_negative"),
            models.CheckConstraint(condition=Q(from_month__day=1), name="dues_base_month_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.from_month.year}年{self.from_month.month}月起"


class DuesRelief(models.Model):
    """少交、免交 (DF-05): discussed by the branch, approved by the next higher committee; without the approval it changes nothing.

    `monthly` is what is still paid, 0 for nothing. Why somebody is in need is not kept here. One that was entered by mistake is withdrawn: the row
    stays readable and counts no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_reliefs")
    from_month = models.DateField("起始月份")
    to_month = models.DateField("截止月份")
    monthly = models.DecimalField("每月交纳（元）", max_digits=DIGITS, decimal_places=PLACES, default=Decimal("0.00"))
    decided_on = models.DateField("支部讨论日期")
    approved_on = models.DateField("上级批准日期", null=True, blank=True)
    approval = models.CharField("批准单位和文号", max_length=100, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_because = models.CharField("撤销原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = DuesReliefQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_month__gte=F("from_month")), name="dues_relief_months_in_order"),
            models.CheckConstraint(condition=Q(monthly__gte=0), name="dues_relief_not_negative"),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approval="")
                | (Q(approved_on__gte=F("decided_on")) & ~Q(approval="")),
                name="dues_relief_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="dues_relief_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(from_month__day=1, to_month__day=1), name="dues_relief_months_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_month:%Y-%m}至{self.to_month:%Y-%m}"


class DuesReceipt(models.Model):
    """收据: numbered within branch and year without gaps. Void when its entries were reversed; the number stays used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_receipts")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    paid_on = models.DateField("交纳日期")
    paid_by = models.CharField("方式", max_length=8, choices=PaidBy.choices)
    payer = models.CharField("代交人", max_length=NAME_LENGTH, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()

    objects = DuesReceiptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "year", "number"], name="dues_receipt_number")]
        indexes = [models.Index(fields=["member", "-paid_on"], name="dues_receipt_of_member")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{self.year}-{self.number:04d}"


class DuesPayment(models.Model):
    """One entry of the ledger. `entry` counts the entries of a member's month (dues and voluntary sums apart): two people who record the same
    month at once want the same number, and the database refuses the second. A reversal names what it reverses and has its amount negative.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="dues_payments")
    receipt = models.ForeignKey(DuesReceipt, models.PROTECT, related_name="entries")
    kind = models.CharField("类别", max_length=8, choices=EntryKind.choices, default=EntryKind.DUES)
    month = models.DateField("所属月份")
    entry = models.PositiveSmallIntegerField(editable=False)
    amount = models.DecimalField("金额（元）", max_digits=DIGITS, decimal_places=PLACES)
    paid_on = models.DateField("交纳日期")
    to_centre = models.BooleanField("全部上缴中央", default=False)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    reason = models.CharField("冲正原因", max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = DuesOfMembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "month", "entry"], name="dues_entry_in_order"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | (Q(reverses__isnull=False, amount__lt=0) & ~Q(reason="")),
                name="dues_reversal_negative",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="dues_entry_month_first_day"),
        ]
        indexes = [
            models.Index(fields=["branch", "month"], name="dues_of_branch_month"),
            models.Index(fields=["branch", "paid_on"], name="dues_of_branch_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount}"


class DuesPublication(models.Model):
    """年度公布: what the branch showed its members about a year, word for word; a later one of the same year has the next `revision`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    revision = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    objects = DuesPublicationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "year", "revision"], name="dues_publication_revision")]

    def __str__(self) -> str:
        return f"{self.year}年度党费收缴情况"
