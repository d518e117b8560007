"""Filled by the part of the app that it is named after."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("members", "0006_appraisal")]
    operations = []
