"""Committee terms and posts, transfers; names found by prefix."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_append_only"),
        ("members", "0002_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitteePost",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
        ),
        migrations.CreateModel(
            name="CommitteeTerm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="第几届")),
                ("elected_on", models.DateField(verbose_name="选举日期")),
                ("years", models.PositiveSmallIntegerField(verbose_name="任期（年）")),
                ("ends_on", models.DateField(editable=False, verbose_name="任期届满")),
                ("approval", models.CharField(blank=True, max_length=60, verbose_name="上级批复文号")),
                ("postponed_to", models.DateField(blank=True, null=True, verbose_name="经批准延期至")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
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
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="member",
            name="member_initials",
        ),
        migrations.RemoveIndex(
            model_name="member",
            name="member_name",
        ),
        migrations.AlterField(
            model_name="member",
            name="name",
            field=models.CharField(db_index=True, max_length=30, verbose_name="姓名"),
        ),
        migrations.AlterField(
            model_name="member",
            name="name_initials",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=30),
        ),
        migrations.AlterField(
            model_name="member",
            name="name_pinyin",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=120),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["branch", "is_active", "name_pinyin"], name="member_by_spelling"),
        ),
        migrations.AddField(
            model_name="committeepost",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="members.member",
                verbose_name="姓名",
            ),
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
            ),
        ),
        migrations.AddField(
            model_name="committeepost",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="members.committeeterm"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="members.member",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="to_branch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="branches.branch",
                verbose_name="接收党支部",
            ),
        ),
        migrations.AddIndex(
            model_name="committeeterm",
            index=models.Index(fields=["branch", "-elected_on"], name="term_of_branch"),
        ),
        migrations.AddConstraint(
            model_name="committeeterm",
            constraint=models.UniqueConstraint(fields=("branch", "elected_on"), name="term_elected_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="committeeterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("elected_on"))), name="term_ends_after_election"
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postponed_to__isnull", True), ("postponed_to__gt", models.F("ends_on")), _connector="OR"
                ),
                name="term_postponed_later",
            ),
        ),
        migrations.AddIndex(
            model_name="committeepost",
            index=models.Index(fields=["member", "ends_on"], name="post_of_member"),
        ),
        migrations.AddConstraint(
            model_name="committeepost",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="post_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeepost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)), fields=("term", "member", "post"), name="post_held_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="committeepost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True), ("post", "secretary")),
                fields=("term",),
                name="post_one_secretary",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["branch", "-issued_on"], name="transfer_of_branch"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["to_branch", "-issued_on"], name="transfer_to_branch"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["member", "-issued_on"], name="transfer_of_member"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_on__isnull", True), ("returned_on__isnull", True), _connector="OR"),
                name="transfer_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "probationary"), _negated=True), ("can_approve", True), _connector="OR"
                ),
                name="transfer_probationary_to_approver",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["probationary", "full"])), name="transfer_of_party_members"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("issued_on"))), name="transfer_valid_after_issue"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_on__isnull", True), ("returned_on__isnull", True)),
                fields=("member",),
                name="transfer_one_open_per_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("kind", "in"), _negated=True), models.Q(("letter_number", ""), _negated=True)
                ),
                fields=("branch", "letter_number"),
                name="transfer_letter_number_unique",
            ),
        ),
    ]
