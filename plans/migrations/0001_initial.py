import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import plans.domain.paper_kinds
import plans.models.rounds
import plans.models.upload
import regulations.domain.activities
import workflow.domain.transitions


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0001_initial"),
        ("branches", "__first__"),
        ("members", "0001_initial"),
        ("workflow", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictTemplate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                        verbose_name="教育工委",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("text", models.TextField(max_length=50000, verbose_name="文字")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="template_has_text"),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("district", "title"),
                        name="template_title_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewPhrase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="branches.district",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="写意见时按它来选，如“缺固定时间”", max_length=20, verbose_name="名称"),
                ),
                ("body", models.TextField(max_length=1000, verbose_name="问题")),
                ("suggestion", models.TextField(blank=True, max_length=1000, verbose_name="修改建议")),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                (
                    "severity",
                    models.CharField(
                        choices=[("must", "必改"), ("advice", "建议")],
                        default="must",
                        max_length=6,
                        verbose_name="轻重",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("district__isnull", False), ("owner__isnull", True)),
                            models.Q(("district__isnull", True), ("owner__isnull", False)),
                            _connector="OR",
                        ),
                        name="phrase_of_district_or_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", False)),
                        fields=("district", "title"),
                        name="phrase_of_district_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("owner__isnull", False)),
                        fields=("owner", "title"),
                        name="phrase_of_person_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="phrase_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "抽读中"),
                            ("approving", "审定中"),
                            ("done", "已办完"),
                            ("dropped", "已放弃"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                ("job", models.UUIDField(editable=False, null=True)),
                ("drawn_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["reading", "approving"])),
                        fields=("reviewer",),
                        name="batch_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state__in", ["reading", "approving"])),
                            models.Q(("ended_at__isnull", False), ("state__in", ["done", "dropped"])),
                            _connector="OR",
                        ),
                        name="batch_ended_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolGroup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("version", models.PositiveIntegerField(default=1)),
                ("branches", models.ManyToManyField(related_name="+", to="branches.branch", verbose_name="学校")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "name"), name="school_group_name_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanningRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                        verbose_name="教育工委",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="标题")),
                (
                    "paper",
                    models.CharField(
                        choices=[("plan", "工作计划"), ("summary", "工作总结"), ("other", "其他材料")],
                        default=plans.domain.paper_kinds.PaperKind["PLAN"],
                        max_length=8,
                        verbose_name="材料",
                    ),
                ),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            ("year", "年度（1月—12月）"),
                            ("school_year", "学年（9月—次年8月）"),
                            ("semester", "学期"),
                            ("half_year", "半年"),
                        ],
                        max_length=12,
                        verbose_name="周期",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("part", models.PositiveSmallIntegerField(default=0, verbose_name="学期／半年")),
                ("opens_on", models.DateField(verbose_name="开始日期")),
                ("due_on", models.DateField(verbose_name="截止日期")),
                ("instructions", models.TextField(blank=True, max_length=5000, verbose_name="要求")),
                (
                    "reviews",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一次审核"), (2, "初审和复核")], default=1, verbose_name="审核"
                    ),
                ),
                ("school_kinds", models.JSONField(default=list, help_text="空为全部类别", verbose_name="学校类别")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "未发布"), ("open", "进行中"), ("closed", "已结束")],
                        default="draft",
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
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
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("areas", models.ManyToManyField(related_name="+", to="branches.district", verbose_name="片区")),
                ("groups", models.ManyToManyField(related_name="+", to="plans.schoolgroup", verbose_name="学校组")),
                (
                    "schools",
                    models.ManyToManyField(related_name="+", to="branches.branch", verbose_name="另外指定的学校"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["district", "state", "due_on"], name="round_of_district")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opens_on"))), name="round_due_after_opening"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cycle__in", ["semester", "half_year"]), ("part__in", [1, 2])),
                            models.Q(("cycle__in", ["year", "school_year"]), ("part", 0)),
                            _connector="OR",
                        ),
                        name="round_part_fits_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviews__in", [1, 2])), name="round_one_or_two_reviews"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("opened_at__isnull", True), ("state", "draft")),
                            models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), ("state", "open")),
                            models.Q(("closed_at__isnull", False), ("opened_at__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="round_state_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已提交"),
                            ("in_review", "审核中"),
                            ("passed", "待复核"),
                            ("rechecking", "复核中"),
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
                ("claimed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="分给",
                    ),
                ),
                ("assigned_at", models.DateTimeField(editable=False, null=True)),
                ("two_reviews", models.BooleanField(default=False, editable=False, verbose_name="初审和复核")),
                (
                    "passed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="初审",
                    ),
                ),
                ("passed_at", models.DateTimeField(editable=False, null=True)),
                ("answer_by", models.DateField(editable=False, null=True, verbose_name="整改期限")),
                (
                    "paper",
                    models.CharField(
                        choices=[("plan", "工作计划"), ("summary", "工作总结"), ("other", "其他材料")],
                        default=plans.domain.paper_kinds.PaperKind["PLAN"],
                        max_length=8,
                        verbose_name="材料",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="plans.planninground",
                        verbose_name="布置",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="标题")),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            ("year", "年度（1月—12月）"),
                            ("school_year", "学年（9月—次年8月）"),
                            ("semester", "学期"),
                            ("half_year", "半年"),
                        ],
                        max_length=12,
                        verbose_name="计划类型",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="学年、学期填起始年份", verbose_name="年份")),
                (
                    "part",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "全年"), (1, "第一学期／上半年"), (2, "第二学期／下半年")],
                        default=0,
                        verbose_name="学期／半年",
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "amends",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="plans.plan",
                    ),
                ),
                ("signature", models.CharField(blank=True, max_length=60, verbose_name="署名")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("risk", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="风险")),
                ("is_clean", models.BooleanField(default=False, editable=False)),
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["branch", "status"], name="plan_branch_status"),
                    models.Index(fields=["status", "submitted_at"], name="plan_queue"),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    workflow.domain.transitions.Status["IN_REVIEW"],
                                    workflow.domain.transitions.Status["PASSED"],
                                    workflow.domain.transitions.Status["RECHECKING"],
                                    workflow.domain.transitions.Status["SUBMITTED"],
                                ],
                            )
                        ),
                        fields=["-risk", "submitted_at", "id"],
                        name="plan_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("claimed_at__isnull", False),
                                ("claimed_by__isnull", False),
                                ("status__in", ["in_review", "rechecking"]),
                            ),
                            models.Q(("status__in", ["in_review", "rechecking"]), _negated=True),
                            _connector="OR",
                        ),
                        name="plans_plan_claimed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("passed_at__isnull", False),
                                ("passed_by__isnull", False),
                                ("status__in", ["passed", "rechecking"]),
                            ),
                            models.Q(("status__in", ["passed", "rechecking"]), _negated=True),
                            _connector="OR",
                        ),
                        name="plans_plan_passed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed_by__isnull", True),
                            ("claimed_by__isnull", True),
                            models.Q(("claimed_by", models.F("passed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="plans_plan_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assigned_at__isnull", True), ("assigned_to__isnull", True)),
                            models.Q(("assigned_at__isnull", False), ("assigned_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="plans_plan_assigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("submitted_at__isnull", False), _connector="OR"),
                        name="plans_plan_submitted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("paper", "other"), _negated=True),
                        fields=("branch", "cycle", "year", "part", "paper", "revision"),
                        name="plan_revision_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("paper", "other"), _negated=True),
                            models.Q(("status__in", ["approved", "archived"]), _negated=True),
                        ),
                        fields=("branch", "cycle", "year", "part", "paper"),
                        name="plan_one_in_the_making",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("paper", "other")),
                        fields=("branch", "round", "revision"),
                        name="other_paper_revision_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("paper", "other"), models.Q(("status__in", ["approved", "archived"]), _negated=True)
                        ),
                        fields=("branch", "round"),
                        name="other_paper_one_in_the_making",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paper", "other"), _negated=True), ("round__isnull", False), _connector="OR"
                        ),
                        name="other_paper_was_asked_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cycle__in", ["semester", "half_year"]), ("part__in", [1, 2])),
                            models.Q(("cycle__in", ["year", "school_year"]), ("part", 0)),
                            _connector="OR",
                        ),
                        name="plan_part_fits_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1990), ("year__lte", 2100)), name="plan_year_sensible"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amends__isnull", True), ("revision", 1)),
                            models.Q(("amends__isnull", False), ("revision__gt", 1)),
                            _connector="OR",
                        ),
                        name="plan_revision_amends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="plans.plan"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preamble", "前言"),
                            ("heading", "段落"),
                            ("schedule", "行事历"),
                            ("closing", "结束语"),
                        ],
                        default="heading",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("level", models.PositiveSmallIntegerField(default=1)),
                ("heading", models.CharField(blank=True, max_length=300, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                ("is_locked", models.BooleanField(default=False, editable=False, verbose_name="固定内容")),
                (
                    "origin",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="同一段落在各次修订中相同", verbose_name="沿用自"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True)),
                ("removal", models.UUIDField(blank=True, help_text="同一次删除的段落相同；空为在用", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["plan", "position"], name="section_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heading", ""), ("kind__in", ["preamble", "closing"]), ("level", 0)),
                            models.Q(("kind__in", ["heading", "schedule"]), ("level__gte", 1), ("level__lte", 4)),
                            _connector="OR",
                        ),
                        name="section_level_fits_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removal__isnull", True), models.Q(("kind", "heading"), _negated=True)),
                        fields=("plan", "kind"),
                        name="section_special_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="plans.plan"
                    ),
                ),
                ("first_month", models.DateField(verbose_name="月份")),
                ("last_month", models.DateField(verbose_name="至")),
                (
                    "planned_on",
                    models.DateField(
                        blank=True, help_text="首月里的一天；没有定就空着", null=True, verbose_name="拟定日期"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("text", models.CharField(max_length=1000, verbose_name="内容")),
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
                ("is_theme", models.BooleanField(default=False, verbose_name="本月主题")),
                (
                    "responsible_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.member",
                        verbose_name="责任人",
                    ),
                ),
                (
                    "responsible_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.partygroup",
                        verbose_name="责任党小组",
                    ),
                ),
                ("responsible_text", models.CharField(blank=True, max_length=60, verbose_name="责任人（其他）")),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.plansection",
                        verbose_name="对应措施",
                    ),
                ),
                ("origin", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "proposed_as",
                    models.CharField(blank=True, editable=False, help_text="采用自哪一条排期建议", max_length=80),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True)),
                ("removal", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["plan", "first_month"], name="item_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_month__gte", models.F("first_month"))), name="item_months_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__day", 1), ("last_month__day", 1)),
                        name="item_months_are_first_days",
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="item_has_text"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_on__isnull", True),
                            models.Q(
                                ("planned_on__month", models.F("first_month__month")),
                                ("planned_on__year", models.F("first_month__year")),
                            ),
                            _connector="OR",
                        ),
                        name="item_day_in_first_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="batches", to="plans.plan"
                    ),
                ),
                (
                    "source",
                    models.CharField(choices=[("proposal", "排期建议"), ("workbook", "Excel 文件")], max_length=12),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("added", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["plan", "-written_at"], name="item_batch_of_plan")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_batch_undone_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemBatchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="plans.itembatch"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.planitem"
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("version", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("", "—"), ("restored", "已恢复"), ("left", "没有恢复")], max_length=8
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("batch", "item"), name="item_batch_row_once")],
            },
        ),
        migrations.CreateModel(
            name="ScheduleImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="plans.plan"
                    ),
                ),
                ("filename", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("previewed", "等您确认"), ("confirmed", "已写入"), ("discarded", "已放弃")],
                        default="previewed",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("confirmed_digest", models.CharField(blank=True, max_length=64)),
                (
                    "batch",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_import",
                        to="plans.itembatch",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plan", "-uploaded_at"], name="schedule_import_of_plan"),
                    models.Index(fields=["state", "uploaded_at"], name="schedule_import_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_digest", ""), ("confirmed_digest", models.F("digest")), _connector="OR"
                        ),
                        name="schedule_import_confirms_preview",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch__isnull", False), ("state", "confirmed")),
                            models.Q(models.Q(("state", "confirmed"), _negated=True), ("batch__isnull", True)),
                            _connector="OR",
                        ),
                        name="schedule_import_confirmed_has_batch",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "schedule_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="plans.scheduleimport"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="行")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("changed", "修改"),
                            ("same", "相同"),
                            ("fault", "有错"),
                            ("missing", "表里没有"),
                        ],
                        max_length=8,
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=200)),
                (
                    "item",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.planitem"
                    ),
                ),
                ("version", models.PositiveIntegerField(null=True)),
                ("read", models.JSONField(default=dict)),
                ("changes", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["schedule_import", "kind", "place"], name="schedule_import_row_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("schedule_import", "place"), name="schedule_import_row_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingDismissal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"),
                ),
                ("key", models.CharField(max_length=32)),
                ("code", models.CharField(max_length=60)),
                ("text", models.CharField(blank=True, help_text="检查指出的文字", max_length=300)),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("dismissed_at", models.DateTimeField()),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="dismissal_has_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)), fields=("plan", "key"), name="dismissal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="dismissal_revoked_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckReportRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_reports", to="plans.plan"
                    ),
                ),
                ("submission", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("errors", models.PositiveIntegerField()),
                ("warnings", models.PositiveIntegerField()),
                ("infos", models.PositiveIntegerField()),
                ("dismissed", models.PositiveIntegerField()),
                ("checked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "submission"), name="report_once_a_submission")
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckedActivity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="plans.checkreportrecord",
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "符合"),
                            ("below", "不足"),
                            ("conflict", "前后不一"),
                            ("named_without_frequency", "未写次数"),
                            ("related_only", "只有近似活动"),
                            ("implied_only", "只提三会一课"),
                            ("absent", "未安排"),
                            ("not_required", "不适用"),
                        ],
                        max_length=24,
                    ),
                ),
                ("is_excused", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "verdict"], name="checked_activity_verdict")],
                "constraints": [models.UniqueConstraint(fields=("report", "kind"), name="checked_activity_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanFingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[("plan", "工作计划"), ("summary", "工作总结"), ("other", "其他材料")],
                        default=plans.domain.paper_kinds.PaperKind["PLAN"],
                        max_length=8,
                    ),
                ),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            ("year", "年度（1月—12月）"),
                            ("school_year", "学年（9月—次年8月）"),
                            ("semester", "学期"),
                            ("half_year", "半年"),
                        ],
                        max_length=12,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("part", models.PositiveSmallIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflow.snapshot"
                    ),
                ),
                ("samples", models.PositiveIntegerField()),
                ("keys", models.BinaryField()),
                ("first_at", models.DateTimeField()),
                ("indexed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("branch", "cycle", "year", "part", "paper"), name="fingerprint_once_a_period"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CopyPosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "fingerprint_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "fingerprint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.planfingerprint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CopyingReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="copying_reports", to="plans.plan"
                    ),
                ),
                ("submission", models.PositiveSmallIntegerField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflow.snapshot"
                    ),
                ),
                ("share", models.PositiveSmallIntegerField()),
                ("reused_share", models.PositiveSmallIntegerField()),
                ("letters", models.PositiveIntegerField()),
                ("own_letters", models.PositiveIntegerField()),
                ("copied_letters", models.PositiveIntegerField()),
                ("quotation_letters", models.PositiveIntegerField()),
                ("template_letters", models.PositiveIntegerField()),
                ("copied_passages", models.PositiveIntegerField()),
                ("copied_headings", models.PositiveSmallIntegerField()),
                (
                    "worst_plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="plans.plan"
                    ),
                ),
                ("worst_share", models.PositiveSmallIntegerField(default=0)),
                ("sources", models.JSONField(default=list)),
                ("compared_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "submission"), name="copying_once_a_submission"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reused_share__lte", 1000), ("share__lte", 1000), ("worst_share__lte", 1000)
                        ),
                        name="copying_shares_are_shares",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionRisk",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="plans.plan"
                    ),
                ),
                ("submission", models.PositiveSmallIntegerField()),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("errors", models.PositiveIntegerField(null=True)),
                ("warnings", models.PositiveIntegerField(null=True)),
                ("dismissed", models.PositiveIntegerField(null=True)),
                ("share", models.PositiveSmallIntegerField(null=True)),
                ("days_late", models.PositiveSmallIntegerField(default=0)),
                ("is_clean", models.BooleanField(default=False)),
                ("reckoned_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "submission"), name="risk_once_a_submission")],
            },
        ),
        migrations.CreateModel(
            name="ApprovalItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="plans.approvalbatch"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"),
                ),
                ("submission", models.PositiveSmallIntegerField()),
                ("is_sample", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待办"),
                            ("read", "已抽读"),
                            ("out", "移出"),
                            ("approved", "已审定"),
                            ("passed", "初审通过"),
                            ("skipped", "没有办"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "plan"), name="batch_plan_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "read"), _negated=True), ("is_sample", True), _connector="OR"
                        ),
                        name="batch_only_sample_is_read",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundTarget",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="plans.planninground",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                    ),
                ),
                (
                    "school_kind",
                    models.CharField(
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
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("due_on", models.DateField(verbose_name="截止日期")),
                ("extension_reason", models.CharField(blank=True, max_length=200, verbose_name="延期理由")),
                (
                    "extended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("extended_at", models.DateTimeField(null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_targets",
                        to="plans.plan",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_begun", "未开始"),
                            ("draft", "起草中"),
                            ("submitted", "已提交"),
                            ("in_review", "审核中"),
                            ("returned", "退回修改"),
                            ("approved", "已审定"),
                        ],
                        default="not_begun",
                        max_length=10,
                    ),
                ),
                ("urged_on", models.DateField(null=True, verbose_name="最近催办")),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["round", "district", "school_kind", "state", "due_on"], name="round_target_board"
                    ),
                    models.Index(fields=["round", "place"], name="round_target_list"),
                    models.Index(fields=["round", "state", "place"], name="round_target_state"),
                    models.Index(fields=["round", "changed_at"], name="round_target_changed"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "branch"), name="round_target_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("extended_at__isnull", True), ("extended_by__isnull", True), ("extension_reason", "")
                            ),
                            models.Q(
                                ("extended_at__isnull", False),
                                ("extended_by__isnull", False),
                                models.Q(("extension_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="round_target_extension_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("plan__isnull", True), ("state", "not_begun")),
                            models.Q(models.Q(("state", "not_begun"), _negated=True), ("plan__isnull", False)),
                            _connector="OR",
                        ),
                        name="round_target_state_has_plan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyPoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key_points", to="plans.planninground"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="要点")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="key_point_number_once"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="key_point_has_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyPointAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "key_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="plans.keypoint"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key_point_answers", to="plans.plan"
                    ),
                ),
                ("section_origin", models.UUIDField(null=True)),
                ("item_origin", models.UUIDField(null=True)),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item_origin__isnull", True), ("section_origin__isnull", False)),
                            models.Q(("item_origin__isnull", False), ("section_origin__isnull", True)),
                            _connector="OR",
                        ),
                        name="key_point_answer_one_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("section_origin__isnull", False)),
                        fields=("key_point", "plan", "section_origin"),
                        name="key_point_section_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item_origin__isnull", False)),
                        fields=("key_point", "plan", "item_origin"),
                        name="key_point_item_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundPart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="plans.planninground"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("level", models.PositiveSmallIntegerField(default=1, verbose_name="级别")),
                ("heading", models.CharField(max_length=300, verbose_name="标题")),
                ("body", models.TextField(blank=True, max_length=5000, verbose_name="正文")),
                ("hint", models.CharField(blank=True, max_length=200, verbose_name="填写提示")),
                ("is_locked", models.BooleanField(default=False, verbose_name="固定内容，学校不能改")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "position"), name="round_part_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)), name="round_part_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heading", ""), _negated=True), name="round_part_has_heading"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundAttachment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="plans.planninground",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("file", models.FileField(max_length=120, upload_to=plans.models.rounds.attachment_path)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RoundChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="plans.planninground"
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Routine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "branch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RoutinePattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="patterns", to="plans.routine"
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
                        max_length=24,
                    ),
                ),
                ("words", models.CharField(max_length=40)),
                ("starts_at", models.TimeField(null=True)),
                ("ends_at", models.TimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("routine", "kind"), name="routine_pattern_once"),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="routine_pattern_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="routine_pattern_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutineLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="plans.routine"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200, verbose_name="内容")),
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
                    ),
                ),
                ("words", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="routine_line_has_text_and_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutineObservance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="observances", to="plans.routine"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("wanted", models.BooleanField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("routine", "key"), name="routine_observance_once")],
            },
        ),
        migrations.CreateModel(
            name="DistrictRequirement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                        verbose_name="教育工委",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="内容")),
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
                ("words", models.CharField(blank=True, max_length=40, verbose_name="什么时候")),
                ("first_on", models.DateField(blank=True, null=True, verbose_name="从")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="到")),
                ("school_kinds", models.JSONField(default=list)),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
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
                "indexes": [models.Index(fields=["district", "ended_at"], name="requirement_of_district")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("source", ""), _negated=True)
                        ),
                        name="requirement_has_text_and_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True), ("due_on__isnull", False), _connector="OR"
                        ),
                        name="requirement_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_on__isnull", True),
                            ("due_on__isnull", True),
                            ("due_on__gte", models.F("first_on")),
                            _connector="OR",
                        ),
                        name="requirement_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("filename", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(blank=True, max_length=120, upload_to=plans.models.upload.upload_path)),
                ("source", models.JSONField(help_text="读取出的文字块")),
                ("decisions", models.JSONField(default=dict, help_text="逐行的人工判断：序号 → 角色、级别、月份")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uploads",
                        to="plans.plan",
                    ),
                ),
            ],
        ),
    ]
