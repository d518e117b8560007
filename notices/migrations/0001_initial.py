import datetime
import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0001_initial"),
        ("branches", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.UUIDField(editable=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("burden", "增加负担"),
                            ("complaint", "投诉"),
                            ("suggestion", "建议"),
                            ("fault", "系统故障"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("text", models.TextField(verbose_name="内容")),
                ("path", models.CharField(blank=True, max_length=200, verbose_name="页面")),
                ("is_unnamed", models.BooleanField(default=False, verbose_name="不署名")),
                (
                    "follows",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="notices.feedback"
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "answered_at", "received_at"], name="feedback_of_district"),
                    models.Index(fields=["sender", "received_at"], name="feedback_of_sender"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("sender", "key"), name="feedback_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="feedback_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_unnamed", False), models.Q(("branch__isnull", True), ("path", "")), _connector="OR"
                        ),
                        name="feedback_unnamed_tells_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at__isnull", True), ("taken_by__isnull", True)),
                            models.Q(
                                ("taken_at__gte", models.F("received_at")),
                                ("taken_at__isnull", False),
                                ("taken_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_taken_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__gte", models.F("received_at")),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("checkpoint", models.JSONField(default=dict)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("is_cancelled", models.BooleanField(default=False)),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("message", models.CharField(blank=True, max_length=300)),
                ("result", models.CharField(blank=True, max_length=200)),
                ("filename", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "created_at"], name="job_waiting"),
                    models.Index(fields=["owner", "-created_at"], name="job_of_owner"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            models.Q(("claim__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="job_running_is_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total", 0), ("done__lte", models.F("total")), _connector="OR"),
                        name="job_done_within_total",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="job_done_has_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(blank=True)),
                ("path", models.CharField(blank=True, max_length=200)),
                (
                    "branch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.district"
                    ),
                ),
                ("roles", models.CharField(blank=True, max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_urgent", models.BooleanField(default=False)),
                ("for_group", models.BooleanField(default=False)),
                ("posted_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("addressed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("addressed_at__isnull", True)), fields=["due_at"], name="outbox_due"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(
                                models.Q(("roles", ""), _negated=True),
                                models.Q(("branch__isnull", False), ("district__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="outbox_has_audience",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="notices.outboxentry",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(blank=True)),
                (
                    "path",
                    models.CharField(blank=True, help_text="站内路径，以 / 开头", max_length=200, verbose_name="页面"),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.district"
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                ("posted_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["recipient", "read_at", "posted_at"], name="notice_inbox")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="notices.notice"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "电子邮件"),
                            ("sms", "短信"),
                            ("wecom", "企业微信群"),
                            ("dingtalk", "钉钉群"),
                            ("feishu", "飞书群"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("is_urgent", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待发送"),
                            ("sending", "发送中"),
                            ("sent", "已发送"),
                            ("dead", "发送失败"),
                            ("dropped", "不再需要"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("handed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")), fields=["due_at", "recipient"], name="delivery_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["leased_until"], name="delivery_leased"
                    ),
                    models.Index(fields=["recipient", "due_at"], name="delivery_of_person"),
                    models.Index(
                        condition=models.Q(("state", "dead")), fields=["channel", "due_at"], name="delivery_dead"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "channel", "address"), name="delivery_once_per_address"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(("claim__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_sending_is_leased",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeSettings",
            fields=[
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="branches.district",
                    ),
                ),
                ("digest_at", models.TimeField(default=datetime.time(8, 0), verbose_name="每日汇总时间")),
                ("quiet_from", models.TimeField(default=datetime.time(21, 30), verbose_name="免打扰开始")),
                (
                    "quiet_to",
                    models.TimeField(
                        default=datetime.time(7, 0),
                        help_text="与开始时间相同，表示不设免打扰时段",
                        verbose_name="免打扰结束",
                    ),
                ),
                ("on_days_off", models.BooleanField(default=False, verbose_name="休息日也发汇总")),
                ("weekly_in_vacations", models.BooleanField(default=True, verbose_name="寒暑假每周一发一次汇总")),
                (
                    "window_1",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="首次提醒（到期前几天）",
                    ),
                ),
                (
                    "window_2",
                    models.PositiveSmallIntegerField(
                        default=3, validators=[django.core.validators.MaxValueValidator(60)], verbose_name="再次提醒"
                    ),
                ),
                (
                    "window_3",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MaxValueValidator(60)], verbose_name="最后提醒"
                    ),
                ),
                (
                    "case_window",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="0 表示不另外提醒",
                        validators=[django.core.validators.MaxValueValidator(180)],
                        verbose_name="发展党员期限另在几天前提醒",
                    ),
                ),
                (
                    "escalate_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="无人处理几天后上报一级",
                    ),
                ),
                (
                    "escalate_cap",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "不上报"), (1, "书记"), (2, "片区"), (3, "区")],
                        default=3,
                        verbose_name="最高上报到",
                    ),
                ),
                (
                    "review_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="审核应在几个工作日内办结",
                    ),
                ),
                ("birthdays", models.BooleanField(default=False, verbose_name="政治生日提醒")),
                (
                    "event_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="0表示不提前提醒",
                        validators=[django.core.validators.MaxValueValidator(14)],
                        verbose_name="活动提前几天提醒",
                    ),
                ),
                (
                    "record_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="0表示不提醒",
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="活动过后几天没有记录就提醒",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("window_1__gt", models.F("window_2")), ("window_2__gt", models.F("window_3"))
                        ),
                        name="notice_windows_descend",
                        violation_error_message="三次提醒的天数应从大到小。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("cause", models.CharField(max_length=20)),
                ("channel", models.CharField(choices=[("email", "电子邮件"), ("sms", "短信")], max_length=10)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "cause", "channel"), name="preference_once")],
            },
        ),
        migrations.CreateModel(
            name="GroupBot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("wecom", "企业微信群"), ("dingtalk", "钉钉群"), ("feishu", "飞书群")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="群名称")),
                ("key", models.CharField(max_length=200)),
                ("secret", models.CharField(blank=True, max_length=200, verbose_name="加签密钥")),
                ("window_began_at", models.DateTimeField(editable=False, null=True)),
                ("window_count", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("branch__isnull", True), ("district__isnull", False)),
                            models.Q(("branch__isnull", False), ("district__isnull", True)),
                            _connector="OR",
                        ),
                        name="bot_of_one_organisation",
                    ),
                    models.UniqueConstraint(fields=("channel", "key"), name="bot_key_unique"),
                ],
            },
        ),
    ]
