"""Letters without a name let go of the letters they went on from, and named ones of those without; then the database refuses it."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def untie(apps: Any, schema_editor: Any) -> None:
    letters = apps.get_model("notices", "Feedback").objects
    unnamed = letters.filter(is_unnamed=True).values("pk")
    letters.filter(Q(is_unnamed=True) | Q(follows__in=unnamed), follows__isnull=False).update(follows=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.RunPython(untie, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_unnamed", False), ("follows__isnull", True), _connector="OR"),
                name="feedback_unnamed_follows_nothing",
            ),
        ),
    ]
