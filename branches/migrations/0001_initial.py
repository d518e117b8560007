import uuid

import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import branches.querysets


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("code", models.CharField(max_length=12, verbose_name="代码")),
                ("path", models.CharField(editable=False, max_length=80, unique=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "code"), name="district_code_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("path__endswith", "/")), name="district_path_ends_in_slash"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Branch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="branches.district",
                        verbose_name="所属教育工委",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="全称，如“中共青榆区第一小学支部委员会”或“青榆区第一小学党支部”",
                        max_length=60,
                        verbose_name="党组织名称",
                    ),
                ),
                ("school_name", models.CharField(max_length=60, verbose_name="学校名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
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
                        verbose_name="学校类别",
                    ),
                ),
                (
                    "organisation_type",
                    models.CharField(
                        choices=[("branch", "党支部"), ("general_branch", "党总支"), ("committee", "党委")],
                        default="branch",
                        max_length=16,
                        verbose_name="党组织类型",
                    ),
                ),
                (
                    "has_committee",
                    models.BooleanField(
                        default=True,
                        help_text="正式党员满7名应设；不设的，相关事项由支部党员大会办理",
                        verbose_name="设支部委员会",
                    ),
                ),
                ("has_groups", models.BooleanField(default=False, verbose_name="设党小组")),
                ("brand", models.CharField(blank=True, max_length=40, verbose_name="党建品牌")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "name"), name="branch_name_unique")],
            },
        ),
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                ("name", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("length", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("display_name", models.CharField(max_length=30, verbose_name="姓名")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("must_change_password", models.BooleanField(default=True, verbose_name="下次登录须改密码")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", branches.querysets.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.auditchain"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("actor_name", models.CharField(max_length=30)),
                ("action", models.CharField(max_length=50)),
                ("target_kind", models.CharField(max_length=40)),
                ("target_id", models.CharField(max_length=40)),
                ("target_name", models.CharField(max_length=200)),
                (
                    "branch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["target_kind", "target_id"], name="audit_target"),
                    models.Index(fields=["at"], name="audit_at"),
                ],
                "constraints": [models.UniqueConstraint(fields=("chain", "number"), name="audit_number_unique")],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretary", "支部书记"),
                            ("deputy", "副书记"),
                            ("organisation", "组织委员"),
                            ("publicity", "宣传委员"),
                            ("discipline", "纪检委员"),
                            ("group_leader", "党小组长"),
                            ("member", "党员"),
                            ("reviewer", "审核员"),
                            ("review_lead", "审核组长"),
                            ("administrator", "管理员"),
                            ("auditor", "审计员"),
                        ],
                        max_length=16,
                        verbose_name="角色",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="branches.branch",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="branches.district",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任职起")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="任职止")),
            ],
            options={
                "indexes": [models.Index(fields=["user", "starts_on"], name="role_user_start")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("branch__isnull", True),
                                ("district__isnull", False),
                                ("role__in", ["administrator", "auditor", "review_lead", "reviewer"]),
                            ),
                            models.Q(
                                ("branch__isnull", False),
                                ("district__isnull", True),
                                (
                                    "role__in",
                                    [
                                        "deputy",
                                        "discipline",
                                        "group_leader",
                                        "member",
                                        "organisation",
                                        "publicity",
                                        "secretary",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="role_held_in_its_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="role_ends_after_start",
                    ),
                ],
            },
        ),
    ]
