"""What a district enters about its calendar: days off and make-up days, the school year, the timeline, observed days.

A row counts for its district and what lies below it, until a nearer district has one of its own.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import District
from regulations.domain.day_lines import NAME_LENGTH
from regulations.domain.rules import Evidence
from regulations.domain.terms import TermKind, TermRow, school_year_label
from regulations.domain.timeline_entries import EntryKind, TimelineFact
from regulations.domain.work_calendar import SpecialDay, Stretch

SOURCE_LENGTH = 200
KEY_LENGTH = 40
YEARS = (2000, 2100)


class TableState(models.TextChoices):
    """A provisional table counts only as long as nothing firmer is known: the national one, or a confirmed one of a district above."""

    PROVISIONAL = "provisional", "暂定"
    CONFIRMED = "confirmed", "已确认"


class YearTable(models.Model):
    """A district's days off and make-up days of one year (放假安排), laid over what holds above it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年份")
    state = models.CharField(max_length=12, choices=TableState.choices, default=TableState.PROVISIONAL.value)
    source = models.CharField("依据", max_length=SOURCE_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "year"], name="year_table_once"),
            models.CheckConstraint(condition=Q(year__range=YEARS), name="year_table_year"),
            models.CheckConstraint(
                condition=~Q(state=TableState.CONFIRMED.value) | ~Q(source=""), name="year_table_confirmed_has_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年放假安排（{self.district}）"


class CalendarDay(models.Model):
    """A day off or a worked weekend of a table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.ForeignKey(YearTable, models.CASCADE, related_name="days")
    day = models.DateField("日期")
    is_off = models.BooleanField("放假")
    name = models.CharField("节日或事由", max_length=NAME_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "day"], name="calendar_day_once"),
            models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'休' if self.is_off else '班'} {self.name}"

    def special_day(self) -> SpecialDay:
        return SpecialDay(self.day, self.is_off, self.name)


class TermCalendar(models.Model):
    """A district's school year (校历)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    school_year = models.PositiveSmallIntegerField("学年")
    source = models.CharField("依据", max_length=SOURCE_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "school_year"], name="term_calendar_once"),
            models.CheckConstraint(condition=Q(school_year__range=YEARS), name="term_calendar_year"),
        ]

    def __str__(self) -> str:
        return f"{school_year_label(self.school_year)}校历（{self.district}）"


class TermStretch(models.Model):
    """A term, a vacation or examinations of a school year, both days counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    calendar = models.ForeignKey(TermCalendar, models.CASCADE, related_name="stretches")
    kind = models.CharField(max_length=12, choices=[(row.value, row.label) for row in TermKind])
    name = models.CharField("名称", max_length=NAME_LENGTH)
    first = models.DateField("开始日期")
    last = models.DateField("结束日期")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="term_stretch_days_in_order"),
            models.CheckConstraint(condition=~Q(name=""), name="term_stretch_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.first:%Y-%m-%d}至{self.last:%Y-%m-%d}）"

    def row(self) -> TermRow:
        return TermRow(TermKind(self.kind), Stretch(self.name, self.first, self.last))


class TimelineEntry(models.Model):
    """A congress, plenum or campaign as the district knows it: confirmed, with other days, or not in the national timeline at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(row.value, row.label) for row in EntryKind])
    key = models.CharField(max_length=KEY_LENGTH)
    congress = models.PositiveSmallIntegerField("届次", default=0)
    plenum = models.PositiveSmallIntegerField("第几次全会", default=0)
    name = models.CharField("名称", max_length=60, blank=True)
    writings = models.JSONField("其他写法", default=list)
    topic = models.CharField("主题", max_length=60, blank=True)
    first = models.DateField("开始日期")
    last = models.DateField("结束日期", null=True)
    confirmed = models.BooleanField("已确认")
    lasting = models.BooleanField("常态化", default=False)
    evidence = models.CharField(max_length=12, choices=[(row.value, row.label) for row in Evidence])
    source = models.CharField("出处", max_length=SOURCE_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "key"], name="timeline_entry_once"),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="timeline_entry_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="timeline_entry_has_source"),
            models.CheckConstraint(
                condition=(
                    Q(kind=EntryKind.CONGRESS.value, congress__gte=1, plenum=0)
                    | Q(kind=EntryKind.PLENUM.value, congress__gte=1, plenum__gte=1, last__isnull=False)
                    | (Q(kind=EntryKind.CAMPAIGN.value, congress=0, plenum=0) & ~Q(name=""))
                ),
                name="timeline_entry_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.fact().title

    def fact(self) -> TimelineFact:
        return TimelineFact(
            EntryKind(self.kind),
            self.key,
            self.first,
            self.last,
            self.confirmed,
            Evidence(self.evidence),
            self.congress,
            self.plenum,
            self.name,
            tuple(self.writings),
            self.topic,
            self.lasting,
        )


class ObservanceChoice(models.Model):
    """Whether the district lists an observed day, against what the portal's data say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH)
    listed = models.BooleanField("列入")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="observance_choice_once")]

    def __str__(self) -> str:
        return self.key
