"""Entries of the registers (登记簿) and the looks at them. What a register is stands in `calendar_events/data/registers.toml`."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from calendar_events.domain.registers import Register, register_of
from calendar_events.registers_querysets import RegisterEntryQuerySet
from members.models import Member

SUBJECT_LENGTH = 200


class RegisterEntry(models.Model):
    """One entry. `register` is a key of the data file; `values` holds its own fields by key, days as text "2026-03-05".

    The owner is somebody on the roster (`owner_member`) or a post in words (`owner_post`), as the register has it. `is_closed` follows the
    state. A removed entry stays in the database with who removed it and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    register = models.CharField(max_length=24)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    owner_member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    owner_post = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16)
    is_closed = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    closing_note = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField("向全体党员公开", default=False)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="entry_has_subject"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="entry_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(is_closed=True, closed_on__isnull=False) | Q(is_closed=False, closed_on__isnull=True),
                name="entry_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(owner_member__isnull=True) | Q(owner_post=""), name="entry_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_because=""), name="entry_removed_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "register", "is_closed", "-first_day"], name="entry_list"),
            models.Index(fields=["owner_member", "is_closed"], name="entry_of_member"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind(self) -> Register:
        """What register it belongs to."""
        return register_of(self.register)

    @property
    def state_label(self) -> str:
        return self.kind.state(self.state).label

    def is_overdue(self, today: date) -> bool:
        """Open after a last day that is a deadline."""
        return self.kind.is_deadline and not self.is_closed and self.last_day is not None and self.last_day < today


class RegisterLook(models.Model):
    """A look at an entry: one for each that the register asks for (`look`), any number besides (`look` "")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(RegisterEntry, models.CASCADE, related_name="looks")
    look = models.CharField(max_length=16, blank=True)
    looked_on = models.DateField()
    found = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "look"], condition=~Q(look=""), name="look_once_an_entry"),
            models.CheckConstraint(condition=~Q(found=""), name="look_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.looked_on} {self.found[:20]}"
