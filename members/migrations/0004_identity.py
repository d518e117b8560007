"""Identity numbers and the setting that turns them on; rosters as files: imports, their rows, exports."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.models.roster_files


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_append_only"),
        ("members", "0003_registers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("confirmed_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RosterImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"
                    ),
                ),
                (
                    "roster_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="members.rosterimport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IdentityNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=20)),
                ("index", models.CharField(db_index=True, max_length=90)),
                ("index_key", models.CharField(max_length=20)),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identity_number", to="members.member"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "index_key"], name="identity_number_keys")],
            },
        ),
        migrations.CreateModel(
            name="PeopleSetting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.district"
                    ),
                ),
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
            name="RosterExport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
            options={
                "indexes": [models.Index(fields=["expires_at"], name="roster_export_expiry")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="roster_export_has_purpose"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(fields=["branch", "-uploaded_at"], name="roster_import_of_branch"),
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(fields=["state", "uploaded_at"], name="roster_import_state"),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "undone"]), _negated=True),
                    ("confirmed_at__isnull", False),
                    _connector="OR",
                ),
                name="roster_import_confirmed_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_digest", ""), ("confirmed_digest", models.F("digest")), _connector="OR"),
                name="roster_import_confirms_preview",
            ),
        ),
        migrations.AddIndex(
            model_name="rosterimportrow",
            index=models.Index(fields=["roster_import", "kind", "place"], name="roster_row_kind"),
        ),
        migrations.AddConstraint(
            model_name="rosterimportrow",
            constraint=models.UniqueConstraint(fields=("roster_import", "place"), name="roster_row_place"),
        ),
    ]
