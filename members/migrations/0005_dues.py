"""Party dues and study hours."""

import uuid
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_append_only"),
        ("members", "0004_identity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DuesReceipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("number", models.PositiveIntegerField(verbose_name="编号")),
                ("paid_on", models.DateField(verbose_name="交纳日期")),
                (
                    "paid_by",
                    models.CharField(
                        choices=[("cash", "现金"), ("transfer", "转账")], max_length=8, verbose_name="方式"
                    ),
                ),
                ("payer", models.CharField(blank=True, max_length=30, verbose_name="代交人")),
                ("issued_at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_receipts", to="members.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DuesPayment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("dues", "党费"), ("extra", "自愿多交")],
                        default="dues",
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("month", models.DateField(verbose_name="所属月份")),
                ("entry", models.PositiveSmallIntegerField(editable=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="金额（元）")),
                ("paid_on", models.DateField(verbose_name="交纳日期")),
                ("to_centre", models.BooleanField(default=False, verbose_name="全部上缴中央")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="冲正原因")),
                ("recorded_at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_payments", to="members.member"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="members.duespayment",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="members.duesreceipt"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DuesRelief",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_month", models.DateField(verbose_name="起始月份")),
                ("to_month", models.DateField(verbose_name="截止月份")),
                (
                    "monthly",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=10, verbose_name="每月交纳（元）"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="支部讨论日期")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="上级批准日期")),
                ("approval", models.CharField(blank=True, max_length=100, verbose_name="批准单位和文号")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_reliefs", to="members.member"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StudyRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField(verbose_name="日期")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="学时")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("branch_study", "支部集中学习"),
                            ("lecture", "党课"),
                            ("theme_day", "主题党日"),
                            ("training", "上级集中培训"),
                            ("report", "专题报告会"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="内容")),
                ("recorded_at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="study_records",
                        to="members.member",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DuesBase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_month", models.DateField(verbose_name="起算月份")),
                ("revision", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "basis",
                    models.CharField(
                        choices=[("wage", "工资收入"), ("pension", "离退休费（养老金）"), ("fixed", "定额")],
                        max_length=8,
                        verbose_name="计算依据",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="基数（元/月）")),
                ("components", models.JSONField(blank=True, default=dict, verbose_name="基数构成")),
                ("quarterly", models.BooleanField(default=False, verbose_name="经支部同意按季交纳")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_bases", to="members.member"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member", "from_month", "revision"), name="dues_base_revision"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="dues_base_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("from_month__day", 1)), name="dues_base_month_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuesPublication",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("content", models.JSONField()),
                ("published_at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "year", "revision"), name="dues_publication_revision")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="duesreceipt",
            index=models.Index(fields=["member", "-paid_on"], name="dues_receipt_of_member"),
        ),
        migrations.AddConstraint(
            model_name="duesreceipt",
            constraint=models.UniqueConstraint(fields=("branch", "year", "number"), name="dues_receipt_number"),
        ),
        migrations.AddIndex(
            model_name="duespayment",
            index=models.Index(fields=["branch", "month"], name="dues_of_branch_month"),
        ),
        migrations.AddIndex(
            model_name="duespayment",
            index=models.Index(fields=["branch", "paid_on"], name="dues_of_branch_day"),
        ),
        migrations.AddConstraint(
            model_name="duespayment",
            constraint=models.UniqueConstraint(fields=("member", "kind", "month", "entry"), name="dues_entry_in_order"),
        ),
        migrations.AddConstraint(
            model_name="duespayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                    models.Q(("amount__lt", 0), ("reverses__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dues_reversal_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="duespayment",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="dues_entry_month_first_day"),
        ),
        migrations.AddConstraint(
            model_name="duesrelief",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_month__gte", models.F("from_month"))), name="dues_relief_months_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="duesrelief",
            constraint=models.CheckConstraint(condition=models.Q(("monthly__gte", 0)), name="dues_relief_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="duesrelief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approval", ""), ("approved_on__isnull", True)),
                    models.Q(("approved_on__gte", models.F("decided_on")), models.Q(("approval", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dues_relief_approved_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="duesrelief",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_month__day", 1), ("to_month__day", 1)), name="dues_relief_months_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="studyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0), ("hours__lte", Decimal("24.0"))), name="study_hours_of_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="studyrecord",
            constraint=models.UniqueConstraint(fields=("member", "on", "kind"), name="study_once_a_day_and_kind"),
        ),
    ]
