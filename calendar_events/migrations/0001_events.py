"""Events, who is asked to them, answers, promises given up."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import regulations.domain.activities


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0002_append_only"),
        ("members", "0007_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEvent",
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
                        default=regulations.domain.activities.ActivityKind["OTHER"],
                        max_length=24,
                        verbose_name="类别",
                    ),
                ),
                ("also", models.JSONField(blank=True, default=list, verbose_name="同时计入")),
                ("subject", models.CharField(max_length=120, verbose_name="主题")),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("branch", "党支部"),
                            ("union", "工会"),
                            ("league", "共青团"),
                            ("pioneers", "少先队"),
                            ("administration", "行政"),
                            ("district", "上级"),
                        ],
                        default="branch",
                        max_length=16,
                        verbose_name="组织方",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="日期")),
                ("ends_on", models.DateField(verbose_name="至")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="开始时间")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="结束时间")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                ("host_text", models.CharField(blank=True, max_length=60, verbose_name="主持人（其他）")),
                ("recorder_text", models.CharField(blank=True, max_length=60, verbose_name="记录人（其他）")),
                ("agenda", models.TextField(blank=True, help_text="一行一项", verbose_name="议程")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("party_members", "全体党员"),
                            ("committee", "支部委员会"),
                            ("group", "党小组"),
                            ("applicants", "申请人和积极分子"),
                            ("chosen", "指定人员"),
                            ("staff", "全体教职工"),
                        ],
                        default="party_members",
                        max_length=16,
                        verbose_name="参加人员",
                    ),
                ),
                ("is_restricted", models.BooleanField(default=False, verbose_name="只对参加人可见")),
                ("item_origin", models.UUIDField(blank=True, editable=False, null=True)),
                ("promised_month", models.DateField(blank=True, editable=False, null=True)),
                ("promised_turn", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("section_origin", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "series",
                    models.UUIDField(blank=True, editable=False, help_text="一次重复安排的各次活动相同", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "已安排"), ("cancelled", "已取消")],
                        default="planned",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("cancelled_reason", models.CharField(blank=True, max_length=200, verbose_name="取消原因")),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
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
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.partygroup",
                        verbose_name="党小组",
                    ),
                ),
                (
                    "host_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.member",
                        verbose_name="主持人",
                    ),
                ),
                (
                    "recorder_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.member",
                        verbose_name="记录人",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DroppedPromise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("item_origin", models.UUIDField()),
                ("month", models.DateField(verbose_name="月份")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "answer",
                    models.CharField(
                        choices=[("coming", "参加"), ("leave", "请假")], max_length=8, verbose_name="答复"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="请假事由")),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="calendar_events.calendarevent",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventInvitee",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitees",
                        to="calendar_events.calendarevent",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="calendarevent",
            index=models.Index(fields=["branch", "starts_on"], name="event_of_branch"),
        ),
        migrations.AddIndex(
            model_name="calendarevent",
            index=models.Index(fields=["starts_on", "branch"], name="event_of_month"),
        ),
        migrations.AddIndex(
            model_name="calendarevent",
            index=models.Index(fields=["branch", "item_origin"], name="event_of_line"),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), _negated=True), name="event_has_subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="event_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    models.Q(
                        ("starts_at__isnull", False),
                        models.Q(
                            ("ends_on__gt", models.F("starts_on")),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="event_times_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_reason", ""), ("state", "planned")),
                    models.Q(("state", "cancelled"), models.Q(("cancelled_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="event_cancelled_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "group"), ("group__isnull", False)),
                    models.Q(models.Q(("audience", "group"), _negated=True), ("group__isnull", True)),
                    _connector="OR",
                ),
                name="event_group_fits_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_restricted", False), ("audience", "chosen"), _connector="OR"),
                name="event_restricted_is_of_chosen",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item_origin__isnull", True), ("promised_month__isnull", True)),
                    models.Q(
                        ("item_origin__isnull", False), ("promised_month__day", 1), ("promised_month__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="event_promise_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_turn__gte", 1)), name="event_turn_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("item_origin__isnull", False), ("state", "planned")),
                fields=("branch", "item_origin", "promised_month", "promised_turn"),
                name="event_promise_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="droppedpromise",
            constraint=models.UniqueConstraint(fields=("branch", "item_origin", "month"), name="dropped_once"),
        ),
        migrations.AddConstraint(
            model_name="droppedpromise",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="dropped_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="droppedpromise",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="dropped_month_first_day"),
        ),
        migrations.AddConstraint(
            model_name="eventanswer",
            constraint=models.UniqueConstraint(fields=("event", "member"), name="answer_once"),
        ),
        migrations.AddConstraint(
            model_name="eventanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "coming"), ("reason", "")),
                    models.Q(("answer", "leave"), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="answer_leave_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventinvitee",
            constraint=models.UniqueConstraint(fields=("event", "member"), name="invitee_once"),
        ),
    ]
