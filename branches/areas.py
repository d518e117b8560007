"""Districts and areas as filters offer them: a step down at a time, so that a city offers no more names than a district."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from branches.models import District
from branches.querysets import below, key_in


class Area(NamedTuple):
    """A district as filters offer it, and how far below the highest of them."""

    pk: UUID
    name: str
    path: str
    depth: int = 0


def areas_around(paths: frozenset[str], key: str = "") -> list[Area]:
    """What the choice of an area offers, in the order of the tree: the districts of `paths` and those directly below; around a chosen one (`key`)
    its neighbours, those directly below it and the one above as well. One query, and a city offers no more names than a district."""
    around = Q(path__in=paths) | Q(parent__path__in=paths)
    if chosen := key_in(key):
        above = District.objects.filter(pk=chosen).values("parent")
        around |= Q(pk=chosen) | Q(parent=chosen) | Q(pk__in=above) | Q(parent__in=above)
    rows = District.objects.filter(below(paths), around).order_by("path")
    read = list(rows.values_list("pk", "name", "path"))
    highest = min((path.count("/") for _, _, path in read), default=0)
    return [Area(pk, name, path, path.count("/") - highest) for pk, name, path in read]


def area_among(areas: Sequence[Area], key: str) -> Area | None:
    """The one with this identifier."""
    return next((area for area in areas if str(area.pk) == key), None)


def area_choices(areas: Sequence[Area]) -> list[tuple[str, str]]:
    """For a select: identifier and name, set in by depth."""
    return [(str(area.pk), f"{'　' * area.depth}{area.name}") for area in areas]
