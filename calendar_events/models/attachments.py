"""Files that belong to an event, an entry of a register, a collection list or what somebody handed in. They lie outside the code tree."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from calendar_events.attachments_querysets import AttachmentQuerySet
from calendar_events.domain.files import KINDS, FileKind
from calendar_events.models.collections import CollectionList, HandIn
from calendar_events.models.events import CalendarEvent
from calendar_events.models.registers import RegisterEntry


class Purpose(models.TextChoices):
    """What a file is among the papers of an event; what hangs on other things is PROOF or MATERIAL."""

    NOTICE = "notice", "会议通知"
    SIGN_IN = "sign_in", "签到表"
    PHOTO = "photo", "照片"
    SLIDES = "slides", "课件或讲稿"
    MATERIAL = "material", "会议材料"
    PROOF = "proof", "佐证材料"


#: What may be chosen at an event.
EVENT_PURPOSES = (Purpose.NOTICE, Purpose.SIGN_IN, Purpose.PHOTO, Purpose.SLIDES, Purpose.MATERIAL)
OWNERS = ("event", "entry", "collection", "hand_in")


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Never the name the user gave: a file is called after its row."""
    return f"attachments/{attachment.pk.hex[:2]}/{attachment.pk.hex}"


class Attachment(models.Model):
    """One file. `kind` is the ending of what its content is; `taken_on` the day a photograph says it was taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    event = models.ForeignKey(CalendarEvent, models.PROTECT, null=True, blank=True, related_name="attachments")
    entry = models.ForeignKey(RegisterEntry, models.PROTECT, null=True, blank=True, related_name="attachments")
    collection = models.ForeignKey(CollectionList, models.PROTECT, null=True, blank=True, related_name="attachments")
    hand_in = models.ForeignKey(HandIn, models.PROTECT, null=True, blank=True, related_name="attachments")
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    filename = models.CharField(max_length=130)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_on = models.DateField(null=True, blank=True)
    file = models.FileField(upload_to=attachment_path, max_length=120)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, entry__isnull=True, collection__isnull=True, hand_in__isnull=True)
                | Q(event__isnull=True, entry__isnull=False, collection__isnull=True, hand_in__isnull=True)
                | Q(event__isnull=True, entry__isnull=True, collection__isnull=False, hand_in__isnull=True)
                | Q(event__isnull=True, entry__isnull=True, collection__isnull=True, hand_in__isnull=False),
                name="attachment_has_one_owner",
            ),
            *(models.UniqueConstraint(fields=[name, "sha256"], name=f"attachment_once_{name}") for name in OWNERS),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def file_kind(self) -> FileKind:
        return KINDS[self.kind]

    @property
    def owner(self) -> CalendarEvent | RegisterEntry | CollectionList | HandIn:
        """What it hangs on; needs the four selected."""
        found = self.event or self.entry or self.collection or self.hand_in
        if found is None:
            raise ValueError("an attachment hangs on something")
        return found
