"""What reviewers write, what schools answer, and the paper that goes out with a return."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from workflow.querysets import DocumentRowsQuerySet, ReviewCommentQuerySet


class Severity(models.TextChoices):
    MUST = "must", "必改"
    ADVICE = "advice", "建议"


class WordingState(models.TextChoices):
    """What became of a suggested wording."""

    NONE = "none", ""
    OFFERED = "offered", "待定"
    ACCEPTED = "accepted", "已采用"
    DECLINED = "declined", "未采用"


class ReviewComment(models.Model):
    """A reviewer's remark at a section. With a `number` it is an issue that the school answers line by line.

    Until `published_at` only reviewers see it: the school gets all remarks together, when the paper is returned or approved.

    `quote` are the words it is about, at `start`–`end` of the text of its section (or schedule line, `anchor`) in that submission, with the
    words around them, so that they are found again in later versions. `wording` is what the reviewer would put in their place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document_kind = models.CharField(max_length=40)
    document_id = models.UUIDField()
    submission = models.PositiveSmallIntegerField("第几次提交")
    anchor = models.UUIDField("段落", null=True, blank=True)
    anchor_label = models.CharField("位置", max_length=120, blank=True)
    quote = models.CharField("原文", max_length=300, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    is_issue = models.BooleanField("须答复", default=True)
    number = models.PositiveSmallIntegerField("序号", null=True, blank=True)
    body = models.TextField("问题")
    suggestion = models.TextField("修改建议", blank=True)
    severity = models.CharField("轻重", max_length=6, choices=Severity.choices, default=Severity.MUST)
    clause = models.CharField("依据", max_length=200, blank=True)
    finding_key = models.CharField(max_length=32, blank=True)
    wording = models.TextField("建议文字", blank=True)
    wording_state = models.CharField(max_length=8, choices=WordingState.choices, default=WordingState.NONE)
    wording_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    wording_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField("答复", blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_kind", "document_id", "number"],
                condition=Q(number__isnull=False),
                name="issue_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True, reply="")
                | Q(replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply=""),
                name="issue_reply_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="issue_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, number__isnull=True)
                | Q(is_issue=False, number__isnull=True)
                | Q(is_issue=True, published_at__isnull=False, number__isnull=False),
                name="issue_numbered_when_published",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")) & ~Q(quote=""),
                name="remark_quote_has_place",
            ),
            models.CheckConstraint(
                condition=Q(wording="", wording_state="none")
                | ~Q(wording="") & ~Q(wording_state="none") & ~Q(quote=""),
                name="remark_wording_for_quote",
            ),
            models.CheckConstraint(
                condition=Q(
                    wording_state__in=["accepted", "declined"], wording_by__isnull=False, wording_at__isnull=False
                )
                | Q(wording_state__in=["none", "offered"], wording_by__isnull=True, wording_at__isnull=True),
                name="remark_wording_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["document_kind", "document_id"], name="comment_document")]

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.body[:30]}"


class Opinion(models.Model):
    """审核意见书: the issues of one return, frozen as they went out. With the next submission the school's answers are frozen beside them.

    `issues` is a list of {id, number, place, quote, severity, clause, body, suggestion, wording}; `answers` maps an issue's id to {reply,
    wording_state}; None until the school has handed in again. `answered_with` is the number of that submission's snapshot.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document_kind = models.CharField(max_length=40)
    document_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey("workflow.Snapshot", models.PROTECT, related_name="+")
    issues = models.JSONField()
    answers = models.JSONField(null=True)
    answered_with = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField("附言", blank=True)
    answer_by = models.DateField("整改期限", null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = DocumentRowsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document_kind", "document_id", "number"], name="opinion_number_unique"),
            models.CheckConstraint(
                condition=Q(answers__isnull=True, answered_with__isnull=True)
                | Q(answers__isnull=False, answered_with__isnull=False),
                name="opinion_answers_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}次审核意见"
