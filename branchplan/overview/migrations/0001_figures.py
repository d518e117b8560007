import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("branches", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="branches.district"
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
                ("key", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=40)),
                ("value", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("reckoned_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("district", "school_kind", "key"), name="figure_once")],
            },
        ),
    ]
