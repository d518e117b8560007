import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_planning_aid"),
    ]

    operations = [
        migrations.AddField(
            model_name="roundtarget",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="roundtarget",
            index=models.Index(fields=["round", "changed_at"], name="round_target_changed"),
        ),
    ]
