"""A paper about a person leaves the portal: that stands in the trail."""

from __future__ import annotations

from datetime import datetime

from branches.models import User
from branches.services.audit import record
from members.models import DevelopmentCase


def note_paper(*, case: DevelopmentCase, slug: str, ending: str, by: User, at: datetime) -> None:
    """One line in the trail."""
    detail = {"paper": slug, "as": ending}
    record(action="case.paper", by=by, at=at, target=case, name=str(case), branch=case.member.branch, detail=detail)
