"""What all tests share. The browser's fixtures are in tests/journeys/conftest.py, the people in tests/cast.py."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import Cast, assemble_cast
from tests.snapshot import Snapshot
from tests.worker import Worker

# Test processes side by side must not take each other's tasks: each has a Redis database of its own, as it has a
# PostgreSQL database of its own. Celery reads this variable whenever it connects.
if settings.CELERY_BROKER_URL.startswith("redis://"):
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")
    os.environ["CELERY_BROKER_URL"] = f"{settings.CELERY_BROKER_URL.rpartition('/')[0]}/{int(_number) + 1}"

# Hashing is slow on purpose; what is tested is who gets in, not how long it takes. The real hashers stand in the deploy stage's checks.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Where script/test has run the migrations already, the test database is a copy of what they made."""
    if template := os.environ.get("MIGRATED_DATABASE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's database; sessions that the live server's threads left open are ended before it is dropped."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


#: Rows that migrations and Django put there, and that no test changes.
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}


def _empty_filled_tables(case: TransactionTestCase) -> None:
    """Instead of Django's flush, which truncates every table and makes all permissions anew: half a second for each test."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT_TABLES)
        asked = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables]  # noqa: S608 - our own names
        cursor.execute(" UNION ALL ".join(asked))
        filled = [table for (table,) in cursor.fetchall()]
        # Without foreign keys' triggers and those that make tables append-only; the test's own superuser may.
        cursor.execute("SET session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("SET session_replication_role = DEFAULT")


if connection.vendor == "postgresql":
    TransactionTestCase._fixture_teardown = _empty_filled_tables


_cast = Snapshot(assemble_cast)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of tests/cast.py: brought together by the services once a process, put back from memory afterwards."""
    return _cast.lay_out()


@pytest.fixture
def idle_worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A worker that has not been started yet, on an empty queue. Needs script/test's PostgreSQL and Redis."""
    if connection.vendor != "postgresql" or "CELERY_BROKER_URL" not in os.environ:
        pytest.skip("needs PostgreSQL and Redis; script/test starts both")
    current_app.control.purge()
    worker = Worker(tmp_path)
    yield worker
    worker.stop()


@pytest.fixture
def worker(idle_worker: Worker) -> Worker:
    """A real Celery worker that takes this test's tasks."""
    idle_worker.start()
    return idle_worker
