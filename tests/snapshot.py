"""Rows that many tests begin with: made once a process by the real services, put back from memory for every test after that."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Generic, TypeVar

from django.apps import apps
from django.db import models, transaction

T = TypeVar("T")


class Snapshot(Generic[T]):
    """What `make` returns, with every row it left in an empty database. Rows keep their keys, so no test may keep anything by them."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: bytes | None = None

    def lay_out(self) -> T:
        """A copy of its own for each caller."""
        if self._kept is None:
            before = _rows()
            made = self._make()
            assert not before, f"made in a database that held {sorted(model.__name__ for model in before)}"
            self._kept = pickle.dumps((made, _rows()))
            return made
        made, rows = pickle.loads(self._kept)  # noqa: S301 - our own bytes of a moment ago
        with transaction.atomic():  # foreign keys are looked at when it ends, so the order does not matter
            for model, instances in rows.items():
                models.QuerySet(model).bulk_create(instances)
        return made


def _rows() -> dict[type[models.Model], list[models.Model]]:
    """Every row but those that Django keeps in an empty database too."""
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in {"contenttypes", "auth"}
    ]
    found = {model: list(models.QuerySet(model).all()) for model in ours if model._meta.managed}
    return {model: rows for model, rows in found.items() if rows}
