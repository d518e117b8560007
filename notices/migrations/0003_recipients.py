from django.db import migrations, models


def name_recipients(apps, schema_editor):
    """Every delivery learns its recipient. Apart from 0002: PostgreSQL does not alter a table in whose rows a foreign key just changed."""
    Delivery = apps.get_model("notices", "Delivery")
    Notice = apps.get_model("notices", "Notice")
    recipient = Notice.objects.filter(pk=models.OuterRef("notice")).values("recipient")[:1]
    Delivery.objects.filter(recipient__isnull=True).update(recipient=models.Subquery(recipient))


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_outbox")]

    operations = [migrations.RunPython(name_recipients, migrations.RunPython.noop)]
