"""A message is a row before it is sent: the outbox entry in the transaction of its cause, a notice a person, a delivery a channel."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch, District
from notices.querysets import DeliveryQuerySet, NoticeQuerySet, OutboxQuerySet

TITLE_LENGTH = 120


class OutboxEntry(models.Model):
    """Something to be told from `due_at` on. Who hears of it is found out when it goes out: `person`, or who then holds one of `roles`.

    `dedupe_key` is unique: posting it twice makes one row. A matter that climbs has one entry for each `level`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dedupe_key = models.CharField(max_length=200, unique=True)
    level = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=TITLE_LENGTH)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    branch = models.ForeignKey(Branch, models.CASCADE, null=True, related_name="+")
    district = models.ForeignKey(District, models.CASCADE, null=True, related_name="+")
    roles = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    is_urgent = models.BooleanField(default=False)
    for_group = models.BooleanField(default=False)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    addressed_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | (~Q(roles="") & (Q(branch__isnull=False) | Q(district__isnull=False))),
                name="outbox_has_audience",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(addressed_at__isnull=True), name="outbox_due")]

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """One message for one person. `dedupe_key` says what it is about and to whom: posting it twice makes one row.

    With `branch` or `district` it reaches a person only while they hold a role there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(OutboxEntry, models.CASCADE, null=True, related_name="notices")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=TITLE_LENGTH)
    body = models.TextField(blank=True)
    path = models.CharField("页面", max_length=200, blank=True, help_text="站内路径，以 / 开头")
    branch = models.ForeignKey(Branch, models.CASCADE, null=True, related_name="+")
    district = models.ForeignKey(District, models.CASCADE, null=True, related_name="+")
    dedupe_key = models.CharField(max_length=200, unique=True)
    posted_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "read_at", "posted_at"], name="notice_inbox")]

    def __str__(self) -> str:
        return self.title


class Channel(models.TextChoices):
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
    WECOM = "wecom", "企业微信群"
    DINGTALK = "dingtalk", "钉钉群"
    FEISHU = "feishu", "飞书群"


#: Channels that reach one person; the others reach a group chat.
PERSONAL = (Channel.EMAIL, Channel.SMS)


class DeliveryState(models.TextChoices):
    PENDING = "pending", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    DEAD = "dead", "发送失败"
    DROPPED = "dropped", "不再需要"


class Delivery(models.Model):
    """A notice on its way through one channel. The inbox needs none: the notice itself is there at once.

    What is due for one recipient and address goes out as one message. `claim` is the batch that holds it until `leased_until`;
    `handed_at` is written before the channel gets it: a worker that dies after that leaves it unclear whether it arrived.
    For a group chat `recipient` is empty and `address` is the id of the bot.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254)
    is_urgent = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel", "address"], name="delivery_once_per_address"),
            models.CheckConstraint(
                condition=(Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True))),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claim__isnull=False, leased_until__isnull=False),
                name="delivery_sending_is_leased",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "recipient"], condition=Q(state="pending"), name="delivery_due"),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="delivery_leased"),
            models.Index(fields=["recipient", "due_at"], name="delivery_of_person"),
            models.Index(fields=["channel", "due_at"], condition=Q(state="dead"), name="delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_state_display()}"


class Heartbeat(models.Model):
    """When something last happened that should happen regularly: "beat" each minute, "reminded" each morning. "claiming" is a gate:
    the row that a worker holds for the moment in which it takes its batch, so that no person's messages are split between two.
    `faults` counts what went wrong that time: branches which the morning round could not ask."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    faults = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
