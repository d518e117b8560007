"""How long before an event people are told, and after how long a record is missed."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_case_window"),
    ]

    operations = [
        migrations.AddField(
            model_name="noticesettings",
            name="event_days",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="0表示不提前提醒",
                validators=[django.core.validators.MaxValueValidator(14)],
                verbose_name="活动提前几天提醒",
            ),
        ),
        migrations.AddField(
            model_name="noticesettings",
            name="record_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="0表示不提醒",
                validators=[django.core.validators.MaxValueValidator(30)],
                verbose_name="活动过后几天没有记录就提醒",
            ),
        ),
    ]
