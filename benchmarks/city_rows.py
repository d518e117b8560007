"""Rows by the hundred thousand, made by the database itself."""

from __future__ import annotations

from django.db import connection, models
from django.db.models import Model


def insert(model: type[Model], source: str, **columns: str) -> int:
    """INSERT … SELECT: `columns` are SQL expressions over the rows of `source` (what follows FROM), by column name.

    What is not named gets the field's default, a new key, NULL or an empty text. Returns the number of rows.
    """
    names, expressions, parameters = [], [], []
    for field in model._meta.concrete_fields:
        name = field.column or ""
        if name in columns:
            expression = columns[name]
        elif isinstance(field, models.AutoField):
            continue
        elif isinstance(field, models.UUIDField) and field.has_default():
            expression = "gen_random_uuid()"
        elif field.null:
            expression = "NULL"
        else:
            expression = "%s"
            parameters.append(field.get_db_prep_save(field.get_default(), connection))
        names.append(f'"{name}"')
        expressions.append(expression)
    given = ", ".join(names)
    with connection.cursor() as cursor:
        statement = f'INSERT INTO "{model._meta.db_table}" ({given}) SELECT {", ".join(expressions)} FROM {source}'  # noqa: S608
        cursor.execute(statement, parameters)
        return cursor.rowcount
