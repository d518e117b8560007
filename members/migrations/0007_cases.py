"""Development cases, their step records, requests to the superior, quotas."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import workflow.domain.transitions


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_append_only"),
        ("members", "0006_appraisal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DevelopmentCase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("opened_on", models.DateField(verbose_name="建档日期")),
                ("quota_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="列入年度计划")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "本人撤回申请"),
                            ("stopped", "停止培养"),
                            ("moved", "转往外单位"),
                            ("mistake", "登记有误"),
                        ],
                        max_length=12,
                        verbose_name="终止原因",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("APPLICANT", "入党申请人"),
                            ("ACTIVIST", "入党积极分子"),
                            ("CANDIDATE", "发展对象"),
                            ("PROBATIONARY", "预备党员"),
                            ("PROBATION_EXTENDED", "预备党员（延长预备期）"),
                            ("FULL", "正式党员"),
                            ("CANCELLED", "取消预备党员资格"),
                            ("WITHDRAWN", "本人撤回"),
                            ("REJECTED", "未获通过"),
                        ],
                        default="APPLICANT",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("next_step", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("next_earliest", models.DateField(editable=False, null=True)),
                ("next_due", models.DateField(editable=False, null=True)),
                ("is_open", models.BooleanField(default=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="members.member",
                        verbose_name="姓名",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsentRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已提交"),
                            ("in_review", "审核中"),
                            ("returned", "退回修改"),
                            ("approved", "已审定"),
                            ("archived", "已归档"),
                        ],
                        default=workflow.domain.transitions.Status["DRAFT"],
                        editable=False,
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("submission_count", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("return_count", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("claimed_at", models.DateTimeField(editable=False, null=True)),
                ("step", models.PositiveSmallIntegerField(verbose_name="步骤")),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("recipient", models.CharField(max_length=60, verbose_name="主送")),
                ("body", models.TextField(verbose_name="正文")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(editable=False)),
                ("outcome", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="members.developmentcase",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DevelopmentQuota",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("number", models.PositiveSmallIntegerField(verbose_name="计划数")),
                ("set_at", models.DateTimeField()),
                ("by_district", models.BooleanField(default=False, verbose_name="由上级下达")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StepRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("step", models.PositiveSmallIntegerField(verbose_name="步骤")),
                ("turn", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                ("on", models.DateField(blank=True, null=True, verbose_name="日期")),
                ("details", models.JSONField(blank=True, default=dict)),
                ("people", models.JSONField(blank=True, default=list)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                ("is_from_paper", models.BooleanField(default=False, verbose_name="补录（纸质档案）")),
                ("entered_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("removal", models.UUIDField(blank=True, help_text="空为在用", null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="members.developmentcase"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="developmentcase",
            index=models.Index(fields=["is_open", "next_due"], name="case_due"),
        ),
        migrations.AddIndex(
            model_name="developmentcase",
            index=models.Index(fields=["is_open", "stage"], name="case_stage"),
        ),
        migrations.AddConstraint(
            model_name="developmentcase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)), fields=("member",), name="case_one_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="developmentcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_because", ""), ("closed_on__isnull", True)),
                    models.Q(("closed_on__isnull", False), models.Q(("closed_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="case_closed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="developmentcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quota_year__isnull", True),
                    models.Q(("quota_year__gte", 1990), ("quota_year__lte", 2100)),
                    _connector="OR",
                ),
                name="case_quota_year_sensible",
            ),
        ),
        migrations.AddIndex(
            model_name="consentrequest",
            index=models.Index(fields=["status", "submitted_at"], name="consent_queue"),
        ),
        migrations.AddConstraint(
            model_name="consentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False), ("status", "in_review")),
                    models.Q(("status", "in_review"), _negated=True),
                    _connector="OR",
                ),
                name="members_consentrequest_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "draft"), ("submitted_at__isnull", False), _connector="OR"),
                name="members_consentrequest_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["approved", "archived"]), _negated=True),
                fields=("case", "step", "turn"),
                name="consent_one_in_the_making",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", (4, 8, 13, 17, 24))), name="consent_step_needs_consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="developmentquota",
            constraint=models.UniqueConstraint(fields=("branch", "year"), name="quota_once_a_year"),
        ),
        migrations.AddConstraint(
            model_name="developmentquota",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)), name="quota_year_sensible"
            ),
        ),
        migrations.AddConstraint(
            model_name="steprecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removal__isnull", True)),
                fields=("case", "step", "turn"),
                name="step_recorded_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="steprecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__gte", 1), ("step__lte", 25)), name="step_of_the_25"
            ),
        ),
        migrations.AddConstraint(
            model_name="steprecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("turn", 1), models.Q(("step__in", (23, 24)), ("turn", 2)), _connector="OR"),
                name="step_twice_only_conversion",
            ),
        ),
    ]
