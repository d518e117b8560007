"""The database refuses to change or remove snapshots, where it is PostgreSQL."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON workflow_snapshot
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TRIGGER)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER append_only ON workflow_snapshot")


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial"), ("branches", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
