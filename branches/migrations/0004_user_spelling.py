from django.db import migrations, models

from branches.pinyin import pinyin_of

AT_ONCE = 1000


def spell(apps, schema_editor):
    """The pinyin of the names that are there already."""
    users = apps.get_model("branches", "User").objects.filter(name_pinyin="").only("pk", "display_name")
    batch = []
    for user in users.iterator(chunk_size=AT_ONCE):
        user.name_pinyin = pinyin_of(user.display_name)[0]
        batch.append(user)
        if len(batch) == AT_ONCE:
            users.bulk_update(batch, ["name_pinyin"])
            batch = []
    users.bulk_update(batch, ["name_pinyin"])


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("branches", "0003_role_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_pinyin",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["name_pinyin"], name="user_by_spelling"),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
