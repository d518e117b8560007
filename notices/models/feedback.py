"""投诉建议: what people say to the district, and what it answers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, District
from notices.querysets import FeedbackQuerySet


class FeedbackKind(models.TextChoices):
    BURDEN = "burden", "增加负担"
    COMPLAINT = "complaint", "投诉"
    SUGGESTION = "suggestion", "建议"
    FAULT = "fault", "系统故障"


class Feedback(models.Model):
    """One letter to a district's administrators, with its answer. How far it is follows from the moments, there is no state beside them.

    `path` is the page it was written from. A letter without a name (`is_unnamed`) keeps neither page nor branch nor what it goes on from, and
    no page shows who sent it; the sender still gets the answer. `key` comes with the form: sending it twice makes one letter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField("类别", max_length=12, choices=FeedbackKind.choices)
    text = models.TextField("内容")
    path = models.CharField("页面", max_length=200, blank=True)
    is_unnamed = models.BooleanField("不署名", default=False)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "key"], name="feedback_sent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(is_unnamed=False) | Q(branch__isnull=True, path=""), name="feedback_unnamed_tells_nothing"
            ),
            models.CheckConstraint(
                condition=Q(is_unnamed=False) | Q(follows__isnull=True), name="feedback_unnamed_follows_nothing"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False, taken_at__gte=F("received_at")),
                name="feedback_taken_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, answered_at__gte=F("received_at"))
                & ~Q(answer=""),
                name="feedback_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "answered_at", "received_at"], name="feedback_of_district"),
            models.Index(fields=["sender", "received_at"], name="feedback_of_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.received_at:%Y-%m-%d}）"

    @property
    def state(self) -> str:
        """The word on the label."""
        if self.answered_at:
            return "已答复"
        return "办理中" if self.taken_at else "已收到"

    @property
    def state_style(self) -> str:
        """The look of the label, shared with the states of papers."""
        if self.answered_at:
            return "approved"
        return "in_review" if self.taken_at else "submitted"
