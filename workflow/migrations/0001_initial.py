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
            name="ReviewAssignment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                        verbose_name="片区",
                    ),
                ),
                (
                    "school_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kindergarten", "幼儿园"),
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("nine_year", "九年一贯制学校"),
                            ("senior", "高中"),
                            ("complete", "完全中学"),
                            ("twelve_year", "十二年一贯制学校"),
                            ("vocational", "中等职业学校"),
                            ("special", "特殊教育学校"),
                            ("other", "其他教育单位"),
                        ],
                        max_length=16,
                        verbose_name="学校类别",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.branch",
                        verbose_name="学校",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核员",
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("assigned_at", models.DateTimeField()),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("branch__isnull", True), ("ended_at__isnull", True)),
                        fields=("district", "school_kind"),
                        name="assignment_of_area_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("branch__isnull", False), ("ended_at__isnull", True)),
                        fields=("branch",),
                        name="assignment_of_school_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("branch__isnull", True), ("school_kind", ""), _connector="OR"),
                        name="assignment_school_or_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_ended_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSettings",
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
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="退回时预先填好的期限，可以逐份改",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="整改期限（工作日）",
                    ),
                ),
                (
                    "sample_percent",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="一并审定前抽读（%）",
                    ),
                ),
                (
                    "sample_least",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="至少抽读几份",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sample_least__gte", 1), ("sample_percent__gte", 1), ("sample_percent__lte", 100)
                        ),
                        name="review_sample_sensible",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("document_kind", models.CharField(max_length=40)),
                ("document_id", models.UUIDField()),
                ("submission", models.PositiveSmallIntegerField(verbose_name="第几次提交")),
                ("anchor", models.UUIDField(blank=True, null=True, verbose_name="段落")),
                ("anchor_label", models.CharField(blank=True, max_length=120, verbose_name="位置")),
                ("quote", models.CharField(blank=True, max_length=300, verbose_name="原文")),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(blank=True, max_length=20)),
                ("is_issue", models.BooleanField(default=True, verbose_name="须答复")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="序号")),
                ("body", models.TextField(verbose_name="问题")),
                ("suggestion", models.TextField(blank=True, verbose_name="修改建议")),
                (
                    "severity",
                    models.CharField(
                        choices=[("must", "必改"), ("advice", "建议")],
                        default="must",
                        max_length=6,
                        verbose_name="轻重",
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("finding_key", models.CharField(blank=True, max_length=32)),
                ("wording", models.TextField(blank=True, verbose_name="建议文字")),
                (
                    "wording_state",
                    models.CharField(
                        choices=[("none", ""), ("offered", "待定"), ("accepted", "已采用"), ("declined", "未采用")],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "wording_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("wording_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("reply", models.TextField(blank=True, verbose_name="答复")),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["document_kind", "document_id"], name="comment_document")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("document_kind", "document_id", "number"),
                        name="issue_number_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_at__isnull", True), ("replied_by__isnull", True), ("reply", "")),
                            models.Q(
                                ("replied_at__isnull", False),
                                ("replied_by__isnull", False),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="issue_reply_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="issue_settled_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number__isnull", True), ("published_at__isnull", True)),
                            models.Q(("is_issue", False), ("number__isnull", True)),
                            models.Q(("is_issue", True), ("number__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="issue_numbered_when_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end__isnull", True), ("start__isnull", True)),
                            models.Q(("start__lt", models.F("end")), models.Q(("quote", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="remark_quote_has_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("wording", ""), ("wording_state", "none")),
                            models.Q(
                                models.Q(("wording", ""), _negated=True),
                                models.Q(("wording_state", "none"), _negated=True),
                                models.Q(("quote", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="remark_wording_for_quote",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("wording_at__isnull", False),
                                ("wording_by__isnull", False),
                                ("wording_state__in", ["accepted", "declined"]),
                            ),
                            models.Q(
                                ("wording_at__isnull", True),
                                ("wording_by__isnull", True),
                                ("wording_state__in", ["none", "offered"]),
                            ),
                            _connector="OR",
                        ),
                        name="remark_wording_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("document_kind", models.CharField(max_length=40)),
                ("document_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document_kind", "document_id", "number"), name="snapshot_number_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("document_kind", models.CharField(max_length=40)),
                ("document_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflow.snapshot"
                    ),
                ),
                ("issues", models.JSONField()),
                ("answers", models.JSONField(null=True)),
                ("answered_with", models.PositiveSmallIntegerField(null=True)),
                ("comment", models.TextField(blank=True, verbose_name="附言")),
                ("answer_by", models.DateField(null=True, verbose_name="整改期限")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("issued_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document_kind", "document_id", "number"), name="opinion_number_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_with__isnull", True), ("answers__isnull", True)),
                            models.Q(("answered_with__isnull", False), ("answers__isnull", False)),
                            _connector="OR",
                        ),
                        name="opinion_answers_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewerLook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("document_kind", models.CharField(max_length=40)),
                ("document_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                ("previous", models.PositiveSmallIntegerField(default=0)),
                ("looked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document_kind", "document_id", "reviewer"), name="look_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", models.F("previous"))), name="look_goes_forward"
                    ),
                ],
            },
        ),
    ]
