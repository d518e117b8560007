import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import calendar_events.models.attachments
import regulations.domain.activities


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0001_initial"),
        ("branches", "__first__"),
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectionList",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("kind", models.CharField(max_length=24, verbose_name="类别")),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("first_day", models.DateField(verbose_name="从")),
                ("due_on", models.DateField(verbose_name="截止日期")),
                ("needed", models.PositiveIntegerField(verbose_name="每人应交")),
                ("unit", models.CharField(max_length=6, verbose_name="单位")),
                ("note", models.TextField(blank=True, verbose_name="要求")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["branch", "-due_on"], name="collection_of_branch")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="collection_has_title"
                    ),
                    models.CheckConstraint(condition=models.Q(("needed__gte", 1)), name="collection_asks_something"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("first_day"))), name="collection_days_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionDue",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dues",
                        to="calendar_events.collectionlist",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                ("needed", models.PositiveIntegerField()),
                ("excused_because", models.CharField(blank=True, max_length=100, verbose_name="免交原因")),
            ],
            options={
                "indexes": [models.Index(fields=["member"], name="collection_due_of_member")],
                "constraints": [
                    models.UniqueConstraint(fields=("collection", "member"), name="collection_member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("excused_because", ""), ("needed__gte", 1)),
                            models.Q(("needed", 0), models.Q(("excused_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="collection_excused_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "due",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_ins",
                        to="calendar_events.collectiondue",
                    ),
                ),
                ("amount", models.PositiveIntegerField(default=1, verbose_name="数量")),
                ("handed_on", models.DateField(verbose_name="日期")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="题目")),
                ("text", models.TextField(blank=True, verbose_name="正文")),
                (
                    "source",
                    models.CharField(
                        choices=[("member", "本人"), ("committee", "支委登记"), ("import", "导入")], max_length=12
                    ),
                ),
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
                    models.CheckConstraint(condition=models.Q(("amount__gte", 1)), name="hand_in_is_something"),
                    models.UniqueConstraint(
                        condition=models.Q(("source", "import")), fields=("due",), name="hand_in_one_import"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
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
                ("host_text", models.CharField(blank=True, max_length=60, verbose_name="主持人（其他）")),
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
                ("is_restricted", models.BooleanField(default=False, verbose_name="只对参加人可见")),
                ("item_origin", models.UUIDField(blank=True, editable=False, null=True)),
                ("promised_month", models.DateField(blank=True, editable=False, null=True)),
                ("promised_turn", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("item_text", models.CharField(blank=True, editable=False, max_length=1000)),
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
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["branch", "starts_on"], name="event_of_branch"),
                    models.Index(fields=["starts_on", "branch"], name="event_of_month"),
                    models.Index(fields=["branch", "item_origin"], name="event_of_line"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="event_has_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="event_days_in_order"
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_reason", ""), ("state", "planned")),
                            models.Q(("state", "cancelled"), models.Q(("cancelled_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="event_cancelled_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "group"), ("group__isnull", False)),
                            models.Q(models.Q(("audience", "group"), _negated=True), ("group__isnull", True)),
                            _connector="OR",
                        ),
                        name="event_group_fits_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_restricted", False), ("audience", "chosen"), _connector="OR"),
                        name="event_restricted_is_of_chosen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item_origin__isnull", True), ("promised_month__isnull", True)),
                            models.Q(
                                ("item_origin__isnull", False),
                                ("promised_month__day", 1),
                                ("promised_month__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="event_promise_whole",
                    ),
                    models.CheckConstraint(condition=models.Q(("promised_turn__gte", 1)), name="event_turn_from_one"),
                    models.UniqueConstraint(
                        condition=models.Q(("item_origin__isnull", False), ("state", "planned")),
                        fields=("branch", "item_origin", "promised_month", "promised_turn"),
                        name="event_promise_once",
                    ),
                ],
            },
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
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "member"), name="invitee_once")],
            },
        ),
        migrations.CreateModel(
            name="EventAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                (
                    "answer",
                    models.CharField(
                        choices=[("coming", "参加"), ("leave", "请假")], max_length=8, verbose_name="答复"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="请假事由")),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("event", "member"), name="answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "coming"), ("reason", "")),
                            models.Q(("answer", "leave"), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="answer_leave_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DroppedPromise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("item_origin", models.UUIDField()),
                ("month", models.DateField(verbose_name="月份")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
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
                    models.UniqueConstraint(fields=("branch", "item_origin", "month"), name="dropped_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="dropped_has_reason"
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="dropped_month_first_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("register", models.CharField(max_length=24)),
                ("subject", models.CharField(max_length=200)),
                (
                    "owner_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                ("owner_post", models.CharField(blank=True, max_length=60)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(blank=True, null=True)),
                ("state", models.CharField(max_length=16)),
                ("is_closed", models.BooleanField(default=False)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closing_note", models.CharField(blank=True, max_length=200)),
                ("values", models.JSONField(blank=True, default=dict)),
                ("is_public", models.BooleanField(default=False, verbose_name="向全体党员公开")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="calendar_events.registerentry",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_because", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["branch", "register", "is_closed", "-first_day"], name="entry_list"),
                    models.Index(fields=["owner_member", "is_closed"], name="entry_of_member"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="entry_has_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True), ("last_day__gte", models.F("first_day")), _connector="OR"
                        ),
                        name="entry_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", False), ("is_closed", True)),
                            models.Q(("closed_on__isnull", True), ("is_closed", False)),
                            _connector="OR",
                        ),
                        name="entry_closed_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner_member__isnull", True), ("owner_post", ""), _connector="OR"),
                        name="entry_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removed_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_removed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterLook",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="calendar_events.registerentry",
                    ),
                ),
                ("look", models.CharField(blank=True, max_length=16)),
                ("looked_on", models.DateField()),
                ("found", models.TextField()),
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
                    models.UniqueConstraint(
                        condition=models.Q(("look", ""), _negated=True),
                        fields=("entry", "look"),
                        name="look_once_an_entry",
                    ),
                    models.CheckConstraint(condition=models.Q(("found", ""), _negated=True), name="look_has_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="calendar_events.calendarevent",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="calendar_events.registerentry",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="calendar_events.collectionlist",
                    ),
                ),
                (
                    "hand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="calendar_events.handin",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("notice", "会议通知"),
                            ("sign_in", "签到表"),
                            ("photo", "照片"),
                            ("slides", "课件或讲稿"),
                            ("material", "会议材料"),
                            ("proof", "佐证材料"),
                        ],
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                ("filename", models.CharField(max_length=130)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("taken_on", models.DateField(blank=True, null=True)),
                (
                    "file",
                    models.FileField(max_length=120, upload_to=calendar_events.models.attachments.attachment_path),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("collection__isnull", True),
                                ("entry__isnull", True),
                                ("event__isnull", False),
                                ("hand_in__isnull", True),
                            ),
                            models.Q(
                                ("collection__isnull", True),
                                ("entry__isnull", False),
                                ("event__isnull", True),
                                ("hand_in__isnull", True),
                            ),
                            models.Q(
                                ("collection__isnull", False),
                                ("entry__isnull", True),
                                ("event__isnull", True),
                                ("hand_in__isnull", True),
                            ),
                            models.Q(
                                ("collection__isnull", True),
                                ("entry__isnull", True),
                                ("event__isnull", True),
                                ("hand_in__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attachment_has_one_owner",
                    ),
                    models.UniqueConstraint(fields=("event", "sha256"), name="attachment_once_event"),
                    models.UniqueConstraint(fields=("entry", "sha256"), name="attachment_once_entry"),
                    models.UniqueConstraint(fields=("collection", "sha256"), name="attachment_once_collection"),
                    models.UniqueConstraint(fields=("hand_in", "sha256"), name="attachment_once_hand_in"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FulfilmentCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                ("month", models.DateField()),
                ("held", models.PositiveSmallIntegerField(default=0)),
                ("late", models.PositiveSmallIntegerField(default=0)),
                ("dropped", models.PositiveSmallIntegerField(default=0)),
                ("missed", models.PositiveSmallIntegerField(default=0)),
                ("open", models.PositiveSmallIntegerField(default=0)),
                ("reckoned_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["month", "branch"], name="fulfilment_of_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "month"), name="fulfilment_once_a_month"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="fulfilment_month_first_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="record",
                        to="calendar_events.calendarevent",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="主题")),
                ("held_on", models.DateField(verbose_name="日期")),
                ("began_at", models.TimeField(blank=True, null=True, verbose_name="开始时间")),
                ("ended_at", models.TimeField(blank=True, null=True, verbose_name="结束时间")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                (
                    "host_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                ("host_text", models.CharField(blank=True, max_length=60)),
                (
                    "recorder_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                ("recorder_text", models.CharField(blank=True, max_length=60)),
                ("counts_as", models.JSONField(default=list)),
                ("values", models.JSONField(blank=True, default=dict)),
                (
                    "study_hours",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="计入学时"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("finished", "已存档")],
                        default="draft",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("people_version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False)),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["branch", "state", "held_on"], name="record_of_branch")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="record_has_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "draft")),
                            models.Q(("finished_at__isnull", False), ("state", "finished")),
                            _connector="OR",
                        ),
                        name="record_finished_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("began_at__isnull", False), ("ended_at__gt", models.F("began_at"))),
                            _connector="OR",
                        ),
                        name="record_times_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("study_hours__isnull", True),
                            models.Q(("study_hours__gt", 0), ("study_hours__lte", 24)),
                            _connector="OR",
                        ),
                        name="record_hours_of_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordPerson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="calendar_events.activityrecord",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                ("name", models.CharField(max_length=30)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_full", models.BooleanField(default=True)),
                ("is_observer", models.BooleanField(default=False)),
                ("identity", models.CharField(blank=True, max_length=60, verbose_name="身份")),
                (
                    "presence",
                    models.CharField(
                        blank=True, choices=[("", "未登记"), ("present", "到会"), ("absent", "缺席")], max_length=8
                    ),
                ),
                (
                    "absence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leave", "请假"),
                            ("duty", "公差"),
                            ("ill", "病假"),
                            ("other", "其他原因"),
                            ("none", "无故缺席"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=100, verbose_name="缺席说明")),
                ("is_sanctioned", models.BooleanField(default=False, verbose_name="留党察看期间")),
                ("excused", models.CharField(blank=True, max_length=60, verbose_name="不计入应到会的原因")),
                ("approver", models.CharField(blank=True, max_length=60, verbose_name="同意的上级党组织")),
                (
                    "service_hours",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="服务时长"),
                ),
                ("made_up_on", models.DateField(blank=True, null=True, verbose_name="补课日期")),
                ("made_up_how", models.CharField(blank=True, max_length=100, verbose_name="补课方式")),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.studyrecord",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "presence"], name="record_of_member")],
                "constraints": [
                    models.UniqueConstraint(fields=("record", "member"), name="record_person_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approver", ""), ("excused", "")),
                            models.Q(
                                models.Q(("excused", ""), _negated=True), models.Q(("approver", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="record_excused_with_approver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("presence", "absent"),
                            models.Q(("absence", ""), ("made_up_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="record_absence_of_absent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_up_how", ""), ("made_up_on__isnull", True)),
                            models.Q(("made_up_on__isnull", False), models.Q(("made_up_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="record_made_up_with_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="calendar_events.activityrecord",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="议题")),
                ("points", models.TextField(blank=True, verbose_name="发言要点")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "只讨论，不表决"),
                            ("resolution", "一般决议"),
                            ("admission", "接收预备党员"),
                            ("conversion", "预备党员转正"),
                            ("election", "选举"),
                        ],
                        max_length=12,
                        verbose_name="表决事项",
                    ),
                ),
                ("resolution", models.TextField(blank=True, verbose_name="决议")),
                ("yes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="同意")),
                ("no", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="不同意")),
                ("abstained", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="弃权")),
                ("written_yes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="书面同意")),
                ("written_no", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="书面不同意")),
                ("eligible", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ("voters_present", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                ("responsible", models.CharField(blank=True, max_length=60, verbose_name="责任人")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                ("prepared_on", models.DateField(blank=True, null=True, verbose_name="支委会讨论日期")),
                ("values", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["record", "position"], name="agenda_of_record")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="agenda_has_title"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", ""), _negated=True),
                            models.Q(("abstained__isnull", True), ("no__isnull", True), ("yes__isnull", True)),
                            _connector="OR",
                        ),
                        name="agenda_votes_on_a_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordRevision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="calendar_events.activityrecord",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("reason", models.CharField(max_length=200)),
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
                    models.UniqueConstraint(fields=("record", "number"), name="record_revision_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="record_correction_with_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="talks",
                        to="calendar_events.calendarevent",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heart", "谈心谈话"),
                            ("integrity", "廉政谈话"),
                            ("reminder", "提醒谈话"),
                            ("admonition", "诫勉谈话"),
                        ],
                        default="heart",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="谈话人",
                    ),
                ),
                (
                    "talked_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                        verbose_name="谈话对象",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                ("topic", models.CharField(blank=True, max_length=60, verbose_name="主题")),
                ("sealed", models.TextField(blank=True)),
                ("key", models.CharField(blank=True, max_length=20)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["branch", "held_on"], name="talk_of_branch"),
                    models.Index(fields=["key"], name="talk_key"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("speaker", models.F("talked_with")), _negated=True), name="talk_of_two"
                    ),
                    models.UniqueConstraint(
                        fields=("speaker", "talked_with", "held_on", "kind"), name="talk_once_a_day_and_kind"
                    ),
                ],
            },
        ),
    ]
