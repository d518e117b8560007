"""A branch's fixed days; what a line said when its event was made; answers know which time of the event they were given for."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_append_only"),
        ("calendar_events", "0001_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarevent",
            name="item_text",
            field=models.CharField(blank=True, editable=False, max_length=1000),
        ),
        migrations.AddField(
            model_name="eventanswer",
            name="sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="FixedDay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general_meeting", "支部党员大会"),
                            ("committee_meeting", "支委会"),
                            ("group_meeting", "党小组会"),
                            ("party_lecture", "党课"),
                            ("theme_day", "主题党日"),
                            ("organizational_life", "组织生活会"),
                            ("democratic_appraisal", "民主评议党员"),
                            ("heart_to_heart_talk", "谈心谈话"),
                            ("dues", "党费"),
                            ("study", "学习"),
                            ("development", "发展党员"),
                            ("commemoration", "纪念活动"),
                            ("volunteering", "志愿服务"),
                            ("care", "关怀慰问"),
                            ("integrity", "党风廉政"),
                            ("plan_and_summary", "计划总结"),
                            ("other", "其他"),
                        ],
                        max_length=24,
                        verbose_name="活动",
                    ),
                ),
                ("pattern", models.CharField(max_length=40, verbose_name="时间")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="开始")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="结束")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "kind"), name="fixed_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(("pattern", ""), _negated=True), name="fixed_day_has_pattern"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="fixed_day_times_in_order",
                    ),
                ],
            },
        ),
    ]
