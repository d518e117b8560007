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
            name="Handover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="branches.branch"
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="原书记",
                    ),
                ),
                ("last_day", models.DateField(null=True, verbose_name="原书记任职止")),
                (
                    "incoming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="新任书记",
                    ),
                ),
                ("first_day", models.DateField(null=True, verbose_name="新任书记任职起")),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("things", models.TextField(blank=True, max_length=2000, verbose_name="实物移交")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="要交代的事")),
                ("version", models.PositiveIntegerField(default=1)),
                ("pack", models.JSONField(null=True)),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("in_stead", models.CharField(blank=True, max_length=200, verbose_name="代签原因")),
                (
                    "taken_over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_over_at", models.DateTimeField(null=True)),
                ("reservations", models.TextField(blank=True, max_length=2000, verbose_name="接收意见")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["branch", "begun_at"], name="handover_of_branch")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("taken_over_at__isnull", True)),
                        fields=("branch",),
                        name="handover_one_open_a_branch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outgoing__isnull", False), ("incoming__isnull", False), _connector="OR"),
                        name="handover_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outgoing__isnull", True),
                            ("incoming__isnull", True),
                            models.Q(("outgoing", models.F("incoming")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handed_over_at__isnull", True),
                                ("handed_over_by__isnull", True),
                                ("pack__isnull", True),
                            ),
                            models.Q(
                                ("handed_over_at__isnull", False),
                                ("handed_over_by__isnull", False),
                                ("pack__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="handover_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_over_at__isnull", True), ("taken_over_by__isnull", True)),
                            models.Q(
                                ("first_day__isnull", False),
                                ("taken_over_at__isnull", False),
                                ("taken_over_by__isnull", False),
                                models.Q(
                                    ("outgoing__isnull", True), ("handed_over_at__isnull", False), _connector="OR"
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="handover_taken_after_handed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True), ("taken_over_at__isnull", True), _connector="OR"
                        ),
                        name="handover_finished_stands",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstDayTick",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ticks", to="handover.handover"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("handover", "key"), name="first_day_ticked_once")],
            },
        ),
    ]
