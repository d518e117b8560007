"""活动记录: what was held, who came, what was decided. A finished one is locked; correcting it keeps the version before."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from calendar_events.domain.meetings import Decision, deciding_kind
from calendar_events.models.events import NAMES_LENGTH, PLACE_LENGTH, REASON_LENGTH, SUBJECT_LENGTH, CalendarEvent
from calendar_events.records_querysets import RecordQuerySet
from members.models import Member, StudyRecord
from members.models.people import NAME_LENGTH
from regulations.domain.activities import ActivityKind

SHORT, TOPIC_LENGTH = 60, 120


class RecordState(models.TextChoices):
    DRAFT = "draft", "草稿"
    FINISHED = "finished", "已存档"


class ActivityRecord(models.Model):
    """The record of one event. `counts_as`: the kinds it counts as, the event's own first; `values`: further fields of its kind by key.

    `version` is that of the facts, `people_version` that of the list of people: two writers at different parts do not meet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(CalendarEvent, models.PROTECT, related_name="record")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    subject = models.CharField("主题", max_length=SUBJECT_LENGTH)
    held_on = models.DateField("日期")
    began_at = models.TimeField("开始时间", null=True, blank=True)
    ended_at = models.TimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=PLACE_LENGTH, blank=True)
    host_member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    host_text = models.CharField(max_length=NAMES_LENGTH, blank=True)
    recorder_member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    recorder_text = models.CharField(max_length=NAMES_LENGTH, blank=True)
    counts_as = models.JSONField(default=list)
    values = models.JSONField(default=dict, blank=True)
    study_hours = models.DecimalField("计入学时", max_digits=4, decimal_places=1, null=True, blank=True)
    state = models.CharField(max_length=12, choices=RecordState.choices, default=RecordState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    people_version = models.PositiveIntegerField(default=1, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    opened_at = models.DateTimeField(editable=False)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="record_has_subject"),
            models.CheckConstraint(
                condition=Q(state="draft", finished_at__isnull=True) | Q(state="finished", finished_at__isnull=False),
                name="record_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(began_at__isnull=False, ended_at__gt=F("began_at")),
                name="record_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(study_hours__isnull=True) | Q(study_hours__gt=0, study_hours__lte=24),
                name="record_hours_of_a_day",
            ),
        ]
        indexes = [models.Index(fields=["branch", "state", "held_on"], name="record_of_branch")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_finished(self) -> bool:
        return self.state == RecordState.FINISHED

    @property
    def kind(self) -> ActivityKind:
        """Its own kind; what else it counts as stands behind it in `counts_as`."""
        return ActivityKind(self.counts_as[0])

    @property
    def kinds(self) -> tuple[ActivityKind, ...]:
        return tuple(ActivityKind(kind) for kind in self.counts_as)

    @property
    def deciding_kind(self) -> ActivityKind:
        """By whose rules votes, chair and topics are judged."""
        return deciding_kind(self.kinds)

    @property
    def host(self) -> str:
        return self.host_member.name if self.host_member else self.host_text

    @property
    def recorder(self) -> str:
        return self.recorder_member.name if self.recorder_member else self.recorder_text


class Presence(models.TextChoices):
    UNKNOWN = "", "未登记"
    PRESENT = "present", "到会"
    ABSENT = "absent", "缺席"


class Absence(models.TextChoices):
    LEAVE = "leave", "请假"
    DUTY = "duty", "公差"
    ILL = "ill", "病假"
    OTHER = "other", "其他原因"
    NONE = "none", "无故缺席"


class RecordPerson(models.Model):
    """Somebody due at the event, or sitting in (`is_observer`). Name and standing are those of the day.

    `excused` (MT-11) is why somebody is left out of those due, with the superior who consented in `approver`. `study` are the hours
    credited for it, also after making up (`made_up_on`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(ActivityRecord, models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    position = models.PositiveSmallIntegerField(default=0)
    is_full = models.BooleanField(default=True)
    is_observer = models.BooleanField(default=False)
    identity = models.CharField("身份", max_length=SHORT, blank=True)
    presence = models.CharField(max_length=8, choices=Presence.choices, blank=True)
    absence = models.CharField(max_length=8, choices=Absence.choices, blank=True)
    reason = models.CharField("缺席说明", max_length=REASON_LENGTH, blank=True)
    is_sanctioned = models.BooleanField("留党察看期间", default=False)
    excused = models.CharField("不计入应到会的原因", max_length=SHORT, blank=True)
    approver = models.CharField("同意的上级党组织", max_length=SHORT, blank=True)
    service_hours = models.DecimalField("服务时长", max_digits=4, decimal_places=1, null=True, blank=True)
    made_up_on = models.DateField("补课日期", null=True, blank=True)
    made_up_how = models.CharField("补课方式", max_length=100, blank=True)
    study = models.ForeignKey(StudyRecord, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "member"], name="record_person_once"),
            models.CheckConstraint(
                condition=Q(excused="", approver="") | (~Q(excused="") & ~Q(approver="")),
                name="record_excused_with_approver",
            ),
            models.CheckConstraint(
                condition=Q(presence="absent") | Q(absence="", made_up_on__isnull=True), name="record_absence_of_absent"
            ),
            models.CheckConstraint(
                condition=Q(made_up_on__isnull=True, made_up_how="")
                | (Q(made_up_on__isnull=False) & ~Q(made_up_how="")),
                name="record_made_up_with_evidence",
            ),
        ]
        indexes = [models.Index(fields=["member", "presence"], name="record_of_member")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_due(self) -> bool:
        """Counted among 应到."""
        return not self.is_observer and not self.excused

    @property
    def is_present(self) -> bool:
        return self.presence == Presence.PRESENT

    @property
    def is_absent(self) -> bool:
        return self.presence == Presence.ABSENT

    @property
    def owes_study(self) -> bool:
        """Was absent and has not made up for it."""
        return self.is_due and self.is_absent and self.made_up_on is None


DECISIONS = [("", "只讨论，不表决"), *((decision.value, decision.label) for decision in Decision)]


class AgendaItem(models.Model):
    """A topic: what was said, what was decided with which votes, who does it by when.

    `eligible` and `voters_present` are written when the record is finished. `prepared_on`: the day the committee discussed it (MT-04).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(ActivityRecord, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("议题", max_length=TOPIC_LENGTH)
    points = models.TextField("发言要点", blank=True)
    decision = models.CharField("表决事项", max_length=12, choices=DECISIONS, blank=True)
    resolution = models.TextField("决议", blank=True)
    yes = models.PositiveSmallIntegerField("同意", null=True, blank=True)
    no = models.PositiveSmallIntegerField("不同意", null=True, blank=True)
    abstained = models.PositiveSmallIntegerField("弃权", null=True, blank=True)
    written_yes = models.PositiveSmallIntegerField("书面同意", null=True, blank=True)
    written_no = models.PositiveSmallIntegerField("书面不同意", null=True, blank=True)
    eligible = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    voters_present = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    responsible = models.CharField("责任人", max_length=SHORT, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    prepared_on = models.DateField("支委会讨论日期", null=True, blank=True)
    values = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="agenda_has_title"),
            models.CheckConstraint(
                condition=~Q(decision="") | Q(yes__isnull=True, no__isnull=True, abstained__isnull=True),
                name="agenda_votes_on_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["record", "position"], name="agenda_of_record")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_votes(self) -> bool:
        return self.yes is not None


class RecordRevision(models.Model):
    """A finished record as it stood before a correction; only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(ActivityRecord, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="record_revision_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="record_correction_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} #{self.number}"
