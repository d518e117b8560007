"""投诉建议: whom a person writes to, their letters, the administrators' list, and the figures everybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q

from branches.models import District, Role, RoleAssignment, User
from branches.querysets import below
from branches.scope import scope_of
from notices.domain.feedback import days_of, median_place
from notices.models import Feedback
from notices.querysets import FeedbackQuerySet
from regulations.selectors.rules import lineage

#: The public figures are about the last twelve months.
LOOKED_BACK = timedelta(days=365)


def recipients_of(user: User, today: date) -> list[District]:
    """Districts a person may write to, nearest first: those above their roles that have an administrator, else the topmost. Two queries."""
    paths = {path for held in scope_of(user).held for path in lineage(held.path)}
    staffed = RoleAssignment.objects.current(today).filter(role=Role.DISTRICT_ADMINISTRATOR, user__is_active=True)
    rows = list(District.objects.filter(path__in=paths, pk__in=staffed.values("district")).order_by("path"))
    rows.sort(key=lambda row: -len(lineage(row.path)))
    return rows or list(District.objects.filter(parent__isnull=True).order_by("path")[:1])


def own_letters(user: User) -> FeedbackQuerySet:
    """Newest first."""
    rows = Feedback.objects.filter(sender=user).select_related("district")
    return rows.order_by("-received_at", "pk")


def letters_to_answer(user: User, *, state: str, kind: str, text: str) -> FeedbackQuerySet:
    """To the districts one administers: open ones oldest first, answered ones newest first."""
    rows = Feedback.objects.filter(below(scope_of(user).administered_paths, "district__"))
    rows = rows.select_related("district", "branch", "sender", "taken_by")
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(text__icontains=text) | Q(answer__icontains=text))
    if state == "answered":
        return rows.filter(answered_at__isnull=False).order_by("-answered_at", "pk")
    return rows.unanswered().order_by("received_at", "pk")


@dataclass(frozen=True)
class PublicFigures:
    """How a district deals with what it is told, in the last twelve months. `days` is the median from receipt to answer."""

    district: District
    received: int
    answered: int
    days: float | None


def public_figures(districts: list[District], now: datetime) -> list[PublicFigures]:
    """For each district letters may go to. One query and one a district."""
    since = now - LOOKED_BACK
    rows = Feedback.objects.filter(district__in=districts, received_at__gt=since)
    counts: dict[UUID, tuple[int, int]] = {
        row["district"]: (row["received"], row["answered"])
        for row in rows.values("district").annotate(received=Count("pk"), answered=Count("answered_at"))
    }
    figures = []
    for district in districts:
        received, answered = counts.get(district.pk, (0, 0))
        span = ExpressionWrapper(F("answered_at") - F("received_at"), DurationField())
        spans = rows.filter(district=district, answered_at__isnull=False).annotate(span=span).order_by("span")
        middle = list(spans.values_list("span", flat=True)[median_place(answered)]) if answered else []
        figures.append(PublicFigures(district, received, answered, days_of(middle)))
    return figures
