"""The database refuses to change a frozen check report, where it is PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TRIGGER = """
CREATE TRIGGER unchanging BEFORE UPDATE ON plans_checkreportrecord
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TRIGGER)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER unchanging ON plans_checkreportrecord")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("branches", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
