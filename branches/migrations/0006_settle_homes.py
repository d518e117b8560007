from django.db import migrations
from django.db.models import Exists, F, OuterRef

AT_ONCE = 1000


def settle(apps, schema_editor):
    """Log-ins whose roles are over are looked after where the last one was; those that lost their only one, at the top."""
    user_model, roles = apps.get_model("branches", "User"), apps.get_model("branches", "RoleAssignment").objects
    top = apps.get_model("branches", "District").objects.filter(parent__isnull=True).order_by("path").first()
    unending = roles.filter(user=OuterRef("pk"), ends_on__isnull=True)
    batch = []
    for user in user_model.objects.filter(~Exists(unending)).only("pk").iterator(chunk_size=AT_ONCE):
        last = roles.filter(user=user).select_related("branch").order_by(F("ends_on").desc()).first()
        user.home_id = (last.district_id or last.branch.district_id) if last else top.pk if top else None
        batch.append(user)
        if len(batch) == AT_ONCE:
            user_model.objects.bulk_update(batch, ["home"])
            batch = []
    user_model.objects.bulk_update(batch, ["home"])


class Migration(migrations.Migration):
    dependencies = [("branches", "0005_user_home")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
