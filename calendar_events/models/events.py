"""Dated events, who is asked to them, what those answered, and promises that were given up."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.addresses import row_address
from branches.models import Branch
from calendar_events.querysets import DroppedPromiseQuerySet, EventAnswerQuerySet, EventQuerySet
from members.models import Member, PartyGroup
from plans.domain.draft import TEXT_LENGTH
from plans.models.plan import KIND_CHOICES
from regulations.domain.activities import ActivityKind

SUBJECT_LENGTH = 120
PLACE_LENGTH = 60
NAMES_LENGTH = 60
REASON_LENGTH = 200


class EventOwner(models.TextChoices):
    """Whose event it is; the school's calendar shows those of others beside the branch's own."""

    BRANCH = "branch", "党支部"
    UNION = "union", "工会"
    LEAGUE = "league", "共青团"
    PIONEERS = "pioneers", "少先队"
    ADMINISTRATION = "administration", "行政"
    DISTRICT = "district", "上级"


class EventState(models.TextChoices):
    """Whether it is held is not a state: it is held when it has a finished record."""

    PLANNED = "planned", "已安排"
    CANCELLED = "cancelled", "已取消"


class Audience(models.TextChoices):
    """Who is asked to come."""

    PARTY_MEMBERS = "party_members", "全体党员"
    COMMITTEE = "committee", "支部委员会"
    GROUP = "group", "党小组"
    APPLICANTS = "applicants", "申请人和积极分子"
    CHOSEN = "chosen", "指定人员"
    STAFF = "staff", "全体教职工"


class AnswerGiven(models.TextChoices):
    """What somebody answers beforehand; whether they came stands in the record."""

    COMING = "coming", "参加"
    LEAVE = "leave", "请假"


class CalendarEvent(models.Model):
    """A gathering on a day or several, by local clock times; no time means no time of day.

    `kind` and `also` together say what it counts as. `item_origin` with `promised_month` and `promised_turn` name the promise it keeps: the
    line of the schedule (the same over revisions), the first of its months that is meant, and which of several in that month; `item_text` is
    what the line said when somebody last looked at both. `section_origin` is the measure. `sequence` grows with each change of time, place or state, `version` with each change at all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=24, choices=KIND_CHOICES, default=ActivityKind.OTHER)
    also = models.JSONField("同时计入", default=list, blank=True)
    subject = models.CharField("主题", max_length=SUBJECT_LENGTH)
    owner = models.CharField("组织方", max_length=16, choices=EventOwner.choices, default=EventOwner.BRANCH)
    starts_on = models.DateField("日期")
    ends_on = models.DateField("至")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    ends_at = models.TimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=PLACE_LENGTH, blank=True)
    host_member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="主持人"
    )
    host_text = models.CharField("主持人（其他）", max_length=NAMES_LENGTH, blank=True)
    recorder_member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="记录人"
    )
    recorder_text = models.CharField("记录人（其他）", max_length=NAMES_LENGTH, blank=True)
    agenda = models.TextField("议程", blank=True, help_text="一行一项")
    note = models.TextField("备注", blank=True)
    audience = models.CharField("参加人员", max_length=16, choices=Audience.choices, default=Audience.PARTY_MEMBERS)
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    is_restricted = models.BooleanField("只对参加人可见", default=False)
    item_origin = models.UUIDField(null=True, blank=True, editable=False)
    promised_month = models.DateField(null=True, blank=True, editable=False)
    promised_turn = models.PositiveSmallIntegerField(default=1, editable=False)
    item_text = models.CharField(max_length=TEXT_LENGTH, blank=True, editable=False)
    section_origin = models.UUIDField(null=True, blank=True, editable=False)
    series = models.UUIDField(null=True, blank=True, editable=False, help_text="一次重复安排的各次活动相同")
    state = models.CharField(max_length=12, choices=EventState.choices, default=EventState.PLANNED, editable=False)
    cancelled_reason = models.CharField("取消原因", max_length=REASON_LENGTH, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    changed_at = models.DateTimeField(editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="event_has_subject"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="event_days_in_order"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | (Q(starts_at__isnull=False) & (Q(ends_on__gt=F("starts_on")) | Q(ends_at__gt=F("starts_at")))),
                name="event_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", cancelled_reason="") | (Q(state="cancelled") & ~Q(cancelled_reason="")),
                name="event_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(audience="group", group__isnull=False) | (~Q(audience="group") & Q(group__isnull=True)),
                name="event_group_fits_audience",
            ),
            models.CheckConstraint(
                condition=Q(is_restricted=False) | Q(audience="chosen"), name="event_restricted_is_of_chosen"
            ),
            models.CheckConstraint(
                condition=Q(item_origin__isnull=True, promised_month__isnull=True)
                | Q(item_origin__isnull=False, promised_month__isnull=False, promised_month__day=1),
                name="event_promise_whole",
            ),
            models.CheckConstraint(condition=Q(promised_turn__gte=1), name="event_turn_from_one"),
            models.UniqueConstraint(
                fields=["branch", "item_origin", "promised_month", "promised_turn"],
                condition=Q(state="planned", item_origin__isnull=False),
                name="event_promise_once",
            ),
        ]
        indexes = [
            # These two hold all that a district's month is counted and ranked by, so that it is read from the index alone.
            models.Index(fields=["branch", "starts_on", "is_restricted", "starts_at", "id"], name="event_of_branch"),
            models.Index(fields=["starts_on", "starts_at", "id", "branch", "is_restricted"], name="event_of_month"),
            models.Index(fields=["branch", "item_origin"], name="event_of_line"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return row_address("calendar_events:event", self.pk)

    @property
    def kind_label(self) -> str:
        return ActivityKind(self.kind).label

    @property
    def kinds(self) -> tuple[ActivityKind, ...]:
        """All it counts as, its own kind first."""
        return (ActivityKind(self.kind), *(ActivityKind(kind) for kind in self.also))

    @property
    def is_cancelled(self) -> bool:
        return self.state == EventState.CANCELLED

    @property
    def host(self) -> str:
        """Who chairs; needs `with_people()` rows."""
        return self.host_member.name if self.host_member else self.host_text

    @property
    def recorder(self) -> str:
        """Who writes the record; needs `with_people()` rows."""
        return self.recorder_member.name if self.recorder_member else self.recorder_text


class EventInvitee(models.Model):
    """Somebody asked to an event for chosen people."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(CalendarEvent, models.CASCADE, related_name="invitees")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "member"], name="invitee_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id}"


class EventAnswer(models.Model):
    """What somebody said beforehand, by themselves or through the secretary. No presence: that is the record's.

    `sequence` is the event's when it was said: an answer from before a move is asked about again.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(CalendarEvent, models.CASCADE, related_name="answers")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    answer = models.CharField("答复", max_length=8, choices=AnswerGiven.choices)
    reason = models.CharField("请假事由", max_length=REASON_LENGTH, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    objects = EventAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(answer="coming", reason="") | (Q(answer="leave") & ~Q(reason="")),
                name="answer_leave_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.get_answer_display()}"


class DroppedPromise(models.Model):
    """A line of the schedule that will not be kept in this month (the first of those it promises), and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    item_origin = models.UUIDField()
    month = models.DateField("月份")
    reason = models.CharField("原因", max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DroppedPromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "item_origin", "month"], name="dropped_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="dropped_has_reason"),
            models.CheckConstraint(condition=Q(month__day=1), name="dropped_month_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.reason}"
