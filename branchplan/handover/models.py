"""书记交接: who hands over to whom, the pack as it was signed, and what the new one has ticked off."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from branchplan.handover.querysets import HandoverQuerySet

TEXT_LENGTH = 2000


class Handover(models.Model):
    """One change of secretary in a branch. How far it is follows from the moments; `pack` is frozen with the first signature.

    `outgoing` is empty where there was nobody before, `incoming` while it is not known who follows. `in_stead` says why an administrator
    signed for one who cannot. `reservations` is what the new one found otherwise than handed over. `cancelled_at` without `cancelled_by`:
    the new one went before taking over, and another handover followed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="原书记"
    )
    last_day = models.DateField("原书记任职止", null=True)
    incoming = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="新任书记"
    )
    first_day = models.DateField("新任书记任职起", null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    things = models.TextField("实物移交", max_length=TEXT_LENGTH, blank=True)
    words = models.TextField("要交代的事", max_length=TEXT_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    pack = models.JSONField(null=True)
    handed_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True)
    in_stead = models.CharField("代签原因", max_length=200, blank=True)
    taken_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_over_at = models.DateTimeField(null=True)
    reservations = models.TextField("接收意见", max_length=TEXT_LENGTH, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(taken_over_at__isnull=True, cancelled_at__isnull=True),
                name="handover_one_open_a_branch",
            ),
            models.CheckConstraint(
                condition=Q(outgoing__isnull=False) | Q(incoming__isnull=False), name="handover_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(outgoing__isnull=True) | Q(incoming__isnull=True) | ~Q(outgoing=F("incoming")),
                name="handover_between_two",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at__isnull=True, handed_over_by__isnull=True, pack__isnull=True)
                | Q(handed_over_at__isnull=False, handed_over_by__isnull=False, pack__isnull=False),
                name="handover_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(taken_over_at__isnull=True, taken_over_by__isnull=True)
                | Q(taken_over_at__isnull=False, taken_over_by__isnull=False, first_day__isnull=False)
                & (Q(outgoing__isnull=True) | Q(handed_over_at__isnull=False)),
                name="handover_taken_after_handed",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(taken_over_at__isnull=True),
                name="handover_finished_stands",
            ),
        ]
        indexes = [models.Index(fields=["branch", "begun_at"], name="handover_of_branch")]

    def __str__(self) -> str:
        return f"{self.branch.short_name}书记交接"

    @property
    def is_open(self) -> bool:
        return self.taken_over_at is None and self.cancelled_at is None

    @property
    def state(self) -> str:
        """The word on the label."""
        if self.cancelled_at:
            return "已撤销" if self.cancelled_by_id else "未办完"
        if self.taken_over_at:
            return "已交接"
        if self.handed_over_at or self.outgoing_id is None:
            return "等待接收"
        return "等待移交"

    @property
    def state_style(self) -> str:
        """The look of the label, shared with the states of papers."""
        styles = {
            "已撤销": "archived",
            "未办完": "archived",
            "已交接": "approved",
            "等待接收": "in_review",
            "等待移交": "submitted",
        }
        return styles[self.state]


class FirstDayTick(models.Model):
    """A line of the first thirty days that the new secretary has done, with its words as they were."""

    id = models.BigAutoField(primary_key=True)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="ticks")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    due_on = models.DateField()
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "key"], name="first_day_ticked_once")]

    def __str__(self) -> str:
        return self.title
