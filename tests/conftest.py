"""What all tests share. The browser's fixtures are in tests/journeys/conftest.py, the people in tests/cast.py."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from tests.cast import Cast, assemble_cast
from tests.worker import Worker

# Test processes side by side must not take each other's tasks: each has a Redis database of its own, as it has a
# PostgreSQL database of its own. Celery reads this variable whenever it connects.
if settings.CELERY_BROKER_URL.startswith("redis://"):
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")
    os.environ["CELERY_BROKER_URL"] = f"{settings.CELERY_BROKER_URL.rpartition('/')[0]}/{int(_number) + 1}"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble_cast()


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
