import uuid

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
            name="YearTable",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                (
                    "state",
                    models.CharField(
                        choices=[("provisional", "暂定"), ("confirmed", "已确认")], default="provisional", max_length=12
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("district", "year"), name="year_table_once"),
                    models.CheckConstraint(condition=models.Q(("year__range", (2000, 2100))), name="year_table_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="year_table_confirmed_has_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="regulations.yeartable"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("is_off", models.BooleanField(verbose_name="放假")),
                ("name", models.CharField(max_length=20, verbose_name="节日或事由")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "day"), name="calendar_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="calendar_day_has_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermCalendar",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="学年")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("district", "school_year"), name="term_calendar_once"),
                    models.CheckConstraint(
                        condition=models.Q(("school_year__range", (2000, 2100))), name="term_calendar_year"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermStretch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stretches",
                        to="regulations.termcalendar",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("term", "学期"), ("vacation", "假期"), ("examination", "考试")], max_length=12
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("first", models.DateField(verbose_name="开始日期")),
                ("last", models.DateField(verbose_name="结束日期")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="term_stretch_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="term_stretch_has_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("congress", "党代会"), ("plenum", "中央全会"), ("campaign", "集中教育")],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("congress", models.PositiveSmallIntegerField(default=0, verbose_name="届次")),
                ("plenum", models.PositiveSmallIntegerField(default=0, verbose_name="第几次全会")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="名称")),
                ("writings", models.JSONField(default=list, verbose_name="其他写法")),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题")),
                ("first", models.DateField(verbose_name="开始日期")),
                ("last", models.DateField(null=True, verbose_name="结束日期")),
                ("confirmed", models.BooleanField(verbose_name="已确认")),
                ("lasting", models.BooleanField(default=False, verbose_name="常态化")),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("verified", "已核对原文"),
                            ("secondary", "据二手资料"),
                            ("unverified", "未核对原文"),
                            ("local", "本地规定或惯例"),
                            ("computed", "推算得出"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="出处")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("district", "key"), name="timeline_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last__isnull", True), ("last__gte", models.F("first")), _connector="OR"),
                        name="timeline_entry_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="timeline_entry_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("congress__gte", 1), ("kind", "congress"), ("plenum", 0)),
                            models.Q(
                                ("congress__gte", 1), ("kind", "plenum"), ("last__isnull", False), ("plenum__gte", 1)
                            ),
                            models.Q(
                                ("congress", 0),
                                ("kind", "campaign"),
                                ("plenum", 0),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="timeline_entry_fits_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObservanceChoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("listed", models.BooleanField(verbose_name="列入")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "key"), name="observance_choice_once")],
            },
        ),
        migrations.CreateModel(
            name="RuleEdition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="版次")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("content", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RuleAdoption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regulations.ruleedition"
                    ),
                ),
                ("adopted_on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("district", "edition"), name="rule_edition_adopted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleOverride",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="条目")),
                ("parameters", models.JSONField(verbose_name="本地取值")),
                ("valid_from", models.DateField(verbose_name="起始日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("reason", models.CharField(max_length=200, verbose_name="依据或理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["district", "code"], name="rule_override_rule")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True), ("withdrawn", False)),
                        fields=("district", "code"),
                        name="rule_override_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn", False)),
                        fields=("district", "code", "valid_from"),
                        name="rule_override_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="rule_override_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="rule_override_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionPreview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="regulations.ruleedition"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("rows", models.JSONField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "edition"), name="edition_preview_once")],
            },
        ),
    ]
