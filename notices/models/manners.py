"""What districts and people want of their messages, and the group chats that hear of some."""

import uuid
from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from branches.models import Branch, District
from notices.domain.manners import Manners
from notices.models.messages import PERSONAL, Channel

SECRET_LENGTH = 200
SHORT_SECRET = 8


class NoticeSettings(models.Model):
    """A district's habits; they hold below it until a nearer district has its own."""

    district = models.OneToOneField(District, models.CASCADE, primary_key=True, related_name="+")
    digest_at = models.TimeField("每日汇总时间", default=time(8, 0))
    quiet_from = models.TimeField("免打扰开始", default=time(21, 30))
    quiet_to = models.TimeField("免打扰结束", default=time(7, 0), help_text="与开始时间相同，表示不设免打扰时段")
    on_days_off = models.BooleanField("休息日也发汇总", default=False)
    weekly_in_vacations = models.BooleanField("寒暑假每周一发一次汇总", default=True)
    window_1 = models.PositiveSmallIntegerField("首次提醒（到期前几天）", default=7, validators=[MaxValueValidator(60)])
    window_2 = models.PositiveSmallIntegerField("再次提醒", default=3, validators=[MaxValueValidator(60)])
    window_3 = models.PositiveSmallIntegerField("最后提醒", default=1, validators=[MaxValueValidator(60)])
    case_window = models.PositiveSmallIntegerField(
        "发展党员期限另在几天前提醒", default=30, validators=[MaxValueValidator(180)], help_text="0 表示不另外提醒"
    )
    escalate_days = models.PositiveSmallIntegerField(
        "无人处理几天后上报一级", default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    escalate_cap = models.PositiveSmallIntegerField(
        "最高上报到", default=3, choices=[(0, "不上报"), (1, "书记"), (2, "片区"), (3, "区")]
    )
    review_days = models.PositiveSmallIntegerField(
        "审核应在几个工作日内办结", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    birthdays = models.BooleanField("政治生日提醒", default=False)
    event_days = models.PositiveSmallIntegerField(
        "活动提前几天提醒", default=1, validators=[MaxValueValidator(14)], help_text="0表示不提前提醒"
    )
    record_days = models.PositiveSmallIntegerField(
        "活动过后几天没有记录就提醒", default=3, validators=[MaxValueValidator(30)], help_text="0表示不提醒"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(window_1__gt=models.F("window_2")) & Q(window_2__gt=models.F("window_3")),
                name="notice_windows_descend",
                violation_error_message="三次提醒的天数应从大到小。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}的消息设置"

    def manners(self) -> Manners:
        return Manners(
            digest_at=self.digest_at,
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
            on_days_off=self.on_days_off,
            weekly_in_vacations=self.weekly_in_vacations,
            windows=(self.window_1, self.window_2, self.window_3),
            case_window=self.case_window,
            escalate_after=(self.escalate_days,) * 3,
            escalate_cap=self.escalate_cap,
            review_days=self.review_days,
            birthdays=self.birthdays,
            event_days=self.event_days,
            record_days=self.record_days,
        )


class Preference(models.Model):
    """A person does not want a cause through a channel. No row: they do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=20)
    channel = models.CharField(max_length=10, choices=[(c.value, c.label) for c in PERSONAL])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "cause", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.cause} {self.channel}"


class GroupBot(models.Model):
    """The robot of a group chat of a branch or a district. Only its key is kept, never an address: where it is sent to is the
    operator's setting, so that nothing entered on a page can reach another host."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.CASCADE, null=True, related_name="+")
    branch = models.ForeignKey(Branch, models.CASCADE, null=True, related_name="+")
    channel = models.CharField(
        "类型", max_length=10, choices=[(c.value, c.label) for c in Channel if c not in PERSONAL]
    )
    name = models.CharField("群名称", max_length=40)
    key = models.CharField(max_length=SECRET_LENGTH)
    secret = models.CharField("加签密钥", max_length=SECRET_LENGTH, blank=True)
    window_began_at = models.DateTimeField(null=True, editable=False)
    window_count = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False, branch__isnull=True)
                | Q(district__isnull=True, branch__isnull=False),
                name="bot_of_one_organisation",
            ),
            models.UniqueConstraint(fields=["channel", "key"], name="bot_key_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_key(self) -> str:
        """For lists: only the end."""
        return f"…{self.key[-4:]}" if len(self.key) > SHORT_SECRET else "…"
