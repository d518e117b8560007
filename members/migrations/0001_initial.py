import uuid
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.domain.appraisal
import members.models.roster_files
import workflow.domain.transitions


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0001_initial"),
        ("branches", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyGroup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("branch", "name"), name="group_name_unique")],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="members",
                        to="members.partygroup",
                        verbose_name="党小组",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登录账号",
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=30, verbose_name="姓名")),
                ("name_pinyin", models.CharField(blank=True, db_index=True, editable=False, max_length=120)),
                ("name_initials", models.CharField(blank=True, db_index=True, editable=False, max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applicant", "入党申请人"),
                            ("activist", "入党积极分子"),
                            ("candidate", "发展对象"),
                            ("probationary", "预备党员"),
                            ("full", "正式党员"),
                        ],
                        max_length=16,
                        verbose_name="身份",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "男"), ("female", "女")], max_length=8, verbose_name="性别"
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中"),
                            ("vocational", "中专"),
                            ("college", "大专"),
                            ("bachelor", "大学本科"),
                            ("master", "硕士研究生"),
                            ("doctor", "博士研究生"),
                        ],
                        max_length=16,
                        verbose_name="学历",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=40, verbose_name="职务（岗位）")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="入党日期")),
                ("became_full_on", models.DateField(blank=True, null=True, verbose_name="转正日期")),
                ("is_retired", models.BooleanField(default=False, verbose_name="离退休")),
                ("in_difficulty", models.BooleanField(default=False, verbose_name="生活困难")),
                ("is_moving", models.BooleanField(default=False, verbose_name="流动党员")),
                ("is_active", models.BooleanField(default=True, verbose_name="在册")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
                (
                    "left_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("transferred", "组织关系转出"),
                            ("died", "去世"),
                            ("expelled", "除名或开除"),
                            ("withdrew", "退出培养"),
                            ("mistake", "登记有误"),
                        ],
                        max_length=16,
                        verbose_name="离开原因",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["branch", "is_active", "name"], name="member_roster"),
                    models.Index(fields=["branch", "is_active", "status"], name="member_by_status"),
                    models.Index(fields=["branch", "is_active", "name_pinyin"], name="member_by_spelling"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="member_has_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_on__isnull", True),
                            ("became_full_on__isnull", True),
                            ("became_full_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="member_full_after_joining",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_active", True), ("left_on__isnull", True)),
                            ("is_active", False),
                            _connector="OR",
                        ),
                        name="member_left_is_inactive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppraisalRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("preparing", "准备"),
                            ("self", "个人自评"),
                            ("mutual", "党员互评"),
                            ("ballot", "民主测评"),
                            ("grading", "组织评定"),
                            ("closed", "结果反馈"),
                        ],
                        default=members.domain.appraisal.Phase["PREPARING"],
                        max_length=12,
                        verbose_name="阶段",
                    ),
                ),
                ("standards", models.TextField(blank=True, verbose_name="评议标准")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="开始日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "year"), name="appraisal_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="appraisal_year_sensible"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppraisalEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="members.appraisalround"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                ("is_probationary", models.BooleanField(default=False, verbose_name="预备党员")),
                ("self_text", models.TextField(blank=True, verbose_name="个人自评")),
                (
                    "self_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "优秀"),
                            ("qualified", "合格"),
                            ("basically", "基本合格"),
                            ("unqualified", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="自评等次",
                    ),
                ),
                ("has_voted", models.BooleanField(default=False, verbose_name="已投票")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "优秀"),
                            ("qualified", "合格"),
                            ("basically", "基本合格"),
                            ("unqualified", "不合格"),
                        ],
                        max_length=12,
                        verbose_name="评定等次",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="支部意见")),
                ("read_on", models.DateField(blank=True, null=True, verbose_name="本人已阅")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "member"), name="appraisal_person_once")],
            },
        ),
        migrations.CreateModel(
            name="MutualRemark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="members.appraisalentry"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.appraisalentry"
                    ),
                ),
                ("text", models.TextField(verbose_name="互评意见")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "author"), name="appraisal_remark_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="appraisal_remark_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotSum",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sums", to="members.appraisalentry"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("qualified", "合格"),
                            ("basically", "基本合格"),
                            ("unqualified", "不合格"),
                        ],
                        max_length=12,
                    ),
                ),
                ("votes", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "grade"), name="ballot_sum_once")],
            },
        ),
        migrations.CreateModel(
            name="CommitteeTerm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="第几届")),
                ("elected_on", models.DateField(verbose_name="选举日期")),
                ("years", models.PositiveSmallIntegerField(verbose_name="任期（年）")),
                ("ends_on", models.DateField(editable=False, verbose_name="任期届满")),
                ("approval", models.CharField(blank=True, max_length=60, verbose_name="上级批复文号")),
                ("postponed_to", models.DateField(blank=True, null=True, verbose_name="经批准延期至")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["branch", "-elected_on"], name="term_of_branch")],
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "elected_on"), name="term_elected_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("elected_on"))), name="term_ends_after_election"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("postponed_to__isnull", True), ("postponed_to__gt", models.F("ends_on")), _connector="OR"
                        ),
                        name="term_postponed_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitteePost",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="members.committeeterm"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="members.member",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("secretary", "支部书记"),
                            ("deputy", "副书记"),
                            ("organisation", "组织委员"),
                            ("publicity", "宣传委员"),
                            ("discipline", "纪检委员"),
                            ("united_front", "统战委员"),
                            ("youth", "青年委员"),
                            ("ordinary", "委员"),
                        ],
                        max_length=16,
                        verbose_name="职务",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任职起")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="任职止")),
            ],
            options={
                "indexes": [models.Index(fields=["member", "ends_on"], name="post_of_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="post_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("term", "member", "post"),
                        name="post_held_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("post", "secretary")),
                        fields=("term",),
                        name="post_one_secretary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DevelopmentCase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="members.member",
                        verbose_name="姓名",
                    ),
                ),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_open", "next_due"], name="case_due"),
                    models.Index(fields=["is_open", "stage"], name="case_stage"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)), fields=("member",), name="case_one_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_because", ""), ("closed_on__isnull", True)),
                            models.Q(("closed_on__isnull", False), models.Q(("closed_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="case_closed_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quota_year__isnull", True),
                            models.Q(("quota_year__gte", 1990), ("quota_year__lte", 2100)),
                            _connector="OR",
                        ),
                        name="case_quota_year_sensible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="members.developmentcase"
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(verbose_name="步骤")),
                ("turn", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                ("on", models.DateField(blank=True, null=True, verbose_name="日期")),
                ("details", models.JSONField(blank=True, default=dict)),
                ("people", models.JSONField(blank=True, default=list)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                ("is_from_paper", models.BooleanField(default=False, verbose_name="补录（纸质档案）")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("removal", models.UUIDField(blank=True, help_text="空为在用", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removal__isnull", True)),
                        fields=("case", "step", "turn"),
                        name="step_recorded_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__gte", 1), ("step__lte", 25)), name="step_of_the_25"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("turn", 1), models.Q(("step__in", (23, 24)), ("turn", 2)), _connector="OR"),
                        name="step_twice_only_conversion",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRequest",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="members.developmentcase",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(verbose_name="步骤")),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("recipient", models.CharField(max_length=60, verbose_name="主送")),
                ("body", models.TextField(verbose_name="正文")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("version", models.PositiveIntegerField(default=1)),
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
                ("outcome", models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["status", "submitted_at"], name="consent_queue")],
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
                        name="members_consentrequest_claimed",
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
                        name="members_consentrequest_passed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed_by__isnull", True),
                            ("claimed_by__isnull", True),
                            models.Q(("claimed_by", models.F("passed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="members_consentrequest_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assigned_at__isnull", True), ("assigned_to__isnull", True)),
                            models.Q(("assigned_at__isnull", False), ("assigned_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="members_consentrequest_assigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("submitted_at__isnull", False), _connector="OR"),
                        name="members_consentrequest_submitted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["approved", "archived"]), _negated=True),
                        fields=("case", "step", "turn"),
                        name="consent_one_in_the_making",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", (4, 8, 13, 17, 24))), name="consent_step_needs_consent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DevelopmentQuota",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.branch"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("number", models.PositiveSmallIntegerField(verbose_name="计划数")),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("by_district", models.BooleanField(default=False, verbose_name="由上级下达")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "year"), name="quota_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1990), ("year__lte", 2100)), name="quota_year_sensible"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuesBase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_bases", to="members.member"
                    ),
                ),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
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
            name="DuesRelief",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_reliefs", to="members.member"
                    ),
                ),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_month__gte", models.F("from_month"))),
                        name="dues_relief_months_in_order",
                    ),
                    models.CheckConstraint(condition=models.Q(("monthly__gte", 0)), name="dues_relief_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approval", ""), ("approved_on__isnull", True)),
                            models.Q(
                                ("approved_on__gte", models.F("decided_on")), models.Q(("approval", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="dues_relief_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_month__day", 1), ("to_month__day", 1)),
                        name="dues_relief_months_first_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuesReceipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues_receipts", to="members.member"
                    ),
                ),
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
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issued_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["member", "-paid_on"], name="dues_receipt_of_member")],
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "year", "number"), name="dues_receipt_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="DuesPayment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="members.duesreceipt"
                    ),
                ),
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
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="冲正原因")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["branch", "month"], name="dues_of_branch_month"),
                    models.Index(fields=["branch", "paid_on"], name="dues_of_branch_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "kind", "month", "entry"), name="dues_entry_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                            models.Q(
                                ("amount__lt", 0), ("reverses__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="dues_reversal_negative",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="dues_entry_month_first_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuesPublication",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("content", models.JSONField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("branch", "year", "revision"), name="dues_publication_revision")
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", Decimal("24.0"))),
                        name="study_hours_of_a_day",
                    ),
                    models.UniqueConstraint(fields=("member", "on", "kind"), name="study_once_a_day_and_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleSetting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                (
                    "keep_numbers",
                    models.CharField(
                        choices=[("inherit", "按上级的设置"), ("yes", "登记身份证号"), ("no", "不登记身份证号")],
                        max_length=8,
                        verbose_name="身份证号",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起始日期")),
                ("reason", models.CharField(max_length=200, verbose_name="依据或理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["district", "-valid_from", "-at"], name="people_setting_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="people_setting_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identity_number", to="members.member"
                    ),
                ),
                ("sealed", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=20)),
                ("index", models.CharField(db_index=True, max_length=90)),
                ("index_key", models.CharField(max_length=20)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["key", "index_key"], name="identity_number_keys")],
            },
        ),
        migrations.CreateModel(
            name="PointsScheme",
            fields=[
                (
                    "branch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="branches.branch",
                    ),
                ),
                ("is_enabled", models.BooleanField(default=False, verbose_name="启用积分登记")),
                ("items", models.JSONField(default=list, verbose_name="计分项目")),
            ],
        ),
        migrations.CreateModel(
            name="PointsEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("item", models.CharField(max_length=40, verbose_name="项目")),
                ("points", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="分值")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "reverses",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="members.pointsentry",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["branch", "on"], name="points_branch_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("points", 0), _negated=True), name="points_not_nought")
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
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
                ("filename", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(blank=True, max_length=120, upload_to=members.models.roster_files.import_path),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待读取"),
                            ("reading", "正在读取"),
                            ("refused", "没有读取"),
                            ("previewed", "等您确认"),
                            ("confirmed", "已导入"),
                            ("undone", "已撤销"),
                            ("discarded", "已放弃"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("refusal", models.CharField(blank=True, max_length=300)),
                ("notes", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("previewed_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("confirmed_digest", models.CharField(blank=True, max_length=64)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
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
                "indexes": [
                    models.Index(fields=["branch", "-uploaded_at"], name="roster_import_of_branch"),
                    models.Index(fields=["state", "uploaded_at"], name="roster_import_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "undone"]), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="roster_import_confirmed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_digest", ""), ("confirmed_digest", models.F("digest")), _connector="OR"
                        ),
                        name="roster_import_confirms_preview",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roster_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="members.rosterimport"
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
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"
                    ),
                ),
                ("version", models.PositiveIntegerField(null=True)),
                ("read", models.JSONField(default=dict)),
                ("read_faults", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("faults", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                ("number_change", models.CharField(blank=True, max_length=8)),
                ("sealed", models.CharField(blank=True, max_length=200)),
                ("sealed_before", models.CharField(blank=True, max_length=200)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "—"), ("written", "已写入"), ("restored", "已恢复"), ("left", "没有恢复")],
                        max_length=8,
                    ),
                ),
                ("outcome_note", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["roster_import", "kind", "place"], name="roster_row_kind")],
                "constraints": [models.UniqueConstraint(fields=("roster_import", "place"), name="roster_row_place")],
            },
        ),
        migrations.CreateModel(
            name="RosterExport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("purpose", models.CharField(max_length=100, verbose_name="用途")),
                ("people", models.PositiveIntegerField()),
                ("with_phones", models.BooleanField(default=False)),
                ("with_numbers", models.BooleanField(default=False)),
                (
                    "file",
                    models.FileField(blank=True, max_length=120, upload_to=members.models.roster_files.export_path),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="roster_export_expiry")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="roster_export_has_purpose"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("out", "转出"), ("in", "转入"), ("within", "区内接转")],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "to_branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.branch",
                        verbose_name="接收党支部",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="members.member",
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("applicant", "入党申请人"),
                            ("activist", "入党积极分子"),
                            ("candidate", "发展对象"),
                            ("probationary", "预备党员"),
                            ("full", "正式党员"),
                        ],
                        max_length=16,
                        verbose_name="身份",
                    ),
                ),
                ("counterpart", models.CharField(blank=True, max_length=120, verbose_name="对方党组织")),
                ("addressee", models.CharField(blank=True, max_length=120, verbose_name="介绍信抬头")),
                (
                    "can_approve",
                    models.BooleanField(default=False, verbose_name="对方所属基层党委有审批预备党员的权限"),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="接转原因")),
                ("moved_on", models.DateField(blank=True, null=True, verbose_name="工作或居住地变动日期")),
                ("dues_paid_to", models.DateField(blank=True, null=True, verbose_name="党费交至")),
                ("letter_number", models.CharField(blank=True, max_length=40, verbose_name="介绍信编号")),
                ("issued_on", models.DateField(verbose_name="开具日期")),
                ("valid_days", models.PositiveSmallIntegerField(verbose_name="有效期（天）")),
                ("valid_until", models.DateField(editable=False, verbose_name="有效期至")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="接收日期")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="退回日期")),
                ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                ("receipt_on", models.DateField(blank=True, null=True, verbose_name="收到回执日期")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["branch", "-issued_on"], name="transfer_of_branch"),
                    models.Index(fields=["to_branch", "-issued_on"], name="transfer_to_branch"),
                    models.Index(fields=["member", "-issued_on"], name="transfer_of_member"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on__isnull", True), ("returned_on__isnull", True), _connector="OR"
                        ),
                        name="transfer_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "within"),
                                ("to_branch__isnull", False),
                                models.Q(("to_branch", models.F("branch")), _negated=True),
                            ),
                            models.Q(models.Q(("kind", "within"), _negated=True), ("to_branch__isnull", True)),
                            _connector="OR",
                        ),
                        name="transfer_within_has_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "probationary"), _negated=True),
                            ("can_approve", True),
                            _connector="OR",
                        ),
                        name="transfer_probationary_to_approver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["probationary", "full"])), name="transfer_of_party_members"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("issued_on"))),
                        name="transfer_valid_after_issue",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_on__isnull", True), ("returned_on__isnull", True)),
                        fields=("member",),
                        name="transfer_one_open_per_member",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind", "in"), _negated=True), models.Q(("letter_number", ""), _negated=True)
                        ),
                        fields=("branch", "letter_number"),
                        name="transfer_letter_number_unique",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="partygroup",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="members.member",
                verbose_name="组长",
            ),
        ),
    ]
