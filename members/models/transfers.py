"""组织关系接转: a person moves from one party organisation to another with a letter of introduction."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from members.models.people import NAME_LENGTH, Member, MemberStatus
from members.querysets import TransferQuerySet

LETTER_NUMBER_LENGTH = 40


class TransferKind(models.TextChoices):
    OUT = "out", "转出"
    IN = "in", "转入"
    WITHIN = "within", "区内接转"


class TransferState(models.TextChoices):
    """Follows from the dates; not stored."""

    OPEN = "open", "在途"
    EXPIRED = "expired", "介绍信已过期"
    ACCEPTED = "accepted", "已接收"
    RETURNED = "returned", "已退回"


class Transfer(models.Model):
    """One letter. `branch` wrote it down: the sender of `out` and `within`, the receiver of `in`; `to_branch` receives `within`.

    The name and standing are kept as they were on the letter. `valid_until` is written by the service (rule ED-09). It ends in one of two
    ways, once: `accepted_on` or `returned_on`. `receipt_on` is the day the 回执 came back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类型", max_length=8, choices=TransferKind.choices)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    to_branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收党支部"
    )
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="transfers")
    name = models.CharField("姓名", max_length=NAME_LENGTH)
    standing = models.CharField("身份", max_length=16, choices=MemberStatus.choices)
    counterpart = models.CharField("对方党组织", max_length=120, blank=True)
    addressee = models.CharField("介绍信抬头", max_length=120, blank=True)
    can_approve = models.BooleanField("对方所属基层党委有审批预备党员的权限", default=False)
    reason = models.CharField("接转原因", max_length=60, blank=True)
    moved_on = models.DateField("工作或居住地变动日期", null=True, blank=True)
    dues_paid_to = models.DateField("党费交至", null=True, blank=True)
    letter_number = models.CharField("介绍信编号", max_length=LETTER_NUMBER_LENGTH, blank=True)
    issued_on = models.DateField("开具日期")
    valid_days = models.PositiveSmallIntegerField("有效期（天）")
    valid_until = models.DateField("有效期至", editable=False)
    accepted_on = models.DateField("接收日期", null=True, blank=True)
    returned_on = models.DateField("退回日期", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    receipt_on = models.DateField("收到回执日期", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(returned_on__isnull=True), name="transfer_ends_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="within", to_branch__isnull=False) & ~Q(to_branch=F("branch")))
                | (~Q(kind="within") & Q(to_branch__isnull=True)),
                name="transfer_within_has_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(standing="probationary") | Q(can_approve=True), name="transfer_probationary_to_approver"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["probationary", "full"]), name="transfer_of_party_members"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("issued_on")), name="transfer_valid_after_issue"),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(accepted_on__isnull=True, returned_on__isnull=True),
                name="transfer_one_open_per_member",
            ),
            models.UniqueConstraint(
                fields=["branch", "letter_number"],
                condition=~Q(kind="in") & ~Q(letter_number=""),
                name="transfer_letter_number_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-issued_on"], name="transfer_of_branch"),
            models.Index(fields=["to_branch", "-issued_on"], name="transfer_to_branch"),
            models.Index(fields=["member", "-issued_on"], name="transfer_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_kind_display()}）"

    @property
    def is_open(self) -> bool:
        return self.accepted_on is None and self.returned_on is None

    def state_on(self, today: date) -> TransferState:
        """Where it stands on a day: an open letter whose days are over has expired."""
        if self.accepted_on:
            return TransferState.ACCEPTED
        if self.returned_on:
            return TransferState.RETURNED
        return TransferState.EXPIRED if self.valid_until < today else TransferState.OPEN
