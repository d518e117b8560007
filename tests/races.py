"""Several people act at the same moment, each in a thread with a PostgreSQL connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from branches.models import User
from branches.permissions import NotAllowed
from branches.scope import forget_scope

#: Marks of a module of races.
races = [
    pytest.mark.services,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def at_once(*steps: Callable[[], object], told: tuple[type[Exception], ...] = ()) -> list[object]:
    """Run the steps from one starting signal. Returns results, and refusals of the classes in `told` or NotAllowed; any other exception
    fails the test."""
    outcomes: list[object] = [None] * len(steps)
    start = Barrier(len(steps))

    def run(number: int, step: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes[number] = step()
        except (NotAllowed, *told) as refused:
            outcomes[number] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, step)) for number, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def fresh(user: User) -> User:
    """The person as another request would have them: nothing of a scope remembered."""
    forget_scope(user)
    return User.objects.get(pk=user.pk)


def refused(outcomes: list[object]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
