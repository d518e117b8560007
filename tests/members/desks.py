"""What the tests of the roster share: logged-in clients, members of the cast, people in numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from branches.models import Branch, User
from members.models import Member


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def entry_of(user: User) -> Member:
    """The roster entry of one of the cast, with what services read of it."""
    return Member.objects.select_related("branch__district", "group").get(user=user)


def enter(branch: Branch, *names: str, **facts: Any) -> list[Member]:
    """People without a log-in on the roster, full members when nothing else is said."""
    rows = [Member(branch=branch, name=name, **({"status": "full"} | facts)) for name in names]
    return Member.objects.bulk_create(rows)


def facts_of(member: Member, **changed: Any) -> dict[str, Any]:
    """A filled-in form of the person as it stands, with some things changed."""
    fields = ("name", "status", "sex", "ethnicity", "education", "post", "phone")
    form = {name: getattr(member, name) for name in fields} | {"base_version": str(member.version)}
    for name in ("birth_date", "joined_on", "became_full_on"):
        day: date | None = getattr(member, name)
        form[name] = day.isoformat() if day else ""
    form["group"] = str(member.group_id or "")
    return form | changed
